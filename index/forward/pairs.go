package forward

import (
	"bytes"
	"encoding/binary"
	"io"

	"github.com/RoaringBitmap/roaring/v2"
)

// The passages in which two of the most frequent words stand side by side are
// written down: for a phrase of such words, to look at each passage that has
// them would take long. The words are those with a number below pairedWords, and
// every pair of them has its set, so that a pair without one stands nowhere.

// pairedWords is how many words are paired. A phrase with any other word has
// few candidates: the next one of real reports is in 2 % of the passages.
const (
	pairedWords = 192
	pairs       = pairedWords * pairedWords
)

// pair returns the number of a pair of paired words, in order.
func pair(first, second uint32) uint32 { return first*pairedWords + second }

// pairSections writes the sets of all pairs: where each begins, and one after
// the other. starts and tokens are those of the forward index.
func pairSections(starts []uint32, tokens []uint16) (setStarts, sets []byte, err error) {
	in := invert(pairs, func(visit func(doc uint32, pairs []uint32)) { visitPairs(starts, tokens, visit) })
	var all bytes.Buffer
	at := make([]uint32, 1, pairs+1)
	for p := range pairs {
		if err := writePair(&all, in.List(uint32(p))); err != nil {
			return nil, nil, err
		}
		at = append(at, uint32(all.Len()))
	}
	return asBytes(at), all.Bytes(), nil
}

// A pair with few passages has a list of them, for which a Roaring bitmap takes twice the
// room and more: a 0, with which no bitmap begins, and as binary.AppendUvarint writes them
// how much each passage's number is more than that of the one before, the first more than
// -1. A 0 at the end makes its length even, as bitmaps want it.
const fewOfPair = 640

// writePair writes the passages of a pair.
func writePair(to *bytes.Buffer, passages []uint32) error {
	if len(passages) == 0 {
		return nil
	}
	if len(passages) > fewOfPair {
		set := roaring.BitmapOf(passages...)
		set.RunOptimize()
		_, err := set.WriteTo(to)
		return err
	}
	to.WriteByte(0)
	next := uint32(0)
	for _, doc := range passages {
		to.Write(binary.AppendUvarint(to.AvailableBuffer(), uint64(doc+1-next)))
		next = doc + 1
	}
	if to.Len()%2 == 1 {
		to.WriteByte(0)
	}
	return nil
}

// readPair returns the passages that writePair has written.
func readPair(of []byte) (*roaring.Bitmap, error) {
	set := roaring.New()
	if len(of) == 0 {
		return set, nil
	}
	if of[0] != 0 {
		_, err := set.FromBuffer(of)
		return set, err
	}
	var passages []uint32
	next := uint64(0)
	for at := 1; at < len(of) && of[at] != 0; {
		more, n := binary.Uvarint(of[at:])
		if n <= 0 {
			return nil, io.ErrUnexpectedEOF
		}
		at, next = at+n, next+more
		passages = append(passages, uint32(next-1))
	}
	set.AddMany(passages)
	return set, nil
}

// visitPairs calls visit with the pairs of each passage, each once.
func visitPairs(starts []uint32, tokens []uint16, visit func(doc uint32, pairs []uint32)) {
	seen := make([]uint32, pairs) // the last passage with the pair, and one more
	var found []uint32
	for doc := range uint32(len(starts) - 1) {
		found = found[:0]
		units, last := tokens[starts[doc]:starts[doc+1]], uint16(Escape)
		for i := 0; i < len(units); i++ {
			n := units[i]
			if n == Escape { // its two halves are no words
				i += 2
			} else if last < pairedWords && n < pairedWords {
				if p := pair(uint32(last), uint32(n)); seen[p] != doc+1 {
					seen[p] = doc + 1
					found = append(found, p)
				}
			}
			last = n
		}
		visit(doc, found)
	}
}

// Together returns the passages in which two words stand side by side, in order.
// It is sure only of paired words.
func (c *Index) Together(first, second uint32) (set *roaring.Bitmap, sure bool, err error) {
	if first >= pairedWords || second >= pairedWords {
		return nil, false, nil
	}
	p := pair(first, second)
	set, err = readPair(c.pairs[c.pairStart[p]:c.pairStart[p+1]])
	return set, true, err
}
