// Package count counts as a researcher does: how often queries are found, by
// country, year or any other field, with what the counts are out of; every match
// with the words around it (a concordance); the words that stand near matches
// (collocates); and the words that set one part of the library apart from another
// (keywords). All of it is counted from the engine's words, without reading texts;
// texts are read for what is shown. Start with Counter.
package count

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"verbatim/search"
)

// A Counter counts over a library. It is safe for concurrent use.
type Counter struct {
	searcher *search.Searcher
	mu       sync.Mutex
	outOf    recent[*groups] // what counts are out of, by state and filters
	lines    recent[*sorted] // concordances, by state, query and order
	words    recent[*tally]  // how often words occur, by state and filters
	kept     int             // lines of a part of a concordance: maxKept
}

// New makes a Counter over what a Searcher searches.
func New(s *search.Searcher) *Counter { return &Counter{searcher: s, kept: maxKept} }

// A Code is a query with a name.
type Code struct {
	Name string `json:"name"`
	Q    string `json:"q"`
}

// A Request says what to count.
type Request struct {
	Codes   []Code
	Mode    search.Mode
	By      []search.Field // the fields to group by; none: only the totals
	Filters map[search.Field][]string
	// Distinct counts of passages that say the same only the first: of those that a code
	// finds, and of those that there are.
	Distinct bool
}

// Fields are those that counts can be grouped by.
var Fields = []search.Field{
	search.FieldCountry, search.FieldYear, search.FieldReport, search.FieldSection, search.FieldTier, search.FieldKind, search.FieldNarrative,
}

// A Table is the answer to a Request.
type Table struct {
	By     []search.Field
	Codes  []Code   // with the queries as they were understood
	Notes  []string // on the queries
	Rows   []Row    // by code, then by group
	Totals []Row    // one a code
}

// A Row is how often a code is found in a group.
type Row struct {
	Code   int      // in Table.Codes
	Values []string // of Table.By; none in a total
	Counts
	Of Of // what the counts are out of
}

// Counts are how often a query is found.
type Counts struct {
	Passages, Matches, Narratives int
}

// Of is how much a group holds.
type Of struct {
	Passages, Words, Narratives int
}

// PerMillion returns how many matches there are in a million words of the group.
func (r Row) PerMillion() float64 {
	if r.Of.Words == 0 {
		return 0
	}
	return float64(r.Matches) * 1e6 / float64(r.Of.Words)
}

// Count counts the codes of a request. Each group that has a narrative in the
// library has a row for each code, with zeros where nothing matches: a zero and a
// report that is missing are not the same.
func (c *Counter) Count(ctx context.Context, r Request) (*Table, error) {
	if err := check(r.By); err != nil {
		return nil, err
	}
	if len(r.Codes) > maxCodes {
		return nil, wrong("there are %d queries; at most %d are counted at once", len(r.Codes), maxCodes)
	}
	outOf, err := c.groupsOf(ctx, r)
	if err != nil {
		return nil, err
	}
	if rows := len(outOf.order) * len(r.Codes); len(r.By) > 0 && rows > maxRows {
		return nil, wrong("the table would have %d rows; at most %d are made at once: group by fewer fields, or count fewer queries", rows, maxRows)
	}
	table := &Table{By: r.By}
	for i, code := range r.Codes {
		found := newGroups(r.By)
		q, err := c.scan(ctx, r, code.Q, search.Scan{Matches: true, Fields: fieldsOf(r.By)}, found)
		if err != nil {
			return nil, inCode(code, len(r.Codes), err)
		}
		table.Codes = append(table.Codes, Code{code.Name, q.String()})
		table.Notes = appendNew(table.Notes, q.Notes)
		table.add(i, outOf, found)
	}
	return table, nil
}

// scan puts what a request finds of a query into groups.
func (c *Counter) scan(ctx context.Context, r Request, query string, scan search.Scan, into *groups) (*search.Query, error) {
	request := search.Request{Text: query, Mode: r.Mode, Filters: r.Filters}
	chosen, err := c.choose(ctx, request, r.Distinct)
	if err != nil {
		return nil, err
	}
	var others search.Visit
	if query == "" { // what there is, and all groups of it
		others = into.addNarrative
	}
	return c.searcher.Scan(ctx, request, scan, chosen.only(into.add, others))
}

// maxRows bounds a table: its rows are in memory, several times while they are sent.
const maxRows = 500_000

// fieldsOf are the fields that a scan must give for groups.
func fieldsOf(by []search.Field) []search.Field {
	return append([]search.Field{search.FieldNarrative}, by...)
}

// check makes sure that counts can be grouped so.
func check(by []search.Field) error {
	for i, field := range by {
		if !slices.Contains(Fields, field) {
			return &search.SyntaxError{Pos: -1, Msg: fmt.Sprintf("counts cannot be grouped by %q; want %s", field, names(Fields))}
		}
		if slices.Contains(by[:i], field) {
			return &search.SyntaxError{Pos: -1, Msg: fmt.Sprintf("counts are grouped by %s twice", field)}
		}
	}
	return nil
}

func names(fields []search.Field) string {
	list := make([]string, len(fields))
	for i, f := range fields {
		list[i] = string(f)
	}
	return strings.Join(list, ", ")
}

// inCode says which of several codes an error is about.
func inCode(code Code, codes int, err error) error {
	if codes < 2 {
		return err
	}
	return &CodeError{code, err}
}

// A CodeError says which of several codes is wrong.
type CodeError struct {
	Code Code
	Err  error
}

func (e *CodeError) Error() string { return e.Code.Name + ": " + e.Err.Error() }

// Unwrap returns what is wrong.
func (e *CodeError) Unwrap() error { return e.Err }

// add adds the rows of a code.
func (t *Table) add(code int, outOf, found *groups) {
	for _, g := range outOf.order {
		row := Row{Code: code, Values: g.values, Of: Of{g.passages, g.words, g.narratives}}
		if f := found.with(g.values); f != nil {
			row.Counts = Counts{f.passages, f.matches, f.narratives}
		}
		if len(t.By) > 0 {
			t.Rows = append(t.Rows, row)
		}
	}
	total := Row{Code: code, Of: Of{outOf.all.passages, outOf.all.words, outOf.all.narratives}}
	total.Counts = Counts{found.all.passages, found.all.matches, found.all.narratives}
	t.Totals = append(t.Totals, total)
}

// groupsOf counts what there is, whatever the query, and keeps it while the
// library stays as it is.
func (c *Counter) groupsOf(ctx context.Context, r Request) (*groups, error) {
	state, err := c.searcher.State(ctx)
	if err != nil {
		return nil, err
	}
	key := fmt.Sprint(state, r.By, r.Filters, r.Distinct)
	c.mu.Lock()
	known, ok := c.outOf.get(key)
	c.mu.Unlock()
	if ok {
		return known, nil
	}
	found := newGroups(r.By)
	everything := Request{Filters: r.Filters, Distinct: r.Distinct}
	if _, err := c.scan(ctx, everything, "", search.Scan{Fields: fieldsOf(r.By)}, found); err != nil {
		return nil, err
	}
	found.sort()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.outOf.put(key, found)
	return found, nil
}

func appendNew(list, more []string) []string {
	for _, s := range more {
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}
