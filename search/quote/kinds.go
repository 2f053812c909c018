package quote

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus"
)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// The words of each kind, in the normal form. Contractions with n't are
// negations as well, and words with digits numbers.
var (
	negationWords = setOf(`not no never none neither nor nobody nothing nowhere without cannot hardly scarcely barely`)
	numberWords   = setOf(`zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
		sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
		hundred hundreds thousand thousands million millions billion billions trillion dozen dozens
		first second third fourth fifth sixth seventh eighth ninth tenth once twice`)
	quantityWords = setOf(`some all any every each both either most many much more less least few fewer several half
		majority minority numerous multiple various countless enough only mostly largely partly partially
		entirely fully wholly nearly almost approximately about roughly`)
	modalWords = setOf(`may might must shall should can could will would ought`)
)

// negatingPrefixes make the opposite of a word.
var negatingPrefixes = []string{"non-", "non", "un", "in", "im", "il", "ir", "dis"}

func isNegation(key string) bool { return negationWords[key] || strings.HasSuffix(key, "n't") }

func isNumber(key string) bool {
	return strings.ContainsAny(key, "0123456789") || numberWords[key] || slices.ContainsFunc(strings.Split(key, "-"), func(s string) bool { return numberWords[s] })
}

// negations counts the negations of a text.
func negations(text string) (n int) {
	for _, w := range wordsOf(text) {
		if isNegation(w.key) {
			n++
		}
	}
	return n
}

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
		{Negation, func(_ excerpt, w word) bool { return isNegation(w.key) }},
		{Number, func(_ excerpt, w word) bool { return isNumber(w.key) }},
		{Name, excerpt.isName},
		{Quantity, func(_ excerpt, w word) bool { return quantityWords[w.key] }},
		{Modal, func(_ excerpt, w word) bool { return modalWords[w.key] }},
	} {
		if !slices.Equal(quoted.keys(k.is), source.keys(k.is)) {
			return k.kind
		}
	}
	if same := slices.EqualFunc(quoted.words, source.words, func(a, b word) bool { return a.key == b.key }); same {
		if slices.ContainsFunc(source.words, func(w word) bool { return isNumber(w.key) }) {
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
	if len(raw) > 1 && strings.ToUpper(raw) == raw {
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
