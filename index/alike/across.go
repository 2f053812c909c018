package alike

import (
	"context"
	"math"
	"runtime"

	"verbatim/index/forward"
	"verbatim/search"
	"verbatim/search/alike"
)

// across finds the wordings of a part before this one that say nearly the same as those
// of this one. What the other part has in the same words it knows already.
func (w *wordings) across(ctx context.Context, before *forward.Index) (links []forward.Link, err error) {
	passages, spans := before.Alike.Passages(), spansOf(&before.Alike)
	results := make([][]forward.Link, runtime.GOMAXPROCS(0))
	err = w.each(ctx, func(worker int) func(own uint32) {
		link := func(own, other uint32) {
			results[worker] = append(results[worker], forward.Link{Own: own, Length: before.Alike.LengthOf(other), Key: before.Alike.Keys[other]})
		}
		translated := w.translation(before)
		kept := readings{reader: newReader(before), passages: passages, kept: make([][]uint32, len(passages))}
		f := finder{spans: spans, lists: make([][]uint32, before.Vocabulary.Len()), read: kept.of, seen: make([]uint32, len(passages))}
		var compared, rarest []uint32
		var bits []uint64
		return func(own uint32) {
			length := uint32(len(w.of(own)))
			if same, known := before.Alike.Find(length, w.alike.Keys[own]); known {
				for _, other := range before.Alike.Same(same) {
					link(own, other)
				}
				return
			}
			compared = compared[:0]
			for _, word := range w.of(own) {
				compared = append(compared, translated(word))
			}
			rarest = alike.Rarest(compared, rarest)
			for _, word := range rarest {
				if int(word) < len(f.lists) && f.lists[word] == nil {
					f.lists[word] = before.Alike.Rare.Of(word, []uint32{})
				}
			}
			most := len(compared) + len(compared)/4
			bits = bitsOf(w.of(own), w.hashes, sizeOf(most), bits[:0])
			f.find(own, compared, rarest, bits, most, math.MaxUint32, func(other uint32) { link(own, other) })
		}
	})
	for _, found := range results {
		links = append(links, found...)
	}
	return links, err
}

// translation returns the number that a word has in another part, or one that no word has
// there.
func (w *wordings) translation(to *forward.Index) func(word uint32) uint32 {
	numbers := make([]uint32, w.part.Vocabulary.Len()) // and one more; 0 if it was not asked for yet
	return func(word uint32) uint32 {
		if word >= alike.ANumber {
			return word
		}
		if numbers[word] == 0 {
			numbers[word] = uint32(to.Vocabulary.Len()) + word + 1
			t := &search.Term{Kind: search.Literal, Text: w.part.Vocabulary.At(word)}
			if known := to.Words(t); len(known) == 1 {
				numbers[word] = known[0] + 1
			}
		}
		return numbers[word] - 1
	}
}

// readings keep what was read of a part: wordings that many passages nearly say are asked
// for again and again.
type readings struct {
	reader   *reader
	passages []uint32   // of each wording, one
	kept     [][]uint32 // of each wording that was read: what is compared of it
	words    int        // of these
}

// mostKept bounds the words that are kept, which take 4 bytes each.
const mostKept = 4 << 20

func (r *readings) of(wording uint32) []uint32 {
	if r.kept[wording] == nil {
		if r.words > mostKept {
			clear(r.kept)
			r.words = 0
		}
		r.kept[wording], _ = r.reader.compared(r.passages[wording], nil)
		r.words += len(r.kept[wording])
	}
	return r.kept[wording]
}
