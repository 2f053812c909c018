package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"verbatim/index/store"
	"verbatim/search/answer"
	"verbatim/search/count"
)

func collocatesCommand(a *app) *cobra.Command {
	var r count.CollocatesRequest
	var measure string
	c := a.withJSON(&cobra.Command{
		Use:     "collocates QUERY",
		Short:   "List the words that stand near the matches of a query",
		Example: "  verbatim collocates '\"forced labor\"' --window 5 --measure llr",
		Args:    cobra.ExactArgs(1),
	})
	filters := filterFlags(c)
	c.Flags().IntVar(&r.Window, "window", 5, "words on either side")
	c.Flags().StringVar(&r.Within, "within", "passage", "what the window does not reach beyond: passage or sentence")
	c.Flags().StringVar(&measure, "measure", string(count.LogDice), "logdice, llr or mi")
	c.Flags().IntVar(&r.Min, "min", 5, "how often a word must stand near a match at least")
	c.Flags().BoolVar(&r.Stems, "stems", false, "count words with one stem together")
	c.Flags().IntVar(&r.Size, "limit", 50, "words to print")
	c.RunE = func(c *cobra.Command, args []string) error {
		r.Text, r.Measure, r.Filters = args[0], count.Measure(measure), filters()
		return a.runCollocates(c.Context(), r)
	}
	return c
}

func (a *app) runCollocates(ctx context.Context, r count.CollocatesRequest) error {
	s, err := store.Open(ctx, a.library, nil, a.options())
	if err != nil {
		return err
	}
	defer s.Close()
	found, err := count.New(s.Searcher()).Collocates(ctx, r)
	if err != nil {
		return err
	}
	if a.json {
		return printJSON(a.out, answer.NewCollocates(found))
	}
	for _, note := range found.Query.Notes {
		a.say("note: %s\n", note)
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, strings.Join([]string{"word", "near", "in all", "expected", "score", ""}, "\t"))
	for _, l := range answer.NewCollocates(found).Collocates {
		fmt.Fprintf(w, "%s\t%s\t%s\t%.1f\t%.2f\t\n", l.Word, answer.Number(l.Count), answer.Number(l.Frequency), l.Expected, l.Score)
	}
	a.say("%s of %s\n", answer.Count(len(found.List), "word", "words"), answer.Number(found.Total))
	return w.Flush()
}
