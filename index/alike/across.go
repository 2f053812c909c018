package alike

import (
	"context"
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
		f := newFinder(spans, make([][]posting, before.Vocabulary.Len()), kept.of)
		var compared []uint32
		var room []alike.Rare
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
			rarest, sure := alike.Rarest(compared, room)
			room, rarest = rarest, rarest[:sure]
			for _, r := range rarest {
				if word := r.Word(); int(word) < len(f.lists) && f.lists[word] == nil {
					f.lists[word] = postingsOf(before, word)
				}
			}
			from := before.Alike.FirstOf(uint32(alike.Enough(len(compared))))
			f.find(compared, rarest, w.bitsOf(own), from, func(other uint32) { link(own, other) })
		}
	})
	for _, found := range results {
		links = append(links, found...)
	}
	return links, err
}

// postingsOf returns the postings of a word in another part, which does not say where the
// word stands.
func postingsOf(part *forward.Index, word uint32) []posting {
	postings := []posting{}
	for _, wording := range part.Alike.Rare.Of(word, nil) {
		postings = append(postings, newPosting(wording, alike.Several, 0))
	}
	return postings
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
