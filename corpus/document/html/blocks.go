package html

import (
	"context"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"verbatim/corpus/document"
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
	struck // out by the page: no text any more
	raised // above the line
	ordered
	unseen // in a browser, with all that is in it
)

var roles = map[atom.Atom]role{
	atom.Address: block, atom.Article: block, atom.Aside: block, atom.Body: block, atom.Caption: block, atom.Center: block, atom.Dd: block,
	atom.Details: block, atom.Div: block, atom.Dl: block, atom.Dt: block, atom.Fieldset: block, atom.Figcaption: block,
	atom.Figure: block, atom.Footer: block, atom.Form: block, atom.Header: block, atom.Hr: block, atom.Main: block, atom.P: block,
	atom.Section: block, atom.Summary: block, atom.Table: block, atom.Tbody: block, atom.Td: block, atom.Tfoot: block,
	atom.Th: block, atom.Thead: block, atom.Tr: block,

	atom.H1: heading, atom.H2: heading, atom.H3: heading, atom.H4: heading, atom.H5: heading, atom.H6: heading,
	atom.Li: item, atom.Ul: list, atom.Ol: ordered, atom.Menu: list,
	atom.Del: struck, atom.S: struck, atom.Strike: struck, atom.Sup: raised,
	atom.Blockquote: quotation, atom.Pre: preformatted, atom.Br: lineBreak,
	atom.B: emphasis, atom.Strong: emphasis, atom.U: emphasis, atom.I: emphasis, atom.Em: emphasis,

	atom.Audio: unseen, atom.Canvas: unseen, atom.Datalist: unseen, atom.Dialog: unseen, atom.Embed: unseen, atom.Head: unseen,
	atom.Iframe: unseen, atom.Input: unseen, atom.Noscript: unseen, atom.Object: unseen, atom.Script: unseen, atom.Style: unseen,
	atom.Svg: unseen, atom.Template: unseen, atom.Title: unseen, atom.Video: unseen,
}

func roleOf(n *html.Node) role {
	if n.Type == html.TextNode {
		return inline
	}
	style := attr(n, "style")
	switch r := roles[n.DataAtom]; {
	case n.Type == html.CommentNode, n.Type == html.DoctypeNode, hasAttr(n, "hidden"), style != "" && undisplayed.MatchString(style):
		return unseen
	case hasClass(n, "report-toc-section"): // "Section 1." above its heading
		return heading
	default:
		return r
	}
}

var undisplayed = regexp.MustCompile(`(?i)\bdisplay\s*:\s*none\b`)

// blocks appends the text of a page that has it in a region, in the order of the
// page, and records what is left out.
func (p *page) blocks(ctx context.Context, root *html.Node, r region) error {
	f := &flow{ctx: ctx, page: p, region: r, around: map[*html.Node]bool{}}
	for n := r.main.Parent; n != nil; n = n.Parent {
		f.around[n] = true
	}
	f.walk(root)
	f.end()
	if f.err == nil && len(p.Blocks) == 0 {
		f.err = document.ErrNoText
	}
	return f.err
}

// A flow collects the text of the block that is being read.
type flow struct {
	ctx    context.Context
	page   *page
	region region
	around map[*html.Node]bool // what the region is in
	within bool                // the region, or prose outside of it
	err    error               // the first; it ends the flow
	seen   int                 // elements so far
	bytes  int                 // of text so far

	text  strings.Builder
	plain int // bytes of text before its first character that is not emphasized; -1 if there is none
	bare  bool
	kind  document.Kind
	level int

	items, quotations, emphases int  // elements of these roles that are open
	opens                       bool // the next block is the first of a quotation
	lists                       []counter
}

// breakMark stands in the text for a line break of the page.
const breakMark = '\u2028'

func (f *flow) walk(n *html.Node) {
	if f.seen++; f.seen%1000 == 0 && f.err == nil {
		f.err = f.ctx.Err()
	}
	switch {
	case f.err != nil:
	case f.within:
		f.content(n)
	case n == f.region.main:
		f.end()
		f.within = true
		f.content(n)
		f.end()
		f.within = false
	case f.around[n]:
		f.children(n)
	default:
		f.outside(n)
	}
}

// content goes over what is part of the text.
func (f *flow) content(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		f.add(n.Data)
	case html.ElementNode:
		f.element(n)
	case html.DocumentNode:
		f.children(n)
	}
}

func (f *flow) children(n *html.Node) {
	for c := range n.ChildNodes() {
		f.walk(c)
	}
}

func (f *flow) element(n *html.Node) {
	if f.leftOut(n) {
		return
	}
	switch roleOf(n) {
	case unseen:
	case struck:
		f.strike(n)
	case raised:
		f.raise(n)
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
		f.number(n)
		f.children(n)
		f.end()
		f.items--
	case list, ordered:
		f.end()
		f.lists = append(f.lists, newCounter(n))
		f.children(n)
		f.lists = f.lists[:len(f.lists)-1]
		f.end()
	case quotation:
		f.end()
		f.quotations++
		f.opens = f.quotations == 1
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
		note := f.opensNote(n)
		f.children(n)
		if note {
			f.add(" ")
		}
	}
}

// leftOut leaves out an element of the region that is no text by its own markup, and
// reports whether it is one.
func (f *flow) leftOut(n *html.Node) bool {
	r := roleOf(n)
	if r == unseen {
		return false
	}
	why := furniture(n, false)
	if why == "" && (r == list || r == ordered || r == block) && n != f.region.main {
		why = f.region.listOfLinks(n)
	}
	if why == "" {
		return false
	}
	f.page.LeaveOut(why, shownText(n), 0)
	return true
}

// strike leaves out what the page strikes out.
func (f *flow) strike(n *html.Node) {
	f.page.Repaired("text that is struck out is left out")
	f.page.LeaveOut("struck out", shownText(n), 0)
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
