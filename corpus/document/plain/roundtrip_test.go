package plain

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"verbatim/corpus/corpustest"
	"verbatim/corpus/document"
)

// TestRoundTrip breaks the lines of real narratives at 60 to 80 columns, of
// characters or in the proportions of a typeface, with empty lines between
// their paragraphs and without. It wants each paragraph back whose ends can be
// seen.
func TestRoundTrip(t *testing.T) {
	narratives := map[string][]string{"suggested actions": together(someNarratives(t, corpustest.Demo(t, corpustest.Actions)[0], 1, 920), 20)}
	for _, name := range []string{"human-rights-practices-2016-2023.jsonl.gz", "child-labor-2013-2021.jsonl.gz"} {
		if path, ok := corpustest.Collection(t, name); ok {
			narratives[name] = someNarratives(t, path, 12, 40)
		}
	}
	faces := map[string]*measure{"characters": characters, "serif": serif}
	if !testing.Short() {
		faces["wide sans"], faces["sans"] = wideSans, sans
	}
	for name, narratives := range narratives {
		var texts [][]string // the paragraphs of each
		for _, markdown := range narratives {
			texts = append(texts, paragraphsOf(markdown))
		}
		for face, measure := range faces {
			for _, spaced := range []bool{true, false} {
				t.Run(fmt.Sprintf("%s/%s/spaced=%v", name, face, spaced), func(t *testing.T) {
					var s score
					for i, paragraphs := range texts {
						s.add(t, paragraphs, setting{measure, measure.of("e") * float64(60+(i*7)%21), spaced})
					}
					t.Logf("%d paragraphs; %d come back, of %d an end cannot be seen", s.all, s.found, s.unseen)
					if s.all < 900 || s.unseen*3 > s.all {
						t.Error("too few paragraphs that can be compared")
					}
				})
			}
		}
	}
}

// A setting is how lines are broken.
type setting struct {
	*measure
	column float64
	spaced bool
}

type score struct{ all, found, unseen int }

// add breaks the lines of paragraphs and reads them again. A paragraph whose
// last line is full, so that the next one's first word would hardly have
// fitted, has an end that nobody can see where no empty line follows.
func (s *score) add(t *testing.T, paragraphs []string, set setting) {
	var text strings.Builder
	seen := make([]bool, len(paragraphs)) // the end of each
	for i, p := range paragraphs {
		last := set.write(&text, p)
		seen[i] = set.spaced || i+1 == len(paragraphs) || last+set.of(" "+firstWord(paragraphs[i+1])) <= set.column*0.97
	}
	got := make(map[string]bool)
	for _, b := range Unwrap(text.String()).Blocks {
		got[b.Text] = true
	}
	for i, p := range paragraphs {
		s.all++
		switch {
		case got[document.Clean(p)]:
			s.found++
		case !seen[i] || i > 0 && !seen[i-1]:
			s.unseen++
		default:
			t.Errorf("lost: %q", p)
		}
	}
}

// write writes a paragraph broken at the column, and returns the width of its
// last line.
func (set setting) write(out *strings.Builder, paragraph string) (last float64) {
	for word := range strings.FieldsSeq(paragraph) {
		switch {
		case last == 0:
		case last+set.of(" "+word) > set.column:
			out.WriteByte('\n')
			last = 0
		default:
			out.WriteByte(' ')
			last += set.of(" ")
		}
		out.WriteString(word)
		last += set.of(word)
	}
	out.WriteByte('\n')
	if set.spaced {
		out.WriteByte('\n')
	}
	return last
}

// paragraphsOf returns the paragraphs of a narrative that end as paragraphs do,
// and whose dashes have a space on both sides or on none: no reader could know
// of one that the line end took.
func paragraphsOf(markdown string) (paragraphs []string) {
	for p := range strings.SplitSeq(markdown, "\n\n") {
		lopsided := strings.Contains(strings.ReplaceAll(p, " — ", ""), "— ") || hyphenAtEnd.MatchString(p)
		if p = document.Clean(p); ended(p) && !lopsided && !strings.HasPrefix(p, "#") && !strings.HasPrefix(p, "|") && !startsItem(line{text: p}) {
			paragraphs = append(paragraphs, p)
		}
	}
	return paragraphs
}

// together joins so many texts at a time: alone they have a paragraph each, and too
// few lines to tell how wide the page is.
func together(texts []string, n int) (joined []string) {
	for some := range slices.Chunk(texts, n) {
		joined = append(joined, strings.Join(some, "\n\n"))
	}
	return joined
}

// hyphenAtEnd finds a hyphen that a space follows, as in "2021- March".
var hyphenAtEnd = regexp.MustCompile(`[0-9]- [0-9A-Z]`)

// someNarratives returns the texts of about n narratives of a packed file, from all
// over it.
func someNarratives(t *testing.T, path string, nth, n int) (markdown []string) {
	t.Helper()
	for line := range corpustest.Lines(t, path, nth, n) {
		var narrative struct{ Markdown string }
		if err := json.Unmarshal(line, &narrative); err != nil {
			t.Fatal(err)
		}
		markdown = append(markdown, narrative.Markdown)
	}
	return markdown
}
