package forward

import (
	"fmt"
	"testing"
)

// A lookup finds each string that it has, and no other.
func TestLookup(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 1000} {
		var all stringTable
		all.starts = []uint32{0}
		for i := range n {
			all.bytes = fmt.Appendf(all.bytes, "word%d", i)
			all.starts = append(all.starts, uint32(len(all.bytes)))
		}
		l := newLookup(all)
		for i := range n {
			if got := l.find(fmt.Sprintf("word%d", i)); len(got) != 1 || cap(got) != 1 || got[0] != uint32(i) {
				t.Errorf("of %d: word%d is %v", n, i, got)
			}
		}
		for _, other := range []string{"", "word", fmt.Sprintf("word%d", n)} {
			if got := l.find(other); got != nil {
				t.Errorf("of %d: %q is %v", n, other, got)
			}
		}
	}
}
