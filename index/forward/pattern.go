package forward

import (
	"bytes"
	"slices"
)

// A Pattern is how an exact phrase is written in secTokens, as bytes.
type Pattern []byte

func NewPattern(numbers []uint32) Pattern {
	var units []uint16
	for _, n := range numbers {
		units = appendToken(units, n)
	}
	return asBytes(units)
}

// In reports whether the words of a passage are written with the pattern among them, and
// whether that is sure to be those words: it may begin with the half of a longer number.
func (p Pattern) In(c *Index, doc uint32) (is, sure bool) {
	units := c.units(doc)
	for from := 0; ; {
		at := bytes.Index(asBytes(units[from:]), p)
		if at < 0 {
			return false, true
		}
		unit := from + at/2
		if at%2 == 0 {
			return true, !slices.Contains(units[max(0, unit-2):unit], Escape)
		}
		from = unit + 1 // it began within a unit
	}
}
