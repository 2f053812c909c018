package alike

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"verbatim/index/forward"
	"verbatim/search"
	"verbatim/search/alike"
)

// Of made-up passages, many of which have been made of others and have a word at several
// places, those are found that comparing each with each finds.
func TestRelateFindsAllPairs(t *testing.T) {
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(7, seed))
		w := forward.NewWriter(forward.NewWords())
		values := make([]uint32, len(search.Fields))
		for f := range values {
			values[f] = w.Value(f, "")
		}
		often := rand.NewZipf(random, 1.1+random.Float64(), 3, 20+uint64(random.IntN(400)))
		word := func() uint32 {
			n := fmt.Sprintf("word%c", 'a'+rune(often.Uint64()))
			return uint32(w.Word(n, n))
		}
		var all [][]uint32
		for doc := range uint64(600) {
			var words []uint32
			if len(all) > 0 && random.IntN(3) > 0 {
				words = slices.Clone(all[random.IntN(len(all))])
			}
			for len(words) < 4 || random.IntN(8) > 0 && len(all) < 200 {
				words = append(words, word())
			}
			for range random.IntN(len(words)/3 + 1) {
				switch at := random.IntN(len(words)); random.IntN(3) {
				case 0:
					words[at] = word()
				case 1:
					words = slices.Insert(words, at, word())
				case 2:
					words = slices.Delete(words, at, at+1)
				}
			}
			all = append(all, words)
			var tokens []forward.Token
			for _, n := range words {
				tokens = append(tokens, forward.Token(n))
			}
			w.Add(doc, tokens, values)
		}
		draft, err := w.Draft()
		if err != nil {
			t.Fatal(err)
		}
		got, err := Relate(t.Context(), &draft.Index, nil)
		if err != nil {
			t.Fatal(err)
		}
		checkPairs(t, all, got)
	}
}

func checkPairs(t *testing.T, all [][]uint32, got *forward.Alike) {
	t.Helper()
	var m alike.Measure
	pairs := 0
	for i, one := range all {
		m.Take(one)
		for j, other := range all[:i] {
			same := slices.Contains(got.Same(got.Wordings[i]), got.Wordings[j])
			want := slices.Equal(one, other)
			if len(one) >= 4 && len(other) >= 4 && m.Same(other) {
				want, pairs = true, pairs+1
			}
			if same = same || got.Wordings[i] == got.Wordings[j]; same != want {
				t.Fatalf("%v and %v: the same: %t, want %t", one, other, same, want)
			}
		}
	}
	if pairs < 100 {
		t.Errorf("%d pairs say the same: too few to tell", pairs)
	}
}
