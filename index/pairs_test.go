package index

import (
	"fmt"
	"slices"
	"testing"
)

// Pairs are of words that stand side by side, not of the halves of a longer
// number, nor of words on both sides of one.
func TestEachPair(t *testing.T) {
	passages := [][]uint32{
		{1, 2, 1, 2},
		{3, escape + 5, 4, 7}, // the halves are 1 and 4
		{escape + 5, 6, 255},
		{2, pairedWords, 2, 10}, // one that is not paired
		{},
	}
	var tokens []uint16
	starts := []uint32{0}
	for _, words := range passages {
		for _, n := range words {
			tokens = appendToken(tokens, n)
		}
		starts = append(starts, uint32(len(tokens)))
	}
	var got []string
	eachPair(starts, tokens, func(doc, pair uint32) {
		got = append(got, fmt.Sprintf("%d: %d %d", doc, pair/pairedWords, pair%pairedWords))
	})
	if want := []string{"0: 1 2", "0: 2 1", "1: 4 7", "2: 6 255", "3: 2 10"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Numbers come back from as few bytes as they need.
func TestPacked(t *testing.T) {
	for n, want := range map[int]int{1: 1, 1 << 8: 1, 1<<8 + 1: 2, 1 << 16: 2, 1<<16 + 1: 4} {
		last := uint32(n - 1)
		written := pack([]uint32{0, last, 0}, n)
		if len(written) != 3*want {
			t.Errorf("numbers below %d take %d bytes each, want %d", n, len(written)/3, want)
		}
		p, counts := unpack(written, n), make([]int, n)
		p.count([]uint32{0, 1}, counts)
		if p.at(1) != last || counts[last] < 1 || n > 1 && p.changes([]uint32{0, 1, 2}) != 3 {
			t.Errorf("numbers below %d come back as %d, %d, %d", n, p.at(0), p.at(1), p.at(2))
		}
	}
}
