// Package alike says when two passages say the same, nearly word for word: at least
// Least of the words of the longer stand in the other too, in the same order; a
// number may stand for another, and a name for a name. Start with Compared.
package alike

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/search"
)

// Least is how much of the words of the longer of two passages the other must have,
// in the same order, to say the same.
const Least = 0.8

// A passage that has fewer words than leastWords besides names and numbers, or in
// which they are fewer than one in oneIn, says what its names and numbers say: only
// those with the same words say the same.
const (
	leastWords = 4
	oneIn      = 3
)

// Names reports which words of a text are names: those that begin with a capital, but
// for the first of a sentence. The tokens are the text's.
func Names(text string, tokens []search.Token) []bool {
	names := make([]bool, len(tokens))
	for i, t := range tokens {
		first, _ := utf8.DecodeRuneInString(t.Span.In(text))
		names[i] = i > 0 && t.Sentence == tokens[i-1].Sentence && unicode.IsUpper(first)
	}
	return names
}

// IsNumber reports whether a word is taken for a number: it has a digit.
func IsNumber(word string) bool { return strings.ContainsFunc(word, unicode.IsDigit) }

// Others are what stands in the place of names and numbers. Both are greater than the
// number of any word, and none is greater.
const (
	ANumber uint32 = 1<<32 - 2 + iota
	AName
)

// Compared appends to a list what is compared of a passage, given its words by number:
// a number stands for any, and a run of names for one. Near reports whether others may
// say nearly the same; if not, the words are as they were.
func Compared(words []uint32, isName func(at int) bool, isNumber func(word uint32) bool, to []uint32) (compared []uint32, near bool) {
	start, others := len(to), 0
	for at, w := range words {
		switch {
		case isNumber(w):
			w = ANumber
		case isName(at):
			w = AName
			if len(to) > start && to[len(to)-1] == AName {
				continue
			}
		default:
			others++
		}
		to = append(to, w)
	}
	if others < leastWords || others*oneIn < len(to)-start {
		return append(to[:start], words...), false
	}
	return to, true
}

// CanBe reports whether passages of two lengths, in what is compared of them, may say
// the same.
func CanBe(a, b int) bool { return 5*min(a, b) >= 4*max(a, b) }

// Enough is how many words two passages have in common at least, in order, to say the
// same, if the longer has so many.
func Enough(longer int) int { return (4*longer + 4) / 5 }

// Rarest returns the rarest words of a passage, rare ones first, each once: so many that
// one which says the same must have one of them. It is given what is compared of the
// passage, by numbers that are greater for rarer words, and memory to return them in.
func Rarest(compared, room []uint32) []uint32 {
	room = room[:0]
	for _, word := range compared {
		room = append(room, word-ANumber) // what stands for names and numbers is everywhere
	}
	slices.Sort(room)
	room = slices.Compact(room[Enough(len(room))-1:])
	slices.Reverse(room)
	for i := range room {
		room[i] += ANumber
	}
	return room
}

// A Reader reads what is compared of texts, and numbers their words as they come.
type Reader struct {
	numbers map[string]uint32
	number  []bool // of each word whether it is a number
}

// NewReader makes a Reader. What is compared with one another is to be read by one.
func NewReader() *Reader { return &Reader{numbers: map[string]uint32{}} }

// Read returns what is compared of a text: see Compared.
func (r *Reader) Read(text string) (compared []uint32, near bool) {
	tokens := search.Analyze(text)
	names, words := Names(text, tokens), make([]uint32, len(tokens))
	for i, t := range tokens {
		n, known := r.numbers[t.Word]
		if !known {
			n = uint32(len(r.number))
			r.numbers[t.Word] = n
			r.number = append(r.number, IsNumber(t.Word))
		}
		words[i] = n
	}
	return Compared(words, func(at int) bool { return names[at] }, func(word uint32) bool { return r.number[word] }, nil)
}
