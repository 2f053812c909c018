package alike

import (
	"slices"

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
// Similarity Joins for Near Duplicate Detection", 2008). Of those that have one, most are
// told apart by their bits, which cannot tell apart two that say the same; the others are
// aligned. Wordings are numbered by length, so that all of this is read in order.
type finder struct {
	spans   []span
	lists   [][]uint32                    // of each word the wordings of which it is one of the rarest, ascending; those that are too short are taken off
	read    func(wording uint32) []uint32 // what is compared of those of the part
	measure alike.Measure
	seen    []uint32 // by wording: the last one, and one more, that it was compared with
	half    []uint64
}

// find calls found with the wordings up to a length that say what one says, of which it is
// given the rarest words too. The one has a number of its own among those that are looked
// for, shorter ones first, and its bits in as many numbers as those of that length need.
// Only those below a number are looked at.
func (f *finder) find(own uint32, one, rarest []uint32, bits []uint64, upTo int, below uint32, found func(wording uint32)) {
	length, taken := len(one), false
	first, end := f.within(alike.Enough(length), upTo)
	if first == end {
		return
	}
	f.begin(rarest, f.spans[first].from)
	for lacked, word := range rarest {
		// It lacks the rarer ones, or what has them was met by one of them.
		for end > first && lacked > length-alike.Enough(max(f.spans[end-1].length, length)) {
			end--
		}
		if first == end {
			return
		}
		if int(word) >= len(f.lists) {
			continue
		}
		next := f.spans[first].from // of the span behind
		in, most, sized := first-1, 0, bits
		for _, other := range f.lists[word] {
			if other >= below {
				break
			}
			if other >= next {
				if other >= f.spans[end-1].end {
					break
				}
				for in++; other >= f.spans[in].end; {
					in++
				}
				s := &f.spans[in]
				next, most = s.end, length+s.length-2*alike.Enough(max(s.length, length))
				sized = f.sized(bits, s.size)
			}
			if f.spans[in].differing(other, sized) > most || f.seen[other] == own+1 {
				continue
			}
			f.seen[other] = own + 1
			if !taken {
				f.measure.Take(one)
				taken = true
			}
			if f.measure.Same(f.read(other)) {
				found(other)
			}
		}
	}
}

// within returns the spans of lengths from one up to another.
func (f *finder) within(least, most int) (first, end int) {
	byLength := func(s span, length int) int { return s.length - length }
	first, _ = slices.BinarySearchFunc(f.spans, least, byLength)
	end, _ = slices.BinarySearchFunc(f.spans, most+1, byLength)
	return first, end
}

// sized returns bits in so many numbers: as many, or half as many.
func (f *finder) sized(bits []uint64, size int) []uint64 {
	if len(bits) == size {
		return bits
	}
	f.half = f.half[:0]
	for i := range size {
		f.half = append(f.half, bits[i]^bits[i+size])
	}
	return f.half
}

// begin takes what is before a wording off the lists of words. Who does so for several before
// reading them waits for the memory of all at once, and not for one after the other.
func (f *finder) begin(words []uint32, from uint32) {
	for _, word := range words {
		if int(word) >= len(f.lists) {
			continue // no wording has it
		}
		list := f.lists[word]
		for len(list) > 0 && list[0] < from {
			list = list[1:]
		}
		f.lists[word] = list
	}
}
