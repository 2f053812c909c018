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
	w := wordings{part: written}
	merged := &w.alike
	var ofPassages []known
	for i, p := range parts {
		all := knownIn(p)
		for doc := range uint32(p.Passages()) {
			if removed[i] == nil || !removed[i].Contains(doc) {
				ofPassages = append(ofPassages, all[p.Alike.Wordings[doc]])
			}
		}
	}
	for _, k := range slices.CompactFunc(slices.SortedFunc(slices.Values(ofPassages), known.compare), func(a, b known) bool { return a == b }) {
		addWording(merged, k)
	}
	merged.Firsts = append(merged.Firsts, uint32(len(merged.Keys)))
	for _, k := range ofPassages {
		wording, _ := merged.Find(k.length, k.key)
		merged.Wordings = append(merged.Wordings, wording)
	}
	var found related
	bits := make([][]uint64, len(merged.Keys))
	for _, p := range parts {
		all, n := knownIn(p), uint32(0)
		for _, s := range spansOf(&p.Alike) {
			for ; n < s.end; n++ {
				own, kept := merged.Find(all[n].length, all[n].key)
				if !kept {
					continue
				}
				bits[own] = s.of(n)
				for _, other := range p.Alike.Same(n) {
					found.link(merged, own, all[other])
				}
			}
		}
		for _, link := range p.Alike.Before {
			if own, kept := merged.Find(all[link.Own].length, all[link.Own].key); kept {
				found.link(merged, own, known{link.Length, link.Key})
			}
		}
	}
	merged.Bits = slices.Concat(bits...)
	found.put(merged)
	if first {
		merged.Before = nil
	}
	sortLinks(merged)
	w.read(newReader(written)) // which words are rare is another thing in each part
	return merged
}

// knownIn returns what each wording of a part is known by.
func knownIn(p *forward.Index) (all []known) {
	for i, length := range p.Alike.Lengths {
		for _, key := range p.Alike.Keys[p.Alike.Firsts[i]:p.Alike.Firsts[i+1]] {
			all = append(all, known{length, key})
		}
	}
	return all
}

// link adds that a wording says what another says. It is kept also as a link to the parts
// before, which may have the same wording, and may have it longer.
func (r *related) link(merged *forward.Alike, own uint32, other known) {
	if same, kept := merged.Find(other.length, other.key); kept {
		r.add(own, same)
	}
	merged.Before = append(merged.Before, forward.Link{Own: own, Length: other.length, Key: other.key})
}
