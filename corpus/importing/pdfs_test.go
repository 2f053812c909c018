package importing

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"verbatim/corpus"
)

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
	for _, file := range files {
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
