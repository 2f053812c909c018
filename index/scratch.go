package index

import (
	"math/bits"
	"runtime"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/index/forward"
)

// memory is what a question needs in proportion to the passages: a scratch for
// each part. It is used again for other questions, also of other generations.
type memory struct{ parts []*scratch }

// memories holds what no question has borrowed.
var memories = make(chan *memory, 2*runtime.GOMAXPROCS(0))

func borrowMemory() *memory {
	select {
	case m := <-memories:
		return m
	default:
		return &memory{}
	}
}

func (m *memory) giveBack() {
	for _, s := range m.parts {
		s.found.empty()
	}
	select {
	case memories <- m:
	default:
	}
}

// scratch returns the scratch of the part in a place, for so many passages.
func (m *memory) scratch(place, passages int) *scratch {
	for len(m.parts) <= place {
		m.parts = append(m.parts, &scratch{})
	}
	if len(m.parts[place].docs) < passages {
		m.parts[place] = newScratch(passages)
	}
	s, words := m.parts[place], passages/64+1
	for _, d := range s.dense() {
		*d = (*d)[:words]
	}
	return s
}

// A scratch is memory for a question in a part. What it has by passage is at least
// as large as the part.
type scratch struct {
	docs, contenders, having []uint32 // room for the passages found, and for those of them that may be among the first, and have a term

	found             subset // empty between uses
	contending, other dense  // of the contenders, and of those before
	one               dense  // see eachIn
	narrowed          []uint32

	runs []foundRun // room for the narratives found

	matching, scoring forward.Filter // of the words that count where passages are matched, and where they are scored

	// For coarse upper bounds.
	with          [fewTerms]dense // by term: the passages that have it
	extraCounts   []extraCounts   // by passage; all 0 between uses
	boosted       []uint32        // the passages whose further is not 0
	boostedBounds []float64

	// For upper bounds.
	upperBounds []upperBound // by passage; set before it is read
	frequency   []uint8      // by passage: how often it has a term; all 0 between uses
}

func newScratch(n int) *scratch {
	s := &scratch{
		docs: make([]uint32, n), contenders: make([]uint32, n), having: make([]uint32, 0, n),
		extraCounts: make([]extraCounts, n),
		upperBounds: make([]upperBound, n), frequency: make([]uint8, n),
	}
	for _, d := range s.dense() {
		*d = make(dense, n/64+1)
	}
	return s
}

// dense returns the sets that have a bit for each passage.
func (s *scratch) dense() []*dense {
	return []*dense{&s.found.bits, &s.contending, &s.other, &s.one, &s.with[0], &s.with[1], &s.with[2], &s.with[3]}
}

// A dense set has a bit for each passage of a part.
type dense []uint64

func (d dense) has(doc uint32) bool { return d[doc/64]>>(doc%64)&1 == 1 }

func (d dense) add(doc uint32) { d[doc/64] |= 1 << (doc % 64) }

// fill makes the set equal to another.
func (d dense) fill(set *roaring.Bitmap) {
	clear(d)
	set.WriteDenseTo(d)
}

func (d dense) or(other dense) {
	for i, w := range other[:len(d)] {
		d[i] |= w
	}
}

func (d dense) and(other dense) {
	for i, w := range other[:len(d)] {
		d[i] &= w
	}
}

func (d dense) andNot(other dense) {
	for i, w := range other[:len(d)] {
		d[i] &^= w
	}
}

func (d dense) count() (n int) {
	for _, w := range d {
		n += bits.OnesCount64(w)
	}
	return n
}

// from returns how many passages the set has from the first to the one before end.
func (d dense) from(first, end uint32) (n int) {
	for at := first / 64; at*64 < end; at++ {
		w := d[at]
		if at == first/64 {
			w &= ^uint64(0) << (first % 64)
		}
		if rest := end - at*64; rest < 64 {
			w &= 1<<rest - 1
		}
		n += bits.OnesCount64(w)
	}
	return n
}

// list returns the passages of the set, in memory that has room for them.
func (d dense) list(room []uint32) []uint32 {
	n := 0
	for i, w := range d {
		for ; w != 0; w &= w - 1 {
			room[n] = uint32(i*64 + bits.TrailingZeros64(w))
			n++
		}
	}
	return room[:n]
}

// A subset are some passages of a part, as a set or as a list or both.
type subset struct {
	bits   dense
	n      int
	docs   []uint32 // ascending; nil if they are not listed
	filled bool     // bits has them
}

// empty takes the passages out.
func (s *subset) empty() {
	if s.filled && s.n <= len(s.bits) && s.docs != nil {
		for _, doc := range s.docs {
			s.bits[doc/64] = 0
		}
	} else if s.filled {
		clear(s.bits)
	}
	s.n, s.docs, s.filled = 0, nil, false
}

// sparse is by how many times a set must be larger than others to be asked for each of
// these.
const sparse = 16

// eachIn visits the passages of a set that are among others, which are a set, in order: if the others are
// few, these are looked up; if the set has more than two passages for each word of bits,
// words are compared; otherwise its passages are gone through.
func (s *scratch) eachIn(set *roaring.Bitmap, among *subset, visit func(doc uint32)) {
	size := int(set.GetCardinality())
	switch {
	case among.docs != nil && size/sparse > among.n:
		for _, doc := range among.docs {
			if set.Contains(doc) {
				visit(doc)
			}
		}
	case size/2 > len(among.bits):
		s.one.fill(set)
		for i, w := range among.bits {
			for w &= s.one[i]; w != 0; w &= w - 1 {
				visit(uint32(i*64 + bits.TrailingZeros64(w)))
			}
		}
	default:
		buf := buffers.Get().(*[1024]uint32)
		defer buffers.Put(buf)
		for it := set.ManyIterator(); ; {
			n := it.NextMany(buf[:])
			if n == 0 {
				return
			}
			for _, doc := range buf[:n] {
				if among.bits.has(doc) {
					visit(doc)
				}
			}
		}
	}
}
