package alike

import (
	"math"
	"slices"
	"sort"

	"verbatim/search/alike"
)

// A finder looks among the wordings of a part for those that say what one says. What it
// is given is by the numbers of that part's words; the rarest may be words that the part
// does not have.
//
// Two that say the same have one of the rarest words of both in common (prefix filtering:
// Chaudhuri, Ganti and Kaushik, "A Primitive Operator for Similarity Joins in Data
// Cleaning", 2006; Bayardo, Ma and Srikant, "Scaling Up All Pairs Similarity Search",
// 2007), and the fewer, the longer the other is (Xiao, Wang, Lin and Yu, "Efficient
// Similarity Joins for Near Duplicate Detection", 2008). With one more of the rarest they
// have two in common (Wang, Li and Feng, "Can We Beat the Prefix Filtering?", 2012), which
// stand at nearly the same places in both, since little is left out before or behind
// them. Of those that have, most are told apart by their bits, which cannot tell apart two
// that say the same; the others are aligned. Wordings are numbered by length, so that all
// of this is read in order.
type finder struct {
	spans   []span
	lists   [][]posting                   // of each word the wordings of which it is one of the rarest, ascending; those that are too short are taken off
	read    func(wording uint32) []uint32 // what is compared of those of the part
	wanted  uint8                         // how many of the rarest words are in common: 2 if the lists have one more than surely enough, or 1
	measure alike.Measure
	hits    []uint8  // by wording: how many of the rarest words it has in common with the one
	met     []uint32 // wordings that have one
}

func newFinder(spans []span, lists [][]posting, read func(wording uint32) []uint32) *finder {
	f := &finder{spans: spans, lists: lists, read: read, wanted: 1}
	if n := len(spans); n > 0 {
		f.hits = make([]uint8, spans[n-1].end)
	}
	return f
}

// A posting is a wording that has a word among its rarest.
type posting struct {
	wording uint32
	at      uint16 // where the word stands in it
	length  uint16 // of the wording; 0 if it is not known where, or there are several places
}

const anywhere = math.MaxUint16

func newPosting(wording, at, length uint32) posting {
	if length >= anywhere || at == alike.Several {
		return posting{wording, anywhere, 0}
	}
	return posting{wording, uint16(at), uint16(length)}
}

// find calls found with the wordings from a number on that say what one says, which are not
// much shorter, of which it is given the rarest words and the bits. It may call it with one
// more than once.
func (f *finder) find(one []uint32, rarest []alike.Rare, bits []uint64, from uint32, found func(wording uint32)) {
	length, taken := len(one), false
	first, end := f.spansFrom(from, longest(length))
	f.begin(rarest, from)
	for i, word := range rarest {
		// It lacks the rarer ones, but for those that were met.
		for end > first && i >= int(f.wanted)+length-alike.Enough(max(f.spans[end-1].length, length)) {
			end--
		}
		if first == end {
			break
		}
		before, in := len(f.met), f.spans[first:]
		f.meet(word, uint32(length), f.spans[end-1].end)
		for _, other := range f.met[before:] {
			if f.hits[other]++; f.hits[other] != f.wanted {
				continue
			}
			for other >= in[0].end {
				in = in[1:]
			}
			if !canBe(length, bits, in[0].length, in[0].of(other)) {
				continue
			}
			if !taken {
				f.measure.Take(one)
				taken = true
			}
			if f.measure.Same(f.read(other)) {
				found(other)
			}
		}
	}
	for _, other := range f.met {
		f.hits[other] = 0
	}
	f.met = f.met[:0]
}

// longest is how long a wording is at most that says what one of a length says.
func longest(length int) int { return length + length/4 }

// spansFrom returns the spans that have a wording from one on, up to a length.
func (f *finder) spansFrom(from uint32, most int) (first, end int) {
	first = sort.Search(len(f.spans), func(i int) bool { return f.spans[i].end > from })
	end = sort.Search(len(f.spans), func(i int) bool { return f.spans[i].length > most })
	return first, max(first, end)
}

// meet adds the wordings below a number that have a word of one of a length in common with
// it; twice if both have it at several places.
//
// If the word is in common in order, the words before it and behind it that either lacks
// are at most so many as may be lacked: it stands not much later in the one nor in the other.
func (f *finder) meet(word alike.Rare, length, below uint32) {
	if int(word.Word()) >= len(f.lists) {
		return // no wording has it
	}
	list, at, n := f.lists[word.Word()], word.At(), len(f.met)
	met := slices.Grow(f.met, 2*len(list))[:n+2*len(list)]
	for _, p := range list {
		if p.wording >= below {
			break
		}
		met[n] = p.wording
		if at >= anywhere {
			if n++; p.at == anywhere {
				met[n] = p.wording
				n++
			}
			continue
		}
		enough := uint32(alike.Enough(int(max(length, uint32(p.length)))))
		near := 0
		if later := uint32(p.at) - at + length - enough; later <= length+uint32(p.length)-2*enough {
			near = 1
		}
		n += near // this is no branch, which would be guessed wrong
	}
	f.met = met[:n]
}

// begin takes what is before a wording off the lists of words. Who does so for several before
// reading them waits for the memory of all at once, and not for one after the other.
func (f *finder) begin(words []alike.Rare, from uint32) {
	for _, word := range words {
		if int(word.Word()) >= len(f.lists) {
			continue // no wording has it
		}
		list := f.lists[word.Word()]
		for len(list) > 0 && list[0].wording < from {
			list = list[1:]
		}
		f.lists[word.Word()] = list
	}
}
