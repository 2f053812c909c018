package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/index/store"
	"verbatim/search/answer"
	"verbatim/search/follow"
)

// A followOptions is what the flags of follow say.
type followOptions struct {
	country, report, kind, section string
	since                          int
	csv                            bool
}

func followCommand(a *app) *cobra.Command {
	var o followOptions
	c := a.withJSON(&cobra.Command{
		Use:   "follow [NARRATIVE|PASSAGE]",
		Short: "Follow wording from year to year: what is new, repeated, edited or dropped",
		Long: "Follow links the recommendations of one country and report from edition to edition, and says\n" +
			"of each which are new, unchanged, edited, merged, split or dropped. Name a narrative or a\n" +
			"passage, or a country and a report. With --since and a report alone, all countries are listed.",
		Example: "  verbatim follow --country Kenya --report 'Trafficking in Persons Report'\n" +
			"  verbatim follow --report 'Trafficking in Persons Report' --since 2022 --csv",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.runFollow(c.Context(), o, args) },
	})
	c.Flags().StringVar(&o.country, "country", "", "the country")
	c.Flags().StringVar(&o.report, "report", "", "the report")
	c.Flags().StringVar(&o.kind, "kind", "", "kind of passages; recommendation if no section is given")
	c.Flags().StringVar(&o.section, "section", "", "only passages of this section")
	c.Flags().IntVar(&o.since, "since", 0, "only what changed after this year")
	c.Flags().BoolVar(&o.csv, "csv", false, "print CSV, a row for each passage of each thread")
	return c
}

func (a *app) runFollow(ctx context.Context, o followOptions, args []string) error {
	s, err := store.Open(ctx, a.library, nil, a.options())
	if err != nil {
		return err
	}
	defer s.Close()
	f := follow.New(s.Searcher())
	found, err := followed(ctx, f, s.Library, o, args)
	if err != nil {
		return err
	}
	var answers []answer.Threads
	for _, t := range found {
		if o.since > 0 {
			t.Threads = t.Since(o.since)
		}
		threads, err := answer.NewThreads(ctx, t)
		if err != nil {
			return err
		}
		answers = append(answers, threads)
	}
	switch {
	case o.csv:
		return answer.WriteThreads(a.out, answers)
	case a.json && len(answers) == 1:
		return printJSON(a.out, answers[0])
	case a.json:
		return printJSON(a.out, answers)
	}
	same := 0
	for _, t := range answers {
		if len(answers) > 1 && len(t.Threads) == 0 {
			same++
			continue
		}
		a.printThreads(t)
	}
	if same > 0 {
		a.say("%s: nothing changed after %d\n", answer.Count(same, "country", "countries"), o.since)
	}
	return nil
}

// followed follows what the arguments and flags name.
func followed(ctx context.Context, f *follow.Follower, lib *library.Library, o followOptions, args []string) ([]*follow.Threads, error) {
	r := follow.Request{Country: o.country, Report: o.report, Kind: corpus.Kind(o.kind), Section: o.section}
	if len(args) > 0 {
		n, err := lib.Narrative(ctx, args[0])
		if err == nil {
			r.Country, r.Report = n.Country, n.Report
		} else if e, failed := lib.PassageByID(ctx, args[0]); failed == nil {
			t, err := f.OfOne(ctx, e)
			return []*follow.Threads{t}, err
		} else {
			return nil, withNearest(ctx, lib, args[0], err)
		}
	}
	countries := []string{r.Country}
	switch {
	case r.Report == "":
		return nil, errors.New("want a narrative, a passage, or --country and --report")
	case r.Country == "" && o.since == 0:
		return nil, errors.New("want --country, or --since with a year to list what changed in all countries")
	case r.Country == "":
		var err error
		if countries, err = f.Countries(ctx, r.Report); err != nil {
			return nil, err
		}
	}
	var found []*follow.Threads
	for _, country := range countries {
		r.Country = country
		t, err := f.Threads(ctx, r)
		if err != nil {
			return nil, err
		}
		found = append(found, t)
	}
	return found, nil
}

func (a *app) printThreads(t answer.Threads) {
	fmt.Fprintf(a.out, "%s, %s: %s over %s\n", printable(t.Country, false), printable(t.Report, false),
		answer.Count(len(t.Threads), "wording", "wordings"), answer.Count(len(t.Years), "edition", "editions"))
	for _, note := range t.Notes {
		fmt.Fprintf(a.errOut, "note: %s\n", note)
	}
	for i, thread := range t.Threads {
		years := fmt.Sprint(thread.First)
		if thread.Last != thread.First {
			years = fmt.Sprintf("%d to %d", thread.First, thread.Last)
		}
		fmt.Fprintf(a.out, "\n%d. %s, %s\n", i+1, years, thread.Status)
		for _, p := range thread.Passages {
			var edits []string
			for _, e := range p.Edits {
				edits = append(edits, e.InWords())
			}
			what := printable(strings.Join(edits, "; "), false)
			if p.Change != follow.ChangeUnchanged && len(p.Edits) == 0 {
				what = marked(p.Text, nil, false)
			}
			fmt.Fprintln(a.out, strings.TrimRight(fmt.Sprintf("   %d %-9s %s", p.Year, p.Change, what), " "))
		}
	}
	fmt.Fprintln(a.out)
}
