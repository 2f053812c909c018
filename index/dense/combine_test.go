package dense

import (
	"math/rand/v2"
	"testing"
)

// TestReaching compares the passages to which steps lead with what each one's terms add.
// Those that may reach a score must be among them; no others, as long as each term is
// asked for.
func TestReaching(t *testing.T) {
	const passages = 1000
	rnd := rand.New(rand.NewPCG(3, 4))
	for try := range 300 {
		terms := 1 + rnd.IntN(14)
		rests := make([]float64, terms+1)
		rests[terms] = rnd.Float64()
		for i, adds := terms-1, 0.0; i >= 0; i-- {
			adds += rnd.Float64()
			rests[i] = rests[i+1] + adds
		}
		score := rests[0] * 1.1 * rnd.Float64()
		among, into := New(passages), New(passages)
		having := make([]Set, terms)
		for i := range having {
			having[i] = New(passages)
		}
		for doc := range uint32(passages) {
			if rnd.IntN(4) > 0 {
				among.Add(doc)
			}
			for i := range having {
				if rnd.IntN(3) == 0 {
					having[i].Add(doc)
				}
			}
		}
		steps := Reaching(rests, score)
		if steps == nil {
			if rests[min(terms, MaxCombined)] < score && terms <= 4 && score <= rests[0] {
				t.Fatalf("try %d: %d terms, no steps to %v of %v", try, terms, score, rests)
			}
			continue
		}
		steps.Follow(among, into, func(term int) Set { return having[term] })
		for doc := range uint32(passages) {
			most := rests[terms]
			for i := range having {
				if having[i].Has(doc) {
					most += rests[i] - rests[i+1]
				}
			}
			reaches := among.Has(doc) && most >= score+1e-9
			if reaches && !into.Has(doc) {
				t.Fatalf("try %d: %v of %v may be reached by passage %d: %v", try, score, rests, doc, most)
			}
			if into.Has(doc) && (!among.Has(doc) || terms <= 4 && most < score-1e-9) {
				t.Fatalf("try %d: %v of %v is not reached by passage %d: %v", try, score, rests, doc, most)
			}
		}
	}
}

// TestAnyOf follows steps to the passages that have any of some terms.
func TestAnyOf(t *testing.T) {
	sets := []Set{New(100), New(100), New(100)}
	all, into := New(100), New(100)
	for doc := range uint32(100) {
		all.Add(doc)
	}
	for term, set := range sets {
		set.Add(uint32(10 * term))
	}
	AnyOf(2).Follow(all, into, func(term int) Set { return sets[term] })
	if into.Count() != 2 || !into.Has(0) || !into.Has(10) {
		t.Errorf("%v", into.List(make([]uint32, 100)))
	}
}
