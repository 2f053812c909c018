package library

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOpenLibraryErrors(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(filepath.Join(dir, "none")); !errors.Is(err, ErrNone) {
		t.Errorf("no folder: %v, want ErrNoLibrary", err)
	}
	l, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	identity := l.Identity()
	l.Close()
	if l, err = Create(dir); err != nil || l.Identity() != identity || identity == "" {
		t.Fatalf("create again: %v", err)
	}
	l.Close()
	path := filepath.Join(dir, File)
	for _, test := range []struct{ pragma, want string }{
		{fmt.Sprintf("user_version = %d", schemaVersion+1), "newer verbatim"},
		{"application_id = 77", "another application's"},
	} {
		db, err := openDatabase(path, "rw", "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec("PRAGMA " + test.pragma); err != nil {
			t.Fatal(err)
		}
		db.Close()
		wantOpenError(t, dir, test.want)
	}
	for _, content := range []string{"", "hello", strings.Repeat("not a database ", 1000)} {
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		wantOpenError(t, dir, "is not an SQLite database")
	}
	if err := os.WriteFile(path, []byte(sqliteMagic+strings.Repeat("damaged ", 1000)), 0o644); err != nil {
		t.Fatal(err)
	}
	wantOpenError(t, dir, "not a database")
}

func wantOpenError(t *testing.T, dir, want string) {
	t.Helper()
	for _, open := range []func(string) (*Library, error){Open, Create} {
		_, err := open(dir)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "open library "+dir+": ") {
			t.Errorf("error %v, want %q in it", err, want)
		}
		if errors.Is(err, ErrNone) {
			t.Errorf("%v is ErrNoLibrary", err)
		}
	}
}
