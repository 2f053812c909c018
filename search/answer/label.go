package answer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/corpus/series"
	"verbatim/search"
)

// labels are the words for values whose own names are made for programs.
var labels = map[search.Field]map[string]string{
	search.FieldKind: {
		string(corpus.Paragraph): "Paragraph", string(corpus.Recommendation): "Recommendation",
		string(corpus.Item): "List item", string(corpus.Row): "Table row", string(corpus.Note): "Note",
	},
}

// Label returns a value as a person reads it; a report's own heading as it is.
func Label(f search.Field, value string) string {
	if l, ok := labels[f][value]; ok {
		return l
	}
	switch f {
	case search.FieldSection:
		if title, ok := series.SectionTitle(value); ok {
			return title
		}
	case search.FieldYear:
		return yearLabel(value)
	}
	return value
}

// yearLabel writes a year or a span of years: "2019 to 2021", "2019 and later".
func yearLabel(value string) string {
	from, to, isSpan := strings.Cut(value, "..")
	switch {
	case !isSpan:
		return value
	case to == LastYear:
		return from + " and later"
	case from == FirstYear:
		return to + " and earlier"
	}
	return from + " to " + to
}

// Capital makes the first letter a capital.
func Capital(s string) string {
	r, w := utf8.DecodeRuneInString(s)
	if w == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + s[w:]
}

// The first and the last year that can be asked for: an end left open.
const FirstYear, LastYear = "1000", "9999"
