package library

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"verbatim/corpus"
)

// Many readers at once, more than there are connections, each read passages of
// narratives that nobody has read before.
func TestManyReadPassagesAtOnce(t *testing.T) {
	l := newLibrary(t)
	imports(t, l, written("Kenya", "kenya.txt", "One.", "Two.", "Three."))
	rows := []int64{1, 2, 3}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for range 20 {
		l.cache = cache{}
		var reading sync.WaitGroup
		for range 64 {
			reading.Go(func() {
				if _, err := l.Passages(ctx, rows); err != nil {
					t.Error(err)
				}
			})
		}
		reading.Wait()
	}
}

// However much is read, what is kept stays within its bound, and what is asked for
// again and again stays.
func TestShelfIsBounded(t *testing.T) {
	var s cache
	often := Entry{Row: 1, Text: "often", Narrative: &corpus.Narrative{}}
	s.putPassages(1, map[int64]Entry{1: often})
	got := make([]Entry, 1)
	for row := int64(2); row < 2_000; row++ {
		s.putPassages(1, map[int64]Entry{row: {Row: row, Text: strings.Repeat("x", 100_000), Narrative: often.Narrative}})
		if missing := s.passages(1, []int64{1}, got); missing != nil || got[0].Text != "often" {
			t.Fatalf("after %d others it is not there", row-2)
		}
		kept := 0
		for _, some := range []map[int64]Entry{s.recent, s.older} {
			for _, e := range some {
				kept += e.size()
			}
		}
		if kept > maxPassages {
			t.Fatalf("%d bytes are kept, want at most %d", kept, maxPassages)
		}
	}
	if missing := s.passages(1, []int64{2, 1_999}, make([]Entry, 2)); len(missing) != 1 || missing[0] != 2 {
		t.Errorf("%v are missing, want the one that was not asked for again", missing)
	}
	if missing := s.passages(2, []int64{1}, got); len(missing) != 1 {
		t.Error("what was read at one revision is given at another")
	}
}
