package forward

import (
	"iter"
	"slices"
)

// InvertWords yields each word with the numbers of the passages that have it,
// ascending, once for each occurrence.
func (w *Writer) InvertWords() iter.Seq2[string, []uint32] {
	return invert(w.passageWords(), len(w.stems)).lists(w.words.strings)
}

// InvertValues yields each value of a field with the passages that have it.
func (w *Writer) InvertValues(field int) iter.Seq2[string, []uint32] {
	values := w.values[field].strings
	return invert(slices.Chunk(w.fields[field], 1), len(values)).lists(values)
}

// InvertStems yields each stem with the passages that have it, as invertWords
// does for words.
func (w *Writer) InvertStems() iter.Seq2[string, []uint32] {
	distinct := numbering{numbers: map[string]uint32{}}
	stemOf := make([]uint32, len(w.stems))
	for word, stem := range w.stems {
		stemOf[word], _ = distinct.number(stem)
	}
	return invert(translated(w.passageWords(), stemOf), len(distinct.strings)).lists(distinct.strings)
}

// passageWords yields the numbers of each passage's words.
func (w *Writer) passageWords() iter.Seq[[]uint32] {
	return func(yield func([]uint32) bool) {
		rest := w.tokens
		for _, length := range w.lengths {
			if !yield(rest[:length]) {
				return
			}
			rest = rest[length:]
		}
	}
}

// translated yields other numbers for those of each passage.
func translated(passages iter.Seq[[]uint32], other []uint32) iter.Seq[[]uint32] {
	return func(yield func([]uint32) bool) {
		var numbers []uint32
		for passage := range passages {
			numbers = numbers[:0]
			for _, n := range passage {
				numbers = append(numbers, other[n])
			}
			if !yield(numbers) {
				return
			}
		}
	}
}

// An inversion has the passages of each number one behind the other.
type inversion struct{ starts, passages []uint32 }

// invert takes the numbers, below size, of each passage.
func invert(numbers iter.Seq[[]uint32], size int) inversion {
	starts := make([]uint32, size+1)
	for passage := range numbers {
		for _, n := range passage {
			starts[n+1]++
		}
	}
	for n := range size {
		starts[n+1] += starts[n]
	}
	next := slices.Clone(starts)
	passages := make([]uint32, starts[size])
	doc := uint32(0)
	for passage := range numbers {
		for _, n := range passage {
			passages[next[n]] = doc
			next[n]++
		}
		doc++
	}
	return inversion{starts, passages}
}

// list returns the passages that have a number, ascending, once for each
// occurrence.
func (in inversion) list(n int) []uint32 { return in.passages[in.starts[n]:in.starts[n+1]] }

// lists yields the text of each number with its passages.
func (in inversion) lists(texts []string) iter.Seq2[string, []uint32] {
	return func(yield func(string, []uint32) bool) {
		for n, text := range texts {
			if !yield(text, in.list(n)) {
				return
			}
		}
	}
}
