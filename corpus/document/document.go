// Package document holds what a file says before it is known what it is
// about: its headings, paragraphs, list items and table rows in reading order.
// Readers of formats, each in a folder of its own below this one, make
// documents; package corpus makes narratives of them.
package document

import (
	"slices"
	"strings"
)

// A Kind says what a block is.
type Kind int

// The kinds of blocks.
const (
	Paragraph Kind = iota
	Heading
	Item // of a list
	Row  // of a table: its cells are joined by CellMark
	Note // a footnote or endnote
)

// CellMark stands between the cells of a Row.
const CellMark = " | "

// A Block is a stretch of text that stands by itself.
type Block struct {
	Kind   Kind
	Level  int    // of a heading, from 1, the highest, to 6; 0 for other blocks
	Text   string // on one line: see Clean
	RunIn  int    // bytes of Text that are a heading which begins the paragraph: "Child Abuse:"; or 0
	Page   int    // of the file that the block begins on, from 1; 0 where there are no pages
	Turned bool   // a page of the file ends before it or in it, where pages have no numbers
	Quoted bool   // it is a quotation set off from the text
	Opens  bool   // it begins such a quotation, as far as the format tells
}

// A Document is what a file says.
type Document struct {
	Title    string            // as the file itself names it, or empty
	URL      string            // where it was published (its canonical address), or empty
	Site     string            // who published it, or empty
	Language string            // BCP 47, or empty
	Meta     map[string]string // what else the file says of itself, by lower-case names: front matter, properties
	Blocks   []Block
	Running  []string // the heads and feet of pages, which are no blocks, each once
	Repairs  []string // what the reader mended in the text, in words, each once
	LeftOut  []LeftOut
	Letters  int // letters and digits of all the file's text, before any of it was judged
	Restored int // letters and digits that mending put in, less those that it took away
}

// Add appends a block, its text on one line, unless nothing is left of it. The
// kind is that of b, and so is all else.
func (d *Document) Add(b Block) {
	if b.Text = oneLine(b.Text); b.Text != "" {
		b.RunIn = min(b.RunIn, len(b.Text))
		d.Blocks = append(d.Blocks, b)
	}
}

// Repaired records what was mended, in words.
func (d *Document) Repaired(what string) {
	if slices.Contains(d.Repairs, what) {
		return
	}
	d.Repairs = append(d.Repairs, what)
}

// edges are not kept at the ends of a text.
const edges = " \u00a0\u200b\ufeff"

func isSpace(r rune) bool { return r == ' ' || '\t' <= r && r <= '\r' }

// Clean makes one line of a block's text as browsers do: each run of ASCII white
// space becomes one space, and none stays at the ends. All other characters are
// kept, no-break spaces within the text among them.
func Clean(text string) string {
	if !uncleanSpace(text) {
		return strings.Trim(text, edges)
	}
	clean, parted := make([]byte, 0, len(text)), false
	for i := range len(text) {
		c := text[i]
		if isSpace(rune(c)) {
			parted = len(clean) > 0
			continue
		}
		if parted {
			clean, parted = append(clean, ' '), false
		}
		clean = append(clean, c)
	}
	return strings.Trim(string(clean), edges)
}

// uncleanSpace reports whether a text has white space but for single spaces.
func uncleanSpace(text string) bool {
	before := false
	for i := range len(text) {
		c := text[i]
		if '\t' <= c && c <= '\r' || c == ' ' && before {
			return true
		}
		before = c == ' '
	}
	return false
}

// oneLine keeps all characters of a text but its line breaks and tabs: with the
// spaces beside them, each becomes one space.
func oneLine(text string) string {
	if !strings.ContainsAny(text, "\t\n\v\f\r") {
		return strings.Trim(text, edges)
	}
	broken := func(r rune) bool { return '\t' <= r && r <= '\r' }
	var line strings.Builder
	for part := range strings.FieldsFuncSeq(text, broken) {
		if part = strings.Trim(part, " "); part == "" {
			continue
		}
		if line.Len() > 0 {
			line.WriteByte(' ')
		}
		line.WriteString(part)
	}
	return strings.Trim(line.String(), edges)
}
