package index

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/index/alike"
	"verbatim/index/dense"
	"verbatim/index/segment"
	"verbatim/search"
)

// An evaluation is the work on one question in one part. Sets that it hands
// around may lie in the mapped file: they are never changed.
type evaluation struct {
	ctx        context.Context
	yielded    time.Time // see late
	live       *liveDocs
	place      int // of the part, among those of the generation
	query      *search.Query
	words      *segment.Lists
	stems      *segment.Lists
	err        error                            // the first; it ends the evaluation
	passage    search.Words                     // the one that is matched
	allowed    map[search.Field]*roaring.Bitmap // for each field that is filtered, the passages that may stay
	found      *roaring.Bitmap                  // the passages that match the query, with headings; nil as long as nobody asked
	stretches  *roaring.Bitmap                  // the passages that filters let stay which have runs; nil for all
	inAll      []*roaring.Bitmap                // sets that all passages found are in
	noHeadings bool                             // headings are left out
	leftOut    int                              // how many of them the filters would let stay
	result     *subset                          // the passages found that the filters let stay; see docs
	mixed      []uint32                         // instead of these, where nothing but one field is counted of them: with headings that are left out
	runs       []foundRun                       // the narratives of these; see narratives
	sets       map[*search.Term]*roaring.Bitmap // see term and apart
	scratch    *scratch                         // borrowed, until the question is answered
	vocabulary *vocabulary                      // of the part
	work       int                              // see worked
	touched    uint16                           // what forward.Touch and its like returned
	weighed    dense.Contenders                 // those of the passages found that may be among the first
	contenders subset                           // those of them that may be among the first
	having     []dense.Set                      // by term and name, the passages that it counts for; nil where nobody asked; see has
	wordings   *alike.Together                  // if a scan wants them
	named      []*roaring.Bitmap                // see ranking.named
	rescorer   *rescorer                        // made for the first passage that is rescored
	read       *reading                         // of the passages that match the query, if they are scored by the same words
	atMost     int                              // verify may end when it has kept more; 0 for no bound
}

// begin returns an evaluation that has found nothing yet.
func (v *liveDocs) begin(ctx context.Context, q *search.Query, in *vocabulary, memory *scratch) *evaluation {
	return &evaluation{
		ctx: ctx, yielded: time.Now(), live: v, query: q, vocabulary: in, scratch: memory,
		words: v.lists[segment.FieldWords], stems: v.lists[segment.FieldStems],
	}
}

// evaluate finds the passages of a part that a question asks for.
func (v *liveDocs) evaluate(ctx context.Context, question search.Question, place int, in *vocabulary, memory *memory) (*evaluation, error) {
	e := v.begin(ctx, question.Query, in, memory.scratch(place, v.forward.Passages()))
	e.place = place
	e.allow(question.Filters)
	e.noHeadings = !question.Headings && !v.headings.IsEmpty()
	if question.AtMost == 0 && !readsTokens(question.Query.Root) {
		e.gather(question.Query.Root)
		return e, e.err
	}
	if near, is := question.Query.Root.(*search.Near); is && len(e.allowed) == 0 {
		e.settleMatching(near, e.bounded(question))
		return e, e.err
	}
	e.found = v.left(e.eval(question.Query.Root, e.bounded(question)))
	e.settle(e.narrow(""), perWordListed)
	return e, e.err
}

// gather finds the passages that match a node, which bitmaps answer, and that the filters
// let stay: it goes through the smallest set that all are in, if it is small, and looks
// them up in the others, and otherwise combines words of bits.
func (e *evaluation) gather(n search.Node) {
	all, none := e.operands(n)
	e.result = &e.scratch.found
	bits := e.result.bits
	isSmall := func(o operand) bool { return o.set != nil && o.most <= 2*len(bits) }
	if small := slices.IndexFunc(all, isSmall); small >= 0 {
		docs := list(all[small].set, e.scratch.docs)
		for i, o := range all {
			if i != small {
				docs = e.sift(docs, o, true)
			}
		}
		for _, o := range none {
			docs = e.sift(docs, o, false)
		}
		e.settleList(docs)
		return
	}
	e.fillWith(all[0], bits)
	for _, o := range all[1:] {
		e.combine(bits, o, dense.Set.And)
	}
	for _, o := range none {
		e.combine(bits, o, dense.Set.AndNot)
	}
	e.settleBits()
}

// bounded returns the passages among which those that match are looked for, nil for all.
// Where no more than so many are of use and nothing is counted beside them, these are
// what the filters let stay, and one phrase need not be looked for on.
func (e *evaluation) bounded(question search.Question) (within *roaring.Bitmap) {
	if question.AtMost == 0 {
		return nil
	}
	if e.live.removed != nil || len(e.allowed) > 0 {
		within = e.live.left(e.live.all)
		for _, a := range e.allowed {
			within = roaring.And(within, a)
		}
	}
	if _, one := question.Query.Root.(*search.Phrase); one && (question.Headings || e.live.headings.IsEmpty()) {
		e.atMost = question.AtMost
	}
	return within
}

// list returns the passages of a set, in memory that has room for them.
func list(set *roaring.Bitmap, room []uint32) []uint32 {
	return room[:set.ManyIterator().NextMany(room[:set.GetCardinality()])]
}

// without returns the passages that are found if a field is not filtered.
func (e *evaluation) without(field search.Field) []uint32 {
	if e.allowed[field] == nil {
		return e.docs()
	}
	return e.readable(e.narrow(field).ToArray())
}

// narratives returns the narratives of the passages found.
func (e *evaluation) narratives() []foundRun {
	if len(e.runs) == 0 {
		if e.manyFound() {
			e.scratch.runs = e.live.runsIn(e.bits(), e.bits().Ranks(e.scratch.ranks), e.scratch.runs)
		} else {
			e.scratch.runs = e.live.runs(e.docs(), e.scratch.runs[:0])
		}
		e.runs = e.scratch.runs
	}
	return e.runs
}

// narrativesWithout returns those of the passages that are found if a field is not
// filtered.
func (e *evaluation) narrativesWithout(field search.Field) []foundRun {
	if e.allowed[field] == nil {
		return e.narratives()
	}
	return e.live.runs(e.without(field), nil)
}

func (e *evaluation) allow(filters map[search.Field][]*search.Filter) {
	if len(filters) > 0 {
		e.allowed = map[search.Field]*roaring.Bitmap{}
	}
	for field, chosen := range filters {
		sets := make([]*roaring.Bitmap, len(chosen))
		for i, f := range chosen {
			sets[i] = e.filter(f)
		}
		if len(sets) == 1 {
			e.allowed[field] = sets[0]
		} else {
			e.allowed[field] = roaring.FastOr(sets...)
		}
	}
}

// narrow returns the passages that match and all fields but one allow.
func (e *evaluation) narrow(but search.Field) *roaring.Bitmap {
	if e.found == nil {
		e.found = e.live.left(e.eval(e.query.Root, nil))
	}
	set := e.found
	for field, a := range e.allowed {
		if field != but {
			set = roaring.And(set, a)
		}
	}
	return set
}

// eval returns the passages among within that match a node; within nil means
// all. The set is exact: bitmaps answer what they can, and for order, distance
// and sentence the tokens of the candidates are read.
func (e *evaluation) eval(n search.Node, within *roaring.Bitmap) *roaring.Bitmap {
	if e.late() {
		return roaring.New()
	}
	switch n := n.(type) {
	case *search.Phrase:
		sets, exact := e.phrase(n)
		if exact {
			return e.all(sets, within)
		}
		return e.verify(n, sets, within)
	case *search.Near:
		return e.verify(n, e.candidates(n), within)
	case *search.And:
		return e.and(n.Nodes, within)
	case *search.Or:
		sets := make([]*roaring.Bitmap, len(n.Nodes))
		for i, c := range n.Nodes {
			sets[i] = e.eval(c, within)
		}
		return roaring.FastOr(sets...)
	case *search.Not:
		return roaring.AndNot(e.within(within), e.eval(n.Node, within))
	case *search.Filter:
		return e.intersect(e.filter(n), within)
	}
	return e.within(within)
}

func (e *evaluation) within(within *roaring.Bitmap) *roaring.Bitmap {
	if within == nil {
		return e.live.all
	}
	return within
}

func (e *evaluation) intersect(set, within *roaring.Bitmap) *roaring.Bitmap {
	if within == nil {
		return set
	}
	return roaring.And(set, within)
}

// and evaluates first what bitmaps answer, small sets first, then takes away what bitmaps
// exclude, so that the tokens of few passages are read for the rest.
func (e *evaluation) and(nodes []search.Node, within *roaring.Bitmap) *roaring.Bitmap {
	var sets, excluded []*roaring.Bitmap
	var costly []search.Node
	for _, n := range nodes {
		not, excludes := n.(*search.Not)
		switch {
		case readsTokens(n):
			costly = append(costly, n)
		case excludes:
			excluded = append(excluded, e.eval(not.Node, nil))
		default:
			sets = append(sets, e.eval(n, nil))
		}
	}
	set := e.all(sets, within)
	for _, without := range excluded {
		set = roaring.AndNot(set, without)
	}
	for _, n := range costly {
		set = e.eval(n, set)
	}
	return set
}

// all intersects sets, small ones first.
func (e *evaluation) all(sets []*roaring.Bitmap, within *roaring.Bitmap) *roaring.Bitmap {
	slices.SortFunc(sets, bySize)
	for i, s := range sets {
		if i%setsPerLook == setsPerLook-1 && e.late() {
			break
		}
		within = e.intersect(s, within)
	}
	return e.within(within)
}

func bySize(a, b *roaring.Bitmap) int { return int(a.GetCardinality()) - int(b.GetCardinality()) }

// readsTokens reports whether bitmaps alone do not answer a node.
func readsTokens(n search.Node) bool {
	switch n := n.(type) {
	case *search.Phrase:
		return len(n.Terms) > 1
	case *search.Near:
		return true
	case *search.And:
		return slices.ContainsFunc(n.Nodes, readsTokens)
	case *search.Or:
		return slices.ContainsFunc(n.Nodes, readsTokens)
	case *search.Not:
		return readsTokens(n.Node)
	}
	return false
}

// candidates returns sets whose intersection has the passages with all the words of a
// phrase or of both operands, among which are all that match.
func (e *evaluation) candidates(n search.Node) (sets []*roaring.Bitmap) {
	switch n := n.(type) {
	case *search.Phrase:
		sets, _ = e.phrase(n)
	case *search.Near:
		sets = append(e.candidates(n.Left), e.candidates(n.Right)...)
	case *search.Or:
		for _, c := range n.Nodes {
			sets = append(sets, e.all(e.candidates(c), nil))
		}
		sets = []*roaring.Bitmap{roaring.FastOr(sets...)}
	}
	return sets
}

// phrase returns sets whose intersection has all passages with a phrase; exact
// reports whether it has no others.
func (e *evaluation) phrase(p *search.Phrase) (sets []*roaring.Bitmap, exact bool) {
	paired := make([]bool, len(p.Terms))
	for i := 1; i < len(p.Terms) && p.Slop == 0 && !e.worked(len(p.Terms)); i++ {
		first, second := e.only(p.Terms[i-1]), e.only(p.Terms[i])
		set, sure, err := e.live.forward.Together(first, second)
		if e.fail(err) {
			return nil, false
		}
		if sure {
			sets, paired[i-1], paired[i] = append(sets, set), true, true
		}
	}
	for i, t := range p.Terms {
		if !paired[i] {
			sets = append(sets, e.term(t))
		}
	}
	return sets, len(sets) == 1 // of one word, or of two that are paired
}

// only returns the number of the one word that a term accepts, or one that no
// word has.
func (e *evaluation) only(t *search.Term) uint32 {
	if t.Kind == search.Literal {
		if numbers := e.vocabulary.Words(t); len(numbers) == 1 {
			return numbers[0]
		}
	}
	return math.MaxUint32
}

// fail keeps the first error, and reports whether there is one.
func (e *evaluation) fail(err error) bool {
	if e.err == nil {
		e.err = err
	}
	return e.err != nil
}

// haveAll reports whether every passage that matches has all terms that it is
// scored by.
func haveAll(n search.Node) bool {
	switch n := n.(type) {
	case *search.And:
		for _, c := range n.Nodes {
			if !haveAll(c) {
				return false
			}
		}
	case *search.Near:
		return haveAll(n.Left) && haveAll(n.Right)
	case *search.Or:
		return false
	}
	return true
}

// seldomWritten says which terms most passages have in other forms only. Passages that have
// all terms have words in quotation marks as written.
func (r *ranking) seldomWritten(haveAll bool) []bool {
	seldom := make([]bool, len(r.scorer.Terms))
	for i, t := range r.scorer.Terms {
		if t.ScoringStems() == nil || haveAll && t.Kind == search.Literal {
			continue
		}
		written, found := 0, 0
		for _, e := range r.parts {
			written += int(e.lookup(e.words, t.Text).GetCardinality())
			found += int(e.scoring(t).GetCardinality())
		}
		seldom[i] = 2*written < found
	}
	return seldom
}
