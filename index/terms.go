package index

import (
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
	var words []string
	for _, n := range e.vocabulary.Words(t) {
		words = append(words, e.live.forward.Vocabulary.At(n))
	}
	if len(words) <= fewWords {
		return e.union(e.words, words)
	}
	// The sets of many words are mostly small: they are put into one that has a
	// bit for each passage.
	dense := make([]uint64, e.live.forward.Passages()/64+1)
	for i, w := range words {
		if i%setsPerLook == 0 && e.late() {
			break
		}
		each(e.once(e.words, w), func(doc uint32) { dense[doc/64] |= 1 << (doc % 64) })
	}
	return roaring.FromDense(dense, false)
}

// fewWords is up to how many words are united set by set.
const fewWords = 8

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

// filter returns the passages whose field has a value that the filter accepts.
func (e *evaluation) filter(f *search.Filter) *roaring.Bitmap {
	if e.late() {
		return roaring.New()
	}
	var accepted []string
	for _, v := range e.live.values[slices.Index(search.Fields, f.Field)] {
		if !f.Accepts(v) {
			continue
		}
		if v == "" {
			v = segment.NoValue
		}
		accepted = append(accepted, v)
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

// wordwise reports whether a question is evaluated by words of bits: it combines words,
// and may find so many passages that this is quicker than by bitmaps.
func (e *evaluation) wordwise(question search.Question) bool {
	if question.AtMost > 0 || len(e.allowed) > 0 || e.live.removed != nil || readsTokens(question.Query.Root) {
		return false
	}
	switch n := question.Query.Root.(type) {
	case *search.And:
		if !slices.ContainsFunc(n.Nodes, combines) {
			return false
		}
	case *search.Or:
	default:
		return false
	}
	return e.atMostFound(question.Query.Root) > len(e.scratch.found.bits)/2
}

// combines reports whether a node combines others.
func combines(n search.Node) bool {
	switch n.(type) {
	case *search.And, *search.Or, *search.Not:
		return true
	}
	return false
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
		most = int(e.eval(n, nil).GetCardinality())
	}
	return most
}

// fill makes a set the passages that match a node, which bitmaps answer.
func (e *evaluation) fill(n search.Node, into dense.Set) {
	switch n := n.(type) {
	case *search.And:
		e.fill(n.Nodes[0], into)
		for _, c := range n.Nodes[1:] {
			if not, is := c.(*search.Not); is {
				e.combine(into, not.Node, dense.Set.AndNot)
			} else {
				e.combine(into, c, dense.Set.And)
			}
		}
	case *search.Or:
		e.fill(n.Nodes[0], into)
		for _, c := range n.Nodes[1:] {
			e.combine(into, c, dense.Set.Or)
		}
	case *search.Not:
		into.Fill(e.live.all)
		e.combine(into, n.Node, dense.Set.AndNot)
	default:
		into.Fill(e.eval(n, nil))
	}
}

// combine combines a set with the passages that match a node.
func (e *evaluation) combine(into dense.Set, n search.Node, how func(s, other dense.Set)) {
	other := e.scratch.borrow()
	e.fill(n, other)
	how(into, other)
	e.scratch.giveBack(other)
}
