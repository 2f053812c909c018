package html

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// A region is the part of a page that its text is in. Within it, text is left out
// only for what its own markup says that it is. Outside of it, what is written as
// prose is text as well, unless the region is certain or the site's header or
// footer has it.
type region struct {
	main    *html.Node
	certain bool
	kept    map[*html.Node]bool // elements that the rules of the reader view keep; nil if they were not asked
}

// findRegion finds the region of a page: the State Department's report by its
// template, that of any other page by the rules of Firefox's reader view. Where they
// find nothing, it is all of the page.
func (p *page) findRegion(root *html.Node) region {
	for n := range root.Descendants() {
		if n.DataAtom == atom.Section && hasClass(n, "report__main") {
			return region{main: n, certain: true}
		}
	}
	return p.article(root)
}

// numberAttr numbers the elements of a page, so that those that the reader view
// keeps are found again.
const numberAttr = "data-verbatim-number"

// maxElements bounds the work of finding the article.
const maxElements = 200_000

// article finds the region by the rules of the reader view: it is the part that all
// that they keep lies in, or the article or main element around it.
func (p *page) article(root *html.Node) region {
	address, err := url.Parse(p.URL)
	if err != nil || p.URL == "" {
		address = nil
	}
	var elements []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			n.Attr = append(n.Attr, html.Attribute{Key: numberAttr, Val: strconv.Itoa(len(elements))})
			elements = append(elements, n)
		}
	}
	parser := readability.NewParser()
	parser.MaxElemsToParse = maxElements
	a, err := parser.ParseDocument(root, address)
	if err != nil || a.Node == nil {
		return region{main: root}
	}
	if p.Title == "" {
		p.Title = document.Clean(a.Title())
	}
	if p.Site == "" {
		p.Site = document.Clean(a.SiteName())
	}
	kept := map[*html.Node]bool{}
	var around *html.Node
	for n := range a.Node.Descendants() {
		if i, err := strconv.Atoi(attr(n, numberAttr)); err == nil && i >= 0 && i < len(elements) {
			kept[elements[i]] = true
		}
		if !holdsText(n) {
			continue
		}
		for n != nil && attr(n, numberAttr) == "" { // the reader view made it
			n = n.Parent
		}
		if n == nil {
			return region{main: root}
		}
		if i, err := strconv.Atoi(attr(n, numberAttr)); err == nil && i >= 0 && i < len(elements) {
			around = common(around, elements[i])
		}
	}
	if around == nil {
		return region{main: root}
	}
	for n := around; n != nil; n = n.Parent {
		if n.DataAtom == atom.Article || n.DataAtom == atom.Main || attr(n, "role") == "main" {
			around = n
		}
	}
	return region{main: around, kept: kept}
}

// holdsText reports whether text stands in an element itself.
func holdsText(n *html.Node) bool {
	for c := range n.ChildNodes() {
		if c.Type == html.TextNode && prose.Letters(c.Data) > 0 {
			return true
		}
	}
	return false
}

// common returns the innermost element that both a and b are in.
func common(a, b *html.Node) *html.Node {
	if a == nil {
		return b
	}
	above := map[*html.Node]bool{}
	for n := a; n != nil; n = n.Parent {
		above[n] = true
	}
	for n := b; n != nil; n = n.Parent {
		if above[n] {
			return n
		}
	}
	return nil
}

// keepsBelow reports whether the reader view keeps n, or anything in it.
func (r region) keepsBelow(n *html.Node) bool {
	if r.kept == nil || r.kept[n] {
		return true
	}
	for c := range n.Descendants() {
		if r.kept[c] {
			return true
		}
	}
	return false
}

// furniture returns why an element is no part of a page's text, by its own markup;
// nothing for any other. Outside says that it is outside of the region: there, a
// header, footer or aside is the site's.
func furniture(n *html.Node, outside bool) (why string) {
	role := attr(n, "role")
	switch {
	case n.DataAtom == atom.Nav, role == "navigation", role == "menu", role == "menubar":
		return "the site's navigation"
	case n.DataAtom == atom.Button, role == "button":
		return "buttons"
	case hasClass(n, "report__tags"):
		return "the page's tags"
	case role == "search", n.DataAtom == atom.Select, n.DataAtom == atom.Textarea:
		return "a form"
	case !outside:
	case n.DataAtom == atom.Header, role == "banner", named(n, "header", "masthead", "banner"):
		return "the site's header"
	case n.DataAtom == atom.Footer, role == "contentinfo", named(n, "footer", "site-footer", "page-footer"):
		return "the site's footer"
	case n.DataAtom == atom.Aside, role == "complementary":
		return "beside the article"
	case n.DataAtom == atom.Form:
		return "a form"
	}
	return ""
}

// named reports whether an element is called by one of some names.
func named(n *html.Node, names ...string) bool {
	for _, name := range names {
		if strings.EqualFold(attr(n, "id"), name) || hasClass(n, name) {
			return true
		}
	}
	return false
}

// listOfLinks returns why an element within the region is a list of links and no
// text, or nothing: its links lead to places of the page, or the reader view leaves
// it out as well.
func (r region) listOfLinks(n *html.Node) (why string) {
	links, inPage, linked := 0, 0, 0
	for c := range n.Descendants() {
		if c.DataAtom == atom.A && attr(c, "href") != "" {
			links++
			linked += prose.Letters(textOf(c))
			if strings.HasPrefix(attr(c, "href"), "#") {
				inPage++
			}
		}
	}
	if links < 2 {
		return ""
	}
	if lettersExceed(n, linked*2) {
		return ""
	}
	text := shownText(n)
	part := float64(linked) / float64(max(prose.Letters(text), 1))
	switch {
	case links > 2 && part >= 0.8 && inPage == links:
		return "a table of contents"
	case part >= 0.6 && !sentenceEnd.MatchString(text) && !r.keepsBelow(n):
		return "a list of links"
	}
	return ""
}

// lettersExceed reports whether a browser shows more letters and digits below n.
func lettersExceed(n *html.Node, limit int) bool {
	count := 0
	var walk func(*html.Node) bool
	walk = func(n *html.Node) bool {
		if n.Type == html.TextNode {
			count += prose.Letters(n.Data)
			return count > limit
		}
		return roleOf(n) != unseen && slices.ContainsFunc(slices.Collect(n.ChildNodes()), walk)
	}
	return walk(n)
}

// Prose is at least so long, in bytes.
const leastProse = 100

var sentenceEnd = regexp.MustCompile(`[.!?]["”’)]?(?:\s|$)`)

// isProse reports whether a text outside of the region is written as prose is, and
// is not of links for the most part.
func isProse(n *html.Node) bool {
	text := shownText(n)
	if len(text) < leastProse || !sentenceEnd.MatchString(text) {
		return false
	}
	linked := 0
	for c := range n.Descendants() {
		if c.DataAtom == atom.A {
			linked += prose.Letters(textOf(c))
		}
	}
	return 3*linked < prose.Letters(text)
}

var cookies = regexp.MustCompile(`(?i)\bcookies?\b.*\b(?:accept|agree|consent|settings|preferences|policy|use)\b|\b(?:we|site) uses? cookies\b`)

// outside goes over an element that is outside of the region.
func (f *flow) outside(n *html.Node) {
	text := shownText(n)
	why := furniture(n, true)
	switch {
	case roleOf(n) == unseen:
		return
	case why == "" && n.Type == html.ElementNode && !f.region.certain && len(text) >= leastProse:
		f.amongOutside(n)
		return
	case why == "":
		why = "outside of the article"
	}
	f.page.LeaveOut(why, text, 0)
}

// amongOutside looks for prose in an element outside of the region.
func (f *flow) amongOutside(n *html.Node) {
	if !holdsBlock(n) {
		switch {
		case cookies.MatchString(shownText(n)):
			f.page.LeaveOut("a notice about cookies", shownText(n), 0)
		case isProse(n):
			f.element(n)
		default:
			f.page.LeaveOut("outside of the article", shownText(n), 0)
		}
		return
	}
	for c := range n.ChildNodes() {
		f.outside(c)
	}
}

// holdsBlock reports whether a block stands within an element.
func holdsBlock(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode {
			switch roleOf(c) {
			case inline, emphasis, lineBreak, struck, raised, unseen:
			default:
				return true
			}
		}
	}
	return false
}
