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
	in  *evaluation // of its part
	doc uint32
	row uint64
	key float64
}

func (c candidate) before(d candidate) bool {
	return c.key > d.key || c.key == d.key && c.row < d.row
}

// A ranking orders the passages that were found in all parts.
type ranking struct {
	generation *generation
	parts      []*evaluation
	narratives *narratives
	scorer     *search.Scorer
}

// hits gives the hits that the question wants of the passages found.
func (g *generation) hits(question search.Question, parts []*evaluation, narratives *narratives) ([]search.Hit, error) {
	if question.Limit == 0 { // only the total is wanted
		return nil, nil
	}
	r := &ranking{generation: g, parts: parts, narratives: narratives}
	var err error
	if r.scorer, err = search.NewScorer(question.Query.Root, r); err != nil {
		return nil, err
	}
	for _, e := range parts {
		e.scores = e.view.scratch.Get().(*scores)
		defer e.view.scratch.Put(e.scores)
	}
	best := r.best(question)
	best = best[min(question.Offset, len(best)):]
	if question.Sort != search.SortRelevance {
		r.scoreOnly(best)
	}
	hits := make([]search.Hit, len(best))
	for i, c := range best {
		hits[i] = r.hit(c, question.Explain)
	}
	for _, e := range parts {
		e.scores.clear(e.scored)
		err = cmp.Or(err, e.err)
	}
	return hits, err
}

// best gives the first passages that the question wants, and those before them.
func (r *ranking) best(question search.Question) []candidate {
	wanted := question.Offset + question.Limit
	if question.Sort == search.SortRelevance {
		r.score(func(e *evaluation) (*roaring.Bitmap, []uint32) { return e.result, e.docs })
		if question.Group {
			return r.topNarrativesByScore(wanted)
		}
		return r.topByScore(wanted)
	}
	key := r.sortKey(question.Sort)
	if !question.Group {
		return r.topOf(wanted, key)
	}
	return r.topNarratives(wanted, func(e *evaluation) func(uint32) (float64, bool) {
		of := key(e)
		return func(doc uint32) (float64, bool) { return of(doc), true }
	})
}

// hit is a passage as it is given, once its base is computed.
func (r *ranking) hit(c candidate, explain bool) search.Hit {
	evidence, norm := r.evidence(c)
	hit := search.Hit{
		Row: int64(c.row), Score: r.scorer.Lift(c.in.scores.sum[c.doc], evidence, norm),
		Matching: r.narratives.matching(c),
	}
	if explain {
		hit.Explanation = r.scorer.Explain(evidence, norm)
	}
	return hit
}

// topByScore gives the first k passages by score, given their bases. They are
// lifted in the order of their bases, until even the largest lift leaves a
// passage, and so those behind it, below the k-th score.
func (r *ranking) topByScore(k int) []candidate {
	base := func(e *evaluation) func(uint32) float64 {
		return func(doc uint32) float64 { return e.scores.sum[doc] }
	}
	byBase := r.topOf(k, base)
	if len(byBase) == 0 {
		return nil
	}
	best := newTop(len(byBase))
	for _, c := range byBase {
		best.offer(r.lifted(c))
	}
	var rest []candidate
	least := byBase[len(byBase)-1]
	for _, e := range r.parts {
		for _, d := range e.docs {
			c := candidate{e, d, e.view.column.rows[d], e.scores.sum[d]}
			if least.before(c) && r.scorer.Bound(c.key) >= best.heap[0].key {
				rest = append(rest, c)
			}
		}
	}
	slices.SortFunc(rest, func(a, b candidate) int { return cmp.Compare(b.key, a.key) })
	for _, c := range rest {
		if r.scorer.Bound(c.key) < best.heap[0].key {
			break
		}
		best.offer(r.lifted(c))
	}
	return best.inOrder()
}

// lifted gives a candidate by its base as one by its score.
func (r *ranking) lifted(c candidate) candidate {
	evidence, norm := r.evidence(c)
	c.key = r.scorer.Lift(c.key, evidence, norm)
	return c
}

// A lifter looks up the evidence of passages of a part for a question.
type lifter struct {
	counter  *search.Counter
	headings [][]bool // by the number of the section
	section  []uint32
	words    search.Words
}

func newLifter(scorer *search.Scorer, v *view) *lifter {
	i := slices.Index(search.Fields, search.FieldSection)
	l := &lifter{counter: scorer.Counter(v.column), section: v.column.field(i)}
	for _, stems := range v.headings {
		l.headings = append(l.headings, scorer.Headings(stems))
	}
	return l
}

// evidence gives what a passage's lifts are computed from.
func (r *ranking) evidence(c candidate) (*search.Evidence, float64) {
	e := c.in
	if e.lift == nil {
		e.lift = newLifter(r.scorer, e.view)
	}
	e.view.column.load(c.doc, &e.lift.words)
	norm := r.generation.norms[e.view.column.lengths[c.doc]]
	return e.lift.counter.Count(&e.lift.words, e.lift.headings[e.lift.section[c.doc]]), norm
}

// sortFields are the fields that answers are sorted by, with how their values
// rank.
var sortFields = map[search.Sort]struct {
	field search.Field
	ranks func(values []string) []float64
}{
	search.SortNewest:  {search.FieldYear, yearRanks},
	search.SortOldest:  {search.FieldYear, func(years []string) []float64 { return negated(yearRanks(years)) }},
	search.SortCountry: {search.FieldCountry, countryRanks},
}

// sortKey gives what the passages of a part are ordered by, descending.
func (r *ranking) sortKey(sort search.Sort) func(e *evaluation) func(doc uint32) float64 {
	f := slices.Index(search.Fields, sortFields[sort].field)
	ranks := sortFields[sort].ranks(r.generation.values[f])
	return func(e *evaluation) func(doc uint32) float64 {
		column, global := e.view.column.field(f), e.view.global[f]
		return func(doc uint32) float64 { return ranks[global[column[doc]]] }
	}
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

// topOf gives the first k passages by a key, in order.
func (r *ranking) topOf(k int, key func(e *evaluation) func(doc uint32) float64) []candidate {
	found := 0
	for _, e := range r.parts {
		found += len(e.docs)
	}
	best := newTop(min(k, found))
	if best.size == 0 {
		return nil
	}
	for _, e := range r.parts {
		of := key(e)
		for _, d := range e.docs {
			best.offer(candidate{e, d, e.view.column.rows[d], of(d)})
		}
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

// score computes the bases of the passages of a set in each part, given as a
// bitmap and as a list.
func (r *ranking) score(of func(e *evaluation) (*roaring.Bitmap, []uint32)) {
	for _, e := range r.parts {
		set, docs := of(e)
		e.score(r.scorer, r.generation.norms, set, docs)
	}
}

// scoreOnly computes the bases of a few passages.
func (r *ranking) scoreOnly(few []candidate) {
	r.score(func(e *evaluation) (*roaring.Bitmap, []uint32) {
		set := roaring.New()
		for _, c := range few {
			if c.in == e {
				set.Add(c.doc)
			}
		}
		return set, set.ToArray()
	})
}

// score computes the bases of a set of passages, given as a bitmap and as a
// list, term by term. Frequencies come from the posting lists of the levels.
func (e *evaluation) score(scorer *search.Scorer, norms []float64, set *roaring.Bitmap, docs []uint32) {
	s, lengths := e.scores, e.view.column.lengths
	e.scored = docs
	if len(docs) == 0 {
		return
	}
	for i, t := range scorer.Terms {
		e.frequencies(s, t, set)
		for _, d := range docs {
			if f := s.frequency[d]; f > 0 {
				s.sum[d] += scorer.Term(i, int(f), norms[lengths[d]])
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
			having := roaring.And(e.lookup(e.stems, levelTerm(stem, level)), set)
			if having.IsEmpty() { // then no passage has it more often
				break
			}
			each(having, func(doc uint32) { s.frequency[doc]++ })
		}
	}
}

// Passages, Having and HavingWord make a ranking the search.Statistics of the
// whole collection.
func (r *ranking) Passages() int { return r.generation.passages }

// Having counts over all parts.
func (r *ranking) Having(t *search.Term) (int, error) {
	return r.countAll(func(e *evaluation) *roaring.Bitmap {
		if stems := t.ScoringStems(); stems != nil {
			return e.union(e.stems, stems)
		}
		return e.term(t)
	})
}

// HavingWord counts over all parts.
func (r *ranking) HavingWord(word string) (int, error) {
	return r.countAll(func(e *evaluation) *roaring.Bitmap { return e.lookup(e.words, word) })
}

func (r *ranking) countAll(set func(e *evaluation) *roaring.Bitmap) (n int, err error) {
	for _, e := range r.parts {
		n += e.view.count(set(e))
		if e.err != nil {
			return 0, e.err
		}
	}
	return n, nil
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
