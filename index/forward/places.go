package forward

import "verbatim/search"

// A Filter tells of each unit of secTokens whether it is the number of a word that
// counts, or escape, and may begin one.
type Filter struct {
	units    [1 << 16 / 64]uint64
	counting search.Bits
}

// Count makes a filter, used before or not, one for the words that count.
func (f *Filter) Count(counting search.Bits) *Filter {
	f.counting = counting
	clear(f.units[copy(f.units[:], counting):])
	f.units[Escape/64] |= 1 << (Escape % 64)
	return f
}

// Places appends the places of the words of a passage that count. It returns as well how
// many words the passage has.
func (c *Index) Places(doc uint32, counting *Filter, to []search.Occurrence) (places []search.Occurrence, words int) {
	tokens := c.units(doc)
	skipped := 0 // units beyond one a word
	for i := 0; i < len(tokens); i++ {
		unit := tokens[i]
		if counting.units[unit/64]>>(unit%64)&1 == 0 {
			continue
		}
		n, at := uint32(unit), uint32(i-skipped)
		if n == Escape {
			n = uint32(tokens[i+1])<<16 | uint32(tokens[i+2])
			i += 2
			skipped += 2
			if !counting.counting.Has(n) {
				continue
			}
		}
		to = append(to, search.Occurrence{At: at, Word: n})
	}
	return to, len(tokens) - skipped
}
