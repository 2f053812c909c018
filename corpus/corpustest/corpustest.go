// Package corpustest finds the reports that tests and benchmarks read.
package corpustest

import (
	"os"
	"path/filepath"
	"testing"
)

// Folder returns the folder of real reports beside the repository, or the one that
// $VERBATIM_DATA names. It skips the test where there is none.
func Folder(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("VERBATIM_DATA")
	if dir == "" {
		dir = filepath.Join(repository(t), "..", "shared", "data")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no real reports in %s: set VERBATIM_DATA to the folder of the data", dir)
	}
	return dir
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

// Files lists the files of real narratives, and skips the test where there are
// none.
func Files(t testing.TB) []string {
	t.Helper()
	dir := Folder(t)
	paths, err := filepath.Glob(filepath.Join(dir, "corpora", "*.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		t.Skipf("no corpora/*.jsonl.gz in %s: set VERBATIM_DATA to the folder of the data", dir)
	}
	return paths
}
