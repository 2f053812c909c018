package counting

import (
	"context"
	"net/url"
	"strconv"

	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/count"
)

// Trends are a page of queries over the years: a chart and its table or, by country,
// several charts and a table of countries and years.
type Trends struct {
	Form    Form
	Heading string
	Record  *Record // nil: nothing was asked
	Notes   []string
	Choices []Choice
	Chart   *Chart // nil: there is no year to show, or there are Small
	Years   []YearLine
	Small   []Small
	Key     []Curve // of the small charts, if they have several curves
	Left    int     // countries that are not drawn, since they are many
	Table   *Table  // of countries and years; nil with a line for each query
}

// Drawn reports whether there is a drawing.
func (p *Trends) Drawn() bool { return p.Chart != nil || p.Small != nil }

// A YearLine is a year of the table; one without a report has no cells.
type YearLine struct {
	Year  int
	Cells []string // of each query
	Of    string   // what they are out of
}

// The ways to draw: a line for each query, a line for each country, or a chart for each
// country.
const (
	byQuery   = "queries"
	byCountry = "countries"
	inCharts  = "charts"
)

// NewTrends counts what a page asks for.
func NewTrends(ctx context.Context, counter *count.Counter, a Ask, s Source, form Form) (*Trends, error) {
	p := &Trends{Form: form, Heading: "Trends"}
	if len(a.Queries) == 0 {
		return p, nil
	}
	way, choices := a.ways()
	p.Choices = append([]Choice{a.choice("Count", "unit", units, unitLabels)}, choices...)
	fields := []search.Field{search.FieldYear}
	if way != byQuery {
		fields = []search.Field{search.FieldCountry, search.FieldYear}
	}
	table, err := counter.Count(ctx, count.Request{Codes: a.Codes(), Mode: a.Mode, Filters: a.Filters, By: fields})
	if err != nil {
		return nil, err
	}
	p.Notes = table.Notes
	p.record(a, s, table, fields)
	u := a.unit()
	switch way {
	case byQuery:
		p.together(seriesOf(table.Rows, u, func(r count.Row) string { return a.Queries[r.Code] }), table.Rows, u)
	case byCountry:
		p.together(seriesOf(table.Rows, u, a.lineLabel), nil, u)
	case inCharts:
		p.apart(table.Rows, a, u)
	}
	if way == byQuery {
		return p, nil
	}
	p.Choices = append(p.Choices, a.tableChoice("Table of")...)
	p.Table, err = newTable(ctx, counter, a, search.FieldCountry)
	return p, err
}

func (p *Trends) record(a Ask, s Source, table *count.Table, fields []search.Field) {
	drawing, by := a, url.Values{}
	drawing.Page = "/trends.svg"
	for _, f := range fields {
		by.Add("by", string(f))
	}
	p.Record = newRecord(a, s, "Trend", answer.CountSentence(table, a.Filters),
		Option{Label: "CSV", Link: a.file("/api/v1/counts.csv", by)}, Option{Label: "JSON", Link: a.file("/api/v1/counts", by)},
		Option{Label: "SVG", Link: drawing.Link()})
}

// ways returns the way to draw that is chosen, and the choice: a line for each country
// where some are chosen, and their lines are not too many.
func (a Ask) ways() (way string, choices []Choice) {
	values, labels := []string{byQuery, inCharts}, []string{"a line for each query", "a chart for each country"}
	if n := len(a.Filters[search.FieldCountry]); n > 1 && n*len(a.Queries) <= MaxQueries {
		values, labels = append(values, byCountry), append(labels, "a line for each country")
	}
	way = byQuery
	for _, v := range values {
		if a.Chosen.Get("lines") == v {
			way = v
		}
	}
	return way, []Choice{a.choice("Draw", "lines", values, labels)}
}

// lineLabel names the line of a country and, if there are several, of a query.
func (a Ask) lineLabel(r count.Row) string {
	label := countryLabel(r.Values[0])
	if len(a.Queries) > 1 {
		label += ": " + a.Queries[r.Code]
	}
	return label
}

// together draws all series in one chart; of rows by year it makes the table beside it.
func (p *Trends) together(all []series, of []count.Row, u Unit) {
	if all = all[:min(len(all), MaxQueries)]; len(all) == 0 {
		return
	}
	first, last := ends(all)
	p.Chart = newChart(largeFrame, all, first, last, highest(all), u)
	if of != nil {
		p.Years = yearLines(of, len(all), first, last, u)
	}
}

// A series is the numbers of a query by year; years without a report are not there.
type series struct {
	label string
	years map[int]float64
}

// seriesOf returns a series for each label of rows whose last field is the year, in the
// order of the rows. A narrative without a year is in none.
func seriesOf(rows []count.Row, u Unit, label func(count.Row) string) (list []series) {
	places := map[string]int{}
	for _, r := range rows {
		year, known := yearOf(r)
		if !known {
			continue
		}
		name := label(r)
		place, ok := places[name]
		if !ok {
			place = len(list)
			places[name] = place
			list = append(list, series{name, map[int]float64{}})
		}
		list[place].years[year] = u.of(r)
	}
	return list
}

// yearOf returns the year of a row, which is its last value.
func yearOf(r count.Row) (year int, known bool) {
	year, err := strconv.Atoi(r.Values[len(r.Values)-1])
	return year, err == nil && year != 0
}

// ends returns the first and the last year of several series.
func ends(all []series) (first, last int) {
	for _, s := range all {
		for year := range s.years {
			if first == 0 || year < first {
				first = year
			}
			last = max(last, year)
		}
	}
	return first, last
}

// yearLines makes the table of a chart, with a line for each year from the first to
// the last.
func yearLines(rows []count.Row, queries, first, last int, u Unit) []YearLine {
	lines := make([]YearLine, last-first+1)
	for i := range lines {
		lines[i].Year = first + i
	}
	for _, r := range rows {
		year, known := yearOf(r)
		if !known {
			continue
		}
		line := &lines[year-first]
		if line.Cells == nil {
			line.Cells = make([]string, queries)
		}
		line.Cells[r.Code], line.Of = u.text(u.of(r)), u.outOf(r)
	}
	return lines
}
