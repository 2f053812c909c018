package ui_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"
)

// TestBrowser starts the program and uses its pages in a real browser, as the
// scripts in testdata/browser tell, and has Lighthouse look at them if make lighthouse
// wants it. If go test is given -artifacts, looks.mjs makes pictures of the pages, to
// be looked at.
func TestBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes over a minute")
	}
	if os.Getenv("VERBATIM_BROWSER") == "" {
		t.Skip("VERBATIM_BROWSER names no browser: run make test, which finds or installs one")
	}
	if _, err := os.Stat("testdata/browser/node_modules"); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the npm packages are not installed: run make test, which installs them")
	}
	p := buildProgram(t)
	sample, reports := filepath.Join(t.TempDir(), "sample"), filepath.Join(t.TempDir(), "reports")
	replaced := p.importEditions(t, reports)
	t.Run("search", func(t *testing.T) { runScript(t, browserScripts, "search.mjs", p.serve(t, sample)) })
	url := p.serve(t, reports)
	pictures := ""
	if flag.Lookup("test.artifacts").Value.String() == "true" {
		pictures = "pictures"
	}
	t.Run("looks", func(t *testing.T) {
		runScript(t, browserScripts, "looks.mjs", url, t.ArtifactDir(), replaced, pictures)
	})
	t.Run("tasks", func(t *testing.T) { runScript(t, browserScripts, "tasks.mjs", url, p.path, reports) })
	t.Run("walks", func(t *testing.T) { runScript(t, browserScripts, "walks.mjs", url) })
	if os.Getenv("VERBATIM_LIGHTHOUSE") != "" { // it takes two minutes
		t.Run("lighthouse", func(t *testing.T) {
			runScript(t, "testdata/lighthouse", "lighthouse.mjs", p.serve(t, filepath.Join(t.TempDir(), "sample")))
		})
	}
}

const browserScripts = "testdata/browser"

// runScript runs a script in a folder against the server at url.
func runScript(t *testing.T, folder, name, url string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	script := exec.CommandContext(ctx, "node", append([]string{"--test-reporter=spec", name, url}, args...)...)
	script.Dir = folder
	script.WaitDelay = 5 * time.Second
	output, err := script.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, output)
	}
	t.Logf("%s", output)
}

// A program is verbatim, built for a test.
type program struct{ path, home string }

func buildProgram(t *testing.T) program {
	t.Helper()
	dir := t.TempDir()
	p := program{filepath.Join(dir, "verbatim"), dir}
	if output, err := exec.Command("go", "build", "-o", p.path, "verbatim/cmd/verbatim").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, output)
	}
	return p
}

func (p program) command(args ...string) *exec.Cmd {
	c := exec.Command(p.path, args...)
	c.Env = []string{"HOME=" + p.home, "PATH=" + os.Getenv("PATH")}
	return c
}

// importEditions imports testdata/browser/library.jsonl, with a sentence that
// was another before, and returns the identifier of the passage that it was in.
func (p program) importEditions(t *testing.T, lib string) (replaced string) {
	t.Helper()
	now, err := os.ReadFile("testdata/browser/library.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	before := bytes.ReplaceAll(now, []byte("held meetings of its national committee twice"), []byte("did not hold meetings of its national committee"))
	file := filepath.Join(t.TempDir(), "library.jsonl")
	for _, edition := range [][]byte{before, now} {
		if err := os.WriteFile(file, edition, 0o644); err != nil {
			t.Fatal(err)
		}
		if output, err := p.command("import", file, "--library", lib).CombinedOutput(); err != nil {
			t.Fatalf("verbatim import: %v\n%s", err, output)
		}
		if replaced == "" {
			found, err := p.command("search", `"did not hold meetings"`, "--json", "--limit", "1", "--library", lib).Output()
			id := passageMember.FindSubmatch(found)
			if err != nil || id == nil {
				t.Fatalf("verbatim search: %v\n%s", err, found)
			}
			replaced = string(id[1])
		}
	}
	return replaced
}

var passageMember = regexp.MustCompile(`"passage": ?"([^"]+)"`)

// serve serves a library until the test ends, and returns the server's URL.
func (p program) serve(t *testing.T, lib string) string {
	t.Helper()
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()

	server := p.command("serve", "--addr", "127.0.0.1:0", "--library", lib)
	server.Stdout, server.Stderr = log, log
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Signal(os.Interrupt) // one that has ended already is told on by Wait
		if err := server.Wait(); err != nil {
			t.Errorf("verbatim serve: %v", err)
		}
	})
	return waitForURL(t, log.Name())
}

var serverURL = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

// waitForURL returns the URL that a server which has just been started writes
// to its log.
func waitForURL(t *testing.T, log string) string {
	t.Helper()
	var said []byte
	for range 200 {
		said, _ = os.ReadFile(log)
		if url := serverURL.Find(said); url != nil {
			return string(url)
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("verbatim serve did not say within 10 seconds where it listens, but:\n%s", said)
	return ""
}
