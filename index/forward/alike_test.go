package forward

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// The lists of wordings are read as they were written, and wordings are found by what they
// are known by.
func TestAlike(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	lists := [][]uint32{{}, {0}, {7}, {127, 128, 400_000}}
	for range 50 {
		var list []uint32
		for range random.IntN(40) {
			list = append(list, random.Uint32N(1<<random.Uint32N(24)))
		}
		slices.Sort(list)
		lists = append(lists, slices.Compact(list))
	}
	var rare Rare
	for _, list := range lists {
		rare.Add(list)
	}
	for word, want := range lists {
		if got := rare.Of(uint32(word), nil); !slices.Equal(got, want) {
			t.Errorf("word %d: got %v, want %v", word, got, want)
		}
	}
	a := Alike{Lengths: []uint32{0, 5, 9}, Firsts: []uint32{0, 2, 3, 5}, Keys: []uint64{3, 8, 3, 1, 8}}
	for wording, length := range []uint32{0, 0, 5, 9, 9} {
		got, known := a.Find(length, a.Keys[wording])
		if !known || got != uint32(wording) || a.LengthOf(uint32(wording)) != length {
			t.Errorf("wording %d: got %d, %t, of length %d", wording, got, known, a.LengthOf(uint32(wording)))
		}
	}
	for _, k := range []struct {
		length uint32
		key    uint64
	}{{5, 8}, {4, 3}, {10, 1}} {
		if got, known := a.Find(k.length, k.key); known {
			t.Errorf("length %d, key %d: got %d, want none", k.length, k.key, got)
		}
	}
}
