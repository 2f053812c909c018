package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"verbatim/index/store"
	"verbatim/search"
)

// A library that is gone is not replaced by a new one.
func TestGoneLibrary(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "library")
	open(t, dir).Close()
	if err := os.Remove(filepath.Join(dir, "library.db")); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(t.Context(), dir, nil, store.Options{}); !errors.Is(err, store.ErrGone) {
		t.Errorf("%v, want that it is gone", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "library.db")); err == nil {
		t.Error("a new one was made")
	}
}

// A library that is older than its index, as one that was put back from a copy, is
// named as such.
func TestOlderLibrary(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "library")
	open(t, dir).Close()
	file := filepath.Join(dir, "library.db")
	copied, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, dir)
	err = errors.Join(removeSample(t, s), s.Close())
	if err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		_ = os.Remove(file + suffix)
	}
	if err := os.WriteFile(file, copied, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(t.Context(), dir, nil, store.Options{}); !errors.Is(err, search.ErrAhead) {
		t.Errorf("%v, want that it is older than its index", err)
	}
}

// A write-ahead log with damaged bits loses what was written last: SQLite leaves it out
// without a word. The index knows that there was more.
func TestDamagedLog(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "library")
	open(t, dir).Close()
	s := open(t, dir)
	defer s.Close()
	left := filepath.Join(t.TempDir(), "library")
	// As a machine leaves it that loses its power: somebody reads, so that the log is
	// not emptied into the library yet.
	for _, err := range s.Library.All(t.Context()) {
		if err = errors.Join(err, removeSample(t, s), os.CopyFS(left, os.DirFS(dir))); err != nil {
			t.Fatal(err)
		}
	}
	log := filepath.Join(left, "library.db-wal")
	written, err := os.ReadFile(log)
	if err != nil || len(written) == 0 {
		t.Fatalf("%d bytes, %v: there is no log to damage", len(written), err)
	}
	written[len(written)/2] ^= 1
	if err := os.WriteFile(log, written, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(t.Context(), left, nil, store.Options{}); !errors.Is(err, search.ErrAhead) {
		t.Errorf("%v, want that the library is older than its index", err)
	}
}

// Files of the index that are cut short while they are open end the question with an
// error, and not the process; then the index is made anew.
func TestFilesCutShort(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a file that is mapped cannot be cut short there")
	}
	dir := filepath.Join(t.TempDir(), "library")
	s := open(t, dir)
	defer s.Close()
	files, err := filepath.Glob(filepath.Join(dir, "index", "part-*", "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		if err := os.Truncate(file, 0); err != nil {
			t.Fatal(err)
		}
	}
	ask := func() error {
		_, err := s.Searcher().Search(t.Context(), search.Request{Text: `labor OR "prison camps"`})
		return err
	}
	if err := ask(); !errors.Is(err, search.ErrDamaged) {
		t.Fatalf("%v, want that the index is damaged", err)
	}
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if err = ask(); err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the index is not made anew: %v", err)
		}
	}
}

// removeSample removes the sample, and brings the index up to date.
func removeSample(t *testing.T, s *store.Store) error {
	t.Helper()
	return store.Locked(s.Library, func() error {
		tx, err := s.Library.Begin(t.Context())
		if err != nil {
			return err
		}
		if err := errors.Join(tx.Remove(t.Context(), "trafficking-in-persons-2023-north-korea"), tx.Commit()); err != nil {
			return err
		}
		return store.Refresh(t.Context(), s.Library, store.Options{})
	})
}

func open(t *testing.T, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(context.WithoutCancel(t.Context()), dir, nil, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}
