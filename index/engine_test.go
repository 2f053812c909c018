package index

import (
	"context"
	"os"
	"testing"

	"verbatim/corpus/corpustest"
	"verbatim/corpus/library"
	"verbatim/index/forward"
	"verbatim/search"
	"verbatim/search/enginetest"
)

// newIndex builds the index of a library and opens it.
func newIndex(t testing.TB, lib *library.Library) *Index {
	t.Helper()
	dir := t.TempDir()
	if err := Build(context.Background(), dir, lib, nil); err != nil {
		t.Fatal(err)
	}
	x, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return x
}

func TestMain(m *testing.M) { os.Exit(enginetest.Main(m)) }

func demo(t *testing.T) *search.Searcher {
	t.Helper()
	return enginetest.Demo(t, func(dir string) search.Keeper { return Folder(dir) })
}

func TestSample(t *testing.T) {
	lib := enginetest.Library(t)
	enginetest.Run(t, newIndex(t, lib), enginetest.Docs(t, lib), 500, false)
}

func TestWordsAndPhrases(t *testing.T) {
	lib := enginetest.Library(t, corpustest.EveryNth(t, corpustest.Demo(t, corpustest.Factbook)[0], 2))
	enginetest.Run(t, newIndex(t, lib), enginetest.Docs(t, lib), fewer(2000), true)
}

// TestWholeLanguage asks 20,000 questions of the demonstration collection, and more
// of other reports where they are there. The oracle reads all passages for each
// question, so that it gets a part of them.
func TestWholeLanguage(t *testing.T) {
	for _, c := range []struct {
		file    string
		every   int // takes each so-many-th narrative
		queries int
	}{
		{corpustest.Factbook, 4, 10_000},
		{corpustest.Actions, 50, 10_000},
		{"upr-recommendations-2008-2014.jsonl.gz", 60, 2_000},
	} {
		path := corpustest.Demo(t, c.file)[0]
		if _, err := os.Stat(path); err != nil {
			var ok bool
			if path, ok = corpustest.Collection(t, c.file); !ok {
				continue
			}
		}
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			lib := enginetest.Library(t, corpustest.EveryNth(t, path, c.every))
			enginetest.Run(t, newIndex(t, lib), enginetest.Docs(t, lib), fewer(c.queries), false)
		})
	}
}

// TestManyWords has more words than numbers of 2 bytes can tell apart.
func TestManyWords(t *testing.T) {
	lib := enginetest.Library(t, manyWords(t))
	x := newIndex(t, lib)
	if size, err := x.Size(t.Context()); err != nil || size.Words <= forward.Escape {
		t.Fatalf("%d words, %v: want more than %d", size.Words, err, forward.Escape)
	}
	enginetest.Run(t, x, enginetest.Docs(t, lib), fewer(300), false)
}

// TestDenseText asks for words that stand side by side again and again, and for words
// longer than a byte can count.
func TestDenseText(t *testing.T) {
	lib := enginetest.Library(t, enginetest.Dense(t))
	enginetest.Run(t, newIndex(t, lib), enginetest.Docs(t, lib), fewer(1000), false)
}

// TestKeeping follows imports, removals and rebuilds of libraries.
func TestKeeping(t *testing.T) {
	enginetest.RunKeeping(t, func(t testing.TB, _ *library.Library) search.Keeper { return Folder(t.TempDir()) }, 20, fewer(500))
}

// fewer returns how many questions to ask where n are asked without -short.
func fewer(n int) int {
	if testing.Short() {
		return n / 10
	}
	return n
}

var _ search.Keeper = Folder("")
