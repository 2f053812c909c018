package library

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// Whoever reads sees a commit of another process as soon as it is made, and knows without
// asking SQLite where there was none.
func TestRevisionOfAnotherProcess(t *testing.T) {
	t.Parallel()
	l := newLibrary(t)
	if runtime.GOOS == "linux" && l.commits == nil {
		t.Fatal("commits are not watched")
	}
	cmd, out := child(t, "change", l.Dir())
	wantSaid(t, out, "opening")
	stop := make(chan bool)
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for last := int64(0); ; {
				now, err := l.Revision(t.Context())
				if err != nil || now < last {
					t.Errorf("revision %d after %d: %v", now, last, err)
				}
				last = now
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	for committed := int64(0); committed < 60 && out.Scan(); {
		if _, err := fmt.Sscanf(out.Text(), "committed %d", &committed); err != nil {
			t.Fatal(out.Text())
		}
		if now := revision(t, l); now < committed {
			t.Errorf("revision %d behind the commit of %d", now, committed)
		}
	}
	close(stop)
	readers.Wait()
	cmd.Process.Kill()
	cmd.Wait()
	var asked int64
	if err := l.stmts.revision.QueryRow().Scan(&asked); err != nil || revision(t, l) != asked {
		t.Errorf("revision %d, and SQLite says %d: %v", revision(t, l), asked, err)
	}
	state, whole := l.commits.State()
	if known := l.newest.Load(); runtime.GOOS == "linux" && (!whole || known.state != state || known.revision != asked) {
		t.Error("it is not known that nothing was committed since")
	}
}

// The descriptor of a WAL-index stays open as long as a connection to the database is:
// closing it would drop its locks.
func TestDescriptorsOfWALIndexes(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux lists descriptors")
	}
	l := newLibrary(t)
	other, err := Open(l.Dir())
	if err != nil {
		t.Fatal(err)
	}
	index := func() (n int) {
		const folder = "/proc/self/fd"
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			name, _ := os.Readlink(folder + "/" + e.Name())
			if strings.HasPrefix(name, l.Dir()+"/"+File+"-shm") { // and (deleted), it may be
				n++
			}
		}
		return n
	}
	if n := index(); n != 2 {
		t.Errorf("%d descriptors of two libraries, want that of SQLite and one for all", n)
	}
	l.Close()
	if n := index(); n != 2 {
		t.Errorf("%d descriptors when one was closed", n)
	}
	imports(t, other, written("Chad", "a.txt", "New."))
	if revision(t, other) != 1 {
		t.Error("a commit is not seen")
	}
	other.Close()
	if n := index(); n > 0 {
		t.Errorf("%d descriptors are left open", n)
	}
}
