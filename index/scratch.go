package index

import (
	"math/bits"
	"runtime"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/index/coarse"
	"verbatim/index/dense"
	"verbatim/index/forward"
	"verbatim/search"
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
		for _, f := range s.filled {
			s.giveBack(f.bits)
		}
		clear(s.filled) // the sets lie in mapped files
		s.filled = s.filled[:0]
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
	s, words := m.parts[place], dense.Words(passages)
	if len(s.found.bits) != words {
		for _, d := range s.sets() {
			*d = (*d)[:words]
		}
	}
	return s
}

// A scratch is memory for a question in a part. What it has by passage is at least
// as large as the part.
type scratch struct {
	docs, contenders, having []uint32 // room for the passages found, and for those of them that may be among the first, and have a term

	candidates []uint32 // see listed

	found             subset    // empty between uses
	contending, other dense.Set // of the contenders, and of those before
	one               dense.Set // see eachIn
	narrowed          []uint32
	spares            []dense.Set // see borrow
	filled            []filledSet // see bitsOf

	runs  []foundRun // room for the narratives found
	ranks []uint32   // room for the ranks of a set

	reading           reading        // see verify
	matching, scoring forward.Filter // of the words that count where passages are matched, and where they are scored

	// For coarse upper bounds.
	with          [coarse.MaxTerms]dense.Set  // by term: the passages that have it
	led           [coarse.MaxTerms]coarse.Led // by term: see lead
	bounds        coarse.Bounds
	looked        dense.List     // see look
	extra         []coarse.Extra // by place
	groups        []coarse.Group // by place, in groupRoom; nil if all have all terms
	groupRoom     []coarse.Group
	places        []uint32 // room for places
	boosted       []uint32 // room for the places with something extra
	boostedBounds []float64

	// For upper bounds.
	upperBounds []dense.Bound // by passage, or of the contenders; set before it is read
	weight      dense.Weight
	frequency   []uint8 // by passage: how often it has a term; all 0 between uses
}

func newScratch(n int) *scratch {
	s := &scratch{
		ranks: make([]uint32, dense.Words(n)), docs: make([]uint32, n), contenders: make([]uint32, n), having: make([]uint32, 0, n),
		looked: dense.NewList(n), extra: make([]coarse.Extra, n), groupRoom: make([]coarse.Group, n), places: make([]uint32, n), boosted: make([]uint32, n),
		upperBounds: make([]dense.Bound, n), frequency: make([]uint8, n),
	}
	for _, d := range s.sets() {
		*d = dense.New(n)
	}
	return s
}

// sets returns the sets of bits.
func (s *scratch) sets() []*dense.Set {
	return []*dense.Set{&s.found.bits, &s.contending, &s.other, &s.one}
}

// borrow returns a set of any passages, to be given back.
func (s *scratch) borrow() dense.Set {
	n := len(s.spares)
	if n == 0 {
		return make(dense.Set, len(s.found.bits))
	}
	set := s.spares[n-1]
	s.spares = s.spares[:n-1]
	if len(set) < len(s.found.bits) {
		return make(dense.Set, len(s.found.bits))
	}
	return set[:len(s.found.bits)]
}

func (s *scratch) giveBack(set dense.Set) { s.spares = append(s.spares, set) }

// A filledSet is a set of passages also as bits, or those that a term counts for of which
// no set may have been made: see united.
type filledSet struct {
	set  *roaring.Bitmap
	term *search.Term
	bits dense.Set
}

// filledBy says which set the bits are that are kept of a term.
func (s *scratch) filledBy(t *search.Term, set *roaring.Bitmap) {
	for i := range s.filled {
		if s.filled[i].term == t {
			s.filled[i].set = set
		}
	}
}

// bitsOf returns the bits of a set, which are kept until the question is answered.
func (e *evaluation) bitsOf(set *roaring.Bitmap) dense.Set {
	s := e.scratch
	bits, known := s.known(set)
	if !known {
		bits = s.borrow()
		bits.Fill(set)
		s.filled = append(s.filled, filledSet{set: set, bits: bits})
	}
	return bits
}

// known returns the bits of a set, if they are kept.
func (s *scratch) known(set *roaring.Bitmap) (bits dense.Set, known bool) {
	for _, f := range s.filled {
		if f.set == set {
			return f.bits, true
		}
	}
	return nil, false
}

// maxFilled is how many sets are kept as bits where it is not known that they are asked for
// again.
const maxFilled = 8

// A subset are some passages of a part, as a set or as a list or both.
type subset struct {
	bits   dense.Set
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

// These say from how many passages of a set for each word of its bits these are
// gone through: from more where the passages are listed later than where they are only
// counted by narrative.
const (
	perWordListed  = 4
	perWordCounted = 2
)

// settle makes a set the result, but for headings that are left out. Words of bits are
// gone through only where it has so many passages for each.
func (e *evaluation) settle(set *roaring.Bitmap, perWord int) {
	e.result = &e.scratch.found
	all, bits := int(set.GetCardinality()), e.result.bits
	if all > perWord*len(bits) {
		set.WriteDenseTo(bits)
		e.settleBits()
		return
	}
	e.settleList(list(set, e.scratch.docs))
}

// settleList does so with a list.
func (e *evaluation) settleList(docs []uint32) {
	r, all := e.result, len(docs)
	r.docs = e.readable(docs)
	r.n = len(r.docs)
	e.leftOut = all - r.n
}

// settleBits does so where the result's bits are set.
func (e *evaluation) settleBits() {
	r := e.result
	r.filled = true
	if e.noHeadings {
		e.leftOut, r.n = r.bits.TakeOut(e.live.isHeading)
	} else {
		r.n = r.bits.Count()
	}
}

// readable returns passages, in their memory, without headings that are left out.
func (e *evaluation) readable(docs []uint32) []uint32 {
	if !e.noHeadings {
		return docs
	}
	return e.live.isHeading.Sift(docs, false)
}

// docs returns the passages found as a list.
func (e *evaluation) docs() []uint32 {
	if e.result.docs == nil {
		e.result.docs = e.result.bits.List(e.scratch.docs)
	}
	return e.result.docs
}

// shortest returns passages found among which are the shortest so many: all, if they are
// few for the words of bits.
func (e *evaluation) shortest(wanted int) []uint32 {
	s, found := e.scratch, e.bits()
	if e.result.n <= len(found)/4 {
		return e.docs()
	}
	for length := 0; ; length += lengthStep {
		shorter := e.live.noLonger(uint8(min(length, coarse.Lengths-1)))
		if shorter == nil {
			return e.docs()
		}
		if docs := found.ListWith(shorter, s.contenders); len(docs) >= wanted {
			return docs
		}
	}
}

// bits returns the passages found as a set.
func (e *evaluation) bits() dense.Set {
	if r := e.result; !r.filled {
		for _, doc := range r.docs {
			r.bits.Add(doc)
		}
		r.filled = true
	}
	return e.result.bits
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
		s.one.Fill(set)
		for i, w := range among.bits {
			for w &= s.one[i]; w != 0; w &= w - 1 {
				visit(uint32(i*64 + bits.TrailingZeros64(w)))
			}
		}
	default:
		eachSome(set, func(docs []uint32) {
			for _, doc := range docs {
				if among.bits.Has(doc) {
					visit(doc)
				}
			}
		})
	}
}

// fill makes a set the passages that match a node, which bitmaps answer.
func (e *evaluation) fill(n search.Node, into dense.Set) {
	if e.late() {
		return
	}
	switch n := n.(type) {
	case *search.And:
		e.fill(n.Nodes[0], into)
		for _, c := range n.Nodes[1:] {
			if not, is := c.(*search.Not); is {
				e.combine(into, e.operand(not.Node), dense.Set.AndNot)
			} else {
				e.combine(into, e.operand(c), dense.Set.And)
			}
		}
	case *search.Or:
		e.fillWith(e.operand(n.Nodes[0]), into)
		for _, c := range n.Nodes[1:] {
			e.combine(into, e.operand(c), dense.Set.Or)
		}
	case *search.Not:
		into.Fill(e.live.all)
		e.combine(into, e.operand(n.Node), dense.Set.AndNot)
	default:
		e.fillWith(e.operand(n), into)
	}
}

// atMostFound returns how many passages match a node at most.
func (e *evaluation) atMostFound(n search.Node) int {
	most := e.live.forward.Passages()
	switch n := n.(type) {
	case *search.And:
		for _, c := range n.Nodes {
			most = min(most, e.atMostFound(c))
		}
	case *search.Or:
		sum := 0
		for _, c := range n.Nodes {
			sum += e.atMostFound(c)
		}
		most = min(most, sum)
	case *search.Phrase, *search.Filter:
		if o := e.operand(n); o.set != nil {
			most = o.most
		}
	}
	return most
}

// fillWith makes a set that of an operand.
func (e *evaluation) fillWith(o operand, into dense.Set) {
	switch bits := e.kept(o); {
	case bits != nil:
		copy(into, bits)
	case o.set == nil:
		e.fill(o.node, into)
	default:
		into.Fill(o.set)
	}
}

// kept returns the bits of an operand, if they are kept until the question is answered.
func (e *evaluation) kept(o operand) dense.Set {
	if o.set != nil && len(e.scratch.filled) < maxFilled {
		return e.bitsOf(o.set)
	}
	return o.bits
}

// combine combines a set with an operand.
func (e *evaluation) combine(into dense.Set, o operand, how func(s, other dense.Set)) {
	if bits := e.kept(o); bits != nil {
		how(into, bits)
		return
	}
	other := e.scratch.borrow()
	e.fillWith(o, other)
	how(into, other)
	e.scratch.giveBack(other)
}
