package quote

import (
	"slices"
	"strings"
	"unicode"

	"verbatim/corpus/prose"
	"verbatim/search/quote/meaning"
	"verbatim/search/quote/style"
)

// maxStyled is how many words of an edit are looked at for house style.
const maxStyled = 8

// restyle gives the edits that are a matter of house style their kind, each
// spelling by itself.
func (c *comparison) restyle() {
	var diff []Difference
	for i := 0; i < len(c.diff); i++ {
		pairs, n := c.styled(c.diff[i:i+1]), 1
		if pairs == nil {
			pairs, n = c.styledWithin(i)
		}
		diff = append(diff, pairs...)
		if pairs == nil {
			diff = append(diff, c.diff[i])
		}
		i += n - 1
	}
	c.diff = diff
}

// styled returns the spellings that edits consist of which follow each other, or nil if
// they are another wording.
func (c *comparison) styled(edits []Difference) []Difference {
	at, in := extentOf(edits)
	if len(edits) == 1 && edits[0].Op != Replace {
		return nil
	}
	// "twenty five-year" is not "twenty-five year".
	if source := in.In(c.source); startsWithNumber(source) && endsWithNumber(c.source[:in.Start]) || endsWithNumber(source) && startsWithNumber(c.source[in.End:]) {
		return nil
	}
	return c.spellings(at, in)
}

// extentOf returns the stretches of the quotation and of the source that edits touch.
func extentOf(edits []Difference) (at, in prose.Span) {
	first, last := edits[0], edits[len(edits)-1]
	return prose.Span{Start: first.At.Start, End: last.At.End}, prose.Span{Start: first.In.Start, End: last.In.End}
}

// spellings returns how two stretches differ in spelling, or nil if they differ in more, or
// in nothing.
func (c *comparison) spellings(at, in prose.Span) (diff []Difference) {
	if strings.Count(at.In(c.quote), " ") >= maxStyled {
		return nil
	}
	for _, p := range style.Pairs(at.In(c.quote), in.In(c.source)) {
		if !p.Same {
			at, in := shift(p.A, at.Start), shift(p.B, in.Start)
			diff = append(diff, Difference{Op: Replace, Quoted: at.In(c.quote), Source: in.In(c.source), Kind: Style, At: at, In: in})
		}
	}
	return diff
}

// styledWithin returns the spellings that the edit i, and those right behind it, consist
// of together with the words beside them that belong to the same number: "ten million" for
// "10 million", "40–50%" for "40 to 50 percent". N says how many edits these are; diff is
// nil if they are another wording.
func (c *comparison) styledWithin(i int) (diff []Difference, n int) {
	from, fromSource := 0, 0
	if i > 0 {
		from, fromSource = c.diff[i-1].At.End, c.diff[i-1].In.End
	}
	for n = 1; n <= maxTogether && i+n <= len(c.diff) && c.diff[i+n-1].Op != Omit; n++ {
		at, in := extentOf(c.diff[i : i+n])
		to, toSource := len(c.quote), len(c.source)
		if i+n < len(c.diff) {
			to, toSource = c.diff[i+n].At.Start, c.diff[i+n].In.Start
		}
		if strings.Count(at.In(c.quote), " ") > maxStyled || from > at.Start || fromSource > in.Start || to < at.End || toSource < in.End {
			break
		}
		at.Start, in.Start = at.Start-numberBefore(c.quote[from:at.Start]), in.Start-numberBefore(c.source[fromSource:in.Start])
		at.End, in.End = at.End+numberBehind(c.quote[at.End:to]), in.End+numberBehind(c.source[in.End:toSource])
		if diff = c.spellings(at, in); diff != nil {
			return diff, n
		}
	}
	return nil, 1
}

// maxTogether is how many edits one number makes.
const maxTogether = 3

// ofNumbers are words within numbers, beside figures and number words.
var ofNumbers = map[string]bool{"to": true, "and": true, "a": true, "half": true, "percent": true, "per": true, "cent": true}

// numberBefore returns how many bytes at the end of a text are of a number, and
// numberBehind how many at its start.
func numberBefore(text string) (n int) {
	for range maxTogether {
		head := strings.TrimRight(text[:len(text)-n], " ")
		if strings.HasSuffix(head, "-") || strings.HasSuffix(head, "–") {
			head = strings.TrimRight(head, "-–")
		}
		at := strings.LastIndexFunc(head, func(r rune) bool { return !isWordRune(r) && r != ',' && r != '.' }) + 1
		word := strings.Trim(head[at:], ".,")
		if !isFigure(word) && !ofNumbers[strings.ToLower(word)] || word != head[at:] {
			return n
		}
		n = len(text) - at
	}
	return n
}

func numberBehind(text string) (n int) {
	for range maxTogether {
		rest := strings.TrimLeft(text[n:], " -–")
		at := strings.IndexFunc(rest, func(r rune) bool { return !isWordRune(r) && r != ',' && r != '.' })
		if at < 0 {
			at = len(rest)
		}
		word := strings.TrimRight(rest[:at], ".,")
		if !isFigure(word) && !ofNumbers[strings.ToLower(word)] {
			return n
		}
		n = len(text) - len(rest) + len(word)
		if len(word) < at {
			return n
		}
	}
	return n
}

func endsWithNumber(text string) bool {
	text = strings.TrimRightFunc(text, unicode.IsSpace)
	at := strings.LastIndexFunc(text, func(r rune) bool { return !isWordRune(r) })
	return isFigure(text[at+1:])
}

func startsWithNumber(text string) bool {
	text = strings.TrimLeftFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '-' })
	if at := strings.IndexFunc(text, func(r rune) bool { return !isWordRune(r) }); at >= 0 {
		text = text[:at]
	}
	return isFigure(text)
}

// isFigure reports whether a word may be a part of a number with its neighbor: "the
// first 10" is no number of two words.
func isFigure(word string) bool {
	low := strings.ToLower(word)
	return word != "" && meaning.IsNumber(low) && !meaning.IsOrdinal(low)
}

// sameInStyle reports whether a run of the quotation's words and one of the source's
// are the same in other spellings.
func sameInStyle(quote string, units []unit, source string, words []word) bool {
	if len(units) == 0 || len(words) == 0 || len(units) > maxStyled || len(words) > maxStyled {
		return false
	}
	a := prose.Span{Start: units[0].span.Start, End: units[len(units)-1].span.End}
	b := prose.Span{Start: words[0].span.Start, End: words[len(words)-1].span.End}
	return style.Pairs(a.In(quote), b.In(source)) != nil
}

// houseStyle makes the verdict of a place whose edits are all a matter of style:
// HouseStyle, or Elided if what the author left out or put in is so marked, or
// Partial if its parts stand too far apart to be one quotation.
func (q *quotation) houseStyle(w *window, a alignment, words []word, c *comparison) (Verdict, []Difference) {
	r := q.reading
	if len(r.fragments) == 1 && !r.gaps[0].is() && !r.gaps[1].is() {
		return HouseStyle, c.diff
	}
	spans := q.fragmentSpans(a, words)
	if len(spans) != len(r.fragments) {
		return Partial, c.diff
	}
	for i := 1; i < len(spans); i++ {
		if !w.spans(spans[i-1].End, spans[i].Start, r.gaps[i]) {
			return Partial, c.diff
		}
	}
	diff := slices.DeleteFunc(slices.Clone(c.diff), func(d Difference) bool { return d.Op == Omit })
	diff = append(diff, w.elisions(r, spans)...)
	slices.SortStableFunc(diff, func(a, b Difference) int { return a.At.Start - b.At.Start })
	return Elided, diff
}

// fragmentSpans returns where the fragments stand in an alignment.
func (q *quotation) fragmentSpans(a alignment, words []word) (spans []prose.Span) {
	gap := true
	for _, s := range a.steps {
		if s.unit < 0 || s.source < 0 && q.units[s.unit].gap == nil {
			continue
		}
		if q.units[s.unit].gap != nil {
			gap = true
			continue
		}
		if gap {
			spans = append(spans, words[s.source].span)
			gap = false
		}
		spans[len(spans)-1].End = words[s.source].span.End
	}
	return spans
}
