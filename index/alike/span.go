package alike

import (
	"math/bits"

	"verbatim/index/forward"
	"verbatim/search/alike"
)

// Which words a wording has, each an odd number of times, is kept by a hash: about two bits
// for each word. Two wordings differ in at least as many words, each counted as often as it
// stands there, as in these bits (Sandes, Teodoro and Melo, "Bitmap Filter: Speeding up Exact
// Set Similarity Joins with Bitwise Operations", 2020).

// sizeOf is how many numbers hold the bits of a wording of a length.
func sizeOf(length int) int {
	if length == 0 {
		return 0
	}
	size := 2
	for 64*size < 2*length {
		size *= 2
	}
	return size
}

// bitsOf appends the bits of a wording, in so many numbers.
func bitsOf(compared []uint32, words []uint64, size int, to []uint64) []uint64 {
	from := len(to)
	for range size {
		to = append(to, 0)
	}
	of := to[from:]
	for _, w := range compared {
		h := hashOf(w, words) >> 40
		of[h>>6&uint64(size-1)] ^= 1 << (h & 63)
	}
	return to
}

// A span are the wordings of a length.
type span struct {
	length    int
	from, end uint32
	size      int      // of the bits of each
	bits      []uint64 // of all of them
}

// of returns the bits of one of them.
func (s *span) of(wording uint32) []uint64 {
	return s.bits[int(wording-s.from)*s.size:][:s.size]
}

// differing is a number of words that two wordings differ in at least, given their bits in
// as many numbers or in twice, four times … as many: so many bits are one then.
func differing(fewer, more []uint64) (n int) {
	for i, of := range fewer {
		for j := i; j < len(more); j += len(fewer) {
			of ^= more[j]
		}
		n += bits.OnesCount64(of)
	}
	return n
}

// canBe reports whether wordings of two lengths may say the same, as far as their bits tell.
func canBe(length int, bits []uint64, other int, others []uint64) bool {
	if len(bits) > len(others) {
		bits, others = others, bits
	}
	return differing(bits, others) <= length+other-2*alike.Enough(max(length, other))
}

func spansOf(a *forward.Alike) (spans []span) {
	rest := a.Bits
	for i, length := range a.Lengths {
		s := span{length: int(length), from: a.Firsts[i], end: a.Firsts[i+1], size: sizeOf(int(length))}
		all := int(s.end-s.from) * s.size
		s.bits, rest = rest[:all], rest[all:]
		spans = append(spans, s)
	}
	return spans
}
