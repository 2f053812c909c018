package answer

import (
	"encoding/csv"
	"io"
	"iter"
	"math"
	"strconv"
	"strings"

	"verbatim/corpus"
	"verbatim/corpus/prose"
	"verbatim/search"
	"verbatim/search/count"
)

// Counts are the answer to a question of how often queries are found.
type Counts struct {
	By       []search.Field `json:"by"`
	Rows     []CountRow     `json:"rows"`
	Totals   []CountRow     `json:"totals"`
	Notes    []string       `json:"notes"`
	Sentence string         `json:"sentence"` // what was counted, in words
}

// A CountRow is how often a query is found in a group, and what that is out of.
// The fields that the counts are grouped by are there, and no others.
type CountRow struct {
	Name       string  `json:"name"`
	Q          string  `json:"q"`
	Country    *string `json:"country,omitempty"`
	Year       *int    `json:"year,omitempty"`
	Report     *string `json:"report,omitempty"`
	Section    *string `json:"section,omitempty"`
	Tier       *string `json:"tier,omitempty"`
	Kind       *string `json:"kind,omitempty"`
	Narrative  *string `json:"narrative,omitempty"`
	Passages   int     `json:"passages"`
	Matches    int     `json:"matches"`
	Narratives int     `json:"narratives"`
	Of         CountOf `json:"of"`
	PerMillion float64 `json:"per_million_words"` // matches
}

// CountOf is how much a group holds, whatever is found in it.
type CountOf struct {
	Passages   int `json:"passages"`
	Words      int `json:"words"`
	Narratives int `json:"narratives"`
}

// NewCounts makes the answer of a table; filters are those that it was counted
// under.
func NewCounts(t *count.Table, filters map[search.Field][]string) Counts {
	counts := Counts{
		By: append([]search.Field{}, t.By...), Rows: []CountRow{}, Totals: []CountRow{}, Notes: append([]string{}, t.Notes...),
		Sentence: CountSentence(t, filters),
	}
	for _, r := range t.Rows {
		counts.Rows = append(counts.Rows, newCountRow(t, r))
	}
	for _, r := range t.Totals {
		counts.Totals = append(counts.Totals, newCountRow(t, r))
	}
	return counts
}

func newCountRow(t *count.Table, r count.Row) CountRow {
	code := t.Codes[r.Code]
	row := CountRow{
		Name: code.Name, Q: code.Q, Passages: r.Passages, Matches: r.Matches, Narratives: r.Narratives,
		Of: CountOf(r.Of), PerMillion: math.Round(r.PerMillion()*10) / 10,
	}
	for i, value := range r.Values {
		switch t.By[i] {
		case search.FieldYear:
			year, _ := strconv.Atoi(value) // a narrative without a year has none: 0
			row.Year = &year
		case search.FieldCountry:
			row.Country = &value
		case search.FieldReport:
			row.Report = &value
		case search.FieldSection:
			row.Section = &value
		case search.FieldTier:
			row.Tier = &value
		case search.FieldKind:
			row.Kind = &value
		case search.FieldNarrative:
			row.Narrative = &value
		}
	}
	return row
}

// CountSentence says what a table counts, in words.
func CountSentence(t *count.Table, filters map[search.Field][]string) string {
	if len(t.Totals) == 0 {
		return "Nothing was counted."
	}
	total := t.Totals[0]
	of := Count(total.Of.Passages, "passage", "passages") + " with " + Count(total.Of.Words, "word", "words") + " in " +
		Count(total.Of.Narratives, "narrative", "narratives")
	if under := FiltersInWords(filters); under != "" {
		of += " (" + under + ")"
	}
	if len(t.Totals) > 1 {
		return Count(len(t.Totals), "query", "queries") + ", counted in " + of + "."
	}
	return Count(total.Matches, "match", "matches") + " of " + t.Codes[0].Q + " in " + Count(total.Passages, "passage", "passages") + " of " +
		Count(total.Narratives, "narrative", "narratives") + ", out of " + of + "."
}

// FiltersInWords says what filters let pass, field by field; empty if there are none.
func FiltersInWords(filters map[search.Field][]string) string {
	var parts []string
	for _, field := range search.Fields {
		if values := filters[field]; len(values) > 0 {
			labels := make([]string, len(values))
			for i, value := range values {
				labels[i] = Label(field, value)
			}
			parts = append(parts, string(field)+" "+strings.Join(labels, " or "))
		}
	}
	return strings.Join(parts, "; ")
}

// A CountUnit is what is counted where a table has one number in a cell.
type CountUnit string

// The units.
const (
	UnitPassages   CountUnit = "passages"
	UnitMatches    CountUnit = "matches"
	UnitNarratives CountUnit = "narratives"
)

// CountUnits lists them; the first is used where none is chosen.
var CountUnits = []CountUnit{UnitPassages, UnitMatches, UnitNarratives}

// Of returns the number of a unit.
func (u CountUnit) Of(c count.Counts) int {
	switch u {
	case UnitMatches:
		return c.Matches
	case UnitNarratives:
		return c.Narratives
	}
	return c.Passages
}

// WriteCounts writes a table as CSV (RFC 4180) with a row for each code and group.
func WriteCounts(w io.Writer, t *count.Table) error {
	head := []string{"name", "query"}
	for _, f := range t.By {
		head = append(head, string(f))
	}
	head = append(head, "passages", "matches", "narratives", "of_passages", "of_words", "of_narratives", "per_million_words")
	rows := t.Rows
	if len(t.By) == 0 {
		rows = t.Totals
	}
	return writeTable(w, head, func(yield func([]string) bool) {
		for _, r := range rows {
			row := append([]string{t.Codes[r.Code].Name, t.Codes[r.Code].Q}, r.Values...)
			for _, n := range []int{r.Passages, r.Matches, r.Narratives, r.Of.Passages, r.Of.Words, r.Of.Narratives} {
				row = append(row, strconv.Itoa(n))
			}
			if !yield(append(row, strconv.FormatFloat(r.PerMillion(), 'f', 1, 64))) {
				return
			}
		}
	})
}

// WriteWideCounts writes a table as CSV with a row for each group and a column for
// each code.
func WriteWideCounts(w io.Writer, t *count.Table, unit CountUnit) error {
	var head []string
	for _, f := range t.By {
		head = append(head, string(f))
	}
	for _, c := range t.Codes {
		head = append(head, c.Name)
	}
	head = append(head, "of_passages", "of_words", "of_narratives")
	rows := t.Rows
	if len(t.By) == 0 {
		rows = t.Totals
	}
	groups := len(rows) / max(len(t.Codes), 1)
	return writeTable(w, head, func(yield func([]string) bool) {
		for i := range groups {
			row := append([]string{}, rows[i].Values...)
			for code := range t.Codes {
				row = append(row, strconv.Itoa(unit.Of(rows[code*groups+i].Counts)))
			}
			of := rows[i].Of
			if !yield(append(row, strconv.Itoa(of.Passages), strconv.Itoa(of.Words), strconv.Itoa(of.Narratives))) {
				return
			}
		}
	})
}

// writeTable writes CSV that begins with a byte order mark, by which spreadsheets
// know UTF-8; no cell is taken for a formula.
func writeTable(w io.Writer, head []string, rows iter.Seq[[]string]) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(head); err != nil {
		return err
	}
	for row := range rows {
		for i, cell := range row {
			row[i] = EscapeFormula(cell)
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// WriteCoded writes a row for each passage, with a column for each code that says
// whether it applies: 1 or 0.
func WriteCoded(w io.Writer, codes []count.Code, passages iter.Seq2[count.Coded, error]) error {
	head := []string{"country", "year", "report", "section", "kind", "passage", "text"}
	for _, c := range codes {
		head = append(head, c.Name)
	}
	var failed error
	err := writeTable(w, head, func(yield func([]string) bool) {
		for p, err := range passages {
			if failed = err; err != nil {
				return
			}
			n := p.Narrative
			row := []string{n.Country, corpus.YearText(n.Year), n.Report, p.Section, string(p.Kind), p.Passage.ID, prose.OneLine(p.Text)}
			for i := range codes {
				applies := "0"
				for _, code := range p.Codes {
					if code == i {
						applies = "1"
					}
				}
				row = append(row, applies)
			}
			if !yield(row) {
				return
			}
		}
	})
	if failed != nil {
		return failed
	}
	return err
}
