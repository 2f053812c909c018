package index

import (
	"cmp"
	"math"
	"slices"

	"verbatim/index/coarse"
	"verbatim/index/dense"
	"verbatim/index/forward"
	"verbatim/search"
)

// The first passages by score are found without scoring all. From bitmaps alone
// follows for each passage what its score is at most; passages are rescored, by
// their tokens, in the order of these upper bounds, until an upper bound is below what the
// last of the best has. Passages that have only terms which add so little that
// they cannot come first are not even looked at: this is MaxScore (Turtle and
// Flood, "Query Evaluation: Strategies and Optimizations", 1995), with exact
// frequencies in the place of a term's maximum.

// few is how many passages are rescored at once, without upper bounds; manyTerms for more
// than coarse.MaxTerms, whose upper bounds cost more.
const (
	few       = 64
	manyTerms = 768
)

// topByScore returns the first k passages by score; there is a term to score by.
func (r *ranking) topByScore(k int) []candidate {
	found := 0
	for _, e := range r.parts {
		found += e.result.n
	}
	best := newTop(min(k, found))
	if best.size == 0 {
		return nil
	}
	switch {
	case r.byLengthAlone():
		r.topByLength(best)
	case slices.ContainsFunc(r.parts, func(e *evaluation) bool { return e.read != nil }):
		r.topRead(best)
	case found <= max(k, few), found <= manyTerms && len(r.scorer.Terms) > coarse.MaxTerms:
		r.rescoreAll(best)
	case len(r.scorer.Terms) <= coarse.MaxTerms:
		r.topFew(best)
	default:
		r.topMany(best)
	}
	return best.inOrder()
}

// rescoreAll rescores all passages found.
func (r *ranking) rescoreAll(best *top) {
	for _, e := range r.parts {
		r.rescoreDocs(e, e.docs(), best)
	}
}

// rescoreDocs offers passages of a part by their scores.
func (r *ranking) rescoreDocs(e *evaluation, docs []uint32, best *top) {
	for ahead := range slices.Chunk(docs, touchedAhead) {
		for _, d := range ahead {
			e.touched += e.live.forward.Touch(d)
		}
		for _, d := range ahead {
			best.offer(r.rescored(candidate{e, d, 0}))
		}
	}
}

// A question of many terms is answered in two steps. Of the passages that have one of
// the strongest terms, at least enough of them, those are rescored that have most others:
// so a score is known that as many reach as are wanted. Then all that have terms enough to
// reach it are distinguished, by a term after the other, until few are left.
const (
	enough       = 1000
	furtherTerms = 4
)

// topMany offers the passages that are first for a question of many terms, and
// maybe others.
func (r *ranking) topMany(best *top) {
	terms := r.strongestFirst()
	rests := make([]float64, len(terms)+1) // what the terms from each place on add at most
	rests[len(terms)] = r.mostOfHeadings() + coarse.Rounding
	for i := len(terms) - 1; i >= 0; i-- {
		rests[i] = rests[i+1] + r.most(int(terms[i]))
	}
	for _, e := range r.parts {
		e.having = make([]dense.Set, len(terms))
	}
	strongest, floor := 0, math.Inf(-1)
	if haveAll(r.parts[0].query.Root) {
		for _, e := range r.parts {
			for t := range r.scorer.Terms {
				e.having[t] = e.bits() // of the others it need not be known
			}
		}
		r.contend(terms, nil)
	} else {
		for found := 0; strongest < len(terms) && found < max(enough, 2*best.size); strongest++ {
			found = r.contend(terms, dense.AnyOf(strongest+1))
		}
		floor = r.floor(best.size, r.byTerms(terms[:min(strongest+furtherTerms, len(terms), dense.MaxCombined)]))
		r.contend(terms, dense.Reaching(rests, floor))
	}
	r.rescoreMost(best, floor, terms, rests, min(max(1, strongest)+furtherTerms, len(terms)))
}

// strongestFirst returns the places of the terms, and behind them of the names, by
// what each adds at most.
func (r *ranking) strongestFirst() []uint32 {
	return forward.Order(len(r.scorer.Terms)+len(r.scorer.Names), func(a, b uint32) int { return cmp.Compare(r.most(int(b)), r.most(int(a))) })
}

// boundFirst sets the upper bounds of the contenders by some terms.
func (r *ranking) boundFirst(terms []uint32) {
	for _, e := range r.parts {
		for _, doc := range e.contenders.docs {
			e.scratch.upperBounds[doc] = dense.Bound{}
		}
		for _, t := range terms {
			r.boundTerm(e, int(t))
		}
	}
}

// floor returns a score that k passages reach, of the contenders that come first by a key,
// which is that of the one in a place.
func (r *ranking) floor(k int, key func(e *evaluation, place int) float64) float64 {
	promising := newTop(k + 2*spare)
	for _, e := range r.parts {
		for place, doc := range e.weighed.Docs {
			if key := key(e, place); key > promising.least() {
				promising.offer(candidate{e, doc, key})
			}
		}
	}
	return r.reached(k, promising.heap)
}

// byBounds is the upper bound of a passage.
func byBounds(e *evaluation, place int) float64 { return e.weighed.Bounds[place].Most() }

// byTerms estimates the scores of passages by which of some terms they have.
func (r *ranking) byTerms(terms []uint32) func(e *evaluation, place int) float64 {
	var weights [dense.MaxCombined]float64
	for i, t := range terms {
		weights[i] = r.most(int(t))
		for _, e := range r.parts {
			e.has(r, t)
		}
	}
	return func(e *evaluation, place int) (sum float64) {
		doc := e.weighed.Docs[place]
		for i, t := range terms {
			if e.having[t].Has(doc) {
				sum += weights[i]
			}
		}
		return sum * r.generation.saturation[1][e.live.short[doc]]
	}
}

// reached returns a score that k of some passages reach; any if they are fewer.
func (r *ranking) reached(k int, passages []candidate) float64 {
	best := newTop(k)
	r.rescoreEach(best, passages)
	return best.least()
}

// rescoreEach offers passages by their scores.
func (r *ranking) rescoreEach(best *top, passages []candidate) {
	for ahead := range slices.Chunk(passages, touchedAhead) {
		touch(ahead)
		for _, c := range ahead {
			best.offer(r.rescored(c))
		}
	}
}

// touch touches passages that are rescored next.
func touch(passages []candidate) {
	for _, c := range passages {
		c.in.touched += c.in.live.forward.Touch(c.doc)
	}
}

// rescoreMost offers the contenders that reach floor. A term after the other is added to
// their upper bounds: the first ones, and then others, as long as many can reach it with
// what the rest adds at most: rests.
func (r *ranking) rescoreMost(best *top, floor float64, terms []uint32, rests []float64, first int) {
	looked := 0
	for next, sure := first, false; looked < len(terms); next++ {
		left := 0
		for _, e := range r.parts {
			for _, t := range terms[looked:next] {
				r.weigh(e, int(t))
			}
			e.weighed.Leave(floor - rests[next])
			left += len(e.weighed.Docs)
		}
		if looked = next; left <= few || rests[looked]-rests[len(terms)] <= floor*hardly {
			break
		}
		if !sure && (left > enough || math.IsInf(floor, -1)) {
			floor, sure = max(floor, r.floor(best.size, byBounds)), true
		}
	}
	known := uint32(0)
	for _, t := range terms[:looked] {
		if int(t) < len(r.scorer.Terms) {
			known |= 1 << t
		}
	}
	var rest []candidate
	for _, e := range r.parts {
		for i, doc := range e.weighed.Docs {
			rest = append(rest, candidate{e, doc, r.closer(e.weighed.Bounds[i], known) + rests[looked]})
		}
	}
	r.rescoreInOrder(best, rest)
}

// weigh adds what a term or a name adds at most to the contenders.
func (r *ranking) weigh(e *evaluation, i int) {
	if e.late() {
		return
	}
	w := &e.scratch.weight
	w.Having, w.Often, w.Bit = e.has(r, uint32(i)), nil, 0
	if name := i - len(r.scorer.Terms); name >= 0 {
		for length := range w.Adds[0] {
			w.Adds[0][length] = float32(r.scorer.OfName(name))
		}
	} else {
		bound, boost := r.scorer.Bound(i), r.scorer.Most(i, 0, false)
		for often, frequency := range [...]int{1, search.MaxFrequency} {
			for length, saturation := range r.generation.saturation[frequency] {
				w.Adds[often][length] = float32((bound.Form+bound.Exact)*saturation + boost)
			}
		}
		w.Bit = 1 << i // no bit beyond the first 32
		w.Often = e.scratch.borrow()
		e.often(r.scorer.Terms[i], w.Often)
		defer e.scratch.giveBack(w.Often)
	}
	e.weighed.Add(w, e.live.short)
}

// contend makes contenders of the passages found to which some steps lead, of all if there
// are no steps, and says how many they are.
func (r *ranking) contend(terms []uint32, steps dense.Steps) (found int) {
	for _, e := range r.parts {
		s := e.scratch
		if e.late() {
			return found
		}
		if steps == nil {
			copy(s.contending, e.bits())
		} else {
			steps.Follow(e.bits(), s.contending, func(term int) dense.Set { return e.has(r, terms[term]) })
		}
		e.weighed.Become(s.contending.List(s.contenders), s.upperBounds)
		found += len(e.weighed.Docs)
	}
	return found
}

// has returns the passages that a term counts for, or a name, as bits.
func (e *evaluation) has(r *ranking, t uint32) dense.Set {
	if e.having[t] == nil {
		if name := int(t) - len(r.scorer.Terms); name >= 0 {
			e.having[t] = e.bitsOf(r.named(e)[name])
		} else {
			e.having[t] = e.bitsOf(e.scoring(r.scorer.Terms[t]))
		}
	}
	return e.having[t]
}

// hardly is what share of a score is not worth looking for.
const hardly = 1. / 32

// mostOfHeadings is the most that any heading adds.
func (r *ranking) mostOfHeadings() (most float64) {
	for _, e := range r.parts {
		most = max(most, r.rescorer(e).mostOfHeadings(r.scorer))
	}
	return most
}

// most is the most that a term or a name adds to any score.
func (r *ranking) most(term int) float64 {
	if name := term - len(r.scorer.Terms); name >= 0 {
		return r.scorer.OfName(name)
	}
	return r.scorer.Most(term, r.generation.saturation[search.MaxFrequency][1], true) // a passage without words has no term
}

// written marks in scratch.frequency that a passage has a word as it is written.
const written = 1 << 7

// boundName adds what a name adds to the contenders that it counts for.
func (r *ranking) boundName(e *evaluation, name int) {
	weight := float32(r.scorer.OfName(name))
	e.scratch.eachIn(r.named(e)[name], &e.contenders, func(doc uint32) { e.scratch.upperBounds[doc].Sum += weight })
}

// boundTerm adds what a term adds at most to each contender, and notes that it
// is there.
func (r *ranking) boundTerm(e *evaluation, i int) {
	if e.late() {
		return
	}
	if name := i - len(r.scorer.Terms); name >= 0 {
		r.boundName(e, name)
		return
	}
	s, short, saturation := e.scratch, e.live.short, r.generation.saturation
	t := r.scorer.Terms[i]
	docs := s.having[:0]
	s.eachIn(e.scoring(t), &e.contenders, func(doc uint32) { docs = append(docs, doc) })
	having := &subset{bits: e.contenders.bits, n: len(docs), docs: docs}
	stems := t.ScoringStems()
	first := uint8(1) // of one stem, or of none, all have it once
	if len(stems) > 1 {
		first = 0
	}
	more := func(doc uint32) { s.frequency[doc]++ }
	for _, stem := range stems {
		if first == 0 {
			s.eachIn(e.lookup(e.stems, stem), having, more)
		}
		e.eachLevel(stem, having, more)
	}
	if t.Apart != nil { // how often is not known
		s.eachIn(e.apart(t), having, func(doc uint32) { s.frequency[doc] += search.MaxFrequency })
	}
	if stems != nil {
		s.eachIn(e.lookup(e.words, t.Text), having, func(doc uint32) { s.frequency[doc] |= written })
	}
	bound, boost := r.scorer.Bound(i), r.scorer.Most(i, 0, false)
	there := uint32(1) << i // no bit beyond the first 32
	weights := [2]float64{bound.Form, bound.Form + bound.Exact}
	for _, doc := range docs {
		f := s.frequency[doc]
		s.frequency[doc] = 0
		often := min(f&^written+first, search.MaxFrequency)
		l := &s.upperBounds[doc]
		l.Sum += float32(weights[f/written]*saturation[often][short[doc]] + boost)
		l.Has |= there
	}
}

// touchedInOrder is how many passages are touched at once where only the first of them
// may have to be read.
const touchedInOrder = 16

// rescoreInOrder offers passages in the order of their upper bounds, as long as they can
// be among the best. It reports whether some cannot.
func (r *ranking) rescoreInOrder(best *top, byLimit []candidate) (ended bool) {
	slices.SortFunc(byLimit, func(a, b candidate) int { return cmp.Compare(b.key, a.key) })
	for ahead := range slices.Chunk(byLimit, touchedInOrder) {
		touch(ahead)
		for _, c := range ahead {
			if c.key < best.least() {
				return true
			}
			best.offer(r.rescored(c))
		}
	}
	return false
}

// closer returns an upper bound more closely, by the terms that were looked up, as bits:
// pairs of which a passage has only one add nothing.
func (r *ranking) closer(b dense.Bound, looked uint32) float64 {
	return b.Most() - r.scorer.MissingPairs(b.Has, looked&^b.Has)
}

// knownOnce reports whether the score of all passages that have nothing further follows from
// their length. So it is where an exact phrase is sought, if its words have different stems:
// they have each of these once, as written and side by side.
func (r *ranking) knownOnce() bool {
	p, is := r.parts[0].query.Root.(*search.Phrase)
	if !is || p.Slop > 0 {
		return false
	}
	for i, t := range p.Terms {
		if t.Kind != search.Literal || slices.ContainsFunc(p.Terms[:i], func(u *search.Term) bool { return u.Stem == t.Stem }) {
			return false
		}
	}
	return true
}
