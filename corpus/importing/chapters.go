package importing

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/corpus/document"
	"verbatim/corpus/prose"
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

// Text that was taken out of a PDF may have the lines of a page in another order than
// the page has them. Within one country that does no harm to who says what; on a page
// where one country ends and the next begins, it puts paragraphs of one under the other.

// tornPart is the part of the chapters, at least, in which a paragraph begins amid a
// sentence though the one before is whole, where the order of lines is not believed.
const tornPart = 0.1

// inPageOrder parts the blocks of pages that several chapters share, if the file's lines
// are not in the order of its pages. What follows the page is of the chapter that is
// last in the alphabet. A paragraph on the page that names another of its countries, and
// not the one that it stands under, is of that other. Nothing tells of the rest, and
// each chapter that is on such a page says so.
func inPageOrder(d *document.Document, found []chapter) []chapter {
	pages := pagesOf(d.Blocks)
	if pages[len(pages)-1] == 0 || !torn(d.Blocks, found) {
		return found
	}
	owner := make([]int, len(d.Blocks)) // the chapter of each block; -1 for what stands around them
	for i := range owner {
		owner[i] = slices.IndexFunc(found, func(c chapter) bool { return c.at <= i && i < c.end })
	}
	moved := make([]bool, len(d.Blocks))
	for from, to := 0, 0; from < len(pages); from = to {
		for to = from; to < len(pages) && pages[to] == pages[from]; to++ {
		}
		on := slices.Compact(slices.Sorted(slices.Values(owner[from:to])))
		if on = slices.DeleteFunc(on, func(n int) bool { return n < 0 }); len(on) < 2 {
			continue
		}
		goOn(found, on, owner, to)
		for i := from; i < to; i++ {
			if owner[i] < 0 || d.Blocks[i].Kind == document.Heading || i < found[owner[i]].at+found[owner[i]].blocks {
				continue
			}
			if n := soleNamed(d.Blocks[i].Text, found, on, owner[i]); n >= 0 {
				owner[i], moved[i] = n, true
			}
		}
		for _, n := range on {
			found[n].doubtful = true
		}
	}
	return regroup(d, found, owner, moved, pages)
}

// doubt is the note in a narrative that stands on a page with another.
const doubt = "the lines of the file are not in the order of its pages: a paragraph on a page that two countries share may be under the wrong one of them; compare the report itself"

// pagesOf returns the page of each block, from 0: of the file, or by where pages end.
func pagesOf(blocks []document.Block) []int {
	pages, page := make([]int, len(blocks)), 0
	for i, b := range blocks {
		if i > 0 && (b.Turned || b.Page != blocks[i-1].Page) {
			page++
		}
		pages[i] = page
	}
	return pages
}

// torn reports whether many chapters have a paragraph that begins amid a sentence behind
// one that is whole.
func torn(blocks []document.Block, found []chapter) bool {
	count := 0
	for _, c := range found {
		for i := c.at + 1; i < c.end; i++ {
			if b, before := blocks[i], blocks[i-1]; b.Kind == document.Paragraph && before.Kind != document.Heading && startsLower(b.Text) && wholeSentence(before.Text) {
				count++
				break
			}
		}
	}
	return len(found) >= manyCountries && float64(count) >= tornPart*float64(len(found))
}

func startsLower(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLower(r) && utf8.RuneCountInString(text) >= leastTorn
}

// leastTorn is how many characters a paragraph has at least that tells of order.
const leastTorn = 40

func wholeSentence(text string) bool {
	return strings.HasSuffix(strings.TrimRight(text, `"”’')]`), ".") && utf8.RuneCountInString(text) >= leastTorn
}

// goOn gives what follows a page, in the chapter that stands last on it, to the one that
// is last in the alphabet if that begins on the page. The next page begins at block next.
func goOn(found []chapter, on, owner []int, next int) {
	stands, last := on[len(on)-1], on[0]
	for _, n := range on {
		if prose.FoldString(found[n].written) > prose.FoldString(found[last].written) {
			last = n
		}
	}
	for i := next; last != stands && last > on[0] && i < found[stands].end; i++ {
		owner[i] = last
	}
}

// soleNamed returns the chapter among those on a page whose country a text names, if it
// names one, and not that of the chapter that it stands in; -1 else. Countries whose
// names are alike, such as the two Koreas, or Niger and Nigeria, tell nothing of each other.
func soleNamed(text string, found []chapter, on []int, own int) (named int) {
	named = -1
	key := " " + corpus.CountryKey(text) + " "
	for _, n := range on {
		if !names(key, found[n].country) && !names(key, found[n].written) {
			continue
		}
		if n == own || named >= 0 || alikeNamed(found[n].country, found[own].country) {
			return -1
		}
		named = n
	}
	return named
}

func names(key, country string) bool {
	country = corpus.CountryKey(country)
	return country != "" && strings.Contains(key, " "+country+" ")
}

func alikeNamed(a, b string) bool {
	other := strings.Fields(corpus.CountryKey(b))
	return slices.ContainsFunc(strings.Fields(corpus.CountryKey(a)), func(word string) bool {
		return slices.ContainsFunc(other, func(o string) bool { return strings.HasPrefix(word, o) || strings.HasPrefix(o, word) })
	})
}

// regroup puts the blocks of each chapter together: those of a page as they stand, and
// behind them those that were moved to it.
func regroup(d *document.Document, found []chapter, owner []int, moved []bool, pages []int) []chapter {
	first, last := found[0].at, found[len(found)-1].end
	order := make([]int, 0, last-first)
	for i := first; i < last; i++ {
		order = append(order, i)
	}
	late := func(i int) int {
		if moved[i] {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(owner[a], owner[b]), cmp.Compare(pages[a], pages[b]), cmp.Compare(late(a), late(b)), cmp.Compare(a, b))
	})
	blocks := slices.Clone(d.Blocks)
	for k, i := range order {
		blocks[first+k] = d.Blocks[i]
		if k == 0 || owner[i] != owner[order[k-1]] {
			found[owner[i]].at = first + k
		}
		found[owner[i]].end = first + k + 1
	}
	d.Blocks = blocks
	return found
}
