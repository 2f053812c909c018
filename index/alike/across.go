package alike

import (
	"context"
	"runtime"

	"verbatim/index/forward"
	"verbatim/search"
	"verbatim/search/alike"
)

// across finds the wordings of a part before this one that say nearly the same as those
// of this one, each with the number of its own and the key of the other.
func (w *wordings) across(ctx context.Context, before *forward.Index) (links [][2]uint64, err error) {
	passages := before.Alike.Passages()
	results := make([][][2]uint64, runtime.GOMAXPROCS(0))
	err = w.each(ctx, func(worker int) func(own uint32) {
		translated := w.translation(before)
		read := readings{reader: newReader(before), passages: passages, kept: make([]*reading, len(passages))}
		f := finder{among: &before.Alike, read: read.of, seen: make([]uint32, len(passages))}
		var compared []uint32
		return func(own uint32) {
			compared = compared[:0]
			for _, word := range w.of(own) {
				compared = append(compared, translated(word))
			}
			most := len(compared) + len(compared)/4
			one := newReading(compared)
			f.find(own, &one, w.alike.Bits[own], most, func(other uint32) {
				if key := before.Alike.Keys[other]; key != w.alike.Keys[own] {
					results[worker] = append(results[worker], [2]uint64{uint64(own), key})
				}
			})
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

// readings keep what was read of wordings: those that many passages nearly say are asked
// for again and again.
type readings struct {
	reader   *reader
	passages []uint32   // of each wording, one
	kept     []*reading // of each wording that was read
	words    int        // of these
}

// mostKept bounds the words that are kept, which take 4 bytes each.
const mostKept = 4 << 20

func (r *readings) of(wording uint32) *reading {
	if r.kept[wording] == nil {
		if r.words > mostKept {
			clear(r.kept)
			r.words = 0
		}
		compared, _ := r.reader.compared(r.passages[wording], nil)
		read := newReading(compared)
		r.kept[wording] = &read
		r.words += len(compared)
	}
	return r.kept[wording]
}
