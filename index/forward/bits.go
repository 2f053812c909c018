package forward

import (
	"iter"
	"math/bits"
)

// A bitset has a bit for each unit of what stands beside it.
type bitset []uint64

// set adds bits as far as one, which becomes 1 if it is to be.
func (b *bitset) set(i int, is bool) {
	for len(*b)*64 <= i {
		*b = append(*b, 0)
	}
	if is {
		(*b)[i/64] |= 1 << (i % 64)
	}
}

// at reports whether a bit is 1.
func (b bitset) at(i int) bool { return i/64 < len(b) && b[i/64]>>(i%64)&1 == 1 }

// in yields the places of the bits from start to end that are 1, ascending.
func (b bitset) in(start, end int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for n := start / 64; n*64 < end && n < len(b); n++ {
			for rest := b[n] &^ (1<<max(0, start-n*64) - 1); rest != 0; rest &= rest - 1 {
				if i := n*64 + bits.TrailingZeros64(rest); i >= end || !yield(i) {
					return
				}
			}
		}
	}
}
