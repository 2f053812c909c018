package main

import (
	"iter"
	"path/filepath"
	"testing"

	"verbatim/cmd/bench/compare"
	"verbatim/cmd/bench/workload"
	"verbatim/search/enginetest"
)

// The other engines find as many passages of the sample with words near each
// other as verbatim, and mark them.
func TestNear(t *testing.T) {
	var product compare.Engine
	for p, engine := range opened(t, peers) {
		if product == nil {
			product = engine
		}
		for _, text := range []string{"workers NEAR/5 wages", "forced NEAR/2 labor", "government NEAR/9 trafficking", "workers NEAR/5 asylum"} {
			want, err := product.Ask(t.Context(), workload.Question{Text: text})
			if err != nil {
				t.Fatal(err)
			}
			got, err := engine.Ask(t.Context(), workload.Question{Text: text})
			if err != nil || got.Total != want.Total || len(got.Hits) != min(10, want.Total) {
				t.Errorf("%s, %s: %d passages, %d of them shown, %v; verbatim has %d", p.name, text, got.Total, len(got.Hits), err, want.Total)
			}
		}
	}
}

// opened builds peers for the sample, one after the other, and opens them until the test
// ends.
func opened(t *testing.T, list []peer) iter.Seq2[peer, compare.Engine] {
	library := enginetest.Library(t)
	return func(yield func(peer, compare.Engine) bool) {
		for _, p := range list {
			dir := filepath.Join(t.TempDir(), "index")
			if err := p.build(t.Context(), dir, library); err != nil {
				t.Fatal(err)
			}
			engine, err := p.open(dir, library.Dir())
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { engine.Close() })
			if !yield(p, engine) {
				return
			}
		}
	}
}

func TestNearCountsWordsBetween(t *testing.T) {
	q := nearQuestion{distance: 5}
	for _, c := range []struct {
		left, right []int
		want        bool
	}{
		{[]int{1}, []int{6}, true},
		{[]int{1}, []int{7}, false},
		{[]int{9}, []int{4}, true},
		{[]int{3}, []int{3}, false}, // one word is not near itself
		{[]int{1, 20}, []int{10, 23}, true},
		{nil, []int{1}, false},
	} {
		if got := q.near(c.left, c.right); got != c.want {
			t.Errorf("%v and %v: %v", c.left, c.right, got)
		}
	}
}
