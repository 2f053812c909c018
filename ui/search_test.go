package ui

import (
	"slices"
	"testing"

	"verbatim/search"
)

// Of many words with several forms the first have them listed, and the others are named.
func TestSwitches(t *testing.T) {
	var words []search.WordForms
	for _, w := range []string{"work", "report", "force", "labor", "child", "prison", "camp", "border"} {
		words = append(words, search.WordForms{Written: w, Forms: []search.Count{{Value: w, Count: 9}, {Value: w + "s", Count: 1}}})
	}
	words[1].Forms = words[1].Forms[:1] // it has no other
	list, others := switches(question{}, words)
	var got []string
	for _, w := range list {
		got = append(got, w.Written)
	}
	for _, o := range others {
		got = append(got, o.Link())
	}
	want := []string{"work", "force", "labor", "child", "prison", "/search?q=camp", "/search?q=border"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
