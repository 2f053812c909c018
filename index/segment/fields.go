// Package segment writes and reads the posting lists of a part, as segments of Bleve:
// it is the only package that knows Bleve. Start with Postings, which reads them.
package segment

import (
	"slices"
	"strings"

	"verbatim/index/forward"
	"verbatim/search"
)

// The postings of a part are its forward index the other way round: the forward index
// has the words of each passage, the postings have the passages of each word.
// Since words are numbers there, a counting sort turns them around.

// A Field is a field of a segment.
type Field struct {
	name   string
	terms  func(add) error // adds its terms, by alphabet
	offset uint64          // in the segment's file, once it is written
}

// An add adds a term and the passages that have it, ascending, which it does not keep.
type add func(term string, passages []uint32) error

// A term stands for the passages that are at least so many times among those
// of its list.
type term struct {
	text     string
	passages []uint32 // ascending, once for each occurrence
	level    int
}

// newField makes a field of terms in any order.
func newField(name string, terms []term) Field {
	return Field{name: name, terms: func(to add) error {
		slices.SortFunc(terms, func(a, b term) int { return strings.Compare(a.text, b.text) })
		var set []uint32
		for _, t := range terms {
			set = atLeast(set[:0], t.passages, t.level)
			if err := to(t.text, set); err != nil {
				return err
			}
		}
		return nil
	}}
}

// LiteralFields returns the fields of the literal segment: the words as written,
// and the values of search.Fields. The passages without a value have the term NoValue.
func LiteralFields(w *forward.Writer) []Field {
	var words []term
	for word, passages := range w.InvertWords() {
		words = append(words, term{word, passages, 1})
	}
	fields := []Field{newField(FieldWords, words)}
	for f, name := range search.Fields {
		var values []term
		for value, passages := range w.InvertValues(f) {
			if value == "" {
				value = NoValue
			}
			values = append(values, term{value, passages, 1})
		}
		fields = append(fields, newField(string(name), values))
	}
	return fields
}

// StemFields returns the field of the stem segment.
func StemFields(w *forward.Writer) []Field {
	var stems []term
	for stem, passages := range w.InvertStems() {
		for level := range min(longestRun(passages), search.MaxFrequency) {
			stems = append(stems, term{LevelTerm(stem, level+1), passages, level + 1})
		}
	}
	return []Field{newField(FieldStems, stems)}
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
	FieldWords = "words" // words as written, folded
	FieldStems = "stems" // stems, and levelTerm of those that occur more than once
)

// LevelTerm is the term under which the passages stand that have a stem at
// least level times: a posting list then needs no frequencies, and is a plain
// bitmap.
func LevelTerm(stem string, level int) string {
	if level == 1 {
		return stem
	}
	return string(rune('0'+level)) + "\x00" + stem
}
