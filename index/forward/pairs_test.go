package forward

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
)

// Pairs are of words that stand side by side, not of the halves of a longer
// number, nor of words on both sides of one.
func TestPairsOf(t *testing.T) {
	passages := [][]uint32{
		{1, 2, 1, 2},
		{3, Escape + 5, 4, 7}, // the halves are 1 and 4
		{Escape + 5, 6, 191},
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
	visitPairs(starts, tokens, func(doc uint32, pairs []uint32) {
		for _, p := range pairs {
			got = append(got, fmt.Sprintf("%d: %d %d", doc, p/pairedWords, p%pairedWords))
		}
	})
	if want := []string{"0: 1 2", "0: 2 1", "1: 4 7", "2: 6 191", "3: 2 10"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The passages of a pair come back, whether they are few or many.
func TestPairsComeBack(t *testing.T) {
	for _, n := range []int{0, 1, 2, fewOfPair, fewOfPair + 1, 5000} {
		var passages []uint32
		for i := range n {
			passages = append(passages, uint32(i*i))
		}
		var all bytes.Buffer
		err := writePair(&all, passages)
		got, readErr := readPair(all.Bytes())
		if err != nil || readErr != nil || !slices.Equal(got.ToArray(), passages) && n > 0 || all.Len()%2 == 1 {
			t.Errorf("%d passages: %d in %d bytes, %v, %v", n, got.GetCardinality(), all.Len(), err, readErr)
		}
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
		p, counts := unpack(written, want), make([]int, n)
		p.Count([]uint32{0, 1}, counts)
		if p.At(1) != last || counts[last] < 1 {
			t.Errorf("numbers below %d come back as %d, %d, %d", n, p.At(0), p.At(1), p.At(2))
		}
	}
}

// A phrase is found where its words are, whatever the bytes beside look like, and
// not sure where it may begin within a longer number.
func TestContains(t *testing.T) {
	tests := []struct {
		passage, phrase []uint32
		found, sure     bool
	}{
		{[]uint32{1, 2, 3}, []uint32{2, 3}, true, true},
		{[]uint32{1, 2, 3}, []uint32{3, 2}, false, true},
		{[]uint32{0x0100, 0x0203, 0x0402}, []uint32{0x0301, 0x0202}, false, true}, // the bytes are there, from the middle of a unit
		{[]uint32{0x0201, 0x0201, 0x0403}, []uint32{0x0201, 0x0403}, true, true},
		{[]uint32{0x10005, 7}, []uint32{5, 7}, true, false},
		{[]uint32{0x10005, 7}, []uint32{0x10005, 7}, true, true},
		{[]uint32{0x10005, 9, 8, 7}, []uint32{8, 7}, true, true},
		{[]uint32{}, []uint32{8}, false, true},
	}
	for _, test := range tests {
		var units []uint16
		for _, n := range test.passage {
			units = appendToken(units, n)
		}
		c := &Index{tokens: units, heads: newHeads([]uint32{0, uint32(len(units))})}
		if found, sure := NewPattern(test.phrase).In(c, 0); found != test.found || sure != test.sure {
			t.Errorf("%x in %x: found %v, sure %v", test.phrase, test.passage, found, sure)
		}
	}
}
