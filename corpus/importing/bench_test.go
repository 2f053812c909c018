package importing

import (
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"

	"verbatim/corpus"
	"verbatim/corpus/corpustest"
	"verbatim/corpus/library"
)

// realNarratives are the narratives of the corpora, read once.
var realNarratives = sync.OnceValues(func() ([]*corpus.Narrative, error) {
	var found []*corpus.Narrative
	for _, path := range realPaths {
		for n, err := range readFile(path) {
			if err != nil {
				return nil, err
			}
			found = append(found, n)
		}
	}
	return found, nil
})

var realPaths []string

// fill imports the real narratives into a library, as one import, and returns
// the bytes of their texts.
func fill(b *testing.B, l *library.Library) (bytes int64) {
	b.Helper()
	b.StopTimer()
	realPaths = corpustest.Collections(b)
	narratives, err := realNarratives()
	if err != nil {
		b.Fatal(err)
	}
	ordinals := map[string]int{}
	b.StartTimer()
	im, err := l.Begin(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range narratives {
		of := n.Source.Name + " " + library.BaseID(n)
		if _, err := im.Add(b.Context(), n, ordinals[of]); err != nil {
			b.Fatal(err)
		}
		ordinals[of]++
		bytes += int64(len(n.Text))
	}
	if err := im.Commit(); err != nil {
		b.Fatal(err)
	}
	return bytes
}

func emptyLibrary(b *testing.B) *library.Library {
	b.Helper()
	l, err := library.Create(filepath.Join(b.TempDir(), "library"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := l.Close(); err != nil {
			b.Error(err)
		}
	})
	return l
}

func BenchmarkImport(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		l, err := library.Create(filepath.Join(b.TempDir(), "library"))
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		b.SetBytes(fill(b, l))
		b.StopTimer()
		stats, err := l.Stats(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(stats.Passages), "passages")
		b.ReportMetric(float64(stats.DiskBytes)/float64(stats.TextBytes), "disk/text")
		if err := l.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}

func BenchmarkAll(b *testing.B) {
	l := emptyLibrary(b)
	b.SetBytes(fill(b, l))
	for b.Loop() {
		for _, err := range l.All(b.Context()) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// Ten passages of ten narratives, another ten each time.
func BenchmarkPassages(b *testing.B) {
	l := emptyLibrary(b)
	fill(b, l)
	stats, err := l.Stats(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.Run("one reader", func(b *testing.B) {
		for b.Loop() {
			showTen(b, l, stats.Passages)
		}
	})
	b.Run("readers", func(b *testing.B) {
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				showTen(b, l, stats.Passages)
			}
		})
	})
	b.Run("by ID", func(b *testing.B) {
		page, err := l.Passages(b.Context(), []int64{int64(stats.Passages / 2)})
		if err != nil {
			b.Fatal(err)
		}
		id := page[0].ID
		for b.Loop() {
			if _, err := l.PassageByID(b.Context(), id); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func showTen(b *testing.B, l *library.Library, passages int) {
	rows := make([]int64, 10)
	for i := range rows {
		rows[i] = 1 + rand.Int64N(int64(passages))
	}
	if _, err := l.Passages(b.Context(), rows); err != nil {
		b.Error(err)
	}
}

func BenchmarkNarratives(b *testing.B) {
	l := emptyLibrary(b)
	fill(b, l)
	for b.Loop() {
		if _, err := l.Narratives(b.Context(), library.Filter{Countries: []string{"Chad"}}, 0, 20); err != nil {
			b.Fatal(err)
		}
	}
}
