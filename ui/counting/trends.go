package counting

import (
	"context"
	"net/url"
	"strconv"

	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/count"
)

// Trends are a page of queries over the years: a chart, and its table.
type Trends struct {
	Form    Form
	Heading string
	Record  *Record // nil: nothing was asked
	Notes   []string
	Choices []Choice
	Chart   *Chart // nil: there is no year to show
	Drawing string // address of the chart as a file
	Years   []YearLine
}

// A YearLine is a year of the table; one without a report has no cells.
type YearLine struct {
	Year  int
	Cells []string // of each query
	Of    string   // what they are out of
}

// NewTrends counts what a page asks for.
func NewTrends(ctx context.Context, counter *count.Counter, a Ask, s Source, form Form) (*Trends, error) {
	p := &Trends{Form: form, Heading: "Trends"}
	if len(a.Queries) == 0 {
		return p, nil
	}
	table, err := counter.Count(ctx, count.Request{Codes: a.Codes(), Mode: a.Mode, Filters: a.Filters, By: []search.Field{search.FieldYear}})
	if err != nil {
		return nil, err
	}
	u := a.unit()
	drawing := a
	drawing.Page = "/trends.svg"
	p.Drawing = drawing.Link()
	by := url.Values{"by": {string(search.FieldYear)}}
	p.Record = newRecord(a, s, "Trend", answer.CountSentence(table, a.Filters),
		Option{Label: "CSV", Link: a.file("/api/v1/counts.csv", by)}, Option{Label: "JSON", Link: a.file("/api/v1/counts", by)},
		Option{Label: "SVG", Link: p.Drawing})
	p.Notes = table.Notes
	p.Choices = []Choice{a.choice("Count", "unit", units, unitLabels)}
	series, first, last := seriesOf(table, a, u)
	if last > 0 {
		p.Chart = newChart(series, first, last, u)
		p.Years = yearLines(table, len(a.Queries), first, last, u)
	}
	return p, nil
}

// A series is the numbers of a query by year; years without a report are not there.
type series struct {
	label string
	years map[int]float64
}

// seriesOf returns the series of a table by year, and the first and last year; a
// narrative without a year is in none.
func seriesOf(t *count.Table, a Ask, u Unit) (list []series, first, last int) {
	for i := range t.Codes {
		list = append(list, series{a.Queries[i], map[int]float64{}})
	}
	for _, r := range t.Rows {
		year, err := strconv.Atoi(r.Values[0])
		if err != nil || year == 0 {
			continue
		}
		list[r.Code].years[year] = u.of(r)
		if first == 0 || year < first {
			first = year
		}
		last = max(last, year)
	}
	return list, first, last
}

// yearLines makes the table of a chart, with a line for each year from the first to
// the last.
func yearLines(t *count.Table, queries, first, last int, u Unit) []YearLine {
	lines := make([]YearLine, last-first+1)
	for i := range lines {
		lines[i].Year = first + i
	}
	for _, r := range t.Rows {
		year, err := strconv.Atoi(r.Values[0])
		if err != nil || year == 0 {
			continue
		}
		line := &lines[year-first]
		if line.Cells == nil {
			line.Cells = make([]string, queries)
		}
		line.Cells[r.Code] = u.text(u.of(r))
		switch u {
		case Passages:
			line.Of = answer.Count(r.Of.Passages, "passage", "passages")
		case Matches, PerMillion:
			line.Of = answer.Count(r.Of.Words, "word", "words")
		default:
			line.Of = answer.Count(r.Of.Narratives, "narrative", "narratives")
		}
	}
	return lines
}
