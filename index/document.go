package index

import (
	"slices"

	"github.com/blevesearch/bleve/v2/document"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"verbatim/search"
)

// The fields of the segments, besides one for each search.Field.
const (
	fieldWords = "words" // words as written, folded
	fieldStems = "stems" // stems, and levelTerm of those that occur more than once
)

// levelTerm is the term under which the passages stand that have a stem at
// least level times: a posting list then needs no frequencies, and is a plain
// bitmap.
func levelTerm(stem string, level int) string {
	if level == 1 {
		return stem
	}
	return string(rune('0'+level)) + "\x00" + stem
}

// posted is a field of postings without frequencies, norms or positions.
type posted struct {
	name  string
	terms []string // distinct
	asked bleveindex.TokenFrequencies
}

var once = &bleveindex.TokenFreq{}

func (f *posted) Name() string             { return f.name }
func (f *posted) Value() []byte            { return nil }
func (f *posted) ArrayPositions() []uint64 { return nil }
func (f *posted) EncodedFieldType() byte   { return 't' }
func (f *posted) Analyze()                 {}
func (f *posted) Options() bleveindex.FieldIndexingOptions {
	return bleveindex.IndexField | bleveindex.SkipFreqNorm
}
func (f *posted) AnalyzedLength() int       { return len(f.terms) }
func (f *posted) NumPlainTextBytes() uint64 { return 0 }
func (f *posted) Size() int                 { return 0 }

// AnalyzedTokenFrequencies is asked for twice by a segment that is written.
func (f *posted) AnalyzedTokenFrequencies() bleveindex.TokenFrequencies {
	if asked := f.asked; asked != nil {
		f.asked = nil
		return asked
	}
	f.asked = make(bleveindex.TokenFrequencies, len(f.terms))
	for _, t := range f.terms {
		f.asked[t] = once
	}
	return f.asked
}

// noID is the identifier that a segment wants of each document: passages are
// known by their numbers alone.
type noID struct{ posted }

func (f *noID) Options() bleveindex.FieldIndexingOptions { return bleveindex.StoreField }

// newDocuments makes the documents of a passage, one for each segment. Each has
// all the fields of its segment, also those without a term: segments whose
// fields are the same are merged faster.
func newDocuments(tokens []search.Token, values []string) [segments]bleveindex.Document {
	words := make([]string, len(tokens))
	stems := make([]string, len(tokens))
	for i, t := range tokens {
		words[i], stems[i] = t.Word, t.Stem
	}
	slices.Sort(words)
	literal := []*posted{{name: fieldWords, terms: slices.Compact(words)}}
	for i, f := range search.Fields {
		field := &posted{name: string(f)}
		if values[i] != "" {
			field.terms = values[i : i+1]
		}
		literal = append(literal, field)
	}
	return [segments]bleveindex.Document{
		literalSegment: newDocument(literal),
		stemSegment:    newDocument([]*posted{{name: fieldStems, terms: levels(stems)}}),
	}
}

func newDocument(fields []*posted) *document.Document {
	doc := document.NewDocument("")
	doc.AddField(&noID{posted{name: "_id"}})
	for _, f := range fields {
		doc.AddField(f)
	}
	return doc
}

// levels gives the stems with their levelTerms, up to search.MaxFrequency.
func levels(stems []string) []string {
	slices.Sort(stems)
	terms := make([]string, 0, len(stems))
	level := 0
	for i, s := range stems {
		if i > 0 && s == stems[i-1] {
			level++
		} else {
			level = 1
		}
		if level <= search.MaxFrequency {
			terms = append(terms, levelTerm(s, level))
		}
	}
	return terms
}
