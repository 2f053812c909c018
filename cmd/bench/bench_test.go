package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"verbatim/corpus/corpustest"
	"verbatim/corpus/importing"
	"verbatim/corpus/library"
	"verbatim/index"
	"verbatim/index/store"
)

// smallLibrary makes a library of about 3,000 passages, with its index.
func smallLibrary(t *testing.T, data string) string {
	narratives, err := collection(data, 3000)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "small.jsonl.gz")
	if err := writeNarratives(file, narratives); err != nil {
		t.Fatal(err)
	}
	lib, err := library.Create(filepath.Join(t.TempDir(), "library"))
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	if _, err := importing.Files(t.Context(), lib, []string{file}, nil); err != nil {
		t.Fatal(err)
	}
	if err := index.Build(t.Context(), store.IndexFolder(lib), lib, nil); err != nil {
		t.Fatal(err)
	}
	return lib.Dir()
}

// A server answers readers, more than it has connections to its library, while
// imports run, and none of them gets an error.
func TestLoad(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program and asks it for some seconds")
	}
	data := filepath.Dir(corpustest.Demo(t)[0])
	temp := t.TempDir()
	var out strings.Builder
	l := load{out: &out, program: filepath.Join(temp, "verbatim"), data: data, dir: filepath.Join(temp, "library"), seconds: 2}
	if err := l.run(t.Context(), smallLibrary(t, data), 5, []int{1, 64}); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	if n := len(regexp.MustCompile(`\d+ readers: [1-9]\d* answers a second, 0 errors`).FindAllString(out.String(), -1)); n != 2 {
		t.Errorf("want answers and no errors for 1 and 64 readers:\n%s", &out)
	}
}

// Copies have other names and numbers, and the words that all texts have.
func TestGrower(t *testing.T) {
	n := narrative{Title: "Ghana", Year: 2016, Markdown: "In Accra, 1,250 children worked in 2016. Children of Kumasi did. The children did not."}
	g := newGrower([]narrative{n})
	seen := map[string]bool{}
	for nth := range 8 {
		copied := g.alter(n, nth+1)
		if !strings.Contains(copied.Markdown, "children worked in 2016.") || strings.Contains(copied.Markdown, "1,250") {
			t.Errorf("copy %d: %s", nth+1, copied.Markdown)
		}
		if copied.Year != 2016-10*(nth+1) {
			t.Errorf("copy %d is of %d", nth+1, copied.Year)
		}
		seen[copied.Markdown] = true
	}
	if len(seen) < 7 {
		t.Errorf("8 copies are %d different texts", len(seen))
	}
}
