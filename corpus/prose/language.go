package prose

import (
	"strings"
	"unicode"
)

// functionWords are words of each language, by BCP 47, that stand in any longer text
// of it and hardly in those of the others; folded.
var functionWords = map[string]string{
	"en": "the of and to in for that with is was were by on this their from which not have has",
	"es": "el los las del que para por con una su sus como mas pero fue fueron este esta al se no",
	"fr": "le les des du et dans pour par que qui une est sur aux avec ses ont ete cette ces au",
	"pt": "o os das dos e que para por com uma nao em mais foi sao pela pelo ao seus",
}

var languageOf = func() map[string][]string {
	languages := map[string][]string{}
	for tag, words := range functionWords {
		for word := range strings.FieldsSeq(words) {
			languages[word] = append(languages[word], tag)
		}
	}
	return languages
}()

// A text must have so many function words of its language, and so many times as many
// as of any other, for the language to be told.
const (
	leastFunctionWords = 8
	clearly            = 2
	languageSample     = 20_000 // bytes that are looked at
	firstArabic        = 0x600  // character
)

// Language returns the language of a text by its function words, or by its script, as
// a BCP 47 tag; empty where they do not tell.
func Language(text string) (tag string) {
	text = text[:Boundary(text, languageSample)]
	count := map[string]int{}
	letters, arabic := 0, 0
	for word := range strings.FieldsFuncSeq(FoldString(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		for _, r := range word {
			letters++
			if r >= firstArabic && unicode.Is(unicode.Arabic, r) {
				arabic++
			}
		}
		for _, tag := range languageOf[word] {
			count[tag]++
		}
	}
	if letters > 0 && arabic*2 > letters {
		return "ar"
	}
	most, second := 0, 0
	for t, n := range count {
		switch {
		case n > most:
			tag, most, second = t, n, most
		case n > second:
			second = n
		}
	}
	if most < leastFunctionWords || most < clearly*second {
		return ""
	}
	return tag
}
