package index

import (
	"iter"
	"slices"

	"verbatim/search"
)

// The postings of a part are its token column the other way round: the column
// has the words of each passage, the postings have the passages of each word.
// Since words are numbers there, a counting sort turns them around.

// A field is a field of a segment: its terms, in any order.
type field struct {
	name   string
	terms  []term
	offset uint64 // in the segment's file, once it is written
}

// A term stands for the passages that are at least so many times among those
// of its list.
type term struct {
	text     string
	passages []uint32 // ascending, once for each occurrence
	level    int
}

// literalFields gives the fields of the literal segment: the words as written,
// and the values of search.Fields. A passage without a value has no term.
func (w *columnWriter) literalFields() []field {
	words := field{name: fieldWords}
	in := invert(w.passageWords(), len(w.stems))
	for n, word := range w.words.strings {
		words.terms = append(words.terms, term{word, in.list(n), 1})
	}
	fields := []field{words}
	for f, name := range search.Fields {
		values := field{name: string(name)}
		in := invert(slices.Chunk(w.fields[f], 1), len(w.values[f].strings))
		for n, value := range w.values[f].strings {
			if value != "" {
				values.terms = append(values.terms, term{value, in.list(n), 1})
			}
		}
		fields = append(fields, values)
	}
	return fields
}

// stemFields gives the field of the stem segment.
func (w *columnWriter) stemFields() []field {
	distinct := numbering{numbers: map[string]uint32{}}
	stemOf := make([]uint32, len(w.stems))
	for word, stem := range w.stems {
		stemOf[word], _ = distinct.number(stem)
	}
	stems := field{name: fieldStems}
	in := invert(translated(w.passageWords(), stemOf), len(distinct.strings))
	for n, stem := range distinct.strings {
		passages := in.list(n)
		for level := range min(longestRun(passages), search.MaxFrequency) {
			stems.terms = append(stems.terms, term{levelTerm(stem, level+1), passages, level + 1})
		}
	}
	return []field{stems}
}

// passageWords yields the numbers of each passage's words.
func (w *columnWriter) passageWords() iter.Seq[[]uint32] {
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

// list gives the passages that have a number, ascending, once for each
// occurrence.
func (in inversion) list(n int) []uint32 { return in.passages[in.starts[n]:in.starts[n+1]] }

// longestRun is how often the most frequent of ascending numbers occurs.
func longestRun(numbers []uint32) (longest int) {
	start := 0
	for i, n := range numbers {
		if n != numbers[start] {
			start = i
		}
		longest = max(longest, i-start+1)
	}
	return longest
}

// atLeast appends to set each of ascending numbers that occurs at least level times.
func atLeast(set, numbers []uint32, level int) []uint32 {
	for i := level - 1; i < len(numbers); i++ {
		n := numbers[i]
		if numbers[i-level+1] == n && (i < level || numbers[i-level] != n) {
			set = append(set, n)
		}
	}
	return set
}
