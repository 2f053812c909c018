package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Blocks returns the spans of the blocks of text[within], trimmed of white space. A block
// is a stretch of text between blank lines.
func Blocks(text string, within Span) []Span {
	var found []Span
	start, end := -1, 0
	for line := range Lines(text, within) {
		trimmed := Trim(text, line)
		if trimmed.Len() > 0 {
			if start < 0 {
				start = trimmed.Start
			}
			end = trimmed.End
			continue
		}
		if start >= 0 {
			found = append(found, Span{start, end})
			start = -1
		}
	}
	if start >= 0 {
		found = append(found, Span{start, end})
	}
	return found
}

// Lines yields the spans of the lines of text[within], without their ends.
func Lines(text string, within Span) func(func(Span) bool) {
	return func(yield func(Span) bool) {
		for at := within.Start; at < within.End; {
			next := within.End
			if i := strings.IndexByte(text[at:within.End], '\n'); i >= 0 {
				next = at + i
			}
			if !yield(Span{at, next}) {
				return
			}
			at = next + 1
		}
	}
}

// Trim takes the white space off both ends of a span.
func Trim(text string, s Span) Span {
	for s.Start < s.End {
		r, w := utf8.DecodeRuneInString(text[s.Start:s.End])
		if !unicode.IsSpace(r) {
			break
		}
		s.Start += w
	}
	for s.Start < s.End {
		r, w := utf8.DecodeLastRuneInString(text[s.Start:s.End])
		if !unicode.IsSpace(r) {
			break
		}
		s.End -= w
	}
	return s
}

// OneLine returns a text with one space where it has several, or a line's end,
// and none at its ends.
func OneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
