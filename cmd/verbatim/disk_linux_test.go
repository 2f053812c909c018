package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// disk mounts a file system of its own in memory, where the test may.
func disk(t *testing.T, megabytes string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+megabytes+"m"); err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

// fill fills a file system.
func fill(t *testing.T, dir string) (full string) {
	t.Helper()
	full = filepath.Join(dir, "full")
	file, err := os.Create(full)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for size := 1 << 20; size > 0; {
		if _, err := file.Write(bytes.Repeat([]byte{1}, size)); err != nil {
			size /= 2
		}
	}
	return full
}

const diskLine = `{"report":"R","country":"Chad","year":2020,"markdown":"Inspectors visited forty kilns."}` + "\n"

// TestFullDisk fills the disk with a library. It is searched on; an import says that
// the disk is full, and changes nothing; an index that is older than its library
// answers and says so.
func TestFullDisk(t *testing.T) {
	s := &session{t, filepath.Join(disk(t, "8"), "library")}
	s.want(0, "search", "labor")
	full := fill(t, filepath.Dir(s.library))
	if _, errOut := s.want(1, "import", s.file("chad.jsonl", diskLine)); !strings.Contains(errOut, "full") {
		t.Errorf("import: %s", errOut)
	}
	if out, _ := s.want(0, "search", "forced labor"); !strings.Contains(out, "labor") {
		t.Errorf("search: %s", out)
	}
	s.want(1, "search", "kilns")
	// There is room for the text and none for its index.
	if err := os.Remove(full); err != nil {
		t.Fatal(err)
	}
	older := t.TempDir()
	copyFolder(t, filepath.Join(s.library, "index"), older)
	s.want(0, "import", s.file("chad.jsonl", diskLine))
	if err := os.RemoveAll(filepath.Join(s.library, "index")); err != nil {
		t.Fatal(err)
	}
	copyFolder(t, older, filepath.Join(s.library, "index"))
	full = fill(t, filepath.Dir(s.library))
	out, errOut := s.want(0, "search", "forced labor")
	if !strings.Contains(out, "labor") || !strings.Contains(errOut, "older than the library") {
		t.Errorf("search with an older index:\n%s%s", out, errOut)
	}
	if err := os.Remove(full); err != nil {
		t.Fatal(err)
	}
	if out, _ := s.want(0, "search", "kilns"); !strings.Contains(out, "forty") {
		t.Errorf("with room again: %s", out)
	}
}

func copyFolder(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// TestReadOnlyMount searches a library on a disk that cannot be written, and is told
// why nothing can be imported.
func TestReadOnlyMount(t *testing.T) {
	dir := disk(t, "16")
	s := &session{t, filepath.Join(dir, "library")}
	s.want(0, "import", s.file("chad.jsonl", diskLine))
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	if out, _ := s.want(0, "search", "kilns"); !strings.Contains(out, "forty") {
		t.Errorf("search: %s", out)
	}
	s.want(0, "status")
	s.want(0, "verify")
	for _, args := range [][]string{{"import", s.file("mali.jsonl", strings.ReplaceAll(diskLine, "Chad", "Mali"))}, {"remove", "r-2020-chad"}, {"reindex"}} {
		if _, errOut := s.want(1, args...); !strings.Contains(errOut, "be written") && !strings.Contains(errOut, "cannot be changed") {
			t.Errorf("%v: %s", args, errOut)
		}
	}
}

// TestUnmountedDisk takes away the disk with a library: that is said, and nothing is
// made in its place.
func TestUnmountedDisk(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := disk(t, "16")
	for _, at := range []string{dir, filepath.Join(dir, "library")} {
		s := &session{t, at}
		s.want(0, "import", s.file("chad.jsonl", diskLine))
	}
	if err := syscall.Unmount(dir, 0); err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{dir, filepath.Join(dir, "library")} {
		s := &session{t, at}
		for _, args := range [][]string{{"search", "labor"}, {"import", s.file("mali.jsonl", diskLine)}, {"serve", "--addr", "127.0.0.1:0"}} {
			if _, errOut := s.want(1, args...); !strings.Contains(errOut, "not mounted") || !strings.Contains(errOut, dir) {
				t.Errorf("%v at %s: %s", args, at, errOut)
			}
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("%v was made in its place (%v)", entries, err)
	}
}
