package index

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
)

// sized makes parts of so many passages; "100-30" is a part from which 30 were
// removed.
func sized(sizes ...string) (parts []partInfo) {
	for _, s := range sizes {
		var passages, removed uint64
		fmt.Sscanf(s, "%d-%d", &passages, &removed)
		parts = append(parts, partOf(passages, removed))
	}
	return parts
}

func partOf(passages, removed uint64) partInfo {
	p := partInfo{Passages: int(passages)}
	if removed > 0 {
		p.Removed.Bitmap = roaring.New()
		p.Removed.AddRange(0, removed)
	}
	return p
}

func TestToMerge(t *testing.T) {
	tiers := tiers{small: 10, largest: 1000, removedShare: 4}
	for _, c := range []struct {
		parts []string
		want  [][2]int
	}{
		{nil, nil},
		{[]string{"3"}, nil},
		{[]string{"100", "50"}, nil},
		{[]string{"100", "50", "49"}, nil},
		{[]string{"100", "50", "50"}, [][2]int{{0, 3}}},      // 100 is no more than those behind it
		{[]string{"200", "50", "50"}, [][2]int{{1, 3}}},      // only the second is
		{[]string{"200", "50", "9"}, nil},                    // the last one may be small
		{[]string{"200", "10", "1"}, [][2]int{{1, 3}}},       // the others may not
		{[]string{"200", "11", "1"}, nil},                    //
		{[]string{"600", "600"}, nil},                        // together they would be too large
		{[]string{"600", "600", "5", "5"}, [][2]int{{2, 4}}}, //
		{[]string{"100-25"}, nil},
		{[]string{"100-26"}, [][2]int{{0, 1}}},
		{[]string{"400-101", "100-26", "30"}, [][2]int{{0, 1}, {1, 2}}},
		{[]string{"400-101", "50-10", "40"}, [][2]int{{0, 1}, {1, 3}}},
	} {
		if got := tiers.toMerge(sized(c.parts...), make([]bool, len(c.parts))); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: %v, want %v", c.parts, got, c.want)
		}
	}
}

// TestTiersKeepTheirWord adds parts of random sizes: the number of parts and
// the passages that are written stay within what tiers says.
func TestTiersKeepTheirWord(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, most := range []int{100, 5_000, 50_000} {
		var parts []partInfo
		added, written, small := 0, 0, 0
		for added < 500_000 {
			n := 1 + r.IntN(most)
			parts = append(parts, partOf(uint64(n), 0))
			added, written, small = added+n, written+n, small+defaultTiers.small
			for _, span := range defaultTiers.toMerge(parts, make([]bool, len(parts))) {
				size := 0
				for _, p := range parts[span[0]:span[1]] {
					size += p.live()
				}
				written += size
				parts = append(parts[:span[0]], partOf(uint64(size), 0))
			}
			doublings := math.Log2(math.Max(2, float64(added)/float64(defaultTiers.small)))
			if float64(len(parts)) > 2+doublings {
				t.Fatalf("%d passages in %d parts", added, len(parts))
			}
			if bound := float64(added)*(2+doublings) + float64(small); float64(written) > bound {
				t.Fatalf("%d passages were added, %d written: more than %.0f", added, written, bound)
			}
		}
		t.Logf("parts of up to %d: each passage was written %.1f times", most, float64(written)/float64(added))
	}
}
