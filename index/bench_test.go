package index

import (
	"path/filepath"
	"testing"

	"verbatim/search"
	"verbatim/search/enginetest"
)

// benchFiles hold 15,500 passages of real reports.
func benchFiles(b *testing.B) []string {
	folder := filepath.Join(testData(b), "corpora")
	return []string{
		filepath.Join(folder, "factbook-trafficking-2014-2025.jsonl.gz"),
		filepath.Join(folder, "child-labor-actions-2014-2022.jsonl.gz"),
	}
}

func BenchmarkBuild(b *testing.B) {
	library := enginetest.Library(b, benchFiles(b)...)
	stats, err := library.Stats(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := Build(b.Context(), b.TempDir(), library, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(stats.Passages)*float64(b.N)/b.Elapsed().Seconds(), "passages/s")
}

func BenchmarkFind(b *testing.B) {
	x := newIndex(b, enginetest.Library(b, benchFiles(b)...))
	for _, text := range []string{
		`forced`, `forced labor`, `"forced labor"`, `"did not report"`, `victim /s shelter`, `traffick*`,
		`(cocoa OR brick) AND children NOT girls`,
	} {
		b.Run(text, func(b *testing.B) {
			q, err := search.Parse(text)
			if err != nil {
				b.Fatal(err)
			}
			question := search.Question{Query: q, Sort: search.SortRelevance, Limit: 10, Facets: search.Facets}
			for b.Loop() {
				if _, err := x.Find(b.Context(), question); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
