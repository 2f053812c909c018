package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"verbatim/index/store"
	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/changes"
	"verbatim/search/count"
)

func changesCommand(a *app) *cobra.Command {
	var since, codebook, mode string
	var limit int
	c := a.withJSON(&cobra.Command{
		Use:   "changes --since DATE|REVISION [QUERY]",
		Short: "List what came into the library and what went since a day or revision",
		Long: "Changes lists the passages that were imported since a day, or since a revision of the\n" +
			"library, and those that were replaced or removed: all of them, or those that a query finds.\n" +
			"A codebook is a file of named queries, as for count. The exit code is 1 if nothing changed,\n" +
			"and then nothing is printed: so a cron job sends mail only when there is news.",
		Example: "  verbatim changes --since 2026-11-01 '\"forced labor\" country:Ghana'\n" +
			"  verbatim changes --since \"$(date -d yesterday +%F)\" --codebook watch.csv",
	})
	filters := filterFlags(c)
	c.Flags().StringVar(&since, "since", "", "a day as in 2026-11-01, or the number of a revision")
	c.Flags().StringVar(&codebook, "codebook", "", "file of names and queries (CSV or YAML): what is new is listed for each")
	c.Flags().StringVar(&mode, "mode", string(search.ModeAll), "all: every word; any: at least one")
	c.Flags().IntVar(&limit, "limit", changes.DefaultSize, fmt.Sprintf("passages to print for each query, at most %d", changes.MaxSize))
	c.RunE = func(c *cobra.Command, args []string) error {
		if limit < 1 || limit > changes.MaxSize {
			return fmt.Errorf("--limit: want 1 to %d, got %d", changes.MaxSize, limit)
		}
		r := changes.Request{Mode: search.Mode(mode), Filters: filters(), Size: limit}
		codes := []count.Code{{Q: strings.Join(args, " ")}}
		if codebook != "" {
			var err error
			if codes, err = codesOf(codebook, args); err != nil {
				return err
			}
		}
		return a.runChanges(c.Context(), since, codes, r)
	}
	return c
}

func (a *app) runChanges(ctx context.Context, since string, codes []count.Code, r changes.Request) error {
	s, err := store.Open(ctx, a.library, nil, a.options())
	if err != nil {
		return err
	}
	defer s.Close()
	finder := changes.New(s.Searcher())
	if r.Since, err = finder.Since(ctx, since, time.Local); err != nil {
		return fmt.Errorf("--since: %w", err)
	}
	changed := false
	answers := make([]namedChanges, len(codes))
	for i, code := range codes {
		r.Text = code.Q
		found, err := finder.Find(ctx, r)
		if err != nil {
			if code.Name != "" {
				err = fmt.Errorf("%s: %w", code.Name, err)
			}
			return err
		}
		changed = changed || found.Came+found.Went > 0
		answers[i] = namedChanges{code.Name, answer.NewTurnover(code.Q, found)}
		if !a.json {
			a.printChanges(code.Name, found)
		}
	}
	switch {
	case a.json && len(codes) == 1 && codes[0].Name == "":
		err = printJSON(a.out, answers[0].Turnover)
	case a.json:
		err = printJSON(a.out, answers)
	}
	if err == nil && !changed {
		return errNo
	}
	return err
}

// namedChanges are the changes that a code of a codebook finds.
type namedChanges struct {
	Name string `json:"name"`
	answer.Turnover
}

func (a *app) printChanges(name string, c *changes.Changes) {
	for _, note := range append(c.Query.Notes, answer.ChangeNotes(c)...) {
		a.say("note: %s\n", note)
	}
	if c.Came+c.Went == 0 {
		return
	}
	what := c.Query.String()
	if name != "" {
		what = name + ": " + what
	}
	if what != "" {
		fmt.Fprintf(a.out, "%s\n", printable(what, false))
	}
	fmt.Fprintf(a.out, "%s\n", answer.ChangeSentence(c))
	color := colored(a.out)
	for _, p := range c.List {
		sign := "came"
		if p.Went {
			sign = "went"
		}
		fmt.Fprintf(a.out, "\n%s %s  %s\n   %s\n   %s\n", sign, p.When.Local().Format(time.DateOnly), describe(p.Entry), p.Passage.ID, marked(p.Text, p.Spans, color))
	}
	if more := c.Came + c.Went - len(c.List); more > 0 {
		fmt.Fprintf(a.out, "\nand %s more\n", answer.Number(more))
	}
	fmt.Fprintln(a.out)
}
