// Package corpustest finds the reports that tests and benchmarks read. Start with
// Demo: those reports are in every clone. Folder and the rest find what lies beside
// the repository, or where $VERBATIM_DATA says.
package corpustest

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"iter"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// The files of the demonstration collection.
const (
	Factbook = "factbook-trafficking-2014-2025.jsonl.gz"
	Actions  = "child-labor-actions-2014-2022.jsonl.gz"
)

// Demo returns the paths of the files of the demonstration collection, which are in
// the repository: those with the names, or both.
func Demo(t testing.TB, names ...string) (paths []string) {
	t.Helper()
	if names == nil {
		names = []string{Actions, Factbook}
	}
	for _, name := range names {
		paths = append(paths, filepath.Join(repository(t), "corpus", "importing", "demo", name))
	}
	return paths
}

// HasData returns the folder of real reports that $VERBATIM_DATA names, or else the
// one beside the repository, and whether there is one.
func HasData(t testing.TB) (dir string, ok bool) {
	t.Helper()
	if dir = os.Getenv("VERBATIM_DATA"); dir == "" {
		dir = filepath.Join(repository(t), "..", "shared", "data")
	}
	_, err := os.Stat(dir)
	return dir, err == nil
}

// Folder returns a folder of the data folder, such as "pdf", or the data folder
// itself. It skips the test where it is missing.
func Folder(t testing.TB, within ...string) string {
	t.Helper()
	data, _ := HasData(t)
	dir := filepath.Join(append([]string{data}, within...)...)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("missing: %s; set VERBATIM_DATA to the folder of the data", dir)
	}
	return dir
}

// Collection returns the path of a collection in the data folder, and whether it is
// there.
func Collection(t testing.TB, name string) (path string, ok bool) {
	t.Helper()
	dir, ok := HasData(t)
	if !ok {
		return "", false
	}
	path = filepath.Join(dir, "corpora", name)
	_, err := os.Stat(path)
	return path, err == nil
}

// Collections returns the paths of all collections: those of the data folder, or
// the demonstration collection where there are none.
func Collections(t testing.TB) []string {
	t.Helper()
	if dir, ok := HasData(t); ok {
		paths, err := filepath.Glob(filepath.Join(dir, "corpora", "*.jsonl.gz"))
		if err != nil {
			t.Fatal(err)
		}
		if len(paths) > 0 {
			return paths
		}
	}
	return Demo(t)
}

// Lines goes through the lines of a packed file: the first and every nth after it, and
// no more than most. No more is unpacked than is asked for.
func Lines(t testing.TB, path string, nth, most int) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		t.Helper()
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		unpacked, err := gzip.NewReader(file)
		if err != nil {
			t.Fatal(err)
		}
		all := bufio.NewReaderSize(unpacked, 1<<16)
		for i := 0; most > 0; i++ {
			line, err := all.ReadBytes('\n')
			if len(line) > 0 && i%nth == 0 {
				if most--; !yield(line) {
					return
				}
			}
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

// EveryNth writes a file with the first line of a packed one and every nth after it,
// for what would take too long with all of them. It returns its path.
func EveryNth(t testing.TB, path string, nth int) string {
	t.Helper()
	part := filepath.Join(t.TempDir(), "part.jsonl")
	if err := os.WriteFile(part, bytes.Join(slices.Collect(Lines(t, path, nth, math.MaxInt)), nil), 0o644); err != nil {
		t.Fatal(err)
	}
	return part
}

// repository returns the folder of the repository that the test stands in.
func repository(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("no go.mod above the test's folder")
		}
		dir = parent
	}
}
