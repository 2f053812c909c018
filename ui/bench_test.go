package ui

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"verbatim/corpus/library"
	"verbatim/index"
	"verbatim/search"
)

// benchPages are pages that readers ask for, of a library with all corpora.
var benchPages = []string{
	"/", "/narratives", "/language",
	"/search?q=%22forced+labor%22", "/search?q=forced+labor", "/search?q=the", "/search?q=workers+NEAR%2F5+wages",
	"/search?q=labor&group=narrative", "/search?q=human+rights&mode=any",
	"/search?q=child+labor&country=Pakistan&year=2018..2021", "/search?q=traffick*&group=narrative&sort=newest",
	"/search?q=country%3AKenya&group=narrative", "/search?q=zebra+wages+fishing&country=Kenya&year=2020",
	"/n/country-reports-on-human-rights-practices-2019-china?q=%22forced+labor%22",
	"/n/country-reports-on-human-rights-practices-2019-china?q=the",
	"/p/country-reports-on-human-rights-practices-2019-china.7c1de6e163?q=labor",
}

// openBench opens the library in $VERBATIM_LIBRARY, which holds all corpora.
func openBench(b *testing.B) http.Handler {
	b.Helper()
	dir := os.Getenv("VERBATIM_LIBRARY")
	if dir == "" {
		b.Skip("VERBATIM_LIBRARY names no library: import the corpora of the data folder into one")
	}
	lib, err := library.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { lib.Close() })
	x, err := index.Open(filepath.Join(dir, "index"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { x.Close() })
	return newHandler(search.NewSearcher(lib, x), slog.New(slog.DiscardHandler))
}

func getPage(b *testing.B, handler http.Handler, path string) {
	request := httptest.NewRequestWithContext(b.Context(), "GET", path, nil)
	request.Header.Set("Accept-Encoding", "gzip")
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, request)
	if answer.Code != http.StatusOK {
		b.Errorf("%s: status %d", path, answer.Code)
	}
}

func BenchmarkPages(b *testing.B) {
	handler := openBench(b)
	for _, path := range benchPages {
		b.Run(path, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				getPage(b, handler, path)
			}
		})
	}
}

// BenchmarkReaders has 8 readers ask for the pages in turn, and reports how long
// they wait.
func BenchmarkReaders(b *testing.B) {
	const readers = 8
	handler := openBench(b)
	var waits []time.Duration
	for b.Loop() {
		var mu sync.Mutex
		var all sync.WaitGroup
		for first := range readers {
			all.Go(func() {
				for i := range 3 * len(benchPages) {
					start := time.Now()
					getPage(b, handler, benchPages[(2*first+i)%len(benchPages)])
					mu.Lock()
					waits = append(waits, time.Since(start))
					mu.Unlock()
				}
			})
		}
		all.Wait()
	}
	slices.Sort(waits)
	for name, share := range map[string]float64{"p50-ms": 0.50, "p95-ms": 0.95, "p99-ms": 0.99} {
		b.ReportMetric(float64(waits[int(share*float64(len(waits)-1))].Microseconds())/1000, name)
	}
}
