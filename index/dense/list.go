package dense

import (
	"math/bits"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// Sift returns those of some passages, in their memory, that are in the set, or those that
// are not.
func (s Set) Sift(docs []uint32, in bool) []uint32 {
	flip := uint64(0)
	if !in {
		flip = ^flip
	}
	n := 0
	for _, doc := range docs { // whether a passage is kept cannot be foreseen: nothing branches by it
		docs[n] = doc
		n += int((s[doc/64] ^ flip) >> (doc % 64) & 1)
	}
	return docs[:n]
}

// What it costs, about in nanoseconds, to look a passage up in a Roaring bitmap, to go
// through one, and to ask bits.
const (
	containsCost = 24
	decodeCost   = 2
	hasCost      = 1
)

// fillCost is what it costs to make bits of a set: to copy words of bits, which are most of
// a large one, takes less than to go through a list.
func (s Set) fillCost(set *roaring.Bitmap, size int) int {
	if size > 4*len(s) || set.HasRunCompression() {
		return len(s) / 2
	}
	return len(s)/8 + size
}

// SiftIn does so with a set, of which bits may be made.
func (s Set) SiftIn(docs []uint32, set *roaring.Bitmap, in bool) []uint32 {
	if containsCost*len(docs) < s.fillCost(set, int(set.GetCardinality())) {
		return slices.DeleteFunc(docs, func(doc uint32) bool { return set.Contains(doc) != in })
	}
	s.Fill(set)
	return s.Sift(docs, in)
}

// A List are passages in order, each of which has a place: what is known of them stands
// side by side, however far apart they are. Its memory is used again.
type List struct {
	Docs   []uint32 // ascending
	bits   Set
	firsts []uint32 // of each word of bits that is not 0: the place of its first passage
	other  Set      // see In
	many   roaring.ManyIntIterator
	room   [1024]uint32 // what is read of it at once
}

// NewList makes an empty list with room for so many passages.
func NewList(passages int) List {
	return List{bits: New(passages), firsts: make([]uint32, Words(passages)), other: New(passages)}
}

// Become makes the list one of other passages, which it keeps.
func (l *List) Become(docs []uint32) {
	l.Empty()
	l.Docs = docs
	for i := len(docs) - 1; i >= 0; i-- {
		word := docs[i] / 64
		l.bits[word] |= 1 << (docs[i] % 64)
		l.firsts[word] = uint32(i)
	}
}

// Empty takes all passages out.
func (l *List) Empty() {
	for _, doc := range l.Docs {
		l.bits[doc/64] = 0
	}
	l.Docs = nil
}

// Place returns the place of a passage that is listed.
func (l *List) Place(doc uint32) uint32 {
	word := doc / 64
	return l.firsts[word] + uint32(bits.OnesCount64(l.bits[word]&(1<<(doc%64)-1)))
}

// In returns places of passages that are in a set, ascending, in memory that has room for
// all: of those among some places at least, which are all if there are none, and not of
// others that the set has if it takes less to leave them out.
func (l *List) In(set *roaring.Bitmap, among, places []uint32) []uint32 {
	size, n := int(set.GetCardinality()), len(among)
	if among == nil {
		n = len(l.Docs)
	}
	contains, fill, decode := containsCost*n, l.other.fillCost(set, size)+hasCost*n, decodeCost*size
	switch {
	case size == 0 || n == 0:
		return places[:0]
	case decode <= min(contains, fill):
		return l.decode(set, places)
	case among == nil:
		among = places[:n]
		for place := range among {
			among[place] = uint32(place)
		}
	}
	k := 0
	if contains <= fill {
		for _, place := range among {
			places[k] = place
			if set.Contains(l.Docs[place]) {
				k++
			}
		}
		return places[:k]
	}
	l.other.Fill(set)
	for _, place := range among {
		doc := l.Docs[place]
		places[k] = place
		k += int(l.other[doc/64] >> (doc % 64) & 1)
	}
	return places[:k]
}

// decode returns the places of all passages that are in a set.
func (l *List) decode(set *roaring.Bitmap, places []uint32) []uint32 {
	n := 0
	for l.many.Initialize(set); ; {
		read := l.many.NextMany(l.room[:])
		if read == 0 {
			return places[:n]
		}
		for _, doc := range l.bits.Sift(l.room[:read], true) {
			places[n] = l.Place(doc)
			n++
		}
	}
}
