package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"

	"verbatim/corpus/prose"
)

// nextWord returns the next word of a text from at on, and whether it is plain: of
// ASCII letters and digits alone. The span is empty behind the last one. Words
// begin and end where UAX #29 has them: at must be the end of one, or 0.
//
// Most of a text is plain words and single marks between them, whose ends are
// seen at a glance; the library is asked for each segment where it takes more.
// It looks at nothing before the segment, so that it can begin anywhere.
func nextWord(text string, at int) (span prose.Span, plain bool) {
	for at < len(text) {
		end := at
		for end < len(text) && classes[text[end]] == alphanumeric {
			end++
		}
		if end > at {
			if breaks(text, end) {
				return prose.Span{Start: at, End: end}, true
			}
		} else if next := gap(text, at); next > at {
			at = next
			continue
		}
		end = at + nextBreak(text[at:])
		if wordLike(text[at:end]) {
			return prose.Span{Start: at, End: end}, false
		}
		at = end
	}
	return prose.Span{Start: at, End: at}, false
}

// breaks reports whether a word of plain letters and digits surely ends at end.
func breaks(text string, end int) bool {
	if end == len(text) {
		return true
	}
	switch classes[text[end]] {
	case separator:
		return true
	case joining: // it needs a letter or digit behind it
		return end+1 == len(text) || classes[text[end+1]] != alphanumeric && text[end+1] < utf8.RuneSelf
	}
	return false
}

// gap returns the end of the segment that begins at at if it is surely no word, and
// else at: it is a mark, or a run of spaces, and nothing beyond ASCII follows.
func gap(text string, at int) (end int) {
	if c := classes[text[at]]; c != separator && c != joining {
		return at
	}
	end = at + 1
	for text[at] == ' ' && end < len(text) && text[end] == ' ' {
		end++
	}
	if end < len(text) && text[end] >= utf8.RuneSelf {
		return at
	}
	return end
}

// nextBreak returns the length of the first segment of a text that is not empty.
func nextBreak(text string) int {
	segments := words.FromString(text)
	segments.Next()
	return segments.End()
}

// A class is how a byte behaves between words.
type class uint8

const (
	other        class = iota // of a character beyond ASCII, or _, which joins all
	alphanumeric              // ASCII letters and digits
	joining                   // ASCII marks that join letters or digits on both sides
	separator                 // what else ASCII has
)

var classes = func() (classes [256]class) {
	for c := range byte(utf8.RuneSelf) {
		switch {
		case 'a' <= lower(c) && lower(c) <= 'z', '0' <= c && c <= '9':
			classes[c] = alphanumeric
		case strings.IndexByte("'.:,;", c) >= 0:
			classes[c] = joining
		case c != '_':
			classes[c] = separator
		}
	}
	return classes
}()

// wordLike distinguishes words from spaces and marks. Most segments are recognized by their
// first byte.
func wordLike(raw string) bool {
	return classes[raw[0]] == alphanumeric ||
		strings.ContainsFunc(raw, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}
