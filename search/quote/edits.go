package quote

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/prose"
)

// A comparison turns an alignment into differences as an editor marks them:
// whole words with the marks that differ, neighbours joined.
type comparison struct {
	quote  string
	ends   prose.Span // of quote, without omissions at its start and end
	units  []unit     // of the quotation; their spans are of quote
	source string
	words  []word  // of the source
	within *window // that the source is of
	diff   []Difference
	last   run // of the last edit
	idle   int // marks that differ where one passage ends and another begins
}

// A run is a stretch of both sides: units [q, qEnd) beside words [s, sEnd).
type run struct{ q, qEnd, s, sEnd int }

// compare returns the differences of the two sides as they are aligned.
func (c *comparison) compare(steps []step) {
	if len(steps) == 0 {
		return
	}
	c.start(steps[0])
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
	c.end(steps[len(steps)-1])
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

// omission returns what a gap leaves out.
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

// edit describes a run of steps that are not equal. Where words are only missing or
// only added, and the punctuation around them is another as well ("5%" for "5
// percent"), the word before is part of the edit.
func (c *comparison) edit(at run, steps []step) run {
	r := at
	for _, s := range steps {
		at = at.past(s)
	}
	r.qEnd, r.sEnd = at.q, at.s
	if r.q < r.qEnd && (r.q == 0 || r.qEnd == len(c.units)) {
		r = c.atEdge(r)
		at = run{r.qEnd, r.qEnd, r.sEnd, r.sEnd}
	}
	if one := r.q == r.qEnd || r.s == r.sEnd; one && r.q > 0 && r.s > 0 && c.told(r) && c.otherMarks(r) {
		r.q, r.s = r.q-1, r.s-1
		quoted, source := c.quoteSpan(r), c.sourceSpan(r)
		quoted.End, source.End = c.trimmed(c.quote, quoted.End, c.beforeUnit(r.qEnd)), c.trimmed(c.source, source.End, c.beforeWord(r.sEnd))
		c.add(r, quoted, source)
		return at
	}
	c.add(r, c.quoteSpan(r), c.sourceSpan(r))
	return at
}

// atEdge sets one or two words of the source beside those at an end of the quotation if
// they are its spelling in another house, however they were aligned: "40 per cent" ends
// there, and the source goes on with "percent".
func (c *comparison) atEdge(r run) run {
	for k := 1; k <= 2; k++ {
		there := run{r.q, r.qEnd, r.s, r.s + k}
		if r.q == 0 {
			there.s, there.sEnd = r.sEnd-k, r.sEnd
		}
		if there.s >= 0 && there.sEnd <= len(c.words) && sameInStyle(c.quote, c.units[r.q:r.qEnd], c.source, c.words[there.s:there.sEnd]) {
			return there
		}
	}
	return r
}

// otherMarks reports whether the punctuation in the place of words that one side
// has not is neither that before nor that behind them. Stops, commas and
// quotation marks do not count here.
func (c *comparison) otherMarks(r run) bool {
	unit := func(i int) string { return strongMarks(c.quote, c.behind(i), c.beforeUnit(i)) }
	word := func(i int) string { return strongMarks(c.source, c.behindWord(i), c.beforeWord(i)) }
	if r.q == r.qEnd {
		return !slices.Contains([]string{word(r.s), word(r.sEnd), word(r.s) + word(r.sEnd)}, unit(r.q))
	}
	return !slices.Contains([]string{unit(r.q), unit(r.qEnd), unit(r.q) + unit(r.qEnd)}, word(r.s))
}

func strongMarks(text string, from, to int) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("'.,;:- ", r) {
			return -1
		}
		return r
	}, marksOf(text[from:max(from, to)]))
}

// beforeUnit and beforeWord return where the unit or word i begins, or the text
// ends.
func (c *comparison) beforeUnit(i int) int {
	if i < len(c.units) {
		return c.units[i].span.Start
	}
	return len(c.quote)
}

func (c *comparison) beforeWord(i int) int {
	if i < len(c.words) {
		return c.words[i].span.Start
	}
	return len(c.source)
}

// trimmed returns the end of text[from:to] without the space at its end.
func (c *comparison) trimmed(text string, from, to int) int {
	return from + len(strings.TrimRightFunc(text[from:max(from, to)], unicode.IsSpace))
}

// marks returns the punctuation between two pairs of equal words, if it differs:
// together with the word that it stands at.
func (c *comparison) marks(at run, s step) {
	if at.q == 0 || at.s == 0 || s.unit != at.q || s.source != at.s || !c.told(at) {
		return
	}
	before, behind := run{at.q - 1, at.q, at.s - 1, at.s}, run{at.q, at.q + 1, at.s, at.s + 1}
	quoted, source := c.quoteSpan(before), c.sourceSpan(before)
	nextQuoted, nextSource := c.quoteSpan(behind), c.sourceSpan(behind)
	q, t := c.quote[quoted.End:nextQuoted.Start], c.source[source.End:nextSource.Start]
	switch {
	case sameMarks(q, t):
	case c.within.apart(source.End, nextSource.Start) > 0 && withoutBorder(q) == withoutBorder(t):
		c.idle++
	case leads(q) && leads(t): // “ and $ belong to the word behind them
		nextQuoted.Start -= len(strings.TrimLeftFunc(q, unicode.IsSpace))
		nextSource.Start -= len(strings.TrimLeftFunc(t, unicode.IsSpace))
		c.add(behind, nextQuoted, nextSource)
	default:
		quoted.End = c.trimmed(c.quote, quoted.End, nextQuoted.Start)
		source.End = c.trimmed(c.source, source.End, nextSource.Start)
		c.add(before, quoted, source)
	}
}

// borderMarks may stand between two passages that are quoted on one line, in place of the
// line's end and of each other.
const borderMarks = ".,;:/- "

// withoutBorder returns the other marks between two words.
func withoutBorder(between string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(borderMarks, r) {
			return -1
		}
		return r
	}, marksOf(between))
}

// leads reports whether the marks between two words, if any, stand at the second.
func leads(between string) bool {
	first, _ := utf8.DecodeRuneInString(between)
	return unicode.IsSpace(first)
}

// told reports whether the words before at are a pair of equal ones.
func (c *comparison) told(at run) bool {
	u := c.units[at.q-1]
	return u.gap == nil && u.key == c.words[at.s-1].key
}

// sameMarks reports whether the punctuation between two words is the same in the
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

// start describes what the quotation has before its first word that the source has
// not: "$", a bracket.
func (c *comparison) start(first step) {
	if !c.isEqual(first) {
		return
	}
	r := run{first.unit, first.unit + 1, first.source, first.source + 1}
	quoted, source := c.quoteSpan(r), c.sourceSpan(r)
	key := c.units[first.unit].key
	lead := strings.TrimSuffix(trimLead(marksOf(c.quote[c.ends.Start:quoted.Start])+key), key)
	before := c.source[c.behindWord(first.source):source.Start]
	if lead != "" && !strings.HasSuffix(marksOf(before), lead) {
		quoted.Start = c.ends.Start
		source.Start -= len(before) - strings.LastIndexFunc(before, unicode.IsSpace) - 1
		c.add(r, quoted, source)
	}
}

// end describes what the quotation has behind its last word that the source has
// not: "%", a question mark.
func (c *comparison) end(last step) {
	if !c.isEqual(last) {
		return
	}
	r := run{last.unit, last.unit + 1, last.source, last.source + 1}
	quoted, source := c.quoteSpan(r), c.sourceSpan(r)
	trail := trimTrail(marksOf(c.quote[quoted.End:c.ends.End]))
	behind := c.source[source.End:c.beforeWord(last.source+1)]
	if at := strings.IndexByte(c.quote[quoted.End:c.ends.End], '%'); strings.HasPrefix(trail, "%") && c.percentBehind(last.source) > 0 {
		r.sEnd += c.percentBehind(last.source)
		c.add(r, prose.Span{Start: quoted.Start, End: quoted.End + at + 1}, c.sourceSpan(r))
		return
	}
	if trail != "" && !strings.HasPrefix(marksOf(behind), trail) {
		quoted.End = c.trimmed(c.quote, quoted.End, c.ends.End)
		if at := strings.IndexFunc(behind, unicode.IsSpace); at >= 0 {
			behind = behind[:at]
		}
		source.End += len(behind)
		c.add(r, quoted, source)
	}
}

// percentBehind returns how many words behind one of the source say "percent".
func (c *comparison) percentBehind(i int) int {
	switch {
	case i+1 < len(c.words) && c.words[i+1].key == "percent":
		return 1
	case i+2 < len(c.words) && c.words[i+1].key == "per" && c.words[i+2].key == "cent":
		return 2
	}
	return 0
}

// behind returns where the unit before i ends, and behindWord where the source's
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

// quoteSpan returns the stretch of the quotation for a run; an empty one stands
// behind the word before.
func (c *comparison) quoteSpan(r run) prose.Span {
	if r.q == r.qEnd {
		return prose.Span{Start: c.behind(r.q), End: c.behind(r.q)}
	}
	return prose.Span{Start: c.units[r.q].span.Start, End: c.units[r.qEnd-1].span.End}
}

func (c *comparison) sourceSpan(r run) prose.Span {
	if r.s == r.sEnd {
		return prose.Span{Start: c.behindWord(r.s), End: c.behindWord(r.s)}
	}
	return prose.Span{Start: c.words[r.s].span.Start, End: c.words[r.sEnd-1].span.End}
}

// add adds an edit, or joins it to the last one if it is of the same words.
func (c *comparison) add(r run, quoted, source prose.Span) {
	if n := len(c.diff); n > 0 && c.diff[n-1].Op != Omit && c.diff[n-1].At.End > quoted.Start && c.last.qEnd <= r.qEnd {
		last := c.diff[n-1]
		c.diff = c.diff[:n-1]
		r.q, r.s = c.last.q, c.last.s
		quoted.Start, source.Start = last.At.Start, last.In.Start
		quoted.End, source.End = max(quoted.End, last.At.End), max(source.End, last.In.End)
	}
	c.last = r
	quoted, source = withStop(c.quote, quoted), withStop(c.source, source)
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

// withStop adds the last stop of an abbreviation to a span that ends in one.
func withStop(text string, s prose.Span) prose.Span {
	raw := s.In(text)
	raw = raw[strings.LastIndexFunc(raw, unicode.IsSpace)+1:]
	if strings.Contains(raw, ".") && !strings.HasSuffix(raw, ".") && strings.HasPrefix(text[s.End:], ".") && !strings.ContainsAny(raw, "0123456789") {
		s.End++
	}
	return s
}
