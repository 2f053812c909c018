package forward

import (
	"encoding/binary"
	"slices"
)

// A Pattern is how an exact phrase is written in secTokens.
type Pattern struct {
	units  []uint16
	rarest int // which of them is sought: the rarer a word, the higher is its number
}

func NewPattern(numbers []uint32) *Pattern {
	p := new(Pattern)
	for _, n := range numbers {
		p.units = appendToken(p.units, n)
	}
	p.rarest = slices.Index(p.units, slices.Max(p.units))
	return p
}

// In reports whether the words of a passage are written with the pattern among them, and
// whether that is sure to be those words: it may begin with the half of a longer number.
func (p *Pattern) In(c *Index, doc uint32) (is, sure bool) {
	units := c.units(doc)
	if len(units) < len(p.units) {
		return false, true
	}
	unit, end := p.units[p.rarest], len(units)-len(p.units)+p.rarest+1
	for i := next(units[:end], unit, p.rarest); i < end; i = next(units[:end], unit, i+1) {
		if at := i - p.rarest; slices.Equal(units[at:at+len(p.units)], p.units) {
			return true, !slices.Contains(units[max(0, at-2):at], Escape)
		}
	}
	return false, true
}

// stretch is how many units are looked at at once.
const stretch = 8

// next returns the first place from one on of a unit among some, or how many there are.
func next(of []uint16, unit uint16, from int) int {
	const ones, tops = 0x0001_0001_0001_0001, 0x8000_8000_8000_8000
	for all, b := uint64(unit)*ones, asBytes(of); from+stretch <= len(of); from += stretch {
		// A unit of these is 0 where it is the one: only then does taking 1 from each carry into a top bit that was 0.
		first, second := binary.NativeEndian.Uint64(b[2*from:])^all, binary.NativeEndian.Uint64(b[2*from+8:])^all
		if ((first-ones)&^first|(second-ones)&^second)&tops != 0 {
			break
		}
	}
	for ; from < len(of) && of[from] != unit; from++ {
	}
	return from
}
