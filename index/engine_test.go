package index

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"verbatim/corpus/library"
	"verbatim/index/forward"
	"verbatim/search"
	"verbatim/search/enginetest"
)

// testData returns the folder of the real reports, or skips the test.
func testData(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("VERBATIM_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "data")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no test data at %s; set VERBATIM_DATA to its folder", dir)
	}
	return dir
}

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

func TestSample(t *testing.T) {
	lib := enginetest.Library(t)
	enginetest.Run(t, newIndex(t, lib), enginetest.Docs(t, lib), 500, false)
}

func TestFactbookWordsAndPhrases(t *testing.T) {
	lib := enginetest.Library(t, filepath.Join(testData(t), "corpora", "factbook-trafficking-2014-2025.jsonl.gz"))
	enginetest.Run(t, newIndex(t, lib), enginetest.Docs(t, lib), 2000, true)
}

// TestWholeLanguage asks 20,000 questions of three collections.
func TestWholeLanguage(t *testing.T) {
	for _, c := range []struct {
		file  string
		every int // takes each so-many-th narrative: the oracle reads all of them for each question
	}{
		{"factbook-trafficking-2014-2025", 2},
		{"child-labor-actions-2014-2022", 30},
		{"upr-recommendations-2008-2014", 60},
	} {
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			lib := enginetest.Library(t, everyNth(t, filepath.Join(testData(t), "corpora", c.file+".jsonl.gz"), c.every))
			enginetest.Run(t, newIndex(t, lib), enginetest.Docs(t, lib), 20_000/3+1, false)
		})
	}
}

// everyNth writes a file with every nth line of a packed one.
func everyNth(t *testing.T, path string, n int) string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	packed, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var kept bytes.Buffer
	lines := bufio.NewReader(packed)
	for i := 0; err == nil; i++ {
		var line []byte
		if line, err = lines.ReadBytes('\n'); i%n == 0 {
			kept.Write(line)
		}
	}
	if !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	part := filepath.Join(t.TempDir(), "part.jsonl")
	if err := os.WriteFile(part, kept.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return part
}

// TestManyWords has more words than numbers of 2 bytes can tell apart.
func TestManyWords(t *testing.T) {
	lib := enginetest.Library(t, manyWords(t))
	x := newIndex(t, lib)
	if size, err := x.Size(); err != nil || size.Words <= forward.Escape {
		t.Fatalf("%d words, %v: want more than %d", size.Words, err, forward.Escape)
	}
	enginetest.Run(t, x, enginetest.Docs(t, lib), 300, false)
}

var _ search.Engine = (*Index)(nil)
