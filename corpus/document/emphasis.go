package document

import (
	"strings"
	"unicode/utf8"
)

const (
	maxBoldHeading = 120 // characters of a paragraph in bold type that can be a heading
	maxRunIn       = 160 // bytes of a heading that begins a paragraph
)

// AddEmphasized adds a paragraph of which the first emphasized bytes are bold
// or underlined. Emphasis makes headings where a writer used no styles:
//
//   - A short paragraph that is emphasised as a whole and does not end as a
//     sentence does is a heading, of the given level: the one below the last
//     heading that is one by its style.
//   - A beginning that is emphasised and ends with a colon or full stop, with
//     plain text after it, is a heading that begins its paragraph: see
//     Block.RunIn.
//
// All other emphasis is only that.
func (d *Document) AddEmphasized(b Block, emphasized, level int) {
	if emphasized == 0 {
		d.Add(b)
		return
	}
	head := oneLine(b.Text[:emphasized])
	rest := oneLine(b.Text[emphasized:])
	switch b.Text = oneLine(b.Text); {
	case head == "" || !strings.HasPrefix(b.Text, head):
	case rest == "" && headingLike(head):
		b.Kind, b.Level = Heading, min(level, 6)
	case rest != "" && len(head) <= maxRunIn:
		if strings.HasPrefix(rest, ":") { // the colon itself is plain
			head += ":"
		}
		if strings.HasPrefix(b.Text, head) && strings.ContainsAny(head[len(head)-1:], ":.") {
			b.RunIn = len(head)
		}
	}
	d.Add(b)
}

func headingLike(text string) bool {
	return utf8.RuneCountInString(text) <= maxBoldHeading && !strings.ContainsAny(text[len(text)-1:], ".!?;,")
}
