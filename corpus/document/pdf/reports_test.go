package pdf_test

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"verbatim/corpus/corpustest"
	"verbatim/corpus/document"
	"verbatim/corpus/document/pdf"
)

// TestReports reads country chapters of the findings on child labor: half of them in short.
func TestReports(t *testing.T) {
	names, err := filepath.Glob(filepath.Join(corpustest.Folder(t, "pdf"), "*.pdf"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no reports: %v", err)
	}
	if testing.Short() {
		names = names[len(names)/2:]
	}
	read := reader()
	reports := map[string]*document.Document{}
	for _, name := range names {
		country, _, _ := strings.Cut(filepath.Base(name), "__")
		if reports[country] = read(t, name); reports[country] == nil {
			t.Fatalf("%s cannot be read", name)
		}
	}
	t.Run("letters", func(t *testing.T) { checkAccounts(t, read) })
	t.Run("reviews", func(t *testing.T) { checkReviews(t, read) })
	t.Run("sentences", func(t *testing.T) { checkSentences(t, reports) })
	for country, d := range reports {
		t.Run(country, func(t *testing.T) { checkReport(t, country, d) })
	}
}

// reader returns a function that reads a file, each once, since that is what takes
// the time of these tests. It returns nil if the file is none that can be read.
func reader() func(*testing.T, string) *document.Document {
	known := map[string]*document.Document{}
	return func(t *testing.T, path string) *document.Document {
		t.Helper()
		if d, ok := known[path]; ok {
			return d
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		d, err := pdf.Read(t.Context(), data)
		if err != nil {
			d = nil
		}
		known[path] = d
		return d
	}
}

// checkSentences finds sentences that were read by eye from the rendered pages,
// each within one block, on its page.
func checkSentences(t *testing.T, read map[string]*document.Document) {
	file, err := os.Open("testdata/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	count := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		fields := strings.SplitN(lines.Text(), " ", 3)
		if len(fields) < 3 || fields[0] == "#" {
			continue
		}
		count++
		page, err := strconv.Atoi(fields[1])
		if err != nil {
			t.Fatal(err)
		}
		d := read[fields[0]]
		if d == nil && testing.Short() {
			continue
		}
		if d == nil {
			t.Errorf("no report of %s", fields[0])
			continue
		}
		if !holds(d, page, fields[2]) {
			t.Errorf("%s, page %d: not in one block: %s", fields[0], page, fields[2])
		}
	}
	if count < 40 {
		t.Errorf("only %d sentences", count)
	}
}

func holds(d *document.Document, page int, sentence string) bool {
	for _, b := range d.Blocks {
		if b.Page == page && strings.Contains(b.Text, sentence) {
			return true
		}
	}
	return false
}

var (
	onlyNumber = regexp.MustCompile(`^\d+$`)
	heads      = regexp.MustCompile(`(?i)\d{4} findings on the worst forms of child labor$|bureau of international labor affairs$`)
	ending     = regexp.MustCompile(`([.:]["”]?( ?\([\d,\s–‑-]+\))?|\(Table \d+\))$`)
	cellText   = regexp.MustCompile(`Working \(% and population\)|Primary Completion Rate|Free Public Education|Palermo Protocol on Trafficking in Persons$|^Standard\b|^Organization/Agency`)
)

// checkReport checks what each of the reports must have, and must not.
func checkReport(t *testing.T, country string, d *document.Document) {
	if len(d.Running) != 2 {
		t.Errorf("running lines %q, want the two feet", d.Running)
	}
	if d.Blocks[0].Kind != document.Heading || d.Blocks[0].Text != strings.ReplaceAll(country, "_", " ") || d.Blocks[0].Level != 1 {
		t.Errorf("begins with %+v, want its title", d.Blocks[0])
	}
	checkBlocks(t, d)
	checkSections(t, d)
	checkNotes(t, d)
}

func checkBlocks(t *testing.T, d *document.Document) {
	last := 1
	for _, b := range d.Blocks {
		switch {
		case onlyNumber.MatchString(b.Text):
			t.Errorf("page %d: a number by itself: %q", b.Page, b.Text)
		case heads.MatchString(b.Text):
			t.Errorf("page %d: a running line in %q", b.Page, b.Text)
		case b.Kind != document.Row && b.Kind != document.Note && cellText.MatchString(b.Text):
			t.Errorf("page %d: text of a table in %q", b.Page, b.Text)
		case b.Page != last && b.Page != last+1 && b.Page != last-1: // a table can come before the paragraph it interrupts ends
			t.Errorf("page %d after page %d: %q", b.Page, last, b.Text)
		case strings.ContainsAny(b.Text, "\ufffd\x00"):
			t.Errorf("page %d: a lost character in %q", b.Page, b.Text)
		case b.Kind == document.Paragraph && !ending.MatchString(b.Text):
			t.Errorf("page %d: a paragraph without an end: %q", b.Page, b.Text)
		}
		last = max(last, b.Page)
	}
}

// checkSections wants the numbered sections, of which every chapter has seven.
func checkSections(t *testing.T, d *document.Document) {
	var numbers []string
	for _, b := range d.Blocks {
		if number, _, ok := strings.Cut(b.Text, ". "); ok && b.Kind == document.Heading {
			numbers = append(numbers, number)
		}
	}
	if got := strings.Join(numbers, " "); got != "I II III IV V VI VII" {
		t.Errorf("sections %s", got)
	}
}

// checkNotes wants the references numbered without a gap.
func checkNotes(t *testing.T, d *document.Document) {
	next, among := 1, false
	for _, b := range d.Blocks {
		switch {
		case b.Kind == document.Heading && b.Text == "REFERENCES":
			among = true
		case among && b.Kind != document.Note:
			t.Errorf("page %d: %q is no note", b.Page, b.Text)
		case among:
			if number, _, _ := strings.Cut(b.Text, " "); strings.TrimSuffix(number, ".") != strconv.Itoa(next) {
				t.Errorf("page %d: not reference %d: %q", b.Page, next, b.Text)
			} else {
				next++
			}
		}
	}
	if next < 10 {
		t.Errorf("%d references", next-1)
	}
}
