package alike_test

import (
	"math/rand/v2"
	"testing"

	"verbatim/search/alike"
	"verbatim/search/enginetest"
)

// What two passages have in common in order is what the textbook's table says, whatever
// their length in blocks of 64 words.
func TestCommonIsTheLongestSubsequence(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 8))
	passage := func() []uint32 {
		words := make([]uint32, random.IntN(200))
		for i := range words {
			if words[i] = uint32(random.IntN(1 + random.IntN(90))); words[i] == 7 {
				words[i] = alike.AName
			}
		}
		return words
	}
	var m alike.Measure
	for range 500 {
		own := passage()
		m.Take(own)
		for range 10 {
			other := passage()
			if random.IntN(2) == 0 {
				other = append(append([]uint32{}, own[:len(own)/2]...), other...)
			}
			if got, want := m.Common(other), enginetest.InOrder(own, other); got != want {
				t.Fatalf("%v and %v have %d in common, want %d", own, other, got, want)
			}
		}
	}
}
