package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/index/store"
	"verbatim/search"
	"verbatim/search/answer"
)

func searchCommand(a *app) *cobra.Command {
	var mode, sort string
	var limit int
	var explain, fold bool
	c := a.withJSON(&cobra.Command{
		Use:   "search QUERY",
		Short: "Find the passages that match a query",
		Long: `Search finds the passages that match a query and marks what matches.
The exit code is 1 if there is none, and no heading matches either.

  forced labor           both words, in any form, anywhere in the passage
  "forced labor"         these words in this order, exactly
  labor NOT "child labor"`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			r := search.Request{Text: strings.Join(args, " "), Mode: search.Mode(mode), Sort: search.Sort(sort), Size: limit, Explain: explain}
			if fold {
				r.FoldUpTo = search.FoldAll
			}
			return a.runSearch(c.Context(), r)
		},
	})
	c.Flags().StringVar(&mode, "mode", string(search.ModeAll), "all: every word; any: at least one")
	c.Flags().StringVar(&sort, "sort", string(search.SortRelevance), "relevance, newest, oldest or country")
	c.Flags().BoolVar(&explain, "explain", false, "show how each passage's score is computed")
	c.Flags().BoolVar(&fold, "fold", false, "print passages that say the same once")
	c.Flags().IntVar(&limit, "limit", search.DefaultSize, fmt.Sprintf("passages to print, at most %d", search.MaxSize))
	return c
}

func (a *app) runSearch(ctx context.Context, request search.Request) error {
	s, err := store.Open(ctx, a.library, nil, a.options())
	if err != nil {
		return err
	}
	defer s.Close()
	results, err := s.Searcher().Search(ctx, request)
	if err != nil {
		return err
	}
	if a.json {
		err = printJSON(a.out, answer.NewResults(request.Text, results))
	} else {
		a.printResults(request, results)
	}
	if err == nil && results.Total == 0 && results.Headings == 0 {
		return errNo
	}
	return err
}

func (a *app) printResults(request search.Request, r *search.Results) {
	for _, note := range r.Query.Notes {
		a.say("note: %s\n", note)
	}
	left := ""
	if r.Left != nil {
		left = " in " + answer.Count(*r.Left, "wording", "wordings")
	}
	fmt.Fprintf(a.out, "%s%s for %s\n", plural(r.Total, "passage"), left, printable(r.Query.String(), false))
	if r.Suggestion != "" {
		a.say("did you mean %s\n", printable(r.Suggestion, false))
	}
	if list, ok := r.Query.Root.(*search.And); ok && list.Listed && r.Total == 0 && r.Headings == 0 && request.Mode == search.ModeAll {
		fmt.Fprintln(a.errOut, "No passage contains all of these words. To find passages with any of them, use --mode any.")
	}
	for _, o := range r.Offers {
		mode := ""
		if o.Mode == search.ModeAny && r.Query.Mode == search.ModeAll {
			mode = "--mode any "
		}
		fmt.Fprintf(a.errOut, "%s: %s%s (%s)\n", printable(o.Label, false), mode, printable(o.Query, false), plural(o.Total, "passage"))
	}
	color := colored(a.out)
	for i, hit := range r.Hits {
		fmt.Fprintf(a.out, "\n%d. %s\n   %s\n   %s\n", i+1, describe(hit.Entry), hit.Passage.ID, marked(hit.Text, hit.Spans, color))
		if same := answer.AlikeInWords(hit); same != "" {
			fmt.Fprintf(a.out, "   %s\n", printable(same, false))
		}
		if request.Explain {
			a.printScore(hit)
		}
	}
	all := r.Total
	if r.Left != nil {
		all = *r.Left
	}
	if more := all - len(r.Hits); more > 0 && len(r.Hits) > 0 {
		fmt.Fprintf(a.out, "\nand %s more\n", answer.Number(more))
	}
}

// printScore says what a hit's score is made of.
func (a *app) printScore(hit search.Result) {
	for _, part := range hit.Explanation {
		fmt.Fprintf(a.out, "   %8.3f  %s\n", part.Score, part.Text)
	}
	fmt.Fprintf(a.out, "   %8.3f  in all\n", hit.Score)
}

// describe says where a passage comes from: "North Korea 2023, Tier 3,
// recommendations. Trafficking in Persons Report".
func describe(e library.Entry) string {
	n := e.Narrative
	var parts []string
	for _, p := range []string{strings.TrimSpace(n.Country + " " + corpus.YearText(n.Year)), n.Tier, e.Section} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return printable(strings.Join(parts, ", ")+". "+cmp.Or(n.Report, n.Title), false)
}
