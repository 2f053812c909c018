package importing

import (
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// Words says where the words of a file are: File is Kept and all that is LeftOut
// together, in words as prose.Words counts them.
type Words struct {
	File, Kept int
	LeftOut    []Left // by reason, the most words first
}

// Left is the words of a file that are in no narrative for one reason.
type Left struct {
	Why    string
	Words  int
	Sample string
}

// Share is the part of a file's words that was left out, from 0 to 1.
func (w Words) Share() float64 {
	if w.File == 0 {
		return 0
	}
	return 1 - float64(w.Kept)/float64(w.File)
}

// add counts a narrative of the file.
func (w *Words) add(n *corpus.Narrative) {
	for _, p := range n.Passages {
		kept := prose.Words(p.Span.In(n.Text))
		w.Kept += kept
		w.File += kept
	}
	for _, l := range n.LeftOut {
		w.File += l.Words
		i := slices.IndexFunc(w.LeftOut, func(o Left) bool { return o.Why == l.Why })
		if i < 0 {
			i = len(w.LeftOut)
			w.LeftOut = append(w.LeftOut, Left{Why: l.Why, Sample: sample(l.Text)})
		}
		w.LeftOut[i].Words += l.Words
	}
	slices.SortStableFunc(w.LeftOut, func(a, b Left) int { return cmp.Compare(b.Words, a.Words) })
}

const maxSample = 80 // code points

func sample(text string) string {
	text = prose.OneLine(text)
	if utf8.RuneCountInString(text) <= maxSample {
		return text
	}
	return string([]rune(text)[:maxSample]) + "…"
}

// leftOut returns what of a document is in no block, with its words.
func leftOut(d *document.Document) (left []corpus.LeftOut) {
	for _, l := range d.LeftOut {
		left = append(left, corpus.LeftOut{Why: l.Why, Words: prose.Words(l.Text), Text: l.Text, Page: l.Page})
	}
	return left
}

// checkAccount returns an error if letters of a file are neither in a block nor left
// out, or are there twice.
func checkAccount(d *document.Document) error {
	switch missing := d.Account(); {
	case missing > 0:
		return fmt.Errorf("%d letters of the file were lost in reading; nothing of it was imported: this is a fault of the program", missing)
	case missing < 0:
		return fmt.Errorf("%d letters of the file came twice in reading; nothing of it was imported: this is a fault of the program", -missing)
	}
	return nil
}

// checkComposed returns an error if letters of blocks are in no passage of the
// narrative that was made of them.
func checkComposed(n *corpus.Narrative, blocks []document.Block) error {
	want, have := 0, 0
	for _, b := range blocks {
		want += prose.Letters(b.Text)
	}
	for _, p := range n.Passages {
		have += prose.Letters(p.Span.In(n.Text))
	}
	if want != have {
		return fmt.Errorf("of %d letters of text %d are in passages: this is a fault of the program", want, have)
	}
	return nil
}
