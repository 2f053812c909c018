package search

import (
	"strconv"
	"strings"

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
)

// Fields are all fields, Facets those that an answer counts.
var (
	Fields = []Field{FieldCountry, FieldYear, FieldTier, FieldSection, FieldKind, FieldReport, FieldNarrative}
	Facets = []Field{FieldCountry, FieldYear, FieldTier, FieldSection, FieldReport, FieldKind}
)

// OfNarrative reports whether all passages of a narrative have the same value.
func (f Field) OfNarrative() bool { return f != FieldSection && f != FieldKind }

// fieldNamed returns the field of that name, in upper or lower case.
func fieldNamed(name string) (Field, bool) {
	for _, f := range Fields {
		if strings.EqualFold(string(f), name) {
			return f, true
		}
	}
	return "", false
}

// Value returns the field's value for a passage of a narrative, as it is shown;
// empty where it has none.
func (f Field) Value(n *corpus.Narrative, p corpus.Passage) string {
	switch f {
	case FieldCountry:
		return n.Country
	case FieldYear:
		return strconv.Itoa(n.Year)
	case FieldTier:
		return n.Tier
	case FieldSection:
		return p.Section
	case FieldKind:
		return string(p.Kind)
	case FieldReport:
		return n.Report
	case FieldNarrative:
		return n.ID
	}
	return ""
}

// Key returns what values of the field are compared by: folded, a country by its
// usual name, a tier with or without the word ("3" and "Tier 3").
func (f Field) Key(value string) string {
	switch f {
	case FieldCountry:
		value, _ = corpus.CountryName(value)
	case FieldTier:
		return strings.TrimPrefix(fold(value), "tier ")
	}
	return fold(value)
}

func fold(s string) string { return strings.TrimSpace(prose.FoldString(s)) }

// Accepts reports whether the filter lets a value of its field pass.
func (f *Filter) Accepts(value string) bool {
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
	return value != "" && f.Field.Key(value) == wanted
}
