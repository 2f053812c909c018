package index

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/index/segment"
	"verbatim/search"
)

// checkExpansions counts the words that each wildcard or fuzzy term stands for, in
// the vocabularies of the parts.
func (g *generation) checkExpansions(ctx context.Context, q *search.Query, in []*vocabulary) error {
	if !q.Expands() {
		return nil
	}
	for _, t := range search.Terms(q.Root) {
		if t.Kind != search.Wildcard && t.Kind != search.Fuzzy {
			continue
		}
		n := g.expansion(t, in)
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := search.CheckExpansion(t, n); err != nil {
			return err
		}
	}
	return nil
}

// expansion counts the words that a term accepts.
func (g *generation) expansion(t *search.Term, in []*vocabulary) int {
	if len(g.parts) == 1 {
		return len(g.parts[0].wordsOf(t, in[0]))
	}
	distinct := map[string]bool{}
	for i, v := range g.parts {
		for _, n := range v.wordsOf(t, in[i]) {
			distinct[v.forward.Vocabulary.At(n)] = true
		}
	}
	return len(distinct)
}

// wordCounts counts the passages that have each of the words of a term, and the
// term in two words.
func (g *generation) wordCounts(ctx context.Context, t *search.Term) ([]search.Count, error) {
	list := []search.Count{}
	for i, in := range g.vocabularies(ctx) {
		counts, err := g.parts[i].countWords(ctx, t, in)
		if err != nil {
			return nil, err
		}
		list = append(list, counts...)
	}
	if len(g.parts) > 1 {
		list = together(list)
	}
	if t.Apart != nil {
		count, err := g.countApart(ctx, t)
		if err != nil {
			return nil, err
		}
		if count > 0 {
			list = append(list, search.Count{Value: t.InTwoWords().String(), Count: count})
		}
	}
	search.SortCounts(list)
	return list, nil
}

// countApart counts the passages that have a term in two words.
func (g *generation) countApart(ctx context.Context, t *search.Term) (count int, err error) {
	phrase := t.InTwoWords()
	q := search.NewQuery(phrase)
	memory := borrowMemory()
	for i, in := range g.vocabularies(ctx) {
		e := g.parts[i].begin(ctx, q, in, memory.scratch(i, g.parts[i].forward.Passages()))
		if count += g.parts[i].count(e.inTwoWords(phrase)); e.err != nil {
			return 0, e.err
		}
	}
	memory.giveBack() // otherwise it may not be as others expect it
	return count, nil
}

// countWords counts the passages of a part that have each of the words of a term.
func (v *liveDocs) countWords(ctx context.Context, t *search.Term, in *vocabulary) ([]search.Count, error) {
	numbers := v.wordsOf(t, in)
	counts := make([]search.Count, len(numbers))
	for i, n := range numbers {
		if i%setsPerLook == setsPerLook-1 && ended(ctx) {
			break
		}
		word := v.forward.Vocabulary.At(n)
		count, err := v.wordCounts.of(n, v, func() (*roaring.Bitmap, error) { return v.lists[segment.FieldWords].Read(word) })
		if err != nil {
			return nil, err
		}
		counts[i] = search.Count{Value: strings.Clone(word), Count: count}
	}
	return counts, ctx.Err()
}

// together adds up the counts of each value, in their memory.
func together(counts []search.Count) []search.Count {
	slices.SortFunc(counts, func(a, b search.Count) int { return cmp.Compare(a.Value, b.Value) })
	sums := counts[:0]
	for _, c := range counts {
		if last := len(sums) - 1; last >= 0 && sums[last].Value == c.Value {
			sums[last].Count += c.Count
		} else {
			sums = append(sums, c)
		}
	}
	return sums
}

// facets counts the passages of each value of some fields, among those that match
// and are not kept out by a filter of another field.
func (g *generation) facets(ctx context.Context, wanted []search.Field, parts []*evaluation) (map[search.Field][]search.Count, error) {
	counted := map[search.Field][]search.Count{}
	// To find the narratives of few passages takes longer than to count one field by passage.
	ofNarratives := 0
	for _, field := range wanted {
		if field.OfNarrative() {
			ofNarratives++
		}
	}
	for f, field := range search.Fields {
		if !slices.Contains(wanted, field) {
			continue
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		counted[field] = g.facet(f, parts, field.OfNarrative() && ofNarratives > 1)
	}
	return counted, nil
}

// facet counts those of a field, narrative by narrative or not.
func (g *generation) facet(f int, parts []*evaluation, byNarrative bool) []search.Count {
	counts := make([]int, len(g.values[f]))
	for _, e := range parts {
		values := make([]int, len(e.live.values[f]))
		switch field, of := search.Fields[f], e.live.valueOf[f]; {
		case e.mixed != nil:
			e.live.runOf.CountWithout(e.mixed, e.live.isHeading, of, values)
		case byNarrative, field.OfNarrative() && e.manyFound():
			for _, r := range e.narrativesWithout(field) {
				values[of[r.narrative]] += int(r.passages)
			}
		case field.OfNarrative():
			e.live.runOf.Count(e.without(field), of, values)
		default:
			e.live.forward.Fields[f].Count(e.without(field), values)
		}
		for n, count := range values {
			if count > 0 { // few values have any, mostly
				counts[e.live.global[f][n]] += count
			}
		}
	}
	return g.list(f, counts)
}

// list returns counts by descending count and then by value.
func (g *generation) list(f int, counts []int) []search.Count {
	order := make([]uint64, 0, len(counts)) // as numbers: values are numbered as they are sorted
	for n, count := range counts {
		if count > 0 && g.values[f][n] != "" {
			order = append(order, uint64(^uint32(count))<<32|uint64(n))
		}
	}
	slices.Sort(order)
	found := make([]search.Count, len(order))
	for i, o := range order {
		n := uint32(o)
		found[i] = search.Count{Value: g.values[f][n], Count: counts[n]}
	}
	return found
}

// narratives counts the narratives that have one of the passages found.
func narratives(parts []*evaluation) (distinct int) {
	for _, e := range parts {
		switch r := e.result; {
		case len(e.runs) > 0:
			distinct += len(e.runs)
		case r.filled && r.n > len(r.bits)/4 || r.docs == nil:
			distinct += e.bits().Runs(e.live.isLast)
		default:
			distinct += e.live.runOf.Distinct(r.docs)
		}
	}
	return distinct
}
