package index

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/index/dense"
	"verbatim/index/segment"
	"verbatim/search"
)

// term returns the passages that have a word which the term accepts.
func (e *evaluation) term(t *search.Term) *roaring.Bitmap {
	if t.Kind == search.Literal {
		return e.lookup(e.words, t.Text)
	}
	if set, known := e.sets[t]; known {
		return set
	}
	set := e.unionOf(t)
	if e.sets == nil {
		e.sets = map[*search.Term]*roaring.Bitmap{}
	}
	e.sets[t] = set
	return set
}

// apart returns the passages that have a term in two words.
func (e *evaluation) apart(t *search.Term) *roaring.Bitmap {
	if t.Apart == nil {
		return roaring.New()
	}
	return e.inTwoWords(&search.Phrase{Terms: t.Apart})
}

// inTwoWords returns the passages that have a phrase which is a term in two words. A part
// keeps them: so many words begin as those do that are also written apart (re port), and
// so few passages have them so.
func (e *evaluation) inTwoWords(p *search.Phrase) *roaring.Bitmap {
	if len(e.live.forward.Words(p.Terms[1])) == 0 {
		return roaring.New()
	}
	key := twoWords(p.Terms)
	if set, known := e.live.apart.Load(key); known {
		return set.(*roaring.Bitmap)
	}
	set := roaring.Or(e.eval(p, nil), roaring.New()) // not one of the mapped file
	if e.err == nil {
		e.live.apart.Store(key, set)
	}
	return set
}

// twoWords tells what a term in two words is from others.
func twoWords(terms []*search.Term) string {
	return terms[0].Text + " " + terms[1].Text + " " + strings.Join(terms[1].Stems, " ")
}

// unionOf unites the sets of the stems or words that a term accepts.
func (e *evaluation) unionOf(t *search.Term) *roaring.Bitmap {
	if t.Kind == search.Stemmed {
		set := e.union(e.stems, t.Stems)
		if apart := e.apart(t); !apart.IsEmpty() {
			set = roaring.Or(set, apart)
		}
		return set
	}
	if bits := e.united(t); bits != nil {
		set := roaring.FromDense(bits, true)
		e.scratch.filledBy(t, set)
		return set
	}
	return e.union(e.words, e.wordsOf(t))
}

// wordsOf returns the words that a wildcard or fuzzy term accepts.
func (e *evaluation) wordsOf(t *search.Term) (words []string) {
	for _, n := range e.vocabulary.Words(t) {
		words = append(words, e.live.forward.Vocabulary.At(n))
	}
	return words
}

// fewWords is up to how many words are united set by set.
const fewWords = 8

// united returns the passages that have a word which a term accepts as bits, if they are
// many words, or a few in many passages; nil for others. They are kept until the question is
// answered, and no other set is made of them where they are enough.
func (e *evaluation) united(t *search.Term) dense.Set {
	if _, known := e.sets[t]; known || t.Kind == search.Literal || t.Kind == search.Stemmed {
		return nil
	}
	s := e.scratch
	for _, f := range s.filled {
		if f.term == t {
			return f.bits
		}
	}
	words := e.wordsOf(t)
	if len(words) < 2 || len(words) <= fewWords && e.passagesOf(words) <= len(s.one)/4 {
		return nil
	}
	bits := s.borrow()
	clear(bits)
	for i, w := range words {
		if i%setsPerLook == 0 && e.late() {
			break
		}
		if set := e.once(e.words, w); set.GetCardinality() <= dense.MaxListed {
			set.WriteDenseTo(bits)
		} else {
			s.one.Fill(set)
			bits.Or(s.one)
		}
	}
	s.filled = append(s.filled, filledSet{term: t, bits: bits})
	return bits
}

// passagesOf returns how many passages have words, counted for each.
func (e *evaluation) passagesOf(words []string) (sum int) {
	for _, w := range words {
		sum += int(e.lookup(e.words, w).GetCardinality())
	}
	return sum
}

func (e *evaluation) union(l *segment.Lists, terms []string) *roaring.Bitmap {
	if len(terms) == 1 {
		return e.lookup(l, terms[0])
	}
	read := e.once
	if len(terms) <= fewWords {
		read = e.lookup
	}
	sets := make([]*roaring.Bitmap, len(terms))
	for i, t := range terms {
		if i%setsPerLook == setsPerLook-1 && e.late() {
			return roaring.New()
		}
		sets[i] = read(l, t)
	}
	return roaring.FastOr(sets...)
}

func (e *evaluation) lookup(l *segment.Lists, term string) *roaring.Bitmap {
	set, err := l.Passages(term)
	if e.fail(err) {
		return roaring.New()
	}
	return set
}

// once is lookup of one of many terms, which need not be kept.
func (e *evaluation) once(l *segment.Lists, term string) *roaring.Bitmap {
	set, err := l.Read(term)
	if e.fail(err) {
		return roaring.New()
	}
	return set
}

// atLeast returns the passages that have a stem at least so many times.
func (e *evaluation) atLeast(stem string, times int) *roaring.Bitmap {
	if times == 1 {
		return e.lookup(e.stems, stem)
	}
	return e.lookup(e.live.lists[segment.FieldLevels], segment.LevelTerm(stem, times))
}

// often makes a set the passages that may have a term more than once.
func (e *evaluation) often(t *search.Term, into dense.Set) {
	clear(into)
	stems, one := t.ScoringStems(), e.scratch.one
	for _, stem := range stems {
		one.Fill(e.atLeast(stem, 2))
		into.Or(one)
	}
	if len(stems) > 1 {
		before := e.scratch.borrow()
		clear(before)
		for _, stem := range stems {
			one.Fill(e.lookup(e.stems, stem))
			into.Twice(before, one)
		}
		e.scratch.giveBack(before)
	}
	if t.Apart != nil { // how often is not known
		one.Fill(e.apart(t))
		into.Or(one)
	}
}

// filter returns the passages whose field has a value that the filter accepts.
func (e *evaluation) filter(f *search.Filter) *roaring.Bitmap {
	if e.late() {
		return roaring.New()
	}
	asked := *f
	asked.Pos = 0 // nothing that Accepts looks at
	place := e.live.filteredBy(&asked)
	if kept := place.Load(); kept != nil && kept.filter == asked {
		return kept.set
	}
	set := e.accepted(f)
	if e.err == nil {
		place.Store(&filtered{asked.Clone(), set})
	}
	return set
}

// accepted is filter for one that is not kept.
func (e *evaluation) accepted(f *search.Filter) *roaring.Bitmap {
	var accepted []string
	for _, v := range e.live.values[slices.Index(search.Fields, f.Field)] {
		if f.Accepts(v) {
			accepted = append(accepted, cmp.Or(v, segment.NoValue))
		}
	}
	return e.union(e.live.lists[string(f.Field)], accepted)
}

// scoring returns the passages that a term counts for in scores: for a word as
// written those that have it in any form.
func (e *evaluation) scoring(t *search.Term) *roaring.Bitmap {
	if t.Kind == search.Literal {
		return e.lookup(e.stems, t.Stem)
	}
	return e.term(t)
}

// buffers are what each reads into.
var buffers = sync.Pool{New: func() any { return new([1024]uint32) }}

func each(set *roaring.Bitmap, visit func(doc uint32)) {
	eachSome(set, func(docs []uint32) {
		for _, d := range docs {
			visit(d)
		}
	})
}

// eachSome visits the passages of a set in order, some at once.
func eachSome(set *roaring.Bitmap, visit func(docs []uint32)) {
	buf := buffers.Get().(*[1024]uint32)
	defer buffers.Put(buf)
	for it := set.ManyIterator(); ; {
		n := it.NextMany(buf[:])
		if n == 0 {
			return
		}
		visit(buf[:n])
	}
}

// underHeadings returns the passages of the sections whose heading has a term.
func (e *evaluation) underHeadings(scorer *search.Scorer) *roaring.Bitmap {
	var sets []*roaring.Bitmap
	for _, t := range scorer.Terms {
		for _, stem := range t.ScoringStems() {
			set, err := e.live.underHeading(stem)
			if e.fail(err) {
				return roaring.New()
			}
			sets = append(sets, set)
		}
	}
	if len(sets) == 1 {
		return sets[0]
	}
	return roaring.FastOr(sets...)
}

// eachLevel visits passages among some that have a stem, once for each of its occurrences
// there beyond the first, as far as they are told apart. Who has a stem once more has it
// as often as before: so ever fewer are looked at.
func (e *evaluation) eachLevel(stem string, among *subset, visit func(doc uint32)) {
	s := e.scratch
	left := *among
	for level := 2; level <= search.MaxFrequency && left.n > 0; level++ {
		set := e.atLeast(stem, level)
		if set.IsEmpty() {
			return
		}
		narrowed := s.narrowed[:0]
		s.eachIn(set, &left, func(doc uint32) {
			visit(doc)
			narrowed = append(narrowed, doc)
		})
		left.docs, left.n, s.narrowed = narrowed, len(narrowed), narrowed
	}
}

// An operand is what a question is made of that bitmaps answer: a set of passages, or a
// node that combines others.
type operand struct {
	set  *roaring.Bitmap
	bits dense.Set   // instead of a set
	node search.Node // if there is neither
	most int         // passages that it has
}

func (e *evaluation) operand(n search.Node) operand {
	switch n := n.(type) {
	case *search.And, *search.Or, *search.Not:
		return operand{node: n, most: e.atMostFound(n)}
	case *search.Phrase:
		if bits := e.united(n.Terms[0]); bits != nil {
			return operand{bits: bits, most: e.live.forward.Passages()}
		}
	}
	return ofSet(e.eval(n, nil))
}

func ofSet(set *roaring.Bitmap) operand { return operand{set: set, most: int(set.GetCardinality())} }

// operands returns what the passages are in that match a node and that the filters let
// stay, the smallest first, and what they are not in.
func (e *evaluation) operands(n search.Node) (all, none []operand) {
	nodes := []search.Node{n}
	if and, is := n.(*search.And); is {
		nodes = and.Nodes
	}
	for _, n := range nodes {
		if not, is := n.(*search.Not); is {
			none = append(none, e.operand(not.Node))
		} else {
			all = append(all, e.operand(n))
		}
	}
	for _, a := range e.allowed {
		all = append(all, ofSet(a))
	}
	if len(all) == 0 {
		all = append(all, ofSet(e.live.all))
	}
	if e.live.removed != nil {
		none = append(none, ofSet(e.live.removed))
	}
	slices.SortFunc(all, func(a, b operand) int { return a.most - b.most })
	for _, o := range all {
		e.inAll = append(e.inAll, o.set)
	}
	return e.inRuns(all), none
}

// inRuns intersects sets, if some have runs, as those of filters do, these first: few runs
// are quicker than bits.
func (e *evaluation) inRuns(all []operand) []operand {
	isSet := func(o operand) bool { return o.set != nil }
	hasRuns := func(o operand) bool { return isSet(o) && o.set.HasRunCompression() }
	for _, o := range all {
		if hasRuns(o) {
			e.stretches = e.intersect(o.set, e.stretches)
		}
	}
	if e.stretches == nil {
		return all
	}
	set := e.stretches
	for _, o := range all {
		if isSet(o) && !hasRuns(o) {
			set = roaring.And(set, o.set)
		}
	}
	return append([]operand{ofSet(set)}, slices.DeleteFunc(all, isSet)...)
}

// near returns those passages of a set that filters let stay, if the set is large and these
// stand side by side.
func (e *evaluation) near(set *roaring.Bitmap) *roaring.Bitmap {
	if e.stretches == nil || set.GetCardinality() < fewInSet {
		return set
	}
	return roaring.And(set, e.stretches)
}

// fewInSet is how many passages are gone through as quickly as some of them are left out.
const fewInSet = 2000

// sift returns those of some passages, in their memory, that are in an operand, or those
// that are not.
func (e *evaluation) sift(docs []uint32, o operand, in bool) []uint32 {
	if o.bits != nil {
		return o.bits.Sift(docs, in)
	}
	bits := e.scratch.borrow()
	defer e.scratch.giveBack(bits)
	if o.set != nil {
		return bits.SiftIn(docs, o.set, in)
	}
	e.fill(o.node, bits)
	return bits.Sift(docs, in)
}
