package quote

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/corpus/prose"
	"verbatim/search/quote/meaning"
)

// negatingPrefixes make the opposite of a word.
var negatingPrefixes = []string{"non-", "non", "un", "in", "im", "il", "ir", "dis"}

// An excerpt is the words of one side of an edit, and the text they are of.
type excerpt struct {
	text  string
	words []word
}

// kindOf says what an edit touches: the first kind of which the two sides have
// not the same words.
func kindOf(quoted, source excerpt) Kind {
	if opposite(quoted.words, source.words) {
		return Negation
	}
	for _, k := range []struct {
		kind Kind
		is   func(x excerpt, w word) bool
	}{
		{Negation, func(_ excerpt, w word) bool { return meaning.IsNegation(w.key) }},
		{Number, func(_ excerpt, w word) bool { return meaning.IsNumber(w.key) }},
		{Name, excerpt.isName},
		{Quantity, func(_ excerpt, w word) bool { return meaning.IsQuantity(w.key) }},
		{Modal, func(_ excerpt, w word) bool { return meaning.IsModal(w.key) }},
	} {
		if !slices.Equal(quoted.keys(k.is), source.keys(k.is)) {
			return k.kind
		}
	}
	if same := slices.EqualFunc(quoted.words, source.words, func(a, b word) bool { return a.key == b.key }); same {
		if slices.ContainsFunc(source.words, func(w word) bool { return meaning.IsNumber(w.key) }) {
			return Number // only the marks differ: $1,000 and €1,000
		}
	}
	return Other
}

func (x excerpt) keys(is func(excerpt, word) bool) (keys []string) {
	for _, w := range x.words {
		if is(x, w) {
			keys = append(keys, w.key)
		}
	}
	return keys
}

// opposite reports whether one side is one word and the other the same with a
// negating prefix.
func opposite(a, b []word) bool {
	if len(a) != 1 || len(b) != 1 {
		return false
	}
	for _, p := range negatingPrefixes {
		if a[0].key == p+b[0].key || b[0].key == p+a[0].key {
			return true
		}
	}
	return false
}

// isName reports whether a word is a name: it has a capital where a sentence does
// not begin, or is an abbreviation in capitals, or names a country.
func (x excerpt) isName(w word) bool {
	raw := w.span.In(x.text)
	first, _ := utf8.DecodeRuneInString(raw)
	if !unicode.IsUpper(first) {
		return false
	}
	if len(raw) > 1 && prose.InCapitals(raw) {
		return true
	}
	if _, code := corpus.CountryName(raw); code != "" {
		return true
	}
	return !beginsSentence(x.text[:w.span.Start])
}

// beginsSentence reports whether a sentence begins behind head.
func beginsSentence(head string) bool {
	head = strings.TrimRightFunc(head, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(quotationMarks+"([", r)
	})
	return head == "" || strings.ContainsRune(".?!:;", rune(head[len(head)-1])) || strings.HasSuffix(head, "…")
}
