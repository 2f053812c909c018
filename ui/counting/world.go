package counting

import (
	"cmp"
	"context"
	"net/url"
	"slices"

	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/count"
)

// A World is a page of a query by country: a map with a square for each, and a table.
type World struct {
	Form    Form
	Heading string
	Record  *Record // nil: nothing was asked
	Notes   []string
	Choices []Choice
	Map     *Tiles // nil: there is nothing to count in
	Legend  []Step
	Head    string // of the table's numbers
	Lines   []CountryLine
}

// A CountryLine is a country of the table.
type CountryLine struct {
	Country, Text, Link string
	Of                  string // what the number is out of
}

// NewWorld counts what a page asks for.
func NewWorld(ctx context.Context, counter *count.Counter, a Ask, s Source, form Form) (*World, error) {
	p := &World{Form: form, Heading: "Map"}
	if len(a.Queries) == 0 {
		return p, nil
	}
	query, u := a.tabled(), a.unit()
	r := count.Request{Codes: []count.Code{{Name: query, Q: query}}, Mode: a.Mode, Filters: a.Filters, By: []search.Field{search.FieldCountry}}
	table, err := counter.Count(ctx, r)
	if err != nil {
		return nil, err
	}
	by := url.Values{"by": {string(search.FieldCountry)}}
	drawing := a
	drawing.Page = "/map.svg"
	p.Record = newRecord(a, s, "Counts by country", answer.CountSentence(table, a.Filters),
		Option{Label: "CSV", Link: a.file("/api/v1/counts.csv", by)}, Option{Label: "JSON", Link: a.file("/api/v1/counts", by)},
		Option{Label: "SVG", Link: drawing.Link()})
	p.Notes = table.Notes
	p.Choices = append([]Choice{a.choice("Count", "unit", units, unitLabels)}, a.tableChoice("Map of")...)
	if len(table.Rows) == 0 {
		return p, nil
	}
	p.Map, p.Legend, p.Head = newTiles(table.Rows, a, query, u), newScale(table.Rows, u).legend(u), answer.Capital(u.label())
	slices.SortStableFunc(table.Rows, func(a, b count.Row) int { return compareNumbers(u, b, a) })
	for _, r := range table.Rows {
		line := CountryLine{Country: countryLabel(r.Values[0]), Text: u.text(u.of(r)), Of: u.outOf(r)}
		if r.Passages > 0 {
			line.Link = a.inCountry(query, r.Values[0])
		}
		p.Lines = append(p.Lines, line)
	}
	return p, nil
}

// Drawn reports whether there is a drawing.
func (p *World) Drawn() bool { return p.Map != nil }

// inCountry is the address of a search for what a query finds in a country.
func (a Ask) inCountry(query, country string) string {
	return a.search(query, map[search.Field]string{search.FieldCountry: cmp.Or(country, search.None)})
}

func compareNumbers(u Unit, a, b count.Row) int { return cmp.Compare(u.of(a), u.of(b)) }
