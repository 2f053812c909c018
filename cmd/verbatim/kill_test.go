package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"verbatim/corpus"
)

// asProgram makes the test binary run as the program itself.
const asProgram = "VERBATIM_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// program prepares the program as a process of its own.
func (s *session) program(args ...string) *exec.Cmd {
	c := exec.CommandContext(s.t.Context(), os.Args[0], append(args, "--library", s.library)...)
	c.Env = append(os.Environ(), asProgram+"=1")
	return c
}

// importFile writes a file of 30 narratives that have the word batchN, in two
// passages each.
func (s *session) importFile(n int) string {
	var lines bytes.Buffer
	encoder := json.NewEncoder(&lines)
	for i := range 30 {
		text := strings.Repeat("The government trained labor inspectors and police. ", 40) + fmt.Sprintf("Filler%dx%d.", n, i)
		err := encoder.Encode(map[string]any{
			"report": fmt.Sprintf("Report %d", n), "country": "Mali", "year": 1900 + i, "markdown": text + fmt.Sprintf("\n\nIn batch%d.\n\nAlso batch%d.", n, n),
		})
		if err != nil {
			s.t.Fatal(err)
		}
	}
	return s.file(fmt.Sprintf("batch-%d.jsonl", n), lines.String())
}

// TestKill kills imports and reindexings at random moments. What was reported
// as imported must stay, and the next start must be clean.
func TestKill(t *testing.T) {
	s := newSession(t)
	s.want(0, "search", "labor")
	start := time.Now()
	if out, err := s.program("import", s.importFile(0)).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	usual := time.Since(start)
	reported := []int{0}
	killed := 0
	for n := 1; n <= 20; n++ {
		c := s.program("reindex")
		if n%3 != 0 {
			c = s.program("import", s.importFile(n))
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		// Later ones take longer: the library has grown.
		patience := time.Duration(rand.Int64N(int64(usual) * 3 / 2))
		timer := time.AfterFunc(patience, func() { c.Process.Kill() })
		err := c.Wait()
		timer.Stop()
		switch {
		case err != nil:
			killed++
		case n%3 != 0:
			reported = append(reported, n)
		}
		for _, batch := range reported {
			if r := s.search(0, fmt.Sprintf("batch%d", batch)); r.Total != 60 {
				t.Fatalf("after kill %d (%v in): batch %d, reported as imported, has %d passages, want 60", n, patience, batch, r.Total)
			}
		}
	}
	t.Logf("%d of 20 killed; %d imports reported", killed, len(reported))
	if killed < 5 {
		t.Errorf("only %d of 20 were killed in time", killed)
	}
	s.want(0, "reindex")
	left, err := os.ReadDir(filepath.Join(s.library, "index"))
	if err != nil || len(left) != 2 {
		t.Errorf("the index folder holds %v, %v; want the manifest and one part", left, err)
	}
}

// TestSecondWriterGetsAnError imports and searches while another one holds the
// lock.
func TestSecondWriterGetsAnError(t *testing.T) {
	s := newSession(t)
	s.want(0, "search", "labor")
	library, err := corpus.OpenLibrary(s.library)
	if err != nil {
		t.Fatal(err)
	}
	defer library.Close()
	unlock, err := library.Lock()
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	start := time.Now()
	_, errOut := s.want(1, "import", s.importFile(2))
	if took := time.Since(start); took > 2500*time.Millisecond || !strings.Contains(errOut, "another process is importing") {
		t.Errorf("after %v: %q", took, errOut)
	}
	start = time.Now()
	s.want(0, "search", "labor")
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("a search beside an import took %v", took)
	}
}
