package ui

import (
	"log/slog"
	"testing"

	"verbatim/search"
	"verbatim/search/enginetest"
)

// TestFollowScripts does what the scripts in testdata/follow say, over a library
// with three editions of a report.
func TestFollowScripts(t *testing.T) {
	lib := enginetest.Library(t, "testdata/follow/editions.jsonl")
	handler := newHandler(search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib))), slog.New(slog.DiscardHandler))
	runScripts(t, handler, "testdata/follow/*.txt")
}

// TestUnknown reads pages of narratives whose year or country is not known.
func TestUnknown(t *testing.T) {
	lib := enginetest.Library(t, "testdata/unknown/library.jsonl")
	runScripts(t, newHandler(search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib))), slog.New(slog.DiscardHandler)), "testdata/unknown/*.txt")
}
