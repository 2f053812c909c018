package index

import (
	"slices"
	"sync"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/index/dense"
	"verbatim/index/forward"
	"verbatim/index/segment"
	"verbatim/search"
)

// A liveDocs is a part as a generation has it: without the passages that were
// removed from it.
type liveDocs struct {
	*part
	removed     *roaring.Bitmap // nil if none was
	uncounted   *roaring.Bitmap // what statistics leave out: those that were removed, and headings; nil if there are none
	isUncounted dense.Set       // the same
	hidden      map[uint32]bool // the words that only removed passages have
	liveCounts  [][]int         // part.counts, of the passages that are left
	total       int             // words of the passages that statistics count
	global      [][]uint32      // of each field: the generation's numbers of its values
	wordCounts  tally
	stemCounts  tally
	loneCounts  sync.Map // by loneKey, as they are asked for
}

// A tally has the number of passages that statistics count, one more, by the number
// of what they have; 0 as long as nobody has asked.
type tally []atomic.Uint32

// of returns the number for what has a number, which passages of the set have.
func (t tally) of(n uint32, v *liveDocs, set func() (*roaring.Bitmap, error)) (int, error) {
	if known := t[n].Load(); known > 0 {
		return int(known - 1), nil
	}
	having, err := set()
	if err != nil {
		return 0, err
	}
	count := v.count(having)
	t[n].Store(uint32(count) + 1)
	return count, nil
}

// newLiveDocs returns the part without the passages of a set. That takes time in
// proportion to the set.
func newLiveDocs(p *part, removed *roaring.Bitmap) (*liveDocs, error) {
	v := &liveDocs{
		part: p, removed: removed, liveCounts: p.counts, total: p.words, uncounted: removed,
		wordCounts: make(tally, p.forward.Vocabulary.Len()), stemCounts: make(tally, p.forward.Stems()),
	}
	if !p.headings.IsEmpty() {
		v.uncounted = p.headings
		if removed != nil {
			v.uncounted = roaring.Or(removed, p.headings)
		}
	}
	v.isUncounted = p.isHeading
	if removed != nil {
		v.isUncounted = dense.New(p.forward.Passages())
		v.isUncounted.Fill(v.uncounted)
	}
	if v.uncounted != nil {
		each(v.uncounted, func(doc uint32) { v.total -= int(p.forward.Lengths.At(doc)) })
	}
	if removed == nil {
		return v, nil
	}
	v.liveCounts = make([][]int, len(p.counts))
	for f, counts := range p.counts {
		v.liveCounts[f] = slices.Clone(counts)
	}
	v.hidden = map[uint32]bool{}
	var passage forward.Passage
	for docs := removed.Iterator(); docs.HasNext(); {
		doc := docs.Next()
		for f := range v.liveCounts {
			v.liveCounts[f][p.forward.Fields[f].At(doc)]--
		}
		p.forward.Load(doc, &passage)
		for _, n := range passage.Words {
			v.hidden[n] = true
		}
	}
	return v, v.unhide()
}

// unhide takes the words out of hidden that a passage has which is left.
func (v *liveDocs) unhide() error {
	for n := range v.hidden {
		set, err := v.lists[segment.FieldWords].Read(v.forward.Vocabulary.At(n))
		if err != nil {
			return err
		}
		if set.AndCardinality(v.removed) < set.GetCardinality() {
			delete(v.hidden, n)
		}
	}
	return nil
}

// passages is how many passages statistics count: those that are left, without
// headings.
func (v *liveDocs) passages() int {
	n := v.forward.Passages()
	if v.uncounted != nil {
		n -= int(v.uncounted.GetCardinality())
	}
	return n
}

// count counts the passages of a set that statistics count.
func (v *liveDocs) count(set *roaring.Bitmap) int {
	n := set.GetCardinality()
	if v.uncounted != nil {
		n -= set.AndCardinality(v.uncounted)
	}
	return int(n)
}

// counted returns the passages of a set that statistics count.
func (v *liveDocs) counted(set *roaring.Bitmap) *roaring.Bitmap {
	if v.uncounted == nil {
		return set
	}
	return roaring.AndNot(set, v.uncounted)
}

// has reports whether a passage is left.
func (v *liveDocs) has(doc uint32) bool { return v.removed == nil || !v.removed.Contains(doc) }

// left returns the passages of a set that are left.
func (v *liveDocs) left(set *roaring.Bitmap) *roaring.Bitmap {
	if v.removed == nil {
		return set
	}
	return roaring.AndNot(set, v.removed)
}

// wordsOf returns the numbers of the words that a term accepts and a passage has
// that is left, sorted by word.
func (v *liveDocs) wordsOf(t *search.Term, in *vocabulary) []uint32 {
	numbers := in.Words(t)
	if len(v.hidden) == 0 {
		return numbers
	}
	return slices.DeleteFunc(slices.Clone(numbers), func(n uint32) bool { return v.hidden[n] })
}
