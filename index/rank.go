package index

import (
	"cmp"
	"container/heap"
	"slices"
	"strconv"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/search"
)

// A candidate is a passage with what it is ordered by: key descending, then
// row ascending.
type candidate struct {
	doc uint32
	row uint64
	key float64
}

func (c candidate) before(d candidate) bool {
	return c.key > d.key || c.key == d.key && c.row < d.row
}

// rank gives the hits that the question wants of the passages that match, given
// as a bitmap and as a list.
func (e *evaluation) rank(question search.Question, matching *roaring.Bitmap, docs []uint32) []search.Hit {
	s := e.part.scratch.Get().(*scores)
	defer e.part.scratch.Put(s)
	byScore := question.Sort == search.SortRelevance
	if byScore {
		e.score(s, matching, docs)
	}
	key := e.sortKey(question.Sort, s)
	best := topOf(docs, question.Offset+question.Limit, func(doc uint32) candidate {
		return candidate{doc, e.part.column.rows[doc], key(doc)}
	})
	best = best[min(question.Offset, len(best)):]
	if !byScore {
		docs = make([]uint32, len(best))
		for i, c := range best {
			docs[i] = c.doc
		}
		e.score(s, roaring.BitmapOf(docs...), docs)
	}
	hits := make([]search.Hit, len(best))
	for i, c := range best {
		hits[i] = search.Hit{Row: int64(c.row), Score: s.sum[c.doc]}
	}
	s.clear(docs)
	return hits
}

// sortKey gives what passages are ordered by, descending.
func (e *evaluation) sortKey(sort search.Sort, s *scores) func(doc uint32) float64 {
	byValue := func(field search.Field, rank func([]string) []float64) func(uint32) float64 {
		i := slices.Index(search.Fields, field)
		ranks, column := rank(e.part.info.Values[i]), e.part.column.field(i)
		return func(doc uint32) float64 { return ranks[column[doc]] }
	}
	switch sort {
	case search.SortNewest:
		return byValue(search.FieldYear, func(years []string) []float64 { return yearRanks(years, 1) })
	case search.SortOldest:
		return byValue(search.FieldYear, func(years []string) []float64 { return yearRanks(years, -1) })
	case search.SortCountry:
		return byValue(search.FieldCountry, countryRanks)
	}
	return func(doc uint32) float64 { return s.sum[doc] }
}

func yearRanks(years []string, sign float64) []float64 {
	ranks := make([]float64, len(years))
	for i, y := range years {
		n, _ := strconv.Atoi(y) // they were written from numbers
		ranks[i] = sign * float64(n)
	}
	return ranks
}

func countryRanks(countries []string) []float64 {
	keys := make([]string, len(countries))
	for i, c := range countries {
		keys[i] = search.FieldCountry.Key(c)
	}
	sorted := slices.Sorted(slices.Values(keys))
	ranks := make([]float64, len(keys))
	for i, k := range keys {
		place, _ := slices.BinarySearch(sorted, k)
		ranks[i] = -float64(place)
	}
	return ranks
}

// topOf gives the first k passages in order.
func topOf(docs []uint32, k int, of func(uint32) candidate) []candidate {
	k = min(k, len(docs))
	if k == 0 {
		return nil
	}
	best := make(worstFirst, 0, k)
	for _, d := range docs {
		c := of(d)
		switch {
		case len(best) < k:
			heap.Push(&best, c)
		case c.before(best[0]):
			best[0] = c
			heap.Fix(&best, 0)
		}
	}
	slices.SortFunc(best, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.key, a.key), cmp.Compare(a.row, b.row))
	})
	return best
}

// worstFirst is a heap whose first candidate comes last in order.
type worstFirst []candidate

func (h worstFirst) Len() int           { return len(h) }
func (h worstFirst) Less(i, j int) bool { return h[j].before(h[i]) }
func (h worstFirst) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *worstFirst) Push(c any)        { *h = append(*h, c.(candidate)) }
func (h *worstFirst) Pop() any          { panic("nothing is taken from the heap") }

// scores holds the scores of the passages of one question, by passage. It is
// used again: whoever has used it clears what it touched.
type scores struct {
	sum       []float64
	frequency []uint8
}

func newScores(passages int) *scores {
	return &scores{make([]float64, passages), make([]uint8, passages)}
}

func (s *scores) clear(docs []uint32) {
	for _, d := range docs {
		s.sum[d] = 0
	}
}

// score computes the scores of a set of passages, given as a bitmap and as a
// list: search's definition, term by term. Frequencies come from the posting
// lists of the levels.
func (e *evaluation) score(s *scores, set *roaring.Bitmap, docs []uint32) {
	for _, t := range search.ScoringTerms(e.query.Root) {
		df := e.frequencies(s, t, set)
		idf := search.IDF(df, e.part.info.Passages)
		for _, d := range docs {
			if f := s.frequency[d]; f > 0 {
				s.sum[d] += search.TermScore(idf, int(f), e.part.norms[e.part.column.lengths[d]])
				s.frequency[d] = 0
			}
		}
	}
}

// frequencies counts the term's occurrences in each passage of the set, up to
// what scoring looks at, and gives the number of passages of the whole
// collection that have it.
func (e *evaluation) frequencies(s *scores, t *search.Term, set *roaring.Bitmap) (df int) {
	stems := t.ScoringStems()
	if stems == nil {
		all := e.term(t)
		each(roaring.And(all, set), func(doc uint32) { s.frequency[doc] = 1 })
		return int(all.GetCardinality())
	}
	for _, stem := range stems {
		for level := 1; level <= search.MaxFrequency; level++ {
			having := e.lookup(e.stems, levelTerm(stem, level))
			if having.IsEmpty() {
				break
			}
			each(roaring.And(having, set), func(doc uint32) { s.frequency[doc]++ })
		}
	}
	return int(e.union(e.stems, stems).GetCardinality())
}

func each(set *roaring.Bitmap, visit func(doc uint32)) {
	var buf [1024]uint32
	for it := set.ManyIterator(); ; {
		n := it.NextMany(buf[:])
		if n == 0 {
			return
		}
		for _, d := range buf[:n] {
			visit(d)
		}
	}
}

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
	slices.SortFunc(found, func(a, b search.Count) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Value, b.Value))
	})
	return found
}
