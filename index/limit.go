package index

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/search"
)

// The first passages by score are found without scoring all. From bitmaps alone
// follows for each passage what its score is at most; passages are judged, by
// their tokens, in the order of these limits, until a limit is below what the
// last of the best has. Terms that add so little that a passage without any
// other cannot come first are not even looked up: this is MaxScore (Turtle and
// Flood, "Query Evaluation: Strategies and Optimizations", 1995), with exact
// frequencies in the place of a term's maximum.

// limits are those of the passages of one question in one part, by passage. It
// is used again: frequency is all 0 between uses, and the others are set before
// they are read.
type limits struct {
	most      []float64
	has       []uint32 // bits: the terms that were looked up and are there, of the first 32
	frequency []uint8
}

func newLimits(passages int) *limits {
	return &limits{make([]float64, passages), make([]uint32, passages), make([]uint8, passages)}
}

// few is how many passages are judged at once, without limits.
const few = 400

// topByScore gives the first k passages by score; there is a term to score by.
func (r *ranking) topByScore(k int) []candidate {
	found := 0
	for _, e := range r.parts {
		found += len(e.docs)
		e.contenders = e.result
	}
	best := newTop(min(k, found))
	if best.size == 0 {
		return nil
	}
	if r.byLengthAlone() {
		return r.topOf(k, func(e *evaluation) func(uint32) float64 {
			return func(doc uint32) float64 { return r.scorer.Term(0, 1, r.generation.norms[e.view.column.lengths[doc]]) }
		})
	}
	if found <= max(k, few) {
		r.judgeAll(best)
		return best.inOrder()
	}
	if len(r.scorer.Terms) <= fewTerms {
		r.dropLong(best.size)
	} else if r.judgeStrong(best) {
		return best.inOrder()
	}
	r.judgeBest(best, r.allTerms(), rounding)
	return best.inOrder()
}

// allTerms are the places of all terms.
func (r *ranking) allTerms() []int {
	all := make([]int, len(r.scorer.Terms))
	for i := range all {
		all[i] = i
	}
	return all
}

// judgeAll judges all contenders.
func (r *ranking) judgeAll(best *top) {
	for _, e := range r.parts {
		each(e.contenders, func(d uint32) { best.offer(r.judged(candidate{e, d, e.view.column.rows[d], 0})) })
	}
}

// judgeStrong judges the passages that have a strong term; it says whether the
// best of them are the best of all.
func (r *ranking) judgeStrong(best *top) bool {
	strong, rest := r.strongTerms()
	if len(strong) == len(r.scorer.Terms) {
		return false
	}
	for _, e := range r.parts {
		sets := make([]*roaring.Bitmap, len(strong))
		for i, t := range strong {
			sets[i] = e.scoring(r.scorer.Terms[t])
		}
		e.contenders = roaring.And(e.result, roaring.FastOr(sets...))
	}
	r.judgeBest(best, strong, rest)
	if best.full() && best.heap[0].key > rest {
		return true
	}
	best.heap = best.heap[:0]
	for _, e := range r.parts {
		e.contenders = e.result
	}
	return false
}

// byLengthAlone says whether the scores follow from the passages' lengths, as
// those of the passages with a single wildcard do.
func (r *ranking) byLengthAlone() bool {
	if len(r.scorer.Terms) != 1 || r.scorer.Terms[0].ScoringStems() != nil {
		return false
	}
	for _, e := range r.parts {
		if e.scoring(r.scorer.Terms[0]).AndCardinality(e.result) != uint64(len(e.docs)) {
			return false
		}
	}
	return true
}

// rounding is more than what differs between sums of the same in any order.
const rounding = 1e-9

// strongTerms gives the terms, by their places, without which a passage is most
// likely not among the first, and the score that passages without any of them
// have at most.
func (r *ranking) strongTerms() (strong []int, rest float64) {
	terms := order(len(r.scorer.Terms), func(a, b uint32) int { return cmp.Compare(r.most(int(a)), r.most(int(b))) })
	all := 0.0
	for _, t := range terms {
		all += r.most(int(t))
	}
	for i, t := range terms {
		if more := rest + r.most(int(t)); more < all/16 {
			rest = more
			continue
		}
		for _, t := range terms[i:] {
			strong = append(strong, int(t))
		}
		break
	}
	return strong, rest + r.mostOfHeadings() + rounding
}

// mostOfHeadings is the most that any heading adds.
func (r *ranking) mostOfHeadings() (most float64) {
	for _, e := range r.parts {
		for _, has := range r.judge(e).headings {
			most = max(most, r.scorer.MostOfHeading(has))
		}
	}
	return most
}

// most is the most that a term adds to any score.
func (r *ranking) most(term int) float64 {
	shortest := 0
	if len(r.generation.norms) > 1 {
		shortest = 1 // a passage without words has no term
	}
	return r.scorer.Most(term, search.MaxFrequency, r.generation.norms[shortest], true)
}

// limit computes the limits of the candidates of a part, by some terms and what
// the others add at most, and gives the candidates as a list.
func (r *ranking) limit(e *evaluation, terms []int, rest float64) []uint32 {
	docs := e.docs
	if e.contenders != e.result {
		docs = e.contenders.ToArray()
	}
	if len(docs) == 0 {
		return nil
	}
	j, most := r.judge(e), e.limits.most
	byHeading := make([]float64, len(e.view.values[sectionField]))
	for section, has := range j.headings {
		byHeading[section] = r.scorer.MostOfHeading(has)
	}
	for _, d := range docs {
		most[d], e.limits.has[d] = rest+byHeading[j.section[d]], 0
	}
	e.lookedUp = 0
	for _, i := range terms {
		r.limitTerm(e, i)
		if i < 32 {
			e.lookedUp |= 1 << i
		}
	}
	return docs
}

// written marks in limits.frequency that a passage has a word as it is written.
const written = 1 << 7

// limitTerm adds what a term adds at most to each candidate.
func (r *ranking) limitTerm(e *evaluation, i int) {
	most, frequency := e.limits.most, e.limits.frequency
	lengths, norms := e.view.column.lengths, r.generation.norms
	t := r.scorer.Terms[i]
	having := roaring.And(e.scoring(t), e.contenders)
	e.limits.mark(i, having)
	stems := t.ScoringStems()
	if stems == nil {
		each(having, func(doc uint32) { most[doc] += r.scorer.Most(i, 1, norms[lengths[doc]], false) })
		return
	}
	for _, stem := range stems {
		for level := 1; level <= search.MaxFrequency; level++ {
			more := having
			if level > 1 || len(stems) > 1 {
				more = roaring.And(e.lookup(e.stems, levelTerm(stem, level)), having)
			}
			if more.IsEmpty() { // then no passage has it more often
				break
			}
			each(more, func(doc uint32) { frequency[doc]++ })
		}
	}
	each(roaring.And(e.lookup(e.words, t.Text), having), func(doc uint32) { frequency[doc] |= written })
	each(having, func(doc uint32) {
		f := frequency[doc]
		frequency[doc] = 0
		most[doc] += r.scorer.Most(i, int(f&^written), norms[lengths[doc]], f&written != 0)
	})
}

// mark remembers which passages have a term.
func (l *limits) mark(term int, having *roaring.Bitmap) {
	if term < 32 {
		each(having, func(doc uint32) { l.has[doc] |= 1 << term })
	}
}

// judgeBest offers the candidates that can be among the best by their scores,
// given the terms to look up, what the others add at most.
func (r *ranking) judgeBest(best *top, terms []int, rest float64) {
	docs := make([][]uint32, len(r.parts))
	byLimit := newTop(best.size)
	for i, e := range r.parts {
		docs[i] = r.limit(e, terms, rest)
		for _, d := range docs[i] {
			if most := e.limits.most[d]; !byLimit.full() || most >= byLimit.heap[0].key {
				byLimit.offer(candidate{e, d, e.view.column.rows[d], most})
			}
		}
	}
	first := byLimit.inOrder()
	for _, c := range first {
		best.offer(r.judged(c))
	}
	if best.full() {
		r.judgeOthers(best, docs, first[len(first)-1])
	}
}

// judgeOthers offers the candidates behind the last one that was judged, which is
// the last of the first by limit.
func (r *ranking) judgeOthers(best *top, docs [][]uint32, last candidate) {
	var others []candidate
	for i, e := range r.parts {
		least := best.heap[0].key
		for _, d := range docs[i] {
			if e.limits.most[d] < least {
				continue
			}
			c := candidate{e, d, e.view.column.rows[d], e.limits.most[d]}
			if !last.before(c) {
				continue
			}
			if c.key = r.closer(e, d); c.key >= least {
				others = append(others, c)
			}
		}
	}
	slices.SortFunc(others, func(a, b candidate) int { return cmp.Compare(b.key, a.key) })
	for _, c := range others {
		if c.key < best.heap[0].key {
			break
		}
		best.offer(r.judged(c))
	}
}

// closer gives the limit of a passage more closely: pairs of which only one term
// is there add nothing.
func (r *ranking) closer(e *evaluation, doc uint32) float64 {
	has := e.limits.has[doc]
	return e.limits.most[doc] - r.scorer.Alone(has, e.lookedUp&^has)
}

func (t *top) full() bool { return len(t.heap) == t.size }

// scoring gives the passages that a term counts for in scores.
func (e *evaluation) scoring(t *search.Term) *roaring.Bitmap {
	stems := t.ScoringStems()
	if len(stems) == 1 {
		return e.lookup(e.stems, stems[0])
	}
	if set, known := e.sets[t]; known {
		return set
	}
	set := e.term(t)
	if stems != nil {
		set = e.union(e.stems, stems)
	}
	e.sets[t] = set
	return set
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
