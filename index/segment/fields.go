// Package segment writes and reads the posting lists of a part, as segments of Bleve:
// it is the only package that knows Bleve. Start with Postings, which reads them.
package segment

import (
	"cmp"
	"sync"

	"verbatim/index/forward"
	"verbatim/search"
)

// The postings of a part are its forward index the other way round: the forward index
// has the words of each passage, the postings have the passages of each word.
// Since words are numbers there, a counting sort turns them around.

// A field is a field of a segment.
type field struct {
	name   string
	terms  terms
	runs   bool   // its terms have passages that mostly stand one behind the other, as those of a narrative do
	offset uint64 // in the segment's file, once it is written
}

// terms add the terms of a field, by alphabet.
type terms func(add) error

// An add adds a term and the passages that have it, ascending, which it does not keep.
type add func(term string, passages []uint32) error

// fieldsOf returns the fields of each segment.
func fieldsOf(f *forward.Index) (fields [Count][]field) {
	words := sync.OnceValue(f.InvertWords)
	fields[Words] = []field{{name: FieldWords, terms: wordTerms(f, words)}, {name: FieldStems, terms: stemTerms(f, words)}}
	for i, name := range search.Fields {
		fields[Values] = append(fields[Values], field{name: string(name), terms: valueTerms(f, i), runs: true})
	}
	fields[Values] = append(fields[Values], field{name: FieldLevels, terms: levelTerms(f, words)})
	return fields
}

// wordTerms are the words as written.
func wordTerms(f *forward.Index, words func() *forward.Inversion) terms {
	return func(to add) error {
		var set []uint32
		for _, n := range f.Sorted() {
			set = atLeast(set[:0], words().List(n), 1)
			if err := to(f.Vocabulary.At(n), set); err != nil {
				return err
			}
		}
		return nil
	}
}

// stemTerms are their stems.
func stemTerms(f *forward.Index, words func() *forward.Inversion) terms {
	return func(to add) error {
		var room [2][]uint32
		var set []uint32
		for s := range uint32(f.Stems()) {
			set = atLeast(set[:0], f.OfStem(s, words(), &room), 1)
			if err := to(f.Stem(s), set); err != nil {
				return err
			}
		}
		return nil
	}
}

// levelTerms are the stems that passages have more than once.
func levelTerms(f *forward.Index, words func() *forward.Inversion) terms {
	return func(to add) error {
		var room [2][]uint32
		var again []uint32 // of each stem the passages that have it, once for each occurrence but the first
		starts, longest := make([]uint32, 1, f.Stems()+1), make([]int, f.Stems())
		for s := range longest {
			again = repeated(again, f.OfStem(uint32(s), words(), &room))
			longest[s] = longestRun(again[starts[s]:])
			starts = append(starts, uint32(len(again)))
		}
		var set []uint32
		for level := 2; level <= search.MaxFrequency; level++ {
			for s, most := range longest {
				if level > most+1 {
					continue
				}
				set = atLeast(set[:0], again[starts[s]:starts[s+1]], level-1)
				if err := to(LevelTerm(f.Stem(uint32(s)), level), set); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

// valueTerms are the values of a field, of which the passages without one have the term
// NoValue.
func valueTerms(f *forward.Index, field int) terms {
	return func(to add) error {
		values := f.InvertValues(field)
		for n, value := range f.ValuesOf(field) {
			if err := to(cmp.Or(value, NoValue), values.List(uint32(n))); err != nil {
				return err
			}
		}
		return nil
	}
}

// repeated appends to a list each of ascending numbers once for each time that it stands
// there, but for the first.
func repeated(to, numbers []uint32) []uint32 {
	for i := 1; i < len(numbers); i++ {
		if numbers[i] == numbers[i-1] {
			to = append(to, numbers[i])
		}
	}
	return to
}

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

// NoValue is the term of the passages that have no value of a field. It sorts where
// the empty value does.
const NoValue = "\x00"

// The fields of the segments, besides one for each search.Field.
const (
	FieldWords  = "words"  // words as written, folded
	FieldStems  = "stems"  // stems
	FieldLevels = "levels" // LevelTerm of stems
)

// LevelTerm is the term under which the passages stand that have a stem at
// least level times, 2 or more: a posting list then needs no frequencies, and is a plain
// bitmap.
func LevelTerm(stem string, level int) string { return string(rune('0'+level)) + "\x00" + stem }
