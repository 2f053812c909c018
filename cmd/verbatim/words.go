package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
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
	c.Flags().BoolVar(&r.Distinct, "distinct", false, "each wording once, in its first year")
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
		return answer.WriteConcordance(a.out, lines(ctx))
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

func keywordsCommand(a *app) *cobra.Command {
	var r count.KeywordsRequest
	var mode, of string
	var against []string
	var csv bool
	c := a.withJSON(&cobra.Command{
		Use:   "keywords [QUERY] --against FIELD=VALUE",
		Short: "List the words that set one part of the library apart from another",
		Long: "Keywords lists the words that are more frequent in the part that --country, --year and the\n" +
			"like choose than in the part that --against chooses; with a query, in what it finds of both.",
		Example: "  verbatim keywords --year 2021 --against year=2016\n" +
			"  verbatim keywords --tier 'Tier 3' --against 'tier=Tier 1' --of opening --csv",
		Args: cobra.MaximumNArgs(1),
	})
	filters := filterFlags(c)
	c.Flags().StringArrayVar(&against, "against", nil, "what to compare with, such as year=2016; may be repeated")
	c.Flags().StringVar(&mode, "mode", string(search.ModeAll), "all: a passage must have every word; any: the more the better")
	c.Flags().StringVar(&of, "of", string(count.Words), "word, stem or opening: the first words of recommendations")
	c.Flags().IntVar(&r.Min, "min", 5, "how often a word must occur in the part at least")
	c.Flags().IntVar(&r.Narratives, "narratives", 3, "how many narratives of the part must have it at least")
	c.Flags().IntVar(&r.Size, "limit", 50, "words to print")
	c.Flags().BoolVar(&csv, "csv", false, "print CSV")
	c.RunE = func(c *cobra.Command, args []string) error {
		r.Text, r.Mode, r.Of, r.Filters = strings.Join(args, ""), search.Mode(mode), count.Unit(of), filters()
		var err error
		if r.Against, err = fieldValues(against); err != nil {
			return err
		}
		return a.runKeywords(c.Context(), r, csv)
	}
	return c
}

// fieldValues reads filters that are written as field=value.
func fieldValues(list []string) (map[search.Field][]string, error) {
	filters := map[search.Field][]string{}
	for _, text := range list {
		name, value, ok := strings.Cut(text, "=")
		if field := search.Field(name); ok && slices.Contains(search.Facets, field) {
			filters[field] = append(filters[field], value)
			continue
		}
		return nil, fmt.Errorf("--against %s: want a field and a value, such as year=2016", text)
	}
	return filters, nil
}

func (a *app) runKeywords(ctx context.Context, r count.KeywordsRequest, csv bool) error {
	if len(r.Filters) == 0 || len(r.Against) == 0 {
		return errors.New("want a part, such as --year 2021, and what to compare it with, such as --against year=2016")
	}
	s, err := store.Open(ctx, a.library, nil, a.options())
	if err != nil {
		return err
	}
	defer s.Close()
	found, err := count.New(s.Searcher()).Keywords(ctx, r)
	switch {
	case err != nil:
		return err
	case csv:
		return answer.WriteKeywords(a.out, found)
	case a.json:
		return printJSON(a.out, answer.NewKeywords(found, r))
	}
	for _, note := range found.Query.Notes {
		a.say("note: %s\n", note)
	}
	a.say("%s\n", answer.KeywordsSentence(found, r))
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, strings.Join([]string{string(found.Of), "here", "there", "narratives", "log-likelihood", "log ratio", ""}, "\t"))
	for _, k := range found.List {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%.2f\t%.2f\t\n", k.Word, answer.Number(k.Count), answer.Number(k.Against), answer.Number(k.Narratives), k.Score, k.Ratio)
	}
	a.say("%s of %s\n", answer.Number(len(found.List)), answer.Number(found.Total))
	return w.Flush()
}
