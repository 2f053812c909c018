package forward

import (
	"math/rand/v2"
	"slices"
	"testing"

	"verbatim/search"
)

// A filter that is used again passes the words that count, and none of those before.
func TestFilterIsUsedAgain(t *testing.T) {
	counts := [][]uint32{{1, 64, 65534, Escape, 70000, 200000}, {65472, 3}, {Escape + 1, Escape + 64}, {3, 3, 65534}, nil}
	var f Filter
	for _, counting := range counts {
		f.Count(counting)
		for _, n := range slices.Concat(counts...) {
			got := n >= Escape && f.has(n) || n < Escape && f.units[n] == 1
			if want := slices.Contains(counting, n); got != want {
				t.Errorf("of %v: %d counts: %v", counting, n, got)
			}
		}
		if f.units[Escape] == 0 {
			t.Errorf("of %v: what begins a longer number does not", counting)
		}
	}
}

// The words that count are found where reading word by word finds them, whatever stands
// around the passage, and so are the sentences.
func TestPlaces(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	counting := []uint32{1, 2, 0x10001, 0x20000}
	filter := new(Filter).Count(counting)
	found := 0
	for range 20_000 {
		wide := random.IntN(3) == 0
		word := func() uint32 {
			if n := uint32(random.IntN(6)); wide && random.IntN(6) == 0 {
				return 0x10000*(1+n%2) + n
			} else {
				return n * uint32(1+random.IntN(2)*random.IntN(3))
			}
		}
		c, starts := &Index{}, []uint32{0}
		var passages [3]Passage
		for i := range passages {
			for at := range uint32(random.IntN(150)) {
				begins := at == 0 || random.IntN(20) == 0
				if begins {
					passages[i].Sentences = append(passages[i].Sentences, at)
				}
				n := word()
				c.sentences.set(len(c.tokens), begins)
				passages[i].Words, c.tokens = append(passages[i].Words, n), appendToken(c.tokens, n)
			}
			starts = append(starts, uint32(len(c.tokens)))
		}
		c.heads = newHeads(starts)
		for doc, p := range passages {
			var want []search.Occurrence
			for at, n := range p.Words {
				if slices.Contains(counting, n) {
					want = append(want, search.Occurrence{At: uint32(at), Word: n})
				}
			}
			got, words := c.Places(uint32(doc), filter, nil)
			if !slices.Equal(got, want) || words != len(p.Words) {
				t.Fatalf("passage %d of %+v: %v, %d words; want %v", doc, passages, got, words, want)
			}
			if got := c.SentencesOf(uint32(doc), words, nil); !slices.Equal(got, p.Sentences) {
				t.Fatalf("passage %d of %+v: sentences begin at %v", doc, passages, got)
			}
			found += len(got)
		}
	}
	if found == 0 {
		t.Error("nothing is found")
	}
}
