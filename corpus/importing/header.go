package importing

import (
	"strings"

	"verbatim/corpus"
	"verbatim/corpus/document"
	"verbatim/corpus/prose"
	"verbatim/corpus/series"
)

// A header is what stands above a narrative: see series.Header.
type header struct {
	series        *series.Series
	country, code string
	year          int    // of the edition, or 0
	unknown       string // a name that is no country's, where the series is by country
	tier          string
	unrated       bool
	blocks        int    // that it takes up: 1, or 2 where the tier stands below the country
	written       string // the name of the country, as it stands there
	labeled       bool   // it says that it names a country
	bare          bool
}

func (h header) identity() identity {
	id := identity{report: h.series.Name, publisher: h.series.Publisher, year: h.year, country: h.country, code: h.code, tier: h.tier, unknown: h.unknown}
	if h.unrated {
		id.notes = []string{"the header says that the country is not rated"}
	}
	return id
}

// headerIn reads a line as a header.
func headerIn(line string) (h header, ok bool) {
	s, found := series.ReadHeader(line)
	if s == nil {
		return h, false
	}
	h = header{series: s, year: found.Year, tier: found.Tier, unrated: found.Unrated, blocks: 1, bare: found.Bare}
	if h.country, h.code = corpus.CountryName(found.Name); h.code == "" && s.ByCountry {
		h.country, h.unknown = "", found.Name
	}
	return h, true
}

// headerAt reads the header that begins at a block.
func headerAt(blocks []document.Block, at int) (header, bool) {
	b := blocks[at]
	if b.Kind != document.Heading && b.Kind != document.Paragraph || len(b.Text) > 240 {
		return header{}, false
	}
	if h, ok := headerIn(b.Text); ok {
		return h, true
	}
	if at+1 < len(blocks) && !listed(blocks, at+2) {
		if s, tier := series.ReadRating(blocks[at+1].Text); s != nil {
			name, code := corpus.CountryName(strings.TrimRight(b.Text, ":* "))
			return header{series: s, country: name, code: code, tier: tier, blocks: 2, bare: true}, code != ""
		}
	}
	return header{}, false
}

// listed reports whether a block is the name of a country, or a rating, alone: what
// stands above it is then a list of countries by their ratings, and no header.
func listed(blocks []document.Block, at int) bool {
	if at >= len(blocks) {
		return false
	}
	_, code := corpus.CountryName(blocks[at].Text)
	s, _ := series.ReadRating(blocks[at].Text)
	return code != "" || s != nil
}

// isTextHeading reports whether a block is a heading: one short line, either one
// of the series' own or in capitals.
func isTextHeading(s *series.Sections, block string) bool {
	if len(block) > 80 || strings.Contains(block, "\n") || strings.ContainsAny(block[len(block)-1:], ".;,") {
		return false
	}
	return s.Heading(block) || prose.InCapitals(block)
}

// addOfSeries is add for a narrative of a series with sections of its own, whose
// headings not every format marks as such.
func (c *composer) addOfSeries(s *series.Sections, b document.Block) {
	start := c.write(b.Text)
	whole := prose.Span{Start: start, End: start + len(b.Text)}
	head := s.RunIn(b.Text)
	if head == 0 && b.RunIn > 0 && s.Heading(b.Text[:b.RunIn]) {
		head = b.RunIn
	}
	switch {
	case b.Kind == document.Paragraph && isTextHeading(s, b.Text):
		b.Kind = document.Heading
		c.note(b, whole)
	case b.Kind == document.Paragraph && head > 0:
		title := strings.TrimSpace(b.Text[:head])
		c.note(document.Block{Kind: document.Heading, Text: title, Page: b.Page}, prose.Span{Start: start, End: start + head})
		rest := prose.Trim(b.Text, prose.Span{Start: head, End: len(b.Text)})
		b.Text, b.RunIn = rest.In(b.Text), 0
		c.note(b, prose.Span{Start: start + rest.Start, End: whole.End})
	default:
		c.note(b, whole)
	}
}
