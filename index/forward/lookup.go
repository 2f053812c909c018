package forward

import (
	"hash/maphash"
	"math"
	"slices"
	"sort"

	"verbatim/search"
)

// A lookup finds the numbers of strings: by a hash table, since to halve a sorted list waits
// for memory at each step.
type lookup struct {
	numbers []uint32 // by hash; nobody where there is none
	of      stringTable
}

const nobody = math.MaxUint32

var lookupSeed = maphash.MakeSeed()

// newLookup returns one of all strings of a table, whose numbers take 6 to 12 bytes a string.
func newLookup(of stringTable) lookup {
	size := 1
	for 2*size < 3*of.Len() {
		size *= 2
	}
	l := lookup{make([]uint32, size), of}
	for i := range l.numbers {
		l.numbers[i] = nobody
	}
	for n := range uint32(of.Len()) {
		at := l.place(of.At(n))
		for ; l.numbers[at] != nobody; at = l.next(at) {
		}
		l.numbers[at] = n
	}
	return l
}

func (l lookup) place(s string) int { return int(maphash.String(lookupSeed, s)) & (len(l.numbers) - 1) }

func (l lookup) next(at int) int { return (at + 1) & (len(l.numbers) - 1) }

// find returns the number of a string, as a list that is not to be changed; nothing if it
// has none.
func (l lookup) find(s string) []uint32 {
	for at := l.place(s); l.numbers[at] != nobody; at = l.next(at) {
		if l.of.At(l.numbers[at]) == s {
			return l.numbers[at : at+1 : at+1]
		}
	}
	return nil
}

// Words returns the numbers of the words that a term accepts, which are not to be changed:
// that is a search.Vocabulary.
func (c *Index) Words(t *search.Term) (numbers []uint32) {
	return c.WordsUntil(t, func() bool { return false })
}

// WordsUntil is Words, and ends early with some of them when ended says so, which
// is asked every so many words of the vocabulary.
func (c *Index) WordsUntil(t *search.Term, ended func() bool) (numbers []uint32) {
	switch t.Kind {
	case search.Stemmed:
		return c.wordsOfAll(t.Stems)
	case search.Literal:
		return c.words.find(t.Text)
	}
	for i, n := range c.withPrefix(t.Prefix()) {
		if i%wordsPerLook == wordsPerLook-1 && ended() {
			break
		}
		if t.Accepts(c.Vocabulary.At(n), "") {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// wordsPerLook is how many words are compared with a term, about a millisecond's
// worth, between two questions whether there is time left.
const wordsPerLook = 4096

// withPrefix returns the numbers of the words that begin so, sorted by word.
func (c *Index) withPrefix(prefix string) []uint32 {
	rest := c.sorted[c.from(prefix):]
	to := sort.Search(len(rest), func(i int) bool {
		w := c.Vocabulary.At(rest[i])
		return len(w) < len(prefix) || w[:len(prefix)] != prefix
	})
	return rest[:to]
}

// from returns the place in sorted of the first word that does not come before
// another.
func (c *Index) from(word string) int {
	return sort.Search(len(c.sorted), func(i int) bool { return c.Vocabulary.At(c.sorted[i]) >= word })
}

// wordsOfAll returns the numbers of the words of some stems.
func (c *Index) wordsOfAll(stems []string) (numbers []uint32) {
	for _, s := range stems {
		n, known := c.StemNumber(s)
		switch words := c.wordsOf; {
		case !known:
		case numbers == nil:
			numbers = slices.Clip(words(n))
		default:
			numbers = append(numbers, words(n)...)
		}
	}
	return numbers
}

// WordNumber returns the number of a word, if a passage has it.
func (c *Index) WordNumber(word string) (uint32, bool) { return one(c.words.find(word)) }

// StemNumber returns the number of a stem, if a word has it.
func (c *Index) StemNumber(stem string) (uint32, bool) { return one(c.byStem.find(stem)) }

func one(numbers []uint32) (uint32, bool) {
	if len(numbers) == 0 {
		return 0, false
	}
	return numbers[0], true
}
