package index

import (
	"math"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/search"
)

// Long passages that have a word once are most of what is found, and hardly ever
// among the first. Coarse upper bounds tell them without a sum over the terms: if a
// passage has nothing more than most passages have, its upper bound follows from its
// length and from which terms it has, and is looked up.

// fewTerms is up to how many terms coarse upper bounds are worth while: they are made
// for each set of terms.
const fewTerms = 4

// A group are the passages that have some of the terms and not the others: bits
// by the terms' places.
type group = uint8

// extraCounts is what boosts a passage besides having terms: how often it has each of
// few terms beyond the first time, in 4 bits each; of those that mostly stand in
// other forms, which it has as written, in a bit each; and whether one is in the
// heading of its section, or names its country or year.
type extraCounts uint32

const (
	asWritten    extraCounts = 1 << (4 * fewTerms)
	offered      extraCounts = 1 << 30 // to the best, and not to be again
	underHeading extraCounts = 1 << 31 // or of a country or year that is named
)

func (f extraCounts) of(term int) int { return int(f >> (4 * term) & 15) }

// coarse returns coarse upper bounds.
type coarse struct {
	saturation *saturations
	weights    []float64          // by term; as written, unless it is seldom written
	written    []float64          // by term: how much more it weighs as written, if it is seldom
	rest       []float64          // by group: what depends on nothing else
	once       [][lengths]float64 // by group and length: the upper bounds without anything further
}

// newCoarse prepares coarse upper bounds; haveAll says that all passages have all terms,
// seldom which terms are seldom as written.
func (r *ranking) newCoarse(haveAll bool, seldom []bool) *coarse {
	groups := 1 << len(r.scorer.Terms)
	c := &coarse{saturation: r.generation.saturation, rest: make([]float64, groups), once: make([][lengths]float64, groups)}
	for g := range groups {
		c.rest[g] = rounding - r.scorer.MissingPairs(uint32(g), ^uint32(g))
	}
	for i := range r.scorer.Terms {
		bound, boost := r.scorer.Bound(i), r.scorer.Most(i, 0, false)
		weight, written := bound.Form, bound.Exact
		if !seldom[i] {
			weight, written = weight+written, 0
		}
		c.weights, c.written = append(c.weights, weight), append(c.written, written)
		for g := range groups {
			c.rest[g] += float64(g>>i&1) * boost
		}
	}
	first := 0
	if haveAll {
		first = groups - 1 // the others are never asked for
	}
	for g := first; g < groups; g++ {
		for length := range c.once[g] {
			c.once[g][length] = c.upperBound(group(g), 0, uint8(length))
		}
	}
	return c
}

// upperBound is the upper bound of the passages of a group and length with such further
// occurrences, but for what the heading adds.
func (c *coarse) upperBound(g group, f extraCounts, length uint8) float64 {
	sum := c.rest[g]
	for i, w := range c.weights {
		if g>>i&1 == 0 {
			continue
		}
		if f&(asWritten<<i) != 0 {
			w += c.written[i]
		}
		sum += w * c.saturation[1+f.of(i)][length]
	}
	return sum
}

// longest returns the length of the longest passages with nothing further whose upper
// bound may be least or more, if there are any: the longer, the less.
func (c *coarse) longest(least float64) (length uint8, any bool) {
	for l := lengths - 1; l >= 0; l-- {
		for g := range c.once {
			if c.once[g][l] >= least {
				return uint8(l), true
			}
		}
	}
	return 0, false
}

// spare is how many passages more than are wanted are rescored to learn a score
// that as many as are wanted reach.
const spare = 22

// topFew offers the passages that are first for a question of few terms, and
// maybe others. Those with something further are mostly the first, so that of the others
// only the short ones may be.
func (r *ranking) topFew(best *top) {
	haveAll, seldom := haveAll(r.parts[0].query.Root), r.seldomWritten()
	for _, e := range r.parts {
		e.haveAll = haveAll
		e.noteBoosts(r, seldom)
	}
	c := r.newCoarse(haveAll, seldom)
	promising := newTop(best.size + spare)
	offer := func(p candidate) float64 {
		promising.offer(p)
		return promising.more()
	}
	for _, e := range r.parts {
		if e.late() {
			return
		}
		r.boundBoosted(e, c)
		e.boostedAbove(promising.more(), offer)
	}
	if !promising.full() {
		for _, e := range r.parts {
			e.othersAbove(c, promising.more(), offer)
		}
	}
	r.rescoreEach(best, promising.heap)
	for _, p := range promising.heap {
		p.in.scratch.note(p.doc)
		p.in.scratch.extraCounts[p.doc] |= offered
	}
	r.rescoreInOrder(best, r.restAbove(c, best.least()))
}

// restAbove returns the passages found whose coarse upper bound is floor or more, and that
// were not offered.
func (r *ranking) restAbove(c *coarse, floor float64) (rest []candidate) {
	add := func(p candidate) float64 {
		rest = append(rest, p)
		return floor
	}
	for _, e := range r.parts {
		e.boostedAbove(floor, add)
		e.othersAbove(c, floor, add)
		e.scratch.forget()
	}
	return rest
}

// noteBoosts notes what boosts the passages of a part besides having the terms.
func (e *evaluation) noteBoosts(r *ranking, seldom []bool) {
	for i, t := range r.scorer.Terms {
		e.noteExtraCounts(i, t)
		if seldom[i] {
			e.noteCounts(e.near(e.lookup(e.words, t.Text), t), asWritten<<i)
		}
	}
	e.noteCounts(roaring.And(e.result, e.underHeadings(r.scorer)), underHeading)
	for _, named := range r.named(e) {
		e.noteCounts(roaring.And(e.result, named), underHeading)
	}
	if !e.haveAll {
		e.noteGroups(r.scorer.Terms)
	}
}

// boostedAbove yields the passages found in a part that have something further and whose
// coarse upper bound is least or more; yield returns what it is from then on.
func (e *evaluation) boostedAbove(least float64, yield func(candidate) float64) {
	s := e.scratch
	for i, bound := range s.boostedBounds {
		if doc := s.boosted[i]; bound >= least && s.extraCounts[doc]&offered == 0 && e.result.Contains(doc) {
			least = yield(candidate{e, doc, bound})
		}
	}
}

// othersAbove does so with those that have nothing further.
func (e *evaluation) othersAbove(c *coarse, least float64, yield func(candidate) float64) {
	s, docs := e.scratch, e.docs
	longest, any := c.longest(least)
	if !any {
		return
	}
	if shorter := e.live.noLonger(longest); shorter != nil {
		docs = list(roaring.And(e.result, shorter), s.contenders)
	}
	g := group(len(c.once) - 1)
	for _, doc := range docs {
		if !e.haveAll {
			g = s.has[doc]
		}
		if bound := c.once[g][e.live.short[doc]]; bound >= least && s.extraCounts[doc] == 0 {
			least = yield(candidate{e, doc, bound})
		}
	}
}

// boundBoosted returns their upper bounds to the passages with something further.
func (r *ranking) boundBoosted(e *evaluation, c *coarse) {
	s, rescorer, named := e.scratch, r.rescorer(e), r.named(e)
	s.boostedBounds = s.boostedBounds[:0]
	all := group(len(c.once) - 1)
	for _, doc := range s.boosted {
		g, further := all, s.extraCounts[doc]
		if !e.haveAll {
			g = s.has[doc]
		}
		bound := c.upperBound(g, further, e.live.short[doc])
		if further&underHeading != 0 {
			bound += r.scorer.MostOfHeading(rescorer.heading(doc))
			for i, set := range named {
				if set.Contains(doc) {
					bound += r.scorer.OfName(i)
				}
			}
		}
		s.boostedBounds = append(s.boostedBounds, bound)
	}
}

// seldomWritten says which terms most passages have in other forms only.
func (r *ranking) seldomWritten() []bool {
	seldom := make([]bool, len(r.scorer.Terms))
	for i, t := range r.scorer.Terms {
		if t.ScoringStems() == nil {
			continue
		}
		written, found := 0, 0
		for _, e := range r.parts {
			written += int(e.lookup(e.words, t.Text).GetCardinality())
			found += int(e.scoring(t).GetCardinality())
		}
		seldom[i] = 2*written < found
	}
	return seldom
}

// noteGroups notes which terms the passages have.
func (e *evaluation) noteGroups(terms []*search.Term) {
	s := e.scratch
	for _, docs := range [][]uint32{e.docs, s.boosted} {
		for _, doc := range docs {
			s.has[doc] = 0
		}
	}
	for i, t := range terms {
		each(e.near(e.scoring(t), t), func(doc uint32) { s.has[doc] |= 1 << i })
	}
}

// underHeadings returns the passages of the sections whose heading has a term.
func (e *evaluation) underHeadings(scorer *search.Scorer) *roaring.Bitmap {
	var sets []*roaring.Bitmap
	for _, t := range scorer.Terms {
		for _, stem := range t.ScoringStems() {
			set, err := e.live.underHeading(stem)
			if e.fail(err) {
				return roaring.New()
			}
			sets = append(sets, set)
		}
	}
	if len(sets) == 1 {
		return sets[0]
	}
	return roaring.FastOr(sets...)
}

// noteCounts notes something of the passages of a set.
func (e *evaluation) noteCounts(set *roaring.Bitmap, what extraCounts) {
	each(set, func(doc uint32) {
		e.scratch.note(doc)
		e.scratch.extraCounts[doc] |= what
	})
}

// noteExtraCounts notes the further occurrences of the term in a place. How often it
// stands in two words is not known.
func (e *evaluation) noteExtraCounts(place int, t *search.Term) {
	stems := t.ScoringStems()
	if t.Apart != nil {
		each(e.near(e.apart(t), t), func(doc uint32) {
			for range search.MaxFrequency - 1 {
				e.scratch.add(doc, place)
			}
		})
	}
	for i, stem := range stems {
		if i > 0 { // of the first stem the first occurrence is not a further one
			having := roaring.And(e.lookup(e.stems, stem), e.union(e.stems, stems[:i]))
			each(e.near(having, t), func(doc uint32) { e.scratch.add(doc, place) })
		}
		e.eachLevel(stem, e.manyWith(t), e.result, func(doc uint32) { e.scratch.add(doc, place) })
	}
}

// add notes that a passage has a term once more.
func (s *scratch) add(doc uint32, term int) {
	s.note(doc)
	if s.extraCounts[doc].of(term) < search.MaxFrequency-1 {
		s.extraCounts[doc] += 1 << (4 * term)
	}
}

// note is called before something further is noted of a passage.
func (s *scratch) note(doc uint32) {
	if s.extraCounts[doc] == 0 {
		s.boosted = append(s.boosted, doc)
	}
}

// forget makes the further occurrences 0 again.
func (s *scratch) forget() {
	for _, doc := range s.boosted {
		s.extraCounts[doc] = 0
	}
	s.boosted = s.boosted[:0]
}

// near leaves passages out of a set that were not found, if there are many such
// among those with the term, all of which the set is of.
func (e *evaluation) near(set *roaring.Bitmap, t *search.Term) *roaring.Bitmap {
	if e.manyWith(t) {
		return roaring.And(set, e.result)
	}
	return set
}

// manyWith reports whether many of the passages with a term were not found.
func (e *evaluation) manyWith(t *search.Term) bool {
	return int(e.scoring(t).GetCardinality()) > 2*len(e.docs)
}

// eachLevel visits the passages with a stem for each of its occurrences there beyond the
// first, as far as they are told apart. If it narrows, it visits only those among some:
// who has the stem once more has it as often as before.
func (e *evaluation) eachLevel(stem string, narrows bool, among *roaring.Bitmap, visit func(doc uint32)) {
	for level := 2; level <= search.MaxFrequency; level++ {
		set := e.atLeast(stem, level)
		if narrows {
			set = roaring.And(set, among)
			among = set
		}
		if set.IsEmpty() {
			return
		}
		each(set, visit)
	}
}

// haveAll reports whether every passage that matches has all terms that it is
// scored by.
func haveAll(n search.Node) bool {
	switch n := n.(type) {
	case *search.And:
		for _, c := range n.Nodes {
			if !haveAll(c) {
				return false
			}
		}
	case *search.Near:
		return haveAll(n.Left) && haveAll(n.Right)
	case *search.Or:
		return false
	}
	return true
}

// least is the key that others must have to be among the first: any, as long as
// there are too few.
func (t *top) least() float64 {
	if !t.full() {
		return math.Inf(-1)
	}
	return t.heap[0].key
}

// more is the least key that is more.
func (t *top) more() float64 { return math.Nextafter(t.least(), math.Inf(1)) }
