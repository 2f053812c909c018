package opensearch

import (
	"crypto/sha256"
	"encoding/binary"
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
	fieldWords  = "words"   // the words
	fieldStems  = "stems"   // their stems
	fieldEnds   = "ends"    // of each word: whether its sentence begins or ends there
	fieldBody   = "body"    // what is read of all that: see bodyOf
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
)

// version changes with what documents are made of.
const version = 2

// fields are the stored fields and values of a document, as a search gives them.
type fields struct {
	Body   []string `json:"body"` // base64, without padding
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
		fieldWords: text(nil),
		fieldStems: text(nil),
		fieldEnds:  text(object{"norms": false, "similarity": "boolean"}),
		fieldHeads: text(object{"norms": false, "index_options": "docs", "similarity": "boolean"}),
		fieldBody:  object{"type": "binary", "doc_values": true}, // read ten times as fast as a stored field
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

// ends returns what the field ends has for so many words, given where sentences begin.
func ends(words int, sentences []uint32) string {
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
		case stops:
			marks[i] = lastOfSentence
		default:
			marks[i] = withinSentence
		}
	}
	return strings.Join(marks, " ")
}

// What a number in the field body has in its two lowest bits.
const (
	bodyBegins = 1 << iota // a sentence begins
	bodyName               // it is a name: see alike.Names
	bodyWord   = iota      // how far the word's number is shifted
)

// bodyOf returns what the field body has: for each word, as a varint, its number in the
// vocabulary, whether a sentence begins there, and whether it is a name.
func bodyOf(words []uint32, names []bool, sentences []uint32) (body []byte) {
	for i, word := range words {
		n := uint64(word) << bodyWord
		if _, begins := slices.BinarySearch(sentences, uint32(i)); begins {
			n |= bodyBegins
		}
		if names[i] {
			n |= bodyName
		}
		body = binary.AppendUvarint(body, n)
	}
	return body
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

// documentOf makes the document of the nth passage of a narrative with its tokens, whose
// words have numbers.
func documentOf(n library.Stored, nth int, tokens []search.Token, numbers []uint32, added int64) passageDoc {
	p := n.Passages[nth]
	words, stems, sentences := make([]string, len(tokens)), make([]string, len(tokens)), search.Sentences(tokens)
	for i, t := range tokens {
		words[i], stems[i] = token(t.Word), token(t.Stem)
	}
	title := keyword(search.FieldSection.Shown(search.FieldSection.Value(n.Narrative, p)))
	d := passageDoc{idOf(n.Rows[nth]), n.ID, object{
		fieldWords: strings.Join(words, " "), fieldStems: strings.Join(stems, " "), fieldEnds: ends(len(tokens), sentences),
		fieldBody:  bodyOf(numbers, alike.Names(p.Span.In(n.Text), tokens), sentences),
		fieldTitle: title, fieldHeads: headsField(title),
		fieldRow: n.Rows[nth], fieldOf: n.Rows[0], fieldLength: len(tokens), fieldAdded: added,
		fieldYear: n.Year, fieldPlace: keyword(search.FieldCountry.Key(n.Country)),
	}}
	for _, f := range search.Fields {
		d.values[string(f)] = keyword(f.Value(n.Narrative, p))
	}
	return d
}

func idOf(row int64) string { return strconv.FormatInt(row, 10) }

func headsField(title string) string {
	stems := heads(title)
	for i, s := range stems {
		stems[i] = token(s)
	}
	return strings.Join(stems, " ")
}

// again makes a document of one that a search gave, as one that a revision ends.
func again(f *fields, r *reader, ended int64) (passageDoc, error) {
	if err := r.read(f, nil); err != nil {
		return passageDoc{}, err
	}
	words, stems := make([]string, len(r.numbers)), make([]string, len(r.numbers))
	for i, n := range r.numbers {
		words[i], stems[i] = token(r.vocabulary.Word(n)), token(r.vocabulary.Stem(n))
	}
	d := passageDoc{idOf(first(f.Row)), first(f.Narrative), object{
		fieldWords: strings.Join(words, " "), fieldStems: strings.Join(stems, " "), fieldEnds: ends(len(words), r.Sentences),
		fieldBody:  r.body,
		fieldTitle: first(f.Title), fieldHeads: headsField(first(f.Title)),
		fieldRow: first(f.Row), fieldOf: first(f.Of), fieldLength: first(f.Length), fieldAdded: first(f.Added), fieldEnded: ended,
		fieldYear: first(f.ByYear), fieldPlace: first(f.ByName),
	}}
	for _, field := range search.Fields {
		d.values[string(field)] = f.value(field)
	}
	return d, nil
}

// similarity is a script that gives a term's Saturation by search's definition, in a
// collection whose passages have reference words on average, of a length that is rounded
// down: a bound of it wherever the average is not more.
func similarity(reference float64) string {
	none := search.LengthNorm(0, 1)
	return fmt.Sprintf("double f = Math.min(doc.freq, %d.0); return query.boost * f * %v / (f + %v + %v * doc.length / %v);",
		search.MaxFrequency, search.Saturation(1, 0), none, search.LengthNorm(1, 1)-none, reference)
}
