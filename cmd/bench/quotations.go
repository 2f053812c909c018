package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"verbatim/cmd/bench/compare"
	"verbatim/corpus"
	"verbatim/search"
	"verbatim/search/quote"
	"verbatim/search/quote/quotetest"
)

func quotationsCommand() *cobra.Command {
	var lib string
	var n int
	c := &cobra.Command{
		Use:   "quotations",
		Short: "Check quotations made of a library's texts, right ones and wrong ones",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) (err error) {
			product, err := compare.OpenProduct(lib)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, product.Close()) }()
			return check(c.Context(), product.Searcher(), n)
		},
	}
	c.Flags().StringVar(&lib, "library", "", "folder of the library")
	c.Flags().IntVar(&n, "quotations", 2000, "how many, at least")
	return c
}

// inArticle is how many quotations the article has that is checked.
const inArticle = 30

// check measures checks of quotations that are made of the library's texts:
// right ones, and ones with the mistakes that quotations have.
func check(ctx context.Context, searcher *search.Searcher, n int) error {
	var narratives []*corpus.Narrative
	for stored, err := range searcher.Library().All(ctx) {
		if err != nil {
			return err
		}
		narratives = append(narratives, stored.Narrative)
	}
	// Labels are not wanted here, and so nothing to check them against.
	made := quotetest.NewGenerator(1, narratives, quotetest.NewScan(nil)).Generate(n)
	checker := quote.NewChecker(searcher)
	byClass := map[string][]time.Duration{}
	var all, altered []time.Duration
	for _, l := range made {
		start := time.Now()
		if _, err := checker.CheckQuote(ctx, l.Text, l.Said); err != nil {
			return err
		}
		took := time.Since(start)
		all = append(all, took)
		byClass[l.Class] = append(byClass[l.Class], took)
		if l.Want[0] == quote.Altered {
			altered = append(altered, took)
		}
	}
	fmt.Printf("\n%-30s %10s %10s %10s %10s\n", "checks", "median ms", "95th ms", "99th ms", "longest ms")
	row := func(name string, times []time.Duration) {
		slices.Sort(times)
		fmt.Printf("%-30s %10.2f %10.2f %10.2f %10.2f\n", name, ms(times, 50), ms(times, 95), ms(times, 99), ms(times, 100))
	}
	for _, l := range made {
		if times := byClass[l.Class]; times != nil {
			row(l.Class, times)
			delete(byClass, l.Class)
		}
	}
	row("all that are altered", altered)
	row("all", all)
	return checkArticle(ctx, checker, made)
}

// checkArticle measures an article with quotations of all classes.
func checkArticle(ctx context.Context, checker *quote.Checker, made []quotetest.Labelled) error {
	var b strings.Builder
	step := max(1, len(made)/inArticle)
	for i := 0; i < len(made); i += step {
		fmt.Fprintf(&b, "The report says: “%s”\n\n", strings.NewReplacer("“", "‘", "”", "’", "\n", " ").Replace(made[i].Text))
	}
	start := time.Now()
	checked, err := checker.Check(ctx, quote.Request{Text: b.String(), As: quote.AsArticle})
	if err != nil {
		return err
	}
	fmt.Printf("\nan article with %d quotations: %v\n", len(checked.Results), time.Since(start).Round(time.Millisecond))
	return nil
}
