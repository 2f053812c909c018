package analysis

import (
	"math/bits"

	"verbatim/index/forward"
)

// A table has the tokens of words as they are written. Those of up to 16 bytes, nearly all,
// stand in it themselves, so that memory is waited for once.
type table struct {
	slots []slot // a power of two, at most half of them taken
	taken int
	long  map[string]forward.Token
}

// A slot has a word of some bytes, at most 16; of none if it is free.
type slot struct {
	letters
	bytes uint32
	token forward.Token
}

// letters are those of a word: its first bytes and its last. With their number they say which.
type letters struct{ first, last uint64 }

func newTable() table { return table{slots: make([]slot, 1<<12), long: map[string]forward.Token{}} }

func (t *table) get(word string) (token forward.Token, known bool) {
	if len(word) > 16 {
		token, known = t.long[word]
		return token, known
	}
	s := t.find(lettersOf(word), uint32(len(word)))
	return s.token, s.bytes > 0
}

// put adds a word that is not there, and is not empty.
func (t *table) put(word string, token forward.Token) {
	if len(word) > 16 {
		t.long[word] = token
		return
	}
	if t.taken++; 2*t.taken > len(t.slots) {
		before := t.slots
		t.slots = make([]slot, 2*len(before))
		for _, s := range before {
			*t.find(s.letters, s.bytes) = s
		}
	}
	l, n := lettersOf(word), uint32(len(word))
	*t.find(l, n) = slot{l, n, token}
}

// find returns where a word is, or would be.
func (t *table) find(l letters, n uint32) *slot {
	high, low := bits.Mul64(l.first^0x9e3779b97f4a7c15, l.last^0xd6e8feb86659fd93+uint64(n))
	for i := int(high ^ low); ; i++ {
		s := &t.slots[i&(len(t.slots)-1)]
		if s.bytes == n && s.letters == l || s.bytes == 0 {
			return s
		}
	}
}

// lettersOf returns those of a word of at most 16 bytes.
func lettersOf(w string) letters {
	switch n := len(w); {
	case n >= 8:
		return letters{eight(w), eight(w[n-8:])}
	case n >= 4:
		return letters{four(w), four(w[n-4:])}
	case n > 0:
		return letters{uint64(w[0]) | uint64(w[n/2])<<8, uint64(w[n-1])}
	}
	return letters{}
}

func four(w string) uint64 {
	_ = w[3]
	return uint64(w[0]) | uint64(w[1])<<8 | uint64(w[2])<<16 | uint64(w[3])<<24
}

func eight(w string) uint64 {
	_ = w[7]
	return four(w) | uint64(w[4])<<32 | uint64(w[5])<<40 | uint64(w[6])<<48 | uint64(w[7])<<56
}
