// Package annotate writes an article as it was, with a note at each of its
// quotations: comments in a Word document, marks and notes in a web page. Nothing
// else of the article changes. Start with Write.
package annotate

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"unicode"
)

// A Note is what is said of a quotation.
type Note struct {
	Quotation string   // as the article has it, without marks around it
	Lines     []string // plain text: the verdict first
	Class     string   // for the look of a mark in a page: good, amber, bad or none
}

// Formats are the extensions of the files that can be annotated.
var Formats = []string{".docx", ".html", ".htm"}

// ErrFormat is in the error for a file that cannot be annotated.
var ErrFormat = errors.New("only Word documents and web pages are annotated: .docx, .html, .htm")

// Write returns the file with the notes in it, which are in the order of the
// article. Unplaced are those whose quotations were not found in the file's running
// text: in a footnote or a text box. The name tells the format.
func Write(name string, data []byte, notes []Note) (annotated []byte, unplaced []Note, err error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".docx":
		annotated, unplaced, err = writeDocx(data, notes)
	case ".html", ".htm":
		annotated, unplaced = writeHTML(data, notes)
	default:
		err = ErrFormat
	}
	if err != nil {
		err = fmt.Errorf("annotate %s: %w", name, err)
	}
	return annotated, unplaced, err
}

// A letter is one letter or digit of an article, and where it stands, in bytes; in a
// document also in which of its runs and texts.
type letter struct {
	r          rune
	start, end int
	run, text  int
}

// lettersOf returns the letters and digits of a text, by which quotations are found
// whatever stands between them.
func lettersOf(text string) (letters []rune) {
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			letters = append(letters, r)
		}
	}
	return letters
}

// find returns the first place of a quotation's letters from a place on; -1 if they
// are not there.
func find(letters []letter, quotation []rune, from int) int {
	if len(quotation) == 0 {
		return -1
	}
	for i := from; i+len(quotation) <= len(letters); i++ {
		j := 0
		for j < len(quotation) && letters[i+j].r == quotation[j] {
			j++
		}
		if j == len(quotation) {
			return i
		}
	}
	return -1
}

// A placed note is one whose quotation are letters [from, to).
type placed struct {
	Note
	from, to int
}

// place finds the quotations of notes one after the other.
func place(letters []letter, notes []Note) (found []placed, unplaced []Note) {
	at := 0
	for _, n := range notes {
		quotation := lettersOf(n.Quotation)
		i := find(letters, quotation, at)
		if i < 0 {
			unplaced = append(unplaced, n)
			continue
		}
		found = append(found, placed{n, i, i + len(quotation)})
		at = i + len(quotation)
	}
	return found, unplaced
}

// An insertion is text that is put into a file before one of its bytes.
type insertion struct {
	at   int
	text string
}

// insert returns data with the insertions, which are in order.
func insert(data []byte, insertions []insertion) []byte {
	var b strings.Builder
	at := 0
	for _, i := range insertions {
		b.Write(data[at:i.at])
		b.WriteString(i.text)
		at = i.at
	}
	b.Write(data[at:])
	return []byte(b.String())
}
