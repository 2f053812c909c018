package search

import (
	"slices"
)

// occurrences yields where a phrase stands, in order of its first word, until
// yield returns false. Where one occurrence holds another, only the inner one is
// given. A word that is written apart is yielded after those that are not.
func (m *Matcher) occurrences(p *Phrase, w *Words, yield func(Range) bool) {
	more := m.inOrder(p.Terms, p.Slop, w.Places, yield)
	if apart := p.Terms[0].Apart; more && apart != nil {
		m.inOrder(apart, 0, w.Places, yield)
	}
}

// inOrder yields where terms stand in this order with at most slop other words
// between them in all, and reports whether yield returned true to the end.
func (m *Matcher) inOrder(terms []*Term, slop int, places []Occurrence, yield func(Range) bool) bool {
	first := &m.accepted[terms[0].index]
	last := Range{-1, -1}
	for i, place := range places {
		if !first.has(place.Word) {
			continue
		}
		if m.late(len(terms)) {
			return false
		}
		start := int(place.At)
		end, ok := m.follow(terms, slop, places[i:])
		if !ok {
			continue
		}
		if last.End >= 0 && end != last.End && !yield(last) {
			return false
		}
		last = Range{start, end}
	}
	return last.End < 0 || yield(last)
}

// follow returns the end of the terms whose first stands at the first of some
// places.
func (m *Matcher) follow(terms []*Term, slop int, places []Occurrence) (end int, ok bool) {
	at, spare := int(places[0].At), slop
	rest := places[1:]
	for _, t := range terms[1:] {
		accepted := &m.accepted[t.index]
		for len(rest) > 0 && !accepted.has(rest[0].Word) && int(rest[0].At)-at-1 <= spare {
			rest = rest[1:]
		}
		if len(rest) == 0 {
			return 0, false
		}
		next := int(rest[0].At)
		if spare -= next - at - 1; spare < 0 {
			return 0, false
		}
		at, rest = next, rest[1:]
	}
	return at + 1, true
}

// An occurrence is where an operand of a Near stands: from the first of its words to
// its last, and the ranges of its words, where these are not the whole of it.
type occurrence struct {
	Range
	parts []Range // nil: the range itself
}

// words returns the ranges of an occurrence's words.
func (o *occurrence) words() []Range {
	if o.parts == nil {
		return []Range{o.Range}
	}
	return o.parts
}

// oneWord returns the term of a node that is one word, and never written apart; nil for any other.
func oneWord(n Node) *Term {
	if p, is := n.(*Phrase); is && len(p.Terms) == 1 && p.Terms[0].Apart == nil {
		return p.Terms[0]
	}
	return nil
}

// together reports whether a word of each of two terms stand as a Near says. If two do, so do
// two between which there is none of either: the first or the other one of them is nearer.
func (m *Matcher) together(n *Near, left, right *Term, w *Words) bool {
	l, r := &m.accepted[left.index], &m.accepted[right.index]
	last, lastLeft, lastRight := 0, false, false
	inOrder := n.Within == WithinWordsAfter || n.Within == WithinSentenceAfter
	for _, place := range w.Places {
		at, isLeft, isRight := int(place.At), l.has(place.Word), r.has(place.Word)
		if (lastLeft && isRight || lastRight && isLeft && !inOrder) && n.reaches(last, at, w) {
			return true
		}
		if isLeft || isRight {
			last, lastLeft, lastRight = at, isLeft, isRight
		}
	}
	return false
}

// reaches reports whether two words are as near as a Near says, the first before the last.
func (n *Near) reaches(first, last int, w *Words) bool {
	switch n.Within {
	case WithinWords, WithinWordsAfter:
		return last-first <= n.Distance
	case WithinSentence, WithinSentenceAfter:
		return w.inSentence(first, last)
	}
	return true
}

// pairs yields the occurrences of a Near's operands that stand as it says,
// until yield returns false.
func (m *Matcher) pairs(n *Near, w *Words, yield func(l, r *occurrence) bool) {
	left := m.operand(n.Left, w, m.borrow())
	if len(left) > 0 {
		right := m.operand(n.Right, w, m.borrow())
		m.pairUp(n, left, right, w, yield)
		m.giveBack(right)
	}
	m.giveBack(left)
}

func (m *Matcher) pairUp(n *Near, left, right []occurrence, w *Words, yield func(l, r *occurrence) bool) {
	for i := range left {
		if m.late(len(right)) {
			return
		}
		for j := range right {
			if n.holds(&left[i], &right[j], w) && !yield(&left[i], &right[j]) {
				return
			}
		}
	}
}

// maxPairs is how many pairs are collected before those are left out that add nothing:
// there are as many as the square of a passage's words.
const maxPairs = 1 << 12

// borrow returns memory for the occurrences of an operand, to be given back.
func (m *Matcher) borrow() []occurrence {
	n := len(m.operands)
	if n == 0 {
		return nil
	}
	memory := m.operands[n-1][:0]
	m.operands = m.operands[:n-1]
	return memory
}

func (m *Matcher) giveBack(memory []occurrence) { m.operands = append(m.operands, memory) }

// operand collects the occurrences of an operand. Those of a Near are the shortest
// stretches that hold a pair of its operands which stand as it says: one that holds
// a shorter one is left out. These least intervals are those of Clarke, Cormack and
// Burkowski, "An Algebra for Structured Text Search and a Framework for its
// Implementation", 1995.
func (m *Matcher) operand(n Node, w *Words, into []occurrence) []occurrence {
	switch n := n.(type) {
	case *Phrase:
		m.occurrences(n, w, func(r Range) bool { into = append(into, occurrence{Range: r}); return true })
	case *Or:
		for _, c := range n.Nodes {
			into = m.operand(c, w, into)
		}
	case *Near:
		left := m.operand(n.Left, w, m.borrow())
		right := m.operand(n.Right, w, m.borrow())
		m.stretches = m.stretches[:0]
		room := maxPairs
		m.pairUp(n, left, right, w, func(l, r *occurrence) bool {
			m.stretches = append(m.stretches, stretch{Range{min(l.Start, r.Start), max(l.End, r.End)}, l, r})
			if len(m.stretches) > room {
				m.stretches = least(m.stretches)
				room = 2*len(m.stretches) + maxPairs
			}
			return true
		})
		for _, s := range least(m.stretches) {
			into = append(into, occurrence{s.Range, slices.Concat(s.left.words(), s.right.words())})
		}
		m.giveBack(left)
		m.giveBack(right)
	}
	return into
}

// A stretch is what a pair of occurrences takes up.
type stretch struct {
	Range
	left, right *occurrence
}

// least keeps the stretches that hold no shorter one.
func least(all []stretch) []stretch {
	slices.SortStableFunc(all, func(a, b stretch) int {
		if a.Start != b.Start {
			return b.Start - a.Start
		}
		return a.End - b.End
	})
	kept := all[:0]
	for _, s := range all {
		// The last one kept ends first of those that begin here or later.
		if n := len(kept); n == 0 || s.End < kept[n-1].End || s.Range == kept[n-1].Range {
			kept = append(kept, s)
		}
	}
	return kept
}

// holds reports whether two occurrences that have no word in common stand as the
// operator wants. Where one stands between the words of the other, no word is
// between them.
func (n *Near) holds(l, r *occurrence, w *Words) bool {
	if l.Start < r.End && r.Start < l.End && share(l, r) {
		return false
	}
	switch n.Within {
	case WithinWords:
		return max(r.Start-l.End, l.Start-r.End)+1 <= n.Distance
	case WithinWordsAfter:
		return l.End <= r.Start && r.Start-l.End+1 <= n.Distance
	case WithinSentence, WithinSentenceAfter:
		return (n.Within == WithinSentence || l.End <= r.Start) && w.inSentence(min(l.Start, r.Start), max(l.End, r.End)-1)
	}
	return true
}

// share reports whether two occurrences have a word in common.
func share(l, r *occurrence) bool {
	for _, a := range l.words() {
		for _, b := range r.words() {
			if a.Start < b.End && b.Start < a.End {
				return true
			}
		}
	}
	return false
}
