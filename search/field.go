package search

import (
	"fmt"
	"hash/maphash"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"unicode"

	"verbatim/corpus"
	"verbatim/corpus/prose"
)

// A Field is what a passage can be filtered and counted by.
type Field string

// The fields.
const (
	FieldCountry   Field = "country"
	FieldYear      Field = "year"
	FieldTier      Field = "tier"
	FieldSection   Field = "section"
	FieldKind      Field = "kind"
	FieldReport    Field = "report"
	FieldNarrative Field = "narrative"
	FieldNumber    Field = "number" // a passage's printed number
	FieldSymbol    Field = "symbol" // a narrative's document symbol
)

// Fields are all fields, Facets those that an answer counts.
var (
	Fields = []Field{FieldCountry, FieldYear, FieldTier, FieldSection, FieldKind, FieldReport, FieldNarrative, FieldNumber, FieldSymbol}
	Facets = []Field{FieldCountry, FieldYear, FieldTier, FieldSection, FieldReport, FieldKind}
)

// OfNarrative reports whether all passages of a narrative have the same value.
func (f Field) OfNarrative() bool { return f != FieldSection && f != FieldKind && f != FieldNumber }

// fieldNamed returns the field of that name, in upper or lower case.
func fieldNamed(name string) (Field, bool) {
	for _, f := range Fields {
		if strings.EqualFold(string(f), name) {
			return f, true
		}
	}
	return "", false
}

// None is what asks for the passages without a value of a field: country:none.
const None = "none"

// Value returns the field's value for a passage of a narrative, empty where it has
// none. Of a section it is the whole path, a heading a line; Shown has the rest.
func (f Field) Value(n *corpus.Narrative, p corpus.Passage) string {
	switch f {
	case FieldCountry:
		return n.Country
	case FieldYear:
		if n.Year == 0 {
			return ""
		}
		return strconv.Itoa(n.Year)
	case FieldTier:
		return n.Tier
	case FieldSection:
		return strings.Join(p.Path(), "\n")
	case FieldKind:
		return string(p.Kind)
	case FieldReport:
		return n.Report
	case FieldNarrative:
		return n.ID
	case FieldNumber:
		return p.Number
	case FieldSymbol:
		return n.Symbol
	}
	return ""
}

// Shown returns a value of the field as it is shown and counted: of a section the
// last heading of its path.
func (f Field) Shown(value string) string {
	if f == FieldSection {
		return value[strings.LastIndexByte(value, '\n')+1:]
	}
	return value
}

// Key returns what values of the field are compared by: folded, a country by its
// usual name, a tier with or without the word ("3" and "Tier 3").
func (f Field) Key(value string) string {
	place := &keys[(maphash.String(formSeed, value)^maphash.String(formSeed, string(f)))%uint64(len(keys))]
	if k := place.Load(); k != nil && k.value == value && k.field == f {
		return k.key
	}
	key := f.key(value)
	if len(value) <= maxKeyed {
		place.Store(&keyed{f, strings.Clone(value), key})
	}
	return key
}

// keys remembers the keys of values that were seen, as forms does words: questions
// with filters compare them all.
var keys [1 << 14]atomic.Pointer[keyed]

// maxKeyed bounds the values that are remembered, in bytes.
const maxKeyed = 256

type keyed struct {
	field      Field
	value, key string
}

func (f Field) key(value string) string {
	switch f {
	case FieldCountry:
		value, _ = corpus.CountryName(value)
	case FieldTier:
		return strings.TrimPrefix(fold(value), "tier ")
	case FieldNumber:
		return strings.Trim(fold(value), ".()[]§¶ ")
	}
	return fold(value)
}

// fold returns a value without its quotation marks, which a query cannot have within
// its own, and with one space for several.
func fold(s string) string {
	words := strings.FieldsFunc(prose.FoldString(s), func(r rune) bool { return r == ' ' || isQuote(r) })
	return strings.Join(words, " ")
}

// Accepts reports whether the filter lets a value of its field pass, as Value
// returns it. A section that is written in a query is accepted if its heading, or
// one around it, has these words in a row; one that is chosen by its name.
func (f *Filter) Accepts(value string) bool {
	if value == "" {
		return strings.EqualFold(f.Value, None)
	}
	if f.Field == FieldYear {
		year, err := strconv.Atoi(value)
		return err == nil && f.Low <= year && year <= f.High
	}
	wanted := f.key
	if wanted == "" { // it was not made by Parse
		wanted = f.Field.Key(f.Value)
	}
	if f.Field == FieldNarrative { // identifiers are folded as they are
		return value == wanted
	}
	if f.inWords() && f.written {
		wanted = spacedWords(f.Value)
		for heading := range strings.SplitSeq(value, "\n") {
			if strings.Contains(spacedWords(heading), wanted) {
				return true
			}
		}
		return false
	}
	return f.Field.Key(f.Field.Shown(value)) == wanted
}

// Clone returns the filter in memory of its own, to be kept longer than the question
// whose text it is a piece of.
func (f *Filter) Clone() Filter {
	own := *f
	own.Value, own.key = strings.Clone(f.Value), strings.Clone(f.key)
	return own
}

// inWords reports whether a query finds values of the filter's field by words in them.
func (f *Filter) inWords() bool { return f.Field == FieldSection || f.Field == FieldReport }

// spacedWords returns the folded words of a text, each with a space before and
// behind it.
func spacedWords(text string) string {
	words := strings.FieldsFunc(fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return " " + strings.Join(words, " ") + " "
}

// reference is how people cite a paragraph of a document with a symbol: "A/HRC/28/15 ¶
// 115.12", "A/HRC/28/15, para. 115.12 (a)".
var reference = regexp.MustCompile(`^\s*([A-Z]{1,8}(?:/[\w.]+){2,})\s*,?\s*(?:¶|§|(?i:paragraph|para)\.?)\s*\(?(\d+(?:\.\d+)*|[a-z])\)?\.?\s*$`)

// withReference returns the question for the passage that a text cites by symbol and
// number, and any other text as it is.
func withReference(text string) string {
	if !strings.Contains(text, "/") {
		return text
	}
	if m := reference.FindStringSubmatch(text); m != nil {
		return fmt.Sprintf(`symbol:"%s" number:"%s"`, m[1], m[2])
	}
	return text
}
