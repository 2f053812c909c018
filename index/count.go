package index

import (
	"cmp"
	"slices"
	"strings"

	"verbatim/search"
)

// count counts the passages for each value of a field, by descending count and
// then by value.
func (p *part) count(field int, docs []uint32) []search.Count {
	values, column := p.info.Values[field], p.column.field(field)
	counts := make([]int, len(values))
	for _, d := range docs {
		counts[column[d]]++
	}
	found := []search.Count{}
	for i, n := range counts {
		if n > 0 && values[i] != "" {
			found = append(found, search.Count{Value: values[i], Count: n})
		}
	}
	sortCounts(found)
	return found
}

// wordCounts counts the passages that have each of the words of a term.
func (p *part) wordCounts(t *search.Term) ([]search.Count, error) {
	counts := []search.Count{}
	if p.postings == nil {
		return counts, nil
	}
	words, err := p.postings.dictionary(fieldWords)
	if err != nil {
		return nil, err
	}
	for _, n := range p.column.Words(t) {
		word := strings.Clone(p.column.words.at(n))
		set, err := words.passages(word)
		if err != nil {
			return nil, err
		}
		counts = append(counts, search.Count{Value: word, Count: int(set.GetCardinality())})
	}
	sortCounts(counts)
	return counts, nil
}

// sortCounts sorts by descending count and then by value.
func sortCounts(counts []search.Count) {
	slices.SortFunc(counts, func(a, b search.Count) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Value, b.Value))
	})
}
