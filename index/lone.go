package index

import (
	"cmp"
	"context"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/index/forward"
	"verbatim/search"
)

// A question of one word alone is answered from what is kept of the word: how many
// passages have it, and which of them can be the first (forward.Leaders). No list of
// passages is gone through, and hardly a passage is read.

// A lone is the work on such a question. It is the search.Statistics of its scorer.
type lone struct {
	generation *generation
	term       *search.Term
	parts      []*loneIn
	scorer     *search.Scorer
	failed     error
}

// A loneIn is the work in a part.
type loneIn struct {
	*evaluation
	stem, word       uint32 // numbers, of those that are known
	hasStem, hasWord bool
	form             int             // of the word: see forward.Index.FormOf
	inTwo            *roaring.Bitmap // the passages that have the word in two words; nil for none
	counts           loneCounts
}

// loneCounts are what is counted of the passages that have a word.
type loneCounts struct {
	passages   int // without headings
	headings   int
	narratives int // of the passages
}

// loneTerm returns the term of a query that is one word alone and has leaders, if it is
// frequent; nil for any other.
func loneTerm(q *search.Query) *search.Term {
	if p, one := q.Root.(*search.Phrase); one && len(p.Terms) == 1 {
		if t := p.Terms[0]; t.Written() != "" && len(t.ScoringStems()) == 1 {
			return t
		}
	}
	return nil
}

// wantsLeaders reports whether no more hits are wanted of a question than leaders are
// kept, of all passages that have a word.
func wantsLeaders(question search.Question) bool {
	switch {
	case question.Limit > 0 && question.Sort != search.SortRelevance, question.Limit > forward.LeadersWanted, question.Offset > 0,
		question.AtMost > 0, len(question.Filters) > 0, question.Headings, question.Group, question.Explain:
		return false
	}
	return true
}

// findLone answers a question of one word alone, if it is one and what is kept is enough.
func (g *generation) findLone(ctx context.Context, question search.Question, words []*vocabulary, memory *memory, found *search.Found) (answered bool, err error) {
	l := &lone{generation: g, term: loneTerm(question.Query)}
	if l.term == nil || !wantsLeaders(question) {
		return false, nil
	}
	for place, v := range g.parts {
		in, err := v.lone(ctx, question.Query, l.term, words[place], memory.scratch(place, v.forward.Passages()))
		if err != nil {
			return false, err
		}
		in.place = place
		found.Total += in.counts.passages
		found.Headings += in.counts.headings
		if question.Narratives {
			found.Narratives += in.counts.narratives
		}
		l.parts = append(l.parts, in)
	}
	if question.Folds(found.Total) || question.Limit > 0 && found.Total > 0 && !l.find(question, found) {
		*found = search.Found{Facets: found.Facets, Generation: found.Generation, Revision: found.Revision}
		return false, l.err()
	}
	if len(question.Facets) > 0 {
		parts := make([]*evaluation, len(l.parts))
		for i, in := range l.parts {
			in.find(l.term, question.Facets)
			parts[i] = in.evaluation
		}
		if found.Facets, err = g.facets(ctx, question.Facets, parts); err != nil {
			return false, err
		}
	}
	return true, cmp.Or(l.err(), ctx.Err())
}

// find finds the hits, and reports whether what is kept is enough to tell.
func (l *lone) find(question search.Question, found *search.Found) (sure bool) {
	best := newTop(min(question.Limit, found.Total))
	if l.scorer, l.failed = search.NewScorer(question.Query, l); l.failed != nil || len(l.scorer.Names) > 0 || !l.first(best) {
		return false
	}
	var passages roaring.IntIterator
	found.Hits = make([]search.Hit, 0, len(best.heap))
	for _, c := range best.inOrder() {
		hit := search.Hit{Row: c.row(), Score: c.key}
		if question.Narratives {
			passages.Initialize(c.in.term(l.term))
			hit.Matching = c.matchingOf(&passages)
		}
		found.Hits = append(found.Hits, hit)
	}
	return true
}

// err is the first error of all.
func (l *lone) err() error {
	err := l.failed
	for _, in := range l.parts {
		err = cmp.Or(err, in.evaluation.err)
	}
	return err
}

// find finds the passages that have the word, for fields that are counted of them.
func (l *loneIn) find(t *search.Term, counted []search.Field) {
	l.noHeadings = !l.live.headings.IsEmpty()
	set, perWord := l.live.left(l.term(t)), perWordCounted
	if slices.ContainsFunc(counted, func(f search.Field) bool { return !f.OfNarrative() }) {
		perWord = perWordListed
	} else if len(counted) == 1 && int(set.GetCardinality()) <= perWord*len(l.scratch.found.bits) {
		l.mixed = list(set, l.scratch.docs)
		return
	}
	l.settle(set, perWord)
}

// lone begins the work on a word in a part.
func (v *liveDocs) lone(ctx context.Context, q *search.Query, t *search.Term, in *vocabulary, memory *scratch) (*loneIn, error) {
	l := newLoneIn(v.begin(ctx, q, in, memory), t)
	l.count(t)
	return l, l.err
}

func newLoneIn(e *evaluation, t *search.Term) *loneIn {
	l := &loneIn{evaluation: e}
	l.stem, l.hasStem = e.live.forward.StemNumber(t.ScoringStems()[0])
	if l.hasStem {
		l.word, l.form, l.hasWord = e.live.forward.FormOf(l.stem, t.Text)
	}
	if t.Apart != nil {
		if inTwo := e.apart(t); !inTwo.IsEmpty() {
			l.inTwo = inTwo
		}
	}
	return l
}

// count counts the passages that have the word, once.
func (l *loneIn) count(t *search.Term) {
	key, v := loneKey{}, l.live
	switch {
	case t.Kind == search.Literal && l.hasWord:
		key.word = l.word + 1
	case t.Kind == search.Stemmed && l.hasStem:
		key.stem = l.stem + 1
	}
	if l.inTwo != nil {
		key.apart = twoWords(t.Apart)
	}
	if key == (loneKey{}) {
		return
	}
	if known, ok := v.loneCounts.Load(key); ok {
		l.counts = known.(loneCounts)
		return
	}
	set := l.term(t)
	passages := v.counted(set)
	l.counts = loneCounts{
		passages: int(passages.GetCardinality()), headings: int(v.left(set).AndCardinality(v.headings)),
		narratives: v.runOf.Distinct(passages.ToArray()),
	}
	if l.err == nil {
		v.loneCounts.Store(key, l.counts)
	}
}

// A loneKey is what loneCounts are kept by: the number of a word as written or of a stem,
// one more, and the two words that count for it as well, if they stand anywhere.
type loneKey struct {
	word, stem uint32
	apart      string
}

// Passages, Having and HavingWord are the statistics of the word, over all parts.
func (l *lone) Passages() int { return l.generation.passages }

func (l *lone) Having(t *search.Term) (sum int, err error) {
	for _, in := range l.parts {
		n := in.counts.passages
		if t.Kind == search.Literal && in.hasStem {
			n, err = in.live.stemCounts.of(in.stem, in.live, func() (*roaring.Bitmap, error) { return in.scoring(t), in.err })
		}
		sum += n
		if err != nil {
			return 0, err
		}
	}
	return sum, nil
}

func (l *lone) HavingWord(string) (sum int, err error) {
	for _, in := range l.parts {
		if !in.hasWord {
			continue
		}
		n, err := in.live.wordCounts.of(in.word, in.live, func() (*roaring.Bitmap, error) { return in.lookup(in.words, l.term.Text), in.err })
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}

// first offers the passages that are first, and maybe others. It reports whether what is
// kept is enough to tell.
func (l *lone) first(best *top) (sure bool) {
	for _, in := range l.parts {
		if in.counts.passages == 0 {
			continue
		}
		var docs []uint32
		var traits []forward.Trait
		if in.hasStem {
			docs, traits = in.live.forward.Leaders(in.stem)
		}
		switch {
		case len(docs) > 0 && !l.offerLeaders(in, best, docs, traits), in.inTwo != nil && in.inTwo.GetCardinality() > few:
			return false
		case len(docs) > 0 && in.inTwo != nil:
			l.offerAll(in, best, in.live.counted(in.inTwo).ToArray())
		case len(docs) == 0:
			l.offerRare(in, best, in.live.isUncounted.Sift(list(in.term(l.term), in.scratch.docs), false))
		}
	}
	return true
}

// offerRare offers passages of a part that have a rare word. The scores of those that have
// the stem once follow from their lengths and headings, and from whether they are among
// those that have the word as written.
func (l *lone) offerRare(in *loneIn, best *top, docs []uint32) {
	v, stem := in.live, l.term.ScoringStems()[0]
	often, titles := in.atLeast(stem, 2), v.titlesWith[stem]
	asWritten := in.lookup(in.words, l.term.Text)
	var others []uint32
	var unsure []leader
	for _, doc := range docs {
		if often.Contains(doc) || in.inTwo != nil && in.inTwo.Contains(doc) {
			others = append(others, doc)
			continue
		}
		under, written := false, 0
		if len(titles) > 0 {
			under = v.isUnder(doc, titles)
		}
		if asWritten.Contains(doc) {
			written = 1
		}
		unsure = l.offerSure(in, best, leader{doc: doc, length: v.short[doc], frequency: 1, heading: under}, written, true, unsure)
	}
	l.offerAll(in, best, others)
	l.offerUnsure(in, best, unsure)
}

// offerSure offers a leader by its score, if it follows from how often the word is written
// there, which must be known, and the length; or adds it to those that have to be read.
func (l *lone) offerSure(in *loneIn, best *top, p leader, written int, known bool, unsure []leader) []leader {
	if written == 0 && l.term.Kind == search.Literal {
		return unsure
	}
	saturation := l.generation.saturation
	score := l.scorer.Lone(saturation[p.frequency][p.length], saturation[written][p.length], p.heading)
	if known && p.length < forward.LongLength {
		best.offer(candidate{in.evaluation, p.doc, score})
		return unsure
	}
	if p.most = score; score >= best.least() {
		unsure = append(unsure, p)
	}
	return unsure
}

// A leader is a passage with what its score is made of, but for how often it has the word
// as written.
type leader struct {
	doc       uint32
	length    uint8
	frequency int
	heading   bool
	most      float64 // what its score is at most
}

// offerAll offers passages of a part by their scores.
func (l *lone) offerAll(in *loneIn, best *top, docs []uint32) {
	r := &ranking{generation: l.generation, scorer: l.scorer}
	r.rescoreDocs(in.evaluation, docs, best)
}

// offerLeaders offers the leaders of the stem in a part by their scores, which mostly
// follow from their traits; of the others those are read that can be among the best. It
// reports whether the first of the part are among them.
func (l *lone) offerLeaders(in *loneIn, best *top, docs []uint32, traits []forward.Trait) (sure bool) {
	var unsure []leader
	gone := 0
	for i, doc := range docs {
		switch t := traits[i]; {
		case !in.live.has(doc):
			gone++
		case in.inTwo != nil && in.inTwo.Contains(doc): // the stem stands there more often
		default:
			written, known := t.Written(in.form)
			unsure = l.offerSure(in, best, leader{doc: doc, length: t.Length(), frequency: t.Frequency(), heading: t.Heading()}, written, known, unsure)
		}
	}
	l.offerUnsure(in, best, unsure)
	return best.size+gone <= forward.LeadersWanted
}

// offerUnsure reads leaders in the order of their upper bounds, as long as they can be
// among the best, and offers them by their scores.
func (l *lone) offerUnsure(in *loneIn, best *top, leaders []leader) {
	slices.SortFunc(leaders, func(a, b leader) int { return cmp.Compare(b.most, a.most) })
	fwd := in.live.forward
	for ahead := range slices.Chunk(leaders, touchedInOrder) {
		for _, p := range ahead {
			in.touched += fwd.Touch(p.doc)
		}
		for _, p := range ahead {
			if p.most < best.least() {
				return
			}
			written, words := fwd.Occurrences(p.doc, in.word)
			if written == 0 && l.term.Kind == search.Literal {
				continue
			}
			norm := l.generation.norms[words]
			score := l.scorer.Lone(search.Saturation(p.frequency, norm), search.Saturation(written, norm), p.heading)
			best.offer(candidate{in.evaluation, p.doc, score})
		}
	}
}

// matchingOf is how many passages of a passage's narrative are of a set that statistics
// count.
func (c candidate) matchingOf(set *roaring.IntIterator) (n int) {
	v := c.in.live
	at := v.runOf.Of(c.doc)
	end := v.narratives[at+1]
	for set.AdvanceIfNeeded(v.narratives[at]); set.HasNext() && set.PeekNext() < end; {
		if !v.isUncounted.Has(set.Next()) {
			n++
		}
	}
	return n
}
