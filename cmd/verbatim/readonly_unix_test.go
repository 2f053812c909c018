//go:build unix

package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestReadOnly searches and verifies a library that the reader cannot write, and that
// belongs to another user where the test may become one.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	program, dir := installProgram(t), t.TempDir()
	lib := filepath.Join(dir, "library")
	made := exec.Command(program, "search", "labor", "--library", lib)
	made.Env = append(os.Environ(), asProgram+"=1")
	if said, err := made.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		_ = os.Remove(filepath.Join(lib, "library.db"+suffix))
	}
	rights := func(folder, file fs.FileMode) {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() {
				return os.Chmod(path, folder)
			}
			return os.Chmod(path, file)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	rights(0o555, 0o444)
	defer rights(0o755, 0o644)
	as := func(args ...string) (string, error) {
		command := exec.Command(program, append(args, "--library", lib)...)
		command.Env = []string{asProgram + "=1", "HOME=/nonexistent"}
		if os.Getuid() == 0 { // who may write everywhere
			for _, folder := range []string{filepath.Dir(filepath.Dir(program)), filepath.Dir(program), filepath.Dir(dir)} {
				_ = os.Chmod(folder, 0o755)
			}
			command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		said, err := command.CombinedOutput()
		return string(said), err
	}
	if said, err := as("search", "forced labor"); err != nil || !strings.Contains(said, "forced labor") {
		t.Errorf("search: %v\n%s", err, said)
	}
	if said, err := as("verify"); err != nil {
		t.Errorf("verify: %v\n%s", err, said)
	}
	said, err := as("remove", "trafficking-in-persons-2023-north-korea")
	if err == nil || strings.Contains(said, "(14)") || !strings.Contains(said, "rights") && !strings.Contains(said, "cannot be") {
		t.Errorf("remove: %v\n%s", err, said)
	}
}
