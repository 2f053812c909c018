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
)

func showCommand(a *app) *cobra.Command {
	return a.withJSON(&cobra.Command{
		Use:   "show NARRATIVE",
		Short: "Print a narrative as it was understood",
		Long: "Show prints a narrative of the library as it was understood: what it is about, where it\n" +
			"is from, what was mended in it, and its passages under the headings of their sections.\n\n" +
			"  verbatim show trafficking-in-persons-2023-north-korea",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.runShow(c.Context(), args[0]) },
	})
}

func (a *app) runShow(ctx context.Context, id string) error {
	library, err := corpus.OpenLibrary(a.library)
	if err != nil {
		return err
	}
	defer library.Close()
	n, err := library.Narrative(ctx, id)
	if errors.Is(err, corpus.ErrNotFound) {
		err = withNearest(ctx, library, id, err)
	}
	if err != nil {
		return err
	}
	if a.json {
		return printJSON(a.out, newShownNarrative(n))
	}
	a.tellNarrative(n)
	return nil
}

// withNearest adds to an error about a narrative that is not there which may be
// meant.
func withNearest(ctx context.Context, library *corpus.Library, id string, err error) error {
	nearest, failed := library.Nearest(ctx, id, 3)
	if failed != nil || len(nearest) == 0 {
		return errors.Join(err, failed)
	}
	return fmt.Errorf("%w; the nearest are %s", err, strings.Join(nearest, ", "))
}

// tellNarrative prints a narrative for people.
func (a *app) tellNarrative(n *corpus.Narrative) {
	fmt.Fprintf(a.out, "%s\n\n", printable(n.Title, false))
	for _, line := range [][2]string{
		{"narrative", n.ID},
		{"report", n.Report},
		{"publisher", n.Publisher},
		{"country", strings.TrimSpace(n.Country + " " + bracketed(n.CountryCode))},
		{"year", fmt.Sprint(n.Year)},
		{"tier", n.Tier},
		{"language", n.Language},
		{"address", n.URL},
		{"file", n.Source.Name},
		{"SHA-256", n.Source.SHA256},
		{"imported", n.Source.Imported.Format(time.DateTime) + " UTC"},
		{"mended", strings.Join(n.Repairs, "; ")},
		{"passages", thousands(int64(len(n.Passages)))},
	} {
		if line[1] != "" {
			fmt.Fprintf(a.out, "%-10s %s\n", line[0], printable(line[1], false))
		}
	}
	section := "\x00"
	for _, p := range n.Passages {
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

func bracketed(s string) string {
	if s == "" {
		return ""
	}
	return "(" + s + ")"
}

// A shownNarrative is what show --json prints.
type shownNarrative struct {
	ID        string         `json:"id"`
	Title     string         `json:"title"`
	Report    string         `json:"report"`
	Publisher string         `json:"publisher"`
	Country   string         `json:"country"`
	Code      string         `json:"country_code"`
	Year      int            `json:"year"`
	Tier      string         `json:"tier"`
	Language  string         `json:"language"`
	URL       string         `json:"url"`
	File      string         `json:"file"`
	SHA256    string         `json:"sha256"`
	Imported  time.Time      `json:"imported"`
	Repairs   []string       `json:"repairs"`
	Passages  []shownPassage `json:"passages"`
}

type shownPassage struct {
	ID      string      `json:"id"`
	Section string      `json:"section"`
	Kind    corpus.Kind `json:"kind"`
	Page    int         `json:"page,omitempty"`
	Text    string      `json:"text"`
}

func newShownNarrative(n *corpus.Narrative) shownNarrative {
	shown := shownNarrative{n.ID, n.Title, n.Report, n.Publisher, n.Country, n.CountryCode, n.Year, n.Tier, n.Language, n.URL,
		n.Source.Name, n.Source.SHA256, n.Source.Imported, append([]string{}, n.Repairs...), []shownPassage{}}
	for _, p := range n.Passages {
		shown.Passages = append(shown.Passages, shownPassage{p.ID, p.Section, p.Kind, p.Page, p.Span.In(n.Text)})
	}
	return shown
}
