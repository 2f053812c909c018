package ui

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/search"
)

// A piece is a stretch of text, marked or not.
type piece struct {
	Text   string
	Marked bool
}

// cut cuts a text at its spans.
func cut(text string, spans []corpus.Span) []piece {
	var pieces []piece
	at := 0
	for _, s := range spans {
		if at < s.Start {
			pieces = append(pieces, piece{Text: text[at:s.Start]})
		}
		pieces = append(pieces, piece{s.In(text), true})
		at = s.End
	}
	if at < len(text) {
		pieces = append(pieces, piece{Text: text[at:]})
	}
	return pieces
}

// pointAt cuts a question so that the word or sign at a position, in code
// points, is marked. At the end, where something is missing, there is nothing
// to mark but a space.
func pointAt(question string, position int) []piece {
	runes := []rune(strings.ToValidUTF8(question, "\ufffd"))
	position = min(position, len(runes))
	end := position
	for end < len(runes) && !unicode.IsSpace(runes[end]) && !strings.ContainsRune(`()"“”`, runes[end]) {
		end++
	}
	if end == position {
		end = min(end+1, len(runes))
	}
	place := string(runes[position:end])
	if strings.TrimSpace(place) == "" {
		place = "\u00a0"
	}
	return []piece{{Text: string(runes[:position])}, {place, true}, {Text: string(runes[end:])}}
}

// labels are the words for values whose own names are made for programs.
var labels = map[search.Field]map[string]string{
	search.FieldKind: {
		string(corpus.Paragraph): "Paragraph", string(corpus.Recommendation): "Recommendation",
		string(corpus.Item): "List item", string(corpus.Row): "Table row",
	},
	search.FieldSection: {
		corpus.Overview: "Overview", corpus.Recommendations: "Recommendations", corpus.Prosecution: "Prosecution",
		corpus.Protection: "Protection", corpus.Prevention: "Prevention", corpus.Profile: "Trafficking profile",
	},
}

// label gives a value as a person reads it; a report's own heading as it is.
func label(f search.Field, value string) string {
	if l, ok := labels[f][value]; ok {
		return l
	}
	return value
}

// capital makes the first letter a capital.
func capital(s string) string {
	r, w := utf8.DecodeRuneInString(s)
	if w == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + s[w:]
}

// number writes a number with a comma between thousands.
func number(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// count writes how many things there are.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(n) + " " + many
}

// points writes a part of a score.
func points(score float64) string { return strconv.FormatFloat(score, 'f', 1, 64) }

var endOfCopy = regexp.MustCompile(`-([1-9]\d{0,3})$`)

// copyNumber tells narratives of the same report, country and year apart: it
// is the number that the identifiers of all but the first end with.
func copyNumber(n *corpus.Narrative) string {
	m := endOfCopy.FindStringSubmatch(n.ID)
	if m == nil || strings.HasSuffix(n.Country, m[1]) {
		return ""
	}
	return m[1]
}
