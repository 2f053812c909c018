package epub

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// What the parts of a note are called in EPUB 3 (epub:type) and in DPUB-ARIA
// (role).
var (
	references = []string{"noteref", "doc-noteref", "backlink", "doc-backlink"}
	notes      = []string{"footnote", "doc-footnote", "endnote", "doc-endnote", "rearnote"}
	noteLists  = []string{"footnotes", "doc-footnotes", "endnotes", "doc-endnotes", "rearnotes"}
)

// withoutNotes takes the notes out of a part of a book, and the numbers that refer to
// them, which would stand in the midst of the text. The letters of what it takes out
// are counted in d, and the numbers left out there.
func withoutNotes(xhtml []byte, d *document.Document) (rest []byte, found []document.Block) {
	root, err := html.Parse(bytes.NewReader(xhtml))
	if err != nil {
		return xhtml, nil // whoever reads the rest says what is wrong
	}
	var gone []*html.Node
	listed := false // within a list of notes
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := range n.ChildNodes() {
			switch kinds := kindsOf(c); {
			case among(kinds, references):
				gone = append(gone, c)
			case among(kinds, notes), listed && c.Data == "li":
				gone = append(gone, c)
				found = append(found, document.Block{Kind: document.Note, Text: document.Clean(textOf(c))})
			case among(kinds, noteLists):
				listed = true
				walk(c)
				listed = false
			default:
				walk(c)
			}
		}
	}
	walk(root)
	if gone == nil {
		return xhtml, nil
	}
	for _, n := range gone {
		n.Parent.RemoveChild(n)
	}
	var out bytes.Buffer
	if err := html.Render(&out, root); err != nil {
		return xhtml, nil
	}
	var numbers []string
	for _, n := range gone {
		for c := range n.Descendants() {
			if c.Type == html.TextNode {
				d.Letters += prose.Letters(c.Data)
			}
		}
		numbers = append(numbers, referencesIn(n)...)
	}
	d.LeaveOut("numbers of notes", strings.Join(numbers, " "), 0)
	return out.Bytes(), found
}

// referencesIn returns the texts of what textOf skips.
func referencesIn(n *html.Node) (texts []string) {
	if among(kindsOf(n), references) {
		var text strings.Builder
		for c := range n.Descendants() {
			if c.Type == html.TextNode {
				text.WriteString(c.Data)
			}
		}
		return []string{document.Clean(text.String())}
	}
	for c := range n.ChildNodes() {
		texts = append(texts, referencesIn(c)...)
	}
	return texts
}

func kindsOf(n *html.Node) (kinds []string) {
	for _, a := range n.Attr {
		if a.Key == "epub:type" || a.Key == "role" {
			kinds = append(kinds, strings.Fields(a.Val)...)
		}
	}
	return kinds
}

func among(kinds, wanted []string) bool {
	return slices.ContainsFunc(kinds, func(kind string) bool { return slices.Contains(wanted, kind) })
}

// textOf returns the text of a note, without the links back to where it is cited.
func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	if among(kindsOf(n), references) {
		return ""
	}
	var out strings.Builder
	for c := range n.ChildNodes() {
		out.WriteString(textOf(c))
	}
	if n.Data == "p" || n.Data == "div" || n.Data == "br" || n.Data == "li" {
		out.WriteByte(' ')
	}
	return out.String()
}
