package dense

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestRunsOf compares the runs of passages with a search for them, of short and long runs.
func TestRunsOf(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	for try := range 200 {
		starts := []uint32{0}
		for range rnd.IntN(50) {
			starts = append(starts, starts[len(starts)-1]+1+rnd.Uint32N(1<<rnd.IntN(9)))
		}
		runs := NewRuns(starts)
		var docs, of []uint32
		want, distinct := make([]int, 3), map[int]bool{}
		for range starts {
			of = append(of, rnd.Uint32N(3))
		}
		for doc := range starts[len(starts)-1] {
			run, begins := slices.BinarySearch(starts, doc)
			if !begins {
				run--
			}
			if got := runs.Of(doc); got != uint32(run) {
				t.Fatalf("try %d: passage %d is of run %d of %v, want %d", try, doc, got, starts, run)
			}
			if rnd.IntN(3) == 0 {
				docs = append(docs, doc)
				distinct[run] = true
				want[of[run]]++
			}
		}
		got := make([]int, 3)
		if runs.Count(docs, of, got); !slices.Equal(got, want) {
			t.Fatalf("try %d: counted %v, want %v", try, got, want)
		}
		other, without := New(int(starts[len(starts)-1])), make([]int, 3)
		clear(want)
		for i, doc := range docs {
			if i%3 == 0 {
				other.Add(doc)
			} else {
				want[of[runs.Of(doc)]]++
			}
		}
		if runs.CountWithout(docs, other, of, without); !slices.Equal(without, want) {
			t.Fatalf("try %d: counted %v without others, want %v", try, without, want)
		}
		if n := runs.Distinct(docs); n != len(distinct) {
			t.Fatalf("try %d: %d runs, want %d", try, n, len(distinct))
		}
	}
}
