// Package plain reads plain text and Markdown.
//
// Plain text says only by its lines what belongs together, and the lines may
// have been broken by whoever wrote, saved or copied it. What is a paragraph is
// found as a person finds it: an empty line parts, and so does a line that was
// ended though there was room for the next word.
package plain

import (
	"context"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// Read reads plain text in any of the encodings that document.Decode knows.
func Read(ctx context.Context, data []byte) (*document.Document, error) {
	text, repairs, err := document.Decode(data)
	if err != nil {
		return nil, err
	}
	if len(text) > document.MaxText {
		return nil, document.Beyond(int64(len(text)), document.MaxText, "bytes of text")
	}
	if lines := strings.Count(text, "\n"); lines > document.MaxLines {
		return nil, document.Beyond(int64(lines), document.MaxLines, "lines")
	}
	d := &document.Document{Repairs: repairs, Letters: prose.Letters(text)}
	text, columns, err := oneColumn(text)
	if err != nil {
		return nil, err
	}
	if columns {
		d.Repaired("two columns side by side read one after the other")
	}
	if err := read(ctx, d, text); err != nil {
		return nil, err
	}
	if len(d.Blocks) == 0 {
		return nil, document.ErrNoText
	}
	return d, nil
}

// Unwrap returns the document of a text whose lines may be hard-wrapped, with empty
// lines between the paragraphs or without: headings, paragraphs and list items.
// Text copied out of a PDF, whose lines have one width in its typeface and not
// one number of characters, is read so too.
func Unwrap(text string) *document.Document {
	var d document.Document
	// only a context that ends is an error
	_ = read(context.Background(), &d, text)
	return &d
}

// read adds the blocks of a text to the document.
func read(ctx context.Context, d *document.Document, text string) error {
	lines, dropped := splitLines(text)
	for _, l := range dropped {
		d.Repaired(l.why + " removed")
		d.LeaveOut(l.why, l.text, l.page)
	}
	collapseSpacing(lines)
	r := &reader{ctx: ctx, lines: lines, wrap: findWrap(lines), words: prose.NewLexicon(text), d: d}
	r.spaced = r.isSpaced()
	for r.at < len(lines) && ctx.Err() == nil {
		switch {
		case r.heading():
		case r.item():
		default:
			r.paragraph()
		}
	}
	markRunIns(d.Blocks)
	return ctx.Err()
}

// collapseSpacing makes single-spaced what is double-spaced: text in which
// lines go on over single empty lines more than without.
func collapseSpacing(lines []line) {
	apart, together := 0, 0
	for i := 1; i < len(lines); i++ {
		a, b := lines[i-1], lines[i]
		if goesOn(a.text) && startsLower(b.text) && utf8.RuneCountInString(a.text) > 40 {
			switch b.gap {
			case 0:
				together++
			case 1:
				apart++
			}
		}
	}
	if apart < minWrapped || apart <= together {
		return
	}
	for i := range lines {
		lines[i].gap = max(lines[i].gap-1, 0)
	}
}

// A reader goes through lines and adds the blocks that they make.
type reader struct {
	ctx      context.Context
	lines    []line
	at       int // the next line
	listed   int // lines before this one are no headings, but those of a list or an address
	wrap     wrap
	spaced   bool // empty lines stand between the paragraphs
	blockEnd int  // of the lines without an empty one between, which were looked at last
	uneven   bool // one of them was broken amid a sentence, with room for more
	setOff   bool // the lines from the one that is read to the next empty one end as a sentence does
	words    prose.Lexicon
	outline  outline
	d        *document.Document
}

// isSpaced reports whether empty lines end far more paragraphs than lines that
// were ended early.
func (r *reader) isSpaced() bool {
	spaced, short := 0, 0
	for i := 1; i < len(r.lines); i++ {
		switch a, b := r.lines[i-1], r.lines[i]; {
		case !ended(a.text) || b.turned:
		case b.gap > 0:
			spaced++
		case !r.forced(a, b) && !startsItem(b):
			short++
		}
	}
	return spaced >= 3*short
}

// paragraph adds the paragraph that begins with the next line.
func (r *reader) paragraph() {
	r.add(document.Paragraph, 0, r.end(r.at))
}

// item adds the list item that begins with the next line, if one does.
func (r *reader) item() bool {
	first := r.lines[r.at]
	length, silent := mark(first.text)
	if length == 0 || length == len(first.text) {
		return false
	}
	end := r.end(r.at)
	r.add(document.Item, silent, end)
	return true
}

// end returns the end of the block of text that begins with line i.
func (r *reader) end(i int) int {
	start := r.lines[i]
	r.setOff = r.endsBlock(i)
	for i++; i < len(r.lines) && r.ctx.Err() == nil && r.joins(start, r.lines[i-1], r.lines[i]); i++ {
		if ended(r.lines[i-1].text) && r.titleAt(i) {
			break // the paragraph ended though its last line is full
		}
	}
	return i
}

// endsBlock reports whether the lines from i to the next empty line end as a sentence
// does. It notes whether any of them was broken amid a sentence with room for more.
func (r *reader) endsBlock(i int) bool {
	if i < r.blockEnd { // as for the lines before
		return ended(r.lines[r.blockEnd-1].text)
	}
	r.uneven = false
	for i++; i < len(r.lines) && r.lines[i].gap == 0 && !r.lines[i].turned; i++ {
		a, b := r.lines[i-1], r.lines[i]
		r.uneven = r.uneven || goesOn(a.text) && startsLower(b.text) && !r.forced(a, b)
	}
	r.blockEnd = i
	return ended(r.lines[i-1].text)
}

// goesOnUneven reports whether a line that stops amid a sentence goes on in the next,
// whatever that begins with, among lines that were broken at no one width.
func (r *reader) goesOnUneven(a line) bool {
	return r.uneven && utf8.RuneCountInString(a.text) >= leastUneven
}

// leastUneven is how many characters a line has at least that was broken at no one
// width: a shorter one may be a heading or a name.
const leastUneven = 40

// joins reports whether line b continues line a, in a block that begins with
// start.
func (r *reader) joins(start, a, b line) bool {
	forced := r.forced(a, b)
	amid := goesOn(a.text)
	switch {
	case b.turned: // a page ends between them: in mid-sentence, or there the paragraph ends too
		return amid && bullet(b.text) == 0 && (startsLower(b.text) || forced && b.gap == 0)
	case b.gap > 0 || bullet(b.text) > 0 || b.rule != 0:
		return false
	}
	if strings.HasSuffix(a.text, ")") && inCapitals(b.text) && !inCapitals(a.text) {
		return false // a heading below a list of sources
	}
	if amid && r.setOff && numberGoesOn(start, a, b) {
		return true
	}
	if length, silent := mark(b.text); length > 0 {
		// a line may happen to begin with a stroke or with "(3)"
		within := amid || silent == 0 && !startsItem(start) && !strings.HasSuffix(a.text, ":")
		return forced && within
	}
	if b.indent > start.indent && startsItem(start) && !startsItem(b) {
		return true // it hangs below the item's text
	}
	if b.indent > a.indent+1 && !amid && unicode.IsUpper(firstRune(b.text)) {
		return false // the first line of a paragraph is indented
	}
	if breaksWord(a.text) && startsLower(b.text) {
		return true
	}
	if amid && r.setOff && (startsLower(b.text) || unicode.IsDigit(firstRune(b.text)) && beforeNumber.MatchString(a.text) || open(strings.ToLower(a.text)) || r.goesOnUneven(a)) {
		return true // short or uneven lines of a paragraph
	}
	if !amid { // between sentences, lines may end early where empty lines tell the paragraphs
		return forced || r.spaced && r.wrap.nearly(a, b, 0.8)
	}
	return forced || r.nearlyFull(a, b)
}

// beforeNumber is a word at the end of a line that a number belongs to.
var beforeNumber = regexp.MustCompile(`(?i)\b(?:tier|nivel|niveau|article|articles|section|law|no|number|chapter|paragraph|decree|act|age|level)$`)

// numberGoesOn reports whether a line that begins with a number and a stop goes on
// with a sentence: "remained on Tier⏎2. These efforts".
func numberGoesOn(start, a, b line) bool {
	length, silent := mark(b.text)
	if length == 0 || silent > 0 || !unicode.IsDigit(firstRune(b.text)) {
		return false
	}
	return beforeNumber.MatchString(a.text) || !startsItem(start) && startsLower(b.text[length:])
}

// breaksWord reports whether a line ends with a hyphen within a word.
func breaksWord(text string) bool {
	before, ok := strings.CutSuffix(text, "-")
	last, _ := utf8.DecodeLastRuneInString(before)
	return ok && unicode.IsLetter(last)
}

// nearlyFull reports whether a line that stops amid a sentence is as long as one
// that goes on in the next may be where lines are broken by hand: much shorter
// ones are those of verse, an address or a list.
func (r *reader) nearlyFull(a, b line) bool {
	switch lower := startsLower(b.text); {
	case !r.wrap.known():
		return lower && utf8.RuneCountInString(a.text) > 30
	case lower:
		return r.wrap.nearly(a, b, 0.6)
	default: // perhaps a name, in a typeface that is none of those measured
		return r.wrap.nearly(a, b, 0.85)
	}
}

// forced reports whether the line a had to be ended where b begins.
func (r *reader) forced(a, b line) bool { return r.wrap.known() && !r.wrap.fits(a, b) }

func startsItem(l line) bool {
	length, _ := mark(l.text)
	return length > 0
}

func firstRune(text string) rune {
	first, _ := utf8.DecodeRuneInString(text)
	return first
}

// add adds a block of the lines up to end; of the first, the first skip bytes
// are left out.
func (r *reader) add(kind document.Kind, skip, end int) {
	first := r.lines[r.at]
	b := document.Block{Kind: kind, Page: first.page, Turned: first.turned}
	text := []byte(first.text[skip:])
	r.d.Restored -= prose.Letters(first.text[:skip]) // the mark of an item may be a letter o
	for _, l := range r.lines[r.at+1 : end] {
		b.Turned = b.Turned || l.turned
		var mended bool
		if text, mended = r.words.Append(text, l.text); mended {
			r.d.Repaired("joined words that were broken at line ends")
		}
	}
	b.Text = string(text)
	if kind == document.Heading {
		b.Level = r.outline.level(b.Text, r.lines[end-1].rule)
	}
	r.d.Add(b)
	r.at = end
}
