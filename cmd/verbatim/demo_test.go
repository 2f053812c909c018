package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestServeDemo serves the demonstration collection, from a cache folder of its own,
// and leaves the library alone.
func TestServeDemo(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "LocalAppData"} {
		t.Setenv(name, home)
	}
	out, in := io.Pipe()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	var errOut bytes.Buffer
	go func() {
		ended <- run(ctx, []string{"serve", "--demo", "--addr", "127.0.0.1:0"}, in, &errOut)
		in.Close()
	}()
	start := time.Now()
	said := readUntil(t, out, regexp.MustCompile(`http://127\.0\.0\.1:\d+`))
	t.Logf("ready after %v", time.Since(start))
	go io.Copy(io.Discard, out)
	answer, err := http.Get(said + "/api/v1/search?q=%22labor+inspectors%22&size=1")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	answer.Body.Close()
	if err != nil || answer.StatusCode != http.StatusOK || !strings.Contains(string(body), "labor inspectors") {
		t.Errorf("%s, %v: %.300s", answer.Status, err, body)
	}
	stop()
	if code := <-ended; code != 0 {
		t.Errorf("exit %d: %s", code, &errOut)
	}
	var made []string
	filepath.WalkDir(home, func(path string, d os.DirEntry, err error) error {
		if d.Name() == "library.db" {
			made = append(made, path)
		}
		return err
	})
	if len(made) != 1 || !strings.HasPrefix(filepath.Base(filepath.Dir(made[0])), "demo-") {
		t.Errorf("libraries made: %q, want that of the demonstration alone", made)
	}
}

// readUntil reads until a line has the pattern, and returns what it stands for.
func readUntil(t *testing.T, from io.Reader, pattern *regexp.Regexp) string {
	t.Helper()
	var said []byte
	for buffer := make([]byte, 4096); ; {
		n, err := from.Read(buffer)
		said = append(said, buffer[:n]...)
		if found := pattern.Find(said); found != nil {
			if !strings.Contains(string(said), "serving the demonstration collection (1,278 narratives") {
				t.Errorf("it does not say what it serves: %s", said)
			}
			return string(found)
		}
		if err != nil {
			t.Fatalf("%v after %s", err, said)
		}
	}
}

func TestDemoTakesNoLibrary(t *testing.T) {
	_, errOut := newSession(t).want(exitUsage, "serve", "--demo")
	if !strings.Contains(errOut, "leave out --demo or --library") {
		t.Errorf("it says %s", errOut)
	}
}
