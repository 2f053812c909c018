package alike

import (
	"cmp"
	"context"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/index/forward"
	"verbatim/index/segment"
	"verbatim/search"
	"verbatim/search/alike"
)

// across finds the wordings of a part before this one that say nearly the same as those
// of this one, each with the number of its own and the key of the other.
func (w *wordings) across(ctx context.Context, before Part) (links [][2]uint64, err error) {
	words, err := before.Postings.Dictionary(segment.FieldWords)
	if err != nil {
		return nil, err
	}
	b := &beyond{
		wordings: w, before: before.Forward, words: words, reader: newReader(before.Forward),
		numbers: make([]uint32, w.part.Vocabulary.Len()), seen: make([]uint32, len(before.Forward.Alike.Keys)),
	}
	for i, own := range w.byLength {
		if i%some == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if links, err = b.find(own, links); err != nil {
			return nil, err
		}
	}
	return links, nil
}

// some is how many wordings are looked at between two looks at the context.
const some = 256

// A beyond looks for the wordings of a part before that say what one of another part
// says.
type beyond struct {
	*wordings
	before  *forward.Index
	words   segment.Dictionary
	reader  *reader
	numbers []uint32 // by word: its number in the part before, and one more; see translated
	seen    []uint32 // by wording of the part before: the last own one, and one more, that it was compared with
	measure alike.Measure
	own     []uint32 // by the numbers of the part before
	other   []uint32
}

// translated returns the number that a word has in the part before, or one that no
// word has there.
func (b *beyond) translated(word uint32) uint32 {
	if word >= alike.ANumber {
		return word
	}
	if b.numbers[word] == 0 {
		b.numbers[word] = uint32(b.before.Vocabulary.Len()) + word + 1
		t := &search.Term{Kind: search.Literal, Text: b.part.Vocabulary.At(word)}
		if known := b.before.Words(t); len(known) == 1 {
			b.numbers[word] = known[0] + 1
		}
	}
	return b.numbers[word] - 1
}

// find appends the links of a wording.
func (b *beyond) find(own uint32, links [][2]uint64) ([][2]uint64, error) {
	b.own = b.own[:0]
	for _, word := range b.of(own) {
		b.own = append(b.own, b.translated(word))
	}
	set, err := b.candidates()
	if err != nil {
		return nil, err
	}
	known, bits := b.before.Alike, b.alike.Bits[own]
	for docs := set.Iterator(); docs.HasNext(); {
		doc := docs.Next()
		other := known.Wordings[doc]
		// Two that say the same differ in at most 2/5 of the words of either.
		if 5*differing(bits, known.Bits[other]) > 2*len(b.own) || b.seen[other] == own+1 {
			continue
		}
		b.seen[other] = own + 1
		if known.Keys[other] == b.alike.Keys[own] {
			continue
		}
		var near bool
		b.other, near = b.reader.compared(doc, b.other[:0])
		if near && b.measure.Same(b.own, b.other) {
			links = append(links, [2]uint64{uint64(own), known.Keys[other]})
		}
	}
	return links, nil
}

// candidates returns the passages that have so many of the rarest words of a wording as
// one that says the same must have: all but as many as it may lack.
func (b *beyond) candidates() (*roaring.Bitmap, error) {
	distinct := slices.Compact(slices.Sorted(slices.Values(b.own)))
	var sets []*roaring.Bitmap
	for _, word := range distinct {
		switch {
		case word >= alike.ANumber:
		case int(word) >= b.before.Vocabulary.Len():
			sets = append(sets, roaring.New())
		default:
			set, err := b.words.Passages(b.before.Vocabulary.At(word))
			if err != nil {
				return nil, err
			}
			sets = append(sets, set)
		}
	}
	slices.SortFunc(sets, func(a, b *roaring.Bitmap) int { return cmp.Compare(a.GetCardinality(), b.GetCardinality()) })
	lacking := len(b.own) - alike.Enough(len(b.own))
	sets = sets[:min(len(sets), lacking+mustHave)]
	return atLeast(max(1, len(sets)-lacking), sets), nil
}

// mustHave is how many of a wording's rarest words one that says the same has, of as
// many and those that it may lack: a few tell most others apart.
const mustHave = 4

// atLeast returns what is in so many of some sets.
func atLeast(wanted int, sets []*roaring.Bitmap) *roaring.Bitmap {
	in := make([]*roaring.Bitmap, wanted) // what is in 1, 2 … of those so far
	for i := range in {
		in[i] = roaring.New()
	}
	for _, set := range sets {
		for i := wanted - 1; i > 0; i-- {
			in[i].Or(roaring.And(in[i-1], set))
		}
		in[0].Or(set)
	}
	return in[wanted-1]
}
