// Package alike says when two passages say the same, nearly word for word: at least
// Least of the words of the longer stand in the other too, in the same order; a
// number may stand for another, and a name for a name. Start with Compared.
package alike

import (
	"cmp"
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

// Compared appends to a list what is compared of a passage, given its words by number, and
// which of them are names: a number stands for any, and a run of names for one. Near
// reports whether others may say nearly the same; if not, the words are as they were.
func Compared(words []uint32, names []bool, isNumber func(word uint32) bool, to []uint32) (compared []uint32, near bool) {
	start, others, behindName := len(to), 0, false
	for at, w := range words {
		switch {
		case isNumber(w):
			to, behindName = append(to, ANumber), false
		case !names[at]:
			to, behindName = append(to, w), false
			others++
		case !behindName:
			to, behindName = append(to, AName), true
		}
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

// A Rare is one of the rarest words of a passage, and where it stands.
type Rare uint64

// Word is the word's number.
func (r Rare) Word() uint32 { return uint32(r>>32) + ANumber }

// At is the place of the word in what is compared of the passage; Several if there is more
// than one.
func (r Rare) At() uint32 { return uint32(r) }

// Several is greater than any place of a word.
const Several = 1<<32 - 1

// Rarest returns the rarest words of a passage, rare ones first, each once: so many that
// one which says the same must have one of the first sure ones of them, and must have two
// of all, or one of them twice. It is given what is compared of the passage, by numbers
// that are greater for rarer words, and memory to return them in.
func Rarest(compared []uint32, room []Rare) (rarest []Rare, sure int) {
	lacked := len(compared) - Enough(len(compared))
	room = room[:0]
	for at, word := range compared {
		r := Rare(word-ANumber)<<32 | Rare(at) // what stands for names and numbers is everywhere
		switch {
		case len(room) < lacked+2:
			room = append(room, r)
			up(room)
		case r > room[0]:
			room[0] = r
			down(room)
		}
	}
	slices.SortFunc(room, func(a, b Rare) int { return cmp.Compare(b, a) })
	rarest = room[:0]
	for i, r := range room {
		if last := len(rarest) - 1; last >= 0 && rarest[last].Word() == r.Word() {
			rarest[last] |= Several
		} else {
			rarest = append(rarest, r)
		}
		if i <= lacked {
			sure = len(rarest)
		}
	}
	if last := len(rarest) - 1; last >= 0 && others(compared, rarest[last]) {
		rarest[last] |= Several
	}
	return rarest, sure
}

// up and down bring the last and the first of a heap, of which the least is the first, to
// where they belong.
func up(heap []Rare) {
	for i := len(heap) - 1; i > 0 && heap[i] < heap[(i-1)/2]; i = (i - 1) / 2 {
		heap[i], heap[(i-1)/2] = heap[(i-1)/2], heap[i]
	}
}

func down(heap []Rare) {
	for i := 0; ; {
		least := 2*i + 1
		if least+1 < len(heap) && heap[least+1] < heap[least] {
			least++
		}
		if least >= len(heap) || heap[i] <= heap[least] {
			return
		}
		heap[i], heap[least] = heap[least], heap[i]
		i = least
	}
}

// others reports whether a word stands elsewhere too: of the last of the rarest, not all
// places need be among them.
func others(compared []uint32, r Rare) bool {
	for at, word := range compared {
		if word == r.Word() && uint32(at) != r.At() {
			return true
		}
	}
	return false
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
	return Compared(words, names, func(word uint32) bool { return r.number[word] }, nil)
}
