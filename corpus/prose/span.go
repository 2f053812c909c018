package prose

// A Span is a half-open range of bytes in a text: text[Start:End]. Both ends
// stand on rune boundaries.
type Span struct {
	Start, End int
}

// In returns the part of text that the span covers.
func (s Span) In(text string) string { return text[s.Start:s.End] }

// Len is the length of the span in bytes.
func (s Span) Len() int { return s.End - s.Start }
