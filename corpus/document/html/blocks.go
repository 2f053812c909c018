package html

import (
	"context"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"verbatim/corpus/document"
	"verbatim/corpus/document/plain"
)

// What elements do to the flow of the text. All others are part of a line.
type role int

const (
	inline role = iota
	block       // begins and ends a paragraph
	heading
	item
	list
	quotation
	preformatted
	lineBreak
	emphasis
	left // out, with all that is in it
)

var roles = map[atom.Atom]role{
	atom.Address: block, atom.Article: block, atom.Aside: block, atom.Body: block, atom.Caption: block, atom.Center: block, atom.Dd: block,
	atom.Details: block, atom.Div: block, atom.Dl: block, atom.Dt: block, atom.Fieldset: block, atom.Figcaption: block,
	atom.Figure: block, atom.Footer: block, atom.Form: block, atom.Header: block, atom.Hr: block, atom.Main: block, atom.P: block,
	atom.Section: block, atom.Summary: block, atom.Table: block, atom.Tbody: block, atom.Td: block, atom.Tfoot: block,
	atom.Th: block, atom.Thead: block, atom.Tr: block,

	atom.H1: heading, atom.H2: heading, atom.H3: heading, atom.H4: heading, atom.H5: heading, atom.H6: heading,
	atom.Li: item, atom.Ul: list, atom.Ol: list, atom.Menu: list,
	atom.Blockquote: quotation, atom.Pre: preformatted, atom.Br: lineBreak,
	atom.B: emphasis, atom.Strong: emphasis, atom.U: emphasis, atom.I: emphasis, atom.Em: emphasis,

	atom.Audio: left, atom.Button: left, atom.Canvas: left, atom.Datalist: left, atom.Dialog: left, atom.Embed: left, atom.Head: left,
	atom.Iframe: left, atom.Input: left, atom.Math: left, atom.Nav: left, atom.Noscript: left, atom.Object: left,
	atom.Script: left, atom.Select: left, atom.Style: left, atom.Svg: left, atom.Template: left, atom.Textarea: left,
	atom.Video: left,
}

func roleOf(n *html.Node) role {
	switch r := roles[n.DataAtom]; {
	case hasAttr(n, "hidden"), hasClass(n, "report__tags"):
		return left
	case hasClass(n, "report-toc-section"): // "Section 1." above its heading
		return heading
	default:
		return r
	}
}

// blocks appends what stands below n, in the order of the page.
func (p *page) blocks(ctx context.Context, n *html.Node) error {
	f := &flow{ctx: ctx, page: p}
	f.walk(n)
	f.end()
	if f.err == nil && len(p.Blocks) == 0 {
		f.err = document.ErrNoText
	}
	return f.err
}

// A flow collects the text of the block that is being read.
type flow struct {
	ctx   context.Context
	page  *page
	err   error // the first; it ends the flow
	seen  int   // elements so far
	bytes int   // of text so far

	text  strings.Builder
	plain int // bytes of text before its first character that is not emphasized; -1 if there is none
	bare  bool
	kind  document.Kind
	level int

	items, quotations, emphases int // elements of these roles that are open
}

// breakMark stands in the text for a line break of the page.
const breakMark = '\u2028'

func (f *flow) walk(n *html.Node) {
	if f.seen++; f.seen%1000 == 0 && f.err == nil {
		f.err = f.ctx.Err()
	}
	switch {
	case f.err != nil:
	case n.Type == html.TextNode:
		f.add(n.Data)
	case n.Type == html.ElementNode:
		f.element(n)
	case n.Type == html.DocumentNode:
		f.children(n)
	}
}

func (f *flow) children(n *html.Node) {
	for c := range n.ChildNodes() {
		f.walk(c)
	}
}

func (f *flow) element(n *html.Node) {
	switch roleOf(n) {
	case left:
	case lineBreak:
		f.text.WriteRune(breakMark)
	case emphasis:
		if n.DataAtom == atom.U && n.FirstChild == nil && f.text.Len() == 0 {
			f.bare = true
		}
		f.emphases++
		f.children(n)
		f.emphases--
	case heading:
		f.boundary()
		f.kind, f.level = document.Heading, headingLevel(n)
		f.children(n)
		f.end()
	case item:
		f.end()
		f.items++
		f.children(n)
		f.end()
		f.items--
	case list:
		f.end()
		f.children(n)
		f.end()
	case quotation:
		f.end()
		f.quotations++
		f.children(n)
		f.end()
		f.quotations--
	case preformatted:
		f.end()
		f.lines(textOf(n))
	case block:
		f.boundary()
		if n.DataAtom == atom.Table && isData(n) {
			f.table(n)
		} else {
			f.children(n)
		}
		f.boundary()
	default:
		if isFootnoteMark(n) {
			return
		}
		f.children(n)
	}
}

// boundary ends a paragraph. A list item is one block, whatever paragraphs it
// is made of.
func (f *flow) boundary() {
	if f.items > 0 {
		f.add(" ")
		return
	}
	f.end()
}

func headingLevel(n *html.Node) int {
	if d := n.DataAtom; d != 0 && len(n.Data) == 2 && n.Data[0] == 'h' {
		return int(n.Data[1] - '0')
	}
	return 4
}

// isFootnoteMark reports whether a node is a raised link to a footnote, which is no word of the
// text.
func isFootnoteMark(n *html.Node) bool {
	if n.DataAtom != atom.Sup {
		return false
	}
	for c := range n.Descendants() {
		if c.DataAtom == atom.A && strings.HasPrefix(attr(c, "href"), "#") {
			return true
		}
	}
	return false
}

func (f *flow) add(text string) {
	if f.text.Len() == 0 {
		f.plain = -1
	}
	if f.plain < 0 && f.emphases == 0 {
		if i := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsSpace(r) }); i >= 0 {
			f.plain = f.text.Len() + i
		}
	}
	f.text.WriteString(text)
}

// end adds the block that was collected.
func (f *flow) end() {
	raw, plainAt, bare := f.text.String(), f.plain, f.bare
	b := document.Block{Kind: f.kind, Level: f.level, Quoted: f.quotations > 0}
	f.text.Reset()
	f.kind, f.level, f.plain, f.bare = document.Paragraph, 0, -1, false
	if b.Kind == document.Paragraph && f.items > 0 {
		b.Kind = document.Item
	}
	if b.Kind == document.Paragraph && isWrappedText(raw) {
		f.page.Repaired("one paragraph of many lines made into the paragraphs that it holds")
		f.lines(strings.ReplaceAll(raw, string(breakMark), "\n"))
		return
	}
	if head, rest, ok := headingLine(raw, plainAt); ok && b.Kind == document.Paragraph {
		f.put(document.Block{Kind: document.Heading, Level: emphasizedLevel, Text: head, Quoted: b.Quoted})
		raw, plainAt = rest, 0
	}
	for i, part := range splitAtBreaks(raw) {
		b.Text = document.Clean(part)
		if i == 0 {
			f.first(b, document.Clean(raw[:max(plainAt, 0)]), plainAt < 0, bare)
		} else {
			f.put(b)
		}
	}
}

// first adds a block with the heading that may begin it, given the emphasized
// text at its beginning, whether that is all of it, and whether the page says
// that there is a heading without saying where it ends.
func (f *flow) first(b document.Block, emphasized string, all, bare bool) {
	if all {
		emphasized = b.Text
	}
	switch {
	case bare:
		head, _, ok := strings.Cut(b.Text, ": ")
		if ok && len(head) < longestHeading && !strings.Contains(head, ". ") && !strings.Contains(head, "://") {
			b.RunIn = len(head) + 1
		}
		f.put(b)
	case b.Kind == document.Heading, all && b.Kind != document.Paragraph, !strings.HasPrefix(b.Text, emphasized):
		f.put(b)
	default:
		f.count(b)
		f.page.AddEmphasized(b, len(emphasized), emphasizedLevel)
	}
}

// put adds a block.
func (f *flow) put(b document.Block) {
	f.count(b)
	f.page.Add(b)
}

// count bounds the text.
func (f *flow) count(b document.Block) {
	if f.bytes += len(b.Text); f.bytes > document.MaxText && f.err == nil {
		f.err = document.Beyond(int64(f.bytes), document.MaxText, "bytes of text")
	}
}

// headingLine parts a paragraph whose first line is all emphasized and short,
// and so a heading, from the rest.
func headingLine(raw string, plainAt int) (head, rest string, ok bool) {
	before := strings.TrimRight(raw[:max(plainAt, 0)], " \t\r\n")
	line, ok := strings.CutSuffix(before, string(breakMark))
	head = document.Clean(line)
	if !ok || !headingLike(head) || strings.ContainsRune(line, breakMark) {
		return "", raw, false
	}
	return head, raw[plainAt:], true
}

func headingLike(text string) bool {
	return text != "" && len(text) <= longestHeading && !strings.ContainsAny(text[len(text)-1:], ".;,!?")
}

// splitAtBreaks cuts at two line breaks in a row, which end a paragraph, and
// makes a space of one.
func splitAtBreaks(raw string) (parts []string) {
	lines := strings.Split(raw, string(breakMark))
	part := lines[0]
	for _, line := range lines[1:] {
		switch {
		case document.Clean(line) == "":
			parts, part = append(parts, part), ""
		default:
			part += " " + line
		}
	}
	return append(parts, part)
}

// longestHeading is the length of the longest emphasized line that is a
// heading, in bytes.
const longestHeading = 120

// emphasizedLevel is the level of a heading that is a line in bold.
const emphasizedLevel = 5

// isWrappedText reports whether a page's text was put into one paragraph, line by
// line as a PDF has it: far more than any paragraph of a report.
func isWrappedText(raw string) bool {
	return len(raw) > 5000 && strings.Count(raw, "\n") > 40
}

// lines adds text that has its own lines.
func (f *flow) lines(text string) {
	for _, b := range plain.Unwrap(text) {
		b.Quoted = f.quotations > 0
		f.put(b)
	}
}
