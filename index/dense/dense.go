// Package dense has sets of a part's passages as bits, which are combined word by word.
package dense

import (
	"math/bits"

	"github.com/RoaringBitmap/roaring/v2"
)

// A Set has a bit for each passage. Sets that are combined have room for as many.
type Set []uint64

// New makes an empty set with room for so many passages.
func New(passages int) Set { return make(Set, Words(passages)) }

// Words is how many words the bits of so many passages take.
func Words(passages int) int { return passages/64 + 1 }

// Has reports whether a passage is in the set.
func (s Set) Has(doc uint32) bool { return s[doc/64]>>(doc%64)&1 == 1 }

// Add adds a passage.
func (s Set) Add(doc uint32) { s[doc/64] |= 1 << (doc % 64) }

// Remove takes a passage out.
func (s Set) Remove(doc uint32) { s[doc/64] &^= 1 << (doc % 64) }

// Fill makes the set equal to another.
func (s Set) Fill(set *roaring.Bitmap) {
	clear(s)
	set.WriteDenseTo(s)
}

// MaxListed is up to how many passages Roaring lists those of a set that are near each
// other, or has runs of them: it writes these beside what is there, but words of bits over
// it.
const MaxListed = 4096

// Or adds the passages of another set.
func (s Set) Or(other Set) {
	for i, w := range other[:len(s)] {
		s[i] |= w
	}
}

// And takes out the passages that another set does not have.
func (s Set) And(other Set) {
	for i, w := range other[:len(s)] {
		s[i] &= w
	}
}

// AndNot takes out the passages of another set.
func (s Set) AndNot(other Set) {
	for i, w := range other[:len(s)] {
		s[i] &^= w
	}
}

// TakeOut takes out the passages of another set, and returns how many they are and how
// many are left.
func (s Set) TakeOut(other Set) (out, left int) {
	for i, w := range other[:len(s)] {
		out += bits.OnesCount64(s[i] & w)
		s[i] &^= w
		left += bits.OnesCount64(s[i])
	}
	return out, left
}

// Several tells the passages found that are in two or more of some sets, or else in one or
// none.
func Several(found Set, sets []Set, several, others Set) {
	several, others = several[:len(found)], others[:len(found)]
	if len(sets) == 3 { // the loop below takes twice as long
		a, b, c := sets[0][:len(found)], sets[1][:len(found)], sets[2][:len(found)]
		for i, all := range found {
			two := all & (a[i]&b[i] | (a[i]|b[i])&c[i])
			several[i], others[i] = two, all&^two
		}
		return
	}
	for i, all := range found {
		var one, two uint64
		for _, set := range sets {
			w := set[i]
			two |= one & w
			one |= w
		}
		several[i], others[i] = all&two, all&^two
	}
}

// Count returns how many passages the set has.
func (s Set) Count() (n int) {
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// CountWithout returns how many of them another set does not have.
func (s Set) CountWithout(other Set) (n int) {
	for i, w := range other[:len(s)] {
		n += bits.OnesCount64(s[i] &^ w)
	}
	return n
}

// From returns how many passages the set has from the first to the one before end.
func (s Set) From(first, end uint32) (n int) {
	for at := first / 64; at*64 < end; at++ {
		w := s[at]
		if at == first/64 {
			w &= ^uint64(0) << (first % 64)
		}
		if rest := end - at*64; rest < 64 {
			w &= 1<<rest - 1
		}
		n += bits.OnesCount64(w)
	}
	return n
}

// Ranks returns, for each word of the set, how many passages the words before it have, in
// memory that has room for them.
func (s Set) Ranks(room []uint32) []uint32 {
	ranks := room[:len(s)]
	before := 0
	for i, w := range s {
		ranks[i] = uint32(before)
		before += bits.OnesCount64(w)
	}
	return ranks
}

// Before returns how many passages of the set stand before one, given the ranks.
func (s Set) Before(doc uint32, ranks []uint32) uint32 {
	return ranks[doc/64] + uint32(bits.OnesCount64(s[doc/64]&(1<<(doc%64)-1)))
}

// Runs returns how many runs of passages have one of the set; the last of each run are ends.
// All other passages of a run are added to those that the set has of them: where it has any,
// that carries to the last.
func (s Set) Runs(ends Set) (n int) {
	carry := uint64(0)
	for i, end := range ends[:len(s)] {
		var sum uint64
		sum, carry = bits.Add64(s[i]&^end, ^end, carry)
		n += bits.OnesCount64((sum | s[i]) & end)
	}
	return n
}

// List returns the passages of the set, in memory that has room for them.
func (s Set) List(room []uint32) []uint32 { return s.ListWith(s, room) }

// ListWith returns those that another set has as well, in memory that has room for them.
// Up to four are written for each word of bits, however many there are: that cannot be
// foreseen, and a wrong guess takes longer.
func (s Set) ListWith(other Set, room []uint32) []uint32 {
	n := 0
	for i, w := range other[:len(s)] {
		if w &= s[i]; w == 0 {
			continue
		}
		first, passages := uint32(i*64), bits.OnesCount64(w)
		if passages > 4 || n+4 > len(room) {
			for ; w != 0; w &= w - 1 {
				room[n] = first + uint32(bits.TrailingZeros64(w))
				n++
			}
			continue
		}
		to := (*[4]uint32)(room[n:])
		to[0] = first + uint32(bits.TrailingZeros64(w))
		w &= w - 1
		to[1] = first + uint32(bits.TrailingZeros64(w))
		w &= w - 1
		to[2] = first + uint32(bits.TrailingZeros64(w))
		w &= w - 1
		to[3] = first + uint32(bits.TrailingZeros64(w))
		n += passages
	}
	return room[:n]
}
