package ui

import (
	"strings"
	"testing"

	"verbatim/corpus/prose"
	"verbatim/search/answer"
)

// written writes changes with what is left out in [-…-] and what is new in
// {+…+}.
func written(changes []answer.Change) string {
	var list []string
	for _, c := range changes {
		switch {
		case c.Out:
			list = append(list, "[-"+c.Text+"-]")
		case c.Into:
			list = append(list, "{+"+c.Text+"+}")
		default:
			list = append(list, c.Text)
		}
	}
	return strings.Join(list, " ")
}

func TestChangesOf(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"The government did not report.", "The government did report.", "The government did [-not-] report."},
		{"", "New words.", "{+New words.+}"},
		{"Old  words.", "", "[-Old words.-]"},
		{"The same\nwords.", "The same words.", "The same words."},
		{"It convicted 12 traffickers in 2020.", "It convicted 14 traffickers in 2020.", "It convicted [-12-] {+14+} traffickers in 2020."},
		{"a b c d e f g h", "x b y d z f w h", "[-a b c d e f g-] {+x b y d z f w+} h"},
		{"Été — «là»", "Été – «là»", "Été [-—-] {+–+} «là»"},
	} {
		if got := written(answer.Changes(t.Context(), c.before, c.after)); got != c.want {
			t.Errorf("%q to %q: %s, want %s", c.before, c.after, got, c.want)
		}
	}
}

// What is as it was and what is left out give the text before; what is as it
// was and what is new, the text after.
func FuzzChangesOf(f *testing.F) {
	f.Add("a b c", "a c d")
	f.Add("did not \x00 report", "\ufffd did report")
	f.Fuzz(func(t *testing.T, before, after string) {
		var was, is []string
		for _, c := range answer.Changes(t.Context(), before, after) {
			if !c.Into {
				was = append(was, strings.Fields(c.Text)...)
			}
			if !c.Out {
				is = append(is, strings.Fields(c.Text)...)
			}
		}
		if strings.Join(was, " ") != prose.OneLine(before) || strings.Join(is, " ") != prose.OneLine(after) {
			t.Errorf("%q to %q: %q and %q", before, after, was, is)
		}
	})
}
