package quote_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"verbatim/corpus/importing"
	"verbatim/corpus/library"
	"verbatim/search"
	"verbatim/search/enginetest"
	"verbatim/search/quote"
)

var update = flag.Bool("update", false, "rewrite the answers in testdata")

// newChecker makes a library of narratives that are each written as "Country Year"
// and markdown, and a checker over it.
func newChecker(t testing.TB, narratives map[string]string) *quote.Checker {
	t.Helper()
	l := newLibrary(t, narratives)
	return quote.NewChecker(search.NewSearcher(l, enginetest.NewNaive(enginetest.Docs(t, l))))
}

// newLibrary makes the library of newChecker.
func newLibrary(t testing.TB, narratives map[string]string) *library.Library {
	t.Helper()
	var lines strings.Builder
	for _, about := range slices.Sorted(maps.Keys(narratives)) {
		country, year, _ := strings.Cut(about, ", ")
		n, err := strconv.Atoi(year)
		if err != nil {
			t.Fatalf("%q: want a country and a year", about)
		}
		line, err := json.Marshal(map[string]any{"report": "Test Report", "publisher": "U.S. Department of State", "country": country, "year": n, "markdown": narratives[about]})
		if err != nil {
			t.Fatal(err)
		}
		lines.Write(append(line, '\n'))
	}
	file := filepath.Join(t.TempDir(), "narratives.jsonl")
	if err := os.WriteFile(file, []byte(lines.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return enginetest.Imported(t, file)
}

// TestGolden checks the quotations of each file in testdata/quotations. A file
// begins with the narratives of the library, each under a line "# Country,
// Year". Then come the quotations, each behind ">" (further lines too), perhaps
// with "country:", "year:" and "report:" lines, and what is found.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/quotations/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, file, answer(t, string(content)))
		})
	}
}

// narrativesOf reads the head of a file.
func narrativesOf(head string) map[string]string {
	narratives := map[string]string{}
	for i, part := range regexp.MustCompile(`(?m)^# `).Split(head, -1) {
		if i > 0 {
			about, text, _ := strings.Cut(part, "\n")
			narratives[about] = text
		}
	}
	return narratives
}

// TestArticle checks an article with quotations of every kind, as a page and as
// a Word document: both give the report in testdata/article/report.golden.
func TestArticle(t *testing.T) {
	texts, err := os.ReadFile("testdata/article/library.txt")
	if err != nil {
		t.Fatal(err)
	}
	checker := newChecker(t, narrativesOf(string(texts)))
	for _, file := range []string{"article.html", "article.docx"} {
		t.Run(file, func(t *testing.T) {
			if !slices.Contains(importing.Formats(), filepath.Ext(file)) {
				t.Skipf("%s cannot be read", filepath.Ext(file))
			}
			article, err := importing.ReadDocument(t.Context(), filepath.Join("testdata", "article", file))
			if err != nil {
				t.Fatal(err)
			}
			results, err := checker.CheckDocument(t.Context(), article, quote.Request{})
			if err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			for _, r := range results.Results {
				b.WriteString("> " + strings.ReplaceAll(r.Quote, "\n", "\n> ") + "\n" + printed(&r))
			}
			compare(t, "testdata/article/report.golden", b.String())
		})
	}
}

// TestArticles checks the articles in testdata/articles, each with what is found in
// a .golden file beside it: places by what is named, what the library does not have,
// titles and a writer's own words, marks without a partner, and what was pasted.
func TestArticles(t *testing.T) {
	texts, err := os.ReadFile("testdata/articles/library.txt")
	if err != nil {
		t.Fatal(err)
	}
	checker := newChecker(t, narrativesOf("\n"+string(texts)))
	for _, name := range []string{"places", "missing", "alarms", "marks", "pasted"} {
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join("testdata", "articles", name+".txt"))
			if err != nil {
				t.Fatal(err)
			}
			checked, err := checker.Check(t.Context(), quote.Request{Text: string(text), As: quote.AsArticle})
			if err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			for _, r := range checked.Results {
				b.WriteString("> " + strings.ReplaceAll(r.Quote, "\n", "\n> ") + "\n" + printed(&r))
			}
			for _, u := range checked.Unpaired {
				fmt.Fprintf(&b, "without a partner: %s in paragraph %d: %s\n", u.Mark, u.Paragraph, u.Context)
			}
			compare(t, filepath.Join("testdata", "articles", name+".golden"), b.String())
		})
	}
}

// TestPage checks an article that is a web page, read as a file and pasted as its
// source: q and blockquote are quotations.
func TestPage(t *testing.T) {
	const file = "testdata/articles/page.html"
	texts, err := os.ReadFile("testdata/articles/library.txt")
	if err != nil {
		t.Fatal(err)
	}
	checker := newChecker(t, narrativesOf("\n"+string(texts)))
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	d, err := importing.ReadDocument(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	read, err := checker.CheckDocument(t.Context(), d, quote.Request{})
	if err != nil {
		t.Fatal(err)
	}
	pasted, err := checker.Check(t.Context(), quote.Request{Text: string(source)})
	if err != nil {
		t.Fatal(err)
	}
	for _, checked := range []*quote.Checked{read, pasted} {
		var b strings.Builder
		for _, r := range checked.Results {
			b.WriteString("> " + strings.ReplaceAll(r.Quote, "\n", "\n> ") + "\n" + printed(&r))
		}
		compare(t, strings.TrimSuffix(file, ".html")+".golden", b.String())
	}
}

// compare wants the file to say what was got, or rewrites it.
func compare(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s", lineDiff(string(want), got))
	}
}

// answer returns the file with what is found now.
func answer(t *testing.T, content string) string {
	head, rest, ok := strings.Cut(content, "\n> ")
	if !ok {
		t.Fatal("no quotation")
	}
	checker := newChecker(t, narrativesOf(head))
	var b strings.Builder
	b.WriteString(head)
	for block := range strings.SplitSeq(rest, "\n\n> ") {
		b.WriteString("\n> ")
		asked, said := asked(block)
		b.WriteString(asked.lines)
		r, err := checker.CheckQuote(t.Context(), asked.text, said)
		if err != nil {
			fmt.Fprintf(&b, "error: %v\n", err)
			continue
		}
		b.WriteString(printed(r))
	}
	return strings.ReplaceAll(b.String(), "\n\n\n> ", "\n\n> ")
}

type question struct{ lines, text string }

// asked reads a block: the quotation and what is said of it.
func asked(block string) (q question, said quote.Attribution) {
	var text []string
	for i, line := range strings.Split(block, "\n") {
		name, value, _ := strings.Cut(line, ": ")
		switch {
		case i == 0:
			text = append(text, line)
		case strings.HasPrefix(line, "> "):
			text = append(text, line[2:])
		case name == "country":
			said.Country = value
		case name == "year":
			said.Year, _ = strconv.Atoi(value)
		case name == "report":
			said.Report = value
		default:
			q.text = unescape(strings.Join(text, "\n"))
			return q, said
		}
		q.lines += line + "\n"
	}
	q.text = unescape(strings.Join(text, "\n"))
	return q, said
}

// unescape writes <U+00A0> as the character.
func unescape(s string) string {
	return regexp.MustCompile(`<U\+[0-9A-F]{4}>`).ReplaceAllStringFunc(s, func(code string) string {
		n, _ := strconv.ParseInt(code[3:7], 16, 32)
		return string(rune(n))
	})
}

// printed returns a result for people.
func printed(r *quote.Result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s", r.Verdict)
	for _, w := range r.Warnings {
		fmt.Fprintf(&b, ", %s", w)
	}
	b.WriteByte('\n')
	for _, n := range r.Notes {
		fmt.Fprintf(&b, "  %s\n", n)
	}
	for _, h := range r.Hints {
		fmt.Fprintf(&b, "  hint: %s %s, agrees: %t\n", h.Field, h.Value, h.Agrees)
	}
	for i := range r.Places {
		p := &r.Places[i]
		n := p.Entry.Narrative
		fmt.Fprintf(&b, "  %s %d", n.Country, n.Year)
		if p.Entry.Section != "" {
			fmt.Fprintf(&b, ", %s", p.Entry.Section)
		}
		var quoted []string
		for _, s := range p.Spans {
			quoted = append(quoted, strings.Join(strings.Fields(s.In(p.Text)), " "))
		}
		fmt.Fprintf(&b, ": %s\n", strings.Join(quoted, " | "))
		if len(p.Diff) > 0 {
			fmt.Fprintf(&b, "    %s\n", r.Marked(p, func(_ quote.Op, text string) string { return text }))
		}
		for _, e := range p.Edits() {
			fmt.Fprintf(&b, "    %s %s: %q for %q\n", e.Op, e.Kind, e.Quoted, e.Source)
		}
	}
	if r.Total != len(r.Places) {
		fmt.Fprintf(&b, "  in all %d\n", r.Total)
	}
	b.WriteByte('\n')
	return b.String()
}

// lineDiff returns the lines of b that a has not where it has them.
func lineDiff(a, b string) string {
	was, is := strings.Split(a, "\n"), strings.Split(b, "\n")
	var out strings.Builder
	for i, line := range is {
		mark := "  "
		if i >= len(was) || was[i] != line {
			mark = "* "
		}
		out.WriteString(mark + line + "\n")
	}
	return out.String()
}
