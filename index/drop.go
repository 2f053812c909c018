package index

import (
	"math/bits"
	"slices"
	"sort"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/search"
)

// Long passages that have a word once are most of what is found, and hardly ever
// among the first. They are dropped by bitmaps, without a look at each: those of
// the passages by their length, which every part has, and the posting lists of
// the levels.

// steps are the lengths, in words, that passages are told apart by.
var steps = []int{1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256}

// stepSets gives for each step the passages that are no longer.
func stepSets(lengths []uint32) []*roaring.Bitmap {
	sets := make([]*roaring.Bitmap, len(steps))
	for i := range sets {
		sets[i] = roaring.New()
	}
	for doc, n := range lengths {
		for i := len(steps) - 1; i >= 0 && int(n) <= steps[i]; i-- {
			if i == 0 || int(n) > steps[i-1] {
				sets[i].Add(uint32(doc))
			}
		}
	}
	for i := 1; i < len(sets); i++ {
		sets[i].Or(sets[i-1])
	}
	return sets
}

// fewTerms is up to how many terms it is worth while.
const fewTerms = 3

// A group are the passages found that have some of the terms, and may have
// others: as bits by the terms' places.
type group uint32

// groups gives all groups, those with more terms first, down to that of no term.
// If every passage that was found has every term, it is that one alone.
func (r *ranking) groups() (all []group) {
	every := group(1)<<len(r.scorer.Terms) - 1
	if r.allHave(every) {
		return []group{every}
	}
	for g := range every + 1 {
		all = append(all, g)
	}
	slices.SortStableFunc(all, func(a, b group) int { return bits.OnesCount32(uint32(b)) - bits.OnesCount32(uint32(a)) })
	return all
}

func (r *ranking) allHave(g group) bool {
	for _, e := range r.parts {
		if e.group(r.scorer, g).GetCardinality() != uint64(len(e.docs)) {
			return false
		}
	}
	return true
}

// group gives the passages of a group in a part.
func (e *evaluation) group(scorer *search.Scorer, g group) *roaring.Bitmap {
	set := e.result
	for i, t := range scorer.Terms {
		if g>>i&1 == 1 {
			set = roaring.And(set, e.scoring(t))
		}
	}
	return set
}

// dropLong leaves of the contenders those that can be among the first k.
func (r *ranking) dropLong(k int) {
	groups := r.groups()
	floor := r.floor(k, groups)
	for _, e := range r.parts {
		var left []*roaring.Bitmap
		for _, g := range groups {
			left = append(left, r.contenders(e, g, floor)...)
		}
		e.contenders = roaring.FastOr(left...)
	}
}

// contenders gives the passages of a group that can have a score of floor, if
// they have no other term.
func (r *ranking) contenders(e *evaluation, g group, floor float64) (sets []*roaring.Bitmap) {
	having := e.group(r.scorer, g)
	for level := 1; level <= search.MaxFrequency && !having.IsEmpty(); level++ {
		if level > 1 {
			having = roaring.And(having, e.atLeast(r.scorer, g, level))
		}
		if step := r.longest(g, level, floor); step < len(steps) {
			sets = append(sets, roaring.And(having, e.view.steps[step]))
		} else {
			return append(sets, having)
		}
	}
	return sets
}

// atLeast gives the passages that have a term of a group at least level times.
func (e *evaluation) atLeast(scorer *search.Scorer, g group, level int) *roaring.Bitmap {
	var sets []*roaring.Bitmap
	for i, t := range scorer.Terms {
		stems := t.ScoringStems()
		if g>>i&1 == 0 || stems == nil {
			continue
		}
		perStem := (level + len(stems) - 1) / len(stems) // of a word with two spellings each may stand once
		for _, stem := range stems {
			sets = append(sets, e.lookup(e.stems, levelTerm(stem, perStem)))
		}
	}
	if len(sets) == 1 {
		return sets[0]
	}
	return roaring.FastOr(sets...)
}

// longest gives the first step so that no longer passage has a score of floor,
// if it has the terms of a group alone, at most level times; len(steps) if there
// is none.
func (r *ranking) longest(g group, level int, floor float64) int {
	for step, length := range steps {
		if r.mostOf(g, level, length+1) < floor {
			return step
		}
	}
	return len(steps)
}

// mostOf is the most that a passage has that is so long or longer, and has the
// terms of a group alone, at most level times.
func (r *ranking) mostOf(g group, level, length int) float64 {
	norms := r.generation.norms
	norm := norms[min(length, len(norms)-1)]
	sum := r.mostOfHeadings() + rounding - r.scorer.Alone(uint32(g), ^uint32(g))
	for i, t := range r.scorer.Terms {
		switch {
		case g>>i&1 == 0:
		case t.ScoringStems() == nil:
			sum += r.scorer.Most(i, 1, norm, false)
		default:
			sum += r.scorer.Most(i, level, norm, true)
		}
	}
	return sum
}

// floor gives a score that k passages have at least: of those with the most
// terms the shortest ones, and those that have a term the most often.
func (r *ranking) floor(k int, groups []group) (floor float64) {
	rich := r.rich(k, groups)
	for _, sets := range [][]choice{r.shortFirst(), r.frequentFirst(groups[0])} {
		best := newTop(k)
		if r.sample(best, rich, sets); best.full() {
			floor = max(floor, best.heap[0].key)
		}
	}
	return floor
}

// rich gives in each part the passages with the most terms: at least k in all.
func (r *ranking) rich(k int, groups []group) []*roaring.Bitmap {
	sets := make([]*roaring.Bitmap, len(r.parts))
	for i := range sets {
		sets[i] = roaring.New()
	}
	found := 0
	for _, g := range groups {
		for i, e := range r.parts {
			found -= int(sets[i].GetCardinality())
			sets[i] = roaring.Or(sets[i], e.group(r.scorer, g))
			found += int(sets[i].GetCardinality())
		}
		if found >= k {
			return sets
		}
	}
	for i, e := range r.parts {
		sets[i] = e.result
	}
	return sets
}

// A choice are some passages of a part.
type choice = func(e *evaluation) *roaring.Bitmap

func (r *ranking) shortFirst() (choices []choice) {
	for i := range steps {
		choices = append(choices, func(e *evaluation) *roaring.Bitmap { return e.view.steps[i] })
	}
	return choices
}

func (r *ranking) frequentFirst(g group) (choices []choice) {
	for level := search.MaxFrequency; level > 1; level-- {
		choices = append(choices, func(e *evaluation) *roaring.Bitmap { return e.atLeast(r.scorer, g, level) })
	}
	return choices
}

// maxSample is how many passages are judged to find the floor, or as many again
// as are wanted.
const maxSample = 400

// sample judges the passages of some sets that are of the first choice, each of
// which has those of the one before, with as many as are wanted.
func (r *ranking) sample(best *top, of []*roaring.Bitmap, choices []choice) {
	count := func(choose choice) (found int) {
		for i, e := range r.parts {
			found += int(of[i].AndCardinality(choose(e)))
		}
		return found
	}
	at := sort.Search(len(choices), func(i int) bool { return count(choices[i]) >= best.size })
	if at == len(choices) || count(choices[at]) > max(2*best.size, maxSample) {
		return
	}
	for i, e := range r.parts {
		e.contenders = roaring.And(of[i], choices[at](e))
	}
	r.judgeAll(best)
}
