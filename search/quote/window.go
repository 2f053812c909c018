package quote

import (
	"sort"
	"strings"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/corpus/prose"
)

// A window is a stretch of a narrative in which a quotation is looked for:
// passages and what stands between them.
type window struct {
	narrative *corpus.Narrative
	text      string
	passages  []corpus.Passage // their spans are of text
	rows      []int64          // of the passages
	first     int              // the place of passages[0] in the narrative
	folded    *form            // the normal form of text, once it is wanted
}

// ofPassage returns the window of one passage.
func ofPassage(e library.Entry) *window {
	p := e.Passage
	p.Span = prose.Span{Start: 0, End: len(e.Text)}
	return &window{narrative: e.Narrative, text: e.Text, passages: []corpus.Passage{p}, rows: []int64{e.Row}, first: e.Seq}
}

// around returns the window of the passage of an entry and its neighbours, so
// many bytes to either side and whole passages. n is the narrative with its
// text; nil is given if the entry is not of its present state.
func around(e library.Entry, n *corpus.Narrative, reach int) *window {
	if e.Seq >= len(n.Passages) || n.Passages[e.Seq].Span.In(n.Text) != e.Text {
		return nil
	}
	from, to := e.Seq, e.Seq
	for from > 0 && (from == e.Seq || n.Passages[e.Seq].Span.Start-n.Passages[from].Span.Start < reach) {
		from--
	}
	for to+1 < len(n.Passages) && (to == e.Seq || n.Passages[to].Span.End-n.Passages[e.Seq].Span.End < reach) {
		to++
	}
	start, end := n.Passages[from].Span.Start, n.Passages[to].Span.End
	w := &window{narrative: n, text: n.Text[start:end], first: from}
	for i, p := range n.Passages[from : to+1] {
		p.Span.Start, p.Span.End = p.Span.Start-start, p.Span.End-start
		w.passages = append(w.passages, p)
		w.rows = append(w.rows, e.Row+int64(from+i-e.Seq))
	}
	return w
}

// normal returns the normal form of the text. The marks of list items and
// headings between passages are not seen there.
func (w *window) normal() *form {
	if w.folded == nil {
		f := normal(w.plain())
		w.folded = &f
	}
	return w.folded
}

// listMarks begin list items and headings.
const listMarks = "-*#|_" + prose.Bullets

// plain returns the text with spaces in place of the marks of list items and
// headings between passages: as many bytes.
func (w *window) plain() string {
	if len(w.passages) == 1 {
		return w.text
	}
	b := []byte(w.text)
	at := 0
	for _, p := range w.passages {
		for i, r := range w.text[at:p.Span.Start] {
			if strings.ContainsRune(listMarks, r) {
				copy(b[at+i:], strings.Repeat(" ", len(string(r))))
			}
		}
		at = p.Span.End
	}
	return string(b)
}

// passageAt returns the number of the passage that a byte of the text is in, or of
// the one before which it stands.
func (w *window) passageAt(at int) int {
	i := sort.Search(len(w.passages), func(i int) bool { return at < w.passages[i].Span.End })
	return min(i, len(w.passages)-1)
}

func shift(s prose.Span, by int) prose.Span {
	return prose.Span{Start: s.Start + by, End: s.End + by}
}

// place makes a place of spans of the text: it cuts the window down to the
// passages that they touch.
func (w *window) place(verdict Verdict, spans []prose.Span, diff []Difference) Place {
	start, end := spans[0].Start, spans[len(spans)-1].End
	for _, d := range diff {
		start, end = min(start, d.In.Start), max(end, d.In.End)
	}
	from, to := w.passageAt(start), w.passageAt(max(start, end-1))
	start = min(start, w.passages[from].Span.Start) // it may begin in a heading
	end = max(end, w.passages[to].Span.End)
	p := Place{
		Verdict: verdict, Passages: w.passages[from : to+1 : to+1],
		Text: w.text[start:end], Diff: diff,
	}
	for _, s := range spans {
		p.Spans = append(p.Spans, shift(s, -start))
	}
	for i := range p.Diff {
		p.Diff[i].In = shift(p.Diff[i].In, -start)
	}
	first := w.passages[from]
	p.Entry = library.Entry{Row: w.rows[from], Passage: first, Text: first.Span.In(w.text), Narrative: w.narrative, Seq: w.first + from}
	return p
}
