package forward

import "slices"

// A Near tells passages in which a word of one set stands near to one of another. Words of
// the first are sought, and what is around them is looked at: the better, the fewer
// passages have one.
type Near struct {
	Distance      int  // in words, at most
	Sentence      bool // both stand in one sentence, at any distance
	Before, After bool // the other word may stand before the sought one, and after it
	sought, other units
}

// Between sets the words, whatever they were before.
func (n *Near) Between(sought, other []uint32) {
	n.sought.fill(sought)
	n.other.fill(other)
	n.sought.add(Escape)
}

// fill makes a set the words of one unit among some.
func (s *units) fill(words []uint32) {
	clear(s[:])
	for _, n := range words {
		if n < Escape {
			s.add(uint16(n))
		}
	}
}

// In reports whether a passage is such, and whether that is sure: it may not be where a
// word takes several units.
func (n *Near) In(c *Index, doc uint32) (is, sure bool) {
	units := c.units(doc)
	for i := n.sought.next(units, 0); i < len(units); i = n.sought.next(units, i) {
		for end := min(i+stretch, len(units)); i < end; i++ {
			if !n.sought.has(units[i]) {
				continue
			}
			before, after := n.around(c, doc, units, i)
			if units[i] == Escape || slices.Contains(after, Escape) {
				return false, false
			}
			if n.Before && slices.ContainsFunc(before, n.other.has) || n.After && slices.ContainsFunc(after, n.other.has) {
				return true, true
			}
		}
	}
	return false, true
}

// around returns the units that are near to the one in a place.
func (n *Near) around(c *Index, doc uint32, units []uint16, at int) (before, after []uint16) {
	from, to := max(0, at-n.Distance), min(len(units), at+1+n.Distance)
	if n.Sentence {
		start := int(c.heads[doc].start)
		from, to = c.sentences.last(start, start+at)-start, c.sentences.first(start+at+1, start+len(units))-start
	}
	return units[from:at], units[at+1 : to]
}
