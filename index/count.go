package index

import (
	"cmp"
	"slices"
	"strings"

	"verbatim/index/segment"
	"verbatim/search"
)

// checkExpansions counts the words that each wildcard or fuzzy term stands for.
func (g *generation) checkExpansions(q *search.Query) error {
	for _, t := range search.Terms(q.Root) {
		if t.Kind != search.Wildcard && t.Kind != search.Fuzzy {
			continue
		}
		if err := search.CheckExpansion(t, g.expansion(t)); err != nil {
			return err
		}
	}
	return nil
}

// expansion counts the words that a term accepts.
func (g *generation) expansion(t *search.Term) int {
	if len(g.parts) == 1 {
		return len(g.parts[0].wordsOf(t))
	}
	distinct := map[string]bool{}
	for _, v := range g.parts {
		for _, n := range v.wordsOf(t) {
			distinct[v.forward.Vocabulary.At(n)] = true
		}
	}
	return len(distinct)
}

// wordCounts counts the passages that have each of the words of a term.
func (g *generation) wordCounts(t *search.Term) ([]search.Count, error) {
	counts := map[string]int{}
	for _, v := range g.parts {
		words, err := v.postings.Dictionary(segment.FieldWords)
		if err != nil {
			return nil, err
		}
		for _, n := range v.wordsOf(t) {
			set, err := words.Passages(v.forward.Vocabulary.At(n))
			if err != nil {
				return nil, err
			}
			counts[v.forward.Vocabulary.At(n)] += v.count(set)
		}
	}
	list := []search.Count{}
	for word, n := range counts {
		list = append(list, search.Count{Value: strings.Clone(word), Count: n})
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
