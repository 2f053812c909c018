package index

import (
	"slices"

	"verbatim/search"
)

// narratives counts the passages that were found by their narratives.
type narratives struct {
	field    int   // of search.Fields: the narrative
	counts   []int // by the generation's number of the narrative
	distinct int   // narratives that have one
}

func (g *generation) narratives(parts []*evaluation) *narratives {
	n := &narratives{field: slices.Index(search.Fields, search.FieldNarrative)}
	n.counts = make([]int, len(g.values[n.field]))
	for _, e := range parts {
		number := n.of(e)
		for _, d := range e.docs {
			at := number(d)
			if n.counts[at]++; n.counts[at] == 1 {
				n.distinct++
			}
		}
	}
	return n
}

// of gives the numbers of the narratives of a part's passages.
func (n *narratives) of(e *evaluation) func(doc uint32) uint32 {
	column, global := e.view.column.field(n.field), e.view.global[n.field]
	return func(doc uint32) uint32 { return global[column[doc]] }
}

// matching is how many passages of a passage's narrative were found.
func (n *narratives) matching(c candidate) int { return n.counts[n.of(c.in)(c.doc)] }

// topNarratives takes of each narrative the passage that comes first by a key,
// and gives the first k of these, in order. What has no key is left out.
func (r *ranking) topNarratives(k int, key func(e *evaluation) func(doc uint32) (float64, bool)) []candidate {
	first := make([]candidate, len(r.narratives.counts))
	for _, e := range r.parts {
		of, number := key(e), r.narratives.of(e)
		for _, d := range e.docs {
			value, ok := of(d)
			if !ok {
				continue
			}
			c := candidate{e, d, e.view.column.rows[d], value}
			if at := &first[number(d)]; at.in == nil || c.before(*at) {
				*at = c
			}
		}
	}
	best := newTop(min(k, r.narratives.distinct))
	if best.size == 0 {
		return nil
	}
	for _, c := range first {
		if c.in != nil {
			best.offer(c)
		}
	}
	return best.inOrder()
}

// topNarrativesByScore does so by score. The k narratives with the largest limits
// are judged to learn a score that the k-th of all reaches at least; then every
// passage that may reach it.
func (r *ranking) topNarrativesByScore(k int) []candidate {
	for _, e := range r.parts {
		e.contenders = e.result
		r.limit(e, r.allTerms(), rounding)
	}
	byLimit := r.topNarratives(k, func(e *evaluation) func(uint32) (float64, bool) {
		return func(doc uint32) (float64, bool) { return e.scratch.most[doc], true }
	})
	if len(byLimit) == 0 {
		return nil
	}
	reached := r.judged(byLimit[0]).key
	for _, c := range byLimit[1:] {
		reached = min(reached, r.judged(c).key)
	}
	return r.topNarratives(k, func(e *evaluation) func(uint32) (float64, bool) {
		return func(doc uint32) (float64, bool) {
			if e.scratch.most[doc] < reached || r.closer(e, doc) < reached {
				return 0, false
			}
			return r.judged(candidate{in: e, doc: doc}).key, true
		}
	})
}
