package index

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"verbatim/corpus"
	"verbatim/corpus/corpustest"
	"verbatim/corpus/library"
	"verbatim/search"
	"verbatim/search/enginetest"
)

func BenchmarkBuild(b *testing.B) {
	lib := enginetest.Library(b, corpustest.Demo(b)...)
	stats, err := lib.Stats(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := Build(b.Context(), b.TempDir(), lib, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(stats.Passages)*float64(b.N)/b.Elapsed().Seconds(), "passages/s")
}

func BenchmarkFind(b *testing.B) {
	x := newIndex(b, enginetest.Library(b, corpustest.Demo(b)...))
	for _, text := range []string{
		`forced`, `forced labor`, `"forced labor"`, `"did not report"`, `victim /s shelter`, `traffick*`,
		`(cocoa OR brick) AND children NOT girls`,
	} {
		b.Run(text, func(b *testing.B) {
			q, err := search.Parse(text)
			if err != nil {
				b.Fatal(err)
			}
			question := search.Question{Query: q, Sort: search.SortRelevance, Limit: 10, Facets: search.Facets, Narratives: true}
			for b.Loop() {
				if _, err := x.Find(b.Context(), question); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkUpdate adds 100 narratives to an index of more and more.
func BenchmarkUpdate(b *testing.B) {
	const added = 100
	var narratives []*corpus.Narrative
	for n, err := range enginetest.Library(b, corpustest.Demo(b)...).All(b.Context()) {
		if err != nil {
			b.Fatal(err)
		}
		narratives = append(narratives, n.Narrative)
	}
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(narratives), func(i, j int) { narratives[i], narratives[j] = narratives[j], narratives[i] })
	for _, before := range []int{200, 400, 800, 1150} {
		b.Run(fmt.Sprintf("to %d", before), func(b *testing.B) {
			lib, err := library.Create(b.TempDir())
			if err != nil {
				b.Fatal(err)
			}
			defer lib.Close()
			add(b, lib, narratives[:before])
			old := b.TempDir()
			if err := Build(b.Context(), old, lib, nil); err != nil {
				b.Fatal(err)
			}
			add(b, lib, narratives[before:before+added])
			for b.Loop() {
				b.StopTimer()
				dir := b.TempDir()
				linkAll(b, dir, old)
				b.StartTimer()
				if err := Update(b.Context(), dir, lib, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// linkAll makes a second index of the same files: they are never changed.
func linkAll(b *testing.B, dir, old string) {
	b.Helper()
	err := filepath.WalkDir(old, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(old, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(dir, name), 0o755)
		}
		return os.Link(path, filepath.Join(dir, name))
	})
	if err != nil {
		b.Fatal(err)
	}
}

// add imports narratives at once.
func add(b *testing.B, lib *library.Library, narratives []*corpus.Narrative) {
	b.Helper()
	im, err := lib.Begin(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for i, n := range narratives {
		if _, err := im.Add(b.Context(), n, i); err != nil {
			b.Fatal(err)
		}
	}
	if err := im.Commit(); err != nil {
		b.Fatal(err)
	}
}
