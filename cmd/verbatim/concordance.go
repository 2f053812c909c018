package main

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"verbatim/index/store"
	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/count"
)

func concordanceCommand(a *app) *cobra.Command {
	var r count.ConcordanceRequest
	var mode, order string
	var csv bool
	c := a.withJSON(&cobra.Command{
		Use:   "concordance QUERY",
		Short: "Print each match on a line, with the words around it",
		Example: "  verbatim concordance '\"forced labor\"' --sort right --context 10\n" +
			"  verbatim concordance 'traffick*' --sample 200 --seed 7 --csv",
		Args: cobra.ExactArgs(1),
	})
	filters := filterFlags(c)
	c.Flags().StringVar(&mode, "mode", string(search.ModeAll), "all: a passage must have every word; any: the more the better")
	c.Flags().IntVar(&r.Context, "context", 8, "words on either side")
	c.Flags().StringVar(&order, "sort", string(count.ByLibrary), "library, left, right, match, country or year")
	c.Flags().IntVar(&r.Sample, "sample", 0, "how many lines to choose by chance; 0 is all")
	c.Flags().Uint64Var(&r.Seed, "seed", 0, "which sample: the same lines for the same number")
	c.Flags().IntVar(&r.Size, "limit", 100, "lines to print; --csv prints all")
	c.Flags().BoolVar(&csv, "csv", false, "print all lines as CSV")
	c.RunE = func(c *cobra.Command, args []string) error {
		r.Text, r.Mode, r.Sort, r.Filters = args[0], search.Mode(mode), count.Order(order), filters()
		return a.runConcordance(c.Context(), r, csv)
	}
	return c
}

func (a *app) runConcordance(ctx context.Context, r count.ConcordanceRequest, csv bool) error {
	s, err := store.Open(ctx, a.library, nil, a.options())
	if err != nil {
		return err
	}
	defer s.Close()
	counter := count.New(s.Searcher())
	if csv {
		_, lines, err := counter.AllLines(ctx, r)
		if err != nil {
			return err
		}
		return answer.WriteConcordance(a.out, lines)
	}
	found, err := counter.Concordance(ctx, r)
	if err != nil {
		return err
	}
	if a.json {
		err = printJSON(a.out, answer.NewConcordance(found))
	} else {
		a.printConcordance(found)
	}
	if err == nil && found.Total == 0 {
		return errNo
	}
	return err
}

// leftWidth is how many characters stand before a match, so that matches stand
// below one another.
const leftWidth = 60

func (a *app) printConcordance(found *count.Concordance) {
	for _, note := range found.Query.Notes {
		a.say("note: %s\n", note)
	}
	on, off := "", ""
	if colored(a.out) {
		on, off = markOn, markOff
	}
	for _, line := range found.Lines {
		l := answer.NewConcordanceLine(line)
		left := []rune(printable(l.Left, false))
		left = left[max(0, len(left)-leftWidth):]
		fmt.Fprintf(a.out, "%s%s %s%s%s %s  (%s %d)\n", strings.Repeat(" ", leftWidth-utf8.RuneCountInString(string(left))), string(left),
			on, printable(l.Match, false), off, printable(l.Right, false), printable(l.Narrative.Country, false), l.Narrative.Year)
	}
	a.say("%s of %s\n", answer.Count(len(found.Lines), "line", "lines"), answer.Number(found.Total))
}
