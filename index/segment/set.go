package segment

import (
	"encoding/binary"
	"sort"
)

// What Roaring bitmaps are written as (github.com/RoaringBitmap/RoaringFormatSpec): a cookie
// for those without runs, the number of containers, of each its key and its number of
// passages less one, then where each begins, and the containers. A container has those
// passages that are the same but for their lower 16 bits: these as a list, or as a bit for
// each number if they are more than inList.
const (
	withoutRuns = 12346
	inList      = 4096
	inBits      = 1 << 16 / 8
)

// appendSet appends passages, ascending and each once, as a Roaring bitmap without runs.
// To make one of Roaring's own for each term takes four times as long.
func appendSet(to []byte, passages []uint32) []byte {
	var room [16]int
	ends := room[:0] // of the containers, in passages
	for end := 0; end < len(passages); ends = append(ends, end) {
		key := passages[end] >> 16
		end += sort.Search(len(passages)-end, func(i int) bool { return passages[end+i]>>16 > key })
	}
	to = binary.LittleEndian.AppendUint32(to, withoutRuns)
	to = binary.LittleEndian.AppendUint32(to, uint32(len(ends)))
	start := 0
	for _, end := range ends {
		to = binary.LittleEndian.AppendUint16(to, uint16(passages[start]>>16))
		to = binary.LittleEndian.AppendUint16(to, uint16(end-start-1))
		start = end
	}
	at := 8 + 8*len(ends)
	start = 0
	for _, end := range ends {
		to = binary.LittleEndian.AppendUint32(to, uint32(at))
		if n := end - start; n <= inList {
			at += 2 * n
		} else {
			at += inBits
		}
		start = end
	}
	start = 0
	for _, end := range ends {
		to = appendContainer(to, passages[start:end])
		start = end
	}
	return to
}

func appendContainer(to []byte, passages []uint32) []byte {
	if len(passages) <= inList {
		for _, doc := range passages {
			to = append(to, byte(doc), byte(doc>>8))
		}
		return to
	}
	at := len(to)
	to = append(to, make([]byte, inBits)...)
	bits := to[at:]
	for _, doc := range passages {
		bits[uint16(doc)>>3] |= 1 << (doc & 7)
	}
	return to
}
