package html

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"verbatim/corpus/document"
)

// isData distinguishes a table of data from one that only places its content: the
// latter has headings, lists, tables or several paragraphs in a cell, or one
// cell in all.
func isData(table *html.Node) bool {
	cells := 0
	for n := range table.Descendants() {
		switch n.DataAtom {
		case atom.Td, atom.Th:
			cells++
			if holdsBlocks(n) {
				return false
			}
		case atom.Table:
			return false
		}
	}
	return cells > 1
}

func holdsBlocks(cell *html.Node) bool {
	paragraphs := 0
	for n := range cell.Descendants() {
		switch roles[n.DataAtom] {
		case heading, quotation, preformatted:
			return true
		case block:
			if n.DataAtom == atom.P && len(document.Clean(textOf(n))) > longestHeading {
				paragraphs++
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
			f.put(document.Block{Kind: document.Row, Text: rowText(c), Quoted: f.quotations > 0})
		}
	}
}

// rowText joins the cells of a row; empty ones keep their place.
func rowText(row *html.Node) string {
	var cells []string
	filled := false
	for c := range row.ChildNodes() {
		if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
			text := document.Clean(cellText(c))
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
func cellText(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch r := roleOf(n); {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
			return
		case r == left || isFootnoteMark(n):
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
