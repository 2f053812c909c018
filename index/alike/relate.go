package alike

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sort"
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
	compared []uint32     // of all
	within   []stretch    // of each wording from near on: where it is in compared
	rarest   []alike.Rare // the rarest words of all
	rareFrom []uint32     // of each wording from near on, and one more: where they begin in rarest
	sure     []uint32     // of each wording from near on: how many of these are surely enough
	lists    [][]posting  // of each word: the wordings of which it is one of the rarest
	spans    []span
}

type stretch struct{ start, end uint32 }

// of returns what is compared of a wording, and rarestOf its rarest words.
func (w *wordings) of(wording uint32) []uint32 {
	within := w.within[wording-w.near]
	return w.compared[within.start:within.end]
}

func (w *wordings) rarestOf(wording uint32) []alike.Rare {
	return w.rarest[w.rareFrom[wording-w.near]:w.rareFrom[wording-w.near+1]]
}

// bitsOf returns the bits of a wording.
func (w *wordings) bitsOf(wording uint32) []uint64 {
	at := sort.Search(len(w.spans), func(i int) bool { return w.spans[i].end > wording })
	return w.spans[at].of(wording)
}

// wordingsOf reads a part.
func wordingsOf(part *forward.Index) *wordings {
	w := &wordings{part: part, hashes: hashes(part), compared: make([]uint32, 0, part.Units())}
	w.read()
	w.findRarest()
	for wording := w.near; int(wording) < len(w.alike.Keys); wording++ {
		of := w.of(wording)
		w.alike.Bits = bitsOf(of, w.hashes, sizeOf(len(of)), w.alike.Bits)
	}
	w.spans = spansOf(&w.alike)
	return w
}

// A place is a wording as it comes: what is compared of it begins at start.
type place struct {
	known
	start, was uint32
}

// read reads which wordings the passages have, and what is compared of those that others
// may say nearly.
func (w *wordings) read() {
	r, places, numbers := newReader(w.part), []place(nil), map[known]uint32{}
	w.alike.Wordings = make([]uint32, w.part.Passages())
	for doc := range w.alike.Wordings {
		start := len(w.compared)
		compared, near := r.compared(uint32(doc), w.compared)
		of := known{0, keyOf(compared[start:], near, w.hashes)}
		if near {
			of.length = uint32(len(compared) - start)
		}
		n, seen := numbers[of]
		if !seen {
			n = uint32(len(places))
			numbers[of], places = n, append(places, place{of, uint32(start), n})
			if near {
				w.compared = compared
			}
		}
		w.alike.Wordings[doc] = n
	}
	w.number(places)
}

// number numbers the wordings by what they are known by.
func (w *wordings) number(places []place) {
	slices.SortFunc(places, func(a, b place) int { return a.compare(b.known) })
	final := make([]uint32, len(places))
	for n, p := range places {
		addWording(&w.alike, p.known)
		final[p.was] = uint32(n)
		if p.length == 0 {
			w.near = uint32(n + 1)
		} else {
			w.within = append(w.within, stretch{p.start, p.start + p.length})
		}
	}
	w.alike.Firsts = append(w.alike.Firsts, uint32(len(w.alike.Keys)))
	for doc, n := range w.alike.Wordings {
		w.alike.Wordings[doc] = final[n]
	}
}

// findRarest finds the rarest words of each wording: those that others may say nearly.
func (w *wordings) findRarest() {
	w.rareFrom = append(make([]uint32, 0, len(w.within)+1), 0)
	w.rarest = make([]alike.Rare, 0, len(w.compared)/5+2*len(w.within)) // enough for all
	times := make([]uint32, w.part.Vocabulary.Len())
	var room []alike.Rare
	for _, within := range w.within {
		var sure int
		room, sure = alike.Rarest(w.compared[within.start:within.end], room)
		for _, r := range room {
			times[r.Word()]++
		}
		w.rarest, w.sure = append(w.rarest, room...), append(w.sure, uint32(sure))
		w.rareFrom = append(w.rareFrom, uint32(len(w.rarest)))
	}
	w.lists = make([][]posting, len(times))
	all := make([]posting, len(w.rarest))
	for word, n := range times {
		w.lists[word], all = all[:0:n], all[n:]
	}
	for n, within := range w.within {
		wording := w.near + uint32(n)
		for _, r := range w.rarestOf(wording) {
			w.lists[r.Word()] = append(w.lists[r.Word()], newPosting(wording, r.At(), within.end-within.start))
		}
	}
	w.writeRarest()
}

// writeRarest keeps which wordings have each word among those of their rarest that are
// surely enough.
func (w *wordings) writeRarest() {
	var numbers []uint32
	for word, list := range w.lists {
		numbers = numbers[:0]
		for _, p := range list {
			rarest := w.rarestOf(p.wording)
			if last := len(rarest) - 1; int(w.sure[p.wording-w.near]) > last || rarest[last].Word() != uint32(word) {
				numbers = append(numbers, p.wording)
			}
		}
		w.alike.Rare.Add(numbers)
	}
}

// join finds the wordings within the part that say nearly the same.
func (w *wordings) join(ctx context.Context) (*related, error) {
	results := make([]related, runtime.GOMAXPROCS(0))
	err := w.each(ctx, func(worker int) func(own uint32) {
		f := newFinder(w.spans, slices.Clone(w.lists), w.of)
		f.wanted = 2
		return func(own uint32) {
			f.find(w.of(own), w.rarestOf(own), w.bitsOf(own), own+1, func(other uint32) { results[worker].add(own, other) })
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
