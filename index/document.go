package index

import (
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
	terms bleveindex.TokenFrequencies // each with once
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
func (f *posted) AnalyzedTokenFrequencies() bleveindex.TokenFrequencies {
	return f.terms
}

// noID is the identifier that a segment wants of each document: passages are
// known by their numbers alone.
type noID struct{ posted }

func (f *noID) Options() bleveindex.FieldIndexingOptions { return bleveindex.StoreField }

// newDocuments makes the documents of a passage, one for each segment. Each has
// all the fields of its segment, also those without a term: segments whose
// fields are the same are merged faster.
//
// occurrences is used again for each passage.
func newDocuments(tokens []search.Token, values []string, occurrences map[string]int) [segments]bleveindex.Document {
	clear(occurrences)
	words := posted{fieldWords, make(bleveindex.TokenFrequencies, len(tokens))}
	stems := posted{fieldStems, make(bleveindex.TokenFrequencies, len(tokens))}
	for _, t := range tokens {
		words.terms[t.Word] = once
		occurrences[t.Stem]++
		if level := occurrences[t.Stem]; level <= search.MaxFrequency {
			stems.terms[levelTerm(t.Stem, level)] = once
		}
	}
	literal := newDocument(&words)
	for i, f := range search.Fields {
		field := &posted{name: string(f)}
		if values[i] != "" {
			field.terms = bleveindex.TokenFrequencies{values[i]: once}
		}
		literal.AddField(field)
	}
	return [segments]bleveindex.Document{literalSegment: literal, stemSegment: newDocument(&stems)}
}

func newDocument(field *posted) *document.Document {
	doc := document.NewDocument("")
	doc.AddField(&noID{posted{name: "_id"}})
	return doc.AddField(field)
}
