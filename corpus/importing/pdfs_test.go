package importing

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"verbatim/corpus"
	"verbatim/corpus/document"
)

// TestOnlyPageHeads names what was left out of a file that says nothing but what all
// of its pages repeat.
func TestOnlyPageHeads(t *testing.T) {
	const pages = 3
	var pdf strings.Builder
	pdf.WriteString("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/MediaBox[0 0 612 792]/Kids[")
	pdf.WriteString(strings.Repeat("3 0 R ", pages))
	fmt.Fprintf(&pdf, "]/Count %d>>endobj\n", pages)
	pdf.WriteString("3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n")
	const text = "BT /F 10 Tf 60 750 Td (Scanned by the State Library) Tj ET"
	fmt.Fprintf(&pdf, "4 0 obj<</Length %d>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF\n", len(text), text)
	path := filepath.Join(t.TempDir(), "scan.pdf")
	if err := os.WriteFile(path, []byte(pdf.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	for n, err := range readFile(path) {
		const want = "no text in it but what is left out as page heads: “Scanned by the State Library”"
		if !errors.Is(err, document.ErrNoText) || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%v, %v; want %s", n, err, want)
		}
	}
}

// checkReportPDFs reads country chapters of the findings on child labor, and
// compares what each was found to be about with its first page.
func checkReportPDFs(t *testing.T, data string) {
	files, err := filepath.Glob(filepath.Join(data, "pdf", "*.pdf"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no PDFs: %v", err)
	}
	about := map[string]string{
		"Armenia":          "2021 Minimal Advancement",
		"Christmas Island": "2018 No Advancement",
		"Costa Rica":       "2019 Significant Advancement",
		"Gabon":            "2014 Moderate Advancement",
		"Guyana":           "2014 Moderate Advancement",
		"Kiribati":         "2014 Minimal Advancement",
		"Malawi":           "2014 Minimal Advancement",
		"Mali":             "2016 Significant Advancement",
		"Mauritania":       "2013 Moderate Advancement",
		"Norfolk Island":   "2014 No Advancement",
		"Pakistan":         "2014 Moderate Advancement",
		"Tunisia":          "2020 Moderate Advancement",
	}
	for i, file := range files {
		if testing.Short() && i%3 > 0 {
			continue
		}
		for n, err := range readFile(file) {
			if err != nil {
				t.Errorf("%v", err)
				continue
			}
			checkPassages(t, n)
			want, known := about[n.Country]
			if got := fmt.Sprint(n.Year, " ", n.Tier); known && got != want || n.Report != "Findings on the Worst Forms of Child Labor" || n.CountryCode == "" {
				t.Errorf("%s: %s, %s, %s; want %s", filepath.Base(file), n.Report, n.Country, got, want)
			}
			if !slices.ContainsFunc(n.Passages, func(p corpus.Passage) bool { return strings.HasPrefix(p.Section, "I. ") && p.Page > 0 }) {
				t.Errorf("%s: no passage on a page of section I", filepath.Base(file))
			}
		}
	}
}
