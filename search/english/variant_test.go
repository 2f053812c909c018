package english

import (
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
