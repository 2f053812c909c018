package importing

import (
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"

	"verbatim/corpus"
	"verbatim/corpus/document"
	"verbatim/corpus/prose"
	"verbatim/corpus/series"
)

// narratives makes narratives of a document: one, or, of a report on many
// countries, one for each. name is the way to the file, from the folder that
// was imported. What is of no country is reported with the first.
func narratives(d *document.Document, f fileOf) iter.Seq2[*corpus.Narrative, error] {
	return func(yield func(*corpus.Narrative, error) bool) {
		demote(d)
		f.said.tell(d)
		id := recognize(d, f)
		if s := seriesOf(id, d); s != nil && s.Tidy != nil {
			s.Tidy(d)
			id = recognize(d, f)
		}
		cuts := chapters(d, f.path)
		if len(cuts) > 0 {
			leaveOutNames(d, id, cuts)
		}
		left := leftOut(d)
		hand := func(n *corpus.Narrative, err error) (*corpus.Narrative, error) {
			if err == nil {
				n.LeftOut, left = left, nil
			}
			return n, err
		}
		if len(cuts) == 0 || id.country != "" && f.said.hand["country"]+f.said.table["country"] != "" {
			n, err := hand(compose(d, id, d.Blocks))
			if err == nil && !slices.ContainsFunc(n.Passages, func(p corpus.Passage) bool { return p.Kind != corpus.Heading }) {
				err = document.ErrNoText
			}
			if err == nil {
				n.Repairs = append(n.Repairs, id.missing()...)
			}
			yield(n, err)
			return
		}
		before, behind := d.Blocks[:cuts[0].at], d.Blocks[cuts[len(cuts)-1].end:]
		if matter := slices.Concat(before, behind); len(matter) > 0 {
			if !yield(hand(compose(d, ofNone(id, d.Title), matter))) {
				return
			}
		}
		for _, c := range cuts {
			own := id
			own.country, own.code, own.tier, own.unknown, own.notes = c.country, c.code, c.tier, c.unknown, nil
			if c.year != 0 {
				own.year = c.year
			}
			if own.tier == "" {
				said := fromOpening(d.Blocks[c.at:c.end])
				own.tier, own.notes = said.tier, said.notes
			}
			if c.doubtful {
				own.notes = append(slices.Clone(own.notes), doubt)
			}
			if c.series != nil && own.report == "" {
				own.report, own.publisher = c.series.Name, c.series.Publisher
			}
			own.title = narrativeTitle(own.year, own.report, own.country)
			n, err := compose(d, own, d.Blocks[c.at:c.end])
			if !yield(hand(n, err)) {
				return
			}
		}
	}
}

// leaveOutNames leaves out what stands before the first country if it says no more
// than which report this is: each narrative has that.
func leaveOutNames(d *document.Document, id identity, cuts []chapter) {
	before := d.Blocks[:cuts[0].at]
	if preamble(before, ofNone(id, d.Title)) < len(before) && !isTitlePage(before) {
		return
	}
	for _, b := range before {
		d.LeaveOut("the name of the report, above the first country", b.Text, b.Page)
	}
	d.Blocks = d.Blocks[len(before):]
	for i := range cuts {
		cuts[i].at -= len(before)
		cuts[i].end -= len(before)
	}
}

// isTitlePage reports whether blocks are a few short lines, none of them a sentence:
// the name of a report, its publisher and its date.
func isTitlePage(blocks []document.Block) bool {
	words := 0
	for _, b := range blocks {
		words += prose.Words(b.Text)
		if b.Kind != document.Heading && b.Kind != document.Paragraph || strings.HasSuffix(b.Text, ".") {
			return false
		}
	}
	return words <= titlePageWords
}

const titlePageWords = 40

// ofNone is the identity of what stands before the countries of a report and behind
// them: the report's, without a country.
func ofNone(id identity, title string) identity {
	id.country, id.code, id.tier, id.unknown, id.notes = "", "", "", "", nil
	id.known = maps.Clone(id.known)
	delete(id.known, "country")
	delete(id.known, "tier")
	id.title = ownTitle(title, id)
	return id
}

// seriesOf returns the series that a document is of, or nil: by the name of its report,
// or, where that is none of a series and nobody said it, by a header that is broken over lines.
func seriesOf(id identity, d *document.Document) *series.Series {
	if s := series.Of(id.report); s != nil || d.Meta["report"] != "" {
		return s
	}
	for _, s := range series.All() {
		if s.Heads != nil && s.Heads(d.Blocks) {
			return s
		}
	}
	return nil
}

// compose makes the narrative that some blocks of a document tell.
func compose(d *document.Document, id identity, blocks []document.Block) (*corpus.Narrative, error) {
	n := &corpus.Narrative{
		Report: id.report, Publisher: id.publisher, Title: id.title, Country: id.country, CountryCode: id.code,
		Year: id.year, Tier: id.tier, Language: d.Language, URL: d.URL, Symbol: id.symbol, Known: id.known,
		Repairs: slices.Concat(d.Repairs, id.notes),
	}
	c := newComposer(blocks)
	head := preamble(blocks, id)
	own := series.Of(n.Report)
	for i, b := range blocks {
		switch {
		case i < head:
			c.title(b)
		case own != nil && own.Sections != nil:
			c.addOfSeries(own.Sections, b)
		default:
			c.add(b)
		}
	}
	n.Text = c.text.String()
	n.Language = languageOf(d, n.Text)
	n.Passages = passagesOf(n.Text, n.Report, c.elements)
	if len(n.Passages) == 0 {
		return nil, document.ErrNoText
	}
	return n, checkComposed(n, blocks)
}

// languageOf returns the language of a document's text: the one that somebody said, or
// that its file says, unless the words are clearly of another.
func languageOf(d *document.Document, text string) string {
	said, told := d.Language, prose.Language(text)
	switch base, _, _ := strings.Cut(said, "-"); {
	case d.Meta["language"] != "":
		return said
	case told != "" && !strings.EqualFold(base, told):
		return told
	case said != "":
		return said
	}
	return "en"
}

// A composer writes the text of a narrative: the blocks of a document, one
// paragraph each, headings among them, with blank lines between.
type composer struct {
	text     strings.Builder
	elements []element
}

// newComposer returns a composer with room for some blocks.
func newComposer(blocks []document.Block) *composer {
	size := 0
	for _, b := range blocks {
		size += len(b.Text) + len(between)
	}
	c := &composer{elements: make([]element, 0, len(blocks))}
	c.text.Grow(size)
	return c
}

// between stands between the blocks of a text.
const between = "\n\n"

// write writes a block and returns where it begins. By itself that makes neither
// a heading nor a passage of it.
func (c *composer) write(text string) (start int) {
	if c.text.Len() > 0 {
		c.text.WriteString(between)
	}
	start = c.text.Len()
	c.text.WriteString(text)
	return start
}

// title writes a line that says what the document is about: a heading of no section.
func (c *composer) title(b document.Block) {
	start := c.write(b.Text)
	c.elements = append(c.elements, element{span: prose.Span{Start: start, End: start + len(b.Text)}, title: b.Text, page: b.Page})
}

// add writes a block and notes what it is.
func (c *composer) add(b document.Block) {
	start := c.write(b.Text)
	c.note(b, prose.Span{Start: start, End: start + len(b.Text)})
}

// note notes what the block at s is.
func (c *composer) note(b document.Block, s prose.Span) {
	e := element{span: s, page: b.Page, runIn: b.RunIn, kind: corpus.Paragraph}
	switch b.Kind {
	case document.Heading:
		e.title, e.level = b.Text, max(b.Level, 1)
	case document.Item:
		e.kind = corpus.Item
	case document.Row:
		e.kind = corpus.Row
	case document.Note:
		e.kind = corpus.Note
	}
	c.elements = append(c.elements, e)
}

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
		name, code := corpus.CountryName(b.Text)
		rates, _ := series.ReadRating(b.Text)
		about := series.IsSource(b.Text) || code != "" && name == id.country || rates != nil ||
			b.Text == id.title || fromTitle(b.Text).report == id.report && b.Kind == document.Heading || isYear.MatchString(b.Text)
		if !about || len(b.Text) > 160 {
			break
		}
	}
	return n
}

var isYear = regexp.MustCompile(`^(?:19|20)\d\d$`)
