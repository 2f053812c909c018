package office

import (
	"strings"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// Why text is left out.
const (
	deletedText  = "deleted text of tracked changes"
	hiddenText   = "hidden text"
	contentsText = "table of contents"
	runningText  = "page heads and feet"
	commentText  = "comments"
	noteMarks    = "marks of notes"
	placeholders = "placeholders of a form"
	readings     = "readings above words"
)

// A ledger counts the letters of a document's text, and holds what of it is left
// out.
type ledger struct {
	d       *document.Document
	hiding  string // why what is read now is left out, or empty
	hidden  strings.Builder
	changed bool // it has tracked changes
}

// count takes in text, and returns it if it goes into the document.
func (l *ledger) count(text string, look look) string {
	switch {
	case l.hiding != "":
		l.hidden.WriteString(text)
		return ""
	case look.hidden:
		l.leave(hiddenText, text)
		return ""
	case look.raised:
		text = document.Superscript(text)
	}
	l.d.Letters += prose.Letters(text)
	return text
}

// leave leaves text out that is not counted yet.
func (l *ledger) leave(why, text string) {
	l.d.Letters += prose.Letters(text)
	l.d.LeaveOut(why, document.Clean(text), 0)
}

// leaveFlow leaves out what was counted when it came into a flow.
func (l *ledger) leaveFlow(why string, blocks []document.Block) {
	for _, b := range blocks {
		l.d.LeaveOut(why, b.Text, 0)
	}
}

// hide leaves out what inside reads.
func (l *ledger) hide(why string, inside func() error) error {
	if why == deletedText {
		l.changed = true
	}
	if l.hiding != "" {
		return inside()
	}
	l.hiding = why
	err := inside()
	l.hiding = ""
	l.leave(why, l.hidden.String())
	l.hidden.Reset()
	return err
}

// report says what was done about tracked changes.
func (l *ledger) report() {
	if l.changed {
		l.d.Repaired("it has tracked changes: the accepted text is read")
	}
}
