package index

import (
	"fmt"
	"slices"

	"github.com/blevesearch/bleve/v2/document"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"verbatim/search"
)

// The fields of the Bleve index, besides one for each search.Field.
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

// AnalyzedTokenFrequencies is made when Bleve asks: it is thrown away at once,
// so that a batch of documents holds no maps.
func (f *posted) AnalyzedTokenFrequencies() bleveindex.TokenFrequencies {
	m := make(bleveindex.TokenFrequencies, len(f.terms))
	for _, t := range f.terms {
		m[t] = once
	}
	return m
}

// newDocument makes the Bleve document of a passage. Its identifier is the
// place of the passage in the build.
func newDocument(place int, tokens []search.Token, values []string) *document.Document {
	words := make([]string, len(tokens))
	stems := make([]string, len(tokens))
	for i, t := range tokens {
		words[i], stems[i] = t.Word, t.Stem
	}
	slices.Sort(words)
	doc := document.NewDocument(fmt.Sprintf("%08x", place))
	doc.AddField(&posted{fieldWords, slices.Compact(words)})
	doc.AddField(&posted{fieldStems, levels(stems)})
	for i, f := range search.Fields {
		if values[i] != "" {
			doc.AddField(&posted{string(f), []string{values[i]}})
		}
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
