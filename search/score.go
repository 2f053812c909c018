package search

import (
	"math"
	"slices"
)

// The score of a passage is BM25 (Robertson and Zaragoza, "The Probabilistic
// Relevance Framework: BM25 and Beyond", 2009) over stems. It is defined here
// once, in terms that an engine may compute in any way that gives the same
// floating-point numbers: sums run over the terms in the order of
// ScoringTerms.
const (
	bm25K1 = 1.2
	bm25B  = 0.75
)

// MaxFrequency is the number of occurrences of a term in one passage beyond
// which more do not raise the score.
const MaxFrequency = 8

// ScoringTerms gives the terms of a node that passages are ranked by, in the
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

// ScoringStems gives the stems whose occurrences count for the term's score: a
// word in quotation marks counts like its other forms. A wildcard or fuzzy
// term has none: it counts once for each passage that has such a word.
func (t *Term) ScoringStems() []string {
	switch t.Kind {
	case Stemmed:
		return t.Stems
	case Literal:
		return []string{t.Stem}
	}
	return nil
}

// IDF is the weight of a term that stands in df of n passages.
func IDF(df, n int) float64 {
	return math.Log(1 + (float64(n)-float64(df)+0.5)/(float64(df)+0.5))
}

// LengthNorm is the part of BM25 that depends on a passage's length in words
// and on the average length, and not on the term.
func LengthNorm(words int, average float64) float64 {
	if average == 0 {
		return bm25K1
	}
	return bm25K1 * (1 - bm25B + bm25B*(float64(words)/average))
}

// TermScore is what a term adds to the score of a passage in which it occurs
// frequency times, given its IDF and the passage's LengthNorm.
func TermScore(idf float64, frequency int, norm float64) float64 {
	tf := float64(min(frequency, MaxFrequency))
	// The conversion keeps compilers from fusing the product with the caller's
	// sum, which would round in another way.
	return float64(idf * (tf * (bm25K1 + 1) / (tf + norm)))
}
