package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"verbatim/corpus"
	"verbatim/index"
)

func importCommand(a *app) *cobra.Command {
	return a.withJSON(&cobra.Command{
		Use:   "import PATH...",
		Short: "Read files and folders into the library, and index them",
		Long: "Import reads files, and the files of known kinds within folders, into the library.\n" +
			"A file that cannot be read is named; the others are imported.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.runImport(c.Context(), args) },
	})
}

func (a *app) runImport(ctx context.Context, paths []string) error {
	library, err := corpus.CreateLibrary(a.library)
	if err != nil {
		return err
	}
	defer library.Close()
	return a.locked(library, func() error {
		bar := a.progress("reading", "bytes")
		report, err := library.ImportFiles(ctx, paths, func(p corpus.ImportProgress) { bar.set(p.Done, p.Total) })
		bar.done()
		if err == nil {
			err = a.refreshIndex(ctx, library)
		}
		return errors.Join(err, a.printReport(report))
	})
}

// refreshIndex makes the index anew if it is not of the library's state.
func (a *app) refreshIndex(ctx context.Context, library *corpus.Library) error {
	x, err := openCurrent(ctx, library)
	if errors.Is(err, index.ErrStale) {
		return a.buildIndex(ctx, library)
	}
	if err != nil {
		return err
	}
	return x.Close()
}

// printReport tells what an import did; it is errNo if something failed.
func (a *app) printReport(r corpus.ImportReport) error {
	if a.json {
		if err := printJSON(a.out, newImportAnswer(r)); err != nil {
			return err
		}
	} else {
		a.tellReport(r)
	}
	if len(r.Failed) > 0 {
		return errNo
	}
	return nil
}

func (a *app) tellReport(r corpus.ImportReport) {
	for _, err := range r.Failed {
		fmt.Fprintf(a.errOut, "not imported: %v\n", err)
	}
	for _, path := range r.Skipped {
		fmt.Fprintf(a.errOut, "passed over: %s: no reader for %q files\n", path, filepath.Ext(path))
	}
	for _, id := range r.Beside {
		fmt.Fprintf(a.errOut, "kept beside another of the same report, year and country: %s\n", id)
	}
	fmt.Fprintf(a.out, "%s read: %s added, %s replaced, %s unchanged", plural(r.Files, "file"),
		plural(r.Added+len(r.Beside), "narrative"), thousands(int64(r.Replaced)), thousands(int64(r.Unchanged)))
	if n := len(r.Failed); n > 0 {
		fmt.Fprintf(a.out, ", %s", plural(n, "failure"))
	}
	if !r.Changed() {
		fmt.Fprint(a.out, "; the library is as it was")
	}
	fmt.Fprintln(a.out)
}

// An importAnswer is what import --json prints.
type importAnswer struct {
	Files     int           `json:"files"`
	Added     int           `json:"added"`
	Replaced  int           `json:"replaced"`
	Unchanged int           `json:"unchanged"`
	Beside    []string      `json:"beside"`
	Skipped   []string      `json:"skipped"`
	Failed    []failedInput `json:"failed"`
}

type failedInput struct {
	Path  string `json:"path"`
	Error string `json:"error"`
}

func newImportAnswer(r corpus.ImportReport) importAnswer {
	answer := importAnswer{r.Files, r.Added + len(r.Beside), r.Replaced, r.Unchanged,
		append([]string{}, r.Beside...), append([]string{}, r.Skipped...), []failedInput{}}
	for _, err := range r.Failed {
		f := failedInput{Error: err.Error()}
		if e, ok := errors.AsType[*corpus.ImportError](err); ok {
			f = failedInput{e.Path, e.Err.Error()}
		}
		answer.Failed = append(answer.Failed, f)
	}
	return answer
}
