package dense

import (
	"math/rand/v2"
	"testing"
)

// Bounds are the sums of what the terms add that a passage has, by its length and by whether
// it may have them more than once.
func TestContenders(t *testing.T) {
	const passages, terms = 700, 5
	rnd := rand.New(rand.NewPCG(5, 6))
	lengths := make([]uint8, passages)
	for i := range lengths {
		lengths[i] = uint8(rnd.IntN(256))
	}
	var docs []uint32
	for doc := range uint32(passages) {
		if rnd.IntN(3) == 0 {
			docs = append(docs, doc)
		}
	}
	want := map[uint32]Bound{}
	for _, doc := range docs {
		want[doc] = Bound{}
	}
	var c Contenders
	c.Become(docs, []Bound{passages - 1: {3, 3}})
	for term := range terms {
		w := Weight{Having: New(passages), Bit: 1 << term}
		for length := range w.Adds[0] {
			w.Adds[0][length], w.Adds[1][length] = rnd.Float32(), 1+rnd.Float32()
		}
		if term > 0 {
			w.Often = New(passages)
		}
		for doc := range uint32(passages) {
			has, often := rnd.IntN(3) > 0, 0
			if has {
				w.Having.Add(doc)
			}
			if term > 0 && rnd.IntN(2) == 0 {
				w.Often.Add(doc)
				often = 1
			}
			if b, there := want[doc]; there && has {
				want[doc] = Bound{b.Sum + w.Adds[often][lengths[doc]], b.Has | w.Bit}
			}
		}
		c.Add(&w, lengths)
	}
	check := func() {
		t.Helper()
		for i, doc := range c.Docs {
			if c.Bounds[i] != want[doc] {
				t.Fatalf("passage %d: %v, want %v", doc, c.Bounds[i], want[doc])
			}
		}
	}
	check()
	least, left := 3.5, 0
	for _, b := range want {
		if b.Most() >= least {
			left++
		}
	}
	c.Leave(least)
	if check(); len(c.Docs) != left || len(c.Bounds) != left || left == 0 {
		t.Errorf("%d passages and %d bounds are left, want %d", len(c.Docs), len(c.Bounds), left)
	}
}

// Of several sets, in the order that they are given, those passages are twice that are in two.
func TestTwice(t *testing.T) {
	sets := [][]uint32{{1, 2, 70}, {2, 3, 64}, {64, 2, 99}}
	before, twice := New(100), New(100)
	for _, docs := range sets {
		set := New(100)
		for _, doc := range docs {
			set.Add(doc)
		}
		twice.Twice(before, set)
	}
	if got := twice.List(make([]uint32, 100)); len(got) != 2 || got[0] != 2 || got[1] != 64 || before.Count() != 6 {
		t.Errorf("%v are twice, %d there", got, before.Count())
	}
}
