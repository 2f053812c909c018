package plain

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// list adds the items of a list. The numbers of an ordered one are part of the text, as
// they are written: a list of paragraphs 12 and 15 is no list of 12 and 13. Where all are
// the same, as people write who leave counting to the program, they are counted.
func (w *markdown) list(l *ast.List) error {
	var written []string
	for item := l.FirstChild(); item != nil; item = item.NextSibling() {
		written = append(written, w.writtenNumber(l, item))
	}
	counted := len(written) > 1 && len(slices.Compact(slices.Clone(written))) == 1
	kind := document.Item
	if l.Marker == '*' && len(written) == 1 && w.stars() { // the footnote
		written[0], kind = "*", document.Paragraph
	}
	i := 0
	for item := l.FirstChild(); item != nil; item = item.NextSibling() {
		number := written[i]
		w.d.Letters += prose.Letters(number)
		if l.IsOrdered() && counted {
			number = strconv.Itoa(l.Start+i) + string(l.Marker)
			w.d.Restored += prose.Letters(number) - prose.Letters(written[i])
		}
		i++
		if number != "" {
			w.number += number + " "
		}
		if err := w.blocks(item, kind); err != nil {
			return err
		}
		if w.number != "" { // nothing stands in the item
			w.d.Add(document.Block{Kind: document.Item, Text: w.numbered("")})
		}
	}
	return nil
}

// writtenNumber returns the number of an item with its stop or bracket; empty for one of
// a list that is not ordered.
func (w *markdown) writtenNumber(l *ast.List, item ast.Node) string {
	if at := item.Pos(); l.IsOrdered() && at >= 0 {
		digits := at
		for digits < len(w.source) && '0' <= w.source[digits] && w.source[digits] <= '9' {
			digits++
		}
		return string(w.source[at:digits]) + string(l.Marker)
	}
	return ""
}

// footnotes reports whether a text has stars that refer to footnotes: behind a word, a
// bracket or a stop, and without a partner that would make emphasis of them.
func (w *markdown) footnotes(tree ast.Node) (found bool) {
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			for at := n.Segment.Start; at < n.Segment.Stop && !found; at++ {
				found = w.source[at] == '*' && w.behindWord(at)
			}
		case *ast.Emphasis:
			found = found || w.refers(n)
		}
		if found {
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	return found
}

// refers reports whether what CommonMark takes for emphasis are two stars that refer to
// footnotes: "cotton,*† and rice*".
func (w *markdown) refers(e *ast.Emphasis) bool {
	first := e.FirstChild()
	if e.Level != 1 || first == nil || first.Pos() < 1 || w.source[first.Pos()-1] != '*' {
		return false
	}
	at := first.Pos()
	next, _ := utf8.DecodeRune(w.source[at:])
	return strings.ContainsRune("†‡§", next) || w.behindWord(at-1)
}

// behindWord reports whether a word, a closing bracket or a stop stands right before a
// place in the source.
func (w *markdown) behindWord(at int) bool {
	before, _ := utf8.DecodeLastRune(w.source[:at])
	return unicode.IsLetter(before) || unicode.IsNumber(before) || strings.ContainsRune(",.;:)]%”’†‡§", before)
}

// numbered returns the text with the number of the item that it begins.
func (w *markdown) numbered(text string) string {
	text, w.number = w.number+text, ""
	return text
}

// paragraph adds a paragraph, or the first text of an item. Lines that begin with a
// bullet which Markdown does not know, such as "•", are items, and those between two
// strokes are rows of a table that has no header.
func (w *markdown) paragraph(n ast.Node, kind document.Kind) {
	number, strong := w.number, w.strongUntil(n)
	for i, text := range doubleBreak.Split(w.numbered(w.inline(n)), -1) {
		if i > 0 {
			number, strong, kind = "", 0, document.Paragraph
		}
		w.part(text, number, strong, kind)
	}
}

// unmarked adds what was taken whole.
func (w *markdown) unmarked(n *unmarked) {
	if n.kind == document.Heading {
		w.level = n.level
		w.d.Add(document.Block{Kind: n.kind, Level: n.level, Text: n.parts[0].In(w.body)})
		return
	}
	for _, part := range n.parts {
		w.part(part.In(w.body), "", 0, n.kind)
	}
}

// part is paragraph for the text between two line breaks.
func (w *markdown) part(text, number string, strong int, kind document.Kind) {
	if isRow(text) {
		for line := range strings.Lines(text) {
			if prose.Letters(line) > 0 {
				w.d.Add(document.Block{Kind: document.Row, Text: cellsOf(line)})
			}
		}
		return
	}
	parts, bullets := prose.Items(text, prose.Span{Start: 0, End: len(text)})
	for i, part := range parts {
		b := document.Block{Kind: kind, Text: part.In(text), Quoted: w.quotes > 0}
		switch {
		case bullets[i]:
			b.Kind = document.Item
			w.d.Add(b)
		case i > 0 || kind != document.Paragraph || number != "":
			w.d.Add(b)
		default:
			w.d.AddEmphasized(b, min(strong, len(b.Text)), w.level+1)
		}
	}
}

// isRow reports whether all lines of a text begin and end with a stroke.
func isRow(text string) bool {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if len(line) < 2 || !strings.HasPrefix(line, "|") || !strings.HasSuffix(line, "|") {
			return false
		}
	}
	return text != ""
}

// cellsOf returns the cells of a row, joined as those of a document are.
func cellsOf(line string) string {
	cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
	for i, cell := range cells {
		cells[i] = document.Clean(cell)
	}
	return strings.Join(cells, document.CellMark)
}
