package counting

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/count"
)

// Keywords are a page of the words that set one part of the library apart from another.
type Keywords struct {
	Form    Form
	Heading string
	Query   string // both parts are what it finds; empty: all
	Sides   []Side
	Hidden  url.Values
	Record  *Record // nil: nothing was asked
	Notes   []string
	Choices []Choice
	Head    string // of the words
	Words   []Keyword
	Left    int // words that are not shown
}

// A Side is the part that words are of, or the one that it is compared with, to be typed.
type Side struct {
	Label  string
	Fields []SideField
}

// A SideField is a field by which a part is chosen, with its values; an empty one can be
// filled in.
type SideField struct {
	Label, Name string
	Values      []string
}

// A Keyword is one of the words, and leads to the passages that have it.
type Keyword struct {
	Word, Link                 string
	Score, Ratio               string
	Count, Against, Narratives int
}

// against begins the parameters that choose what a part is compared with.
const against = "against."

// sideFields can be typed; others are shown where they were chosen.
var sideFields = []search.Field{search.FieldCountry, search.FieldYear, search.FieldTier, search.FieldReport}

// NewKeywords compares what a page asks for.
func NewKeywords(ctx context.Context, counter *count.Counter, a Ask, s Source, form Form) (*Keywords, error) {
	a.Queries = a.Queries[:min(len(a.Queries), 1)]
	other := a.against()
	p := &Keywords{Form: form, Heading: "Keywords", Hidden: url.Values{}}
	p.Sides = []Side{newSide("This part", "", a.Filters), newSide("Compared with", against, other)}
	for _, name := range []string{"form", "narratives"} {
		if value := a.Chosen.Get(name); value != "" {
			p.Hidden.Set(name, value)
		}
	}
	if len(a.Queries) > 0 {
		p.Query = a.Queries[0]
	}
	if a.Mode == search.ModeAny {
		p.Hidden.Set("mode", string(a.Mode))
	}
	if len(a.Filters) == 0 || len(other) == 0 {
		return p, nil
	}
	r := count.KeywordsRequest{
		Text: p.Query, Mode: a.Mode, Filters: a.Filters, Against: other,
		Of: count.Unit(a.Chosen.Get("form")), Narratives: wholeNumber(a.Chosen.Get("narratives")),
	}
	found, err := counter.Keywords(ctx, r)
	if err != nil {
		return nil, err
	}
	p.Record = a.record(s, "Keywords. "+answer.KeywordsSentence(found, r), answer.KeywordsSentence(found, r),
		Option{Label: "CSV", Link: a.file("/api/v1/keywords.csv", a.chosenOf())}, Option{Label: "JSON", Link: a.file("/api/v1/keywords", a.chosenOf())})
	p.Notes, p.Choices, p.Head = found.Query.Notes, keywordChoices(a), "Word"
	where := map[search.Field]string{}
	if found.Of == count.Openings {
		p.Head = "Opening"
		if len(a.Filters[search.FieldKind]) == 0 {
			where[search.FieldKind] = "recommendation"
		}
	}
	for _, w := range found.List {
		p.Words = append(p.Words, Keyword{w.Word, a.search(w.Query, where), decimals(w.Score), decimals(w.Ratio), w.Count, w.Against, w.Narratives})
	}
	p.Left = found.Total - len(found.List)
	return p, nil
}

// against are the filters of what a part is compared with.
func (a Ask) against() map[search.Field][]string {
	filters := map[search.Field][]string{}
	for name, values := range a.Chosen {
		if field, ok := strings.CutPrefix(name, against); ok && slices.Contains(search.Facets, search.Field(field)) {
			filters[search.Field(field)] = values
		}
	}
	return filters
}

func newSide(label, prefix string, filters map[search.Field][]string) Side {
	s := Side{Label: label}
	for _, field := range search.Facets {
		values := filters[field]
		if len(values) == 0 && slices.Contains(sideFields, field) {
			values = []string{""}
		}
		if len(values) > 0 {
			s.Fields = append(s.Fields, SideField{answer.Capital(string(field)), prefix + string(field), values})
		}
	}
	return s
}

func keywordChoices(a Ask) []Choice {
	units := []string{string(count.Words), string(count.Stems), string(count.Openings)}
	least := []string{"3", "1", "5", "10", "20"}
	return []Choice{
		a.choice("Compare", "form", units, []string{"words as written", "words by stem", "openings of recommendations"}),
		a.choice("In at least so many narratives", "narratives", least, least),
	}
}
