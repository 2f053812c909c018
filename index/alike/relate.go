package alike

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"verbatim/index/forward"
	"verbatim/search/alike"
)

// Relate finds which passages of a part say the same, and which of them say what
// passages of the parts before say. The time that it takes depends on the part, and on
// how many wordings of the others have the same rarest words.
func Relate(ctx context.Context, part *forward.Index, before []*forward.Index) (*forward.Alike, error) {
	w := wordingsOf(part)
	found, err := w.join(ctx)
	if err != nil {
		return nil, err
	}
	found.put(&w.alike)
	for _, b := range before {
		links, err := w.across(ctx, b)
		if err != nil {
			return nil, err
		}
		w.alike.Before = append(w.alike.Before, links...)
	}
	sortLinks(&w.alike)
	return &w.alike, nil
}

// sortLinks puts the links to other parts in order, each once.
func sortLinks(a *forward.Alike) {
	slices.SortFunc(a.Before, func(a, b forward.Link) int {
		return cmp.Or(cmp.Compare(a.Own, b.Own), cmp.Compare(a.Length, b.Length), cmp.Compare(a.Key, b.Key))
	})
	a.Before = slices.Compact(a.Before)
}

// wordings are those of a part, with what is compared of each that others may say nearly:
// from near on.
type wordings struct {
	alike    forward.Alike
	part     *forward.Index
	hashes   []uint64 // of the words of the part
	near     uint32
	compared []uint32   // of all
	starts   []uint32   // a wording and one more, from near on: where it begins in compared
	rarest   []uint32   // the rarest words of all
	rareFrom []uint32   // as starts, in rarest
	lists    [][]uint32 // of each word: the wordings of which it is one of the rarest
}

// of returns what is compared of a wording, and rarestOf its rarest words.
func (w *wordings) of(wording uint32) []uint32 {
	return w.compared[w.starts[wording-w.near]:w.starts[wording-w.near+1]]
}

func (w *wordings) rarestOf(wording uint32) []uint32 {
	return w.rarest[w.rareFrom[wording-w.near]:w.rareFrom[wording-w.near+1]]
}

// wordingsOf reads a part.
func wordingsOf(part *forward.Index) *wordings {
	type place struct {
		known
		doc uint32
	}
	w := &wordings{part: part, hashes: hashes(part)}
	r, places := newReader(part), make([]place, part.Passages())
	var compared []uint32
	for doc := range uint32(len(places)) {
		var near bool
		compared, near = r.compared(doc, compared[:0])
		places[doc] = place{known{0, keyOf(compared, near, w.hashes)}, doc}
		if near {
			places[doc].length = uint32(len(compared))
		}
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Or(a.compare(b.known), cmp.Compare(a.doc, b.doc)) })
	w.alike.Wordings = make([]uint32, len(places))
	for i, p := range places {
		if i == 0 || p.known != places[i-1].known {
			addWording(&w.alike, p.known)
		}
		w.alike.Wordings[p.doc] = uint32(len(w.alike.Keys) - 1)
	}
	w.alike.Firsts = append(w.alike.Firsts, uint32(len(w.alike.Keys)))
	w.read(r)
	for wording := w.near; int(wording) < len(w.alike.Keys); wording++ {
		of := w.of(wording)
		w.alike.Bits = bitsOf(of, w.hashes, sizeOf(len(of)), w.alike.Bits)
	}
	return w
}

// read reads what is compared of the wordings, and finds the rarest words of each: those that
// others may say nearly.
func (w *wordings) read(r *reader) {
	w.near = uint32(len(w.alike.Keys))
	if at, _ := slices.BinarySearch(w.alike.Lengths, 1); at < len(w.alike.Lengths) {
		w.near = w.alike.Firsts[at]
	}
	w.starts, w.rareFrom = append(w.starts, 0), append(w.rareFrom, 0)
	times := make([]uint32, w.part.Vocabulary.Len())
	var room []uint32
	for _, doc := range w.alike.Passages()[w.near:] {
		w.compared, _ = r.compared(doc, w.compared)
		room = alike.Rarest(w.compared[w.starts[len(w.starts)-1]:], room)
		for _, word := range room {
			times[word]++
		}
		w.rarest = append(w.rarest, room...)
		w.starts, w.rareFrom = append(w.starts, uint32(len(w.compared))), append(w.rareFrom, uint32(len(w.rarest)))
	}
	w.lists = make([][]uint32, len(times))
	all := make([]uint32, len(w.rarest))
	for word, n := range times {
		w.lists[word], all = all[:0:n], all[n:]
	}
	for wording := w.near; int(wording) < len(w.alike.Keys); wording++ {
		for _, word := range w.rarestOf(wording) {
			w.lists[word] = append(w.lists[word], wording)
		}
	}
	for _, list := range w.lists {
		w.alike.Rare.Add(list)
	}
}

// join finds the wordings within the part that say nearly the same.
func (w *wordings) join(ctx context.Context) (*related, error) {
	results := make([]related, runtime.GOMAXPROCS(0))
	spans := spansOf(&w.alike)
	err := w.each(ctx, func(worker int) func(own uint32) {
		f := finder{spans: spans, lists: slices.Clone(w.lists), read: w.of, seen: make([]uint32, len(w.alike.Keys))}
		var bits []uint64
		return func(own uint32) {
			one := w.of(own)
			bits = bitsOf(one, w.hashes, sizeOf(len(one)), bits[:0])
			f.find(own, one, w.rarestOf(own), bits, len(one), own, func(other uint32) { results[worker].add(own, other) })
		}
	})
	var all related
	for _, r := range results {
		all.pairs = append(all.pairs, r.pairs...)
	}
	return &all, err
}

// each visits the wordings that others may say nearly, in as many goroutines as there are
// processors, each with a visit of its own.
func (w *wordings) each(ctx context.Context, visitOf func(worker int) func(own uint32)) error {
	var next atomic.Int64
	next.Store(int64(w.near))
	var running sync.WaitGroup
	for worker := range runtime.GOMAXPROCS(0) {
		running.Go(func() {
			visit := visitOf(worker)
			for ctx.Err() == nil {
				from := next.Add(some) - some
				if from >= int64(len(w.alike.Keys)) {
					break
				}
				for own := from; own < min(from+some, int64(len(w.alike.Keys))); own++ {
					visit(uint32(own))
				}
			}
		})
	}
	running.Wait()
	return ctx.Err()
}

// some is how many wordings are looked at between two looks at the context.
const some = 256
