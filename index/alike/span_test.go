package alike

import (
	"math/rand/v2"
	"testing"
)

// Two wordings differ in at most as many bits as they differ in words, whatever their
// lengths are.
func TestBitsTellNoneApartThatSayTheSame(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	hashes := make([]uint64, 5000)
	for i := range hashes {
		hashes[i] = random.Uint64()
	}
	told := 0
	for range 20_000 {
		length := 4 + random.IntN(300)
		one := make([]uint32, length)
		for i := range one {
			one[i] = random.Uint32N(uint32(4 + random.IntN(len(hashes)-4)))
		}
		other := append([]uint32{}, one[:length-random.IntN(length/5+1)]...)
		for i := range random.IntN(len(other)/5 + 1) {
			other[i] = random.Uint32N(uint32(len(hashes)))
		}
		times := map[uint32]int{}
		for _, w := range one {
			times[w]++
		}
		for _, w := range other {
			times[w]--
		}
		most := 0
		for _, n := range times {
			most += max(n, -n)
		}
		got := differing(bitsOf(other, hashes, sizeOf(len(other)), nil), bitsOf(one, hashes, sizeOf(length), nil))
		if got > most {
			t.Fatalf("%d bits differ, and %d words, of lengths %d and %d", got, most, length, len(other))
		}
		if 2*got > most {
			told++
		}
	}
	if told < 10_000 {
		t.Errorf("in %d of 20,000 pairs half of what differs is seen: too few to tell", told)
	}
}
