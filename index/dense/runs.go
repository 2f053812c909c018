package dense

import "math/bits"

// Runs tell which of some runs, which stand one behind the other, a passage is of: for every
// 32 passages how many runs begin before them, less one, and below that a bit where one begins.
// That is an eighth of the numbers of the runs themselves, and stays near a processor.
type Runs []uint64

// NewRuns makes those that begin at some passages, the first at 0; the last number is where
// the last ends.
func NewRuns(starts []uint32) Runs {
	passages := starts[len(starts)-1]
	r := make(Runs, passages/32+1)
	begun := 0
	for i := range r {
		r[i] = uint64(uint32(begun-1)) << 32
		for begun < len(starts)-1 && starts[begun]/32 == uint32(i) {
			r[i] |= 1 << (starts[begun] % 32)
			begun++
		}
	}
	return r
}

// Of returns the run of a passage.
func (r Runs) Of(doc uint32) uint32 {
	w := r[doc/32]
	return uint32(w>>32) + uint32(bits.OnesCount32(uint32(w)<<(31-doc%32)))
}

// Count counts passages by what their runs have. It does so by turns in two lists: mostly one
// is counted where the one before was, and a processor waits for the sum before it adds to it.
func (r Runs) Count(docs, of []uint32, counts []int) {
	others := make([]int, len(counts))
	for len(docs) >= 2 {
		counts[of[r.Of(docs[0])]]++
		others[of[r.Of(docs[1])]]++
		docs = docs[2:]
	}
	for _, doc := range docs {
		counts[of[r.Of(doc)]]++
	}
	for n, more := range others {
		counts[n] += more
	}
}

// CountWithout does so with those passages that another set does not have: to leave these
// out before takes as long as half of the counting.
func (r Runs) CountWithout(docs []uint32, other Set, of []uint32, counts []int) {
	others := make([]int, len(counts))
	for len(docs) >= 2 {
		a, b := docs[0], docs[1]
		counts[of[r.Of(a)]] += int(^other[a/64] >> (a % 64) & 1)
		others[of[r.Of(b)]] += int(^other[b/64] >> (b % 64) & 1)
		docs = docs[2:]
	}
	for _, doc := range docs {
		counts[of[r.Of(doc)]] += int(^other[doc/64] >> (doc % 64) & 1)
	}
	for n, more := range others {
		counts[n] += more
	}
}

// Distinct counts the runs of passages, ascending.
func (r Runs) Distinct(docs []uint32) (n int) {
	last := ^uint32(0)
	for _, doc := range docs {
		run := r.Of(doc)
		n += int((last - run) >> 31) // 1 if it is another one: nothing branches by that
		last = run
	}
	return n
}
