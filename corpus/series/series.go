// Package series knows the series of reports that verbatim reads best: what they
// are called, who publishes them, how they head a narrative, what their sections
// are called and how these are cited. All that is special about a series is in one
// file here; the rest of the program asks. Start with Series.
package series

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// A Series is a report that is published again and again. What it does not say of
// itself is nil or empty.
type Series struct {
	Name      string
	Publisher string

	// Names matches what the series goes by, in folded text with spaces for
	// hyphens.
	Names *regexp.Regexp

	// Others matches, in a line of a title page, a publisher who has reports of such a
	// name too; nil if nobody does.
	Others *regexp.Regexp

	// Tiers are the ratings that it gives, as it writes them.
	Tiers []string

	// Header reads the line above a narrative, such as "KENYA: TIER 2". Rating
	// reads a line that holds the rating alone.
	Header func(line string) (Header, bool)
	Rating func(line string) (tier string, ok bool)

	// Opening reads one of the first paragraphs of a narrative.
	Opening func(paragraph string) (Opening, bool)

	// Source matches a line that says where a text is from, and is no part of it.
	Source *regexp.Regexp

	// ByCountry says that each of its narratives is about one country: a name that
	// is no country's is never taken for one.
	ByCountry bool

	// Tidy takes what is around the narratives of a document of the series, and in
	// between, out of its blocks, and makes each header one block.
	Tidy func(d *document.Document)

	// Heads reports whether the blocks of a document have a header of the series that
	// is broken over several of them.
	Heads func(blocks []document.Block) bool

	// Sections are its fixed sections; nil if each narrative has its own.
	Sections *Sections
}

// A Header is the line above a narrative.
type Header struct {
	Name    string // of the country, as written, or in English
	Tier    string
	Unrated bool   // it says that the country has no tier
	Year    int    // of the edition, where the line says so; or 0
	Bare    bool   // nothing else stands in the line, or only where the text is from
	Sourced bool   // it says in full where the text is from
	Rest    string // of the line: text that follows
}

// An Opening is what a first paragraph says of its narrative. What it does not
// say is empty.
type Opening struct {
	Country string // as written
	Year    int
	Tier    string
	Said    string // the words that give the tier, where they are a sentence of the text
}

// Sections are the sections that all narratives of a series have.
type Sections struct {
	// First is the section of what stands before any heading.
	First string

	// Titles are the sections' names for people, by the names that narratives
	// have.
	Titles map[string]string

	// Heading reports whether a line is a heading of the series, however it is
	// marked. RunIn returns how many bytes of a paragraph are one that begins it.
	Heading func(line string) bool
	RunIn   func(paragraph string) int

	// Of returns the section that a heading begins: one of Titles, or nothing where
	// it goes on.
	Of func(heading string) string

	// Joints returns the places in a paragraph of recommendations at which another
	// begins that no mark parts from the one before. Alone says that the paragraph is
	// all of its section.
	Joints func(paragraph string, alone bool) []int

	// Reason matches, folded, the paragraph of the first section that says why a country
	// has its rating. What stands before it is in the section Before.
	Reason *regexp.Regexp
	Before string
}

var known []*Series

// Register adds a series. It is called when the program starts.
func Register(s *Series) *Series {
	known = append(known, s)
	return s
}

// All returns the series that are known.
func All() []*Series { return slices.Clone(known) }

// Named returns the first series that a text names, or nil.
func Named(text string) *Series {
	folded := strings.ReplaceAll(prose.FoldString(text), "-", " ")
	for _, s := range known {
		if s.Names.MatchString(folded) {
			return s
		}
	}
	return nil
}

// Of returns the series of a narrative by the name of its report, or nil. A part
// of a series, such as "Findings on …: suggested actions", is of it.
func Of(report string) *Series {
	folded := prose.FoldString(report)
	var of *Series
	for _, s := range known {
		if strings.HasPrefix(folded, strings.TrimSuffix(prose.FoldString(s.Name), " report")) && (of == nil || len(s.Name) > len(of.Name)) {
			of = s
		}
	}
	return of
}

// ReadHeader reads a line as the header of a narrative, and returns the series
// that has such headers, or nil.
func ReadHeader(line string) (*Series, Header) {
	for _, s := range known {
		if s.Header != nil {
			if h, ok := s.Header(line); ok {
				return s, h
			}
		}
	}
	return nil, Header{}
}

// ReadRating reads a line as a rating alone, and returns the series that gives
// such ratings, or nil.
func ReadRating(line string) (*Series, string) {
	for _, s := range known {
		if s.Rating != nil {
			if tier, ok := s.Rating(line); ok {
				return s, tier
			}
		}
	}
	return nil, ""
}

// ReadOpening reads one of the first paragraphs of a narrative, and returns the
// series that begins so, or nil.
func ReadOpening(paragraph string) (*Series, Opening) {
	for _, s := range known {
		if s.Opening != nil {
			if o, ok := s.Opening(paragraph); ok {
				return s, o
			}
		}
	}
	return nil, Opening{}
}

// IsSource reports whether a line only says where a text is from.
func IsSource(line string) bool {
	return slices.ContainsFunc(known, func(s *Series) bool { return s.Source != nil && s.Source.MatchString(line) })
}

// Tier returns a rating as its series writes it, and another as given, on one
// line.
func Tier(given string) string {
	words := strings.FieldsFunc(prose.FoldString(given), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	folded := strings.ReplaceAll(strings.Join(words, " "), "watchlist", "watch list")
	for _, s := range known {
		for _, tier := range s.Tiers {
			if folded == strings.ToLower(tier) {
				return tier
			}
		}
	}
	return prose.OneLine(given)
}

// SectionTitle returns the name for people of a section that is one of a series'
// own.
func SectionTitle(section string) (title string, ok bool) {
	for _, s := range known {
		if s.Sections != nil {
			if title, ok := s.Sections.Titles[section]; ok {
				return title, true
			}
		}
	}
	return "", false
}
