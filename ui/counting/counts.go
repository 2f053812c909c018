package counting

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/count"
)

// Counts are a page of counts: a row for each query, and for one of them a table by
// a field and the year, coloured as a heat map.
type Counts struct {
	Form    Form
	Heading string
	Record  *Record // nil: nothing was asked
	Notes   []string
	Totals  []Total
	Choices []Choice
	Table   *Table // nil: there is nothing to count in
}

// A Total is how often a query is found in all.
type Total struct {
	Query, Link                             string
	Passages, Matches, Narratives           int
	OfPassages, OfWords, OfNarratives       int
	PerMillion, ShareOfPassages, ShareOfAll string
}

// A Table has a line for each value of a field and a column for each year, or for each
// query.
type Table struct {
	Caption string
	Head    string // of the lines' labels
	Columns []string
	Total   string // head of the last column
	Lines   []Line
	Foot    Line
	Legend  []Step
	Left    int // lines that are not shown, since they are many
}

// A Line of a table ends with its total.
type Line struct {
	Label string
	Cells []Cell
	Total string
}

// A Cell is a number; one without a text has no report.
type Cell struct {
	Text, Link string
	Depth      int // of its colour, 0 to 4
}

// A Step of the legend is the numbers that have a colour.
type Step struct {
	Depth int
	Label string
}

// rowFields can stand at the left of the table.
var rowFields = []search.Field{search.FieldCountry, search.FieldReport, search.FieldTier, search.FieldSection, search.FieldKind}

// maxRows is how many lines a table shows.
const maxRows = 300

// NewCounts counts what a page asks for.
func NewCounts(ctx context.Context, counter *count.Counter, a Ask, s Source, form Form) (*Counts, error) {
	p := &Counts{Form: form, Heading: "Counts"}
	if len(a.Queries) == 0 {
		return p, nil
	}
	totals, err := counter.Count(ctx, count.Request{Codes: a.Codes(), Mode: a.Mode, Filters: a.Filters})
	if err != nil {
		return nil, err
	}
	field := rowFields[max(0, slices.Index(rowFields, search.Field(a.Chosen.Get("rows"))))]
	by := url.Values{"by": {string(field), string(search.FieldYear)}}
	p.Record = newRecord(a, s, "Counts", answer.CountSentence(totals, a.Filters),
		Option{Label: "CSV, a row for each query and group", Link: a.file("/api/v1/counts.csv", by)},
		Option{Label: "CSV, a column for each query", Link: a.file("/api/v1/counts.csv", url.Values{"by": by["by"], "unit": {countUnit(a.unit())}})},
		Option{Label: "JSON", Link: a.file("/api/v1/counts", by)})
	p.Notes = totals.Notes
	for i, t := range totals.Totals {
		p.Totals = append(p.Totals, newTotal(a, a.Queries[i], t))
	}
	p.Choices = countChoices(a)
	if a.sideBySide() {
		p.Table, err = newComparison(ctx, counter, a, field)
	} else {
		p.Table, err = newTable(ctx, counter, a, field)
	}
	return p, err
}

// countUnit is the unit of a file with a column for each query, which has counts
// alone.
func countUnit(u Unit) string {
	switch u {
	case PerMillion:
		return string(Matches)
	case Share:
		return string(Narratives)
	}
	return string(u)
}

func newTotal(a Ask, query string, r count.Row) Total {
	percent := func(n, of int) string {
		return strconv.FormatFloat(100*float64(n)/float64(max(of, 1)), 'f', 1, 64) + " %"
	}
	return Total{
		Query: query, Link: a.search(query, nil),
		Passages: r.Passages, Matches: r.Matches, Narratives: r.Narratives,
		OfPassages: r.Of.Passages, OfWords: r.Of.Words, OfNarratives: r.Of.Narratives,
		PerMillion: PerMillion.text(r.PerMillion()), ShareOfPassages: percent(r.Passages, r.Of.Passages), ShareOfAll: percent(r.Narratives, r.Of.Narratives),
	}
}

func countChoices(a Ask) []Choice {
	var fields, labels []string
	for _, f := range rowFields {
		fields, labels = append(fields, string(f)), append(labels, string(f))
	}
	list := []Choice{a.choice("Count", "unit", units, unitLabels), a.choice("Rows", "rows", fields, labels)}
	if len(a.Queries) > 1 {
		list = append(list, a.choice("Columns", "columns", []string{"years", "queries"}, []string{"years", "queries, side by side"}))
	}
	if !a.sideBySide() {
		list = append(list, a.tableChoice("Table of")...)
	}
	return list
}

// sideBySide reports whether the table has a column for each query.
func (a Ask) sideBySide() bool { return len(a.Queries) > 1 && a.Chosen.Get("columns") == "queries" }

// newTable counts a query by a field and the year. The totals are counted by
// themselves: a narrative may have passages in several sections.
func newTable(ctx context.Context, counter *count.Counter, a Ask, field search.Field) (*Table, error) {
	query := a.tabled()
	request := count.Request{Codes: []count.Code{{Name: query, Q: query}}, Mode: a.Mode, Filters: a.Filters}
	var tables [3]*count.Table
	for i, by := range [][]search.Field{{field, search.FieldYear}, {field}, {search.FieldYear}} {
		request.By = by
		var err error
		if tables[i], err = counter.Count(ctx, request); err != nil {
			return nil, err
		}
	}
	cells, lines, years := tables[0].Rows, tables[1].Rows, tables[2].Rows
	if len(years) == 0 {
		return nil, nil
	}
	u := a.unit()
	depths := newScale(cells, u)
	t := &Table{
		Caption: answer.Capital(u.label()) + " of " + query + " by " + string(field) + " and year",
		Head:    answer.Capital(string(field)), Total: "All", Foot: Line{Label: "All", Total: u.text(u.of(tables[0].Totals[0]))}, Legend: depths.legend(u),
	}
	for _, y := range years {
		t.Columns = append(t.Columns, yearLabel(y.Values[0]))
		t.Foot.Cells = append(t.Foot.Cells, Cell{Text: u.text(u.of(y))})
	}
	lines, t.Left = most(lines, u)
	byPlace := map[string]count.Row{}
	for _, c := range cells {
		byPlace[strings.Join(c.Values, "\x00")] = c
	}
	for _, l := range lines {
		line := Line{Label: cmp.Or(answer.Label(field, l.Values[0]), "none"), Total: u.text(u.of(l))}
		for _, y := range years {
			c, ok := byPlace[l.Values[0]+"\x00"+y.Values[0]]
			line.Cells = append(line.Cells, a.newCell(c, ok, query, field, u, depths))
		}
		t.Lines = append(t.Lines, line)
	}
	return t, nil
}

// newComparison counts all queries by a field, with a column for each.
func newComparison(ctx context.Context, counter *count.Counter, a Ask, field search.Field) (*Table, error) {
	counted, err := counter.Count(ctx, count.Request{Codes: a.Codes(), Mode: a.Mode, Filters: a.Filters, By: []search.Field{field}})
	if err != nil || len(counted.Rows) == 0 {
		return nil, err
	}
	u := a.unit()
	depths := newScale(counted.Rows, u)
	t := &Table{
		Caption: answer.Capital(u.label()) + " by " + string(field), Head: answer.Capital(string(field)),
		Columns: a.Queries, Total: "Out of", Foot: Line{Label: "All", Total: u.outOf(counted.Totals[0])}, Legend: depths.legend(u),
	}
	for _, total := range counted.Totals {
		t.Foot.Cells = append(t.Foot.Cells, Cell{Text: u.text(u.of(total))})
	}
	groups := len(counted.Rows) / len(a.Queries)
	first, left := most(counted.Rows[:groups], u)
	t.Left = left
	for _, r := range first {
		line := Line{Label: cmp.Or(answer.Label(field, r.Values[0]), "none"), Total: u.outOf(r)}
		for _, same := range counted.Rows {
			if same.Values[0] == r.Values[0] {
				line.Cells = append(line.Cells, a.newCell(same, true, a.Queries[same.Code], field, u, depths))
			}
		}
		t.Lines = append(t.Lines, line)
	}
	return t, nil
}

// newCell makes the cell of a row by a field and perhaps the year.
func (a Ask) newCell(r count.Row, there bool, query string, field search.Field, u Unit, depths scale) Cell {
	if !there {
		return Cell{}
	}
	cell := Cell{Text: u.text(u.of(r)), Depth: depths.depth(u.of(r))}
	if r.Passages > 0 {
		where := map[search.Field]string{field: cmp.Or(r.Values[0], search.None)}
		if len(r.Values) > 1 {
			where[search.FieldYear] = knownYear(r.Values[1])
		}
		cell.Link = a.search(query, where)
	}
	return cell
}

// most returns the lines with the most, in their order, and how many are left out.
func most(lines []count.Row, u Unit) ([]count.Row, int) {
	if len(lines) <= maxRows {
		return lines, 0
	}
	places := make([]int, len(lines))
	for i := range places {
		places[i] = i
	}
	slices.SortStableFunc(places, func(i, j int) int { return cmp.Compare(u.of(lines[j]), u.of(lines[i])) })
	kept := slices.Sorted(slices.Values(places[:maxRows]))
	shown := make([]count.Row, maxRows)
	for i, place := range kept {
		shown[i] = lines[place]
	}
	return shown, len(lines) - maxRows
}

// knownYear is the filter of a year; narratives without one have 0 or nothing.
func knownYear(value string) string {
	if value == "0" || value == "" {
		return search.None
	}
	return value
}

// yearLabel writes a year; narratives without one have 0.
func yearLabel(value string) string {
	if value == "0" || value == "" {
		return "no year"
	}
	return value
}
