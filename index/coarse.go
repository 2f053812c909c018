package index

import (
	"math"

	"github.com/RoaringBitmap/roaring/v2"

	"verbatim/search"
)

// Long passages that have a word once are most of what is found, and hardly ever
// among the first. A coarse limit of a passage's score tells them: it follows
// from its length, from which terms it has, and from how often it has the one
// that it has most; that takes two or three look-ups and no sum over the terms.

// fewTerms is up to how many terms coarse limits are worth while.
const fewTerms = 3

// A group are the passages that have some of the terms and not the others: bits
// by the terms' places.
type group = uint32

// coarse gives coarse limits. That of a group is the weight of its terms, times
// what a frequency counts in a passage of such a length, and what does not
// depend on these.
type coarse struct {
	saturation *saturations
	weight     []float64 // by group: of terms whose occurrences count
	once       []float64 // by group: of terms that count once
	rest       []float64 // by group
}

func (r *ranking) newCoarse() *coarse {
	groups := 1 << len(r.scorer.Terms)
	c := &coarse{r.generation.saturation, make([]float64, groups), make([]float64, groups), make([]float64, groups)}
	headings := r.mostOfHeadings()
	for g := range group(groups) {
		c.rest[g] = headings + rounding - r.scorer.Alone(g, ^g)
		for i, t := range r.scorer.Terms {
			if g>>i&1 == 0 {
				continue
			}
			written := t.ScoringStems() != nil
			lift := r.scorer.Most(i, 0, written)
			c.rest[g] += lift
			if weight := r.scorer.Most(i, 1, written) - lift; written {
				c.weight[g] += weight
			} else {
				c.once[g] += weight
			}
		}
	}
	return c
}

// limit is that of the passages of a group and length that have no term more
// often than frequency.
func (c *coarse) limit(g group, frequency, length uint8) float64 {
	return c.weight[g]*c.saturation[frequency][length] + c.once[g]*c.saturation[1][length] + c.rest[g]
}

// limits gives for each group and length the limit of the passages that have no
// term more than once.
func (c *coarse) limits() [][lengths]float64 {
	limits := make([][lengths]float64, len(c.rest))
	for g := range limits {
		for length := range limits[g] {
			limits[g][length] = c.limit(group(g), 1, uint8(length))
		}
	}
	return limits
}

// spare is how many passages more than are wanted are judged to learn a score
// that as many as are wanted reach.
const spare = 22

// topFew offers the passages that are first for a question of few terms, and
// maybe others.
func (r *ranking) topFew(best *top) {
	c := r.newCoarse()
	limits := c.limits()
	for _, e := range r.parts {
		e.tell(r)
	}
	promising := newTop(best.size + spare)
	for _, e := range r.parts {
		e.eachAbove(c, limits, promising.more(), func(p candidate) float64 {
			promising.offer(p)
			return promising.more()
		})
	}
	floor := newTop(best.size)
	for _, p := range promising.heap {
		floor.offer(r.judged(p))
	}
	least := floor.least()
	var rest []candidate
	for _, e := range r.parts {
		e.eachAbove(c, limits, least, func(p candidate) float64 {
			rest = append(rest, p)
			return least
		})
		e.scratch.forget()
	}
	if len(rest) <= max(few, 2*best.size) {
		r.judgeInOrder(best, rest)
		return
	}
	for _, e := range r.parts {
		e.contenders = roaring.New()
	}
	for _, p := range rest {
		p.in.contenders.Add(p.doc)
	}
	r.judgeBest(best, r.allTerms(), rounding)
}

// eachAbove yields the passages found in a part whose coarse limit is least or
// more; yield gives what it is from then on.
func (e *evaluation) eachAbove(c *coarse, limits [][lengths]float64, least float64, yield func(candidate) float64) {
	s, short, rows := e.scratch, e.view.short, e.view.column.rows
	all := group(len(limits) - 1)
	for _, doc := range e.docs {
		g := all
		if !e.haveAll {
			g = s.has[doc]
		}
		if limit := limits[g][short[doc]]; limit >= least && s.frequency[doc] == 0 {
			least = yield(candidate{e, doc, rows[doc], limit})
		}
	}
	for _, doc := range s.frequent {
		g := all
		if !e.haveAll {
			g = s.has[doc]
		}
		if limit := c.limit(g, s.frequency[doc], short[doc]); limit >= least && e.result.Contains(doc) {
			least = yield(candidate{e, doc, rows[doc], limit})
		}
	}
}

// tell notes in the scratch which terms the passages have, and how often they
// have the one that they have most, if more than once.
func (e *evaluation) tell(r *ranking) {
	for _, t := range r.scorer.Terms {
		e.tellFrequency(t.ScoringStems())
	}
	if e.haveAll = haveAll(e.query.Root); e.haveAll {
		return
	}
	s := e.scratch
	for _, docs := range [][]uint32{e.docs, s.frequent} {
		for _, doc := range docs {
			s.has[doc] = 0
		}
	}
	for i, t := range r.scorer.Terms {
		each(e.near(e.scoring(t)), func(doc uint32) { s.has[doc] |= 1 << i })
	}
}

// tellFrequency notes the frequency of a term. In a passage with several of its
// stems they may add up.
func (e *evaluation) tellFrequency(stems []string) {
	s := e.scratch
	for _, stem := range stems {
		for level := uint8(2); level <= search.MaxFrequency; level++ {
			more := e.lookup(e.stems, levelTerm(stem, int(level)))
			if more.IsEmpty() {
				break
			}
			each(e.near(more), func(doc uint32) { s.raise(doc, level) })
		}
	}
	for i := range stems[:max(1, len(stems))-1] {
		both := roaring.And(e.lookup(e.stems, stems[i]), e.union(e.stems, stems[i+1:]))
		each(both, func(doc uint32) {
			s.raise(doc, min(search.MaxFrequency, max(1, s.frequency[doc])*uint8(len(stems))))
		})
	}
}

// raise notes that a passage has a term so often.
func (s *scratch) raise(doc uint32, frequency uint8) {
	if s.frequency[doc] == 0 {
		s.frequent = append(s.frequent, doc)
	}
	s.frequency[doc] = max(s.frequency[doc], frequency)
}

// forget makes the frequencies 0 again.
func (s *scratch) forget() {
	for _, doc := range s.frequent {
		s.frequency[doc] = 0
	}
	s.frequent = s.frequent[:0]
}

// near leaves out of a set passages that were not found, if it has far more than
// there are of these.
func (e *evaluation) near(set *roaring.Bitmap) *roaring.Bitmap {
	if int(set.GetCardinality()) > 2*len(e.docs) {
		return roaring.And(set, e.result)
	}
	return set
}

// haveAll says whether every passage that matches has all terms that it is
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

// least is the key that others must have to be among the first: any, as long as
// there are too few.
func (t *top) least() float64 {
	if !t.full() {
		return math.Inf(-1)
	}
	return t.heap[0].key
}

// more is the least key that is more.
func (t *top) more() float64 { return math.Nextafter(t.least(), math.Inf(1)) }
