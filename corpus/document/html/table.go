package html

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"verbatim/corpus/document"
)

// isData tells a table of data from one that only places its content: the latter
// has headings, lists, tables or several paragraphs in a cell, or one cell in each
// row at most.
func isData(table *html.Node) bool {
	beside := false
	for n := range table.Descendants() {
		switch n.DataAtom {
		case atom.Tr:
			cells := 0
			for c := range n.ChildNodes() {
				if (c.DataAtom == atom.Td || c.DataAtom == atom.Th) && shownText(c) != "" {
					cells++
				}
			}
			beside = beside || cells > 1
		case atom.Td, atom.Th:
			if holdsBlocks(n) {
				return false
			}
		case atom.Table:
			return false
		}
	}
	return beside
}

// holdsBlocks reports whether a cell has headings, quotations, or several
// paragraphs, whatever they are made of.
func holdsBlocks(cell *html.Node) bool {
	paragraphs := 0
	for n := range cell.Descendants() {
		switch roleOf(n) {
		case heading, quotation, preformatted:
			return true
		case block:
			if len(shownText(n)) > longestHeading && !holdsBlock(n) {
				paragraphs++
			}
		case lineBreak:
			if next := n.NextSibling; next != nil && roleOf(next) == lineBreak && len(shownText(cell)) > 4*longestHeading {
				return true
			}
		}
	}
	return paragraphs > 1
}

// table adds a block a row, and the caption as a paragraph.
func (f *flow) table(n *html.Node) {
	for c := range n.Descendants() {
		switch c.DataAtom {
		case atom.Caption:
			f.children(c)
			f.end()
		case atom.Tr:
			f.put(document.Block{Kind: document.Row, Text: f.rowText(c), Quoted: f.quotations > 0})
		}
	}
}

// rowText joins the cells of a row; empty ones keep their place.
func (f *flow) rowText(row *html.Node) string {
	var cells []string
	filled := false
	for c := range row.ChildNodes() {
		if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
			text := document.Clean(f.cellText(c))
			filled = filled || text != ""
			cells = append(cells, text)
		}
	}
	if !filled {
		return ""
	}
	return strings.Join(cells, document.CellMark)
}

// cellText returns a cell's text, with spaces where lines end.
func (f *flow) cellText(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch r := roleOf(n); {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
			return
		case r == unseen || f.leftOut(n):
			return
		case r == struck:
			f.strike(n)
			return
		case r == raised && raisedFigures(n) != "":
			b.WriteString(raisedFigures(n))
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
	return b.String()
}
