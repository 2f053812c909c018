package index

import (
	"slices"

	"verbatim/search"
)

// narrativeField is the place of the narratives among the fields.
var narrativeField = slices.Index(search.Fields, search.FieldNarrative)

// narrative gives the number of a passage's narrative.
func (e *evaluation) narrative(doc uint32) uint32 {
	return e.view.column.fields[narrativeField].at(doc)
}

// narratives counts the narratives that have one of the passages found. The
// passages of a narrative stand side by side, in one part.
func narratives(parts []*evaluation) (distinct int) {
	for _, e := range parts {
		distinct += e.view.column.fields[narrativeField].changes(e.docs)
	}
	return distinct
}

// matching is how many passages of a passage's narrative were found.
func (c candidate) matching() int {
	docs, narrative := c.in.docs, c.in.narrative(c.doc)
	at, _ := slices.BinarySearch(docs, c.doc)
	from, to := at, at+1
	for from > 0 && c.in.narrative(docs[from-1]) == narrative {
		from--
	}
	for to < len(docs) && c.in.narrative(docs[to]) == narrative {
		to++
	}
	return to - from
}

// topNarratives takes of each narrative the passage that comes first by a key,
// and gives the first k of these, in order. What has no key is left out.
func (r *ranking) topNarratives(k int, key func(e *evaluation) func(doc uint32) (float64, bool)) []candidate {
	best := newTop(min(k, narratives(r.parts)))
	if best.size == 0 {
		return nil
	}
	for _, e := range r.parts {
		of := key(e)
		var first candidate // of the narrative that the passages are of
		for _, d := range e.docs {
			if first.in != nil && e.narrative(d) != e.narrative(first.doc) {
				best.offer(first)
				first.in = nil
			}
			value, ok := of(d)
			if !ok {
				continue
			}
			if c := (candidate{e, d, e.view.column.rows[d], value}); first.in == nil || c.before(first) {
				first = c
			}
		}
		if first.in != nil {
			best.offer(first)
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
