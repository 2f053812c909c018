package coarse

import (
	"math"

	"verbatim/index/dense"
	"verbatim/index/forward"
)

// A Led says how high those passages score that have one term alone and are none of the
// leaders of its stem.
type Led struct {
	// Most is what the score is at most: those whose heading has none of the other terms are
	// behind as many leaders as are wanted.
	Most float64
	Sure bool // it is known
}

// Lead puts those leaders of a term's stem that were found into a set, and takes them out
// of the others. So many passages are wanted.
func (b *Bounds) Lead(term int, docs []uint32, traits []forward.Trait, found, into, others dense.Set, wanted int) Led {
	best := make([]float64, 0, forward.LeadersWanted) // descending
	gone := 0
	for i, doc := range docs {
		if !found.Has(doc) {
			gone++
			continue
		}
		into.Add(doc)
		others.Remove(doc)
		bound := b.ofLeader(term, traits[i])
		if len(best) == cap(best) {
			if bound <= best[len(best)-1] {
				continue
			}
			best = best[:len(best)-1]
		}
		at := len(best)
		for best = append(best, bound); at > 0 && best[at-1] < bound; at-- {
			best[at] = best[at-1]
		}
		best[at] = bound
	}
	sure := forward.LeadersWanted - gone // so many leaders that were found are before any other
	if sure < wanted || sure < 1 {
		return Led{}
	}
	if len(best) < sure { // then there are no others
		return Led{Most: math.Inf(-1), Sure: true}
	}
	return Led{Most: best[sure-1] + b.OfHeadings - b.heading[term], Sure: true}
}

// ofLeader is the upper bound of a leader for a question of its term alone.
func (b *Bounds) ofLeader(term int, t forward.Trait) float64 {
	bound := b.Of(1<<term, AsWritten(term).More(term, t.Frequency()-1), t.Length())
	if t.Heading() {
		bound += b.heading[term]
	}
	return bound
}
