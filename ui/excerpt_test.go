package ui

import (
	"strings"
	"testing"

	"verbatim/corpus"
)

// spansOf finds a word in a text.
func spansOf(text, word string) (spans []corpus.Span) {
	for at := 0; ; {
		i := strings.Index(text[at:], word)
		if i < 0 {
			return spans
		}
		spans = append(spans, corpus.Span{Start: at + i, End: at + i + len(word)})
		at += i + len(word)
	}
}

func TestExcerpt(t *testing.T) {
	filler := strings.Repeat("Nothing of this is asked for. ", 30)
	endless := strings.Repeat("and so it goes on ", 60)
	for name, c := range map[string]struct {
		text, want string
		more       int
	}{
		"a short passage is whole":             {"A zebra. " + filler[:90], "A [zebra]. " + filler[:90], 0},
		"the sentence in the middle":           {filler + "The zebra, été, came. " + filler, "… The [zebra], été, came. …", 0},
		"the first sentence":                   {"A zebra came. " + filler, "A [zebra] came. …", 0},
		"the last sentence":                    {filler + "A zebra came.", "… A [zebra] came.", 0},
		"neighbours are joined":                {filler + "A zebra came. One zebra left. " + filler, "… A [zebra] came. One [zebra] left. …", 0},
		"those apart are not":                  {"A zebra came. " + filler + "A zebra left. " + filler, "A [zebra] came. … A [zebra] left. …", 0},
		"at most three stretches":              {strings.Repeat("A zebra came. "+filler, 5), "A [zebra] came. … A [zebra] came. … A [zebra] came. …", 2},
		"a sentence without end is cut":        {endless + "zebra " + endless, "", 0},
		"a word longer than the edge is whole": {strings.Repeat("x", 900) + " zebra", "", 0},
		"nothing marked: the beginning":        {filler, filler[:strings.Index(filler[700:], " ")+700] + " …", 0},
	} {
		t.Run(name, func(t *testing.T) {
			e := excerptOf(c.text, spansOf(c.text, "zebra"))
			got := bracketed(e.Text)
			if c.want != "" && got != c.want || e.More != c.more {
				t.Errorf("%s\nwith %d more, want\n%s\nwith %d", got, e.More, c.want, c.more)
			}
			if c.want == "" && (!strings.Contains(got, "[zebra]") || len(got) > 700 && !strings.Contains(c.text, "xxx")) {
				t.Errorf("%d bytes: %s", len(got), got)
			}
			if e.Whole != nil && strings.ReplaceAll(bracketed(e.Whole), "[zebra]", "zebra") != c.text {
				t.Error("the whole is not the whole")
			}
		})
	}
}

// Whatever the marks, an excerpt shows stretches of the text, in order.
func FuzzExcerpt(f *testing.F) {
	f.Add(strings.Repeat("A zebra — été — came. ", 60), 30, 9)
	f.Add(strings.Repeat("x", 1500), 700, 3)
	f.Fuzz(func(t *testing.T, text string, start, length int) {
		text = strings.ToValidUTF8(text, "?")
		runes := []rune(text)
		if start < 0 || length <= 0 || start >= len(runes) || length > len(runes)-start || strings.Contains(text, "…") {
			return
		}
		at := len(string(runes[:start]))
		span := corpus.Span{Start: at, End: at + len(string(runes[start:start+length]))}
		e := excerptOf(text, []corpus.Span{span})
		rest := text
		shown := false
		for _, p := range e.Text {
			if strings.Contains(p.Text, "…") {
				continue
			}
			i := strings.Index(rest, p.Text)
			if i < 0 {
				t.Fatalf("%q is not in %q", p.Text, rest)
			}
			rest = rest[i+len(p.Text):]
			shown = shown || p.Marked && p.Text == span.In(text)
		}
		if !shown {
			t.Fatalf("%q is not marked in %q", span.In(text), bracketed(e.Text))
		}
	})
}
