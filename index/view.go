package index

import (
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/search"
)

// A view is a part as a generation has it: without the passages that were
// removed from it.
type view struct {
	*part
	removed *roaring.Bitmap // nil if none was
	hidden  map[uint32]bool // the words that only removed passages have
	live    [][]int         // part.counts, of the passages that are left
	total   int             // words of the passages that are left
	global  [][]uint32      // of each field: the generation's numbers of its values
}

// newView gives the part without the passages of a set. That takes time in
// proportion to the set.
func newView(p *part, removed *roaring.Bitmap) (*view, error) {
	v := &view{part: p, removed: removed, live: p.counts, total: p.words}
	if removed == nil {
		return v, nil
	}
	v.live = make([][]int, len(p.counts))
	for f, counts := range p.counts {
		v.live[f] = slices.Clone(counts)
	}
	v.hidden = map[uint32]bool{}
	var passage passage
	for docs := removed.Iterator(); docs.HasNext(); {
		doc := docs.Next()
		for f := range v.live {
			v.live[f][p.column.fields[f].at(doc)]--
		}
		p.column.load(doc, &passage)
		v.total -= len(passage.words)
		for _, n := range passage.words {
			v.hidden[n] = true
		}
	}
	return v, v.unhide()
}

// unhide takes the words out of hidden that a passage has which is left.
func (v *view) unhide() error {
	words, err := v.postings.dictionary(fieldWords)
	if err != nil {
		return err
	}
	for n := range v.hidden {
		set, err := words.passages(v.column.words.at(n))
		if err != nil {
			return err
		}
		if v.count(set) > 0 {
			delete(v.hidden, n)
		}
	}
	return nil
}

// passages is how many passages are left.
func (v *view) passages() int {
	n := v.column.passages()
	if v.removed != nil {
		n -= int(v.removed.GetCardinality())
	}
	return n
}

// count counts the passages of a set that are left.
func (v *view) count(set *roaring.Bitmap) int {
	n := set.GetCardinality()
	if v.removed != nil {
		n -= set.AndCardinality(v.removed)
	}
	return int(n)
}

// left gives the passages of a set that are left.
func (v *view) left(set *roaring.Bitmap) *roaring.Bitmap {
	if v.removed == nil {
		return set
	}
	return roaring.AndNot(set, v.removed)
}

// wordsOf gives the numbers of the words that a term accepts and a passage has
// that is left, sorted by word.
func (v *view) wordsOf(t *search.Term) []uint32 {
	numbers := v.column.Words(t)
	if len(v.hidden) == 0 {
		return numbers
	}
	return slices.DeleteFunc(slices.Clone(numbers), func(n uint32) bool { return v.hidden[n] })
}
