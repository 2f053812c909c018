package search

import (
	"fmt"
	"math"
	"slices"

	"verbatim/search/english"
)

// The score of a passage is BM25 over stems (Robertson and Zaragoza, "The
// Probabilistic Relevance Framework: BM25 and Beyond", 2009), and boosts for
// what BM25 does not see: words that stand as they were written, words that
// stand side by side or close (after Metzler and Croft, "A Markov Random Field
// Model for Term Dependencies", 2005), and words of the section's heading. In ModeAny
// words count as well that name the narrative's country or year: who asks what
// happened in Belarus means its narratives, whose passages seldom say the name.
//
// It is defined here once, in a form that an engine can compute in any way
// that gives the same floating-point numbers: the sum begins with the terms'
// BM25 in their order, which is the base, and goes on with the boosts.
// Conversions to float64 keep compilers from fusing products into sums.
const (
	bm25K1 = 1.2
	bm25B  = 0.75

	// exactBoost weighs the BM25 of words as written, adjacentBoost and nearBoost
	// that of pairs of words, headingBoost the words of the heading. They were
	// chosen on collections with known answers: see cmd/relevance.
	exactBoost    = 0.2
	adjacentBoost = 0.1
	nearBoost     = 0.1
	headingBoost  = 0.1

	// functionWeight is what a function word weighs, and a word of a question's opening,
	// against 1 for others. It matches, is counted and marked like any other.
	functionWeight = 0.3
)

// MaxFrequency is the number of occurrences of a term in one passage beyond
// which more do not raise the score. NearWords is how many places apart two
// words may stand to be close.
const (
	MaxFrequency = 8
	NearWords    = 8
)

// ScoringTerms returns the terms of a node that passages are ranked by, in the
// order of the query: all but those that NOT excludes.
func ScoringTerms(n Node) (terms []*Term) {
	switch n := n.(type) {
	case *Phrase:
		return n.Terms
	case *And:
		for _, c := range n.Nodes {
			terms = append(terms, ScoringTerms(c)...)
		}
	case *Or:
		for _, c := range n.Nodes {
			terms = append(terms, ScoringTerms(c)...)
		}
	case *Near:
		return slices.Concat(ScoringTerms(n.Left), ScoringTerms(n.Right))
	}
	return terms
}

// ScoringStems returns the stems whose occurrences count for the term's score: a
// word in quotation marks counts like its other forms, and one that is written apart
// (Term.Apart) like one that is not. A wildcard or fuzzy term has none: it counts
// once for each passage that has such a word.
func (t *Term) ScoringStems() []string {
	switch t.Kind {
	case Stemmed:
		return t.Stems
	case Literal:
		return []string{t.Stem}
	}
	return nil
}

// Written returns the word that counts as written for the score; empty where none
// does: of a wildcard, and of a word with a hyphen.
func (t *Term) Written() string {
	if t.ScoringStems() == nil || t.hyphen > 0 {
		return ""
	}
	return t.Text
}

// Statistics are what a score needs to know of the whole collection.
type Statistics interface {
	// Passages is their number.
	Passages() int
	// Having is the number of passages with one of the term's ScoringStems or with
	// Apart, or for a term without any with a word that it accepts. HavingWord is the
	// number of those with the folded word itself.
	Having(t *Term) (int, error)
	HavingWord(word string) (int, error)
}

// A Scorer scores passages for a query.
type Scorer struct {
	Terms   []*Term // that the score is made of
	Pairs   []Pair
	Names   []Name    // in ModeAny
	weights []float64 // of each term's BM25
	names   []float64 // of each name
	exact   []float64 // of the BM25 of each term's word as written; 0 for none
	pairs   []float64 // of each pair
	halves  []float64 // of each pair: half of what it can add at most
	boosts  []float64 // of each term: the halves of its pairs
}

// A Pair are two terms, by their places in Scorer.Terms, that stand one after
// the other in the query.
type Pair struct{ First, Second int }

// NewScorer prepares the scoring of a query.
func NewScorer(q *Query, s Statistics) (*Scorer, error) {
	c := &Scorer{Terms: ScoringTerms(q.Root)}
	n := len(c.Terms)
	room := make([]float64, 5*n) // a term begins at most one pair
	c.weights, c.exact, c.boosts = room[:0:n], room[n:n:2*n], room[2*n:3*n:3*n]
	c.pairs, c.halves = room[3*n:3*n:4*n], room[4*n:4*n]
	opening := openingOf(c.Terms)
	for i, t := range c.Terms {
		having, err := s.Having(t)
		if err != nil {
			return nil, err
		}
		weight := 1.0
		if i < opening || english.IsFunctionWord(t.Text) {
			weight = functionWeight
		}
		c.weights = append(c.weights, weight*idf(having, s.Passages()))
		exact := 0.0
		if written := t.Written(); written != "" {
			if having, err = s.HavingWord(written); err != nil {
				return nil, err
			}
			exact = exactBoost * weight * idf(having, s.Passages())
		}
		c.exact = append(c.exact, exact)
		if i > opening && pairs(c.Terms[i-1], t) {
			c.Pairs = append(slices.Grow(c.Pairs, n-i), Pair{i - 1, i})
			c.pairs = append(c.pairs, (c.weights[i-1]+c.weights[i])/2)
		}
	}
	if q.Mode == ModeAny {
		c.findNames()
	}
	for i, p := range c.Pairs {
		half := c.pairs[i] * (adjacentBoost + nearBoost) / 2 * Saturation(MaxFrequency, bm25K1)
		c.halves = append(c.halves, half)
		c.boosts[p.First] += half
		c.boosts[p.Second] += half
	}
	return c, nil
}

// openingOf returns how many of the terms are the opening of a question.
func openingOf(terms []*Term) int {
	if len(terms) == 0 || terms[0].Kind != Stemmed {
		return 0
	}
	words := make([]string, 0, len(terms))
	for _, t := range terms {
		if t.Kind != Stemmed {
			break
		}
		words = append(words, t.Text)
	}
	return english.Opening(words)
}

// pairs reports whether two terms that follow each other make a pair.
func pairs(a, b *Term) bool {
	return a.ScoringStems() != nil && b.ScoringStems() != nil && a.Stem != b.Stem &&
		!english.IsFunctionWord(a.Text) && !english.IsFunctionWord(b.Text)
}

// idf is the weight of a term that stands in df of n passages.
func idf(df, n int) float64 {
	return math.Log(1 + (float64(n)-float64(df)+0.5)/(float64(df)+0.5))
}

// LengthNorm is the part of BM25 that depends on a passage's length and on the
// average length, both in words.
func LengthNorm(words int, average float64) float64 {
	if average == 0 {
		return bm25K1
	}
	return bm25K1 * (1 - bm25B + float64(bm25B*(float64(words)/average)))
}

// Saturation is what a term's occurrences in a passage count, given its
// LengthNorm: each further one less. The shorter the passage, the more.
func Saturation(frequency int, norm float64) float64 {
	tf := float64(min(frequency, MaxFrequency))
	return tf * (bm25K1 + 1) / (tf + norm)
}

// Term is what the term adds to the base of a passage in which it occurs
// frequency times (a term without ScoringStems: once), given its LengthNorm.
func (c *Scorer) Term(i, frequency int, norm float64) float64 {
	return float64(c.weights[i] * Saturation(frequency, norm))
}

// Features are what the boosts of a passage are computed from, by the places of
// Scorer.Terms and Scorer.Pairs.
type Features struct {
	Frequency []int  // occurrences of each term: what the base is made of
	Exact     []int  // occurrences of the term's word as written
	Adjacent  []int  // of each pair: places where the second follows the first
	Near      []int  // of each pair: pairs of places at most NearWords apart, in any order
	Heading   []bool // whether the section's heading has one of the term's stems
	Named     []bool // of each name: whether it is the narrative's country or year
}

// Score is the score of a passage: the sum of its terms, which is the base, and
// of the boosts.
func (c *Scorer) Score(e *Features, norm float64) float64 {
	base := 0.0
	for i, n := range e.Frequency {
		if n > 0 {
			base += c.Term(i, n, norm)
		}
	}
	return c.Boost(base, e, norm)
}

// Boost goes on from the base to the score.
func (c *Scorer) Boost(base float64, e *Features, norm float64) float64 {
	sum := base
	for i, n := range e.Exact {
		if n > 0 {
			sum += float64(c.exact[i] * Saturation(n, norm))
		}
	}
	for i := range c.Pairs {
		if e.Adjacent[i] > 0 {
			sum += float64(c.pairs[i] * adjacentBoost * Saturation(e.Adjacent[i], bm25K1))
		}
		if e.Near[i] > 0 {
			sum += float64(c.pairs[i] * nearBoost * Saturation(e.Near[i], bm25K1))
		}
	}
	for i, has := range e.Heading {
		if has {
			sum += float64(c.weights[i] * headingBoost)
		}
	}
	for i, has := range e.Named {
		if has {
			sum += c.names[i]
		}
	}
	return sum
}

// Lone is the score of a passage for a query of one term and no name, given the Saturation
// of its occurrences in any form and of those as written, and whether the heading has it:
// what Score returns for them, to the last bit.
func (c *Scorer) Lone(form, written float64, heading bool) float64 {
	sum := float64(c.weights[0] * form)
	sum += float64(c.exact[0] * written)
	if heading {
		sum += float64(c.weights[0] * headingBoost)
	}
	return sum
}

// OfName is what a name adds, by its place, to the passages that it counts for.
func (c *Scorer) OfName(i int) float64 { return c.names[i] }

// The score of a passage is at most the sum of Most over its terms, of OfName over its
// names and of MostOfHeading, but for the rounding of so many sums. So an engine need not look
// for the features of passages that cannot come first.

// Most is the most that a term adds, given the Saturation of its occurrences,
// with its share of the boosts of its pairs, which need both; written says
// whether it occurs as written, which it does no more often than in any form.
func (c *Scorer) Most(i int, saturation float64, written bool) float64 {
	weight := c.weights[i]
	if written {
		weight += c.exact[i]
	}
	return weight*saturation + c.boosts[i]
}

// MissingPairs is how much less the score is at most of a passage that has some terms
// and has not others, as bits by the terms' places: of the pairs that have one of
// each, Most counts a half for nothing.
func (c *Scorer) MissingPairs(has, hasNot uint32) (less float64) {
	for i, p := range c.Pairs {
		first, second := uint32(1)<<p.First, uint32(1)<<p.Second
		if has&first != 0 && hasNot&second != 0 || has&second != 0 && hasNot&first != 0 {
			less += c.halves[i]
		}
	}
	return less
}

// A Bound is what a term adds to a score at most, and a passage's heading that has one
// of its stems: Form for each unit of the Saturation of its occurrences in any form,
// Exact of those as written.
type Bound struct{ Form, Exact, Heading float64 }

// Bound returns the Bound of a term, by its place.
func (c *Scorer) Bound(i int) Bound {
	return Bound{c.weights[i], c.exact[i], c.weights[i] * headingBoost}
}

// BoundOfPair is what a pair adds at most to a passage that has both of its terms.
func (c *Scorer) BoundOfPair(i int) float64 { return 2 * c.halves[i] }

// MostTogether is what a pair adds at most to a passage that has its terms so many times.
func (c *Scorer) MostTogether(i, first, second int) float64 {
	return c.pairs[i] * together[first][second]
}

// together is that for a pair of weight 1, of up to MaxFrequency each.
var together = func() (most [MaxFrequency + 1][MaxFrequency + 1]float64) {
	for first := range most {
		for second := range most {
			most[first][second] = adjacentBoost*Saturation(min(first, second), bm25K1) + nearBoost*Saturation(first*second, bm25K1)
		}
	}
	return most
}()

// MostOfHeading is what a heading adds that has some of the terms.
func (c *Scorer) MostOfHeading(headings []bool) (most float64) {
	for i, has := range headings {
		if has {
			most += c.weights[i] * headingBoost
		}
	}
	return most
}

// A Reason is a summand of a score, in words.
type Reason struct {
	Text  string
	Score float64
}

// Explain returns the parts of a passage's score, which add up to it.
func (c *Scorer) Explain(e *Features, norm float64) (parts []Reason) {
	add := func(score float64, format string, args ...any) {
		if score > 0 {
			parts = append(parts, Reason{fmt.Sprintf(format, args...), score})
		}
	}
	for i, t := range c.Terms {
		switch n := e.Frequency[i]; {
		case n > 0 && t.ScoringStems() == nil:
			add(c.Term(i, n, norm), "%s: a word of this form is there", t)
		case n > 0:
			add(c.Term(i, n, norm), "%s, in any form: %s", t, times(n))
		}
	}
	for i, n := range e.Exact {
		if n > 0 {
			add(c.exact[i]*Saturation(n, norm), "%s, as written: %s", c.Terms[i], times(n))
		}
	}
	for i, p := range c.Pairs {
		first, second := c.Terms[p.First], c.Terms[p.Second]
		if n := e.Adjacent[i]; n > 0 {
			add(c.pairs[i]*adjacentBoost*Saturation(n, bm25K1), "%s and %s side by side: %s", first, second, times(n))
		}
		if n := e.Near[i]; n > 0 {
			add(c.pairs[i]*nearBoost*Saturation(n, bm25K1), "%s and %s at most %d words apart: %s", first, second, NearWords, times(n))
		}
	}
	for i, has := range e.Heading {
		if has {
			add(c.weights[i]*headingBoost, "%s is in the heading of the section", c.Terms[i])
		}
	}
	for i, has := range e.Named {
		if has {
			add(c.names[i], "%s names the %s of the narrative", c.Names[i].Filter.Value, c.Names[i].Filter.Field)
		}
	}
	return parts
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
