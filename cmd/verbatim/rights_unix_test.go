//go:build unix

package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The files of a library and of its index have the same rights: those that the user's
// umask leaves.
func TestSameRights(t *testing.T) {
	s := newSession(t)
	s.want(0, "search", "labor")
	want, err := os.Stat(filepath.Join(s.library, "library.db"))
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(s.library, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == "write.lock" {
			return err
		}
		info, err := entry.Info()
		if err == nil && info.Mode().Perm() != want.Mode().Perm() {
			t.Errorf("%s: %v, and library.db %v", path, info.Mode().Perm(), want.Mode().Perm())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What a person meets who names the wrong folder or file is said in words.
func TestWrongLibraries(t *testing.T) {
	for name, c := range map[string]struct {
		make func(dir string) error
		want string
	}{
		"a folder in the file's place": {func(dir string) error { return os.MkdirAll(filepath.Join(dir, "library.db"), 0o755) }, "is not an SQLite database"},
		"a file in the folder's place": {func(dir string) error { return os.WriteFile(dir, []byte("text"), 0o644) }, "folder"},
		"something else":               {func(dir string) error { return writeIn(dir, strings.Repeat("text ", 1000)) }, "is not an SQLite database"},
		"nothing in the file":          {func(dir string) error { return writeIn(dir, "") }, "is not an SQLite database"},
		"the head of a database alone": {func(dir string) error { return writeIn(dir, "SQLite format 3\x00"+strings.Repeat("x", 5000)) }, "database"},
	} {
		s := newSession(t)
		if err := c.make(s.library); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"search", "labor"}, {"status"}, {"verify"}, {"remove", "x"}} {
			if _, errOut := s.want(1, args...); !strings.Contains(errOut, c.want) || strings.Contains(errOut, "(14)") && len(errOut) < 120 {
				t.Errorf("%s: %v: %s", name, args, errOut)
			}
		}
	}
}

func writeIn(dir, text string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "library.db"), []byte(text), 0o644)
}
