package index

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"verbatim/index/segment"
	"verbatim/search"
)

// checkExpansions counts the words that each wildcard or fuzzy term stands for, in
// the vocabularies of the parts.
func (g *generation) checkExpansions(ctx context.Context, q *search.Query, in []*vocabulary) error {
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
	counts := map[string]int{}
	for i, in := range g.vocabularies(ctx) {
		v := g.parts[i]
		words, err := v.postings.Dictionary(segment.FieldWords)
		if err != nil {
			return nil, err
		}
		for i, n := range v.wordsOf(t, in) {
			if i%setsPerLook == 0 && ended(ctx) {
				break
			}
			set, err := words.Passages(v.forward.Vocabulary.At(n))
			if err != nil {
				return nil, err
			}
			counts[v.forward.Vocabulary.At(n)] += v.count(set)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	list := []search.Count{}
	for word, n := range counts {
		list = append(list, search.Count{Value: strings.Clone(word), Count: n})
	}
	if t.Apart != nil {
		found, err := g.find(ctx, search.Question{Query: search.NewQuery(t.InTwoWords())})
		if err != nil {
			return nil, err
		}
		if found.Total > 0 {
			list = append(list, search.Count{Value: t.InTwoWords().String(), Count: found.Total})
		}
	}
	sortCounts(list)
	return list, nil
}

// facet counts the passages of each value of a field, among those that match
// and are not kept out by a filter of another field.
func (g *generation) facet(f int, parts []*evaluation) []search.Count {
	counts := make([]int, len(g.values[f]))
	for _, e := range parts {
		values := make([]int, len(e.live.values[f]))
		fwd := e.live.forward.Fields[f]
		if field := search.Fields[f]; field.OfNarrative() {
			for _, r := range e.runsWithout(field) {
				values[fwd.At(r.doc)] += r.passages
			}
		} else {
			fwd.Count(e.without(field), values)
		}
		for n, count := range values {
			counts[e.live.global[f][n]] += count
		}
	}
	return g.list(f, counts)
}

// list returns counts by descending count and then by value.
func (g *generation) list(f int, counts []int) []search.Count {
	found := []search.Count{}
	for n, count := range counts {
		if value := g.values[f][n]; count > 0 && value != "" {
			found = append(found, search.Count{Value: value, Count: count})
		}
	}
	sortCounts(found)
	return found
}

// sortCounts sorts by descending count and then by value.
func sortCounts(counts []search.Count) {
	slices.SortFunc(counts, func(a, b search.Count) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Value, b.Value))
	})
}
