package admit

import (
	"strings"

	"verbatim/search"
)

// The costs. A word costs 1: on half a million passages about a third of a
// millisecond. They need not be right, only tell what takes milliseconds from what
// takes seconds.
const (
	ofWildcard = 6  // many words are united
	ofEdit     = 10 // all words of the vocabulary are compared
	ofPlace    = 2  // of a word whose place in the passages matters
	ofAll      = 50 // all that is found is wanted, not a page of it
	ofScan     = 50
	ofFold     = 50  // at most, where passages are folded: all that is found is put in order then
	perFold    = 500 // passages that may be folded cost 1
	ofPage     = 10  // where they are for a page alone
	perOffset  = 200 // passages that are skipped cost 1

	cheap = 40 // up to which a question is cheap
)

// Cost estimates what a question costs.
func Cost(q search.Question) int {
	cost := costOf(q.Query.Root) + q.Offset/perOffset
	if q.Limit > search.MaxSize && len(q.Filters[search.FieldNarrative]) == 0 {
		cost += ofAll
	}
	switch {
	case q.FoldUpTo == 0:
	case q.FoldPage:
		cost += ofPage
	default:
		cost += min(ofFold, q.FoldUpTo/perFold)
	}
	return cost
}

func costOf(n search.Node) int {
	switch n := n.(type) {
	case *search.Phrase:
		cost := 0
		for _, t := range n.Terms {
			cost += costOfTerm(t)
		}
		if len(n.Terms) > 1 {
			cost += ofPlace * len(n.Terms)
		}
		return cost
	case *search.And:
		return costOfAll(n.Nodes)
	case *search.Or:
		return 2 * costOfAll(n.Nodes) // more passages have one of them than all
	case *search.Not:
		return 1 + costOf(n.Node)
	case *search.Near:
		return costOf(n.Left) + costOf(n.Right) + ofPlace*leaves(n.Left)*leaves(n.Right)
	}
	return 1
}

func costOfAll(nodes []search.Node) (cost int) {
	for _, n := range nodes {
		cost += costOf(n)
	}
	return cost
}

func costOfTerm(t *search.Term) int {
	switch t.Kind {
	case search.Wildcard:
		return ofWildcard
	case search.Fuzzy:
		return ofEdit * t.Edits
	}
	return 1
}

// leaves counts the words and phrases of an operand: each is compared with each of
// the other's.
func leaves(n search.Node) int {
	of := []search.Node{}
	switch n := n.(type) {
	case *search.Or:
		of = n.Nodes
	case *search.And:
		of = n.Nodes
	case *search.Near:
		of = []search.Node{n.Left, n.Right}
	}
	if len(of) == 0 {
		return 1
	}
	sum := 0
	for _, c := range of {
		sum += leaves(c)
	}
	return sum
}

// shortText is up to how many bytes a text to check is cheap: a long sentence or two.
const shortText = 2000

// costOfText estimates what checking a text costs. Each omission parts it into
// fragments that are looked for in all passages that have them.
func costOfText(text string) int {
	if len(text) > shortText {
		return cheap + 1
	}
	return 10 * (strings.Count(text, "…") + strings.Count(text, "...") + strings.Count(text, ". . ."))
}
