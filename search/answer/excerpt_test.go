package answer

import (
	"strings"
	"testing"

	"verbatim/corpus/prose"
)

// spansOf finds a word in a text.
func spansOf(text, word string) (spans []prose.Span) {
	for at := 0; ; {
		i := strings.Index(text[at:], word)
		if i < 0 {
			return spans
		}
		spans = append(spans, prose.Span{Start: at + i, End: at + i + len(word)})
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
			e := NewExcerpt(c.text, spansOf(c.text, "zebra"))
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
		span := prose.Span{Start: at, End: at + len(string(runes[start:start+length]))}
		e := NewExcerpt(text, []prose.Span{span})
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

// bracketed writes pieces with brackets around what is marked.
func bracketed(pieces []Piece) string {
	var out strings.Builder
	for _, p := range pieces {
		if p.Marked {
			out.WriteString("[" + p.Text + "]")
		} else {
			out.WriteString(p.Text)
		}
	}
	return out.String()
}

func TestCut(t *testing.T) {
	text := "été, <b>"
	for want, spans := range map[string][]prose.Span{
		"été, <b>":     nil,
		"[été], <b>":   {{Start: 0, End: 5}},
		"été, [<b>]":   {{Start: 7, End: 10}},
		"[ét][é], <b>": {{Start: 0, End: 3}, {Start: 3, End: 5}},
	} {
		if got := bracketed(Cut(text, spans)); got != want {
			t.Errorf("cut(%v) = %s, want %s", spans, got, want)
		}
	}
}
