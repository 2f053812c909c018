// Package cite writes what leads others to a passage: citations, records for
// reference managers, and selectors that find its words on a page of the web.
//
// A narrative is cited as a chapter: its title is the country's name, and the
// report is the volume that it stands in.
package cite

import (
	"cmp"
	"strconv"
	"strings"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/corpus/series"
)

// A Source is a passage that is cited.
type Source struct {
	library.Entry
	Link   string // the absolute address under which this program shows it; may be empty
	Remark string // what else a record's note says; may be empty
}

// A Style is a way to write a citation as text.
type Style struct {
	Name  string // for addresses: "chicago"
	Title string // for people: "Chicago"
	Write func(Source) string
}

// Styles are those that there are.
var Styles = []Style{
	{"chicago", "Chicago", Chicago},
	{"apa", "APA", APA},
	{"plain", "Plain", Plain},
}

// Chicago writes a note as The Chicago Manual of Style has it (17th edition,
// 14.106 and 14.110: chapters), with the organization as author.
func Chicago(s Source) string {
	n := s.Narrative
	place := section(s)
	stop := after(", ", n.URL) + "."
	if quoted, ok := strings.CutSuffix(place, "”"); ok { // a comma or stop stands within the quotation marks
		place, stop = quoted+stop[:1]+"”", stop[1:]
	}
	of := sentence(n.Publisher, n.Report)
	if n.Country != "" {
		of = sentence(n.Publisher, "“"+n.Country+",”") + " in " + n.Report
	}
	return prose.OneLine(of + " (" + year(n) + ")" + after(", ", n.Symbol) + after(", ", page(s)) + after(", ", paragraph(s)) + after(", ", place) + stop)
}

// APA writes a reference as the Publication Manual of the American
// Psychological Association has it (7th edition, 10.3: chapters).
func APA(s Source) string {
	n := s.Narrative
	date, title, report := "("+year(n)+").", n.Country+".", " In "+strings.TrimSuffix(n.Report, ".")
	if n.Country == "" {
		title, report = strings.TrimSuffix(n.Report, "."), ""
	}
	within := after(" (", sentence(n.Symbol, after("p. ", page(s)), paragraph(s)), ")") + "."
	if n.Publisher == "" && report == "" { // the title stands where the author would
		return prose.OneLine(full(title) + " " + date + after(" ", strings.TrimPrefix(within, ".")) + after(" ", n.URL))
	}
	if n.Publisher == "" {
		return prose.OneLine(title + " " + date + report + within + after(" ", n.URL))
	}
	return prose.OneLine(full(n.Publisher) + " " + date + " " + title + report + within + after(" ", n.URL))
}

// Plain says in words where the passage stands.
func Plain(s Source) string {
	n := s.Narrative
	return prose.OneLine(sentence(n.Report, corpus.YearText(n.Year), n.Country, n.Symbol) + after(", page ", page(s)) + after(", ", paragraph(s)) + after(", ", section(s)) +
		after(" (", n.Publisher, ")") + after(", ", n.URL))
}

// Quoted writes the passage's text in quotation marks and the citation under
// it. Quotation marks within are left as they are.
func Quoted(s Source, write func(Source) string) string {
	return "“" + prose.OneLine(s.Text) + "”\n" + write(s)
}

// page is the page of the file that the passage begins on; empty where there
// are none.
func page(s Source) string {
	if s.Page == 0 {
		return ""
	}
	return strconv.Itoa(s.Page)
}

// paragraph is the printed number of the passage; empty where it has none.
func paragraph(s Source) string { return after("para. ", s.Number) }

// year is that of a narrative, or that there is none.
func year(n *corpus.Narrative) string { return cmp.Or(corpus.YearText(n.Year), "n.d.") }

// section names the section of a passage for a citation; empty where it has none.
func section(s Source) string {
	if s.Section == "" {
		return ""
	}
	if title, ok := series.SectionTitle(s.Section); ok {
		return "section on " + strings.ToLower(title)
	}
	return "section “" + s.Section + "”"
}

// sentence joins the parts that are there with commas.
func sentence(parts ...string) string {
	var there []string
	for _, p := range parts {
		if p != "" {
			there = append(there, p)
		}
	}
	return strings.Join(there, ", ")
}

// after puts something before, and after, what is there.
func after(before, text string, behind ...string) string {
	if text == "" {
		return ""
	}
	return before + text + strings.Join(behind, "")
}

// full ends a text with a full stop.
func full(text string) string { return strings.TrimSuffix(text, ".") + "." }
