package alike

import (
	"cmp"
	"context"
	"math"
	"math/bits"
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
		pairs, err := w.across(ctx, b)
		if err != nil {
			return nil, err
		}
		w.alike.Before = append(w.alike.Before, pairs...)
	}
	slices.SortFunc(w.alike.Before, compareLinks)
	w.alike.Before = slices.Compact(w.alike.Before)
	return &w.alike, nil
}

func compareLinks(a, b [2]uint64) int { return slices.Compare(a[:], b[:]) }

// wordings are those of a part, with what is compared of each.
type wordings struct {
	alike    forward.Alike
	part     *forward.Index
	compared []uint32 // of all
	starts   []uint32 // a wording and one more: where it begins in compared
	near     []bool   // whether others may say nearly the same
	byLength []uint32 // those that are near, shorter ones first
}

// of returns what is compared of a wording.
func (w *wordings) of(wording uint32) []uint32 {
	return w.compared[w.starts[wording]:w.starts[wording+1]]
}

// wordingsOf reads a part. Wordings are numbered by their keys.
func wordingsOf(part *forward.Index) *wordings {
	type place struct {
		key  uint64
		doc  uint32
		near bool
	}
	r, words := newReader(part), hashes(part)
	places := make([]place, part.Passages())
	var compared []uint32
	for doc := range uint32(len(places)) {
		var near bool
		compared, near = r.compared(doc, compared[:0])
		places[doc] = place{keyOf(compared, near, words), doc, near}
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.doc, b.doc)) })
	w := &wordings{part: part, starts: make([]uint32, 1)}
	w.alike.Wordings = make([]uint32, len(places))
	for i, p := range places {
		if i == 0 || p.key != places[i-1].key {
			w.alike.Keys = append(w.alike.Keys, p.key)
			w.near = append(w.near, p.near)
			w.compared, _ = r.compared(p.doc, w.compared)
			w.starts = append(w.starts, uint32(len(w.compared)))
		}
		w.alike.Wordings[p.doc] = uint32(len(w.alike.Keys) - 1)
	}
	for wording, near := range w.near {
		var b [2]uint64
		length := 0
		if near {
			b, length = bitsOf(w.of(uint32(wording)), words), len(w.of(uint32(wording)))
			w.byLength = append(w.byLength, uint32(wording))
		}
		w.alike.Bits, w.alike.Lengths = append(w.alike.Bits, b), append(w.alike.Lengths, uint32(length))
	}
	w.sortByLength()
	w.alike.Rare = w.rare()
	return w
}

func (w *wordings) sortByLength() {
	slices.SortStableFunc(w.byLength, func(a, b uint32) int { return cmp.Compare(w.alike.Lengths[a], w.alike.Lengths[b]) })
}

// join finds the wordings within the part that say nearly the same. Two that do have
// one of the rarest words of both in common (prefix filtering: Chaudhuri, Ganti and
// Kaushik, "A Primitive Operator for Similarity Joins in Data Cleaning", 2006; Bayardo,
// Ma and Srikant, "Scaling Up All Pairs Similarity Search", 2007). Of the pairs that
// have one, most are told apart by their bits, which cannot tell apart two that say the
// same (Sandes, Teodoro and Melo, "Bitmap Filter", 2020); the others are aligned.
func (w *wordings) join(ctx context.Context) (*related, error) {
	results := make([]related, runtime.GOMAXPROCS(0))
	read := make([]reading, len(w.alike.Keys))
	for _, own := range w.byLength {
		read[own] = newReading(w.of(own))
	}
	err := w.each(ctx, func(worker int) func(own uint32) {
		f := finder{among: &w.alike, read: func(wording uint32) *reading { return &read[wording] }, seen: make([]uint32, len(read))}
		return func(own uint32) {
			f.seen[own] = own + 1 // it says what it says itself
			one := &read[own]
			f.find(own, one, w.alike.Bits[own], len(one.words), func(other uint32) { results[worker].add(own, other) })
		}
	})
	var all related
	for _, r := range results {
		all.pairs = append(all.pairs, r.pairs...)
	}
	return &all, err
}

// each visits those wordings that others may say nearly, in as many goroutines as there
// are processors, each with a visit of its own.
func (w *wordings) each(ctx context.Context, visitOf func(worker int) func(own uint32)) error {
	var next atomic.Int64
	var running sync.WaitGroup
	for worker := range runtime.GOMAXPROCS(0) {
		running.Go(func() {
			visit := visitOf(worker)
			for ctx.Err() == nil {
				from := int(next.Add(some)) - some
				if from >= len(w.byLength) {
					break
				}
				for _, own := range w.byLength[from:min(from+some, len(w.byLength))] {
					visit(own)
				}
			}
		})
	}
	running.Wait()
	return ctx.Err()
}

// some is how many wordings are looked at between two looks at the context.
const some = 256

// rare lists of which wordings each word is one of the rarest.
func (w *wordings) rare() forward.Rare {
	r := forward.Rare{Starts: make([]uint32, w.part.Vocabulary.Len()+1)}
	var room []uint32
	for _, wording := range w.byLength {
		room = alike.Rarest(w.of(wording), room)
		for _, word := range room {
			r.Starts[word+1]++
		}
	}
	for i := range r.Starts[1:] {
		r.Starts[i+1] += r.Starts[i]
	}
	r.Wordings = make([]uint32, r.Starts[len(r.Starts)-1])
	r.Rarer = make([]uint16, len(r.Wordings))
	next := slices.Clone(r.Starts)
	for _, wording := range w.byLength {
		room = alike.Rarest(w.of(wording), room)
		for i, word := range room {
			r.Wordings[next[word]], r.Rarer[next[word]] = wording, uint16(min(i, math.MaxUint16))
			next[word]++
		}
	}
	return r
}

// A finder looks among the wordings of a part for those that say what one says. What it
// is given is by the numbers of that part's words; the rarest may be words that the part
// does not have.
type finder struct {
	among   *forward.Alike
	read    func(wording uint32) *reading // of those of the part
	measure alike.Measure
	seen    []uint32 // by wording: the last one, and one more, that it was compared with
	room    []uint32
}

// A reading is what is compared of a wording, and which words these are by 9 bits of a hash
// of their numbers: enough to tell long wordings apart, and too much to be stored.
type reading struct {
	words []uint32
	bits  [8]uint64
}

func newReading(words []uint32) reading {
	r := reading{words: words}
	for _, w := range words {
		h := mixed(uint64(w)) >> 55
		r.bits[h>>6] ^= 1 << (h & 63)
	}
	return r
}

// differing is a number of words that two differ in at least.
func (r *reading) differing(other *reading) (n int) {
	for i, b := range r.bits {
		n += bits.OnesCount64(b ^ other.bits[i])
	}
	return n
}

// find calls found with the wordings up to a length that say what one says. The one has
// a number of its own among those that are looked for.
func (f *finder) find(own uint32, one *reading, bits [2]uint64, upTo int, found func(wording uint32)) {
	taken := false
	length := len(one.words)
	lacking := length - alike.Enough(length)
	f.room = alike.Rarest(one.words, f.room)
	for _, word := range f.room {
		if int(word) >= len(f.among.Rare.Starts)-1 {
			continue // no wording has it
		}
		list, rarer := f.among.Rare.Of(word)
		from, _ := slices.BinarySearchFunc(list, alike.Enough(length), func(w uint32, least int) int { return int(f.among.Lengths[w]) - least })
		for at, other := range list[from:] {
			others := int(f.among.Lengths[other])
			if others > upTo || !alike.CanBe(others, length) {
				break // those behind it are longer still
			}
			// It lacks the rarer ones, or was met by one of them.
			lacks := others - alike.Enough(max(others, length))
			if int(rarer[from+at]) > lacks || differing(bits, f.among.Bits[other]) > lacks+lacking || f.seen[other] == own+1 {
				continue
			}
			f.seen[other] = own + 1
			read := f.read(other)
			if one.differing(read) > lacks+lacking {
				continue
			}
			if !taken {
				f.measure.Take(one.words)
				taken = true
			}
			if f.measure.Same(read.words) {
				found(other)
			}
		}
	}
}
