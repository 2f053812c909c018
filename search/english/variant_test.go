package english

import (
	"slices"
	"strings"
	"testing"
)

func TestVariantTable(t *testing.T) {
	seen := map[string]bool{}
	for _, pair := range variantPairs {
		a, b, ok := strings.Cut(pair, "/")
		if !ok || a == b || Stem(a) == Stem(b) || seen[a] || seen[b] {
			t.Errorf("%s: twice in the table, or with one stem %s", pair, Stem(a))
		}
		seen[a], seen[b] = true, true
	}
}

// Whether words make a compound is told by the first letter of the second first: no stem of
// one may begin with a letter that mayHave does not expect.
func TestMayHaveStem(t *testing.T) {
	for word, stem := range handStems {
		if got := Stem(word); got != stem || !mayHave(word, stem) {
			t.Errorf("%s may have the stem %s; mayHave says it may not", word, got)
		}
	}
	for _, seconds := range compounds {
		for _, stem := range seconds {
			if stem != "*" && !mayHave(stem, stem) {
				t.Errorf("%s may not have itself as its stem", stem)
			}
		}
	}
	for _, w := range [][2]string{{"back", "logs"}, {"house", "wives"}, {"over", "crowding"}, {"work", "men"}} {
		if slow := slices.Contains(compounds[w[0]], Stem(w[1])); IsCompound(w[0], w[1]) != slow {
			t.Errorf("IsCompound(%s, %s) = %v", w[0], w[1], !slow)
		}
	}
}
