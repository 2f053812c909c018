package rtf

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"verbatim/corpus/document"
)

// characters are the control words that stand for a character.
var characters = map[string]string{
	"tab": " ", "line": " ", "softline": " ", "lbr": " ", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
	"ldblquote": "“", "rdblquote": "”", "bullet": "•", "~": "\u00a0", "_": "‑", "emspace": " ", "enspace": " ", "qmspace": " ",
	"zwj": "\u200d", "zwnj": "\u200c",
}

// destinations say where the text of a group goes that they begin.
var destinations = map[string]place{
	"fonttbl": inFonts, "stylesheet": inStyles, "colortbl": skipped, "pict": skipped, "objdata": skipped, "objclass": skipped, "fldinst": skipped,
	"header": inRunning, "headerl": inRunning, "headerr": inRunning, "headerf": inRunning,
	"footer": inRunning, "footerl": inRunning, "footerr": inRunning, "footerf": inRunning,
	"annotation": inComment, "filetbl": skipped, "listtable": skipped, "listoverridetable": skipped, "revtbl": skipped,
	"ftnsep": skipped, "ftnsepc": skipped, "aftnsep": skipped, "aftnsepc": skipped, "ftncn": skipped, "aftncn": skipped,
	"tc": skipped, "xe": skipped, "rxe": skipped, "bkmkstart": skipped, "bkmkend": skipped, "template": skipped, "info": skipped,
	"nonshppict": skipped, "sn": skipped, "sv": skipped, "atnid": skipped, "atnauthor": skipped, "atndate": skipped, "nonesttables": skipped,
}

// properties are what a file says of itself.
var properties = map[string]string{"title": "title", "subject": "subject", "author": "author", "keywords": "keywords", "company": "publisher"}

func (r *reader) control(k token) {
	if r.cover > 0 && k.word == "'" {
		r.cover--
		return
	}
	if said, ok := characters[k.word]; ok {
		r.write(said)
		return
	}
	if r.state.starred {
		r.state.starred = false
		if r.destination(k.word) || k.word == "shpinst" {
			return
		}
		if k.word != "shptxt" {
			r.state.place = skipped
			return
		}
	}
	if r.destination(k.word) || r.character(k) || r.look(k) {
		return
	}
	r.structure(k)
}

// destination begins the text of a group that goes elsewhere.
func (r *reader) destination(word string) bool {
	at, ok := destinations[word]
	switch {
	case ok && r.state.place != skipped:
		if r.state.place = at; at != skipped {
			r.name = nil
		}
	case ok:
	case properties[word] != "" && r.state.place == skipped && len(r.stack) > 0:
		r.state.place, r.state.property, r.name = inInfo, properties[word], nil
	case word == "footnote" && r.state.place == inBody:
		r.outs, r.noteAt = append(r.outs, r.out), append(r.noteAt, len(r.stack))
		r.out = &body{}
	default:
		return false
	}
	return true
}

// character takes in the controls that are characters or say how such are written.
func (r *reader) character(k token) bool {
	switch k.word {
	case "'":
		if k.has {
			r.pending = append(r.pending, byte(k.n))
		}
	case "u":
		r.unicode(rune(uint16(k.n)))
	case "uc":
		r.state.skip = max(0, min(k.n, 8))
	case "*":
		r.state.starred = true
	case "ansicpg":
		r.codePage = k.n
	case "mac":
		r.codePage = 10000
	case "pc":
		r.codePage = 437
	case "pca":
		r.codePage = 850
	case "fcharset", "cpg":
		if page := k.n; r.state.place == inFonts {
			if k.word == "fcharset" {
				page = charsets[k.n]
			}
			r.fonts[r.state.font] = page
		}
	case "f":
		r.state.font = k.n
	default:
		return false
	}
	return true
}

// unicode writes a character of Unicode, and skips what stands in for it.
func (r *reader) unicode(c rune) {
	r.cover = r.state.skip
	switch {
	case utf16.IsSurrogate(c) && r.wide == 0:
		r.wide = c
		return
	case r.wide != 0:
		c = utf16.DecodeRune(r.wide, c)
		r.wide = 0
	}
	if c == 0 || !utf8.ValidRune(c) {
		c = utf8.RuneError
	}
	if c >= 0xf020 && c <= 0xf0ff { // of a font of symbols: most are bullets
		c = '•'
	}
	r.write(string(c))
}

// look takes in the controls of how characters look.
func (r *reader) look(k token) bool {
	on := !k.has || k.n != 0
	switch k.word {
	case "b":
		r.state.bold = on
	case "ul", "ulw", "uld", "uldb":
		r.state.under = on
	case "ulnone":
		r.state.under = false
	case "v":
		r.state.hidden = on
	case "deleted":
		r.state.deleted = on
	case "revised":
		r.changed = r.changed || on
	case "super":
		r.state.raised = on
	case "up":
		r.state.raised = !k.has || k.n > 0
	case "nosupersub", "sub", "dn":
		r.state.raised = false
	case "plain":
		r.state.bold, r.state.under, r.state.hidden, r.state.raised, r.state.deleted = false, false, false, false, false
	default:
		return false
	}
	return true
}

// structure takes in the controls of paragraphs and tables.
func (r *reader) structure(k token) {
	if r.state.place == inStyles && k.word == "s" {
		r.style = k.n
	}
	if r.state.place != inBody {
		if k.word == "par" && r.state.place != skipped {
			r.name = append(r.name, ' ')
		}
		return
	}
	f := &r.state.form
	switch k.word {
	case "pard":
		*f = form{}
	case "s":
		f.style = r.styles[k.n]
	case "outlinelevel":
		f.outline = k.n + 1
	case "ls":
		f.item = k.n > 0
	case "intbl":
		f.table = true
	case "par", "sect", "page":
		if f.table {
			r.write(" ")
		} else {
			r.endParagraph()
		}
	case "cell", "nestcell":
		r.endCell()
	case "row", "nestrow":
		r.endRow()
	}
}

// endParagraph makes a block of the text so far.
func (r *reader) endParagraph() {
	b := r.out
	if len(b.cells) > 0 && !r.state.form.table {
		r.endRow()
	}
	block := document.Block{Text: string(b.text)}
	level := r.state.form.style
	if level == 0 && r.state.form.outline < 10 {
		level = r.state.form.outline
	}
	switch {
	case level > 0:
		block.Kind, block.Level = document.Heading, min(level, 6)
		r.d.Add(block)
	case r.state.form.item:
		block.Kind, block.Text = document.Item, strings.TrimLeft(block.Text, " •·\u00a0") // a bullet says nothing
		r.d.Add(block)
	default:
		r.d.AddEmphasized(block, min(b.emphasized, len(b.text)), 3)
	}
	r.d.Blocks = append(r.d.Blocks, b.notes...)
	*b = body{cells: b.cells}
}

func (r *reader) endCell() {
	b := r.out
	b.cells = append(b.cells, document.Clean(string(b.text)))
	b.text, b.emphasized, b.plain = nil, 0, false
}

// endRow makes a row of the cells so far.
func (r *reader) endRow() {
	b := r.out
	if len(b.cells) == 0 {
		return
	}
	if strings.Join(b.cells, "") != "" {
		r.d.Add(document.Block{Kind: document.Row, Text: strings.Join(b.cells, document.CellMark)})
	}
	r.d.Blocks = append(r.d.Blocks, b.notes...)
	b.cells, b.notes = nil, nil
}

// endNote gives the note that ends to the paragraph that it belongs to.
func (r *reader) endNote() {
	note, n := r.out, len(r.outs)
	r.out = r.outs[n-1]
	r.outs, r.noteAt = r.outs[:n-1], r.noteAt[:n-1]
	if said := document.Clean(string(note.text)); said != "" {
		r.out.notes = append(r.out.notes, document.Block{Kind: document.Note, Text: said})
	}
}
