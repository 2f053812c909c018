package search

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"

	"verbatim/corpus/prose"
)

// checkWords compares nextWord with the library: words are those of its segments
// that have a letter or digit.
func checkWords(t *testing.T, text string) {
	letterOrDigit := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	var want, got []prose.Span
	for s := words.FromString(text); s.Next(); {
		if strings.ContainsFunc(s.Value(), letterOrDigit) {
			want = append(want, prose.Span{Start: s.Start(), End: s.End()})
		}
	}
	for span, plain := nextWord(text, 0); span.Len() > 0; span, plain = nextWord(text, span.End) {
		got = append(got, span)
		if plain && strings.ContainsFunc(span.In(text), func(r rune) bool { return r >= utf8.RuneSelf || !letterOrDigit(r) }) {
			t.Errorf("%q: %q is not plain", text, span.In(text))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q: got %v, want %v", text, got, want)
	}
}

// All texts of four characters that stand for how characters behave between words.
func TestWordsAreThoseOfTheLibrary(t *testing.T) {
	behaviours := []rune("a1'.:,;_ -\"\n\rא字ガ’\u0301\u00AD\u200D🇺👩ﾞ\uFE0F")
	for _, a := range behaviours {
		for _, b := range behaviours {
			for _, c := range behaviours {
				for _, d := range behaviours {
					checkWords(t, string([]rune{a, b, c, d}))
				}
			}
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, text := range []string{
		"The government's 1,000 victims (in 2023) didn't; see U.S. v. Doe: a_b, c-d.",
		"people’s rights …", "naïve, e\u0301t\u0301e", "a\u00ADb a.\u200Db 3.\u03001 . \u0301a",
		"🇺🇸🇬🇧🇺 a🇺🇸b 👩‍👩‍👧 1\uFE0F\u20E3", "שלום\"א a\"א א'", "カタカナﾞ .ﾞ 漢字kana_ひ",
		"a.b.c 1.2,3;4 a:b 1:2 a.1 1.a _a _ __1 a._b 1,_2", "  \u0308a \r\n\tb\x00c\x80d\xffe", "",
	} {
		f.Add(text)
	}
	f.Fuzz(checkWords)
}
