package library

import (
	"reflect"
	"testing"

	"verbatim/corpus"
	"verbatim/corpus/prose"
)

// What stands beside the words is kept: the headings around a section, printed
// numbers, the symbol, where values are from. An equal heading changes no passage's
// ID, and headings are counted by themselves.
func TestHeadingsNumbersAndSymbol(t *testing.T) {
	l := newLibrary(t)
	plain := written("Chad", "a.txt", "Prevention", "Free them.")
	NameAll(plain, BaseID(plain))
	n := written("Chad", "a.txt", "Prevention", "Free them.")
	n.Symbol = "A/HRC/28/15"
	n.Known = map[string]corpus.Known{"year": {Value: "2023", From: "the file's name"}}
	n.Text = "Prevention\n\n" + n.Text[len("# Chad\n\n"):]
	shift := len("Prevention\n\n") - len("# Chad\n\n")
	for i := range n.Passages {
		p := &n.Passages[i]
		p.Span = prose.Span{Start: p.Span.Start + shift, End: p.Span.End + shift}
		p.Under, p.Number = "Part one\nII. Conclusions", "115.12"
	}
	heading := corpus.Passage{Span: prose.Span{End: len("Prevention")}, Kind: corpus.Heading, Section: "Prevention"}
	n.Passages = append([]corpus.Passage{heading}, n.Passages...)
	n.LeftOut = []corpus.LeftOut{{Why: "page heads", Words: 2, Text: "Page one", Page: 1}}
	if got := imports(t, l, n); got[0] != Added {
		t.Fatalf("it is %v", got[0])
	}
	got, err := l.Narrative(t.Context(), n.ID)
	if err != nil {
		t.Fatal(err)
	}
	left := n.LeftOut
	n.LeftOut = nil
	if !reflect.DeepEqual(got, n) {
		t.Errorf("got %+v, want %+v", got, n)
	}
	for i, p := range plain.Passages {
		if got.Passages[i+1].ID != p.ID {
			t.Errorf("passage %d is %s, was %s", i, got.Passages[i+1].ID, p.ID)
		}
		e, err := l.PassageByID(t.Context(), p.ID)
		if err != nil || !reflect.DeepEqual(e.Path(), []string{"Part one", "II. Conclusions", p.Section}) || e.Number != "115.12" {
			t.Errorf("passage %s: %+v, %v", p.ID, e, err)
		}
	}
	e, err := l.PassageByID(t.Context(), got.Passages[0].ID)
	if err != nil || e.Kind != corpus.Heading || e.Text != "Prevention" {
		t.Errorf("the heading is %+v, %v", e, err)
	}
	stats, err := l.Stats(t.Context())
	if err != nil || stats.Passages != 2 || stats.Headings != 1 || stats.Words != 3 {
		t.Errorf("%+v, %v", stats, err)
	}
	if got, err := l.LeftOut(t.Context(), n.ID); err != nil || !reflect.DeepEqual(got, left) {
		t.Errorf("left out: %+v, %v", got, err)
	}
}

// A narrative without a country or a year has an ID of what is known.
func TestBaseIDOfWhatIsKnown(t *testing.T) {
	for _, test := range []struct {
		n    corpus.Narrative
		want string
	}{
		{corpus.Narrative{Report: "Annual Report", Year: 2006}, "annual-2006"},
		{corpus.Narrative{Report: "World Factbook", Country: "Chad"}, "world-factbook-chad"},
		{corpus.Narrative{Title: "Child labor in mica mines"}, "child-labor-in-mica-mines"},
	} {
		if got := BaseID(&test.n); got != test.want {
			t.Errorf("%+v: %s, want %s", test.n, got, test.want)
		}
	}
}
