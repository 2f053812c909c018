package index

import (
	"math/bits"

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

// most is the upper bound of the passages of a group and length, whatever they have.
func (c *coarse) most(scorer *search.Scorer, g group, length uint8) float64 {
	all := ^extraCounts(0)
	for i := range c.weights {
		all &^= extraCounts(15-search.MaxFrequency+1) << (4 * i)
	}
	most := c.upperBound(g, all, length)
	for i := range scorer.Terms {
		most += scorer.Bound(i).Heading
	}
	for i := range scorer.Names {
		most += scorer.OfName(i)
	}
	return most
}

// longest returns the length of the longest passages of which may is true, if there are
// any: the longer, the less.
func (c *coarse) longest(may func(length uint8) bool) (length uint8, any bool) {
	for l := lengths - 1; l >= 0; l-- {
		if may(uint8(l)) {
			return uint8(l), true
		}
	}
	return 0, false
}

// spare is how many passages more than are wanted are rescored to learn a score
// that as many as are wanted reach.
const spare = 22

// topFew offers the passages that are first for a question of few terms, and
// maybe others: those that have several of the terms, then of the others as many as may be
// first, which are few.
func (r *ranking) topFew(best *top) {
	haveAll, seldom := haveAll(r.parts[0].query.Root), r.seldomWritten()
	c := r.newCoarse(haveAll, seldom)
	for _, e := range r.parts {
		e.haveAll = haveAll
		e.among = subset{bits: e.bits(), n: e.result.n, docs: e.result.docs}
		if !haveAll {
			e.amongSeveral(r.scorer.Terms)
		}
	}
	r.offerFew(best, c, seldom)
	if haveAll {
		return
	}
	for _, e := range r.parts {
		e.amongOthers(r, c, best.least())
	}
	r.offerFew(best, c, seldom)
}

// offerFew offers those of some passages, evaluation.among, that are first, and maybe
// others. Those with something further are mostly the first, so that of the others only
// the short ones may be.
func (r *ranking) offerFew(best *top, c *coarse, seldom []bool) {
	for _, e := range r.parts {
		e.noteBoosts(r, seldom)
		if e.late() {
			return
		}
		r.boundBoosted(e, c)
	}
	if !best.full() {
		r.offerPromising(best, c)
	}
	r.rescoreInOrder(best, r.restAbove(c, best.least()))
}

// offerPromising offers the passages with the highest upper bounds, some more than are
// wanted.
func (r *ranking) offerPromising(best *top, c *coarse) {
	promising := newTop(best.size + spare)
	offer := func(p candidate) float64 {
		promising.offer(p)
		return promising.more()
	}
	for _, e := range r.parts {
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
}

// restAbove returns the passages whose coarse upper bound is floor or more, and that
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

// amongSeveral makes those of the passages found be looked among that have two terms or
// more, and notes which have which.
func (e *evaluation) amongSeveral(terms []*search.Term) {
	s, n := e.scratch, 0
	for i, t := range terms {
		s.with[i].Fill(e.scoring(t))
	}
	for i, found := range e.bits() {
		var one, two uint64
		if found != 0 {
			for t := range terms {
				w := s.with[t][i]
				two |= one & w
				one |= w
			}
		}
		s.contending[i], s.other[i] = found&two, found&^two
		n += bits.OnesCount64(found & two)
	}
	e.among = subset{bits: s.contending, n: n}
}

// amongOthers makes those of the others be looked among that are short enough to have a
// score of least or more.
func (e *evaluation) amongOthers(r *ranking, c *coarse, least float64) {
	s, n := e.scratch, 0
	clear(s.contending)
	for t := -1; t < len(c.weights); t++ {
		g := group(1) << max(t, 0)
		if t < 0 {
			g = 0 // those without any term
		}
		length, any := c.longest(func(length uint8) bool { return c.most(r.scorer, g, length) >= least })
		if !any {
			continue
		}
		shorter := e.live.noLonger(length)
		for i, w := range s.other {
			if w != 0 && shorter != nil {
				w &= shorter[i]
			}
			if w == 0 {
				continue
			}
			if t >= 0 {
				w &= s.with[t][i]
			} else {
				for u := range c.weights {
					w &^= s.with[u][i]
				}
			}
			s.contending[i] |= w
			n += bits.OnesCount64(w)
		}
	}
	e.among = subset{bits: s.contending, n: n}
}

// noteBoosts notes what boosts passages of a part besides having the terms.
func (e *evaluation) noteBoosts(r *ranking, seldom []bool) {
	if e.among.n == 0 {
		return
	}
	for i, t := range r.scorer.Terms {
		e.noteExtraCounts(i, t)
		if seldom[i] {
			e.noteCounts(e.lookup(e.words, t.Text), asWritten<<i)
		}
	}
	e.noteCounts(e.underHeadings(r.scorer), underHeading)
	for _, named := range r.named(e) {
		e.noteCounts(named, underHeading)
	}
}

// boostedAbove yields the passages found in a part that have something further and whose
// coarse upper bound is least or more; yield returns what it is from then on.
func (e *evaluation) boostedAbove(least float64, yield func(candidate) float64) {
	s := e.scratch
	for i, bound := range s.boostedBounds {
		if doc := s.boosted[i]; bound >= least && s.extraCounts[doc]&offered == 0 {
			least = yield(candidate{e, doc, bound})
		}
	}
}

// othersAbove does so with those that have nothing further.
func (e *evaluation) othersAbove(c *coarse, least float64, yield func(candidate) float64) {
	s := e.scratch
	if e.among.n == 0 {
		return
	}
	longest, any := c.longest(func(length uint8) bool {
		for g := range c.once {
			if c.once[g][length] >= least {
				return true
			}
		}
		return false
	})
	if !any {
		return
	}
	shorter := e.live.noLonger(longest)
	for i, w := range e.among.bits {
		if shorter != nil {
			w &= shorter[i]
		}
		for ; w != 0; w &= w - 1 {
			doc := uint32(i*64 + bits.TrailingZeros64(w))
			if bound := c.once[e.group(doc, len(c.weights))][e.live.short[doc]]; bound >= least && s.extraCounts[doc] == 0 {
				least = yield(candidate{e, doc, bound})
			}
		}
	}
}

// group returns which of so many terms a passage found has.
func (e *evaluation) group(doc uint32, terms int) (g group) {
	if e.haveAll {
		return 1<<terms - 1
	}
	for i := range terms {
		g |= group(e.scratch.with[i][doc/64]>>(doc%64)&1) << i
	}
	return g
}

// boundBoosted returns their upper bounds to the passages with something further.
func (r *ranking) boundBoosted(e *evaluation, c *coarse) {
	s, rescorer, named := e.scratch, r.rescorer(e), r.named(e)
	s.boostedBounds = s.boostedBounds[:0]
	for _, doc := range s.boosted {
		further := s.extraCounts[doc]
		bound := c.upperBound(e.group(doc, len(c.weights)), further, e.live.short[doc])
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

// noteCounts notes something of the passages found that are in a set.
func (e *evaluation) noteCounts(set *roaring.Bitmap, what extraCounts) {
	s := e.scratch
	s.eachIn(set, &e.among, func(doc uint32) {
		s.note(doc)
		s.extraCounts[doc] |= what
	})
}

// noteExtraCounts notes the further occurrences of the term in a place. How often it
// stands in two words is not known.
func (e *evaluation) noteExtraCounts(place int, t *search.Term) {
	s, stems := e.scratch, t.ScoringStems()
	once := func(doc uint32) { s.add(doc, place, 1) }
	if t.Apart != nil {
		s.eachIn(e.apart(t), &e.among, func(doc uint32) { s.add(doc, place, search.MaxFrequency-1) })
	}
	for i, stem := range stems {
		if i > 0 { // of the first stem the first occurrence is not a further one
			s.eachIn(roaring.And(e.lookup(e.stems, stem), e.union(e.stems, stems[:i])), &e.among, once)
		}
		e.eachLevel(stem, &e.among, once)
	}
}
