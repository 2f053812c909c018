// Package corpus holds what was written and where: narratives and their passages, and the
// names of countries. Every word that a person is shown is sliced from a Narrative's Text.
// The packages below it read files (start at importing.Files), keep what they say
// (library), and know the text itself (prose) and the series of reports (series).
package corpus

import (
	"strconv"
	"strings"
	"time"

	"verbatim/corpus/prose"
)

// A Kind says what sort of passage a passage is.
type Kind string

// The kinds of passages.
const (
	Paragraph      Kind = "paragraph"
	Recommendation Kind = "recommendation"
	Item           Kind = "item"
	Row            Kind = "row"
	Note           Kind = "note"    // a footnote or endnote
	Heading        Kind = "heading" // it is text, and no search that does not ask for it finds it
)

// A Narrative is one report's text about one country and year.
type Narrative struct {
	ID          string // made of report, year and country: trafficking-in-persons-2023-north-korea
	Report      string
	Publisher   string
	Title       string
	Country     string // the short English name (see CountryName), or the name as given; empty if it is about none
	CountryCode string // ISO 3166-1 alpha-2, or empty
	Year        int    // 0 if it is not known
	Symbol      string // of the document, such as A/HRC/28/15, or empty
	Tier        string // "Tier 2 Watch List", another report's rating, or empty
	Language    string // BCP 47
	URL         string
	Text        string
	Passages    []Passage // in the order of the text; their spans do not overlap
	Repairs     []string  // what the reader mended in the text, in words
	Source      Source
	Known       map[string]Known // where what is said of it is from, by the names of metadata: report, year, country …
	LeftOut     []LeftOut        // what of its file is not in Text; a library gives it only when asked
}

// Known is where a value is from that is said of a narrative.
type Known struct {
	Value string `json:"value"`
	From  string `json:"from"` // in words: “Distr.: General 24 March 2025”, page 1
}

// LeftOut is text of a file that is in no narrative, and why.
type LeftOut struct {
	Why   string // in a few words: "page heads"
	Words int
	Text  string
	Page  int // of the file, from 1; 0 where there are no pages
}

// A Source is the file that a narrative came from.
type Source struct {
	Name     string // the file's name; for one in an imported folder the way from there
	SHA256   string // of the file, in hexadecimal
	Imported time.Time
}

// A Passage is the unit that is found: a paragraph, one recommendation, one
// list item, a table row or a heading. It is a span of its narrative's text.
type Passage struct {
	ID      string // the narrative's ID and a short hash of the folded text
	Span    prose.Span
	Section string // the nearest heading, or a name for it; of a heading the section that it begins
	Under   string // the headings around the section, the outermost first, one a line; or empty
	Number  string // as printed before it, without stops or brackets: 115.12, a; or empty
	Kind    Kind
	RunIn   int // bytes of its text that are a heading which begins it: "Child Abuse:"; or 0
	Page    int // of the file that it begins on, from 1; 0 where there are no pages
}

// Path returns the headings that the passage stands under, the outermost first, its
// section last.
func (p Passage) Path() []string {
	var path []string
	if p.Under != "" {
		path = strings.Split(p.Under, "\n")
	}
	if p.Section != "" {
		path = append(path, p.Section)
	}
	return path
}

// YearText is a year as people read it; empty if it is not known.
func YearText(year int) string {
	if year == 0 {
		return ""
	}
	return strconv.Itoa(year)
}

// Place says in short which narrative it is: "Kenya, 2019", without what is not known.
func (n *Narrative) Place() string {
	if n.Country == "" || n.Year == 0 {
		return n.Country + YearText(n.Year)
	}
	return n.Country + ", " + YearText(n.Year)
}
