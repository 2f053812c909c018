package forward

import "verbatim/search"

// A Filter tells of each unit of secTokens whether it is the number of a word that
// counts, or escape, and may begin one.
type Filter struct {
	units    units
	further  []uint64 // of the numbers from Escape on, which take more than a unit
	counting []uint32
}

// Count makes a filter, used before or not, one for the words that count.
func (f *Filter) Count(counting []uint32) *Filter {
	for _, n := range f.counting {
		word, _ := f.place(n)
		*word = 0
	}
	f.units[Escape/64] |= 1 << (Escape % 64)
	f.counting = append(f.counting[:0], counting...)
	for _, n := range counting {
		word, bit := f.place(n)
		*word |= 1 << bit
	}
	return f
}

// place returns where the bit of a number stands.
func (f *Filter) place(n uint32) (word *uint64, bit uint32) {
	if n < Escape {
		return &f.units[n/64], n % 64
	}
	n -= Escape
	for int(n/64) >= len(f.further) {
		f.further = append(f.further, 0)
	}
	return &f.further[n/64], n % 64
}

// has reports whether a number of a word that takes more than a unit counts.
func (f *Filter) has(n uint32) bool {
	n -= Escape
	return int(n/64) < len(f.further) && f.further[n/64]>>(n%64)&1 == 1
}

// units are a set of units.
type units [1 << 16 / 64]uint64

func (s *units) add(unit uint16) { s[unit/64] |= 1 << (unit % 64) }

func (s *units) has(unit uint16) bool { return s[unit/64]>>(unit%64)&1 == 1 }

// stretch is how many units are looked at at once: most have none that counts.
const stretch = 8

// next returns where the first stretch of a passage's units from a place on begins that may
// have one of the set, or how many units there are.
func (s *units) next(of []uint16, from int) int {
	for ; from+stretch <= len(of); from += stretch {
		u := of[from : from+stretch]
		some := s[u[0]/64]>>(u[0]%64) | s[u[1]/64]>>(u[1]%64) | s[u[2]/64]>>(u[2]%64) | s[u[3]/64]>>(u[3]%64)
		some |= s[u[4]/64]>>(u[4]%64) | s[u[5]/64]>>(u[5]%64) | s[u[6]/64]>>(u[6]%64) | s[u[7]/64]>>(u[7]%64)
		if some&1 == 1 {
			break
		}
	}
	return from
}

// Places appends the places of the words of a passage that count. It returns as well how
// many words the passage has.
func (c *Index) Places(doc uint32, counting *Filter, to []search.Occurrence) (places []search.Occurrence, words int) {
	units := c.units(doc)
	skipped := 0 // units beyond one a word
	for i := counting.units.next(units, 0); i < len(units); i = counting.units.next(units, i) {
		for end := min(i+stretch, len(units)); i < end; i++ {
			unit := units[i]
			if !counting.units.has(unit) {
				continue
			}
			n, at := uint32(unit), uint32(i-skipped)
			if n == Escape {
				n = uint32(units[i+1])<<16 | uint32(units[i+2])
				i += 2
				skipped += 2
				if !counting.has(n) {
					continue
				}
			}
			to = append(to, search.Occurrence{At: at, Word: n})
		}
	}
	return to, len(units) - skipped
}
