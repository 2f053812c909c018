package plain

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"verbatim/corpus/document"
)

// TestRoundTrip breaks the lines of real narratives at 60 to 80 columns, of
// characters or in the proportions of a typeface, with empty lines between
// their paragraphs and without. It wants each paragraph back whose ends can be
// seen.
func TestRoundTrip(t *testing.T) {
	for _, name := range []string{"human-rights-practices-2016-2023", "child-labor-2013-2021"} {
		narratives := someNarratives(t, name, 40)
		for face, measure := range map[string]*measure{"characters": characters, "wide sans": wideSans, "sans": sans, "serif": serif} {
			for _, spaced := range []bool{true, false} {
				t.Run(fmt.Sprintf("%s/%s/spaced=%v", name, face, spaced), func(t *testing.T) {
					var s score
					for i, markdown := range narratives {
						s.add(t, paragraphsOf(markdown), setting{measure, measure.of("e") * float64(60+(i*7)%21), spaced})
					}
					t.Logf("%d paragraphs; %d come back, of %d an end cannot be seen", s.all, s.found, s.unseen)
					if s.all < 1000 || s.unseen*3 > s.all {
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
	for _, b := range Unwrap(text.String()) {
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
		lopsided := strings.Contains(strings.ReplaceAll(p, " — ", ""), "— ")
		if p = document.Clean(p); ended(p) && !lopsided && !strings.HasPrefix(p, "#") && !strings.HasPrefix(p, "|") && !startsItem(line{text: p}) {
			paragraphs = append(paragraphs, p)
		}
	}
	return paragraphs
}

// someNarratives returns the texts of n narratives of a corpus, from all over it.
func someNarratives(t *testing.T, name string, n int) (markdown []string) {
	file, err := os.Open(filepath.Join(dataFolder(), "corpora", name+".jsonl.gz"))
	if err != nil {
		t.Skip("no real data ($VERBATIM_DATA): ", err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(unpacked)
	lines.Buffer(nil, 16<<20)
	for i := 0; lines.Scan() && len(markdown) < n; i++ {
		var narrative struct{ Markdown string }
		if i%12 != 0 {
			continue
		}
		if err := json.Unmarshal(lines.Bytes(), &narrative); err != nil {
			t.Fatal(err)
		}
		markdown = append(markdown, narrative.Markdown)
	}
	return markdown
}

// dataFolder is where real data is, if there is any.
func dataFolder() string {
	if folder := os.Getenv("VERBATIM_DATA"); folder != "" {
		return folder
	}
	return "../../../../shared/data"
}
