package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/prose"
)

// A word is what an editor takes for one: letters and digits, and between them
// apostrophes (state's), hyphens (non-governmental), the stops of
// abbreviations (U.S), and the points, commas and colons of numbers (1,000).
// Scripts that do not part words by spaces are cut after each character.
//
// These words are longer than those of search.Analyze, which parts them at
// hyphens: a quotation that begins at "governmental" has not the word
// "non-governmental".
type word struct {
	span   prose.Span
	key    string // in the normal form: words with equal keys are the same
	begins bool   // a stop or a line's end stands before it
}

// wordsOf returns the words of a text in order.
func wordsOf(text string) []word {
	words := make([]word, 0, len(text)/6+1)
	end := 0 // of the word before
	for i := 0; i < len(text); {
		r, w := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, w = utf8.DecodeRuneInString(text[i:])
		}
		if !isWordRune(r) {
			i += w
			continue
		}
		start := i
		i = endOfWord(text, i+w)
		s := prose.Span{Start: start, End: i}
		words = append(words, word{s, wordKey(s.In(text)), end == 0 || hasStop(text[end:start])})
		end = i
	}
	return words
}

// endOfWord returns where the word ends of which text[:i] has the start.
func endOfWord(text string, i int) int {
	for i < len(text) {
		a, b := text[i-1], text[i]
		ascii := a < utf8.RuneSelf && isWordRune(rune(a))
		switch {
		case ascii && b == ' ':
			return i
		case ascii && b < utf8.RuneSelf && isWordRune(rune(b)):
			i++
		case !joined(text, i):
			return i
		default:
			_, w := utf8.DecodeRuneInString(text[i:])
			i += w
		}
	}
	return i
}

// hasStop reports whether what stands between two words ends a sentence or a line.
func hasStop(between string) bool {
	for i := range len(between) {
		switch between[i] {
		case '.', '!', '?', '\n':
			return true
		}
	}
	return false
}

// wordKey is the normal form of a word.
func wordKey(raw string) string {
	capital := false
	for i := range len(raw) {
		c := raw[i]
		if c >= utf8.RuneSelf {
			return normal(raw).text
		}
		capital = capital || 'A' <= c && c <= 'Z'
	}
	if !capital {
		return raw
	}
	return strings.ToLower(raw)
}

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return isASCIIWord[r]
	}
	return unicode.In(r, unicode.L, unicode.N, unicode.M)
}

var isASCIIWord = func() (is [utf8.RuneSelf]bool) {
	for c := range is {
		r := rune(c)
		is[c] = r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r)
	}
	return is
}()

// joined reports whether text[:i] ends and text[i:] begins within one word.
func joined(text string, i int) bool {
	if i <= 0 || i >= len(text) {
		return false
	}
	a, wa := lastVisible(text[:i])
	b, wb := firstVisible(text[i:])
	wordA, wordB := isWordRune(a), isWordRune(b)
	switch {
	case wordA && wordB:
		return unicode.Is(unicode.M, b) || !standsAlone(a) && !standsAlone(b)
	case wordA: // b may join what is before it to what is behind
		c, _ := firstVisible(text[i+wb:])
		return isWordRune(c) && joins(text[:i], a, b, c)
	case wordB:
		c, _ := lastVisible(text[:i-wa])
		return isWordRune(c) && joins(text[:i-wa], c, a, b)
	}
	return false
}

// joins reports whether a mark between two characters of words makes one word of
// them. head is the text before the mark.
func joins(head string, a, mark, b rune) bool {
	letters := unicode.IsLetter(a) && unicode.IsLetter(b)
	digits := unicode.IsDigit(a) && unicode.IsDigit(b)
	switch mark {
	case '\'', '’', 'ʼ':
		return letters || unicode.IsDigit(a) && unicode.IsLetter(b)
	case '-', '‐', '‑':
		return true
	case ',', ':':
		return digits
	case '.':
		return digits || letters && (unicode.IsLower(b) || isInitial(head))
	}
	return false
}

// isInitial reports whether a text ends with a letter that stands alone: the U or
// the S of "U.S".
func isInitial(head string) bool {
	_, w := lastVisible(head)
	r, _ := lastVisible(head[:len(head)-w])
	return !unicode.IsLetter(r)
}

// standsAlone reports whether a rune is of a script that is written without spaces.
func standsAlone(r rune) bool {
	return r > 0x0dff && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// maxHidden is how many bytes of characters that are not seen a word may have in
// one place. Words end at longer runs, so that no run is walked through again
// from each of its characters.
const maxHidden = 64

// firstVisible returns the first character that is seen, and the bytes up to its
// end; 0 if there is none.
func firstVisible(text string) (rune, int) {
	for i := 0; i < len(text) && i < maxHidden; {
		r, w := utf8.DecodeRuneInString(text[i:])
		i += w
		if r < utf8.RuneSelf || !unicode.Is(unicode.Cf, r) {
			return r, i
		}
	}
	return 0, 0
}

// lastVisible returns the last character that is seen, and the bytes from its
// start; 0 if there is none.
func lastVisible(text string) (rune, int) {
	for i := len(text); i > 0 && len(text)-i < maxHidden; {
		r, w := utf8.DecodeLastRuneInString(text[:i])
		i -= w
		if r < utf8.RuneSelf || !unicode.Is(unicode.Cf, r) {
			return r, len(text) - i
		}
	}
	return 0, 0
}
