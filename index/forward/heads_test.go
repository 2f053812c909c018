package forward

import (
	"fmt"
	"testing"
)

// The title of a passage's section is the one of its value, and its words are counted as
// they are read.
func TestHeads(t *testing.T) {
	passages := [][]string{valuesOf("Zambia", "b"), valuesOf("Zambia", "a"), valuesOf("Angola", "b")}
	c, err := writeValues(t, passages)
	if err != nil {
		t.Fatal(err)
	}
	c.SetTitles([]uint32{7, 9}) // of a, of b
	for doc, want := range []uint32{9, 7, 9} {
		if got := c.Title(uint32(doc)); got != want {
			t.Errorf("passage %d has title %d, want %d", doc, got, want)
		}
	}
	for _, words := range [][]uint32{{}, {1, 2, 3}, {1, 0x10005, 3}, {0x10005, 0x20006}} {
		var units []uint16
		for _, n := range words {
			units = appendToken(units, n)
		}
		c := &Index{tokens: units, heads: newHeads([]uint32{0, uint32(len(units))})}
		_, counted := c.Places(0, new(Filter).Count(nil), nil)
		if got := fmt.Sprint(counted, c.Size(0)); got != fmt.Sprint(len(words), len(units)) {
			t.Errorf("%x has %s words and units, want %d and %d", words, got, len(words), len(units))
		}
	}
}

// Passages are the same that have the same words under the same title, and have the same
// digest then.
func TestSame(t *testing.T) {
	passages := []struct {
		title uint32
		words []uint16
	}{{1, []uint16{5, 6, 7}}, {1, []uint16{5, 6, 7}}, {2, []uint16{5, 6, 7}}, {1, []uint16{5, 8, 7}}, {1, []uint16{5, 6}}, {1, nil}, {1, nil}}
	c := &Index{}
	for _, p := range passages {
		c.heads = append(c.heads, head{uint32(len(c.tokens)), p.title})
		c.tokens = append(c.tokens, p.words...)
	}
	c.heads = append(c.heads, head{start: uint32(len(c.tokens))})
	for a := range passages {
		for b := range passages {
			want := a == b || a < 2 && b < 2 || a > 4 && b > 4
			if got := c.Same(uint32(a), uint32(b)); got != want {
				t.Errorf("passages %d and %d are the same: %t", a, b, got)
			}
			if want && c.Digest(uint32(a)) != c.Digest(uint32(b)) {
				t.Errorf("passages %d and %d differ in their digests", a, b)
			}
		}
	}
}
