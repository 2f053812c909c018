package quote

import (
	"strings"
	"unicode"

	"verbatim/corpus"
)

// A comparison turns an alignment into differences as an editor marks them:
// whole words with the marks that differ, neighbours joined.
type comparison struct {
	quote  string
	units  []unit // of the quotation; their spans are of quote
	source string
	words  []word // of the source
	diff   []Difference
}

// A run is a stretch of both sides: units [q, qEnd) beside words [s, sEnd).
type run struct{ q, qEnd, s, sEnd int }

// differences compares the two sides as they are aligned. first and last are
// the source's words at the ends of what the quotation takes from it; without
// any there is nothing to compare.
func (c *comparison) differences(steps []step) []Difference {
	at := run{0, 0, firstWord(steps), firstWord(steps)} // what has been compared
	for i := 0; i < len(steps); {
		j := i + 1
		switch {
		case c.isGap(steps[i]):
			for j < len(steps) && c.isGap(steps[j]) {
				j++
			}
			at = c.omission(at, steps[i:j])
		case c.isEqual(steps[i]):
			c.marks(at, steps[i])
			at = at.past(steps[i])
		default:
			for j < len(steps) && !c.isGap(steps[j]) && !c.isEqual(steps[j]) {
				j++
			}
			at = c.edit(at, steps[i:j])
		}
		i = j
	}
	c.ends(steps)
	return c.diff
}

func firstWord(steps []step) int {
	for _, s := range steps {
		if s.source >= 0 {
			return s.source
		}
	}
	return 0
}

func (c *comparison) isGap(s step) bool { return s.unit >= 0 && c.units[s.unit].gap != nil }

func (c *comparison) isEqual(s step) bool {
	return !c.isGap(s) && s.unit >= 0 && s.source >= 0 && c.units[s.unit].key == c.words[s.source].key
}

// past is the run that a step extends, emptied behind it.
func (r run) past(s step) run {
	if s.unit >= 0 {
		r.qEnd = s.unit + 1
	}
	if s.source >= 0 {
		r.sEnd = s.source + 1
	}
	return run{r.qEnd, r.qEnd, r.sEnd, r.sEnd}
}

// omission tells what a gap leaves out.
func (c *comparison) omission(at run, steps []step) run {
	g := c.units[steps[0].unit].gap
	d := Difference{Op: Omit, Quoted: g.mark, At: g.at}
	r := at
	for _, s := range steps {
		at = at.past(s)
	}
	d.In = c.sourceSpan(run{s: r.s, sEnd: at.s})
	d.Source = d.In.In(c.source)
	c.diff = append(c.diff, d)
	return at
}

// edit tells a run of steps that are not equal.
func (c *comparison) edit(at run, steps []step) run {
	r := at
	for _, s := range steps {
		at = at.past(s)
	}
	r.qEnd, r.sEnd = at.q, at.s
	c.add(r, c.quoteSpan(r), c.sourceSpan(r))
	return at
}

// marks tells the punctuation between two pairs of equal words, if it differs:
// together with the word that it follows.
func (c *comparison) marks(at run, s step) {
	if at.q == 0 || at.s == 0 || s.unit != at.q || s.source != at.s || !c.told(at) {
		return
	}
	before := run{at.q - 1, at.q, at.s - 1, at.s}
	quoted, source := c.quoteSpan(before), c.sourceSpan(before)
	q := c.quote[quoted.End:c.units[s.unit].span.Start]
	t := c.source[source.End:c.words[s.source].span.Start]
	if sameMarks(q, t) {
		return
	}
	quoted.End += len(strings.TrimRightFunc(q, unicode.IsSpace))
	source.End += len(strings.TrimRightFunc(t, unicode.IsSpace))
	c.add(before, quoted, source)
}

// told says whether the words before at are a pair of equal ones.
func (c *comparison) told(at run) bool {
	u := c.units[at.q-1]
	return u.gap == nil && u.key == c.words[at.s-1].key
}

// sameMarks says whether the punctuation between two words is the same in the
// normal form. The marks of list items do not count.
func sameMarks(a, b string) bool { return marksOf(a) == marksOf(b) }

func marksOf(s string) string {
	if strings.Contains(s, "\n") {
		s = strings.Map(func(r rune) rune {
			if strings.ContainsRune(listMarks, r) {
				return ' '
			}
			return r
		}, s)
	}
	return strings.Trim(normal(s).text, " ")
}

// ends tells what the quotation has before its first word and behind its last
// that the source has not: "%", "$", a question mark.
func (c *comparison) ends(steps []step) {
	if len(steps) == 0 {
		return
	}
	if first := steps[0]; c.isEqual(first) {
		r := run{first.unit, first.unit + 1, first.source, first.source + 1}
		quoted, source := c.quoteSpan(r), c.sourceSpan(r)
		lead := strings.TrimLeft(marksOf(c.quote[c.behind(first.unit):quoted.Start]), "'-•·*▪●◦‣ ")
		before := c.source[c.behindWord(first.source):source.Start]
		if lead != "" && !strings.HasSuffix(marksOf(before), lead) {
			quoted.Start = c.behind(first.unit)
			source.Start -= len(before) - len(strings.TrimLeftFunc(before, unicode.IsSpace))
			c.add(r, quoted, source)
		}
	}
	if last := steps[len(steps)-1]; c.isEqual(last) {
		r := run{last.unit, last.unit + 1, last.source, last.source + 1}
		quoted, source := c.quoteSpan(r), c.sourceSpan(r)
		rest := c.quote[quoted.End:]
		trail := strings.TrimRight(marksOf(rest), "'.,;:- ")
		behind := c.source[source.End:]
		if last.source+1 < len(c.words) {
			behind = c.source[source.End:c.words[last.source+1].span.Start]
		}
		if trail != "" && !strings.HasPrefix(marksOf(behind), trail) {
			quoted.End += len(strings.TrimRightFunc(rest, unicode.IsSpace))
			source.End += len(strings.TrimRightFunc(behind, unicode.IsSpace))
			c.add(r, quoted, source)
		}
	}
}

// behind gives where the unit before i ends, and behindWord where the source's
// word before i does.
func (c *comparison) behind(i int) int {
	if i == 0 {
		return 0
	}
	return c.units[i-1].span.End
}

func (c *comparison) behindWord(i int) int {
	if i == 0 {
		return 0
	}
	return c.words[i-1].span.End
}

// quoteSpan gives the stretch of the quotation for a run; an empty one stands
// behind the word before.
func (c *comparison) quoteSpan(r run) corpus.Span {
	if r.q == r.qEnd {
		return corpus.Span{Start: c.behind(r.q), End: c.behind(r.q)}
	}
	return corpus.Span{Start: c.units[r.q].span.Start, End: c.units[r.qEnd-1].span.End}
}

func (c *comparison) sourceSpan(r run) corpus.Span {
	if r.s == r.sEnd {
		return corpus.Span{Start: c.behindWord(r.s), End: c.behindWord(r.s)}
	}
	return corpus.Span{Start: c.words[r.s].span.Start, End: c.words[r.sEnd-1].span.End}
}

// add adds an edit.
func (c *comparison) add(r run, quoted, source corpus.Span) {
	d := Difference{Op: Replace, Quoted: quoted.In(c.quote), Source: source.In(c.source), At: quoted, In: source}
	switch {
	case r.q == r.qEnd:
		d.Op = Delete
	case r.s == r.sEnd:
		d.Op = Insert
	}
	q, s := excerpt{text: c.quote}, excerpt{c.source, c.words[r.s:r.sEnd]}
	for _, u := range c.units[r.q:r.qEnd] {
		q.words = append(q.words, u.word)
	}
	d.Kind = kindOf(q, s)
	c.diff = append(c.diff, d)
}
