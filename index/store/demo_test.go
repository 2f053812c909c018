package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"verbatim/search"
)

// TestDemo opens the demonstration collection from nothing, twice at once:
// both answer from one folder, and nothing else is left beside it.
func TestDemo(t *testing.T) {
	parent := filepath.Join(t.TempDir(), "cache")
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() { askDemo(t, parent, "1.0.0") })
	}
	all.Wait()
	if got := foldersIn(t, parent); len(got) != 1 || !strings.HasPrefix(got[0], "demo-") {
		t.Errorf("the folder has %q, want one", got)
	}
	one, err1 := demoFolder(parent, "1.0.0")
	other, err2 := demoFolder(parent, "1.0.1")
	if err1 != nil || err2 != nil || one == other || filepath.Base(one) != foldersIn(t, parent)[0] {
		t.Errorf("folders of two versions: %s, %v and %s, %v", one, err1, other, err2)
	}
}

func askDemo(t *testing.T, parent, version string) {
	t.Helper()
	s, err := OpenDemo(t.Context(), parent, version, Options{})
	if err != nil {
		t.Error(err)
		return
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	stats, err := s.Library.Stats(t.Context())
	if err != nil || stats.Narratives != 1278 {
		t.Errorf("%d narratives, %v; want 1278", stats.Narratives, err)
	}
	results, err := s.Searcher().Search(t.Context(), search.Request{Text: `"labor inspectors"`, Size: 3})
	if err != nil || results.Total < 100 || len(results.Hits) != 3 {
		t.Errorf("%+v, %v", results, err)
	}
}

// TestDemoEnded ends the making: nothing is left that a next start would take for
// the collection.
func TestDemoEnded(t *testing.T) {
	parent := t.TempDir()
	ctx, end := context.WithCancel(t.Context())
	_, err := OpenDemo(ctx, parent, "1.0.0", Options{Indexing: func() (func(done, total int), func()) {
		return func(int, int) { end() }, func() {}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
	if got := foldersIn(t, parent); len(got) != 0 {
		t.Errorf("left: %q", got)
	}
}

func foldersIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
