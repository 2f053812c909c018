package index

import (
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/index/coarse"
	"verbatim/index/dense"
	"verbatim/index/forward"
	"verbatim/search"
)

// spare is how many passages more than are wanted are rescored to learn a score
// that as many as are wanted reach.
const spare = 14

// topFew offers the passages that are first for a question of few terms, and
// maybe others: those that have several of the terms, and of the others those that can be
// first among those that have one; then, if these may not be all, as many as may be first.
func (r *ranking) topFew(best *top) {
	haveAll := haveAll(r.parts[0].query.Root)
	seldom := r.seldomWritten(haveAll)
	c := &r.parts[0].scratch.bounds
	c.Prepare(r.scorer, r.generation.saturation, seldom)
	var rest []*evaluation // those of which only some passages were looked among
	for _, e := range r.parts {
		switch {
		case haveAll:
			e.look(e.docs())
		case e.result.n <= len(e.result.bits)/4:
			e.look(e.docs())
			e.groupBySets(r.scorer.Terms)
		default:
			e.lookAmongSeveral(r, best.size)
			rest = append(rest, e)
		}
	}
	r.offerFew(best, c, seldom)
	if len(rest) == 0 {
		return
	}
	for _, e := range r.parts {
		e.look(nil) // those were offered
		if slices.Contains(rest, e) {
			e.lookAmongOthers(r, c, best.least())
		}
	}
	r.offerFew(best, c, seldom)
}

// look makes passages be looked among: by their places in this list it is noted what each
// of them has, so that it stands side by side.
func (e *evaluation) look(docs []uint32) {
	s := e.scratch
	s.looked.Become(docs)
	s.groups = nil
	clear(s.extra[:len(docs)])
}

// groupBySets notes which terms those have that are looked among.
func (e *evaluation) groupBySets(terms []*search.Term) {
	s := e.scratch
	s.groups = s.groupRoom[:len(s.looked.Docs)]
	clear(s.groups)
	for i, t := range terms {
		set := e.scoring(t)
		bits, known := s.known(set)
		switch {
		case slices.Contains(e.inAll, set):
			for place := range s.groups {
				s.groups[place] |= 1 << i
			}
		case known:
			for place, doc := range s.looked.Docs {
				s.groups[place] |= coarse.Group(bits[doc/64]>>(doc%64)&1) << i
			}
		default:
			for _, place := range s.looked.In(set, nil, s.places) {
				s.groups[place] |= 1 << i
			}
		}
	}
}

// offerFew offers those of the passages that are looked among that are first, and maybe
// others. Those with something further are mostly the first, so that of the others only
// the short ones may be.
func (r *ranking) offerFew(best *top, c *coarse.Bounds, seldom []bool) {
	for _, e := range r.parts {
		e.noteBoosts(r, seldom)
		if e.late() {
			return
		}
		r.boundBoosted(e, c)
	}
	boosted := best.full() || r.offerPromising(best, c)
	r.rescoreInOrder(best, r.restAbove(c, best, boosted))
	for _, e := range r.parts {
		e.scratch.looked.Empty()
	}
}

// offerPromising offers the passages with the highest upper bounds, some more than are
// wanted, and reports whether others that have something further may be among the best.
func (r *ranking) offerPromising(best *top, c *coarse.Bounds) (more bool) {
	promising := newTop(best.size + spare)
	offer := func(p candidate) float64 {
		promising.offer(p)
		return promising.more()
	}
	for _, e := range r.parts {
		r.boostedAbove(e, c, promising.more(), offer)
	}
	if !promising.full() {
		for _, e := range r.parts {
			e.othersAbove(c, promising.more(), offer)
		}
	}
	ended := r.rescoreInOrder(best, promising.heap)
	for _, p := range promising.heap {
		s := p.in.scratch
		s.extra[s.looked.Place(p.doc)] |= coarse.Offered
	}
	return !ended && promising.full()
}

// restAbove returns the passages whose coarse upper bound is that of the last of the best or
// more, and that were not offered: with those that have something further or without. Where
// the score of these follows from their length, no more than are wanted can be among the first.
func (r *ranking) restAbove(c *coarse.Bounds, best *top, boosted bool) (rest []candidate) {
	floor, known, shortest := best.least(), r.knownOnce(), newTop(best.size)
	add := func(p candidate) float64 {
		rest = append(rest, p)
		return floor
	}
	for _, e := range r.parts {
		if boosted {
			r.boostedAbove(e, c, floor, add)
		}
		e.othersAbove(c, floor, func(p candidate) float64 {
			if !known || e.live.short[p.doc] == coarse.Lengths-1 {
				return add(p)
			}
			shortest.offer(p)
			return max(floor, shortest.least())
		})
	}
	return append(rest, shortest.heap...)
}

// lookAmongSeveral makes those of the passages found be looked among that have two terms or
// more, and of those that have one term alone those that can be among the first so many
// of them, where the index knows which these are.
func (e *evaluation) lookAmongSeveral(r *ranking, wanted int) {
	s, terms := e.scratch, r.scorer.Terms
	for i, t := range terms {
		s.with[i] = e.bitsOf(e.scoring(t))
	}
	dense.Several(e.bits(), s.with[:len(terms)], s.contending, s.other)
	for i := range terms {
		s.led[i] = e.lead(r, i, wanted)
	}
	e.look(s.contending.List(s.contenders))
	e.groupBySets(terms)
}

// lead puts the leaders of a term among the contenders, or all passages that have it if
// they are few.
func (e *evaluation) lead(r *ranking, term, wanted int) coarse.Led {
	s, t := e.scratch, r.scorer.Terms[term]
	stems := t.ScoringStems()
	headings := !e.noHeadings && !e.live.headings.IsEmpty() // which are no leaders
	if t.Kind != search.Stemmed || len(stems) != 1 || len(r.scorer.Names) > 0 || headings || !e.apart(t).IsEmpty() {
		return coarse.Led{}
	}
	var docs []uint32
	var traits []forward.Trait
	if n, known := e.live.forward.StemNumber(stems[0]); known {
		docs, traits = e.live.forward.Leaders(n)
	}
	if len(docs) > 0 {
		return r.parts[0].scratch.bounds.Lead(term, docs, traits, e.bits(), s.contending, s.other, wanted)
	}
	if set := e.scoring(t); set.GetCardinality() <= 2*forward.Frequent {
		each(set, func(doc uint32) {
			if s.other.Has(doc) {
				s.contending.Add(doc)
				s.other.Remove(doc)
			}
		})
		return coarse.Led{Most: math.Inf(-1), Sure: true}
	}
	return coarse.Led{}
}

// lookAmongOthers makes those of the others be looked among that are short enough to have
// a score of least or more; of a term whose leaders were looked among only those under a
// heading that has a term.
func (e *evaluation) lookAmongOthers(r *ranking, c *coarse.Bounds, least float64) {
	s, some := e.scratch, false
	clear(s.contending)
	var headings dense.Set
	for t := -1; t < c.Terms; t++ {
		g := coarse.Group(0) // those without any term
		if t >= 0 {
			g = 1 << t
		}
		length, any := coarse.Longest(least, func(length uint8) float64 { return c.Most(g, length) })
		if !any {
			continue
		}
		within := []dense.Set{}
		if shorter := e.live.noLonger(length); shorter != nil {
			within = append(within, shorter)
		}
		if t >= 0 && s.led[t].Sure {
			if s.led[t].Most < least {
				continue
			}
			if headings == nil {
				headings = e.bitsOf(e.underHeadings(r.scorer))
			}
			within = append(within, headings)
		}
		some = true
		for i, w := range s.other {
			if t >= 0 {
				w &= s.with[t][i]
			} else {
				for u := range c.Terms {
					w &^= s.with[u][i]
				}
			}
			for _, set := range within {
				w &= set[i]
			}
			s.contending[i] |= w
		}
	}
	if some {
		e.look(s.contending.List(s.contenders))
		e.groupBySets(r.scorer.Terms)
	}
}

// noteBoosts notes what boosts passages of a part besides having the terms.
func (e *evaluation) noteBoosts(r *ranking, seldom []bool) {
	if len(e.scratch.looked.Docs) == 0 {
		return
	}
	for i, t := range r.scorer.Terms {
		e.noteExtraCounts(i, t)
		if seldom[i] {
			e.note(e.lookup(e.words, t.Text), coarse.AsWritten(i))
		}
		for _, stem := range t.ScoringStems() {
			e.noteHeadings(stem)
		}
	}
	for _, named := range r.named(e) {
		e.note(named, coarse.UnderHeading)
	}
}

// noteHeadings notes which passages are under a heading that has a stem. Of few passages the
// headings are looked at.
func (e *evaluation) noteHeadings(stem string) {
	s, titles := e.scratch, e.live.titlesWith[stem]
	if len(titles) == 0 {
		return
	}
	set, err := e.live.underHeading(stem)
	if e.fail(err) || int(set.GetCardinality())/sparse < len(s.looked.Docs) {
		e.note(set, coarse.UnderHeading)
		return
	}
	for place, doc := range s.looked.Docs {
		if e.live.isUnder(doc, titles) {
			s.extra[place] |= coarse.UnderHeading
		}
	}
}

// boostedAbove yields the passages of a part that have something further and whose
// coarse upper bound is least or more; yield returns what it is from then on.
func (r *ranking) boostedAbove(e *evaluation, c *coarse.Bounds, least float64, yield func(candidate) float64) {
	s := e.scratch
	for i, bound := range s.boostedBounds {
		if bound+c.OfHeadings < least {
			continue
		}
		place := s.boosted[i]
		doc, further := s.looked.Docs[place], s.extra[place]
		if further&coarse.UnderHeading != 0 {
			bound += r.underHeading(e, doc)
		}
		if bound >= least && further&coarse.Offered == 0 {
			least = yield(candidate{e, doc, bound})
		}
	}
}

// othersAbove does so with those that have nothing further.
func (e *evaluation) othersAbove(c *coarse.Bounds, least float64, yield func(candidate) float64) {
	s := e.scratch
	longest, any := c.LongestOnce(least, s.groups != nil)
	if !any {
		return
	}
	for place, doc := range s.looked.Docs {
		length := e.live.short[doc]
		if length > longest || s.extra[place] != 0 {
			continue
		}
		if bound := c.Once(s.group(place, c), length); bound >= least {
			least = yield(candidate{e, doc, bound})
		}
	}
}

// group returns which terms a passage has, by its place.
func (s *scratch) group(place int, c *coarse.Bounds) coarse.Group {
	if s.groups == nil {
		return c.All()
	}
	return s.groups[place]
}

// boundBoosted returns their upper bounds to the passages with something further, but for
// what a heading or a name adds.
func (r *ranking) boundBoosted(e *evaluation, c *coarse.Bounds) {
	s, n := e.scratch, 0
	for place, further := range s.extra[:len(s.looked.Docs)] {
		s.boosted[n] = uint32(place)
		if further != 0 {
			n++
		}
	}
	s.boostedBounds = s.boostedBounds[:0]
	for _, place := range s.boosted[:n] {
		doc := s.looked.Docs[place]
		s.boostedBounds = append(s.boostedBounds, c.Of(s.group(int(place), c), s.extra[place], e.live.short[doc]))
	}
}

// underHeading is what the heading of a passage's section adds at most, and its names.
func (r *ranking) underHeading(e *evaluation, doc uint32) float64 {
	most := r.scorer.MostOfHeading(r.rescorer(e).heading(doc))
	for i, set := range r.named(e) {
		if set.Contains(doc) {
			most += r.scorer.OfName(i)
		}
	}
	return most
}

// note notes something of the passages that are in a set.
func (e *evaluation) note(set *roaring.Bitmap, what coarse.Extra) {
	s := e.scratch
	for _, place := range s.looked.In(e.near(set), nil, s.places) {
		s.extra[place] |= what
	}
}

// noteMore notes of passages among some places, of all if there are none, which are in a
// set, that they have a term so many times more, and returns their places.
func (e *evaluation) noteMore(set *roaring.Bitmap, among []uint32, term, times int) []uint32 {
	s := e.scratch
	places := s.looked.In(e.near(set), among, s.places)
	for _, place := range places {
		s.extra[place] = s.extra[place].More(term, times)
	}
	return places
}

// noteExtraCounts notes the further occurrences of the term in a place. How often it
// stands in two words is not known.
func (e *evaluation) noteExtraCounts(place int, t *search.Term) {
	stems := t.ScoringStems()
	if t.Apart != nil {
		e.noteMore(e.apart(t), nil, place, search.MaxFrequency-1)
	}
	for i, stem := range stems {
		if i > 0 { // of the first stem the first occurrence is not a further one
			e.noteMore(roaring.And(e.lookup(e.stems, stem), e.union(e.stems, stems[:i])), nil, place, 1)
		}
		// Who has a stem once more has it as often as before: so ever fewer are looked at.
		having := e.noteMore(e.atLeast(stem, 2), nil, place, 1)
		for level := 3; level <= search.MaxFrequency && len(having) > 0; level++ {
			having = e.noteMore(e.atLeast(stem, level), having, place, 1)
		}
	}
}
