package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"verbatim/corpus/fetch"
	"verbatim/search/answer"
)

// userAgent is how the program names itself to servers.
const userAgent = "verbatim/" + version + " (saves a report's pages for a full-text search)"

func fetchCommand(a *app) *cobra.Command {
	o := fetch.Options{Agent: userAgent}
	var into string
	c := a.withJSON(&cobra.Command{
		Use:   "fetch URL",
		Short: "Save a report's pages from the web, ready to import",
		Long: "Fetch saves a hub, the page that lists a report's pages, and the pages of its host\n" +
			"that lie below it, into a folder, with a manifest that says where each came from.\n" +
			"It asks for one page at a time and nothing that robots.txt does not allow. One that\n" +
			"was stopped goes on when it is run again: what is there is not fetched twice.",
		Args: func(c *cobra.Command, args []string) error {
			if err := cobra.ExactArgs(1)(c, args); err != nil {
				return err
			}
			name, err := fetch.FolderName(args[0])
			switch {
			case err != nil:
				return err
			case o.Pause < 0:
				return errors.New("--pause: want a time such as 1s or 500ms, and not below 0")
			case o.Limit < 1:
				return errors.New("--limit: want a number of pages, at least 1")
			}
			into = cmp.Or(into, name)
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return a.runFetch(c.Context(), args[0], into, o) },
	})
	c.Flags().StringVar(&into, "into", "", "folder to save into; the default is a new one here, named after the hub")
	c.Flags().DurationVar(&o.Pause, "pause", time.Second, "pause between two requests; longer if robots.txt asks for it")
	c.Flags().IntVar(&o.Limit, "limit", 500, "the most pages to save")
	c.Flags().BoolVar(&o.Refresh, "refresh", false, "check whether pages that were saved before have changed")
	c.Flags().BoolVar(&o.PDF, "pdf", false, "also save PDF files that the pages link to elsewhere on the host")
	return c
}

func (a *app) runFetch(ctx context.Context, address, into string, o fetch.Options) error {
	bar := a.progress("fetching", "pages")
	o.Progress = func(p fetch.Progress) {
		bar.describe(fetchState(p))
		bar.set(int64(p.Done), int64(p.Total))
	}
	report, err := fetch.Fetch(ctx, address, into, o)
	bar.done()
	if a.json {
		if err := printJSON(a.out, newFetchAnswer(address, into, report, err)); err != nil {
			return err
		}
	} else {
		a.printFetch(into, report)
	}
	switch {
	case errors.Is(err, fetch.ErrLimit):
		return fmt.Errorf("%w; to get more, set a higher --limit: what was saved is not fetched again", err)
	case err != nil:
		return err
	case len(report.Failed) > 0:
		return errNo
	}
	return nil
}

// fetchState is what is shown next to the bar.
func fetchState(p fetch.Progress) string {
	if p.Waiting == 0 {
		return "fetching"
	}
	return fmt.Sprintf("%v: trying again in %v", p.Trouble, p.Waiting.Round(time.Second))
}

func (a *app) printFetch(into string, r fetch.Report) {
	for _, e := range r.PassedOver {
		a.say("passed over: %s\n", printable(e.Error(), false))
	}
	for _, e := range r.Failed {
		a.say("not fetched: %s\n", printable(e.Error(), false))
	}
	if r.PDFs > 0 {
		a.say("%s elsewhere on the host left there: --pdf saves them as well\n", plural(r.PDFs, "PDF file"))
	}
	total := r.Saved + r.Restored + r.Changed + r.Unchanged + r.Present
	if total == 0 {
		return
	}
	fmt.Fprintf(a.out, "%s in %s (%s): %s new", plural(total, "page"), into, megabytes(r.Bytes), answer.Number(r.Saved))
	for _, part := range []struct {
		n    int
		what string
	}{
		{r.Present, "there already"},
		{r.Restored, "damaged or missing and fetched again"},
		{r.Changed, "changed"},
		{r.Unchanged, "unchanged"},
	} {
		if part.n > 0 {
			fmt.Fprintf(a.out, ", %s %s", answer.Number(part.n), part.what)
		}
	}
	if n := len(r.Failed); n > 0 {
		fmt.Fprintf(a.out, "; %s", plural(n, "failure"))
	}
	fmt.Fprintln(a.out)
}

// A fetchAnswer is what fetch --json prints.
type fetchAnswer struct {
	Hub        string       `json:"hub"`
	Folder     string       `json:"folder"`
	Complete   bool         `json:"complete"` // nothing failed, and nothing is left to fetch
	Error      string       `json:"error,omitempty"`
	Saved      int          `json:"saved"`
	Restored   int          `json:"restored"`
	Changed    int          `json:"changed"`
	Unchanged  int          `json:"unchanged"`
	Present    int          `json:"present"`
	Bytes      int64        `json:"bytes"`
	PDFs       int          `json:"pdfs_elsewhere"`
	PassedOver []failedPage `json:"passed_over"`
	Failed     []failedPage `json:"failed"`
}

type failedPage struct {
	URL   string `json:"url"`
	Error string `json:"error"`
}

func newFetchAnswer(hub, folder string, r fetch.Report, err error) fetchAnswer {
	answer := fetchAnswer{hub, folder, err == nil && len(r.Failed) == 0, "", r.Saved, r.Restored, r.Changed,
		r.Unchanged, r.Present, r.Bytes, r.PDFs, failedPages(r.PassedOver), failedPages(r.Failed)}
	if err != nil {
		answer.Error = err.Error()
	}
	return answer
}

func failedPages(errs []*fetch.PageError) []failedPage {
	pages := make([]failedPage, len(errs))
	for i, e := range errs {
		pages[i] = failedPage{e.URL, e.Err.Error()}
	}
	return pages
}
