package index

import (
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/index/forward"
	"verbatim/search"
)

// verify returns the passages among within, and in all of some sets, that match the node,
// by their tokens.
func (e *evaluation) verify(n search.Node, sets []*roaring.Bitmap, within *roaring.Bitmap) *roaring.Bitmap {
	kept := roaring.New()
	if within != nil || len(sets) == 0 {
		sets = append(sets, e.within(within))
	}
	if e.err != nil || slices.ContainsFunc(sets, (*roaring.Bitmap).IsEmpty) {
		return kept
	}
	v := e.verifier(n)
	docs := e.listed(sets)
	matching := docs[:0]
	for next := range slices.Chunk(docs, touchedAhead) {
		for _, doc := range next {
			e.touched += e.live.forward.TouchAll(doc)
			if v.sentences {
				e.touched += e.live.forward.TouchSentences(doc)
			}
		}
		for _, doc := range next {
			if e.worked(8 + e.live.forward.Size(doc)) {
				return kept
			}
			if e.matches(doc, v) {
				matching = append(matching, doc)
			}
		}
		if e.atMost > 0 && len(matching) > e.atMost {
			break
		}
	}
	kept.AddMany(matching)
	return kept
}

// listed returns the passages that are in all of some sets, in memory that the next call
// uses again. If one is small, it is gone through and looked up in the others.
func (e *evaluation) listed(sets []*roaring.Bitmap) []uint32 {
	slices.SortFunc(sets, bySize)
	smallest, others, s := sets[0], sets[1:], e.scratch
	if smallest.GetCardinality() > 2*uint64(len(s.found.bits)) {
		smallest, others = e.all(sets, nil), nil
	}
	size := int(smallest.GetCardinality())
	s.candidates = slices.Grow(s.candidates[:0], size)[:size]
	docs := list(smallest, s.candidates)
	for _, set := range others {
		if e.worked(len(docs)) {
			break
		}
		docs = e.sift(docs, ofSet(set), true)
	}
	return docs
}

// touchedAhead is how many passages are touched before the first of them is read.
const touchedAhead = 64

// A verifier tells which passages match a node.
type verifier struct {
	node      search.Node
	quick     quick           // nil if there is none
	matcher   *search.Matcher // see bind
	sentences bool            // are looked at
}

// A quick answer whether a passage matches is given by its numbers as they are written,
// where that is sure.
type quick interface {
	In(c *forward.Index, doc uint32) (is, sure bool)
}

func (e *evaluation) verifier(n search.Node) *verifier {
	v := &verifier{node: n, quick: e.quick(n)}
	if near, is := v.quick.(*forward.Near); is {
		v.sentences = near.Sentence
	} else if v.quick == nil {
		e.bind(v)
	}
	return v
}

// quick returns what gives quick answers for an exact phrase, and for two words near to
// each other; nil for any other node.
func (e *evaluation) quick(n search.Node) quick {
	switch n := n.(type) {
	case *search.Phrase:
		if words := e.exact(n); words != nil {
			return forward.NewPattern(words)
		}
	case *search.Near:
		if near := e.nearWords(n); near != nil {
			return near
		}
	}
	return nil
}

// matches reports whether a passage matches, quickly or by the matcher.
func (e *evaluation) matches(doc uint32, v *verifier) bool {
	fwd := e.live.forward
	if v.quick != nil {
		if is, sure := v.quick.In(fwd, doc); sure {
			return is
		}
	}
	if v.matcher == nil {
		e.bind(v)
	}
	e.passage.Places, _ = fwd.Places(doc, &e.scratch.matching, e.passage.Places[:0])
	if v.sentences {
		e.passage.Sentences = fwd.SentencesOf(doc, e.passage.Sentences[:0])
	}
	return v.matcher.Matches(&e.passage)
}

// bind makes the matcher, for nodes and passages that are not answered quickly.
func (e *evaluation) bind(v *verifier) {
	v.matcher = e.query.Bind(v.node, e.vocabulary)
	v.matcher.Until(e.late)
	v.sentences = v.matcher.Sentences()
	e.scratch.matching.Count(v.matcher.Counting())
}

// exact returns the numbers of the words of an exact phrase; nil for any other.
func (e *evaluation) exact(phrase *search.Phrase) (words []uint32) {
	if phrase.Slop > 0 {
		return nil
	}
	for _, t := range phrase.Terms {
		n := e.only(t)
		if n == math.MaxUint32 {
			return nil
		}
		words = append(words, n)
	}
	return words
}

// nearWords returns what tells the passages that match a Near of two words; nil for any other.
func (e *evaluation) nearWords(n *search.Near) *forward.Near {
	first, plain := e.oneWord(n.Left)
	second, alike := e.oneWord(n.Right)
	if !plain || !alike {
		return nil
	}
	near := &e.scratch.near
	near.Distance, near.Sentence, near.Before, near.After = n.Distance, false, true, true
	switch n.Within {
	case search.WithinSentence, search.WithinSentenceAfter:
		near.Sentence = true
	case search.WithinPassage:
		near.Distance = e.live.longest
	}
	if n.Within == search.WithinWordsAfter || n.Within == search.WithinSentenceAfter {
		near.Before = false
	}
	if e.all(e.candidates(n.Left), nil).GetCardinality() > e.all(e.candidates(n.Right), nil).GetCardinality() {
		first, second, near.Before, near.After = second, first, near.After, near.Before
	}
	near.Between(first, second)
	return near
}

// oneWord returns the numbers of the words each of which is an occurrence of a node; not
// if several may be one.
func (e *evaluation) oneWord(n search.Node) (numbers []uint32, plain bool) {
	phrase, is := n.(*search.Phrase)
	if !is || len(phrase.Terms) > 1 || !e.apart(phrase.Terms[0]).IsEmpty() {
		return nil, false
	}
	return e.vocabulary.Words(phrase.Terms[0]), true
}
