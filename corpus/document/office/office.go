// Package office reads the files of word processors: DOCX (WordprocessingML,
// ECMA-376) and ODT (OpenDocument 1.3). Of a file, what its reader sees is
// read, and what was deleted, hidden or only repeated on each page is not.
package office

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"verbatim/corpus/document"
)

// Read reads a DOCX or an ODT, whichever it is: files are often misnamed. Errors
// are ErrEncrypted, ErrLimit, ErrDamaged, ErrNoText or say what else it is.
func Read(ctx context.Context, data []byte) (*document.Document, error) {
	if err := compound(data); err != nil {
		return nil, err
	}
	archive, err := document.OpenArchive(data)
	if err != nil {
		return nil, err
	}
	d := new(document.Document)
	switch {
	case archive.Has("content.xml"):
		err = readODT(ctx, archive, d)
	case archive.Has("_rels/.rels"):
		err = readDOCX(ctx, archive, d)
	default:
		return nil, errors.New("neither a Word document (.docx) nor an OpenDocument text (.odt)")
	}
	if err == nil && len(d.Blocks) == 0 {
		err = document.ErrNoText
	}
	if err != nil {
		return nil, err
	}
	return d, nil
}

var (
	oleSignature     = []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}
	encryptedPackage = wide("EncryptedPackage")
	wordDocument     = wide("WordDocument")
)

// wide returns ASCII text in UTF-16, as the names within compound files are.
func wide(text string) []byte {
	return []byte(strings.Join(strings.Split(text, ""), "\x00") + "\x00")
}

// compound names the files that Microsoft's compound file format (OLE) holds:
// Word documents up to 2003, and newer ones under a password.
func compound(data []byte) error {
	switch {
	case !bytes.HasPrefix(data, oleSignature):
		return nil
	case bytes.Contains(data, encryptedPackage):
		return fmt.Errorf("%w: open it in Word and save it without a password", document.ErrEncrypted)
	case bytes.Contains(data, wordDocument):
		return errors.New("an old Word document (.doc): open it in Word or LibreOffice and save it as .docx")
	default:
		return errors.New("an old Office file that is not a Word document")
	}
}

// A flow collects the blocks of a body, a table cell, a note or a text box.
type flow struct {
	d     *document.Document
	level int  // of the last heading that is one by its style
	size  *int // bytes of text of the whole document
}

func newFlow(d *document.Document) *flow { return &flow{d: d, size: new(int)} }

// within returns a flow for what stands within this one.
func (f *flow) within() *flow {
	return &flow{d: new(document.Document), level: f.level, size: f.size}
}

// add adds a paragraph that has been read, its notes, and its text boxes.
func (f *flow) add(p *paragraph) error {
	if err := f.grow(len(p.text)); err != nil {
		return err
	}
	b := document.Block{Text: string(p.text), Quoted: p.quoted}
	switch {
	case p.level > 0:
		b.Kind, b.Level = document.Heading, min(p.level, 6)
		f.d.Add(b)
		f.level = b.Level
	case p.item:
		b.Kind = document.Item
		f.d.Add(b)
	default:
		f.d.AddEmphasized(b, p.emphasized, f.level+1)
	}
	f.d.Blocks = append(append(f.d.Blocks, p.notes...), p.boxes...)
	return nil
}

// grow counts text that is added.
func (f *flow) grow(bytes int) error {
	if *f.size += bytes; *f.size > document.MaxText {
		return document.Beyond(int64(*f.size), document.MaxText, "bytes of text")
	}
	return nil
}

// running takes in what a flow says as the head or foot of pages, unless that
// is only their number.
func (f *flow) running(d *document.Document) {
	text := f.all()
	d.LeaveOut(runningText, text, 0)
	if strings.ContainsFunc(text, unicode.IsLetter) && !slices.Contains(d.Running, text) {
		d.Running = append(d.Running, text)
	}
}

// text returns what a flow says on one line, and the notes to it.
func (f *flow) text() (text string, notes []document.Block) {
	var parts []string
	for _, b := range f.d.Blocks {
		if b.Kind == document.Note {
			notes = append(notes, b)
		} else {
			parts = append(parts, b.Text)
		}
	}
	return strings.Join(parts, " "), notes
}

// all returns all text of a flow, with its notes.
func (f *flow) all() string {
	text, notes := f.text()
	for _, n := range notes {
		text += " " + n.Text
	}
	return strings.TrimSpace(text)
}

// note returns what a flow says as one note.
func (f *flow) note() document.Block {
	return document.Block{Kind: document.Note, Text: f.all()}
}

// addTable adds the rows of a table, each a block. A table of one column is a
// frame around text and no table: its content is added as it is.
func (f *flow) addTable(rows [][]*flow) error {
	frame := true
	for _, cells := range rows {
		frame = frame && len(cells) <= 1
	}
	for _, cells := range rows {
		var texts []string
		var notes []document.Block
		for _, cell := range cells {
			if frame {
				f.d.Blocks = append(f.d.Blocks, cell.d.Blocks...)
				continue
			}
			text, cited := cell.text()
			texts, notes = append(texts, text), append(notes, cited...)
		}
		row := strings.Join(texts, document.CellMark)
		if err := f.grow(len(row)); err != nil {
			return err
		}
		if strings.Join(texts, "") != "" {
			f.d.Add(document.Block{Kind: document.Row, Text: row})
		}
		f.d.Blocks = append(f.d.Blocks, notes...)
	}
	return nil
}

// A paragraph is one that is being read.
type paragraph struct {
	text       []byte
	emphasized int  // bytes of text that are bold or underlined at its beginning
	plain      bool // other text has begun
	level      int  // of a heading, or 0
	item       bool
	quoted     bool
	list       listing // that its number is of
	number     string  // that an OpenDocument text writes down for it
	notes      []document.Block
	boxes      []document.Block // text boxes that are anchored in it
}

// write adds text to the paragraph.
func (p *paragraph) write(text string, emphasized bool) {
	p.text = append(p.text, text...)
	switch {
	case p.plain:
	case emphasized:
		p.emphasized = len(p.text)
	case strings.TrimSpace(text) != "":
		p.plain = true
	}
}
