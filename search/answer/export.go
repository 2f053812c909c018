package answer

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"

	"verbatim/corpus"
	"verbatim/corpus/prose"
	"verbatim/search"
	"verbatim/search/cite"
)

// An Export is an answer with what belongs to each of its rows.
type Export struct {
	*search.Export
	Origin  string // the scheme and host that links begin with
	Address string // the absolute address of the question
	Version string // the library's
}

// An ExportLine is a row of an export: a member of JSON, and a column of CSV, each.
type ExportLine struct {
	Country   string   `json:"country"`
	Year      int      `json:"year"`
	Report    string   `json:"report"`
	Tier      string   `json:"tier"`
	Section   string   `json:"section"`
	Kind      string   `json:"kind"`
	Text      string   `json:"text"`
	Matches   []string `json:"matches"`
	Publisher string   `json:"publisher"`
	Passage   string   `json:"passage"`
	Link      string   `json:"link"`
	URL       string   `json:"url"`
	File      string   `json:"file"`
	SHA256    string   `json:"sha256"`
	Query     string   `json:"query"`
	Search    string   `json:"search"`
	Library   string   `json:"library"`
}

func (e *Export) line(r search.Result) ExportLine {
	n := r.Narrative
	matches := []string{}
	for _, s := range r.Spans {
		matches = append(matches, prose.OneLine(s.In(r.Text)))
	}
	return ExportLine{
		n.Country, n.Year, n.Report, n.Tier, r.Section, string(r.Kind), r.Text, matches,
		n.Publisher, r.Passage.ID, e.Origin + search.Link(r.Passage.ID), n.URL, n.Source.Name, n.Source.SHA256,
		e.Asked, e.Address, e.Version,
	}
}

// columns are the head of the table.
var columns = []string{
	"country", "year", "report", "tier", "section", "kind", "text", "matches",
	"publisher", "passage", "link", "url", "file", "sha256", "query", "search", "library",
}

// cells are the columns of a line. A spreadsheet takes none for a formula.
func (l ExportLine) cells() []string {
	cells := []string{
		l.Country, corpus.YearText(l.Year), l.Report, l.Tier, l.Section, l.Kind, l.Text, strings.Join(l.Matches, "; "),
		l.Publisher, l.Passage, l.Link, l.URL, l.File, l.SHA256, l.Query, l.Search, l.Library,
	}
	for i, cell := range cells {
		cells[i] = EscapeFormula(cell)
	}
	return cells
}

// WriteCSV writes a table (RFC 4180) that begins with a byte order mark, by
// which spreadsheets know UTF-8.
func WriteCSV(w io.Writer, e *Export) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(columns); err != nil {
		return err
	}
	for r, err := range e.Results {
		if err != nil {
			return err
		}
		if err := out.Write(e.line(r).cells()); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// EscapeFormula puts an apostrophe before a cell that a spreadsheet would take for a
// formula (OWASP, "CSV Injection").
func EscapeFormula(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(cell)[0]) {
		return "'" + cell
	}
	return cell
}

func WriteJSONLines(w io.Writer, e *Export) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for r, err := range e.Results {
		if err != nil {
			return err
		}
		if err := out.Encode(e.line(r)); err != nil {
			return err
		}
	}
	return nil
}

func WriteBibTeX(w io.Writer, e *Export) error {
	found := "found by the query " + e.Asked + " in library " + e.Version
	for r, err := range e.Results {
		if err != nil {
			return err
		}
		entry := cite.BibTeX(cite.Source{Entry: r.Entry, Link: e.Origin + search.Link(r.Passage.ID), Remark: found})
		if _, err := io.WriteString(w, entry+"\n"); err != nil {
			return err
		}
	}
	return nil
}
