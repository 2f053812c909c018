package index

import (
	"math"
	"slices"

	"verbatim/index/coarse"
	"verbatim/index/dense"
	"verbatim/index/forward"
	"verbatim/search"
)

// The passages of a narrative stand side by side, in one part: a run.

// runsOf returns where the passages with each number begin, and where the last end.
func runsOf(numbers *forward.Values, passages int) (starts []uint32) {
	for doc := range uint32(passages) {
		if doc == 0 || numbers.At(doc) != numbers.At(doc-1) {
			starts = append(starts, doc)
		}
	}
	return append(starts, uint32(passages))
}

// run returns the place in starts of the run that a passage is of, which is at or
// behind some other's: mostly near it.
func run(starts []uint32, from int, doc uint32) int {
	for range 8 {
		if doc < starts[from+1] {
			return from
		}
		from++
	}
	step := 1
	for from+step < len(starts) && starts[from+step] <= doc {
		from, step = from+step, 2*step
	}
	rest := starts[from:min(from+step, len(starts))]
	at, begins := slices.BinarySearch(rest, doc)
	if !begins {
		at--
	}
	return from + at
}

// A foundRun is how many of the passages found are of a narrative of the part.
type foundRun struct{ narrative, passages uint32 }

// runs appends the narratives of some passages of a part, in order.
func (v *liveDocs) runs(docs []uint32, runs []foundRun) []foundRun {
	at, end := 0, uint32(0)
	for _, doc := range docs {
		if doc >= end {
			at = run(v.narratives, at, doc)
			end = v.narratives[at+1]
			runs = append(runs, foundRun{uint32(at), 0})
		}
		runs[len(runs)-1].passages++
	}
	return runs
}

// runsIn returns those of a set, in memory that is used again.
func (v *liveDocs) runsIn(set dense.Set, ranks []uint32, room []foundRun) []foundRun {
	ends := v.narratives[1:]
	runs, n, before := slices.Grow(room[:0], len(ends))[:len(ends)], 0, uint32(0)
	for at, end := range ends { // whether there is one cannot be foreseen: nothing branches by it
		until := set.Before(end, ranks)
		runs[n] = foundRun{uint32(at), until - before}
		n += int((before - until) >> 31)
		before = until
	}
	return runs[:n]
}

// manyFound reports whether it takes longer to go through the passages found than through
// all narratives.
func (e *evaluation) manyFound() bool { return e.result.n > 2*len(e.live.narratives) }

// matching is how many passages of a passage's narrative were found.
func (c candidate) matching() int {
	starts, at := c.in.live.narratives, c.in.live.runOf.Of(c.doc)
	if c.in.result.filled {
		return c.in.result.bits.From(starts[at], starts[at+1])
	}
	first, _ := slices.BinarySearch(c.in.docs(), starts[at])
	end, _ := slices.BinarySearch(c.in.docs(), starts[at+1])
	return end - first
}

// topNarratives takes of each narrative the passage that comes first by a key,
// and returns the first k of these, in order. What has no key is left out.
func (r *ranking) topNarratives(k int, key func(e *evaluation) func(doc uint32) (float64, bool)) []candidate {
	best := newTop(min(k, narratives(r.parts)))
	if best.size == 0 {
		return nil
	}
	for _, e := range r.parts {
		of, rest := key(e), e.docs()
		for _, run := range e.narratives() {
			var first candidate
			for _, d := range rest[:run.passages] {
				value, ok := of(d)
				if c := (candidate{e, d, value}); ok && (first.in == nil || c.before(first)) {
					first = c
				}
			}
			if rest = rest[run.passages:]; first.in != nil {
				best.offer(first)
			}
		}
	}
	return best.inOrder()
}

// topNarrativesByScore does so by score. The k narratives with the largest upper bounds
// are rescored to learn a score that the k-th of all reaches at least; then every
// passage that may reach it.
func (r *ranking) topNarrativesByScore(k int) []candidate {
	for _, e := range r.parts {
		e.contenders = subset{bits: e.bits(), n: e.result.n, docs: e.docs()}
	}
	r.boundFirst(r.strongestFirst())
	for _, e := range r.parts {
		j := r.rescorer(e)
		e.scratch.eachIn(e.underHeadings(r.scorer), e.result, func(doc uint32) {
			e.scratch.upperBounds[doc].Sum += float32(r.scorer.MostOfHeading(j.heading(doc)))
		})
	}
	byLimit := r.topNarratives(k, func(e *evaluation) func(uint32) (float64, bool) {
		return func(doc uint32) (float64, bool) { return e.scratch.upperBounds[doc].Most(), true }
	})
	if len(byLimit) == 0 {
		return nil
	}
	reached := r.rescored(byLimit[0]).key
	for _, c := range byLimit[1:] {
		reached = min(reached, r.rescored(c).key)
	}
	return r.topNarratives(k, func(e *evaluation) func(uint32) (float64, bool) {
		return func(doc uint32) (float64, bool) {
			least := reached - coarse.Rounding
			if b := e.scratch.upperBounds[doc]; b.Most() < least || r.closer(b, math.MaxUint32) < least {
				return 0, false
			}
			return r.rescored(candidate{in: e, doc: doc}).key, true
		}
	})
}

// folded returns the hits that the question wants where of passages that say the same
// only the first in the order is one, and how many there are.
func (r *ranking) folded(question search.Question) (hits []search.Hit, left int) {
	wordings := r.generation.wordings()
	folding := search.NewFolding(wordings)
	var heads []candidate
	folded := map[int][]candidate{} // by the place of the one in heads that they are folded into
	seen := map[uint32]bool{}       // narratives, if they are grouped
	for _, c := range r.inOrder(question) {
		if c.in.worked(2) {
			return nil, 0
		}
		if place, first := folding.Next(wordings.Wording(c.in.place, c.doc)); first {
			heads = append(heads, c)
		} else {
			folded[place] = append(folded[place], c)
		}
	}
	for i, c := range heads {
		if question.Group {
			narrative := c.value(narrativeField)
			if seen[narrative] {
				continue
			}
			seen[narrative] = true
		}
		if left++; left > question.Offset && len(hits) < question.Limit {
			hits = append(hits, r.withFolded(c, folded[i], question))
		}
	}
	return hits, left
}

// withFolded is a passage as it is given, with those that are folded into it.
func (r *ranking) withFolded(c candidate, folded []candidate, question search.Question) search.Hit {
	hit := r.hit(c, question)
	for _, f := range folded {
		values := r.generation.values
		hit.Folded = append(hit.Folded, search.Folded{Row: f.row(), Country: values[countryField][f.value(countryField)], Year: values[yearField][f.value(yearField)]})
	}
	return hit
}

// enoughToFold is how many passages are put in order at least: mostly they make a page.
const enoughToFold = 128

// foldedPage is as folded, where no more is wanted than a page and whether there is
// another: only so many passages are put in order as it takes to have the hits of the
// page. What is folded into these may be anywhere, and is told by its wording.
func (r *ranking) foldedPage(question search.Question, total int) (hits []search.Hit, left int) {
	wordings := r.generation.wordings()
	folding, heads := search.NewFolding(wordings), []candidate(nil)
	wanted := question.Offset + question.Limit + 1
	// To find the first few takes nearly as long as to find more of them.
	for k, seen := max(enoughToFold, 4*wanted), 0; len(heads) < wanted && seen < total; k *= 8 {
		best := r.first(question, min(k, total))
		if len(best) < min(k, total) {
			return nil, 0 // there is no time left
		}
		for _, c := range best[seen:] {
			if _, isFirst := folding.Next(wordings.Wording(c.in.place, c.doc)); isFirst {
				if heads = append(heads, c); len(heads) == wanted {
					break
				}
			}
		}
		seen = len(best)
	}
	folded := map[int][]candidate{} // by the place in heads
	page := heads[min(question.Offset, len(heads)):min(wanted-1, len(heads))]
	for _, e := range r.parts {
		for _, doc := range e.docs() {
			if e.worked(1) {
				return nil, 0
			}
			place, said := folding.Place(wordings.Wording(e.place, doc))
			if at := place - question.Offset; said && at >= 0 && at < len(page) && (page[at].in != e || page[at].doc != doc) {
				folded[at] = append(folded[at], candidate{in: e, doc: doc})
			}
		}
	}
	for at, c := range page {
		hits = append(hits, r.withFolded(c, r.ordered(folded[at], question.Sort), question))
	}
	return hits, len(heads)
}

var (
	narrativeField = slices.Index(search.Fields, search.FieldNarrative)
	countryField   = slices.Index(search.Fields, search.FieldCountry)
	yearField      = slices.Index(search.Fields, search.FieldYear)
)

// value is the number of a passage's value of a field, over all parts.
func (c candidate) value(field int) uint32 {
	return c.in.live.global[field][c.in.live.forward.Fields[field].At(c.doc)]
}

// inOrder returns all passages found in the order of the question.
func (r *ranking) inOrder(question search.Question) (all []candidate) {
	for _, e := range r.parts {
		for _, doc := range e.docs() {
			all = append(all, candidate{in: e, doc: doc})
		}
	}
	return r.ordered(all, question.Sort)
}

// ordered puts passages in an order; none when there is no time left.
func (r *ranking) ordered(all []candidate, sort search.Sort) []candidate {
	if len(all) == 0 {
		return nil
	}
	key := func(c candidate) candidate { return r.rescored(c) }
	if !r.byScore {
		of := make(map[*evaluation]func(doc uint32) float64)
		byKey := r.sortKey(sort)
		for _, e := range r.parts {
			of[e] = byKey(e)
		}
		key = func(c candidate) candidate {
			c.key = of[c.in](c.doc)
			return c
		}
	}
	for i, c := range all {
		if c.in.worked(1) {
			return nil
		}
		all[i] = key(c)
	}
	slices.SortFunc(all, candidate.compare)
	return all
}

// A top keeps the first candidates of those that it is offered.
type top struct {
	size int         // how many; more than 0 when it is offered some
	heap []candidate // the one that comes last in order is the first
}

func newTop(size int) *top { return &top{size, make([]candidate, 0, size)} }

func (t *top) offer(c candidate) {
	switch {
	case len(t.heap) < t.size:
		t.heap = append(t.heap, c)
		t.rise(len(t.heap) - 1)
	case c.before(t.heap[0]):
		t.heap[0] = c
		t.sink()
	}
}

// rise moves a candidate up to where the one above it comes later.
func (t *top) rise(at int) {
	for at > 0 {
		above := (at - 1) / 2
		if t.heap[at].before(t.heap[above]) {
			return
		}
		t.heap[above], t.heap[at] = t.heap[at], t.heap[above]
		at = above
	}
}

// sink moves the first candidate down to where those below it come earlier.
func (t *top) sink() {
	for at := 0; ; {
		last := at
		for below := 2*at + 1; below <= 2*at+2 && below < len(t.heap); below++ {
			if t.heap[last].before(t.heap[below]) {
				last = below
			}
		}
		if last == at {
			return
		}
		t.heap[at], t.heap[last] = t.heap[last], t.heap[at]
		at = last
	}
}

func (t *top) full() bool { return len(t.heap) == t.size }

func (t *top) inOrder() []candidate {
	slices.SortFunc(t.heap, candidate.compare)
	return t.heap
}

// least is the key that others must have to be among the first: any, as long as
// there are too few.
func (t *top) least() float64 {
	if !t.full() {
		return math.Inf(-1)
	}
	return t.heap[0].key
}

// last is the last of the first, none as long as there are too few.
func (t *top) last() (c candidate) {
	if t.full() {
		c = t.heap[0]
	}
	return c
}

// more is the least key that is more.
func (t *top) more() float64 { return math.Nextafter(t.least(), math.Inf(1)) }

// byLengthAlone reports whether the scores follow from the passages' lengths, as
// those of the passages with a single wildcard do.
func (r *ranking) byLengthAlone() bool {
	if len(r.scorer.Terms) != 1 || r.scorer.Terms[0].ScoringStems() != nil {
		return false
	}
	if haveAll(r.parts[0].query.Root) {
		return true
	}
	for _, e := range r.parts {
		having := 0
		e.bits()
		e.scratch.eachIn(e.scoring(r.scorer.Terms[0]), e.result, func(uint32) { having++ })
		if having != e.result.n {
			return false
		}
	}
	return true
}

// topByLength offers the passages that are first where byLengthAlone is true.
func (r *ranking) topByLength(best *top) {
	for _, e := range r.parts {
		for _, doc := range e.shortest(best.size) {
			if e.worked(1) {
				return
			}
			if last := best.last(); last.in != nil && e.live.short[doc] > last.in.live.short[last.doc] {
				continue // it comes behind
			}
			norm := r.generation.norms[e.live.forward.Lengths.At(doc)]
			best.offer(candidate{e, doc, r.scorer.Term(0, 1, norm)})
		}
	}
}
