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
	if question.Limit == 0 { // only the total is wanted
		return nil
	}
	scorer, err := search.NewScorer(e.query.Root, e)
	if e.fail(err) {
		return nil
	}
	s := e.part.scratch.Get().(*scores)
	defer e.part.scratch.Put(s)
	lift := e.lifter(scorer, s)
	wanted := question.Offset + question.Limit
	var best []candidate
	if question.Sort == search.SortRelevance {
		e.score(scorer, s, matching, docs)
		best = e.topByScore(scorer, s, docs, wanted, lift)
	} else {
		best = e.part.topOf(docs, wanted, e.sortKey(question.Sort))
	}
	best = best[min(question.Offset, len(best)):]
	shown := make([]uint32, len(best))
	for i, c := range best {
		shown[i] = c.doc
	}
	if question.Sort != search.SortRelevance {
		e.score(scorer, s, roaring.BitmapOf(shown...), shown)
		docs = shown
	}
	hits := make([]search.Hit, len(best))
	for i, c := range best {
		hits[i].Row = int64(c.row)
		evidence, norm := lift.evidence(c.doc)
		hits[i].Score = scorer.Lift(s.sum[c.doc], evidence, norm)
		if question.Explain {
			hits[i].Explanation = scorer.Explain(evidence, norm)
		}
	}
	s.clear(docs)
	return hits
}

// topByScore gives the first k passages by score, given their bases. They are
// lifted in the order of their bases, until even the largest lift leaves a
// passage, and so those behind it, below the k-th score.
func (e *evaluation) topByScore(scorer *search.Scorer, s *scores, docs []uint32, k int, lift *lifter) []candidate {
	byBase := e.part.topOf(docs, k, func(doc uint32) float64 { return s.sum[doc] })
	if len(byBase) == 0 {
		return nil
	}
	best := newTop(len(byBase))
	for _, c := range byBase {
		best.offer(candidate{c.doc, c.row, lift.score(c.doc)})
	}
	var rest []uint32
	least := byBase[len(byBase)-1]
	for _, d := range docs {
		c := candidate{d, e.part.column.rows[d], s.sum[d]}
		if least.before(c) && scorer.Bound(c.key) >= best.heap[0].key {
			rest = append(rest, d)
		}
	}
	slices.SortFunc(rest, func(a, b uint32) int { return cmp.Compare(s.sum[b], s.sum[a]) })
	for _, d := range rest {
		if scorer.Bound(s.sum[d]) < best.heap[0].key {
			break
		}
		best.offer(candidate{d, e.part.column.rows[d], lift.score(d)})
	}
	return best.inOrder()
}

// A lifter looks up the evidence of passages for a question.
type lifter struct {
	part     *part
	scorer   *search.Scorer
	scores   *scores
	counter  *search.Counter
	headings [][]bool // by the number of the section
	section  []uint32
	words    search.Words
}

func (e *evaluation) lifter(scorer *search.Scorer, s *scores) *lifter {
	i := slices.Index(search.Fields, search.FieldSection)
	l := &lifter{part: e.part, scorer: scorer, scores: s, counter: scorer.Counter(e.part.column), section: e.part.column.field(i)}
	for _, stems := range e.part.headings {
		l.headings = append(l.headings, scorer.Headings(stems))
	}
	return l
}

// evidence gives what a passage's lifts are computed from.
func (l *lifter) evidence(doc uint32) (*search.Evidence, float64) {
	l.part.column.load(doc, &l.words)
	norm := l.part.norms[l.part.column.lengths[doc]]
	return l.counter.Count(&l.words, l.headings[l.section[doc]]), norm
}

// score gives a passage's score, from its base.
func (l *lifter) score(doc uint32) float64 {
	evidence, norm := l.evidence(doc)
	return l.scorer.Lift(l.scores.sum[doc], evidence, norm)
}

// sortKey gives what passages are ordered by, descending.
func (e *evaluation) sortKey(sort search.Sort) func(doc uint32) float64 {
	field, rank := search.FieldYear, yearRanks
	switch sort {
	case search.SortOldest:
		rank = func(years []string) []float64 { return negated(yearRanks(years)) }
	case search.SortCountry:
		field, rank = search.FieldCountry, countryRanks
	}
	i := slices.Index(search.Fields, field)
	ranks, column := rank(e.part.info.Values[i]), e.part.column.field(i)
	return func(doc uint32) float64 { return ranks[column[doc]] }
}

func negated(ranks []float64) []float64 {
	for i := range ranks {
		ranks[i] = -ranks[i]
	}
	return ranks
}

func yearRanks(years []string) []float64 {
	ranks := make([]float64, len(years))
	for i, y := range years {
		n, _ := strconv.Atoi(y) // they were written from numbers
		ranks[i] = float64(n)
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
		ranks[i] = float64(place)
	}
	return negated(ranks)
}

// topOf gives the first k passages by key, in order.
func (p *part) topOf(docs []uint32, k int, key func(doc uint32) float64) []candidate {
	best := newTop(min(k, len(docs)))
	if best.size == 0 {
		return nil
	}
	for _, d := range docs {
		best.offer(candidate{d, p.column.rows[d], key(d)})
	}
	return best.inOrder()
}

// A top keeps the first candidates of those that it is offered.
type top struct {
	size int // how many; more than 0 when it is offered some
	heap worstFirst
}

func newTop(size int) *top { return &top{size, make(worstFirst, 0, size)} }

func (t *top) offer(c candidate) {
	switch {
	case len(t.heap) < t.size:
		heap.Push(&t.heap, c)
	case c.before(t.heap[0]):
		t.heap[0] = c
		heap.Fix(&t.heap, 0)
	}
}

func (t *top) inOrder() []candidate {
	slices.SortFunc(t.heap, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.key, a.key), cmp.Compare(a.row, b.row))
	})
	return t.heap
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

// score computes the bases of a set of passages, given as a bitmap and as a
// list, term by term. Frequencies come from the posting lists of the levels.
func (e *evaluation) score(scorer *search.Scorer, s *scores, set *roaring.Bitmap, docs []uint32) {
	norms := e.part.norms
	for i, t := range scorer.Terms {
		e.frequencies(s, t, set)
		for _, d := range docs {
			if f := s.frequency[d]; f > 0 {
				s.sum[d] += scorer.Term(i, int(f), norms[e.part.column.lengths[d]])
				s.frequency[d] = 0
			}
		}
	}
}

// frequencies counts the term's occurrences in each passage of the set, up to
// what scoring looks at.
func (e *evaluation) frequencies(s *scores, t *search.Term, set *roaring.Bitmap) {
	stems := t.ScoringStems()
	if stems == nil {
		each(roaring.And(e.term(t), set), func(doc uint32) { s.frequency[doc] = 1 })
		return
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
}

// Passages, Having and HavingWord make an evaluation the search.Statistics of
// its part.
func (e *evaluation) Passages() int { return e.part.info.Passages }

func (e *evaluation) Having(t *search.Term) (int, error) {
	set := e.term(t)
	if stems := t.ScoringStems(); stems != nil {
		set = e.union(e.stems, stems)
	}
	return int(set.GetCardinality()), e.err
}

func (e *evaluation) HavingWord(word string) (int, error) {
	return int(e.lookup(e.words, word).GetCardinality()), e.err
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
