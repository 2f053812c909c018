package prose

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// Letters and words are counted as they are one by one, at every place in a text.
func TestLettersAndWords(t *testing.T) {
	const characters = "aZ09 \t\r\n\v\f\x00\x08\x0e\x1f/:@[`{\x7f-'\u00a0\u0085é²Ⅷ中\u200b\xff\u2028"
	texts := rand.New(rand.NewPCG(1, 2))
	runes := []rune(characters)
	for range 50_000 {
		var text strings.Builder
		for range texts.IntN(30) {
			if texts.IntN(30) == 0 {
				text.WriteByte(0xff) // not UTF-8
			}
			text.WriteRune(runes[texts.IntN(1+texts.IntN(len(runes)))])
		}
		letters, words := 0, 0
		for _, r := range text.String() {
			if readable(r) {
				letters++
			}
		}
		for word := range strings.FieldsSeq(text.String()) {
			if strings.ContainsFunc(word, readable) {
				words++
			}
		}
		if got := Letters(text.String()); got != letters {
			t.Fatalf("%q: %d letters, want %d", text.String(), got, letters)
		}
		if got := Words(text.String()); got != words {
			t.Fatalf("%q: %d words, want %d", text.String(), got, words)
		}
	}
}
