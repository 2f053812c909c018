package ui

import (
	"cmp"
	"html/template"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/search/answer"
)

// marked writes pieces as HTML: a template would take ten times as long, and a
// narrative has thousands.
func marked(pieces []answer.Piece) template.HTML {
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

// Tick writes a choice as HTML: a page has hundreds, and they are most of it.
func (c choice) Tick() template.HTML {
	var b strings.Builder
	c.write(&b)
	return template.HTML(b.String())
}

// values writes choices as the items of a list.
func values(list []choice) template.HTML {
	var b strings.Builder
	for _, c := range list {
		b.WriteString("<li>")
		c.write(&b)
		b.WriteString("</li>\n")
	}
	return template.HTML(b.String())
}

func (c choice) write(b *strings.Builder) {
	b.WriteString("<label")
	if c.Title != "" {
		b.WriteString(` title="` + template.HTMLEscapeString(c.Title) + `"`)
	}
	b.WriteString(`><input type="checkbox" name="` + c.Name + `" form="ask" value="` + template.HTMLEscapeString(c.Value) + `"`)
	if c.Selected {
		b.WriteString(" checked")
	}
	b.WriteString("> <span>" + template.HTMLEscapeString(c.Label) + `</span> <span class="count">` + answer.Number(c.Count) + "</span></label>")
}

// pointAt cuts a question so that the word or sign at a position, in code
// points, is marked. At the end, where something is missing, there is nothing
// to mark but a space.
func pointAt(question string, position int) []answer.Piece {
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
	return []answer.Piece{{Text: string(runes[:position])}, {Text: place, Marked: true}, {Text: string(runes[end:])}}
}

// units is the length of a text as scripts count it.
func units(text string) int { return len(utf16.Encode([]rune(text))) }

// foreign returns the language of a text where it is not the page's own.
func foreign(language string) string {
	if language == "en" || strings.HasPrefix(language, "en-") {
		return ""
	}
	return language
}

// What the names of most reports begin and end with tells none from another.
var (
	ofReports   = regexp.MustCompile(`^(?i)(?:(?:the|annual|country|global|world|special)\s+)*(?:reports?|findings|survey)\s+(?:on|of)\s+(?:the\s+)?`)
	reportsLast = regexp.MustCompile(`(?i)\s+(?:annual\s+)?reports?$`)
)

// longReport is from how many letters on the name of a report is shortened.
const longReport = 24

// shortReport returns a report's name for where there is little room: what tells it from
// others. Its whole name stands in a title beside it.
func shortReport(report string) string {
	if utf8.RuneCountInString(report) < longReport {
		return report
	}
	short := reportsLast.ReplaceAllString(ofReports.ReplaceAllString(report, ""), "")
	if short == "" {
		return report
	}
	return answer.Capital(short)
}

// date writes a day.
func date(t time.Time) string { return t.Format("2 January 2006") }

// yearName is a year where a name is needed, as in a list of links.
func yearName(year int) string { return cmp.Or(corpus.YearText(year), "No year") }

// placeName is the country and year of a narrative in a list of links.
func placeName(n *corpus.Narrative) string {
	named := corpus.Narrative{Country: cmp.Or(n.Country, "No country"), Year: n.Year}
	return named.Place()
}

// points writes a part of a score.
func points(score float64) string { return strconv.FormatFloat(score, 'f', 1, 64) }

var endOfCopy = regexp.MustCompile(`-([1-9]\d{0,3})$`)

// copyNumber distinguishes narratives of the same report, country and year: it
// is the number that the identifiers of all but the first end with.
func copyNumber(n *corpus.Narrative) string {
	m := endOfCopy.FindStringSubmatch(n.ID)
	if m == nil || strings.HasSuffix(n.Country, m[1]) {
		return ""
	}
	return m[1]
}
