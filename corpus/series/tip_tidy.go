package series

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// Pieces of a header that is broken over lines: at most so many, each but the last
// at most so many bytes long.
const (
	mostPieces   = 7
	longestPiece = 70
)

// tidyTIP is Series.Tidy of the Trafficking in Persons Report.
func tidyTIP(d *document.Document) {
	d.Title = ownTitle(d.Title)
	t := &tidier{d: d}
	blocks := t.withoutFurniture(d.Blocks)
	blocks = t.headers(parted(blocks))
	blocks = t.withoutCharts(blocks)
	blocks = t.withoutTabs(blocks)
	for i := range blocks {
		t.letters(&blocks[i])
		if isNote(blocks[i]) {
			blocks[i].Kind = document.Note
		}
	}
	d.Blocks = blocks
}

// A tidier goes over the blocks of one document.
type tidier struct {
	d       *document.Document
	headed  map[int]bool // blocks that are headers, after headers
	country []string     // of each header, in order
}

func (t *tidier) leaveOut(why string, b document.Block) { t.d.LeaveOut(why, b.Text, b.Page) }

// withoutFurniture leaves out what the pages of archives and aggregators have
// around a narrative.
func (t *tidier) withoutFurniture(blocks []document.Block) []document.Block {
	return slices.DeleteFunc(blocks, func(b document.Block) bool {
		for _, f := range furniture {
			if f.text.MatchString(b.Text) {
				t.leaveOut(f.why, b)
				return true
			}
		}
		return false
	})
}

// parted cuts a block before a header that a lost line break left at its end:
// "… and labor. KENYA: Tier 2".
func parted(blocks []document.Block) (all []document.Block) {
	for _, b := range blocks {
		for b.Kind == document.Paragraph {
			m := innerHeader.FindStringSubmatchIndex(b.Text)
			if m == nil {
				break
			}
			if h, ok := tipHeader(b.Text[m[2]:]); !ok || corpus.CountryKey(h.Name) == "" {
				break
			}
			before := b
			before.Text = strings.TrimSpace(b.Text[:m[2]])
			all = append(all, before)
			b.Text, b.RunIn = b.Text[m[2]:], 0
		}
		all = append(all, b)
	}
	return all
}

var innerHeader = regexp.MustCompile(`[.!?][”"’)]*\s+(\p{Lu}[\p{Lu} ,’'().-]{3,60}\s*[:(]\s*(?i:tier\s+[123]|special\s+case)\b)`)

// headers makes each header one block, and parts it from text that follows on its
// line: the lines that a reader kept apart, or joined with the paragraph below, are
// those of one header if together they are one, with the name of a country.
func (t *tidier) headers(blocks []document.Block) (all []document.Block) {
	t.headed = map[int]bool{}
	for i := 0; i < len(blocks); {
		n, h := headerPieces(blocks, i)
		if n == 0 {
			all = append(all, blocks[i])
			i++
			continue
		}
		last := blocks[i+n-1]
		b := blocks[i]
		b.Text, b.RunIn = joined(blocks[i:i+n]), 0
		b.Text = strings.TrimSpace(strings.TrimSuffix(b.Text, h.Rest))
		t.headed[len(all)] = true
		t.country = append(t.country, h.Name)
		all = append(all, b)
		if h.Rest != "" {
			last.Text, last.Kind, last.Level, last.RunIn = h.Rest, document.Paragraph, 0, 0
			all = append(all, last)
		}
		i += n
	}
	return all
}

// headsTIP is Series.Heads.
func headsTIP(blocks []document.Block) bool {
	for i := range blocks {
		if n, h := headerPieces(blocks, i); n > 0 && countryIn(readings[0], h.Name) != "" {
			return true
		}
	}
	return false
}

func joined(blocks []document.Block) string {
	var all []string
	for _, b := range blocks {
		all = append(all, b.Text)
	}
	return strings.Join(all, " ")
}

// headerPieces returns how many blocks from i on are one header.
func headerPieces(blocks []document.Block, i int) (n int, h Header) {
	for k := 1; k <= mostPieces && i+k <= len(blocks); k++ {
		b := blocks[i+k-1]
		if b.Kind != document.Heading && b.Kind != document.Paragraph {
			break
		}
		read, ok := tipHeader(joined(blocks[i : i+k]))
		if ok && read.Rest != "" && !startsSentence(read.Rest) {
			ok = false
		}
		if ok && k > 1 && n == 0 && (countryIn(readings[0], read.Name) == "" || onlyListed(blocks, i+k)) {
			break
		}
		if ok {
			n, h = k, read
		}
		if n > 0 && (h.Rest != "" || h.Sourced || !ok) || !isPiece(b, n > 0) {
			break
		}
	}
	return n, h
}

// isPiece reports whether a block may be a line of a header that goes on: a short
// one, written as a name is. Behind the tier comes where the text is from.
func isPiece(b document.Block, rated bool) bool {
	if len(b.Text) > longestPiece || isTIPHeading(b.Text) {
		return false
	}
	if rated {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(b.Text)
	return capitalized(b.Text) && !strings.ContainsRune(".;!?", last)
}

// onlyListed reports whether a rating stands above a country at i: in a list of
// countries by tier, the country above the rating is of the tier before.
func onlyListed(blocks []document.Block, i int) bool {
	if i >= len(blocks) || len(blocks[i].Text) > longestPiece {
		return false
	}
	_, code := corpus.CountryName(blocks[i].Text)
	_, rates := tipRating(blocks[i].Text)
	return rates || code != ""
}

func startsSentence(text string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, `"“‘'([`))
	return unicode.IsUpper(r) || unicode.IsDigit(r) || unicode.Is(unicode.Arabic, r)
}

// The chart of a country's tiers over the years: its name, and the figures of its
// axes, in any order.
var (
	chartName  = regexp.MustCompile(`(?i)(?:[\p{Lu} ,’'().-]{0,60})\bTIER RANKING BY YEAR\b`)
	chartAxes  = regexp.MustCompile(`^(?i:(?:20\d\d|tier|2 ?WL|2WL|WL|[123]|SC|NR|special case|\||•|■|[–—-])\s*)+`)
	chartToken = regexp.MustCompile(`^(?i:(?:20\d\d|tier|2 ?WL|[123]|SC|NR|special case|\||•|■|[–—-])\s*)+$`)
)

const chartReason = "a chart of the tiers by year"

// withoutCharts leaves out the charts of tiers by year.
func (t *tidier) withoutCharts(blocks []document.Block) (all []document.Block) {
	for i := 0; i < len(blocks); i++ {
		b := blocks[i]
		m := chartName.FindStringIndex(b.Text)
		if m == nil {
			all = append(all, b)
			continue
		}
		for len(all) > 0 && (chartToken.MatchString(all[len(all)-1].Text) || m[0] == 0 && isCountry(all[len(all)-1].Text)) { // above the name
			t.leaveOut(chartReason, all[len(all)-1])
			all = all[:len(all)-1]
		}
		before, after := b, b
		before.Text, after.Text = strings.TrimSpace(b.Text[:m[0]]), strings.TrimSpace(b.Text[m[1]:])
		axes := chartAxes.FindString(after.Text)
		after.Text = strings.TrimSpace(after.Text[len(axes):])
		b.Text = b.Text[m[0]:m[1]] + " " + axes
		t.leaveOut(chartReason, b)
		for _, part := range []document.Block{before, after} {
			if part.Text != "" {
				part.RunIn = 0
				all = append(all, part)
			}
		}
		if after.Text != "" {
			continue
		}
		for i+1 < len(blocks) && chartToken.MatchString(blocks[i+1].Text) {
			i++
			t.leaveOut(chartReason, blocks[i])
		}
		all = t.reunited(all, blocks, i+1)
	}
	return all
}

// isCountry reports whether a line is the name of a country in capitals, and nothing
// else.
func isCountry(line string) bool {
	_, code := corpus.CountryName(line)
	return code != "" && prose.InCapitals(line)
}

// reunited joins the last of the blocks with the one at next if what was left out
// stood amid a sentence of both.
func (t *tidier) reunited(all, blocks []document.Block, next int) []document.Block {
	if len(all) == 0 || next >= len(blocks) {
		return all
	}
	a, b := all[len(all)-1], &blocks[next]
	if a.Kind == document.Heading || b.Kind != document.Paragraph || !goesOn(a.Text) || !startsLower(b.Text) {
		return all
	}
	a.Text += " " + b.Text
	*b = a
	return all[:len(all)-1]
}

func goesOn(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, `"”’')]0123456789`))
	return !strings.ContainsRune(".!?:;", last)
}

func startsLower(text string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, `"“‘'([`))
	return unicode.IsLower(r)
}

// pageHead is the name of the report at the head or foot of a page, with the page's
// number on either side.
var pageHead = regexp.MustCompile(`^(?i)(?:\d{1,3}\s*[|•–-]?\s*)?(?:(?:20\d\d|\p{L}+ 20\d\d)\s+)?trafficking\s+in\s+persons\s+report(?:\s*[|•:,–-]?\s*(?:\p{L}+\s+)?20\d\d)?(?:\s*[|•–-]?\s*\d{1,3})?$`)

// tabNumber is a page's number alone.
var tabNumber = regexp.MustCompile(`^\d{1,3}$`)

// withoutTabs leaves out the heads and numbers of pages behind the first header,
// and the names of countries at the margin that say which country a page is about.
func (t *tidier) withoutTabs(blocks []document.Block) (all []document.Block) {
	headed := false
	for i, b := range blocks {
		if _, ok := tipHeader(b.Text); ok && len(b.Text) <= 2*longestSource {
			headed = true
		}
		why := ""
		switch {
		case !headed:
		case t.isTab(all, blocks, i):
			why = "a country's name at the margin of a page"
		case b.Kind == document.Row || b.Kind == document.Note:
		case pageHead.MatchString(b.Text):
			why = "the head of a page"
		case tabNumber.MatchString(b.Text):
			why = "the number of a page"
		}
		if why == "" {
			all = append(all, b)
			continue
		}
		t.leaveOut(why, b)
		all = t.reunited(all, blocks, i+1)
	}
	return all
}

// isTab reports whether block i is the name of a country at the margin of a page:
// in capitals, and the country of a header of the document.
func (t *tidier) isTab(all, blocks []document.Block, i int) bool {
	b := blocks[i]
	if b.Kind == document.Item || len(b.Text) > longestPiece || !prose.InCapitals(b.Text) {
		return false
	}
	name, code := corpus.CountryName(b.Text)
	if code == "" {
		return false
	}
	if i+1 < len(blocks) && standsAbove(name, blocks[i+1].Text) {
		return false // a header without a tier
	}
	return slices.Contains(t.country, name) || len(all) > 0 && goesOn(all[len(all)-1].Text)
}

// standsAbove reports whether a paragraph tells of a special case of the country.
func standsAbove(country, paragraph string) bool {
	first, _, _ := strings.Cut(prose.FoldString(paragraph), ". ")
	return strings.Contains(first, "special case") && strings.Contains(first, prose.FoldString(country))
}

// letters joins a word that is set letter by letter, as "Tr a i n" is, where the
// word stands elsewhere in recommendations.
func (t *tidier) letters(b *document.Block) {
	mended := spacedWord.ReplaceAllStringFunc(b.Text, func(s string) string {
		if word := strings.ReplaceAll(s, " ", ""); imperatives[strings.ToLower(word)] {
			t.d.Repaired("words joined that were set letter by letter")
			return word
		}
		return s
	})
	if mended != b.Text {
		b.Text, b.RunIn = mended, 0
	}
}

var spacedWord = regexp.MustCompile(`\b\p{Lu}\p{Ll}{0,2}(?: \p{Ll}{1,2}){2,12}\b`)

// isNote reports whether a paragraph is a note on the header, such as "[*Please
// note: … was updated to Tier 2 …]".
func isNote(b document.Block) bool {
	return b.Kind == document.Paragraph && tipNote.MatchString(b.Text)
}

var tipNote = regexp.MustCompile(`^(?i)(?:[\[(]\s*)?\*+\s*\S|^[\[(]\s*(?:please )?note\b`)
