package importing

import (
	"path"
	"regexp"
	"slices"

	"verbatim/corpus/document"
)

// A chapter is the part of a report on many countries that is about one.
type chapter struct {
	header
	at, end  int  // blocks
	doubtful bool // it shares a page with another, and the file's order there is not the page's
}

// chapters finds where the narratives of a report on many countries begin: by
// their headers, which give their tiers, or, where it has none and its own title
// names no country, by the countries among its headings.
// The blocks of each are put together where the file's order is not that of its pages.
func chapters(d *document.Document, way string) (found []chapter) {
	var headers, countries []chapter
	for i := 0; i < len(d.Blocks); i++ {
		if h, ok := headerAt(d.Blocks, i); ok && h.bare {
			headers = append(headers, chapter{header: h, at: i})
			continue
		}
		if c, ok := countryAt(d.Blocks, i); ok {
			countries = append(countries, c)
			i += c.blocks - 1
		}
	}
	found = withText(d.Blocks, headers)
	if !several(found) {
		if found = byCountries(d, countries); !several(found) || ofOneCountry(d, way) {
			return nil
		}
	}
	for i := range found {
		found[i].end = len(d.Blocks)
		if i+1 < len(found) {
			found[i].end = found[i+1].at
		}
	}
	last := &found[len(found)-1]
	last.end = beforeBackMatter(d.Blocks, found)
	return inPageOrder(d, found)
}

// withText keeps the headers that have text below them, before the next: those of a
// table of contents or a list have none. If none has, all are kept.
func withText(blocks []document.Block, headers []chapter) (kept []chapter) {
	for i, c := range headers {
		end := len(blocks)
		if i+1 < len(headers) {
			end = headers[i+1].at
		}
		for at := c.at + c.blocks; at < end; at++ {
			if blocks[at].Kind != document.Heading && !listed(blocks, at) {
				kept = append(kept, c)
				break
			}
		}
	}
	if len(kept) == 0 {
		return headers
	}
	return kept
}

// ofOneCountry reports whether what a document says of itself as a whole names a
// country: headings that name others are then of its sections.
func ofOneCountry(d *document.Document, way string) bool {
	id := fromMeta(d.Meta)
	id.adopt(fromTitle(d.Title))
	id.adopt(fromTitle(d.Meta["title"]))
	id.adopt(fromAddress(d.URL))
	id.adopt(fromFileName(path.Base(way)))
	if first := d.Blocks[0]; first.Kind == document.Heading {
		if said := fromTitle(first.Text); said.report != "" { // and not only a country's name
			id.adopt(said)
		}
	}
	return id.country != ""
}

// several reports whether chapters are of more than one country.
func several(found []chapter) bool {
	for _, c := range found {
		if c.country != found[0].country || c.unknown != found[0].unknown {
			return true
		}
	}
	return false
}

// highest keeps the chapters whose headings are of the highest level.
func highest(blocks []document.Block, found []chapter) (kept []chapter) {
	level := 7
	for _, c := range headings(blocks, found) {
		level = min(level, blocks[c.at].Level)
	}
	for _, c := range found {
		if blocks[c.at].Kind == document.Heading && blocks[c.at].Level != level {
			continue
		}
		kept = append(kept, c)
	}
	return kept
}

// rated sets the chapters' ratings.
func rated(blocks []document.Block, found []chapter) []chapter {
	for i, c := range found {
		found[i].tier = fromOpening(blocks[c.at:]).tier
	}
	return found
}

// beforeBackMatter returns the end of the last chapter without what follows it: a
// heading as high as the country's own, where no chapter before has such a one
// among its sections.
func beforeBackMatter(blocks []document.Block, found []chapter) int {
	others, last := 0, found[len(found)-1]
	for _, c := range found[:len(found)-1] {
		if blocks[c.at].Level == blocks[last.at].Level && nextAsHigh(blocks, c) < c.end {
			others++
		}
	}
	end := backMatter(blocks, found)
	if 5*others > len(found) || others > 0 && len(found) < manyCountries {
		return end // levels do not tell sections from chapters here
	}
	return min(end, nextAsHigh(blocks, last))
}

// backMatterTitle is how the headings begin of what stands behind the chapters of a book.
var backMatterTitle = regexp.MustCompile(`(?i)^(?:appendix|appendices|annex|annexes|index|glossary|bibliography|acronyms|list of abbreviations)\b`)

// backMatter returns the first heading of back matter in the last chapter; the chapter's
// end if there is none, or chapters before have such headings of their own.
func backMatter(blocks []document.Block, found []chapter) int {
	is := func(b document.Block) bool { return b.Kind == document.Heading && backMatterTitle.MatchString(b.Text) }
	last := found[len(found)-1]
	if len(found) < manyCountries || slices.ContainsFunc(blocks[found[0].at:last.at], is) {
		return last.end
	}
	if i := slices.IndexFunc(blocks[last.at:last.end], is); i > 0 {
		return last.at + i
	}
	return last.end
}

// nextAsHigh returns the first heading in a chapter that is as high as its own, or
// the chapter's end.
func nextAsHigh(blocks []document.Block, c chapter) int {
	top := blocks[c.at]
	if top.Kind != document.Heading {
		return c.end
	}
	for i := c.at + max(c.blocks, 1); i < c.end; i++ {
		if b := blocks[i]; b.Kind == document.Heading && b.Level <= top.Level && !c.ownHeading(b.Text) {
			return i
		}
	}
	return c.end
}

// ownHeading reports whether a line is one of the headings of the chapter's
// series.
func (c chapter) ownHeading(line string) bool {
	return c.series != nil && c.series.Sections != nil && c.series.Sections.Heading(line)
}
