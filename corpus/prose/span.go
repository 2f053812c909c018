// Package prose has what is known of English text, whatever it is about: spans of it,
// folding (Fold), sentences (Sentences), and words that are broken over lines.
package prose

import "unicode/utf8"

// A Span is a half-open range of bytes in a text: text[Start:End]. Both ends
// stand on rune boundaries.
type Span struct {
	Start, End int
}

// In returns the part of text that the span covers.
func (s Span) In(text string) string { return text[s.Start:s.End] }

// Len is the length of the span in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Boundary returns the last place of a text, at most limit bytes from its start, at
// which a character begins or the text ends.
func Boundary(text string, limit int) int {
	if len(text) <= limit {
		return len(text)
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return limit
}
