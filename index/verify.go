package index

import (
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/index/coarse"
	"verbatim/index/forward"
	"verbatim/search"
)

// verify returns the passages among within, and in all of some sets, that match the node,
// by their tokens.
func (e *evaluation) verify(n search.Node, sets []*roaring.Bitmap, within *roaring.Bitmap) *roaring.Bitmap {
	kept := roaring.New()
	kept.AddMany(e.matching(n, sets, within))
	return kept
}

// settleMatching makes the passages that match a node the result, of which no set is made.
func (e *evaluation) settleMatching(n *search.Near, within *roaring.Bitmap) {
	docs := append(e.scratch.docs[:0], e.matching(n, e.candidates(n), within)...)
	if e.live.removed != nil {
		docs = e.sift(docs, ofSet(e.live.removed), false)
	}
	e.result = &e.scratch.found
	e.settleList(docs)
}

// matching is verify as a list, in memory that the next call uses again.
func (e *evaluation) matching(n search.Node, sets []*roaring.Bitmap, within *roaring.Bitmap) []uint32 {
	if within != nil || len(sets) == 0 {
		sets = append(sets, e.within(within))
	}
	if e.err != nil || slices.ContainsFunc(sets, (*roaring.Bitmap).IsEmpty) {
		return nil
	}
	v := e.verifier(n)
	docs := e.listed(sets)
	matching := docs[:0]
	e.scratch.reading.empty()
	for next := range slices.Chunk(docs, touchedAhead) {
		e.touched += e.live.forward.TouchAll(next)
		if v.sentences {
			for _, doc := range next {
				e.touched += e.live.forward.TouchSentences(doc)
			}
		}
		for _, doc := range next {
			if e.worked(8 + e.live.forward.Size(doc)) {
				return matching
			}
			if e.matches(doc, v) {
				matching = append(matching, doc)
			}
		}
		if e.atMost > 0 && len(matching) > e.atMost {
			break
		}
	}
	if n == e.query.Root && e.scoresWhatMatches(v) {
		e.read = &e.scratch.reading
	}
	return matching
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
	pattern   *forward.Pattern // of an exact phrase, which is found by its numbers as they are written; nil for any other node
	matcher   *search.Matcher  // see bind
	sentences bool             // are looked at
}

func (e *evaluation) verifier(n search.Node) *verifier {
	v := &verifier{node: e.plain(n)}
	if phrase, is := n.(*search.Phrase); is {
		if words := e.exact(phrase); words != nil {
			v.pattern = forward.NewPattern(words)
			return v
		}
	}
	e.bind(v)
	return v
}

// matches reports whether a passage matches, by the pattern or by the matcher.
func (e *evaluation) matches(doc uint32, v *verifier) bool {
	fwd := e.live.forward
	if v.pattern != nil {
		if is, sure := v.pattern.In(fwd, doc); sure {
			return is
		}
	}
	if v.matcher == nil {
		e.bind(v)
	}
	read := &e.scratch.reading
	before := len(read.places)
	var words int
	read.places, words = fwd.Places(doc, &e.scratch.matching, read.places)
	e.passage.Places = read.places[before:]
	if v.sentences {
		e.passage.Sentences = fwd.SentencesOf(doc, words, e.passage.Sentences[:0])
	}
	if !v.matcher.Matches(&e.passage) {
		read.places = read.places[:before]
		return false
	}
	read.passages = append(read.passages, readPassage{doc, uint32(words), uint32(len(read.places))})
	return true
}

// A reading is what was read of the passages that a matcher found: where the words that count
// stand. So who scores them need not read them again.
type reading struct {
	passages []readPassage // ascending
	places   []search.Occurrence
}

// A readPassage has words, and its places end before one.
type readPassage struct{ doc, words, end uint32 }

func (r *reading) empty() { r.passages, r.places = r.passages[:0], r.places[:0] }

// each visits some of the passages, which are in order, with their places.
func (r *reading) each(docs []uint32, visit func(p readPassage, places []search.Occurrence)) {
	begins := uint32(0)
	for _, p := range r.passages {
		if len(docs) == 0 {
			return
		}
		if p.doc == docs[0] {
			docs = docs[1:]
			visit(p, r.places[begins:p.end])
		}
		begins = p.end
	}
}

// scoresWhatMatches reports whether passages are scored by the words by which they were
// matched, each of which is one of one term.
func (e *evaluation) scoresWhatMatches(v *verifier) bool {
	if v.pattern != nil || !haveAll(v.node) {
		return false
	}
	for _, t := range search.Terms(v.node) {
		if t.Kind == search.Literal || t.Apart != nil {
			return false
		}
	}
	counting := slices.Clone(v.matcher.Counting())
	slices.Sort(counting)
	return len(slices.Compact(counting)) == len(v.matcher.Counting())
}

// topRead offers passages that were read when they were found. How many words that count a
// passage has says how often it has one term at most: as often as all but once for each other.
func (r *ranking) topRead(best *top) {
	others, headings := len(r.scorer.Terms)-1, coarse.Rounding
	for i := range r.scorer.Terms {
		headings += r.scorer.Bound(i).Heading
	}
	for _, e := range r.parts {
		if e.read == nil {
			r.rescoreDocs(e, e.docs(), best)
			continue
		}
		e.read.each(e.docs(), func(p readPassage, places []search.Occurrence) {
			saturation := r.generation.saturation[min(len(places)-others, search.MaxFrequency)][min(p.words, coarse.Lengths-1)]
			most := headings
			for i := range r.scorer.Terms {
				most += r.scorer.Most(i, saturation, true)
			}
			least := best.least()
			if most < least || most-headings+coarse.Rounding+r.underHeading(e, p.doc) < least || e.worked(len(places)) {
				return
			}
			c := candidate{in: e, doc: p.doc}
			c.key = r.scorer.Score(r.featuresOf(c, places), r.generation.norms[p.words])
			best.offer(c)
		})
	}
}

// bind makes the matcher, for nodes and passages that no pattern answers.
func (e *evaluation) bind(v *verifier) {
	v.matcher = e.query.Bind(v.node, e.vocabulary)
	v.matcher.Until(e.late)
	v.sentences = v.matcher.Sentences()
	e.scratch.matching.Count(v.matcher.Counting())
}

// plain returns a node without the words in two that no passage of the part has so.
func (e *evaluation) plain(n search.Node) search.Node {
	switch n := n.(type) {
	case *search.Near:
		plain := *n
		plain.Left, plain.Right = e.plain(n.Left), e.plain(n.Right)
		return &plain
	case *search.Phrase:
		if t := *n.Terms[0]; t.Apart != nil && e.apart(&t).IsEmpty() {
			t.Apart = nil
			return &search.Phrase{Terms: []*search.Term{&t}}
		}
	}
	return n
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
