package cite

import (
	"encoding/json"
	"strings"

	"verbatim/corpus"
	"verbatim/corpus/prose"
)

// BibTeX writes an entry of a .bib file, in UTF-8. Its key is the passage's
// identifier.
func BibTeX(s Source) string {
	n := s.Narrative
	var b strings.Builder
	b.WriteString("@incollection{" + s.ID + ",\n")
	field := func(name, value string) {
		if value != "" {
			b.WriteString("  " + name + " = {" + value + "},\n")
		}
	}
	field("author", after("{", texEscape(n.Publisher), "}")) // braces keep a name of several words whole
	field("title", "{"+texEscape(n.Country)+"}")             // and capitals as they are
	field("booktitle", texEscape(n.Report))
	field("publisher", texEscape(n.Publisher))
	field("year", corpus.YearText(n.Year))
	field("pages", page(s))
	field("url", texURL(n.URL))
	field("language", texEscape(n.Language))
	field("keywords", texEscape(n.Country))
	field("note", texEscape(note(s)))
	b.WriteString("}\n")
	return b.String()
}

// texEscapes are the characters that TeX reads as commands.
var texEscapes = strings.NewReplacer(
	`\`, `\textbackslash{}`, `{`, `\{`, `}`, `\}`, `$`, `\$`, `&`, `\&`, `#`, `\#`, `%`, `\%`,
	`_`, `\_`, `~`, `\textasciitilde{}`, `^`, `\textasciicircum{}`)

func texEscape(text string) string { return texEscapes.Replace(prose.OneLine(text)) }

// texURL keeps an address as it is, but for what would end the field.
func texURL(address string) string {
	return strings.NewReplacer("{", "%7B", "}", "%7D", `\`, "%5C", " ", "%20", "\r", "%0D", "\n", "%0A", "\t", "%09").Replace(address)
}

// RIS writes a record of a .ris file: two capitals, two spaces, a hyphen and a
// space before each value, and lines that end with CR LF (Research Information
// Systems, "RIS Format Specifications", 2011).
func RIS(s Source) string {
	n := s.Narrative
	var b strings.Builder
	tag := func(name, value string) {
		if value != "" {
			b.WriteString(name + "  - " + prose.OneLine(value) + "\r\n")
		}
	}
	tag("TY", "CHAP")
	tag("ID", s.ID)
	tag("AU", strings.ReplaceAll(n.Publisher, ",", "")) // a comma would part a family name from a given one
	tag("TI", n.Country)
	tag("T2", n.Report)
	tag("PB", n.Publisher)
	tag("PY", corpus.YearText(n.Year))
	tag("SP", page(s))
	tag("UR", n.URL)
	tag("LA", n.Language)
	tag("KW", n.Country)
	tag("N1", note(s))
	b.WriteString("ER  - \r\n")
	return b.String()
}

// A csl is an item of CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html),
// which Zotero and pandoc read.
type csl struct {
	ID        string              `json:"id"`
	Type      string              `json:"type"`
	Title     string              `json:"title"`
	Container string              `json:"container-title"`
	Author    []map[string]string `json:"author,omitempty"`
	Publisher string              `json:"publisher,omitempty"`
	Issued    map[string][][]int  `json:"issued"`
	Page      string              `json:"page,omitempty"`
	Section   string              `json:"section,omitempty"`
	Language  string              `json:"language,omitempty"`
	URL       string              `json:"URL,omitempty"`
	Keyword   string              `json:"keyword"`
	Note      string              `json:"note"`
}

// CSL writes the passage as CSL-JSON: a list of one item.
func CSL(s Source) ([]byte, error) {
	n := s.Narrative
	item := csl{
		ID: s.ID, Type: "chapter", Title: n.Country, Container: n.Report, Publisher: n.Publisher,
		Issued: map[string][][]int{"date-parts": {{n.Year}}}, Page: page(s), Section: s.Section,
		Language: n.Language, URL: n.URL, Keyword: n.Country, Note: note(s),
	}
	if n.Publisher != "" {
		item.Author = []map[string]string{{"literal": n.Publisher}}
	}
	return indented([]csl{item})
}

func indented(v any) ([]byte, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return []byte(b.String()), err
}

// note is the passage itself, with its place, its address here, and the remark.
func note(s Source) string {
	parts := []string{"“" + prose.OneLine(s.Text) + "”"}
	for _, p := range []string{section(s), s.Link, s.Remark} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "; ")
}
