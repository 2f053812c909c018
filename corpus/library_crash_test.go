package corpus

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// A child process of a test runs TestChild with these in its environment.
const (
	childDoes = "VERBATIM_TEST_CHILD" // lock, or import
	childDir  = "VERBATIM_TEST_DIR"
)

// child runs this program once more, and gives what it prints.
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

func TestChild(t *testing.T) {
	does, dir := os.Getenv(childDoes), os.Getenv(childDir)
	if does == "" {
		t.Skip("it is what the child process of other tests does")
	}
	l, err := CreateLibrary(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Lock(); err != nil {
		t.Fatal(err)
	}
	if does == "lock" {
		fmt.Println("locked")
		select {} // until it is killed
	}
	for at := revision(t, l); ; at++ {
		imports(t, l, crashNarratives(at)...)
		fmt.Println("committed", at+1)
	}
}

// crashNarratives gives what the import that leads to a revision brings: a
// narrative that it replaces, and one that stays. They fill many pages.
func crashNarratives(at int64) []*Narrative {
	var paragraphs []string
	for i := range 40 {
		paragraphs = append(paragraphs, fmt.Sprintf("Revision %d, %d. %s", at+1, i, strings.Repeat("word ", 200)))
	}
	stays := written("Mali", "stays.txt", paragraphs...)
	stays.Year = int(1000 + at)
	return []*Narrative{written("Chad", "replaced.txt", paragraphs...), stays}
}

func TestLockOfAnotherProcess(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	cmd, out := child(t, "lock", l.Dir())
	defer cmd.Process.Kill()
	if !out.Scan() || out.Text() != "locked" {
		t.Fatalf("the child says %q", out.Text())
	}
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
	other, err := OpenLibrary(l.Dir())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	for _, l := range []*Library{l, other} {
		start := time.Now()
		_, err := l.Begin(t.Context())
		if d := time.Since(start); !errors.Is(err, ErrLocked) || d > 3*time.Second {
			t.Errorf("after %v: %v, want ErrLocked", d, err)
		}
	}
}

// A process that is killed while it imports takes nothing with it that it had
// committed, and leaves nothing of what it had not.
func TestKilledWhileImporting(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	t.Parallel()
	dir := t.TempDir() + "/library"
	total := int64(0)
	for range 20 {
		cmd, out := child(t, "import", dir)
		lifetime := time.Duration(20+rand.IntN(400)) * time.Millisecond
		timer := time.AfterFunc(lifetime, func() { cmd.Process.Kill() })
		for out.Scan() {
			fmt.Sscanf(out.Text(), "committed %d", &total)
		}
		cmd.Wait()
		timer.Stop()
		checkAfterCrash(t, dir, total)
	}
	t.Logf("%d imports", total)
	if total < 20 {
		t.Errorf("only %d imports in 20 processes: too few to tell", total)
	}
}

func checkAfterCrash(t *testing.T, dir string, committed int64) {
	t.Helper()
	l, err := CreateLibrary(dir) // the child may have died before it had one
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	unlock, err := l.Lock()
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	var verdict string
	if err := l.read.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Fatalf("integrity_check says %s, %v", verdict, err)
	}
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
	for at := range r {
		for _, n := range crashNarratives(at) {
			want[baseID(n)] = n.Text
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
}
