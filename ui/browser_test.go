package ui_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"
)

// TestBrowser starts the program and uses its pages in a real browser, as
// testdata/browser/search.mjs tells.
func TestBrowser(t *testing.T) {
	if os.Getenv("VERBATIM_BROWSER") == "" {
		t.Skip("VERBATIM_BROWSER names no browser: run make test, which finds or installs one")
	}
	if _, err := os.Stat("testdata/browser/node_modules"); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the npm packages are not installed: run make test, which installs them")
	}
	url := startServer(t)

	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	script := exec.CommandContext(ctx, "node", "--test-reporter=spec", "search.mjs", url)
	script.Dir = "testdata/browser"
	script.WaitDelay = 5 * time.Second
	output, err := script.CombinedOutput()
	if err != nil {
		t.Fatalf("search.mjs: %v\n%s", err, output)
	}
	t.Logf("%s", output)
}

// startServer serves a new library, which holds the sample alone, until the
// test ends, and returns the server's URL.
func startServer(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	program := filepath.Join(dir, "verbatim")
	if output, err := exec.Command("go", "build", "-o", program, "verbatim/cmd/verbatim").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, output)
	}
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()

	server := exec.Command(program, "serve", "--addr", "127.0.0.1:0", "--library", filepath.Join(dir, "library"))
	server.Env = []string{"HOME=" + dir, "PATH=" + os.Getenv("PATH")}
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
