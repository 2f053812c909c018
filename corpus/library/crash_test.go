package library

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"verbatim/corpus"
)

// A child process of a test runs TestChild with these in its environment.
const (
	childDoes = "VERBATIM_TEST_CHILD" // lock, migrate, or change
	childDir  = "VERBATIM_TEST_DIR"
)

// child runs this program once more, and returns what it prints.
func child(t *testing.T, does, dir string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestChild$")
	cmd.Env = append(os.Environ(), childDoes+"="+does, childDir+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out)
}

// wantSaid waits for the child's next line.
func wantSaid(t *testing.T, out *bufio.Scanner, want string) {
	t.Helper()
	if !out.Scan() || out.Text() != want {
		t.Fatalf("the child says %q, want %q", out.Text(), want)
	}
}

func TestChild(t *testing.T) {
	does, dir := os.Getenv(childDoes), os.Getenv(childDir)
	if does == "" {
		return // it is what the child process of other tests does
	}
	fmt.Println("opening")
	l, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	if does == "migrate" {
		return
	}
	if _, err := l.Lock(); err != nil {
		t.Fatal(err)
	}
	if does == "lock" {
		fmt.Println("locked")
		select {} // until it is killed
	}
	retention = -time.Second // what is removed is deleted at once
	for at := revision(t, l); ; at++ {
		change(t, l, at)
		fmt.Println("committed", at+1)
	}
}

// change makes the change that leads from a revision to the next: it brings
// crashNarratives, and removes the second one of four changes before.
func change(t *testing.T, l *Library, at int64) {
	t.Helper()
	im, err := l.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range crashNarratives(at) {
		if _, err := im.Add(t.Context(), n, 0); err != nil {
			t.Fatal(err)
		}
	}
	if at >= 4 {
		if err := im.Remove(t.Context(), BaseID(crashNarratives(at - 4)[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := im.Commit(); err != nil {
		t.Fatal(err)
	}
}

// crashNarratives returns what the change that leads from a revision to the next
// brings: a narrative that it replaces, and another one. They fill many pages.
func crashNarratives(at int64) []*corpus.Narrative {
	var paragraphs []string
	for i := range 40 {
		paragraphs = append(paragraphs, fmt.Sprintf("Revision %d, %d. %s", at+1, i, strings.Repeat("word ", 200)))
	}
	another := written("Mali", "another.txt", paragraphs...)
	another.Year = int(1000 + at)
	return []*corpus.Narrative{written("Chad", "replaced.txt", paragraphs...), another}
}

func TestLockOfAnotherProcess(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	cmd, out := child(t, "lock", l.Dir())
	defer cmd.Process.Kill()
	wantSaid(t, out, "opening")
	wantSaid(t, out, "locked")
	start := time.Now()
	_, err := l.Lock()
	if d := time.Since(start); !errors.Is(err, ErrLocked) || d > 2500*time.Millisecond {
		t.Errorf("after %v: %v, want ErrLocked within 2.5 s", d, err)
	}
	cmd.Process.Kill()
	cmd.Wait()
	unlock, err := l.Lock()
	if err != nil {
		t.Fatal(err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	// Without the lock, a second import waits as well.
	im, err := l.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer im.Rollback()
	other, err := Open(l.Dir())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	var waiting sync.WaitGroup
	defer waiting.Wait()
	for _, l := range []*Library{l, other} {
		waiting.Go(func() {
			start := time.Now()
			_, err := l.Begin(t.Context())
			if d := time.Since(start); !errors.Is(err, ErrLocked) || d > 3*time.Second {
				t.Errorf("after %v: %v, want ErrLocked", d, err)
			}
		})
	}
}

// A process that is killed while it imports and removes takes nothing with it
// that it had committed, and leaves nothing of what it had not.
func TestKilledWhileChanging(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	t.Parallel()
	dir := t.TempDir() + "/library"
	total := int64(0)
	for range 20 {
		cmd, out := child(t, "change", dir)
		lifetime := time.Duration(20+rand.IntN(400)) * time.Millisecond
		timer := time.AfterFunc(lifetime, func() { cmd.Process.Kill() })
		for out.Scan() {
			fmt.Sscanf(out.Text(), "committed %d", &total)
		}
		cmd.Wait()
		timer.Stop()
		total = checkAfterCrash(t, dir, total)
	}
	t.Logf("%d changes", total)
	if total < 20 {
		t.Errorf("only %d changes in 20 processes: too few to tell", total)
	}
}

// checkAfterCrash returns the revision that the library has.
func checkAfterCrash(t *testing.T, dir string, committed int64) int64 {
	t.Helper()
	l, err := Create(dir) // the child may have died before it had one
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	unlock, err := l.Lock()
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	checkIntegrity(t, l)
	// The child may have died after a commit and before it could say so.
	r := revision(t, l)
	if r < committed || r > committed+1 {
		t.Fatalf("revision %d, want %d or one more", r, committed)
	}
	found := map[string]string{}
	for _, s := range all(t, l) {
		found[s.ID] = s.Text
	}
	want := map[string]string{}
	for at := max(0, r-4); at < r; at++ {
		for _, n := range crashNarratives(at) {
			want[BaseID(n)] = n.Text
		}
	}
	if len(found) != len(want) {
		t.Fatalf("%d narratives, want %d", len(found), len(want))
	}
	for id, text := range want {
		if found[id] != text {
			t.Fatalf("%s is not what was committed", id)
		}
	}
	checkRevisions(t, l, r)
	return r
}

// checkRevisions makes sure that all texts that were replaced are there, and
// none that was removed.
func checkRevisions(t *testing.T, l *Library, r int64) {
	t.Helper()
	if r == 0 {
		return
	}
	revisions, err := l.Revisions(t.Context(), chad)
	if err != nil || len(revisions) != int(r) {
		t.Fatalf("%d texts of one narrative, %v; want %d", len(revisions), err, r)
	}
	for at := max(0, r-4); at < r; at++ {
		n, err := l.RevisionOf(t.Context(), chad, int(at)+1)
		if err != nil || n.Text != crashNarratives(at)[0].Text {
			t.Fatalf("revision %d is not what was committed, %v", at+1, err)
		}
	}
	for at := range r - 4 {
		if _, err := l.Narrative(t.Context(), BaseID(crashNarratives(at)[1])); !errors.Is(err, ErrNotFound) {
			t.Fatalf("what was removed: %v, want ErrNotFound", err)
		}
	}
	var kept, want int
	err = l.read.QueryRow(`SELECT (SELECT COUNT(*) FROM passages), SUM(passages) FROM narratives WHERE status <> 'deleted'`).Scan(&kept, &want)
	if err != nil || kept != want {
		t.Fatalf("%d passages, %v; want %d", kept, err, want)
	}
}

func checkIntegrity(t *testing.T, l *Library) {
	t.Helper()
	var verdict string
	if err := l.read.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Fatalf("integrity_check says %s, %v", verdict, err)
	}
}
