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
	byClass := map[string]*spent{}
	var all, altered spent
	for _, l := range made {
		cpu, start := compare.ProcessorTime(), time.Now()
		if _, err := checker.CheckQuote(ctx, l.Text, l.Said); err != nil {
			return err
		}
		wall, cpu := time.Since(start), compare.ProcessorTime()-cpu
		if byClass[l.Class] == nil {
			byClass[l.Class] = &spent{}
		}
		for _, s := range []*spent{&all, byClass[l.Class]} {
			s.add(wall, cpu)
		}
		if l.Want[0] == quote.Altered {
			altered.add(wall, cpu)
		}
	}
	fmt.Printf("\n%-28s %38s %38s\n%-28s", "", "milliseconds by the clock", "of processors", "checks")
	for range 2 {
		fmt.Printf(" %9s %9s %8s %9s", "median", "95th", "99th", "longest")
	}
	fmt.Println()
	for _, l := range made {
		if s := byClass[l.Class]; s != nil {
			s.print(l.Class)
			delete(byClass, l.Class)
		}
	}
	altered.print("all that are altered")
	all.print("all")
	return checkArticle(ctx, checker, made)
}

// spent is what checks took, by the clock and of processors: the second grows little
// while the machine has other things to do.
type spent struct{ wall, cpu []time.Duration }

func (s *spent) add(wall, cpu time.Duration) {
	s.wall, s.cpu = append(s.wall, wall), append(s.cpu, cpu)
}

func (s *spent) print(name string) {
	fmt.Printf("%-28s", name)
	for _, times := range [][]time.Duration{s.wall, s.cpu} {
		slices.Sort(times)
		fmt.Printf(" %9.2f %9.2f %8.2f %9.2f", ms(times, 50), ms(times, 95), ms(times, 99), ms(times, 100))
	}
	fmt.Println()
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
