package index

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"verbatim/corpus/corpustest"
	"verbatim/search"
	"verbatim/search/enginetest"
)

// manyWords writes a file with 70,000 different words, and some common ones among
// them: not more, since the oracle looks at every pair of places in a passage.
func manyWords(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "words.jsonl")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for n := range 70 {
		var text strings.Builder
		for i := range 1000 {
			if i%10 == 0 {
				text.WriteString("of the word ")
			}
			fmt.Fprintf(&text, "w%dx ", n*1000+i)
			if i%50 == 49 {
				text.WriteString("it.\n\n")
			}
		}
		writeNarrative(t, file, "Mali", 1950+n, text.String())
	}
	return path
}

func writeNarrative(t *testing.T, file *os.File, country string, year int, markdown string) {
	t.Helper()
	err := json.NewEncoder(file).Encode(map[string]any{"report": "Test", "country": country, "year": year, "markdown": markdown})
	if err != nil {
		t.Fatal(err)
	}
}

// total asks an index for the number of passages of a query.
func total(t *testing.T, x *Index, query string) int {
	t.Helper()
	q, err := search.Parse(query)
	if err != nil {
		t.Fatal(err)
	}
	found, err := x.Find(t.Context(), search.Question{Query: q, Sort: search.SortRelevance, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	return found.Total
}

// TestDamageIsFound damages each file of an index in turn: it must never open,
// and never panic.
func TestDamageIsFound(t *testing.T) {
	lib, dir := enginetest.Library(t), t.TempDir()
	if err := Build(t.Context(), dir, lib, nil); err != nil {
		t.Fatal(err)
	}
	var files []string
	filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if len(files) != 4 { // manifest, tokens and two segments
		t.Fatalf("the index has the files %q", files)
	}
	for _, file := range files {
		whole, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		flipped := append([]byte{}, whole...)
		flipped[len(flipped)/2] ^= 0xff
		for name, content := range map[string][]byte{"cut": whole[:len(whole)/2], "empty": nil, "flipped": flipped} {
			if err := os.WriteFile(file, content, 0o644); err != nil {
				t.Fatal(err)
			}
			if x, err := Open(dir); !errors.Is(err, search.ErrStale) {
				t.Errorf("%s %s: %v, want ErrStale", filepath.Base(file), name, err)
				if err == nil {
					x.Close()
				}
			}
		}
		if err := os.WriteFile(file, whole, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	x, err := Open(dir)
	if err != nil {
		t.Fatalf("mended: %v", err)
	}
	x.Close()
}

// TestStoppedBuildLeavesTheIndex stops a build in the middle.
func TestStoppedBuildLeavesTheIndex(t *testing.T) {
	lib, dir := enginetest.Library(t, corpustest.Demo(t, corpustest.Factbook)...), t.TempDir()
	if err := Build(t.Context(), dir, lib, nil); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	err = Build(ctx, dir, lib, func(done, _ int) {
		if done > 100 {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("stopped build: %v, want context.Canceled", err)
	}
	after, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil || string(after) != string(before) {
		t.Errorf("the manifest has changed (%v)", err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("the folder holds %v, %v: want the manifest and one part", entries, err)
	}
}
