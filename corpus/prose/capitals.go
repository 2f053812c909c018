package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// InCapitals reports whether a text has letters, and none that could be a capital
// and is not.
func InCapitals(text string) bool {
	return strings.ToUpper(text) == text && strings.ContainsFunc(text, unicode.IsLetter)
}

// minor words need no capital in a title.
var minor = set(`a about after against an and as at before between but by during for from if in into is its
	nor of off on or out over per than that the their this through to under until up upon via versus vs with within without
	de la le les des du et y e da do dos del los las el`)

// Minor reports whether a word in small letters needs no capital in a title, and ends none.
func Minor(word string) bool { return minor[strings.TrimRight(word, ".,:")] }

// InTitleCase reports whether all words of a text have a capital or a digit at their
// beginning, but the minor ones, and one of them a capital.
func InTitleCase(text string) bool {
	capitals := 0
	for word := range strings.FieldsSeq(text) {
		word = strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		first, _ := utf8.DecodeRuneInString(word)
		switch {
		case unicode.IsUpper(first):
			capitals++
		case word != "" && !unicode.IsDigit(first) && !Minor(word):
			return false
		}
	}
	return capitals > 0
}
