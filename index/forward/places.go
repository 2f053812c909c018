package forward

import (
	"math/bits"

	"verbatim/search"
)

// A Filter tells of each unit of secTokens whether it is the number of a word that
// counts, or escape, and may begin one.
type Filter struct {
	units    [1 << 16]uint8 // 1 for those: a byte is quicker to get at than a bit, and few units are nearly all of any text
	further  []uint64       // bits of the numbers from Escape on, which take more than a unit
	counting []uint32
}

// Count makes a filter, used before or not, one for the words that count.
func (f *Filter) Count(counting []uint32) *Filter {
	for _, n := range f.counting {
		f.mark(n, 0)
	}
	f.units[Escape] = 1
	f.counting = append(f.counting[:0], counting...)
	for _, n := range counting {
		f.mark(n, 1)
	}
	return f
}

// mark notes whether a number counts.
func (f *Filter) mark(n uint32, counts uint8) {
	if n < Escape {
		f.units[n] = counts
		return
	}
	n -= Escape
	for int(n/64) >= len(f.further) {
		f.further = append(f.further, 0)
	}
	f.further[n/64] = f.further[n/64]&^(1<<(n%64)) | uint64(counts)<<(n%64)
}

// has reports whether a number of a word that takes more than a unit counts.
func (f *Filter) has(n uint32) bool {
	n -= Escape
	return int(n/64) < len(f.further) && f.further[n/64]>>(n%64)&1 == 1
}

// glance is how many units are looked at at once, without a branch for any.
const glance = 64

// among returns a bit for each of the first units of some that counts, of a block of them
// at most. Those behind the last are read as well, if there are any, and left out.
func (f *Filter) among(units []uint16) (some uint64) {
	n := min(glance, len(units))
	all := units[:min((n+stretch-1)/stretch*stretch, cap(units))]
	i := 0
	for ; i+stretch <= len(all); i += stretch {
		u := all[i : i+stretch]
		eight := uint64(f.units[u[0]]) | uint64(f.units[u[1]])<<1 | uint64(f.units[u[2]])<<2 | uint64(f.units[u[3]])<<3 |
			uint64(f.units[u[4]])<<4 | uint64(f.units[u[5]])<<5 | uint64(f.units[u[6]])<<6 | uint64(f.units[u[7]])<<7
		some |= eight << (i % glance)
	}
	for ; i < len(all); i++ {
		some |= uint64(f.units[all[i]]) << (i % glance)
	}
	return some & (1<<n - 1)
}

// Places appends the places of the words of a passage that count. It returns as well how
// many words the passage has.
func (c *Index) Places(doc uint32, counting *Filter, to []search.Occurrence) (places []search.Occurrence, words int) {
	units := c.units(doc)
	skipped, next := 0, 0 // units beyond one a word, and where the next word may begin
	for from := 0; from < len(units); from += glance {
		for some := counting.among(units[from:]); some != 0; some &= some - 1 {
			i := from + bits.TrailingZeros64(some)
			if i < next {
				continue
			}
			n, at := uint32(units[i]), uint32(i-skipped)
			if n == Escape {
				n = uint32(units[i+1])<<16 | uint32(units[i+2])
				next = i + 3
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
