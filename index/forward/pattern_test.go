package forward

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// A Pattern finds what comparing the words at each place finds, and is sure of it where all
// words take one unit.
func TestPattern(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	word := func(wide bool) uint32 {
		words := []uint32{0, 1, 2, 0x0100, 0x7FFF, 0x8000, 0x8001, 0xFFFE}
		if wide && random.IntN(4) == 0 {
			return 0x10000 * (1 + words[random.IntN(3)])
		}
		return words[random.IntN(len(words))]
	}
	found := 0
	for range 50_000 {
		wide := random.IntN(4) == 0
		var words, phrase []uint32
		for range random.IntN(60) {
			words = append(words, word(wide))
		}
		for range 2 + random.IntN(2) {
			phrase = append(phrase, word(wide))
		}
		var tokens []uint16
		for _, w := range words {
			tokens = appendToken(tokens, w)
		}
		c := &Index{heads: newHeads([]uint32{1, uint32(1 + len(tokens))})} // between others
		c.tokens = append(append([]uint16{uint16(phrase[0])}, tokens...), uint16(phrase[1]))
		want := false
		for i := range words {
			want = want || slices.Equal(words[i:min(len(words), i+len(phrase))], phrase)
		}
		is, sure := NewPattern(phrase).In(c, 0)
		if sure && is != want || !sure && !wide {
			t.Fatalf("%x in %x: %t, sure %t; want %t", phrase, words, is, sure, want)
		}
		if is && sure {
			found++
		}
	}
	if found == 0 {
		t.Error("nothing is found")
	}
}
