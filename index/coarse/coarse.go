// Package coarse has upper bounds of the scores of passages for questions of few terms, from
// what bitmaps and lengths say of each: which terms a passage has, how often about, and
// whether its heading has one. Long passages that have a word once are most of what is
// found, and hardly ever among the first: their bounds are looked up, without a sum over
// the terms.
package coarse

import (
	"sort"

	"verbatim/search"
)

const (
	// MaxTerms is up to how many terms coarse upper bounds are worth while: they are made
	// for each set of terms.
	MaxTerms = 4
	// Lengths is how many lengths in words are told apart; the last stands for all that
	// are longer.
	Lengths = 256
	// Rounding is more than what differs between sums of the same in any order.
	Rounding = 1e-9
)

// Saturations are search.Saturation by frequency and by length.
type Saturations [search.MaxFrequency + 1][Lengths]float64

// A Group are the passages that have some of the terms and not the others: bits
// by the terms' places.
type Group uint8

// Extra is what boosts a passage besides having terms: how often it has each of
// few terms beyond the first time, in 4 bits each; of those that mostly stand in
// other forms, which it has as written, in a bit each; and whether one is in the
// heading of its section, or names its country or year.
type Extra uint32

const (
	asWritten    Extra = 1 << (4 * MaxTerms)
	Offered      Extra = 1 << 30 // for who goes through passages more than once
	UnderHeading Extra = 1 << 31 // or of a country or year that is named
)

// AsWritten is that of a passage that has a term as written.
func AsWritten(term int) Extra { return asWritten << term }

// Of is how often a passage has a term beyond the first time.
func (x Extra) Of(term int) int { return int(x >> (4 * term) & 15) }

// More is that of a passage that has a term so many times more.
func (x Extra) More(term, times int) Extra {
	return x + Extra(min(times, search.MaxFrequency-1-x.Of(term)))<<(4*term)
}

// Bounds are the upper bounds for a question. They are used again for others.
type Bounds struct {
	Terms int
	// OfHeadings is what a heading adds at most, and all names.
	OfHeadings float64

	scorer     *search.Scorer
	saturation *Saturations
	weights    [MaxTerms][2]float64            // in another form, or as written if it is not seldom, and as written
	heading    [MaxTerms]float64               // what it adds that a heading has the term
	once       [1 << MaxTerms][Lengths]float64 // by group and length: see Once; 0 where nobody asked
}

// Prepare makes upper bounds for a question; seldom says which terms are seldom as
// written.
func (b *Bounds) Prepare(scorer *search.Scorer, saturation *Saturations, seldom []bool) {
	b.Terms, b.OfHeadings, b.scorer, b.saturation = len(scorer.Terms), 0, scorer, saturation
	clear(b.once[:1<<b.Terms])
	for i := range scorer.Terms {
		bound := scorer.Bound(i)
		b.weights[i] = [2]float64{bound.Form, bound.Form + bound.Exact}
		if !seldom[i] {
			b.weights[i][0] = b.weights[i][1]
		}
		b.heading[i] = bound.Heading
		b.OfHeadings += bound.Heading
	}
	for i := range scorer.Names {
		b.OfHeadings += scorer.OfName(i)
	}
}

// All is the group that has all terms.
func (b *Bounds) All() Group { return 1<<b.Terms - 1 }

// Of is the upper bound of the passages of a group and length with what is further known,
// but for what the heading and names add.
func (b *Bounds) Of(g Group, x Extra, length uint8) float64 {
	sum := Rounding
	for i, w := range b.weights[:b.Terms] {
		if g>>i&1 == 0 {
			continue
		}
		sum += w[x>>(4*MaxTerms+i)&1] * b.saturation[1+x.Of(i)][length]
	}
	for i, p := range b.scorer.Pairs {
		if (g>>p.First)&(g>>p.Second)&1 == 1 {
			sum += b.scorer.MostTogether(i, 1+x.Of(p.First), 1+x.Of(p.Second))
		}
	}
	return sum
}

// Most is the upper bound of the passages of a group and length, whatever they have.
func (b *Bounds) Most(g Group, length uint8) float64 {
	all := ^Extra(0)
	for i := range b.Terms {
		all &^= Extra(15-search.MaxFrequency+1) << (4 * i)
	}
	return b.Of(g, all, length) + b.OfHeadings
}

// Once is the upper bound of the passages of a group and length that have nothing further.
func (b *Bounds) Once(g Group, length uint8) float64 {
	once := &b.once[g][length]
	if *once == 0 {
		*once = b.Of(g, 0, length)
	}
	return *once
}

// Longest returns the length of the longest passages whose upper bound is least or more,
// if there are any: the longer, the less.
func Longest(least float64, bound func(length uint8) float64) (length uint8, any bool) {
	n := sort.Search(Lengths, func(length int) bool { return bound(uint8(length)) < least })
	return uint8(max(n, 1) - 1), n > 0
}

// LongestOnce returns that of the passages that have nothing further: of any group, or of
// the one that has all terms.
func (b *Bounds) LongestOnce(least float64, anyGroup bool) (longest uint8, any bool) {
	for g := range b.All() + 1 {
		if !anyGroup && g != b.All() {
			continue
		}
		if length, some := Longest(least, func(l uint8) float64 { return b.Once(g, l) }); some {
			longest, any = max(longest, length), true
		}
	}
	return longest, any
}
