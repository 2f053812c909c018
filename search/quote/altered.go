package quote

import (
	"runtime"
	"slices"
	"sort"
	"strings"

	"verbatim/corpus/prose"
)

// When a place is near enough to be Altered or Partial. A hole is a run of the
// quotation's words that the source has not: some longer ones make a quotation
// Partial.
const (
	maxDeleted  = 6   // words that a run of missing ones counts as, at most
	minHole     = 3   // words
	holeShare   = 3   // a hole is at least one of so many words
	minFragment = 5   // words in a row of a fragment that is there
	nearShare   = 0.6 // of the words compared that are the same, in an Altered quotation
	nearShort   = 0.65
	shortQuote  = 8 // words, up to which nearShort holds
	shortWord   = 3 // letters
)

// altered compares the quotation with a window word by word. The place is Altered
// if the source is nearly this, Partial if a fragment is there, or NotFound.
// Cut says that it may go on in the passages around.
func (q *quotation) altered(w *window) (p Place, cut bool) {
	words := q.wordsOf(w)
	a := align(q.units, words, q.ended)
	if len(a.steps) == 0 {
		return Place{Verdict: NotFound}, false
	}
	m := measure(q.reading.quote, q.units, w.text, words, a.steps)
	verdict := m.verdict(q)
	if verdict == NotFound && m.run >= minSentence && q.holdsSentence(w, words, a.steps) {
		verdict = Partial
	}
	if verdict == NotFound {
		return Place{Verdict: NotFound}, m.cut(a.steps, len(words))
	}
	c := comparison{quote: q.reading.quote, ends: q.reading.ends(), units: q.units, source: w.text, words: words, within: w}
	c.compare(a.steps)
	c.restyle()
	if verdict == Altered && !slices.ContainsFunc(c.diff, func(d Difference) bool { return d.Op != Omit }) {
		if q.reading.whole() && c.idle > 0 {
			return w.place(Normalized, []prose.Span{m.extent(words)}, nil), false
		}
		if q.reading.whole() { // it differs, in what no word shows
			c.add(run{0, len(q.units), m.source[0], m.source[len(m.source)-1] + 1}, prose.Span{End: len(c.quote)}, m.extent(words))
		} else {
			verdict = Partial // all of it is there, but too far apart to be one quotation
		}
	}
	diff, spans := c.diff, m.spans(words)
	if verdict == Altered && !slices.ContainsFunc(diff, func(d Difference) bool { return d.Op != Omit && d.Kind != Style }) {
		verdict, diff = q.houseStyle(w, a, words, &c)
		if verdict.Stands() {
			spans = q.fragmentSpans(a, words)
		}
	}
	p = w.place(verdict, spans, diff)
	p.cost = m.changed
	return p, m.cut(a.steps, len(words))
}

// wordsOf returns the words of a window.
func (q *quotation) wordsOf(w *window) []word {
	if len(w.passages) == 1 {
		if words, ok := q.words[w.rows[0]]; ok {
			return words
		}
	}
	return wordsOf(w.text)
}

// ended reports whether the time for the quotation is over, and lets others have the
// processor.
func (q *quotation) ended() bool {
	runtime.Gosched()
	return q.ctx.Err() != nil
}

// cut reports whether the quotation's start or end is missing where the source
// ends as well.
func (m measurement) cut(steps []step, words int) bool {
	const near = 3 // words from the source's end
	if len(m.source) == 0 {
		return false
	}
	first, last := steps[0], steps[len(steps)-1]
	return first.source != m.source[0] && m.source[0] <= near ||
		last.source != m.source[len(m.source)-1] && m.source[len(m.source)-1] >= words-1-near
}

// A measurement says how much of a quotation an alignment finds.
type measurement struct {
	words   int // of the quotation
	same    int // of them in the source
	changed int // words of all edits, a long run of missing ones counting as few
	hole    int // words of the longest stretch that is mostly not there
	run     int // the most words one after the other that are there
	intact  int // the most words of a fragment between two gaps that is there whole
	source  []int
}

func measure(quote string, units []unit, source string, words []word, steps []step) (m measurement) {
	var there []found // the words of the quotation
	var deleted, replaced, inserted, row, fragment int
	whole := true
	var edit run // the edit under way
	flush := func() {
		if own, theirs := units[edit.q:edit.qEnd], words[edit.s:edit.sEnd]; sameLetters(own, theirs) || sameInStyle(quote, own, source, theirs) {
			m.changed++
			for i := len(there) - inserted - replaced; i < len(there); i++ {
				there[i].is = true
			}
		} else {
			m.changed += replaced + max(inserted, min(deleted, maxDeleted))
		}
		deleted, replaced, inserted = 0, 0, 0
		edit = run{}
	}
	for _, s := range steps {
		isGap := s.unit >= 0 && units[s.unit].gap != nil
		same := !isGap && s.unit >= 0 && s.source >= 0 && units[s.unit].key == words[s.source].key
		switch {
		case isGap:
			flush()
			row, fragment, whole = 0, 0, true
		case same:
			flush()
			row++
			fragment++
			m.source = append(m.source, s.source)
		default:
			row, whole = 0, false
			edit.widen(s)
			if s.unit < 0 {
				deleted++
			} else if s.source < 0 {
				inserted++
			} else {
				replaced++
			}
		}
		if !isGap && s.unit >= 0 {
			key := units[s.unit].key
			there = append(there, found{same, s.source >= 0 && similar(key, words[s.source].key), len(key) <= shortWord})
		}
		if m.run = max(m.run, row); whole {
			m.intact = max(m.intact, fragment)
		}
	}
	flush()
	m.words, m.hole = len(there), hole(there)
	for _, f := range there {
		if f.is {
			m.same++
		}
	}
	return m
}

// found says of a word of the quotation whether it is in the source, or one like
// it in its place.
type found struct{ is, similar, short bool }

// sameLetters reports whether two runs of words have the same letters: "high risk"
// and "high-risk".
func sameLetters(units []unit, words []word) bool {
	var a, b strings.Builder
	for _, u := range units {
		a.WriteString(lettersOf(u.key))
	}
	for _, w := range words {
		b.WriteString(lettersOf(w.key))
	}
	return a.Len() > 0 && a.String() == b.String()
}

// lettersOf leaves the letters and digits of a text.
func lettersOf(text string) string {
	return strings.Map(func(r rune) rune {
		if isWordRune(r) {
			return r
		}
		return -1
	}, text)
}

// widen makes a run reach over a step.
func (r *run) widen(s step) {
	if s.unit >= 0 {
		if r.q == r.qEnd {
			r.q = s.unit
		}
		r.qEnd = s.unit + 1
	}
	if s.source >= 0 {
		if r.s == r.sEnd {
			r.s = s.source
		}
		r.sEnd = s.source + 1
	}
}

// hole returns the length of the stretch in which the words that are not there
// outnumber the others most, so that a few common words which happen to be there
// do not hide that the rest is not; 0 if they nowhere do by minHole. Short words
// that are there do not count.
func hole(there []found) (length int) {
	most := minHole - 1
	for i, from, sum := 0, 0, 0; i < len(there); i++ {
		if sum < 0 {
			from, sum = i, 0
		}
		switch {
		case !there[i].is && !there[i].similar:
			sum++
		case !there[i].short:
			sum--
		}
		if sum > most {
			most, length = sum, i+1-from
		}
	}
	return length
}

// verdict says what the measurement makes of the quotation.
func (m measurement) verdict(q *quotation) Verdict {
	share := nearShare
	if m.words <= shortQuote {
		share = nearShort
	}
	near := m.same >= 2 && float64(m.same) >= share*float64(m.same+m.changed)
	fragment := m.run >= minFragment && m.run*holeShare >= m.words || len(q.reading.fragments) > 1 && m.intact >= 3
	switch {
	case near && (m.hole*holeShare < m.words || !fragment):
		return Altered
	case fragment:
		return Partial
	}
	return NotFound
}

// extent returns the stretch of the source from the first word that the quotation
// has to the last.
func (m measurement) extent(words []word) prose.Span {
	return prose.Span{Start: words[m.source[0]].span.Start, End: words[m.source[len(m.source)-1]].span.End}
}

// spans returns the stretches of the source that the quotation has, as few as can
// be: words that follow each other are one.
func (m measurement) spans(words []word) (spans []prose.Span) {
	for i, s := range m.source {
		if i > 0 && s == m.source[i-1]+1 {
			spans[len(spans)-1].End = words[s].span.End
			continue
		}
		spans = append(spans, words[s].span)
	}
	return spans
}

// minSentence is of how many words a sentence is that makes a quotation Partial by
// itself, however long the rest is.
const minSentence = 5

// holdsSentence reports whether an alignment has a whole sentence of the quotation,
// or of the source, without a difference.
func (q *quotation) holdsSentence(w *window, words []word, steps []step) bool {
	own, theirs := prose.Sentences(q.reading.quote), prose.Sentences(w.text)
	for _, r := range q.sameRuns(words, steps) {
		if r.qEnd-r.q < minSentence {
			continue
		}
		quoted := prose.Span{Start: q.units[r.q].span.Start, End: q.units[r.qEnd-1].span.End}
		source := prose.Span{Start: words[r.s].span.Start, End: words[r.sEnd-1].span.End}
		if hasWhole(own, q.reading.quote, quoted) || hasWhole(theirs, w.text, source) {
			return true
		}
	}
	return false
}

// sameRuns returns the runs of words that are the same.
func (q *quotation) sameRuns(words []word, steps []step) (runs []run) {
	on := false
	for _, s := range steps {
		same := s.unit >= 0 && s.source >= 0 && q.units[s.unit].gap == nil && q.units[s.unit].key == words[s.source].key
		switch {
		case same && on:
			runs[len(runs)-1].widen(s)
		case same:
			runs = append(runs, run{s.unit, s.unit + 1, s.source, s.source + 1})
		}
		on = same
	}
	return runs
}

// hasWhole reports whether a stretch has all words of a sentence that is long
// enough.
func hasWhole(sentences []prose.Span, text string, stretch prose.Span) bool {
	i := sort.Search(len(sentences), func(i int) bool { return sentences[i].End > stretch.Start })
	for ; i < len(sentences) && sentences[i].Start < stretch.End; i++ {
		words := wordsOf(sentences[i].In(text))
		if len(words) < minSentence {
			continue
		}
		first, last := sentences[i].Start+words[0].span.Start, sentences[i].Start+words[len(words)-1].span.End
		if stretch.Start <= first && last <= stretch.End {
			return true
		}
	}
	return false
}
