package html_test

import (
	"testing"

	"verbatim/corpus/document/html"
)

// The marks of notes are no part of the words beside them.
func TestNoteMarks(t *testing.T) {
	d, err := html.Read(t.Context(), []byte(`<body><h1>Report</h1><p>Reports of it<a href="#e1"><sup>iv</sup></a>, or<sup><a href="#e2">b</a></sup> of
<a href="#f1"><sup>2</sup></a> others, the 5<sup>th</sup> of <a href="#x">them</a>.</p><p><a href="#b1">iv</a>See annex.</p><p><a href="#b2">12</a> Ibid.</p><p><a href="#c">Chad</a>ian text.</p></body>`))
	if err != nil {
		t.Fatal(err)
	}
	const want = `title: Report
meta title: 
heading 1: Report
paragraph: Reports of it, or of ² others, the 5th of them.
paragraph: iv See annex.
paragraph: 12 Ibid.
paragraph: Chadian text.
`
	if got := d.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if len(d.LeftOut) != 2 || d.LeftOut[0].Text != "iv" || d.LeftOut[1].Why != "numbers of notes" || d.Account() != 0 {
		t.Errorf("left out %v; %d letters are not accounted for", d.LeftOut, d.Account())
	}
}
