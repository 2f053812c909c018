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
			in.list(l.term)
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

// list lists the passages that have the word.
func (l *loneIn) list(t *search.Term) {
	l.noHeadings = !l.live.headings.IsEmpty()
	l.settle(l.live.left(l.term(t)))
}

// lone begins the work on a word in a part.
func (v *liveDocs) lone(ctx context.Context, q *search.Query, t *search.Term, in *vocabulary, memory *scratch) (*loneIn, error) {
	e, err := v.begin(ctx, q, in, memory)
	if err != nil {
		return nil, err
	}
	l := newLoneIn(e, t)
	l.count(t)
	return l, l.err
}

func newLoneIn(e *evaluation, t *search.Term) *loneIn {
	l := &loneIn{evaluation: e}
	l.stem, l.hasStem = e.live.forward.StemNumber(t.ScoringStems()[0])
	l.word, l.hasWord = e.live.forward.WordNumber(t.Text)
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
		narratives: v.forward.Narratives(passages.ToArray()),
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
			l.offerAll(in, best, in.live.counted(in.term(l.term)).ToArray())
		}
	}
	return true
}

// offerAll offers passages of a part by their scores.
func (l *lone) offerAll(in *loneIn, best *top, docs []uint32) {
	r := &ranking{generation: l.generation, scorer: l.scorer}
	for ahead := range slices.Chunk(docs, touchedAhead) {
		for _, doc := range ahead {
			in.touched += in.live.forward.Touch(doc)
		}
		for _, doc := range ahead {
			best.offer(r.rescored(candidate{in.evaluation, doc, 0}))
		}
	}
}

// offerLeaders offers the leaders of the stem in a part by their scores, which mostly
// follow from their traits; of the others those are read that can be among the best. It
// reports whether the first of the part are among them.
func (l *lone) offerLeaders(in *loneIn, best *top, docs []uint32, traits []forward.Trait) (sure bool) {
	form := -1
	if in.hasWord {
		form = in.live.forward.FormOf(in.stem, in.word)
	}
	var unsure []leader
	gone := 0
	for i, doc := range docs {
		switch t := traits[i]; {
		case !in.live.has(doc):
			gone++
		case in.inTwo != nil && in.inTwo.Contains(doc): // the stem stands there more often
		default:
			written, known := t.Written(form)
			if written == 0 && l.term.Kind == search.Literal {
				continue
			}
			saturation, length := l.generation.saturation, t.Length()
			c := candidate{in.evaluation, doc, l.scorer.Lone(saturation[t.Frequency()][length], saturation[written][length], t.Heading())}
			if known && length < forward.LongLength {
				best.offer(c)
			} else if c.key >= best.least() {
				unsure = append(unsure, leader{c, t})
			}
		}
	}
	l.offerUnsure(in, best, unsure)
	return best.size+gone <= forward.LeadersWanted
}

// offerUnsure reads leaders in the order of their upper bounds, as long as they can be
// among the best, and offers them by their scores.
func (l *lone) offerUnsure(in *loneIn, best *top, leaders []leader) {
	slices.SortFunc(leaders, func(a, b leader) int { return cmp.Compare(b.key, a.key) })
	fwd := in.live.forward
	for ahead := range slices.Chunk(leaders, touchedInOrder) {
		for _, c := range ahead {
			in.touched += fwd.Touch(c.doc)
		}
		for _, c := range ahead {
			if c.key < best.least() {
				return
			}
			written := fwd.Occurrences(c.doc, in.word)
			if written == 0 && l.term.Kind == search.Literal {
				continue
			}
			norm := l.generation.norms[fwd.Lengths.At(c.doc)]
			c.key = l.scorer.Lone(search.Saturation(c.trait.Frequency(), norm), search.Saturation(written, norm), c.trait.Heading())
			best.offer(c.candidate)
		}
	}
}

// A leader is a candidate with its trait.
type leader struct {
	candidate
	trait forward.Trait
}

// matchingOf is how many passages of a passage's narrative are of a set that statistics
// count.
func (c candidate) matchingOf(set *roaring.IntIterator) (n int) {
	v := c.in.live
	at := run(v.narratives, 0, c.doc)
	end := v.narratives[at+1]
	for set.AdvanceIfNeeded(v.narratives[at]); set.HasNext() && set.PeekNext() < end; {
		if doc := set.Next(); v.uncounted == nil || !v.uncounted.Contains(doc) {
			n++
		}
	}
	return n
}
