package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"verbatim/index/store"
	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/count"
)

// filterFlags adds a flag for each field that answers can be narrowed by, and
// returns what they were set to.
func filterFlags(c *cobra.Command) func() map[search.Field][]string {
	values := map[search.Field]*[]string{}
	for _, field := range search.Facets {
		values[field] = c.Flags().StringArray(string(field), nil, "only of this "+string(field)+"; may be repeated")
	}
	return func() map[search.Field][]string {
		filters := map[search.Field][]string{}
		for field, chosen := range values {
			if len(*chosen) > 0 {
				filters[field] = *chosen
			}
		}
		return filters
	}
}

// A countOptions is what the flags of count say.
type countOptions struct {
	codebook, by, unit string
	csv, wide, coded   bool
	request            count.Request
}

func countCommand(a *app) *cobra.Command {
	var o countOptions
	var mode string
	c := a.withJSON(&cobra.Command{
		Use:   "count [QUERY...]",
		Short: "Count how often queries are found, by country, year or other fields",
		Long: "Count counts passages, matches and narratives for each query, and says what they are out\n" +
			"of. Every group that has a report has a row, with zeros where nothing matches. A codebook\n" +
			"is a CSV table with the columns name and query, or YAML with a line “name: query” for each.",
		Example: "  verbatim count '\"forced labor\"' 'traffick*' --by country,year --csv\n" +
			"  verbatim count --codebook codes.csv --by year --wide --unit matches",
	})
	filters := filterFlags(c)
	c.Flags().StringVar(&o.codebook, "codebook", "", "file of names and queries (CSV or YAML)")
	c.Flags().StringVar(&o.by, "by", "", "fields to group by, with commas between: country, year, report, section, tier, kind, narrative")
	c.Flags().StringVar(&mode, "mode", string(search.ModeAll), "all: a passage must have every word; any: the more the better")
	c.Flags().BoolVar(&o.request.Distinct, "distinct", false, "count each wording once, in its first year")
	c.Flags().StringVar(&o.unit, "unit", string(answer.UnitPassages), "what --wide counts: passages, matches or narratives")
	c.Flags().BoolVar(&o.csv, "csv", false, "print CSV, a row for each query and group")
	c.Flags().BoolVar(&o.wide, "wide", false, "print CSV, a row for each group and a column for each query")
	c.Flags().BoolVar(&o.coded, "coded", false, "print CSV, a row for each passage found and a column for each query: 1 or 0")
	c.RunE = func(c *cobra.Command, args []string) error {
		o.request.Mode, o.request.Filters = search.Mode(mode), filters()
		return a.runCount(c.Context(), o, args)
	}
	return c
}

func (a *app) runCount(ctx context.Context, o countOptions, queries []string) error {
	var err error
	if o.request.Codes, err = codesOf(o.codebook, queries); err != nil {
		return err
	}
	if !slices.Contains(answer.CountUnits, answer.CountUnit(o.unit)) {
		return fmt.Errorf("--unit: want passages, matches or narratives, got %q", o.unit)
	}
	for name := range strings.SplitSeq(o.by, ",") {
		if name = strings.TrimSpace(name); name != "" {
			o.request.By = append(o.request.By, search.Field(name))
		}
	}
	s, err := store.Open(ctx, a.library, nil, a.options())
	if err != nil {
		return err
	}
	defer s.Close()
	counter := count.New(s.Searcher())
	if o.coded {
		_, passages, err := counter.Coded(ctx, o.request)
		if err != nil {
			return err
		}
		return answer.WriteCoded(a.out, o.request.Codes, passages)
	}
	table, err := counter.Count(ctx, o.request)
	if err != nil {
		return err
	}
	for _, note := range table.Notes {
		a.say("note: %s\n", note)
	}
	switch {
	case a.json:
		return printJSON(a.out, answer.NewCounts(table, o.request.Filters))
	case o.wide:
		return answer.WriteWideCounts(a.out, table, answer.CountUnit(o.unit))
	case o.csv:
		return answer.WriteCounts(a.out, table)
	}
	return a.printCounts(table, o.request.Filters)
}

// codesOf reads the codes of a codebook, or makes one of each query.
func codesOf(codebook string, queries []string) (codes []count.Code, err error) {
	switch {
	case codebook != "" && len(queries) > 0:
		return nil, errors.New("want queries or --codebook, not both")
	case codebook != "":
		data, err := os.ReadFile(codebook)
		if err == nil {
			codes, err = count.ReadCodebook(data)
		}
		if err != nil {
			return nil, fmt.Errorf("codebook %s: %w", codebook, err)
		}
		return codes, nil
	case len(queries) == 0:
		return nil, errors.New("want a query, or --codebook with a file of them")
	}
	for _, q := range queries {
		codes = append(codes, count.Code{Name: q, Q: q})
	}
	return codes, nil
}

// printCounts prints a table for people.
func (a *app) printCounts(t *count.Table, filters map[search.Field][]string) error {
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, strings.Join(append(append([]string{"query"}, fieldNames(t.By)...), "passages", "matches", "narratives", "of passages", "of words", "per million", ""), "\t"))
	row := func(r count.Row, values []string) {
		cells := append([]string{printable(t.Codes[r.Code].Name, false)}, values...)
		for _, n := range []int{r.Passages, r.Matches, r.Narratives, r.Of.Passages, r.Of.Words} {
			cells = append(cells, answer.Number(n))
		}
		fmt.Fprintln(w, strings.Join(append(cells, fmt.Sprintf("%.1f", r.PerMillion()), ""), "\t"))
	}
	for _, r := range t.Rows {
		values := make([]string, len(r.Values))
		for i, v := range r.Values {
			values[i] = printable(v, false)
		}
		row(r, values)
	}
	for _, r := range t.Totals {
		values := make([]string, len(t.By))
		if len(values) > 0 {
			values[0] = "all"
		}
		row(r, values)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	a.say("%s\n", answer.CountSentence(t, filters))
	return nil
}

func fieldNames(fields []search.Field) (names []string) {
	for _, f := range fields {
		names = append(names, string(f))
	}
	return names
}
