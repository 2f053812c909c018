package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/search/answer"
)

func showCommand(a *app) *cobra.Command {
	var leftOut bool
	c := a.withJSON(&cobra.Command{
		Use:   "show NARRATIVE",
		Short: "Print a narrative as imported",
		Long: "Show prints a narrative of the library as imported: what it is about, where it is from,\n" +
			"what was repaired in it, and its passages under the headings of their sections.\n\n" +
			"  verbatim show trafficking-in-persons-2023-north-korea",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.runShow(c.Context(), args[0], leftOut) },
	})
	c.Flags().BoolVar(&leftOut, "left-out", false, "show what of its file is in no narrative, and why, instead")
	return c
}

// showLeftOut prints all that was left out of a narrative's file.
func (a *app) showLeftOut(ctx context.Context, lib *library.Library, id string) error {
	left, err := lib.LeftOut(ctx, id)
	if err != nil {
		return err
	}
	if a.json {
		return printJSON(a.out, answer.NewLeftOut(left))
	}
	for _, l := range left {
		page := ""
		if l.Page > 0 {
			page = fmt.Sprintf(", page %d", l.Page)
		}
		fmt.Fprintf(a.out, "%s%s, %s: %s\n", l.Why, page, plural(l.Words, "word"), marked(l.Text, nil, false))
	}
	if len(left) == 0 {
		fmt.Fprintln(a.out, "nothing was left out of its file")
	}
	return nil
}

func (a *app) runShow(ctx context.Context, id string, leftOut bool) error {
	lib, err := library.Open(a.library)
	if err != nil {
		return err
	}
	defer lib.Close()
	if leftOut {
		return a.showLeftOut(ctx, lib, id)
	}
	n, err := lib.Narrative(ctx, id)
	if errors.Is(err, library.ErrNotFound) {
		err = withNearest(ctx, lib, id, err)
	}
	if err != nil {
		return err
	}
	if a.json {
		return printJSON(a.out, answer.NewShownNarrative(n))
	}
	a.printNarrative(n)
	return nil
}

// withNearest adds to an error about a narrative that is not there which may be
// meant.
func withNearest(ctx context.Context, lib *library.Library, id string, err error) error {
	nearest, failed := lib.Nearest(ctx, id, 3)
	if failed != nil || len(nearest) == 0 {
		return errors.Join(err, failed)
	}
	return fmt.Errorf("%w; the nearest are %s", err, strings.Join(nearest, ", "))
}

// printNarrative prints a narrative for people.
func (a *app) printNarrative(n *corpus.Narrative) {
	fmt.Fprintf(a.out, "%s\n\n", printable(n.Title, false))
	for _, line := range [][2]string{
		{"narrative", n.ID},
		{"report", n.Report},
		{"publisher", n.Publisher},
		{"country", strings.TrimSpace(n.Country + " " + bracketed(n.CountryCode))},
		{"year", corpus.YearText(n.Year)},
		{"symbol", n.Symbol},
		{"tier", n.Tier},
		{"language", n.Language},
		{"address", n.URL},
		{"file", n.Source.Name},
		{"SHA-256", n.Source.SHA256},
		{"imported", n.Source.Imported.Format(time.DateTime) + " UTC"},
		{"mended", strings.Join(n.Repairs, "; ")},
		{"passages", passageCount(n)},
	} {
		if line[1] != "" {
			fmt.Fprintf(a.out, "%-10s %s\n", line[0], printable(line[1], false))
		}
	}
	section := "\x00"
	for _, p := range n.Passages {
		if p.Kind == corpus.Heading { // the sections are called after them
			continue
		}
		if p.Section != section {
			section = p.Section
			fmt.Fprintf(a.out, "\n[%s]\n", printable(cmp.Or(section, "no heading"), false))
		}
		page := ""
		if p.Page > 0 {
			page = fmt.Sprintf(", page %d", p.Page)
		}
		fmt.Fprintf(a.out, "%s%s: %s\n", p.Kind, page, marked(p.Span.In(n.Text), nil, false))
	}
}

// passageCount says how many passages a narrative has, and how many headings beside
// them.
func passageCount(n *corpus.Narrative) string {
	headings := 0
	for _, p := range n.Passages {
		if p.Kind == corpus.Heading {
			headings++
		}
	}
	count := answer.Number(len(n.Passages) - headings)
	if headings > 0 {
		count += ", and " + plural(headings, "heading")
	}
	return count
}

func bracketed(s string) string {
	if s == "" {
		return ""
	}
	return "(" + s + ")"
}
