package mcp

import (
	"context"
	"fmt"
	"strconv"

	"verbatim/corpus/prose"
	"verbatim/search"
	"verbatim/search/answer"
)

const searchHelp = `Find passages of reports. Words find any of their forms; "words in quotation marks" are found exactly, in order. AND, OR, NOT, ( ), victim NEAR/5 service, victim /s service (same sentence), traffick* and country:Kenya year:2019..2023 work in the query too. Totals are exact counts of passages. If nothing is found, read the notes, or try mode any. Example: {"query": "\"forced labor\" AND inspectors", "country": ["Kenya"], "year": "2019..2023"}`

// Bounds of answers, so that they fit into a conversation.
const (
	defaultHits = 10
	maxHits     = 20
	maxText     = 1_200 // bytes of a passage
)

// A Filter narrows what is looked at.
type Filter struct {
	Country []string `json:"country,omitempty" jsonschema:"only of these countries, by any usual name"`
	Year    string   `json:"year,omitempty" jsonschema:"only of this year or range, such as 2023 or 2019..2023"`
	Report  []string `json:"report,omitempty" jsonschema:"only of these reports, by name"`
	Section []string `json:"section,omitempty" jsonschema:"only in these sections"`
	Kind    []string `json:"kind,omitempty" jsonschema:"only passages of these kinds: recommendation, paragraph, item, row, note or heading"`
	Tier    []string `json:"tier,omitempty" jsonschema:"only of these ratings, such as Tier 3"`
}

func (f Filter) fields() map[search.Field][]string {
	filters := map[search.Field][]string{}
	for field, values := range map[search.Field][]string{
		search.FieldCountry: f.Country, search.FieldReport: f.Report, search.FieldSection: f.Section, search.FieldKind: f.Kind, search.FieldTier: f.Tier,
	} {
		if len(values) > 0 {
			filters[field] = values
		}
	}
	if f.Year != "" {
		filters[search.FieldYear] = []string{f.Year}
	}
	return filters
}

// A SearchInput is what search takes.
type SearchInput struct {
	Query string `json:"query" jsonschema:"the words, phrases and operators to find"`
	Mode  string `json:"mode,omitempty" jsonschema:"all (the default): a passage must have every word; any: the more the better"`
	Sort  string `json:"sort,omitempty" jsonschema:"relevance (the default), newest, oldest or country"`
	Limit int    `json:"limit,omitempty" jsonschema:"passages to return, 10 if not given, at most 20"`
	// Cursor is the member next of the answer before.
	Cursor string `json:"cursor,omitempty" jsonschema:"the member next of the answer before, for the next passages"`
	Filter
}

// A SearchOutput is what it returns.
type SearchOutput struct {
	Total      int      `json:"total" jsonschema:"passages that match, exactly"`
	Narratives int      `json:"narratives" jsonschema:"narratives that have one of them"`
	Notes      []string `json:"notes" jsonschema:"how the query was understood"`
	Hits       []Found  `json:"hits"`
	Next       string   `json:"next,omitempty" jsonschema:"give it as cursor for the next passages"`
}

// A Found is a passage.
type Found struct {
	Passage   string   `json:"passage" jsonschema:"the identifier, for cite and follow"`
	Narrative string   `json:"narrative" jsonschema:"the identifier, for read_narrative"`
	Country   string   `json:"country"`
	Year      int      `json:"year"`
	Report    string   `json:"report"`
	Section   string   `json:"section,omitempty"`
	Kind      string   `json:"kind"`
	Text      string   `json:"text"`
	Cut       bool     `json:"cut,omitempty" jsonschema:"the text is cut; read_narrative has all of it"`
	Matches   []string `json:"matches,omitempty" jsonschema:"what matched, as the text has it"`
	Link      string   `json:"link"`
}

func (s *server) search(ctx context.Context, in SearchInput) (SearchOutput, error) {
	if in.Limit < 0 || in.Limit > maxHits {
		return SearchOutput{}, fmt.Errorf("limit: write a number from 1 to %d, and go on with cursor", maxHits)
	}
	if in.Limit == 0 {
		in.Limit = defaultHits
	}
	r, err := s.searcher.Search(ctx, search.Request{
		Text: in.Query, Mode: search.Mode(in.Mode), Sort: search.Sort(in.Sort), Size: in.Limit, Cursor: in.Cursor,
		Facets: []search.Field{}, Filters: in.fields(),
	})
	if err != nil {
		return SearchOutput{}, err
	}
	out := SearchOutput{Total: r.Total, Narratives: r.Narratives, Notes: append([]string{}, r.Query.Notes...), Hits: []Found{}, Next: r.Next}
	if r.Suggestion != "" {
		out.Notes = append(out.Notes, "did you mean "+r.Suggestion)
	}
	for _, hit := range r.Hits {
		found := s.found(answer.NewPassage(hit.Entry))
		for _, span := range hit.Spans[:min(len(hit.Spans), 10)] {
			found.Matches = append(found.Matches, prose.OneLine(span.In(hit.Text)))
		}
		out.Hits = append(out.Hits, found)
	}
	return out, nil
}

func (s *server) found(p answer.Passage) Found {
	text, cut := clipped(p.Text)
	return Found{
		Passage: p.ID, Narrative: p.Narrative.ID, Country: p.Narrative.Country, Year: p.Narrative.Year, Report: p.Narrative.Report,
		Section: p.Section, Kind: string(p.Kind), Text: text, Cut: cut, Link: s.link(p.Link),
	}
}

// clipped cuts a long text at a space.
func clipped(text string) (cut string, is bool) {
	if len(text) <= maxText {
		return text, false
	}
	end := maxText
	for end > 0 && text[end] != ' ' {
		end--
	}
	return text[:end] + " …", true
}

// yearOf reads a year that may be missing.
func yearOf(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	year, err := strconv.Atoi(text)
	if err != nil {
		return 0, fmt.Errorf("year: write one year, such as 2023, not %q", text)
	}
	return year, nil
}
