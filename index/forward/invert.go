package forward

import "slices"

// An Inversion has the passages of each number, of a word or of a value.
type Inversion struct{ starts, passages []uint32 }

// List returns the passages that have a number, ascending, once for each occurrence.
func (in *Inversion) List(n uint32) []uint32 { return in.passages[in.starts[n]:in.starts[n+1]] }

// invert turns around what each calls visit with, whenever it is called: the passages in
// order, and the numbers of each, which are below size.
func invert(size int, each func(visit func(doc uint32, numbers []uint32))) *Inversion {
	in := &Inversion{starts: make([]uint32, size+1)}
	each(func(_ uint32, numbers []uint32) {
		for _, n := range numbers {
			in.starts[n+1]++
		}
	})
	for n := range size {
		in.starts[n+1] += in.starts[n]
	}
	in.passages = make([]uint32, in.starts[size])
	next := slices.Clone(in.starts) // where the next passage of each number goes
	each(func(doc uint32, numbers []uint32) {
		for _, n := range numbers {
			in.passages[next[n]] = doc
			next[n]++
		}
	})
	return in
}

// InvertWords turns the words of the passages around.
func (c *Index) InvertWords() *Inversion {
	var words []uint32
	return invert(c.Vocabulary.Len(), func(visit func(doc uint32, numbers []uint32)) {
		for doc := range uint32(c.Passages()) {
			words = c.appendWords(doc, words[:0])
			visit(doc, words)
		}
	})
}

// InvertValues turns the values of a field around.
func (c *Index) InvertValues(field int) *Inversion {
	var one [1]uint32
	values := &c.Fields[field]
	return invert(int(c.fieldStart[field+1]-c.fieldStart[field]), func(visit func(doc uint32, numbers []uint32)) {
		for doc := range uint32(c.Passages()) {
			one[0] = values.At(doc)
			visit(doc, one[:])
		}
	})
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
