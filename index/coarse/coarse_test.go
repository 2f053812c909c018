package coarse

import (
	"math/rand/v2"
	"testing"

	"verbatim/search"
)

// counts are the statistics of words that all stand in as many passages.
type counts struct{ having, written int }

func (c counts) Passages() int                    { return 1000 }
func (c counts) Having(*search.Term) (int, error) { return c.having, nil }
func (c counts) HavingWord(string) (int, error)   { return c.written, nil }

// TestBounds compares the upper bounds of passages with their scores.
func TestBounds(t *testing.T) {
	q, err := search.Parse("forced OR labor OR belarus")
	if err != nil {
		t.Fatal(err)
	}
	scorer, err := search.NewScorer(q.In(search.ModeAll), counts{30, 20})
	if err != nil {
		t.Fatal(err)
	}
	var saturation Saturations
	norm := func(length uint8) float64 { return search.LengthNorm(int(length), 20) }
	for n := range saturation {
		for length := range saturation[n] {
			saturation[n][length] = search.Saturation(n, norm(uint8(length)))
		}
	}
	rnd := rand.New(rand.NewPCG(1, 1))
	var b Bounds
	for try := range 5000 {
		seldom := []bool{rnd.IntN(2) == 0, rnd.IntN(2) == 0, false}
		b.Prepare(scorer, &saturation, seldom)
		f := &search.Features{
			Frequency: make([]int, 3), Exact: make([]int, 3), Heading: make([]bool, 3),
			Adjacent: make([]int, len(scorer.Pairs)), Near: make([]int, len(scorer.Pairs)),
		}
		g, x := Group(0), Extra(0)
		for i := range f.Frequency {
			n := max(0, rnd.IntN(12)-3)
			if f.Frequency[i] = n; n == 0 {
				continue
			}
			g |= 1 << i
			for range n - 1 {
				x = x.More(i, 1)
			}
			if x.Of(i) != min(n, search.MaxFrequency)-1 {
				t.Fatalf("%d times more, of %d", x.Of(i), n)
			}
			if f.Exact[i] = rnd.IntN(n + 1); try%2 == 0 {
				f.Exact[i] = n
			}
			if f.Exact[i] > 0 && seldom[i] {
				x |= AsWritten(i)
			}
		}
		for i, p := range scorer.Pairs {
			first, second := f.Frequency[p.First], f.Frequency[p.Second]
			if f.Adjacent[i], f.Near[i] = min(first, second), first*second; try%2 == 1 && f.Near[i] > 0 {
				f.Adjacent[i] = rnd.IntN(f.Adjacent[i] + 1)
				f.Near[i] = f.Adjacent[i] + rnd.IntN(f.Near[i]-f.Adjacent[i]+1)
			}
		}
		length := uint8(1 + rnd.IntN(100))
		bound := b.Of(g, x, length)
		if x == 0 && bound != b.Once(g, length) {
			t.Fatalf("%v is looked up as %v", bound, b.Once(g, length))
		}
		for i := range f.Heading {
			if f.Heading[i] = rnd.IntN(5) == 0; f.Heading[i] {
				bound += scorer.Bound(i).Heading
			}
		}
		score := scorer.Score(f, norm(length))
		if try%2 == 0 && score < bound-2*Rounding { // all stands together as often as it can, as written
			t.Fatalf("the score %v is as high as can be, the bound %v: %+v", score, bound, f)
		}
		if score > bound || bound > b.Most(g, length)+Rounding {
			t.Fatalf("the score %v, its bounds %v and %v: %+v", score, bound, b.Most(g, length), f)
		}
		if longest, any := Longest(score, func(l uint8) float64 { return b.Most(g, l) }); !any || longest < length {
			t.Fatalf("passages of %d words reach %v, the longest has %d, %t", length, score, longest, any)
		}
		if longest, any := b.LongestOnce(b.Once(g, length), true); !any || longest < length {
			t.Fatalf("passages of %d words of a group reach their bound, the longest has %d, %t", length, longest, any)
		}
	}
}
