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
	for _, d := range c.diff {
		pairs := c.styled(d)
		if pairs == nil {
			diff = append(diff, d)
			continue
		}
		for _, p := range pairs {
			if !p.Same {
				at, in := shift(p.A, d.At.Start), shift(p.B, d.In.Start)
				diff = append(diff, Difference{Op: Replace, Quoted: at.In(c.quote), Source: in.In(c.source), Kind: Style, At: at, In: in})
			}
		}
	}
	c.diff = diff
}

// styled returns the spellings that an edit consists of, or nil if it is another
// wording.
func (c *comparison) styled(d Difference) []style.Pair {
	if d.Op != Replace || strings.Count(d.Quoted, " ") >= maxStyled {
		return nil
	}
	pairs := style.Pairs(d.Quoted, d.Source)
	if !slices.ContainsFunc(pairs, func(p style.Pair) bool { return !p.Same }) {
		return nil // marks differ that no spelling explains
	}
	// "twenty five-year" is not "twenty-five year".
	if startsWithNumber(d.Source) && endsWithNumber(c.source[:d.In.Start]) || endsWithNumber(d.Source) && startsWithNumber(c.source[d.In.End:]) {
		return nil
	}
	return pairs
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
