package segment

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
)

// BenchmarkMerge merges the segments of two parts, with a few passages to drop.
func BenchmarkMerge(b *testing.B) {
	var parts []Postings
	for _, passages := range []int{30_000, 20_000} {
		fwd, _ := makeUp(passages)
		part, err := Open(write(b, fwd), passages)
		if err != nil {
			b.Fatal(err)
		}
		defer part.Close()
		parts = append(parts, part)
	}
	drop := []*roaring.Bitmap{nil, roaring.BitmapOf(3, 5, 7)}
	dir, n := b.TempDir(), 0
	for b.Loop() {
		for which, name := range Files {
			n++
			if err := Merge(b.Context(), parts, which, drop, filepath.Join(dir, fmt.Sprint(n, name))); err != nil {
				b.Fatal(err)
			}
		}
	}
}
