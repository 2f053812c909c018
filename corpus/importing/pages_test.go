package importing

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"verbatim/corpus"
	"verbatim/corpus/corpustest"
)

// TestReports reads pages and PDFs as the departments published them.
func TestReports(t *testing.T) {
	data := filepath.Dir(corpustest.Folder(t, "pages"))
	t.Run("pages", func(t *testing.T) { checkReportPages(t, data) })
	t.Run("text of a PDF", func(t *testing.T) { checkPageOfPDFText(t, filepath.Join(data, "pages", "2024", "kenya.html")) })
	t.Run("editions as found", func(t *testing.T) { checkEditionsAsFound(t, data) })
	t.Run("PDFs", func(t *testing.T) { checkReportPDFs(t, data) })
}

// checkReportPages reads the State Department's report pages and compares each,
// section by section, with what another reading of the same page gives: the
// paragraphs, list items and rows under each heading, in order, and nothing
// else.
func checkReportPages(t *testing.T, data string) {
	files, err := filepath.Glob(filepath.Join(data, "pages", "*", "*.html"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no report pages: %v", err)
	}
	for _, file := range files {
		year := filepath.Base(filepath.Dir(file))
		t.Run(year+"/"+filepath.Base(file), func(t *testing.T) {
			for n, err := range readFile(file) {
				if err != nil {
					t.Fatal(err)
				}
				if n.CountryCode == "" || n.Report != "Country Reports on Human Rights Practices" || !strings.Contains(n.URL, "/reports/"+year+"-country-reports-on-human-rights-practices/") {
					t.Errorf("report %q, country %q (%s), URL %s", n.Report, n.Country, n.CountryCode, n.URL)
				}
				if filepath.Base(file) == "kenya.html" && year == "2024" {
					continue // it is one paragraph of lines; see checkPageOfPDFText
				}
				comparePage(t, sectionsOf(n), otherReading(t, file))
			}
		})
	}
}

// A pageSection is a heading and the passages under it, each on one line.
type pageSection struct {
	heading  string
	passages []string
}

func sectionsOf(n *corpus.Narrative) (all []pageSection) {
	for _, p := range n.Passages {
		if p.Kind == corpus.Heading {
			continue // it is the section of what follows
		}
		if len(all) == 0 || all[len(all)-1].heading != p.Section {
			all = append(all, pageSection{heading: p.Section})
		}
		last := &all[len(all)-1]
		last.passages = append(last.passages, asWords(p.Span.In(n.Text)))
	}
	return all
}

// asWords returns the words of a text, to compare readings that differ in space
// alone.
func asWords(s string) string { return strings.Join(strings.Fields(s), " ") }

// otherReading reads a page by its elements alone: headings, and the whole
// text of each p, li and tr between them.
func otherReading(t *testing.T, file string) (all []pageSection) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	root, err := html.Parse(f)
	if err != nil {
		t.Fatal(err)
	}
	number := ""
	all = []pageSection{{}}
	for n := range root.Descendants() {
		if !within(n, "report__main") || within(n, "report__tags") {
			continue
		}
		text := asWords(wholeText(n))
		switch n.DataAtom {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
			if class(n) == "report-toc-section" {
				number = text + " "
				continue
			}
			all = append(all, pageSection{heading: number + text})
			number = ""
		case atom.P, atom.Li, atom.Tr:
			if class(n) == "report-toc-section" {
				number = text + " "
			} else if text != "" && strings.ContainsFunc(text, readable) {
				last := &all[len(all)-1]
				last.passages = append(last.passages, text)
			}
		}
	}
	return all
}

func within(n *html.Node, class string) bool {
	for p := range n.Ancestors() {
		for _, a := range p.Attr {
			if a.Key == "class" && strings.Contains(a.Val, class) {
				return true
			}
		}
	}
	return false
}

func class(n *html.Node) string {
	for _, a := range n.Attr {
		if a.Key == "class" {
			return a.Val
		}
	}
	return ""
}

func wholeText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.DataAtom != atom.Style {
			b.WriteString(d.Data)
		}
		if d.DataAtom == atom.Br {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// comparePage compares two readings of a page. A short paragraph all in bold,
// which one of them may take for a heading, is compared as the line that it is.
func comparePage(t *testing.T, got, want []pageSection) {
	t.Helper()
	lines := func(all []pageSection) (lines []string) {
		for _, s := range all {
			if len(s.passages) > 0 {
				lines = append(lines, "# "+s.heading)
				lines = append(lines, s.passages...)
			}
		}
		return lines
	}
	g, w := lines(got), lines(want)
	for i := range max(len(g), len(w)) {
		a, b := "(nothing)", "(nothing)"
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			t.Fatalf("line %d:\ngot  %.300s\nwant %.300s", i, a, b)
		}
	}
}
