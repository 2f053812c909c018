package forward

import "slices"

// An Inversion has the passages of each number, of a word or of a value.
type Inversion struct{ starts, passages []uint32 }

// List returns the passages that have a number, ascending, once for each occurrence.
func (in *Inversion) List(n uint32) []uint32 { return in.passages[in.starts[n]:in.starts[n+1]] }

// newInversion makes room for the passages of numbers, given how often each of them occurs.
func newInversion(times []uint32) *Inversion {
	in := &Inversion{starts: make([]uint32, len(times)+1)}
	for n, more := range times {
		in.starts[n+1] = in.starts[n] + more
	}
	in.passages = make([]uint32, in.starts[len(times)])
	copy(times, in.starts) // from here on, where the next passage of each goes
	return in
}

// InvertWords turns the words of the passages around.
func (c *Index) InvertWords() *Inversion {
	next := make([]uint32, c.Vocabulary.Len())
	var words []uint32
	for doc := range uint32(c.Passages()) {
		words = c.appendWords(doc, words[:0])
		for _, n := range words {
			next[n]++
		}
	}
	in := newInversion(next)
	for doc := range uint32(c.Passages()) {
		words = c.appendWords(doc, words[:0])
		for _, n := range words {
			in.passages[next[n]] = doc
			next[n]++
		}
	}
	return in
}

// InvertValues turns the values of a field around.
func (c *Index) InvertValues(field int) *Inversion {
	next := make([]uint32, c.fieldStart[field+1]-c.fieldStart[field])
	values := &c.Fields[field]
	for doc := range uint32(c.Passages()) {
		next[values.At(doc)]++
	}
	in := newInversion(next)
	for doc := range uint32(c.Passages()) {
		n := values.At(doc)
		in.passages[next[n]] = doc
		next[n]++
	}
	return in
}

// OfStem returns the passages of the words of a stem, ascending, once for each occurrence;
// given those of all words, and memory to return them in.
func (c *Index) OfStem(stem uint32, of *Inversion, room *[2][]uint32) []uint32 {
	words := c.wordsOf(stem)
	all := of.List(words[len(words)-1]) // the rarest
	for i := len(words) - 2; i >= 0; i-- {
		to := &room[i%2]
		*to = merge((*to)[:0], all, of.List(words[i]))
		all = *to
	}
	return all
}

// merge appends two ascending lists as one.
func merge(to, a, b []uint32) []uint32 {
	n := len(to)
	to = slices.Grow(to, len(a)+len(b))[:n+len(a)+len(b)]
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		first, second := 0, 1 // this is no branch, which would be guessed wrong
		x := b[j]
		if a[i] <= x {
			first, second, x = 1, 0, a[i]
		}
		to[n] = x
		i, j, n = i+first, j+second, n+1
	}
	n += copy(to[n:], a[i:])
	copy(to[n:], b[j:])
	return to
}
