// Package alike finds the passages of an index that say the same, nearly word for
// word, as package search/alike defines it. Passages of which the same is compared have
// one wording; wordings that say nearly the same are found by Relate, when a part of
// the index is written: those within the part, and those that it shares with the parts
// before it. None is missed. Together answers for all parts of an index.
package alike

import (
	"cmp"
	"math/bits"
	"slices"

	"verbatim/index/forward"
	"verbatim/search/alike"
)

// A reader reads what is compared of the passages of a part.
type reader struct {
	index   *forward.Index
	number  []uint8 // of each word whether it is a number, if it is known: see isNumber
	passage forward.Passage
}

func newReader(index *forward.Index) *reader {
	return &reader{index: index, number: make([]uint8, index.Vocabulary.Len())}
}

const (
	noNumber = 1 + iota
	aNumber
)

func (r *reader) isNumber(word uint32) bool {
	if r.number[word] == 0 {
		r.number[word] = noNumber
		if alike.IsNumber(r.index.Vocabulary.At(word)) {
			r.number[word] = aNumber
		}
	}
	return r.number[word] == aNumber
}

// compared appends what is compared of a passage: see alike.Compared.
func (r *reader) compared(doc uint32, to []uint32) (compared []uint32, near bool) {
	r.index.LoadWords(doc, &r.passage)
	r.index.LoadNames(doc, &r.passage)
	return alike.Compared(r.passage.Words, r.passage.Names, r.isNumber, to)
}

// hashes are those of the words of a part, the same in each part that has a word.
func hashes(index *forward.Index) []uint64 {
	list := make([]uint64, index.Vocabulary.Len())
	for n := range list {
		h := uint64(14695981039346656037) // FNV-1a
		for _, b := range []byte(index.Vocabulary.At(uint32(n))) {
			h = (h ^ uint64(b)) * 1099511628211
		}
		list[n] = mixed(h)
	}
	return list
}

// mixed is the finalizer of MurmurHash3, in which each bit depends on all.
func mixed(h uint64) uint64 {
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// hashOf is that of a word, or of what stands for names or numbers.
func hashOf(word uint32, words []uint64) uint64 {
	if int(word) < len(words) {
		return words[word]
	}
	return mixed(uint64(word))
}

// keyOf returns what a wording is known by, among those of its length.
func keyOf(compared []uint32, near bool, words []uint64) uint64 {
	key := uint64(1)
	if near {
		key = 2
	}
	for _, w := range compared {
		key = mixed(bits.RotateLeft64(key, 5) + hashOf(w, words))
	}
	return key
}

// related collects pairs of wordings.
type related struct{ pairs [][2]uint32 }

func (r *related) add(a, b uint32) { r.pairs = append(r.pairs, [2]uint32{a, b}, [2]uint32{b, a}) }

// put puts the pairs into what is known of so many wordings.
func (r *related) put(into *forward.Alike) {
	slices.SortFunc(r.pairs, func(a, b [2]uint32) int { return slices.Compare(a[:], b[:]) })
	r.pairs = slices.Compact(r.pairs)
	into.Starts = make([]uint32, 1, len(into.Keys)+1)
	at := 0
	for wording := range into.Keys {
		for ; at < len(r.pairs) && r.pairs[at][0] == uint32(wording); at++ {
			into.Others = append(into.Others, r.pairs[at][1])
		}
		into.Starts = append(into.Starts, uint32(at))
	}
}

// A known is what a wording is known by in all parts.
type known struct {
	length uint32
	key    uint64
}

func (k known) compare(other known) int {
	return cmp.Or(cmp.Compare(k.length, other.length), cmp.Compare(k.key, other.key))
}

// addWording adds a wording behind the others. Those of a length are added by their keys, the
// shortest first.
func addWording(a *forward.Alike, k known) {
	if n := len(a.Lengths); n == 0 || a.Lengths[n-1] != k.length {
		a.Lengths, a.Firsts = append(a.Lengths, k.length), append(a.Firsts, uint32(len(a.Keys)))
	}
	a.Keys = append(a.Keys, k.key)
}
