package dense

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
)

// TestSet compares sets of bits with Roaring's, of passages that stand alone, crowded and
// in runs, up to the last bit.
func TestSet(t *testing.T) {
	const passages = 150_001
	rnd := rand.New(rand.NewPCG(1, 2))
	draw := func() *roaring.Bitmap {
		set := roaring.New()
		for range rnd.IntN(3000) {
			set.Add(rnd.Uint32N(passages))
		}
		for range rnd.IntN(3) {
			first := rnd.Uint32N(passages - 1)
			set.AddRange(uint64(first), uint64(first+1+rnd.Uint32N(passages-first)))
		}
		if set.RunOptimize(); rnd.IntN(4) == 0 {
			for range 50_000 {
				set.Add(rnd.Uint32N(passages))
			}
		}
		return set
	}
	for range 50 {
		a, b := draw(), draw()
		for name, c := range map[string]struct {
			combine func(s, other Set)
			want    *roaring.Bitmap
		}{
			"or":      {Set.Or, roaring.Or(a, b)},
			"and":     {Set.And, roaring.And(a, b)},
			"and not": {Set.AndNot, roaring.AndNot(a, b)},
		} {
			s, other := New(passages), New(passages)
			s.Add(7)
			s.Fill(a)
			other.Fill(b)
			c.combine(s, other)
			list := s.List(make([]uint32, c.want.GetCardinality())) // no more room than they take
			if !slices.Equal(list, c.want.ToArray()) || s.Count() != len(list) {
				t.Fatalf("%s: %d passages, counted %d; want %d", name, len(list), s.Count(), c.want.GetCardinality())
			}
			switch s.Fill(a); name {
			case "and":
				if got := s.ListWith(other, make([]uint32, passages)); !slices.Equal(got, list) {
					t.Fatalf("%d passages are in both, want %d", len(got), len(list))
				}
			case "and not":
				if got := s.CountWithout(other); got != len(list) {
					t.Fatalf("%d passages are in one alone, want %d", got, len(list))
				}
			}
			s.Fill(c.want)
			first := rnd.Uint32N(passages)
			end := first + rnd.Uint32N(passages-first)
			if got, want := s.From(first, end), c.want.CardinalityInRange(uint64(first), uint64(end)); got != int(want) {
				t.Fatalf("%s: %d from %d to %d, want %d", name, got, first, end, want)
			}
			if got, want := s.Before(first, s.Ranks(make([]uint32, len(s)))), s.From(0, first); got != uint32(want) {
				t.Fatalf("%s: %d before %d, want %d", name, got, first, want)
			}
			if name == "or" && b.GetCardinality() <= MaxListed {
				s.Fill(a)
				if b.WriteDenseTo(s); s.Count() != len(list) {
					t.Fatalf("written over others: %d, want %d", s.Count(), len(list))
				}
			}
			if name == "and not" {
				s.Fill(a)
				if out, left := s.TakeOut(other); left != len(list) || out != int(a.GetCardinality())-len(list) || s.Count() != left {
					t.Fatalf("%d were taken out, %d are left; want %d", out, left, len(list))
				}
			}
			if doc := rnd.Uint32N(passages); s.Has(doc) != c.want.Contains(doc) {
				t.Fatalf("%s: has %d: %v", name, doc, s.Has(doc))
			}
		}
	}
}

// TestRuns counts runs of all lengths that have a passage of a set, one by one.
func TestRuns(t *testing.T) {
	const passages = 2000
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		s, ends := New(passages), New(passages)
		longest, want, any := 1+rnd.IntN(200), 0, false
		left, seldom := 0, 1+rnd.IntN(200)
		for doc := range uint32(passages) {
			if left == 0 {
				left, any = 1+rnd.IntN(longest), false
			}
			if rnd.IntN(seldom) == 0 {
				s.Add(doc)
				any = true
			}
			if left--; left > 0 && doc < passages-1 {
				continue
			}
			if ends.Add(doc); any {
				want++
			}
		}
		if got := s.Runs(ends); got != want {
			t.Fatalf("%d runs of up to %d have one of the set, want %d", got, longest, want)
		}
	}
}
