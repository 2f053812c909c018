package forward

// Packed are numbers in as few bytes as the largest of them needs: 1, 2 or 4.
type Packed struct {
	bytes  []uint8
	shorts []uint16
	longs  []uint32
}

// width is how many bytes each number below n needs.
func width(n int) int {
	switch {
	case n <= 1<<8:
		return 1
	case n <= 1<<16:
		return 2
	}
	return 4
}

// pack writes numbers below n.
func pack(numbers []uint32, n int) []byte {
	switch width(n) {
	case 1:
		return narrow[uint8](numbers)
	case 2:
		return narrow[uint16](numbers)
	}
	return asBytes(numbers)
}

func narrow[T number](numbers []uint32) []byte {
	narrowed := make([]T, len(numbers))
	for i, n := range numbers {
		narrowed[i] = T(n)
	}
	return asBytes(narrowed)
}

// unpack returns what pack has written in numbers of a width.
func unpack(b []byte, width int) Packed {
	switch width {
	case 1:
		return Packed{bytes: b}
	case 2:
		return Packed{shorts: asNumbers[uint16](b)}
	}
	return Packed{longs: asNumbers[uint32](b)}
}

// At returns a number by its place.
func (p Packed) At(i uint32) uint32 {
	switch {
	case p.bytes != nil:
		return uint32(p.bytes[i])
	case p.shorts != nil:
		return uint32(p.shorts[i])
	}
	return p.longs[i]
}

// Count counts the numbers at some places.
func (p Packed) Count(places []uint32, counts []int) {
	switch {
	case p.bytes != nil:
		count(p.bytes, places, counts)
	case p.shorts != nil:
		count(p.shorts, places, counts)
	default:
		count(p.longs, places, counts)
	}
}

// count counts by turns in two lists: mostly one number follows upon the same
// one, and a processor waits for the sum before it adds to it.
func count[T number](numbers []T, places []uint32, counts []int) {
	others := make([]int, len(counts))
	for len(places) >= 2 {
		counts[numbers[places[0]]]++
		others[numbers[places[1]]]++
		places = places[2:]
	}
	for _, i := range places {
		counts[numbers[i]]++
	}
	for n, more := range others {
		counts[n] += more
	}
}
