package alike

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"verbatim/index/forward"
	"verbatim/index/segment"
	"verbatim/search/alike"
)

// A Part is a part of an index.
type Part struct {
	Forward  *forward.Index
	Postings segment.Postings
}

// Relate finds which passages of a part say the same, and which of them say what
// passages of the parts before say. The time that it takes depends on the part, and on
// how often its rarest words stand in the others.
func Relate(ctx context.Context, part *forward.Index, before []Part) (*forward.Alike, error) {
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
		b := [2]uint64{^uint64(0), ^uint64(0)}
		if near {
			b = bitsOf(w.of(uint32(wording)), words)
			w.byLength = append(w.byLength, uint32(wording))
		}
		w.alike.Bits = append(w.alike.Bits, b)
	}
	slices.SortStableFunc(w.byLength, func(a, b uint32) int { return len(w.of(a)) - len(w.of(b)) })
	return w
}

// join finds the wordings within the part that say nearly the same. Two that do have
// one of the rarest words of both in common (prefix filtering: Chaudhuri, Ganti and
// Kaushik, "A Primitive Operator for Similarity Joins in Data Cleaning", 2006; Bayardo,
// Ma and Srikant, "Scaling Up All Pairs Similarity Search", 2007). Of the pairs that
// have one, most are told apart by their bits, which cannot tell apart two that say the
// same (Sandes, Teodoro and Melo, "Bitmap Filter", 2020); the others are aligned.
func (w *wordings) join(ctx context.Context) (*related, error) {
	lists := w.lists()
	var next atomic.Int64
	var running sync.WaitGroup
	results := make([]related, runtime.GOMAXPROCS(0))
	for worker := range results {
		running.Go(func() {
			j := joiner{wordings: w, lists: lists, seen: make([]uint32, len(w.alike.Keys)), has: make([]bool, w.part.Vocabulary.Len())}
			for ctx.Err() == nil {
				from := int(next.Add(some)) - some
				if from >= len(w.byLength) {
					break
				}
				for at := from; at < min(from+some, len(w.byLength)); at++ {
					j.join(at, &results[worker])
				}
			}
		})
	}
	running.Wait()
	var all related
	for _, r := range results {
		all.pairs = append(all.pairs, r.pairs...)
	}
	return &all, ctx.Err()
}

// A list has the places in byLength of the wordings of which a word is one of the
// rarest, ascending, and how many rarer ones they have.
type lists struct {
	starts []uint32 // a word and one more
	places []uint32
	rarer  []uint16
}

func (w *wordings) lists() lists {
	l := lists{starts: make([]uint32, w.part.Vocabulary.Len()+1)}
	var room []uint32
	for _, wording := range w.byLength {
		room = alike.Rarest(w.of(wording), room)
		for _, word := range room {
			l.starts[word+1]++
		}
	}
	for i := range l.starts[1:] {
		l.starts[i+1] += l.starts[i]
	}
	l.places = make([]uint32, l.starts[len(l.starts)-1])
	l.rarer = make([]uint16, len(l.places))
	next := slices.Clone(l.starts)
	for at, wording := range w.byLength {
		room = alike.Rarest(w.of(wording), room)
		for i, word := range room {
			l.places[next[word]], l.rarer[next[word]] = uint32(at), uint16(min(i, math.MaxUint16))
			next[word]++
		}
	}
	return l
}

// A joiner looks for the wordings that say what one says.
type joiner struct {
	*wordings
	lists
	measure alike.Measure
	seen    []uint32 // by wording: the place, and one more, of the last that it was compared with
	has     []bool   // by word: the wording has it
	room    []uint32
}

// join looks for those before a place in byLength: the shorter ones.
func (j *joiner) join(at int, found *related) {
	own := j.byLength[at]
	compared, bits := j.of(own), j.alike.Bits[own]
	least := alike.Enough(len(compared))
	lacking := len(compared) - least
	for _, word := range compared {
		if word < alike.ANumber {
			j.has[word] = true
		}
	}
	j.room = alike.Rarest(compared, j.room)
	for _, word := range j.room {
		from, end := j.lists.starts[word], j.lists.starts[word+1]
		list, rarer := j.places[from:end], j.rarer[from:end]
		to, _ := slices.BinarySearch(list, uint32(at))
		for to--; to >= 0; to-- {
			other := j.byLength[list[to]]
			length := int(j.wordings.starts[other+1] - j.wordings.starts[other])
			if !alike.CanBe(length, len(compared)) {
				break // all before it are shorter still
			}
			// It lacks the rarer ones, or was met by one of them.
			if lacks := length - least; int(rarer[to]) > lacks || differing(bits, j.alike.Bits[other]) > lacks+lacking || j.seen[other] == uint32(at)+1 {
				continue
			}
			j.seen[other] = uint32(at) + 1
			if j.mayBe(compared, j.of(other)) && j.measure.Same(compared, j.of(other)) {
				found.add(own, other)
			}
		}
	}
	for _, word := range compared {
		if word < alike.ANumber {
			j.has[word] = false
		}
	}
}

// mayBe counts the words that are not in the longer one.
func (j *joiner) mayBe(longer, other []uint32) bool {
	lacking := len(other) - alike.Enough(len(longer))
	for _, word := range other {
		if word < alike.ANumber && !j.has[word] {
			if lacking--; lacking < 0 {
				return false
			}
		}
	}
	return true
}
