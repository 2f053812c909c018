package index

// Parts are kept few by merging, in the way of log-structured merge trees and
// of Lucene's log merge policy. Sizes are counted in passages that are left.
// The parts stand in the order of their rows, and only neighbours are merged,
// so that the order stays.
//
// After each change every part but the last one has more than small passages,
// and more than all those behind it together. Where a change breaks this, the
// first part that is too small and all those behind it are merged into one. So
//
//   - a library of n passages has at most 2 + log2(n/small) parts: 10 for half a
//     million, mostly 2 to 5;
//   - adding k passages costs k, and at most small more in small parts; from then
//     on each merging puts a passage into a part of at least twice the size, so
//     that it is written anew at most log2(n/small) times while the library
//     grows to n;
//   - a part with more than one of removedShare passages removed is written anew
//     without them, which costs fewer than removedShare passages for each;
//   - so is a part with passages whose text the library has deleted, whatever it
//     costs: the index has their words.
//
// Parts do not grow beyond largest, which bounds the memory that writing one
// takes. Beyond that there are at most two parts for each largest passages.
type tiers struct{ small, largest, removedShare int }

var defaultTiers = tiers{small: 2_000, largest: 1_000_000, removedShare: 4}

// toMerge returns which parts are to be merged: ranges of their places, from the
// first to the one before the last. A range of one part is written anew, as is
// a part for which due says so.
func (t tiers) toMerge(parts []partInfo, due []bool) (ranges [][2]int) {
	end := t.tooSmall(parts)
	for i, p := range parts[:end] {
		if due[i] || p.Removed.count()*t.removedShare > p.Passages {
			ranges = append(ranges, [2]int{i, i + 1})
		}
	}
	if end < len(parts) {
		ranges = append(ranges, [2]int{end, len(parts)})
	}
	return ranges
}

// tooSmall returns the place of the first part that is too small compared with those
// behind it; the number of parts if there is none.
func (t tiers) tooSmall(parts []partInfo) int {
	behind, place := 0, len(parts)
	for i := len(parts) - 1; i >= 0; i-- {
		size := parts[i].live()
		if i < len(parts)-1 && size <= max(behind, t.small) && size+behind <= t.largest {
			place = i
		}
		behind += size
	}
	return place
}
