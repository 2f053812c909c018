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

// ofExcerpt returns the window of passages that stand one after the other.
func ofExcerpt(s library.Excerpt) *window {
	w := &window{narrative: s.Entries[0].Narrative, text: s.Text, first: s.Entries[0].Seq}
	for _, e := range s.Entries {
		w.passages, w.rows = append(w.passages, e.Passage), append(w.rows, e.Row)
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
