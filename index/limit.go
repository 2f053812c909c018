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

// few is how many passages are judged at once, without limits.
const few = 128

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
	switch {
	case found <= max(k, few):
		r.judgeAll(best)
	case len(r.scorer.Terms) <= fewTerms:
		r.topFew(best)
	case !r.judgeStrong(best):
		r.judgeBest(best, r.allTerms(), rounding)
	}
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

// judgeAll judges all passages found.
func (r *ranking) judgeAll(best *top) {
	for _, e := range r.parts {
		for _, d := range e.docs {
			best.offer(r.judged(candidate{e, d, 0}))
		}
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
	if best.least() > rest {
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
	return r.scorer.Most(term, r.generation.saturation[search.MaxFrequency][1], true) // a passage without words has no term
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
	j, most := r.judge(e), e.scratch.most
	byHeading := make([]float64, len(e.view.values[sectionField]))
	for section, has := range j.headings {
		byHeading[section] = r.scorer.MostOfHeading(has)
	}
	for _, d := range docs {
		most[d], e.scratch.looked[d] = rest+byHeading[j.section.at(d)], 0
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

// limitTerm adds what a term adds at most to each candidate, and notes that it
// is there.
func (r *ranking) limitTerm(e *evaluation, i int) {
	s, short, saturation := e.scratch, e.view.short, r.generation.saturation
	t := r.scorer.Terms[i]
	// A set of few passages is gone through even if some of them are no
	// contenders: what is noted of those is never read.
	among := func(set *roaring.Bitmap) *roaring.Bitmap { return set }
	having := e.scoring(t)
	if having.GetCardinality() > 2*e.contenders.GetCardinality() {
		having = roaring.And(having, e.contenders)
		among = func(set *roaring.Bitmap) *roaring.Bitmap { return roaring.And(set, having) }
	}
	stems := t.ScoringStems()
	first := uint8(1) // of one stem, or of none, all have it once
	if len(stems) > 1 {
		first = 0
	}
	for _, stem := range stems {
		for level := 2 - int(1-first); level <= search.MaxFrequency; level++ {
			more := e.lookup(e.stems, levelTerm(stem, level))
			if more.IsEmpty() {
				break
			}
			each(among(more), func(doc uint32) { s.frequency[doc]++ })
		}
	}
	if stems != nil {
		each(among(e.lookup(e.words, t.Text)), func(doc uint32) { s.frequency[doc] |= written })
	}
	lift, there := r.scorer.Most(i, 0, false), uint32(1)<<i // no bit beyond the first 32
	weights := [2]float64{r.scorer.Most(i, 1, false) - lift, r.scorer.Most(i, 1, true) - lift}
	each(having, func(doc uint32) {
		f := s.frequency[doc]
		s.frequency[doc] = 0
		often := min(f&^written+first, search.MaxFrequency)
		s.most[doc] += weights[f/written]*saturation[often][short[doc]] + lift
		s.looked[doc] |= there
	})
}

// judgeBest offers the candidates that can be among the best by their scores,
// given the terms to look up, what the others add at most.
func (r *ranking) judgeBest(best *top, terms []int, rest float64) {
	docs := make([][]uint32, len(r.parts))
	byLimit := newTop(best.size)
	for i, e := range r.parts {
		docs[i] = r.limit(e, terms, rest)
		for _, d := range docs[i] {
			if most := e.scratch.most[d]; most >= byLimit.least() {
				byLimit.offer(candidate{e, d, most})
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
		least := best.least()
		for _, d := range docs[i] {
			if e.scratch.most[d] < least {
				continue
			}
			c := candidate{e, d, e.scratch.most[d]}
			if !last.before(c) {
				continue
			}
			if c.key = r.closer(e, d); c.key >= least {
				others = append(others, c)
			}
		}
	}
	r.judgeInOrder(best, others)
}

// judgeInOrder offers passages in the order of their limits, as long as they can
// be among the best.
func (r *ranking) judgeInOrder(best *top, byLimit []candidate) {
	slices.SortFunc(byLimit, func(a, b candidate) int { return cmp.Compare(b.key, a.key) })
	for _, c := range byLimit {
		if c.key < best.least() {
			break
		}
		best.offer(r.judged(c))
	}
}

// closer gives the limit of a passage more closely: pairs of which only one term
// is there add nothing.
func (r *ranking) closer(e *evaluation, doc uint32) float64 {
	has := e.scratch.looked[doc]
	return e.scratch.most[doc] - r.scorer.Alone(has, e.lookedUp&^has)
}

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
