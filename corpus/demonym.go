package corpus

import (
	_ "embed"
	"strings"
	"sync"

	"verbatim/corpus/prose"
)

//go:embed demonyms.txt
var demonymsText string

// Demonym returns the short name of the country whose people or things a word
// means: Burma for "Burmese". Capitals count, accents do not; the plural leads
// there as well. Ok is false for a word that means no country, or two.
func Demonym(word string) (country string, ok bool) {
	if first := word[:min(len(word), 1)]; strings.ToUpper(first) != first {
		return "", false
	}
	key := strings.ReplaceAll(prose.FoldString(word), " ", "-")
	for _, k := range []string{key, strings.TrimSuffix(key, "s")} {
		if country, ok = demonyms()[k]; ok {
			return country, true
		}
	}
	return "", false
}

// demonyms are countries by the folded words for their people.
var demonyms = sync.OnceValue(func() map[string]string {
	by := map[string]string{}
	for row := range strings.Lines(demonymsText) {
		country, words, ok := strings.Cut(strings.TrimSpace(row), " | ")
		if !ok || strings.HasPrefix(row, "#") {
			continue
		}
		for word := range strings.FieldsSeq(words) {
			by[prose.FoldString(word)] = country
		}
	}
	return by
})
