package main

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"verbatim/index/store"
)

// TestPrograms has programs of other people ask a server over the demonstration
// collection: the Python client of the Model Context Protocol, a client generated from
// /openapi.json, and a reader of Atom; see testdata/python/clients.py.
func TestPrograms(t *testing.T) {
	if testing.Short() {
		t.Skip("Python's packages take a while to start")
	}
	python := pythonWithPackages(t)
	demo, err := store.OpenDemo(t.Context(), t.TempDir(), version, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := &session{t: t, library: demo.Library.Dir()}
	if err := demo.Close(); err != nil {
		t.Fatal(err)
	}
	address := s.started()
	asks := exec.CommandContext(t.Context(), python, "testdata/python/clients.py", os.Args[0], s.library, address, t.TempDir())
	asks.Env = append(os.Environ(), asProgram+"=1")
	if out, err := asks.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// pythonWithPackages returns a Python that has what testdata/python/requirements.txt
// names, installed in the user's cache the first time.
func pythonWithPackages(t *testing.T) string {
	t.Helper()
	const requirements = "testdata/python/requirements.txt"
	list, err := os.ReadFile(requirements)
	if err != nil {
		t.Fatal(err)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Skip("there is no place for Python's packages: ", err)
	}
	sum := sha256.Sum256(list)
	folder := filepath.Join(cache, "verbatim-tests", "python-"+hex.EncodeToString(sum[:6]))
	python := filepath.Join(folder, "bin", "python")
	if exec.CommandContext(t.Context(), python, "-c", "import atoma, mcp, openapi_python_client").Run() == nil {
		return python
	}
	t.Logf("installing Python's packages in %s", folder)
	for _, command := range [][]string{
		{"python3", "-m", "venv", "--clear", folder},
		{python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements},
	} {
		if out, err := exec.CommandContext(t.Context(), command[0], command[1:]...).CombinedOutput(); err != nil {
			t.Skipf("programs in Python cannot be tried: %q: %v\n%s", command, err, out)
		}
	}
	return python
}
