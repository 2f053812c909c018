package importing

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"verbatim/corpus"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestReadTextForms reads a text of each form that the report had over the
// years, and shows its passages as a person would list them.
func TestReadTextForms(t *testing.T) {
	files := append(fixtures(t, "testdata/text/*.txt"), filepath.Join("sample", sampleName))
	for _, file := range files {
		golden := filepath.Join("testdata", "text", strings.TrimSuffix(filepath.Base(file), ".txt")+".golden")
		t.Run(filepath.Base(file), func(t *testing.T) { compareReading(t, file, golden) })
	}
}

// TestReadLayouts reads a page of each layout that the report had since 2010,
// and reports on many countries in one file.
func TestReadLayouts(t *testing.T) {
	for _, file := range fixtures(t, "testdata/tip/*.html", "testdata/tip/*.txt", "testdata/tip/*.md") {
		golden := strings.TrimSuffix(file, filepath.Ext(file)) + ".golden"
		t.Run(filepath.Base(file), func(t *testing.T) { compareReading(t, file, golden) })
	}
}

func fixtures(t *testing.T, patterns ...string) (files []string) {
	t.Helper()
	for _, pattern := range patterns {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("no fixtures %s: %v", pattern, err)
		}
		files = append(files, found...)
	}
	return files
}

func compareReading(t *testing.T, file, golden string) {
	t.Helper()
	var all [][]byte
	for n, err := range readFile(file) {
		if err != nil {
			t.Fatal(err)
		}
		checkPassages(t, n)
		all = append(all, show(n))
	}
	compareGolden(t, golden, bytes.Join(all, []byte("\n")))
}

// readFile yields the narratives of a file.
func readFile(path string) iter.Seq2[*corpus.Narrative, error] {
	return func(yield func(*corpus.Narrative, error) bool) {
		for r := range read(context.Background(), foundFile{path: path, name: filepath.Base(path)}) {
			if !yield(r.Narrative, r.err) {
				return
			}
		}
	}
}

// show lists what was read of a narrative.
func show(n *corpus.Narrative) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s\ncountry %s (%s), year %d, tier %q, report %q\n", n.Title, n.Country, n.CountryCode, n.Year, n.Tier, n.Report)
	for _, repair := range n.Repairs {
		fmt.Fprintf(&out, "repaired: %s\n", repair)
	}
	section := ""
	for _, p := range n.Passages {
		if p.Section != section {
			section = p.Section
			fmt.Fprintf(&out, "\n[%s]\n", section)
		}
		fmt.Fprintf(&out, "%s: %s\n", p.Kind, p.Span.In(n.Text))
	}
	return out.Bytes()
}

func compareGolden(t *testing.T, golden string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (-update rewrites it):\ngot\n%s\nwant\n%s", golden, got, want)
	}
}

func TestSegmentMarkdown(t *testing.T) {
	text := strings.Join([]string{
		"Opening.", "## Section 1.", "## Respect for Persons", "A paragraph\nover two lines.", "## Women",
		"- One item\n- Another item\n  that goes on", "* One more",
		"Of which:\n• some\n• others,\n  who go on", "12. The Committee notes it.\n\n15. It asks for more.", "Text.", "1. First\n1. Second\n1. 1. Third\n1. 2005.",
		"A **text** with *marks*, a [link](https://example.org) and 5 * 3 * 2.", "| a | b |\n|---|---|\n| c | d |", "***", "| e | f |", "### Recommendations", "- Do this.", "Do that; and that.",
	}, "\n\n")
	var got []string
	n := ofMarkdown(t, text)
	for _, p := range n.Passages {
		got = append(got, fmt.Sprintf("%s|%s|%s", p.Section, p.Kind, p.Span.In(n.Text)))
	}
	want := []string{
		"|paragraph|Opening.",
		"Section 1. Respect for Persons|heading|Section 1.",
		"Section 1. Respect for Persons|heading|Respect for Persons",
		"Section 1. Respect for Persons|paragraph|A paragraph over two lines.",
		"Women|heading|Women",
		"Women|item|One item",
		"Women|item|Another item that goes on",
		"Women|item|One more",
		"Women|paragraph|Of which:",
		"Women|item|some",
		"Women|item|others, who go on",
		"Women|item|12. The Committee notes it.",
		"Women|item|15. It asks for more.",
		"Women|paragraph|Text.",
		"Women|item|1. First",
		"Women|item|2. Second",
		"Women|item|3. 1. Third",
		"Women|item|4. 2005.",
		"Women|paragraph|A text with marks, a link and 5 * 3 * 2.",
		"Women|row|a | b",
		"Women|row|c | d",
		"Women|row|e | f",
		"Recommendations|heading|Recommendations",
		"Recommendations|recommendation|Do this.",
		"Recommendations|recommendation|Do that; and that.",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Headings are a tree by their numbers where all have one level. One without a number is
// below a number if the next one follows; else it is below none.
func TestHeadingsAreATree(t *testing.T) {
	var text strings.Builder
	for _, title := range []string{"Summary", "Section 1.", "Respect", "a. Killings", "b. Torture", "Prisons", "Visits", "c. Arrest", "Section 2.", "Liberties",
		"a. Speech", "Internet", "Section 3.", "Abuses", "Women", "Children", "Section 4.", "Workers", "a. Unions", "b. Wages", "Annex", "I. Sources", "Interviews", "II. Method"} {
		fmt.Fprintf(&text, "## %s\n\nText.\n\n", title)
	}
	n := ofMarkdown(t, strings.ReplaceAll(text.String(), ".\n\nText.\n\n## ", ".\n\n## ")) // a bare number has no text
	var got []string
	for _, p := range n.Passages {
		if p.Kind == corpus.Paragraph {
			got = append(got, strings.Join(append(strings.Fields(strings.ReplaceAll(p.Under, "\n", " > ")), "|", p.Section), " "))
		}
	}
	want := strings.TrimSpace(`
| Summary
| Section 1. Respect
Section 1. Respect | a. Killings
Section 1. Respect | b. Torture
Section 1. Respect > b. Torture | Prisons
Section 1. Respect > b. Torture | Visits
Section 1. Respect | c. Arrest
| Section 2. Liberties
Section 2. Liberties | a. Speech
Section 2. Liberties | Internet
| Section 3. Abuses
Section 3. Abuses | Women
Section 3. Abuses | Children
| Section 4. Workers
Section 4. Workers | a. Unions
Section 4. Workers | b. Wages
| Annex
| I. Sources
I. Sources | Interviews
| II. Method`)
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}

// A text without marks is kept as it is, but for its bullets.
func TestPlainText(t *testing.T) {
	for text, want := range map[string]string{
		"One.\nTwo.":                          "One.|Two.",
		"One\ngoes on.\n\nTwo.":               "One goes on.|Two.",
		"# 5 **not** [a](link)\n\n1. a\n2. b": "# 5 **not** [a](link)|1. a 2. b",
		"Of which:\r\n- some\r\n• others":     "Of which:|some|others",
	} {
		n, err := jsonNarrative{Text: text}.narrative(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range n.Passages {
			got = append(got, p.Span.In(n.Text))
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// ofMarkdown makes a narrative of the member markdown of JSON lines.
func ofMarkdown(t *testing.T, text string) *corpus.Narrative {
	t.Helper()
	n, err := jsonNarrative{Report: "Country Reports", Markdown: text}.narrative(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// FuzzReaders holds that no file makes a reader panic, and that passages are in
// order, do not overlap, and stand on rune boundaries.
func FuzzReaders(f *testing.F) {
	f.Add([]byte("NORTH KOREA (Tier 3) 2023 TIP Report\n\nOne.\n\nPrioritized Recommendations\n\nTwo; three.\n"))
	f.Add([]byte(`{"report":"Trafficking in Persons Report","country":"Mali","year":2019,"markdown":"# Recommendations\n\n• a • b\n- c"}`))
	f.Add([]byte("MALI: Tier 2\r\n2019\r\n\r\n\xe9t\xe9 \x93x\x94"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, f := range formats {
			path := filepath.Join(t.TempDir(), "kenya-2020"+f.extensions[0])
			if err := os.WriteFile(path, data, 0o644); err != nil {
				t.Fatal(err)
			}
			for n, err := range readFile(path) {
				if err == nil {
					checkPassages(t, n)
				}
			}
		}
	})
}

func checkPassages(t *testing.T, n *corpus.Narrative) {
	t.Helper()
	last := 0
	for _, p := range n.Passages {
		s := p.Span
		if s.Start < last || s.End <= s.Start || s.End > len(n.Text) {
			t.Fatalf("passage %v after %d in %d bytes", s, last, len(n.Text))
		}
		if text := s.In(n.Text); strings.TrimSpace(text) != text || strings.ToValidUTF8(text, "") != text {
			t.Fatalf("passage %q", text)
		}
		last = s.End
	}
}

func TestImportErrorsSayWhatAndWhere(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"c-2020.txt", "MALI (Tier 2)\n", "no text in it"},
		{"d-2020.txt", "MALI (Tier 2)\n\nA\x00B", "not a text file"},
		{"e.jsonl", `{"report":"R","country":"Mali","year":"last","markdown":"x"}`, `line 1: year: want four digits, got "last"`},
		{"e.jsonl", `{"report":"R","country":7,"markdown":"x"}`, "line 1: country: want string, got number"},
		{"f.jsonl", "\n{\"report\":\"R\",\"country\":\"Mali\",\"year\":12,\"markdown\":\"x\"}\n", "line 2: year: want four digits, got 12"},
		{"g.jsonl", `{"report":"R","year":2019}`, "line 1: markdown or text: missing"},
		{"h.jsonl", `{"report":`, "line 1: not JSON"},
		{"i.jsonl.gz", "this is not a gzip file", "gzip: invalid header"},
		{"j.pages", "x", "cannot read this kind of file; it must be one of .html,"},
		{"k.doc", "x", "it is damaged: its name ends in .doc, but it is not a Word document"},
	} {
		path := filepath.Join(t.TempDir(), c.name)
		if err := os.WriteFile(path, []byte(c.content), 0o644); err != nil {
			t.Fatal(err)
		}
		failed := false
		for _, err := range readFile(path) {
			if err != nil {
				failed = true
				if !strings.HasPrefix(err.Error(), path+": ") || !strings.Contains(err.Error(), c.want) {
					t.Errorf("%s: error %q, want the path and %q", c.name, err, c.want)
				}
			}
		}
		if !failed {
			t.Errorf("%s: no error, want %q", c.name, c.want)
		}
	}
}
