package index

// Parts are kept few by merging, in the way of log-structured merge trees and
// of Lucene's log merge policy. Sizes are counted in passages that are left.
// The parts stand in the order of their rows, and only neighbours are merged,
// so that the order stays.
//
// After each change every part is larger than all those behind it together, and
// at least smallPart, but for the last one. Where a change breaks this, the
// first part that is too small and all those behind it are merged into one. So
//
//   - a library of n passages has at most 1 + log2(n/smallPart) parts: 9 for
//     half a million;
//   - a passage stands in a part of at least twice the size after each merging,
//     so that it is written at most 2 + log2(n/smallPart) times in all, however
//     it was added: adding k passages costs k, and on average another k for each
//     doubling of the library;
//   - a part with more than one passage in maxRemovedShare removed is written
//     anew without them: at most maxRemovedShare passages for each that was
//     removed.
//
// Parts do not grow beyond largestPart, which bounds the memory that writing
// one takes. Beyond that, the number of parts grows with the library, by at most
// two for each largestPart passages.
const (
	smallPart       = 2_000
	largestPart     = 1_000_000
	maxRemovedShare = 4
)

// toMerge gives which parts are to be merged: ranges of their places, from the
// first to the one before the last. A range of one part is written anew.
func toMerge(parts []partInfo) (ranges [][2]int) {
	end := tooSmall(parts)
	for i, p := range parts[:end] {
		if p.Removed.count()*maxRemovedShare > p.Passages {
			ranges = append(ranges, [2]int{i, i + 1})
		}
	}
	if end < len(parts) {
		ranges = append(ranges, [2]int{end, len(parts)})
	}
	return ranges
}

// tooSmall gives the place of the first part that is too small beside those
// behind it; the number of parts if there is none.
func tooSmall(parts []partInfo) int {
	behind, place := 0, len(parts)
	for i := len(parts) - 1; i >= 0; i-- {
		size := parts[i].live()
		if i < len(parts)-1 && size <= max(behind, smallPart) && size+behind <= largestPart {
			place = i
		}
		behind += size
	}
	return place
}
