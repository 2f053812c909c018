package forward

import "unsafe"

// Alike says which passages of a part say the same: see package index/alike, which
// finds it out. Passages of which the same is compared have one wording.
type Alike struct {
	Wordings []uint32    // a passage: the number of its wording
	Keys     []uint64    // a wording, ascending: what it is known by in other parts
	Bits     [][2]uint64 // a wording: which words it has, by a hash, each an odd number of times
	Lengths  []uint32    // a wording: how many words are compared with others; 0 if only the same words say the same
	Rare     Rare
	Starts   []uint32    // a wording and one more: where those begin in Others that say the same
	Others   []uint32    // the numbers of wordings
	Before   [][2]uint64 // the number of a wording and the key of one of a part before that says the same
}

// Rare has, of each word, the wordings of which it is one of the rarest.
type Rare struct {
	Starts   []uint32 // a word and one more: where those begin in Wordings
	Wordings []uint32 // their numbers, shorter ones first
	Rarer    []uint16 // of each of these: how many rarer words it has
}

// Of returns the wordings of which a word is one of the rarest, and how many rarer ones
// they have.
func (r *Rare) Of(word uint32) (wordings []uint32, rarer []uint16) {
	from, to := r.Starts[word], r.Starts[word+1]
	return r.Wordings[from:to], r.Rarer[from:to]
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
	content[secWordings], content[secWordingKeys], content[secWordingBits] = asBytes(a.Wordings), asBytes(a.Keys), asBytes(flat(a.Bits))
	content[secWordingLengths] = asBytes(a.Lengths)
	content[secRareStarts], content[secRare], content[secRarer] = asBytes(a.Rare.Starts), asBytes(a.Rare.Wordings), asBytes(a.Rare.Rarer)
	content[secAlikeStarts], content[secAlike], content[secAlikeBefore] = asBytes(a.Starts), asBytes(a.Others), asBytes(flat(a.Before))
}

func (a *Alike) adopt(content [sections][]byte) {
	a.Wordings, a.Keys, a.Bits = asNumbers[uint32](content[secWordings]), asNumbers[uint64](content[secWordingKeys]), pairsIn(content[secWordingBits])
	a.Lengths = asNumbers[uint32](content[secWordingLengths])
	a.Rare = Rare{asNumbers[uint32](content[secRareStarts]), asNumbers[uint32](content[secRare]), asNumbers[uint16](content[secRarer])}
	a.Starts, a.Others, a.Before = asNumbers[uint32](content[secAlikeStarts]), asNumbers[uint32](content[secAlike]), pairsIn(content[secAlikeBefore])
}

// flat returns the memory of pairs.
func flat(pairs [][2]uint64) []uint64 {
	if len(pairs) == 0 {
		return nil
	}
	return unsafe.Slice(&pairs[0][0], 2*len(pairs))
}

// pairsIn is the way back.
func pairsIn(b []byte) [][2]uint64 {
	if len(b) == 0 {
		return nil
	}
	return unsafe.Slice((*[2]uint64)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/16)
}
