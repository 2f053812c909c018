package alike

import (
	"math/rand/v2"
	"testing"
)

// What two passages have in common in order is what the textbook's table says, whatever
// their length in blocks of 64 words.
func TestCommonIsTheLongestSubsequence(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 8))
	passage := func() []uint32 {
		words := make([]uint32, random.IntN(200))
		for i := range words {
			if words[i] = uint32(random.IntN(1 + random.IntN(90))); words[i] == 7 {
				words[i] = AName
			}
		}
		return words
	}
	var m Measure
	for range 500 {
		own := passage()
		m.Take(own)
		for range 10 {
			other := passage()
			if random.IntN(2) == 0 {
				other = append(append([]uint32{}, own[:len(own)/2]...), other...)
			}
			if got, want := m.Common(other), table(own, other); got != want {
				t.Fatalf("%v and %v have %d in common, want %d", own, other, got, want)
			}
		}
	}
}

func table(a, b []uint32) int {
	before, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for _, w := range a {
		for j, v := range b {
			if row[j+1] = max(before[j+1], row[j]); w == v {
				row[j+1] = before[j] + 1
			}
		}
		before, row = row, before
	}
	return before[len(b)]
}
