package alike

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/index/forward"
)

// Merge returns what is known of the passages of several parts, in their order and
// without those that were removed, for the part that is written of them. First says
// that no part stands before them.
func Merge(parts []*forward.Index, removed []*roaring.Bitmap, first bool, written *forward.Index) *forward.Alike {
	var merged forward.Alike
	for i, p := range parts {
		for doc := range uint32(p.Passages()) {
			if removed[i] == nil || !removed[i].Contains(doc) {
				merged.Keys = append(merged.Keys, p.Alike.Keys[p.Alike.Wordings[doc]])
			}
		}
	}
	ofPassages := slices.Clone(merged.Keys)
	slices.Sort(merged.Keys)
	merged.Keys = slices.Compact(merged.Keys)
	for _, key := range ofPassages {
		at, _ := slices.BinarySearch(merged.Keys, key)
		merged.Wordings = append(merged.Wordings, uint32(at))
	}
	merged.Bits, merged.Lengths = make([][2]uint64, len(merged.Keys)), make([]uint32, len(merged.Keys))
	var found related
	for _, p := range parts {
		for n, key := range p.Alike.Keys {
			own, kept := slices.BinarySearch(merged.Keys, key)
			if !kept {
				continue
			}
			merged.Bits[own], merged.Lengths[own] = p.Alike.Bits[n], p.Alike.Lengths[n]
			for _, other := range p.Alike.Same(uint32(n)) {
				found.link(&merged, uint32(own), p.Alike.Keys[other])
			}
		}
		for _, link := range p.Alike.Before {
			if own, kept := slices.BinarySearch(merged.Keys, p.Alike.Keys[link[0]]); kept {
				found.link(&merged, uint32(own), link[1])
			}
		}
	}
	found.put(&merged)
	if first {
		merged.Before = nil
	}
	slices.SortFunc(merged.Before, compareLinks)
	merged.Before = slices.Compact(merged.Before)
	merged.Rare = rareIn(written, &merged)
	return &merged
}

// rareIn reads what is compared of each wording of a part again: which words are rare is
// another thing in each part.
func rareIn(part *forward.Index, of *forward.Alike) forward.Rare {
	w := wordings{part: part, alike: *of, starts: make([]uint32, 1)}
	r := newReader(part)
	for wording, doc := range of.Passages() {
		if of.Lengths[wording] > 0 {
			w.compared, _ = r.compared(doc, w.compared)
			w.byLength = append(w.byLength, uint32(wording))
		}
		w.starts = append(w.starts, uint32(len(w.compared)))
	}
	w.sortByLength()
	return w.rare()
}

// link adds that a wording says what the one with a key says. It is kept also as a link
// to the parts before, which may have the same wording, and may have it longer.
func (r *related) link(merged *forward.Alike, own uint32, key uint64) {
	if other, kept := slices.BinarySearch(merged.Keys, key); kept {
		r.add(own, uint32(other))
	}
	merged.Before = append(merged.Before, [2]uint64{uint64(own), key})
}
