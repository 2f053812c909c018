package alike

import "math/bits"

// A Measure compares passages with one that it takes. It keeps its memory from one to the
// next, and is for one goroutine.
//
// How many words two have in common, in the same order, is the length of their longest
// common subsequence. It is computed for 64 words of the one at once (Crochemore,
// Iliopoulos, Pinzon and Reid, "A Fast and Practical Bit-vector Algorithm for the Longest
// Common Subsequence Problem", 2001).
type Measure struct {
	length int
	blocks int      // of 64 words
	words  []uint32 // a hash table of the words that it has
	slots  []uint32 // of each of these: which places are its own, and one more; 0 if there is no word
	places []uint64 // where each word stands: a bit for each word of the passage
	open   []uint64 // a bit for each word of the passage: 0 where one more word is in common
}

// Take takes what is compared of a passage, which it does not keep.
func (m *Measure) Take(compared []uint32) {
	m.length, m.blocks = len(compared), (len(compared)+63)/64
	size := 16
	for size < 2*len(compared) {
		size *= 2
	}
	if cap(m.words) < size {
		m.words, m.slots = make([]uint32, size), make([]uint32, size)
	}
	m.words, m.slots = m.words[:size], m.slots[:size]
	clear(m.slots)
	m.places, m.open = m.places[:0], m.open[:0]
	for range m.blocks {
		m.open = append(m.open, 0)
	}
	for at, word := range compared {
		i := m.find(word)
		if m.slots[i] == 0 {
			m.words[i], m.slots[i] = word, uint32(len(m.places)/m.blocks)+1
			for range m.blocks {
				m.places = append(m.places, 0)
			}
		}
		m.places[int(m.slots[i]-1)*m.blocks+at/64] |= 1 << (at % 64)
	}
}

// find returns where a word is in the table, or would be.
func (m *Measure) find(word uint32) int {
	last := uint32(len(m.words) - 1)
	i := (word * 2654435761) >> 7 & last
	for m.slots[i] != 0 && m.words[i] != word {
		i = (i + 1) & last
	}
	return int(i)
}

// Common is how many words a passage has in common with the one taken, in the same order.
func (m *Measure) Common(other []uint32) int {
	for i := range m.open {
		m.open[i] = ^uint64(0)
	}
	for _, word := range other {
		slot := int(m.slots[m.find(word)])
		if slot == 0 {
			continue
		}
		carry := uint64(0)
		for i, at := range m.places[(slot-1)*m.blocks : slot*m.blocks] {
			open := m.open[i]
			meets := open & at
			var sum uint64
			sum, carry = bits.Add64(open, meets, carry)
			m.open[i] = sum | open&^meets
		}
	}
	common := 0
	for _, open := range m.open {
		common += bits.OnesCount64(^open)
	}
	return common
}

// Same reports whether a passage says what the one taken says; near is that of both.
func (m *Measure) Same(other []uint32) bool {
	return CanBe(m.length, len(other)) && m.length > 0 && m.Common(other) >= Enough(max(m.length, len(other)))
}
