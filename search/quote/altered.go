package quote

import (
	"slices"

	"verbatim/corpus"
)

// When a place is near enough to be Altered or Partial. A hole is a run of the
// quotation's words that the source has not: some longer ones make a quotation
// Partial.
const (
	minHole     = 4   // words
	holeShare   = 3   // a hole is at least one of so many words
	minFragment = 5   // words of a fragment that is there
	nearShare   = 0.6 // of the words compared that are the same, in an Altered quotation
	nearShort   = 0.65
	shortQuote  = 8 // words, up to which nearShort holds
)

// altered sets the quotation beside a window word by word. The place is Altered
// if the source is nearly this, Partial if a fragment is there, or NotFound.
func (q *quotation) altered(w *window) Place {
	words := wordsOf(w.text)
	a := align(q.units, words)
	m := measure(q.units, words, a.steps)
	verdict := m.verdict(q)
	if verdict == NotFound {
		return Place{Verdict: NotFound, cost: a.cost}
	}
	c := comparison{quote: q.reading.quote, units: q.units, source: w.text, words: words}
	diff := c.differences(a.steps)
	if verdict == Altered && !slices.ContainsFunc(diff, func(d Difference) bool { return d.Op != Omit }) {
		verdict = Partial // all of it is there, but too far apart to be one quotation
	}
	p := w.place(verdict, m.spans(words), diff)
	p.cost = a.cost
	return p
}

// A measurement says how much of a quotation an alignment finds.
type measurement struct {
	words    int // of the quotation
	same     int // of them in the source
	changed  int // words of all edits, a long run of missing ones counting as few
	hole     int // the longest run of the quotation's words that are not there
	fragment int // the most words between holes that are there
	source   []int
}

func measure(units []unit, words []word, steps []step) (m measurement) {
	missing, fragment, deleted, replaced, inserted := 0, 0, 0, 0, 0
	flush := func() {
		m.changed += replaced + max(inserted, min(deleted, 2*minHole))
		deleted, replaced, inserted = 0, 0, 0
	}
	for _, s := range steps {
		switch {
		case s.unit >= 0 && units[s.unit].gap != nil:
			flush()
			missing = 0
		case s.unit >= 0 && s.source >= 0 && units[s.unit].key == words[s.source].key:
			flush()
			if missing >= minHole {
				fragment = 0
			}
			missing = 0
			m.words++
			m.same++
			fragment++
			m.fragment = max(m.fragment, fragment)
			m.source = append(m.source, s.source)
		case s.unit < 0:
			deleted++
		default:
			if s.source < 0 {
				inserted++
			} else {
				replaced++
			}
			m.words++
			missing++
			m.hole = max(m.hole, missing)
		}
	}
	flush()
	return m
}

// verdict says what the measurement makes of the quotation.
func (m measurement) verdict(q *quotation) Verdict {
	share := nearShare
	if m.words <= shortQuote {
		share = nearShort
	}
	whole := m.hole < minHole || m.hole*holeShare < m.words
	if m.same >= 2 && whole && float64(m.same) >= share*float64(m.same+m.changed) {
		return Altered
	}
	if m.fragment >= minFragment && m.fragment*holeShare >= m.words || m.fragment >= 3 && len(q.fragments) > 1 {
		return Partial
	}
	return NotFound
}

// spans gives the stretches of the source that the quotation has, as few as can
// be: words that follow each other are one.
func (m measurement) spans(words []word) (spans []corpus.Span) {
	for i, s := range m.source {
		if i > 0 && s == m.source[i-1]+1 {
			spans[len(spans)-1].End = words[s].span.End
			continue
		}
		spans = append(spans, words[s].span)
	}
	return spans
}
