package follow

import (
	"cmp"
	"context"
	"slices"
)

// partly is how much of a passage another must have for it to be a part of it.
const partly = 0.6

// threads follows the links, and says of each passage what became of it. newest is
// the newest edition.
func threads(ctx context.Context, nodes []*node, newest int) (list []Thread, err error) {
	byEdition := map[int][]*node{}
	for _, n := range nodes {
		byEdition[n.edition] = append(byEdition[n.edition], n)
	}
	for _, n := range nodes {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		n.describe(byEdition[n.edition], byEdition[n.edition-1])
	}
	for _, n := range nodes {
		if n.before == nil {
			list = append(list, thread(n, newest))
		}
	}
	slices.SortStableFunc(list, func(a, b Thread) int { return cmp.Compare(a.First, b.First) })
	return list, nil
}

// thread collects a thread from its first node on.
func thread(n *node, newest int) Thread {
	t := Thread{First: n.since()}
	last := n
	for ; n != nil; n = n.after {
		last = n
		t.Passages = append(t.Passages, n.member)
	}
	t.Last = last.member.Year
	switch {
	case last.edition < newest:
		t.Status = StatusDropped
	case t.First == last.member.Year:
		t.Status = StatusNew
	default:
		t.Status = StatusContinued
	}
	return t
}

// since returns the first year of the wordings that a passage goes back to: of one that was
// split from another, of those of the other that have it.
func (n *node) since() int {
	first := n.member.Year
	for whole := n.whole; whole != nil && n.containment(whole) >= partly; {
		first = whole.member.Year
		whole = cmp.Or(whole.before, whole.whole)
	}
	return first
}

// describe says what became of a passage, given its own edition and the one before.
func (n *node) describe(own, before []*node) {
	m := &n.member
	switch {
	case n.before == nil:
		m.Change = ChangeNew
		if whole := splitFrom(n, before); whole != nil {
			m.Change, m.From, m.Before, m.Similarity = ChangeSplit, []string{whole.member.Passage.ID}, whole.member.Text, n.containment(whole)
			n.whole = whole
		}
		return
	case n.folded == n.before.folded:
		m.Change = ChangeUnchanged
	default:
		m.Change = ChangeEdited
	}
	if n.before.edition < n.edition-1 && n.before.folded != n.folded {
		// It was merged into another in between, and is a part of that.
		if whole := splitFrom(n, before); whole != nil && n.before.containment(whole) >= partly {
			m.Change, m.From, m.Before, m.Similarity = ChangeSplit, []string{whole.member.Passage.ID}, whole.member.Text, n.containment(whole)
			return
		}
	}
	m.From, m.Before, m.Similarity = []string{n.before.member.Passage.ID}, n.before.member.Text, n.similarToBefore
	m.Moved = n.before.member.Passage.Section != m.Passage.Section
	if m.Change == ChangeEdited && n.before.edition == n.edition-1 {
		if parts := mergedFrom(n, before, own); len(parts) > 0 {
			m.Change = ChangeMerged
			m.From = append(m.From, parts...)
		}
	}
}

// splitFrom returns the passage of the edition before that a passage without a
// thread is a part of, or nil.
func splitFrom(n *node, before []*node) (whole *node) {
	best := partly
	for _, b := range before {
		if b.after == nil || b.sum <= n.sum {
			continue
		}
		rest := b.after
		// Another passage goes on with the rest, and says less than the whole did.
		if c := n.containment(b); c >= best && rest.containment(b) >= partly && rest.sum < b.sum && n.similarity(rest) < 1 {
			whole, best = b, c
		}
	}
	return whole
}

// mergedFrom returns the passages of the edition before that no other passage of
// this one goes on with, and that are parts of a passage.
func mergedFrom(n *node, before, own []*node) (ids []string) {
	for _, b := range before {
		if b.after != nil && b.after.edition <= n.edition || b == n.before || n.sum <= b.sum || n.sum <= n.before.sum {
			continue
		}
		if b.containment(n) < partly {
			continue
		}
		closer := slices.ContainsFunc(own, func(o *node) bool { return o != n && b.containment(o) > b.containment(n) })
		if !closer {
			ids = append(ids, b.member.Passage.ID)
		}
	}
	return ids
}
