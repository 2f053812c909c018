// Package corpus holds what was written and where: narratives, their passages
// and sentences, the readers that import them, and the library that keeps them
// on disk. It is the truth of the engine: every word that a person is shown is
// sliced from a Narrative's Text.
package corpus

import (
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
	Note           Kind = "note" // a footnote or endnote
)

// A Narrative is one report's text about one country and year.
type Narrative struct {
	ID          string // made of report, year and country: trafficking-in-persons-2023-north-korea
	Report      string
	Publisher   string
	Title       string
	Country     string // the short English name (see CountryName), or the name as given
	CountryCode string // ISO 3166-1 alpha-2, or empty
	Year        int
	Tier        string // "Tier 2 Watch List", another report's rating, or empty
	Language    string // BCP 47
	URL         string
	Text        string
	Passages    []Passage // in the order of the text; their spans do not overlap
	Repairs     []string  // what the reader mended in the text, in words
	Source      Source
}

// A Source is the file that a narrative came from.
type Source struct {
	Name     string // the file's name; for one in an imported folder the way from there
	SHA256   string // of the file, in hexadecimal
	Imported time.Time
}

// A Passage is the unit that is found: a paragraph, one recommendation, one
// list item or a table row. It is a span of its narrative's text.
type Passage struct {
	ID      string // the narrative's ID and a short hash of the folded text
	Span    prose.Span
	Section string
	Kind    Kind
	RunIn   int // bytes of its text that are a heading which begins it: "Child Abuse:"; or 0
	Page    int // of the file that it begins on, from 1; 0 where there are no pages
}
