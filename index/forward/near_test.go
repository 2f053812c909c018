package forward

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// A Near says what comparing each word with each other says, and is sure of it where all
// words take one unit.
func TestNear(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	n, sought, other := new(Near), []uint32{1, 2, 0x20000}, []uint32{2, 3, 0x30000}
	n.Between(sought, other)
	unsure := 0
	for range 20_000 {
		var p Passage
		c, wide := &Index{}, random.IntN(4) == 0
		for i := range uint32(random.IntN(40)) {
			word := uint32(random.IntN(24))
			if wide && random.IntN(8) == 0 {
				word = 0x10000 * (1 + word)
			}
			p.Words, c.tokens = append(p.Words, word), appendToken(c.tokens, word)
			for len(p.Names) < len(c.tokens) { // a sentence begins at the first unit of a word
				begins := len(p.Names) == len(c.tokens)-len(appendToken(nil, word)) && (i == 0 || random.IntN(9) == 0)
				if p.Names = append(p.Names, begins); begins {
					p.Sentences = append(p.Sentences, i)
				}
				c.sentences.set(len(p.Names)-1, begins)
			}
		}
		c.heads = newHeads([]uint32{0, uint32(len(c.tokens))})
		n.Distance, n.Sentence = 1+random.IntN(6), random.IntN(2) == 0
		n.Before, n.After = random.IntN(3) > 0, random.IntN(3) > 0
		is, sure := n.In(c, 0)
		if want := n.holds(&p, sought, other); sure && is != want {
			t.Fatalf("%d words, in a sentence %t, before %t, after %t, of %+v: %t, want %t", n.Distance, n.Sentence, n.Before, n.After, p, is, want)
		}
		if !sure {
			unsure++
		}
		if !sure && len(c.tokens) == len(p.Words) {
			t.Fatalf("%+v is not sure", p)
		}
	}
	if unsure == 0 {
		t.Error("no passage had wide words")
	}
}

// holds compares each word with each other.
func (n *Near) holds(p *Passage, sought, other []uint32) bool {
	for i, a := range p.Words {
		for j, b := range p.Words {
			if i == j || !slices.Contains(sought, a) || !slices.Contains(other, b) || j < i && !n.Before || j > i && !n.After {
				continue
			}
			first, last := min(i, j), max(i, j)
			parted := slices.ContainsFunc(p.Sentences, func(s uint32) bool { return int(s) > first && int(s) <= last })
			if n.Sentence && !parted || !n.Sentence && last-first <= n.Distance {
				return true
			}
		}
	}
	return false
}
