package dense

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
)

// draw makes a set of about so many of some passages, a quarter of the time of runs.
func draw(rnd *rand.Rand, passages, n int) *roaring.Bitmap {
	set := roaring.New()
	if rnd.IntN(4) == 0 {
		for range 1 + n/1000 {
			first := rnd.IntN(passages)
			set.AddRange(uint64(first), uint64(min(passages, first+1000)))
		}
		set.RunOptimize()
		return set
	}
	for range n {
		set.Add(rnd.Uint32N(uint32(passages)))
	}
	return set
}

// TestSift compares what is kept of lists and dropped from them with Roaring's sets, of few
// and many passages: it is found out in several ways.
func TestSift(t *testing.T) {
	const passages = 200_000
	rnd := rand.New(rand.NewPCG(7, 8))
	sizes := []int{0, 1, 30, 1000, 20_000, 150_000}
	bits := New(passages)
	for _, few := range sizes {
		for _, many := range sizes {
			a, b := draw(rnd, passages, few), draw(rnd, passages, many)
			bits.Fill(b)
			kept, dropped := roaring.And(a, b).ToArray(), roaring.AndNot(a, b).ToArray()
			for name, got := range map[string][]uint32{"kept": bits.Sift(a.ToArray(), true), "kept in": New(passages).SiftIn(a.ToArray(), b, true)} {
				if !slices.Equal(got, kept) {
					t.Errorf("%s: %d of %d in %d, want %d", name, len(got), few, many, len(kept))
				}
			}
			for name, got := range map[string][]uint32{"dropped": bits.Sift(a.ToArray(), false), "dropped in": New(passages).SiftIn(a.ToArray(), b, false)} {
				if !slices.Equal(got, dropped) {
					t.Errorf("%s: %d of %d in %d, want %d", name, len(got), few, many, len(dropped))
				}
			}
		}
	}
}

// TestList asks lists that are made one after the other which places they have of sets, also
// among some places.
func TestList(t *testing.T) {
	const passages = 200_000
	rnd := rand.New(rand.NewPCG(9, 10))
	sizes := []int{0, 1, 30, 1000, 20_000, 150_000}
	l, room := NewList(passages), make([]uint32, passages)
	for _, few := range sizes {
		docs := draw(rnd, passages, few).ToArray()
		l.Become(docs)
		for place, doc := range docs {
			if got := l.Place(doc); got != uint32(place) {
				t.Fatalf("passage %d has place %d, want %d", doc, got, place)
			}
		}
		var some []uint32
		for place := range uint32(len(docs)) {
			if rnd.IntN(10) == 0 {
				some = append(some, place)
			}
		}
		for _, many := range sizes {
			set := draw(rnd, passages, many)
			in := func(places []uint32) (want []uint32) {
				for _, place := range places {
					if set.Contains(docs[place]) {
						want = append(want, place)
					}
				}
				return want
			}
			all := make([]uint32, len(docs))
			for place := range all {
				all[place] = uint32(place)
			}
			if got := l.In(set, nil, room); !slices.Equal(got, in(all)) {
				t.Errorf("%d places of %d in %d, want %d", len(got), few, many, len(in(all)))
			}
			if len(some) == 0 {
				continue
			}
			got := l.In(set, room[:copy(room, some)], room)
			if wanted := in(some); !slices.Equal(slices.DeleteFunc(slices.Clone(got), func(p uint32) bool { return !slices.Contains(some, p) }), wanted) {
				t.Errorf("%d places of %d of %d in %d, want %d", len(got), len(some), few, many, len(wanted))
			}
		}
	}
	l.Empty()
	if l.bits.Count() > 0 {
		t.Error("an empty list has bits")
	}
}

// TestSeveral compares passages that are in several sets, or others, with a count.
func TestSeveral(t *testing.T) {
	const passages = 5000
	rnd := rand.New(rand.NewPCG(11, 12))
	for n := range 6 {
		found := New(passages)
		found.Fill(draw(rnd, passages, 3000))
		var sets []Set
		for range n {
			set := New(passages)
			set.Fill(draw(rnd, passages, 2000))
			sets = append(sets, set)
		}
		several, others := New(passages), New(passages)
		Several(found, sets, several, others)
		for doc := range uint32(passages) {
			in := 0
			for _, set := range sets {
				if set.Has(doc) {
					in++
				}
			}
			if several.Has(doc) != (found.Has(doc) && in > 1) || others.Has(doc) != (found.Has(doc) && in < 2) {
				t.Fatalf("passage %d is in %d of %d sets, found %t: several %t, others %t", doc, in, n, found.Has(doc), several.Has(doc), others.Has(doc))
			}
		}
	}
}
