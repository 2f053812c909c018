// Package html reads web pages: the State Department's report pages by their
// template, and any other by what of it is the article.
package html

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// Read returns what a web page says. All text that a browser would show is in its
// blocks or in its list of what was left out: menus, tables of contents, the site's
// header and footer. The error is document.ErrLimit for a page nested too deeply,
// and document.ErrNoText for one without text.
func Read(ctx context.Context, data []byte) (*document.Document, error) {
	root, d, err := parse(data)
	if err != nil {
		return nil, err
	}
	d.describe(root)
	d.Letters = visibleLetters(root)
	if err := d.blocks(ctx, root, d.findRegion(root)); err != nil {
		return nil, err
	}
	return &d.Document, nil
}

// Fragment appends to d all blocks of a page that has nothing but its text, as
// the parts of a book have, and counts its letters.
func Fragment(ctx context.Context, data []byte, d *document.Document) error {
	root, p, err := parse(data)
	if err != nil {
		return err
	}
	d.Letters += visibleLetters(root)
	err = p.blocks(ctx, root, region{main: root, certain: true})
	if err != nil && !errors.Is(err, document.ErrNoText) {
		return err
	}
	d.Blocks = append(d.Blocks, p.Blocks...)
	d.LeftOut = append(d.LeftOut, p.LeftOut...)
	d.Restored += p.Restored
	for _, r := range p.Repairs {
		d.Repaired(r)
	}
	return err
}

// Text returns all text of a page that a browser shows, on one line.
func Text(data []byte) (string, error) {
	root, _, err := parse(data)
	if err != nil {
		return "", err
	}
	return shownText(root), nil
}

// A page is a document in the making.
type page struct{ document.Document }

// parse decodes and parses a page.
func parse(data []byte) (*html.Node, *page, error) {
	p := &page{}
	text, err := p.decode(data)
	if err != nil {
		return nil, nil, err
	}
	root, err := html.Parse(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	if err != nil && strings.Contains(err.Error(), "exceeds") { // the parser's own limit, which has no name
		err = document.Beyond(document.MaxDepth+1, document.MaxDepth, "elements within each other")
	}
	if err == nil {
		markQuotations(root, 0)
	}
	return root, p, err
}

// markQuotations puts the marks around the elements q of a page that a browser shows
// there: single ones where q stands in another.
func markQuotations(n *html.Node, depth int) {
	if n.DataAtom == atom.Q && n.FirstChild != nil {
		marks := []string{"“", "”", "‘", "’"}[depth%2*2:][:2]
		if text := firstText(n); text != "" && !strings.ContainsAny(text[:1], `"'`) && !strings.HasPrefix(text, "“") {
			n.InsertBefore(&html.Node{Type: html.TextNode, Data: marks[0]}, n.FirstChild)
			n.AppendChild(&html.Node{Type: html.TextNode, Data: marks[1]})
		}
		depth++
	}
	for c := range n.ChildNodes() {
		markQuotations(c, depth)
	}
}

// firstText returns the first text below n that is more than space.
func firstText(n *html.Node) string {
	for c := range n.Descendants() {
		if text := strings.TrimSpace(c.Data); c.Type == html.TextNode && text != "" {
			return text
		}
	}
	return ""
}

// decode returns a page in UTF-8. What is valid in UTF-8 is that, whatever the
// page says: a browser that saves it has changed the encoding, not the word.
func (p *page) decode(data []byte) ([]byte, error) {
	if utf8.Valid(data) && bytes.IndexByte(data, 0) < 0 {
		return data, nil
	}
	encoding, name, _ := charset.DetermineEncoding(data, "")
	text, err := encoding.NewDecoder().Bytes(data)
	if err != nil {
		return nil, fmt.Errorf("not in the encoding %s: %w", name, err)
	}
	if name != "utf-8" {
		p.Repaired("read as " + name)
	}
	return text, nil
}

// describe reads what a page says of itself.
func (p *page) describe(root *html.Node) {
	meta := map[string]string{}
	var title, headline string
	for n := range root.Descendants() {
		switch n.DataAtom {
		case atom.Html:
			p.Language = strings.ReplaceAll(strings.TrimSpace(attr(n, "lang")), "_", "-")
		case atom.Title:
			if title == "" {
				title = document.Clean(textOf(n))
			}
		case atom.H1:
			if headline == "" {
				headline = document.Clean(textOf(n))
			}
		case atom.Meta:
			if key := strings.ToLower(attr(n, "property") + attr(n, "name")); meta[key] == "" {
				meta[key] = document.Clean(attr(n, "content"))
			}
		case atom.Link:
			if attr(n, "rel") == "canonical" && p.URL == "" {
				p.URL = webAddress(attr(n, "href"))
			}
		}
	}
	if p.URL == "" {
		p.URL = webAddress(meta["og:url"])
	}
	p.Site = meta["og:site_name"]
	p.Title = headline
	if p.Title == "" {
		p.Title = title
	}
	p.Meta = map[string]string{"title": title}
}

// webAddress returns the address if it is a whole one on the web.
func webAddress(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func hasClass(n *html.Node, class string) bool {
	return slices.Contains(strings.Fields(attr(n, "class")), class)
}

// textOf returns all text below n, whether it is shown or not.
func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// shownText returns the text below n that a browser shows, with spaces between the
// blocks.
func shownText(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch r := roleOf(n); {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
			return
		case r == unseen:
			return
		case r != inline && r != emphasis:
			b.WriteByte(' ')
			defer b.WriteByte(' ')
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
	}
	walk(n)
	return document.Clean(b.String())
}

// visibleLetters counts the letters and digits of all text that a browser shows.
func visibleLetters(n *html.Node) (letters int) {
	if n.Type == html.TextNode {
		return prose.Letters(n.Data)
	}
	if roleOf(n) == unseen {
		return 0
	}
	for c := range n.ChildNodes() {
		letters += visibleLetters(c)
	}
	return letters
}
