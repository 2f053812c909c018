package opensearch

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"verbatim/corpus/library"
	"verbatim/search"
	"verbatim/search/alike"
)

// The fields of a document besides those of search.Fields. A passage has a number of
// tokens in words, stems and ends, at the same places.
const (
	fieldWords  = "words"   // the words, stored
	fieldStems  = "stems"   // their stems
	fieldEnds   = "ends"    // of each word: whether its sentence begins or ends there, stored
	fieldTitle  = "title"   // the section as it is shown
	fieldHeads  = "heads"   // the stems of title
	fieldRow    = "row"     // of the library
	fieldOf     = "of"      // the narrative's first row: a number of its own
	fieldLength = "length"  // in words
	fieldAdded  = "added"   // the library's revision that brought it
	fieldEnded  = "ended"   // the revision that has it no more; missing if it is current
	fieldYear   = "by_year" // what passages are sorted by
	fieldPlace  = "by_country"
	fieldBlob   = "blob" // of documents that are no passages
)

// What ends has for a word.
const (
	firstOfSentence = "b"
	lastOfSentence  = "e"
	wholeSentence   = "x"
	withinSentence  = "o"
	lastName        = "E" // of a sentence, and a name: see alike.Names
	withinName      = "n"
)

// version changes with what documents are made of.
const version = 1

// fields are the stored fields and values of a document, as a search gives them.
type fields struct {
	Words  []string `json:"words"`
	Ends   []string `json:"ends"`
	Row    []int64  `json:"row"`
	Of     []int64  `json:"of"`
	Length []int    `json:"length"`
	Added  []int64  `json:"added"`
	Ended  []int64  `json:"ended"`
	ByYear []int    `json:"by_year"`
	ByName []string `json:"by_country"`
	Blob   []string `json:"blob"`

	Title     []string `json:"title"`
	Country   []string `json:"country"`
	Year      []string `json:"year"`
	Tier      []string `json:"tier"`
	Section   []string `json:"section"`
	Kind      []string `json:"kind"`
	Report    []string `json:"report"`
	Narrative []string `json:"narrative"`
	Number    []string `json:"number"`
	Symbol    []string `json:"symbol"`
}

// value returns the value of a field of search's.
func (f *fields) value(field search.Field) string {
	of := map[search.Field][]string{
		search.FieldCountry: f.Country, search.FieldYear: f.Year, search.FieldTier: f.Tier, search.FieldSection: f.Section,
		search.FieldKind: f.Kind, search.FieldReport: f.Report, search.FieldNarrative: f.Narrative,
		search.FieldNumber: f.Number, search.FieldSymbol: f.Symbol,
	}[field]
	return first(of)
}

// first returns the first of some values, or nothing.
func first[T any](values []T) (v T) {
	if len(values) > 0 {
		v = values[0]
	}
	return v
}

// mapping is the mapping and the settings of an index with so many shards, whose
// passages have about so many words on average.
func mapping(shards int, reference float64) object {
	text := func(more object) object {
		of := object{"type": "text", "analyzer": "spaces", "similarity": "bound"}
		maps.Copy(of, more)
		return of
	}
	properties := object{
		fieldWords: text(object{"store": true}),
		fieldStems: text(nil),
		fieldEnds:  text(object{"store": true, "norms": false, "similarity": "boolean"}),
		fieldHeads: text(object{"norms": false, "index_options": "docs", "similarity": "boolean"}),
		fieldBlob:  object{"type": "text", "index": false, "store": true},
		fieldPlace: object{"type": "keyword"},
		fieldTitle: object{"type": "keyword"},
		fieldYear:  object{"type": "integer"},
	}
	for _, f := range []string{fieldRow, fieldOf, fieldAdded, fieldEnded} {
		properties[f] = object{"type": "long"}
	}
	properties[fieldLength] = object{"type": "integer"}
	for _, f := range search.Fields {
		properties[string(f)] = object{"type": "keyword"}
	}
	return object{
		"settings": object{"index": object{
			"number_of_shards": shards, "auto_expand_replicas": "0-1", "refresh_interval": -1,
			"max_terms_count": maxTerms, "max_result_window": maxPage,
			"similarity": object{"bound": object{"type": "scripted", "script": object{"source": similarity(reference)}}},
			"analysis": object{
				"analyzer":  object{"spaces": object{"type": "custom", "tokenizer": "spaces"}},
				"tokenizer": object{"spaces": object{"type": "whitespace", "max_token_length": 2 * longestToken}},
			},
		}},
		"mappings": object{"dynamic": "strict", "_source": object{"enabled": false}, "properties": properties},
	}
}

// Bounds of what OpenSearch is asked.
const (
	maxTerms = 65_536 // values of a terms query
	maxPage  = 10_000 // documents at once
)

// longestToken is how long a word may be, in bytes, that stands in a document as it is;
// longestValue, a value of a field. Of longer ones a checksum takes the place: Lucene
// takes no longer values than 32,766 bytes.
const (
	longestToken = 200
	longestValue = 32_000
)

// token returns a word or stem as it stands in a document: as it is, or a checksum if it
// is too long or an analyzer would part it.
func token(word string) string {
	if len(word) <= longestToken && !strings.ContainsFunc(word, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return word
	}
	sum := sha256.Sum256([]byte(word))
	return "#" + hex.EncodeToString(sum[:])
}

// keyword returns a value as it stands in a document.
func keyword(value string) string {
	if len(value) <= longestValue {
		return value
	}
	sum := sha256.Sum256([]byte(value))
	return strings.ToValidUTF8(value[:longestValue-100], "") + "… #" + hex.EncodeToString(sum[:])
}

// ends returns what the field ends has, given where sentences begin, and which words are
// names: none of these is the first of a sentence.
func ends(names []bool, sentences []uint32) string {
	words := len(names)
	marks := make([]string, words)
	for i := range marks {
		_, begins := slices.BinarySearch(sentences, uint32(i))
		_, next := slices.BinarySearch(sentences, uint32(i+1))
		stops := next || i == words-1
		switch {
		case begins && stops:
			marks[i] = wholeSentence
		case begins:
			marks[i] = firstOfSentence
		case stops && names[i]:
			marks[i] = lastName
		case stops:
			marks[i] = lastOfSentence
		case names[i]:
			marks[i] = withinName
		default:
			marks[i] = withinSentence
		}
	}
	return strings.Join(marks, " ")
}

// sentencesOf is the way back: where sentences begin.
func sentencesOf(ends string, into []uint32) []uint32 {
	into = into[:0]
	for i := 0; i < len(ends); i += 2 {
		if c := ends[i : i+1]; c == firstOfSentence || c == wholeSentence {
			into = append(into, uint32(i/2))
		}
	}
	return into
}

// isName reports whether a word is a name, by its place.
func isName(ends string, at int) bool {
	mark := ends[2*at : 2*at+1]
	return mark == lastName || mark == withinName
}

// heads returns the stems of a section's heading.
func heads(title string) (stems []string) {
	for _, t := range search.Analyze(title) {
		stems = append(stems, t.Stem)
	}
	return stems
}

// A passageDoc is a document of a passage.
type passageDoc struct {
	id, routing string
	values      object
}

// documentOf makes the document of the nth passage of a narrative with its tokens.
func documentOf(n library.Stored, nth int, tokens []search.Token, added int64) passageDoc {
	p := n.Passages[nth]
	words, stems := make([]string, len(tokens)), make([]string, len(tokens))
	for i, t := range tokens {
		words[i], stems[i] = token(t.Word), token(t.Stem)
	}
	title := keyword(search.FieldSection.Shown(search.FieldSection.Value(n.Narrative, p)))
	d := passageDoc{strconv.FormatInt(n.Rows[nth], 10), n.ID, object{
		fieldWords: strings.Join(words, " "), fieldStems: strings.Join(stems, " "), fieldEnds: ends(alike.Names(p.Span.In(n.Text), tokens), search.Sentences(tokens)),
		fieldTitle: title, fieldHeads: headsField(title),
		fieldRow: n.Rows[nth], fieldOf: n.Rows[0], fieldLength: len(tokens), fieldAdded: added,
		fieldYear: n.Year, fieldPlace: keyword(search.FieldCountry.Key(n.Country)),
	}}
	for _, f := range search.Fields {
		d.values[string(f)] = keyword(f.Value(n.Narrative, p))
	}
	return d
}

func headsField(title string) string {
	stems := heads(title)
	for i, s := range stems {
		stems[i] = token(s)
	}
	return strings.Join(stems, " ")
}

// again makes a document of one that a search gave, as one that a revision ends.
func again(h *hit, stem func(token string) string, ended int64) passageDoc {
	f := &h.Fields
	words := strings.Fields(first(f.Words))
	stems := make([]string, len(words))
	for i, w := range words {
		stems[i] = stem(w)
	}
	d := passageDoc{h.ID, h.Routing, object{
		fieldWords: first(f.Words), fieldStems: strings.Join(stems, " "), fieldEnds: first(f.Ends),
		fieldTitle: first(f.Title), fieldHeads: headsField(first(f.Title)),
		fieldRow: first(f.Row), fieldOf: first(f.Of), fieldLength: first(f.Length), fieldAdded: first(f.Added), fieldEnded: ended,
		fieldYear: first(f.ByYear), fieldPlace: first(f.ByName),
	}}
	for _, field := range search.Fields {
		d.values[string(field)] = f.value(field)
	}
	return d
}

// similarity is a script that gives a term's Saturation by search's definition, in a
// collection whose passages have reference words on average, of a length that is rounded
// down: a bound of it wherever the average is not more.
func similarity(reference float64) string {
	none := search.LengthNorm(0, 1)
	return fmt.Sprintf("double f = Math.min(doc.freq, %d.0); return query.boost * f * %v / (f + %v + %v * doc.length / %v);",
		search.MaxFrequency, search.Saturation(1, 0), none, search.LengthNorm(1, 1)-none, reference)
}
