package follow

import (
	"context"
	"slices"

	"verbatim/corpus"
	"verbatim/search"
	"verbatim/search/admit"
)

// Changed says what became of a narrative's passages since an earlier edition.
type Changed struct {
	Before   *corpus.Narrative // that edition, without text and passages
	Sections []ChangedSection  // in the narrative's order; those that it has no more are last
}

// A ChangedSection is a section of either edition. A passage that moved stands where it
// stands now.
type ChangedSection struct {
	Section  string
	Passages []Member // of the narrative
	Dropped  []Member // of the edition before, that nothing goes on with
}

// ChangedSince compares a narrative with an earlier edition of the same country and report,
// passage by passage, headings aside.
func (f *Follower) ChangedSince(ctx context.Context, before, n *corpus.Narrative) (*Changed, error) {
	ctx, leave, err := admit.All(ctx, f.searcher.Engine())
	if err != nil {
		return nil, err
	}
	defer leave()
	rarity, err := f.rarity(ctx, n.Report, "")
	if err != nil {
		return nil, err
	}
	old, now := allOf(before, 0, rarity), allOf(n, 1, rarity)
	linkSame(old, now)
	unlinked := slices.DeleteFunc(slices.Concat(old, now), func(n *node) bool { return n.before != nil || n.after != nil })
	if err := link(ctx, unlinked); err != nil {
		return nil, err
	}
	about := *before
	about.Text, about.Passages = "", nil
	return &Changed{Before: &about, Sections: bySection(old, now)}, ctx.Err()
}

// allOf makes nodes of all passages of an edition but its headings.
func allOf(n *corpus.Narrative, edition int, rarity rarity) (nodes []*node) {
	return passages(n, edition, rarity, func(p corpus.Passage) bool { return p.Kind != corpus.Heading })
}

// linkSame links passages that say the same after folding, in order: those of one section
// first. What is repeated, which is most, is linked without being compared.
func linkSame(old, now []*node) {
	for _, sections := range []bool{true, false} {
		waiting := map[string][]*node{}
		key := func(n *node) string {
			if sections {
				return search.FieldSection.Key(n.member.Passage.Section) + "\n" + n.folded
			}
			return n.folded
		}
		for _, o := range old {
			if o.after == nil {
				waiting[key(o)] = append(waiting[key(o)], o)
			}
		}
		for _, n := range now {
			if list := waiting[key(n)]; n.before == nil && len(list) > 0 {
				n.before, list[0].after, n.similarToBefore = list[0], n, 1
				waiting[key(n)] = list[1:]
			}
		}
	}
}

// bySection says what became of passages, and puts them into their sections.
func bySection(old, now []*node) (sections []ChangedSection) {
	places, goesOn := map[string]int{}, map[string]bool{}
	of := func(n *node) *ChangedSection {
		key := search.FieldSection.Key(n.member.Passage.Section)
		at, known := places[key]
		if !known {
			at = len(sections)
			places[key] = at
			sections = append(sections, ChangedSection{Section: n.member.Passage.Section})
		}
		return &sections[at]
	}
	for _, n := range now {
		n.describe(now, old)
		for _, id := range n.member.From {
			goesOn[id] = true
		}
		s := of(n)
		s.Passages = append(s.Passages, n.member)
	}
	for _, o := range old {
		if !goesOn[o.member.Passage.ID] { // what was merged into another goes on in that
			s := of(o)
			s.Dropped = append(s.Dropped, o.member)
		}
	}
	return sections
}
