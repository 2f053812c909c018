package segment

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
)

// A set is written as Roaring writes it, byte for byte.
func TestSetsAreWrittenAsRoaringHasThem(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 1))
	for _, n := range []int{0, 1, 2, 100, inList, inList + 1, 50_000, 1<<16 - 1} {
		for _, within := range []int{1 << 10, 1 << 16, 1 << 18, 1 << 22} {
			set := roaring.New()
			for range n {
				set.Add(uint32(random.IntN(within)))
			}
			check := func(passages []uint32) {
				want, err := roaring.BitmapOf(passages...).ToBytes()
				if got := appendSet([]byte{7}, passages); err != nil || !bytes.Equal(got[1:], want) {
					t.Errorf("%d passages within %d: %d bytes, want %d, or other ones; %v", len(passages), within, len(got)-1, len(want), err)
				}
			}
			check(set.ToArray())
			check(slices.Collect(func(yield func(uint32) bool) {
				for i := range uint32(n) {
					if !yield(uint32(within) + i) {
						return
					}
				}
			}))
		}
	}
}
