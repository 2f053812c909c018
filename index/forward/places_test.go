package forward

import (
	"slices"
	"testing"
)

// A filter that is used again passes the words that count, and none of those before.
func TestFilterIsUsedAgain(t *testing.T) {
	counts := [][]uint32{{1, 64, 65534, Escape, 70000, 200000}, {65472, 3}, {Escape + 1, Escape + 64}, {3, 3, 65534}, nil}
	var f Filter
	for _, counting := range counts {
		f.Count(counting)
		for _, n := range slices.Concat(counts...) {
			got := n >= Escape && f.has(n) || n < Escape && f.units[n/64]>>(n%64)&1 == 1
			if want := slices.Contains(counting, n); got != want {
				t.Errorf("of %v: %d counts: %v", counting, n, got)
			}
		}
		if f.units[Escape/64]>>(Escape%64)&1 == 0 {
			t.Errorf("of %v: what begins a longer number does not", counting)
		}
	}
}
