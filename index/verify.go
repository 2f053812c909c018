package index

import (
	"math"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/index/forward"
	"verbatim/search"
)

// verify keeps the candidates that match the node, by their tokens.
func (e *evaluation) verify(n search.Node, candidates *roaring.Bitmap) *roaring.Bitmap {
	kept := roaring.New()
	if e.err != nil || candidates.IsEmpty() {
		return kept
	}
	matcher := e.query.Bind(n, e.vocabulary)
	matcher.Until(e.late)
	counting := e.scratch.matching.Count(matcher.Counting())
	pattern, sentences := e.pattern(n), matcher.Sentences()
	var ahead [touchedAhead]uint32
	found := 0
	for docs := candidates.ManyIterator(); ; {
		next := ahead[:docs.NextMany(ahead[:])]
		if len(next) == 0 {
			return kept
		}
		for _, doc := range next {
			e.touched += e.live.forward.Touch(doc)
			if sentences {
				e.touched += e.live.forward.TouchSentences(doc)
			}
		}
		matching := ahead[:0]
		for _, doc := range next {
			if e.worked(8 + e.live.forward.Size(doc)) {
				return kept
			}
			if e.matches(doc, matcher, counting, pattern, sentences) {
				matching = append(matching, doc)
			}
		}
		kept.AddMany(matching)
		if found += len(matching); e.atMost > 0 && found > e.atMost {
			return kept
		}
	}
}

// touchedAhead is how many passages are touched before the first of them is read.
const touchedAhead = 64

// matches reports whether a passage matches, by the search for a pattern if there is one,
// and where that is not sure, by the matcher.
func (e *evaluation) matches(doc uint32, matcher *search.Matcher, counting *forward.Filter, pattern forward.Pattern, sentences bool) bool {
	fwd := e.live.forward
	if pattern != nil {
		if found, sure := fwd.Contains(doc, pattern); sure {
			return found
		}
	}
	e.passage.Places, _ = fwd.Places(doc, counting, e.passage.Places[:0])
	if sentences {
		e.passage.Sentences = fwd.SentencesOf(doc, e.passage.Sentences[:0])
	}
	return matcher.Matches(&e.passage)
}

// pattern returns how an exact phrase is written in the forward index; nil for any
// other node. A passage without it does not have the phrase.
func (e *evaluation) pattern(n search.Node) forward.Pattern {
	phrase, ok := n.(*search.Phrase)
	if !ok || phrase.Slop > 0 {
		return nil
	}
	var words []uint32
	for _, t := range phrase.Terms {
		n := e.only(t)
		if n == math.MaxUint32 {
			return nil
		}
		words = append(words, n)
	}
	return forward.NewPattern(words)
}
