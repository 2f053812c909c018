package series

import (
	"strings"
	"testing"

	"verbatim/corpus/prose"
)

// What keeps patterns from being tried keeps no rating from being read, in any wording.
func TestRatingsBegin(t *testing.T) {
	for _, text := range []string{
		"tier 1", "Tier two", "TIER 2 WATCH LIST", "Tier 3*", "special case", "not rated", "Unrated", "Nivel 2", "Segundo nivel", "primer nivel",
		"tercer nivel en lista de vigilancia", "caso especial", "sin clasificar", "no clasificado", "Niveau 3", "Catégorie 1", "groupe 2", "premier niveau",
		"deuxième niveau", "second groupe", "troisième catégorie", "cas spécial", "cas particulier", "non classé", "المستوى 2", "الدرجة 3", "حالة خاصة", "غير مصنف",
	} {
		folded := prose.FoldString(text)
		tier, length, r := readRating(folded)
		if r == nil {
			t.Errorf("%q is no rating", text)
		}
		if gotTier, gotLength, got := ratingAt(folded); gotTier != tier || gotLength != length || got != r {
			t.Errorf("%q: %q %d, want %q %d", text, gotTier, gotLength, tier, length)
		}
		if !ratesWithin("the country: "+folded, len(folded)+20) {
			t.Errorf("%q does not begin as a rating does", text)
		}
	}
	for _, w := range wordings {
		for _, pattern := range append([]string{w.tier, w.special, w.unrated}, w.ordinals[:]...) {
			for alternative := range strings.SplitSeq(pattern, "|") {
				if pattern != "" && strings.HasPrefix(alternative, "(") {
					t.Errorf("%s: %q begins with no letter", w.tag, alternative)
				}
			}
		}
	}
}
