// Package rtf reads rich text (RTF): its paragraphs, headings, lists, tables and
// notes. What is in a file beside its text, such as fonts and pictures, is skipped.
package rtf

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// Read makes a document of an RTF file's bytes. Numbers of lists are text, as Word
// writes them beside their instructions. Of tracked changes, the accepted text is
// read; deleted and hidden text, comments, heads and feet are left out, and said.
//
// An error is document.ErrDamaged for what is no RTF or ends too early,
// document.ErrNoText, document.ErrLimit, or the context's.
func Read(ctx context.Context, data []byte) (*document.Document, error) {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n\x00")
	if !bytes.HasPrefix(data, []byte(`{\rtf`)) {
		return nil, fmt.Errorf(`%w: it does not begin with {\rtf`, document.ErrDamaged)
	}
	r := &reader{d: new(document.Document), tokens: tokenizer{data: data}, fonts: map[int]int{}, styles: map[int]int{}, codePage: 1252}
	r.out = &body{}
	if err := r.read(ctx); err != nil {
		return nil, err
	}
	r.endParagraph()
	r.endRow()
	if r.changed {
		r.d.Repaired("it has tracked changes: the accepted text is read")
	}
	if len(r.d.Blocks) == 0 {
		return nil, document.ErrNoText
	}
	return r.d, nil
}

// A place is where the text of a group goes.
type place int

const (
	inBody place = iota
	skipped
	inFonts
	inStyles
	inInfo    // a property of the file
	inRunning // a head or foot
	inComment
	inNote
)

// A state is what holds within a group.
type state struct {
	place    place
	form     form
	property string // of the file, in inInfo
	starred  bool   // the group's first word may be skipped by who does not know it
	font     int
	skip     int // characters that stand in for one of Unicode
	bold     bool
	under    bool
	raised   bool
	hidden   bool
	deleted  bool
}

// A form is of paragraphs; it holds until \pard, or until its group ends.
type form struct {
	style, outline int // level of a heading from 1, or 0
	table, item    bool
}

// A body is text that becomes blocks: the document's, or a note's.
type body struct {
	text       []byte
	emphasized int
	plain      bool
	cells      []string
	notes      []document.Block
}

type reader struct {
	d        *document.Document
	tokens   tokenizer
	state    state
	stack    []state
	outs     []*body // of the notes that are open
	noteAt   []int   // their depths
	out      *body
	fonts    map[int]int // code pages
	styles   map[int]int // levels of headings
	style    int         // that is being read
	name     []byte      // of a style, a property, a head
	codePage int
	pending  []byte // of text, in pendingPage
	wide     rune   // the first half of a character
	cover    int    // characters to skip after one of Unicode
	size     int
	changed  bool
}

func (r *reader) read(ctx context.Context) error {
	r.state.skip = 1
	for i := 0; ; i++ {
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		k := r.tokens.next()
		if k.kind != text && (k.kind != control || k.word != "'") {
			r.flush()
		}
		switch k.kind {
		case end:
			return fmt.Errorf("%w: it ends in the middle", document.ErrDamaged)
		case open:
			if len(r.stack) == document.MaxDepth {
				return document.Beyond(document.MaxDepth+1, document.MaxDepth, "groups within each other")
			}
			r.stack = append(r.stack, r.state)
			r.state.starred, r.cover = false, 0
		case shut:
			r.close()
			if len(r.stack) == 0 {
				return nil
			}
		case text:
			r.plain(k.bytes)
		case control:
			r.control(k)
		}
		if r.size > document.MaxText {
			return document.Beyond(int64(r.size), document.MaxText, "bytes of text")
		}
	}
}

// close ends a group, and what it was for.
func (r *reader) close() {
	inner := r.state
	r.state = r.stack[len(r.stack)-1]
	r.stack = r.stack[:len(r.stack)-1]
	r.cover = 0
	if n := len(r.noteAt); n > 0 && r.noteAt[n-1] > len(r.stack) {
		r.endNote()
	}
	if inner.place == r.state.place && inner.property == r.state.property {
		return
	}
	said := string(r.name)
	switch inner.place {
	case skipped, inFonts:
		return
	case inInfo:
		r.d.Describe(inner.property, said)
	case inRunning:
		if said = document.Clean(said); prose.Letters(said) > 0 {
			r.d.Running = append(r.d.Running, said)
			r.leaveOut("page heads and feet", said)
		}
	case inComment:
		r.leaveOut("comments", document.Clean(said))
	}
	r.name = nil
}

func (r *reader) leaveOut(why, said string) {
	r.d.Letters += prose.Letters(said)
	r.d.LeaveOut(why, said, 0)
}

var heading = regexp.MustCompile(`(?i)^(?:heading|überschrift|titre|título|titolo|заголовок) ?([1-9])$`)

// endStyle notes the level of a style that is one of headings.
func (r *reader) endStyle() {
	name := strings.TrimSpace(string(r.name))
	if m := heading.FindStringSubmatch(name); m != nil {
		r.styles[r.style], _ = strconv.Atoi(m[1])
	} else if strings.EqualFold(name, "title") {
		r.styles[r.style] = 1
	}
	r.name = nil
}

// plain takes in text that is written as such.
func (r *reader) plain(said []byte) {
	for _, c := range said {
		switch {
		case c == '\r', c == '\n', c == 0:
		case r.cover > 0:
			r.cover--
		default:
			r.pending = append(r.pending, c)
		}
	}
	r.flush()
}

// flush decodes the bytes that were read, in the code page of their font.
func (r *reader) flush() {
	if len(r.pending) > 0 {
		said := decode(r.pending, r.page())
		r.pending = r.pending[:0]
		r.write(said)
	}
}

func (r *reader) page() int {
	if page := r.fonts[r.state.font]; page != 0 {
		return page
	}
	return r.codePage
}

// write puts text where it belongs.
func (r *reader) write(said string) {
	r.size += len(said)
	switch {
	case r.state.place == skipped, r.state.place == inFonts:
		return
	case r.state.place == inStyles:
		if name, _, ends := strings.Cut(said, ";"); ends {
			r.name = append(r.name, name...)
			r.endStyle()
			return
		}
		r.name = append(r.name, said...)
		return
	case r.state.place == inInfo, r.state.place == inRunning, r.state.place == inComment:
		r.name = append(r.name, said...)
		return
	case r.state.deleted:
		r.changed = true
		r.leaveOut("deleted text of tracked changes", said)
		return
	case r.state.hidden:
		r.leaveOut("hidden text", said)
		return
	}
	if r.state.raised {
		said = document.Superscript(said)
	}
	r.d.Letters += prose.Letters(said)
	r.out.write(said, r.state.bold || r.state.under)
}

func (b *body) write(said string, emphasized bool) {
	b.text = append(b.text, said...)
	switch {
	case b.plain:
	case emphasized:
		b.emphasized = len(b.text)
	case strings.TrimSpace(said) != "":
		b.plain = true
	}
}
