package corpus

import (
	"iter"
	"regexp"
	"slices"
	"strings"

	"verbatim/corpus/document"
)

// narratives makes narratives of a document: one, or, of a report on many
// countries, one for each. name is the way to the file, from the folder that
// was imported. What is of no country is told with the first.
func narratives(d *document.Document, name string) iter.Seq2[*Narrative, error] {
	return func(yield func(*Narrative, error) bool) {
		id := recognize(d, name)
		cuts := chapters(d.Blocks)
		if len(cuts) == 0 {
			yield(compose(d, id, d.Blocks))
			return
		}
		for i, c := range cuts {
			own := id
			own.country, own.code, own.tier = c.country, c.code, c.tier
			if own.report == "" {
				own.report, own.publisher = knownSeries[0].name, knownSeries[0].publisher
			}
			own.title = narrativeTitle(own.year, own.report, own.country)
			n, err := compose(d, own, d.Blocks[c.at:c.end])
			if i == 0 && c.at > 0 && err == nil {
				n.Repairs = append(slices.Clone(n.Repairs), "left out what stands before the first country, and is of none")
			}
			if !yield(n, err) {
				return
			}
		}
	}
}

// compose makes the narrative that some blocks of a document tell.
func compose(d *document.Document, id identity, blocks []document.Block) (*Narrative, error) {
	if err := id.missing(); err != nil {
		return nil, err
	}
	n := &Narrative{
		Report: id.report, Publisher: id.publisher, Title: id.title, Country: id.country, CountryCode: id.code,
		Year: id.year, Tier: id.tier, Language: d.Language, URL: d.URL, Repairs: d.Repairs,
	}
	if n.Language == "" {
		n.Language = "en"
	}
	c := &composer{}
	head := preamble(blocks, id)
	for i, b := range blocks {
		switch {
		case i < head:
			c.write(b.Text)
		case isTIP(n.Report):
			c.addTIP(b)
		default:
			c.add(b)
		}
	}
	n.Text = c.text.String()
	n.Passages = segment(n.Text, n.Report, c.elements)
	if len(n.Passages) == 0 {
		return nil, document.ErrNoText
	}
	return n, nil
}

// A composer writes the text of a narrative: the blocks of a document, one
// paragraph each, headings among them, with blank lines between.
type composer struct {
	text     strings.Builder
	elements []element
}

// write writes a block and gives where it begins. By itself that makes neither
// a heading nor a passage of it.
func (c *composer) write(text string) (start int) {
	if c.text.Len() > 0 {
		c.text.WriteString("\n\n")
	}
	start = c.text.Len()
	c.text.WriteString(text)
	return start
}

// add writes a block and notes what it is.
func (c *composer) add(b document.Block) {
	start := c.write(b.Text)
	c.note(b, Span{start, start + len(b.Text)})
}

// note notes what the block at s is.
func (c *composer) note(b document.Block, s Span) {
	e := element{span: s, page: b.Page, runIn: b.RunIn, kind: Paragraph}
	switch b.Kind {
	case document.Heading:
		e.title = b.Text
	case document.Item:
		e.kind = Item
	case document.Row:
		e.kind = Row
	case document.Note:
		e.kind = Note
	}
	c.elements = append(c.elements, e)
}

// sourceLine is a line that says where a text is from.
var sourceLine = regexp.MustCompile(`^[^.;\n]{0,60}\b(?i:TIP|Trafficking in Persons) Report\.?$`)

// preamble counts the blocks at the beginning that say what the document is
// about and are no part of its text: the country, the report, the rating.
func preamble(blocks []document.Block, id identity) (n int) {
	for i := range blocks[:min(len(blocks), opening)] {
		if h, ok := headerAt(blocks, i); ok && h.country == id.country {
			n = i + h.blocks
			break
		}
	}
	for ; n < len(blocks); n++ {
		b := blocks[n]
		name, code := CountryName(b.Text)
		about := sourceLine.MatchString(b.Text) || code != "" && name == id.country || rating.MatchString(b.Text) ||
			b.Text == id.title || fromTitle(b.Text).report == id.report && b.Kind == document.Heading || isYear.MatchString(b.Text)
		if !about || len(b.Text) > 160 {
			break
		}
	}
	return n
}

var isYear = regexp.MustCompile(`^(?:19|20)\d\d$`)

// A chapter is the part of a report on many countries that is about one.
type chapter struct {
	header
	at, end int // blocks
}

// chapters finds where the narratives of a report on many countries begin, by
// their headers, or, where it has none, by the countries among its headings.
func chapters(blocks []document.Block) []chapter {
	var tiers, countries []chapter
	for i, b := range blocks {
		if h, ok := headerAt(blocks, i); ok && h.bare {
			tiers = append(tiers, chapter{header: h, at: i})
			continue
		}
		if b.Kind != document.Heading {
			continue
		}
		if name, code := CountryName(b.Text); code != "" {
			countries = append(countries, chapter{header: header{country: name, code: code}, at: i})
		}
	}
	found := tiers
	if !several(found) {
		if found = highest(blocks, countries); !several(found) {
			return nil
		}
	}
	for i := range found {
		found[i].end = len(blocks)
		if i+1 < len(found) {
			found[i].end = found[i+1].at
		}
		found[i].end = beforeBackMatter(blocks, found[i])
	}
	return found
}

// several says whether chapters are of more than one country.
func several(found []chapter) bool {
	for _, c := range found {
		if c.country != found[0].country {
			return true
		}
	}
	return false
}

// highest keeps the chapters whose headings are of the highest level, and sets
// their ratings.
func highest(blocks []document.Block, found []chapter) (kept []chapter) {
	level := 7
	for _, c := range found {
		level = min(level, blocks[c.at].Level)
	}
	for _, c := range found {
		if blocks[c.at].Level != level {
			continue
		}
		c.tier = fromOpening(blocks[c.at:]).tier
		kept = append(kept, c)
	}
	return kept
}

// beforeBackMatter gives the end of a chapter without what follows the last
// country: a heading as high as the country's own that is no section of it.
func beforeBackMatter(blocks []document.Block, c chapter) int {
	top := blocks[c.at]
	if top.Kind != document.Heading {
		return c.end
	}
	body := blocks[c.at+1 : c.end]
	for _, b := range body {
		if b.Kind == document.Heading && b.Level <= top.Level && (isReportHeading(b.Text) || b.Level < top.Level) {
			return c.end // levels do not tell sections from chapters here
		}
	}
	for i, b := range body {
		if b.Kind == document.Heading && b.Level <= top.Level && i >= c.blocks {
			return c.at + 1 + i
		}
	}
	return c.end
}
