package forward

import (
	"encoding/binary"
	"slices"
	"unsafe"
)

// Alike says which passages of a part say the same: see package index/alike, which
// finds it out. Passages of which the same is compared have one wording. Wordings are
// numbered by their lengths, and those of a length by their keys.
type Alike struct {
	Wordings []uint32 // a passage: the number of its wording
	Lengths  []uint32 // those that wordings have, ascending: how many words are compared with others; 0 if only the same words say the same
	Firsts   []uint32 // a length and one more: the first wording that has it
	Keys     []uint64 // a wording: what those of its length are known by, in all parts
	Bits     []uint64 // one wording's after the other's: which words it has, by a hash
	Rare     Rare
	Starts   []uint32 // a wording and one more: where those begin in Others that say the same
	Others   []uint32 // the numbers of wordings
	Before   []Link
}

// A Link leads from a wording to one of a part before that says the same.
type Link struct {
	Own    uint32
	Length uint32 // the other's
	Key    uint64 // the other's
}

// Rare has, of each word, the wordings of which it is one of the rarest.
type Rare struct {
	Starts []uint32 // a word and one more: where those begin in Lists
	Lists  []byte   // the differences of their numbers, ascending, as binary.AppendUvarint writes them
}

// Of appends the numbers of the wordings of which a word is one of the rarest, ascending.
func (r *Rare) Of(word uint32, to []uint32) []uint32 {
	list, wording := r.Lists[r.Starts[word]:r.Starts[word+1]], uint64(0)
	for at := 0; at < len(list); {
		more, n := uint64(list[at]), 1
		if more > 0x7f {
			more, n = binary.Uvarint(list[at:])
		}
		at += n
		wording += more
		to = append(to, uint32(wording))
	}
	return to
}

// Add adds those of the next word.
func (r *Rare) Add(wordings []uint32) {
	if len(r.Starts) == 0 {
		r.Starts = append(r.Starts, 0)
	}
	last := uint32(0)
	for _, w := range wordings {
		r.Lists = binary.AppendUvarint(r.Lists, uint64(w-last))
		last = w
	}
	r.Starts = append(r.Starts, uint32(len(r.Lists)))
}

// Find returns the number of the wording of a length that is known by a key.
func (a *Alike) Find(length uint32, key uint64) (wording uint32, known bool) {
	at, known := slices.BinarySearch(a.Lengths, length)
	if !known {
		return 0, false
	}
	first, end := a.Firsts[at], a.Firsts[at+1]
	in, known := slices.BinarySearch(a.Keys[first:end], key)
	return first + uint32(in), known
}

// FirstOf returns the first wording of a length, or of the next one that there is; the number
// of wordings if there is none.
func (a *Alike) FirstOf(length uint32) uint32 {
	at, _ := slices.BinarySearch(a.Lengths, length)
	return a.Firsts[at]
}

// LengthOf returns the length of a wording.
func (a *Alike) LengthOf(wording uint32) uint32 {
	at, first := slices.BinarySearch(a.Firsts, wording)
	if !first {
		at--
	}
	return a.Lengths[at]
}

// Passages returns a passage of each wording.
func (a *Alike) Passages() []uint32 {
	passages := make([]uint32, len(a.Keys))
	for doc, wording := range a.Wordings {
		passages[wording] = uint32(doc)
	}
	return passages
}

// Same returns the other wordings that say nearly the same as one.
func (a *Alike) Same(wording uint32) []uint32 {
	return a.Others[a.Starts[wording]:a.Starts[wording+1]]
}

func (a *Alike) sections(content *[sections][]byte) {
	content[secWordings], content[secWordingLengths], content[secWordingFirsts] = asBytes(a.Wordings), asBytes(a.Lengths), asBytes(a.Firsts)
	content[secWordingKeys], content[secWordingBits] = asBytes(a.Keys), asBytes(a.Bits)
	content[secRareStarts], content[secRare] = asBytes(a.Rare.Starts), a.Rare.Lists
	content[secAlikeStarts], content[secAlike], content[secAlikeBefore] = asBytes(a.Starts), asBytes(a.Others), bytesOfLinks(a.Before)
}

func (a *Alike) adopt(content [sections][]byte) {
	a.Wordings, a.Lengths, a.Firsts = asNumbers[uint32](content[secWordings]), asNumbers[uint32](content[secWordingLengths]), asNumbers[uint32](content[secWordingFirsts])
	a.Keys, a.Bits = asNumbers[uint64](content[secWordingKeys]), asNumbers[uint64](content[secWordingBits])
	a.Rare = Rare{asNumbers[uint32](content[secRareStarts]), content[secRare]}
	a.Starts, a.Others, a.Before = asNumbers[uint32](content[secAlikeStarts]), asNumbers[uint32](content[secAlike]), linksIn(content[secAlikeBefore])
}

// linkSize is that of a Link, which has no gaps.
const linkSize = unsafe.Sizeof(Link{})

// bytesOfLinks returns the memory of links, in this machine's byte order.
func bytesOfLinks(links []Link) []byte {
	if len(links) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(links))), len(links)*int(linkSize))
}

// linksIn is the way back; b begins at a multiple of 8 bytes.
func linksIn(b []byte) []Link {
	if len(b) == 0 {
		return nil
	}
	return unsafe.Slice((*Link)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/int(linkSize))
}
