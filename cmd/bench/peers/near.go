package main

import (
	"verbatim/cmd/bench/compare"
	"verbatim/cmd/bench/workload"
	"verbatim/search"
)

// Bleve and Bluge have no operator for distance. Who uses them asks for the
// passages with both words, for all of them and with the places of their words,
// keeps those where the words are near, and has the first ten marked. How many
// were kept is the total.

// A nearQuestion is a question for passages with two words near each other.
type nearQuestion struct {
	words    []string
	distance int // in words
}

// asNear returns the question that a query is, or nil if it is one of another
// kind. The error is compare.ErrCannot if its words are to stand in a sentence.
func asNear(n search.Node, task workload.Task) (*nearQuestion, error) {
	near, is := n.(*search.Near)
	if !is {
		return nil, nil
	}
	if near.Within != search.WithinWords || task != workload.TopTen {
		return nil, compare.ErrCannot
	}
	return &nearQuestion{operands(near), near.Distance}, nil
}

// near reports whether one place of each word stands near one of the other.
func (q *nearQuestion) near(left, right []int) bool {
	for _, l := range left {
		for _, r := range right {
			if l != r && max(l-r, r-l) <= q.distance {
				return true
			}
		}
	}
	return false
}
