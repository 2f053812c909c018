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
	runs   bool            // its terms have passages that mostly stand one behind the other
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

// WordFields returns the fields of the segment of words: the words as written, and their
// stems.
func WordFields(w *forward.Writer) []Field {
	var words, stems []term
	for word, passages := range w.InvertWords() {
		words = append(words, term{word, passages, 1})
	}
	for stem, passages := range w.InvertStems() {
		stems = append(stems, term{stem, passages, 1})
	}
	return []Field{newField(FieldWords, words), newField(FieldStems, stems)}
}

// ValueFields returns the fields of the other segment: the values of search.Fields, of
// which the passages without one have the term NoValue, and the levels of stems.
func ValueFields(w *forward.Writer) (fields []Field) {
	for f, name := range search.Fields {
		var values []term
		for value, passages := range w.InvertValues(f) {
			if value == "" {
				value = NoValue
			}
			values = append(values, term{value, passages, 1})
		}
		field := newField(string(name), values)
		field.runs = true // those of a narrative have one report, year and country
		fields = append(fields, field)
	}
	var levels []term
	for stem, passages := range w.InvertStems() {
		for level := 2; level <= min(longestRun(passages), search.MaxFrequency); level++ {
			levels = append(levels, term{LevelTerm(stem, level), passages, level})
		}
	}
	return append(fields, newField(FieldLevels, levels))
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
