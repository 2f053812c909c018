// Package indextest has what tests of what stands on an index need: a library that is
// searched by one.
package indextest

import (
	"testing"

	"verbatim/corpus/library"
	"verbatim/index"
	"verbatim/search"
	"verbatim/search/enginetest"
)

// Searcher searches a library by an index that is built for the test.
func Searcher(t testing.TB, lib *library.Library) *search.Searcher {
	t.Helper()
	dir := t.TempDir()
	if err := index.Build(t.Context(), dir, lib, nil); err != nil {
		t.Fatal(err)
	}
	x, err := index.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return search.NewSearcher(lib, x)
}

// Demo searches the demonstration collection, which all tests of a package share; see
// enginetest.Demo.
func Demo(t testing.TB) *search.Searcher {
	t.Helper()
	return enginetest.Demo(t, func(dir string) search.Keeper { return index.Folder(dir) })
}
