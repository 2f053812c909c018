package ui

import (
	"html/template"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/search"
)

// A piece is a stretch of text, marked or not.
type piece struct {
	Text   string
	Marked bool
	Anchor string // its name on the page; empty where nothing leads to it
}

// cut cuts a text at its spans.
func cut(text string, spans []corpus.Span) []piece {
	var pieces []piece
	at := 0
	for _, s := range spans {
		if at < s.Start {
			pieces = append(pieces, piece{Text: text[at:s.Start]})
		}
		pieces = append(pieces, piece{Text: s.In(text), Marked: true})
		at = s.End
	}
	if at < len(text) {
		pieces = append(pieces, piece{Text: text[at:]})
	}
	return pieces
}

// marked writes pieces as HTML: a template would take ten times as long, and a
// narrative has thousands.
func marked(pieces []piece) template.HTML {
	var b strings.Builder
	for _, p := range pieces {
		switch {
		case !p.Marked:
			b.WriteString(template.HTMLEscapeString(p.Text))
			continue
		case p.Anchor != "":
			b.WriteString(`<mark id="` + p.Anchor + `" tabindex="-1">`)
		default:
			b.WriteString("<mark>")
		}
		b.WriteString(template.HTMLEscapeString(p.Text))
		b.WriteString("</mark>")
	}
	return template.HTML(b.String())
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
	return []piece{{Text: string(runes[:position])}, {Text: place, Marked: true}, {Text: string(runes[end:])}}
}

// labels are the words for values whose own names are made for programs.
var labels = map[search.Field]map[string]string{
	search.FieldKind: {
		string(corpus.Paragraph): "Paragraph", string(corpus.Recommendation): "Recommendation",
		string(corpus.Item): "List item", string(corpus.Row): "Table row", string(corpus.Note): "Note",
	},
	search.FieldSection: {
		corpus.Overview: "Overview", corpus.Recommendations: "Recommendations", corpus.Prosecution: "Prosecution",
		corpus.Protection: "Protection", corpus.Prevention: "Prevention", corpus.Profile: "Trafficking profile",
	},
}

// units is the length of a text as scripts count it.
func units(text string) int { return len(utf16.Encode([]rune(text))) }

// oneLine writes a text with one space where there are several, or a line's
// end.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// foreign gives the language of a text where it is not the page's own.
func foreign(language string) string {
	if language == "en" || strings.HasPrefix(language, "en-") {
		return ""
	}
	return language
}

// label gives a value as a person reads it; a report's own heading as it is.
func label(f search.Field, value string) string {
	if l, ok := labels[f][value]; ok {
		return l
	}
	if f == search.FieldYear {
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
	case to == lastYear:
		return from + " and later"
	case from == firstYear:
		return to + " and earlier"
	}
	return from + " to " + to
}

// capital makes the first letter a capital.
func capital(s string) string {
	r, w := utf8.DecodeRuneInString(s)
	if w == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + s[w:]
}

// date writes a day.
func date(t time.Time) string { return t.Format("2 January 2006") }

// beginning gives the first words of a text, to know it by.
func beginning(text string) string {
	const few = 12
	words := strings.Fields(text)
	if len(words) <= few {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:few], " ") + " …"
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
