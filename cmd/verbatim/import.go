package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"verbatim/corpus"
)

func importCommand(a *app) *cobra.Command {
	var dry bool
	c := a.withJSON(&cobra.Command{
		Use:   "import PATH...",
		Short: "Read files and folders into the library, and index them",
		Long: "Import reads files, and the files of known kinds within folders and zip archives, into\n" +
			"the library. What became of each file is told on a line of its own; one that cannot be\n" +
			"read is named with the reason, and the others are imported.\n\n" +
			"Known kinds: " + strings.Join(corpus.Formats(), " ") + ", and .gz of them.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if dry {
				return a.runDry(c.Context(), args)
			}
			return a.runImport(c.Context(), args)
		},
	})
	c.Flags().BoolVar(&dry, "dry-run", false, "change nothing; show each narrative as it would be (with --json one a line)")
	return c
}

func (a *app) runImport(ctx context.Context, paths []string) error {
	library, err := corpus.CreateLibrary(a.library)
	if err != nil {
		return err
	}
	defer library.Close()
	yieldToOthers()
	return a.locked(library, func() error {
		bar := a.progress("reading", "bytes")
		report, err := library.ImportFiles(ctx, paths, func(p corpus.ImportProgress) {
			if !a.json && len(p.Finished) > 0 {
				bar.done()
				for _, f := range p.Finished {
					a.tellFile(f)
				}
			}
			bar.set(p.Done, p.Total)
		})
		bar.done()
		if err == nil {
			err = a.refreshIndex(ctx, library)
		}
		return errors.Join(err, a.printReport(report))
	})
}

// runDry shows what an import would bring.
func (a *app) runDry(ctx context.Context, paths []string) error {
	found, skipped := corpus.ReadFiles(ctx, paths)
	failed := false
	for n, err := range found {
		switch {
		case err != nil:
			failed = true
			fmt.Fprintf(a.errOut, "not imported: %v\n", err)
		case a.json:
			if err := json.NewEncoder(a.out).Encode(newShownNarrative(n)); err != nil {
				return err
			}
		default:
			a.tellNarrative(n)
			fmt.Fprintln(a.out)
		}
	}
	a.tellSkipped(skipped)
	if failed {
		return errNo
	}
	return ctx.Err()
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

// tellFile tells on a line what became of a file.
func (a *app) tellFile(f corpus.FileReport) {
	for _, err := range f.Errors {
		fmt.Fprintf(a.errOut, "not imported: %v\n", err)
	}
	if f.Outcome == corpus.FileFailed {
		return
	}
	what := ""
	switch len(f.Narratives) {
	case 1:
		what = f.Narratives[0]
	default:
		what = plural(len(f.Narratives), "narrative")
	}
	fmt.Fprintf(a.out, "%-9s  %s: %s\n", f.Outcome, printable(f.Path, false), what)
	for _, repair := range f.Repairs {
		fmt.Fprintf(a.out, "           %s\n", repair)
	}
}

func (a *app) tellSkipped(paths []string) {
	for _, path := range paths {
		fmt.Fprintf(a.errOut, "passed over: %s: no reader for %q files\n", path, filepath.Ext(path))
	}
}

// tellReport sums an import up, whose files have been told of.
func (a *app) tellReport(r corpus.ImportReport) {
	a.tellSkipped(r.Skipped)
	for _, id := range r.Beside {
		fmt.Fprintf(a.errOut, "kept beside another of the same report, year and country: %s\n", id)
	}
	fmt.Fprintf(a.out, "%s read: %s added, %s revised, %s unchanged", plural(len(r.Files), "file"),
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
	Files     int            `json:"files"`
	Added     int            `json:"added"`
	Replaced  int            `json:"replaced"`
	Unchanged int            `json:"unchanged"`
	Beside    []string       `json:"beside"`
	Skipped   []string       `json:"skipped"`
	Failed    []failedInput  `json:"failed"`
	Results   []importedFile `json:"results"` // a file each
}

type failedInput struct {
	Path  string `json:"path"`
	Error string `json:"error"`
}

type importedFile struct {
	Path       string             `json:"path"`
	Outcome    corpus.FileOutcome `json:"outcome"`
	Narratives []string           `json:"narratives"`
	Repairs    []string           `json:"repairs,omitempty"`
	Errors     []string           `json:"errors,omitempty"`
}

func newImportAnswer(r corpus.ImportReport) importAnswer {
	answer := importAnswer{len(r.Files), r.Added + len(r.Beside), r.Replaced, r.Unchanged,
		append([]string{}, r.Beside...), append([]string{}, r.Skipped...), []failedInput{}, []importedFile{}}
	for _, f := range r.Files {
		file := importedFile{f.Path, f.Outcome, append([]string{}, f.Narratives...), f.Repairs, nil}
		for _, err := range f.Errors {
			failed := failedInput{f.Path, err.Error()}
			if e, ok := errors.AsType[*corpus.ImportError](err); ok {
				failed = failedInput{e.Path, e.Err.Error()}
			}
			file.Errors = append(file.Errors, failed.Error)
			answer.Failed = append(answer.Failed, failed)
		}
		answer.Results = append(answer.Results, file)
	}
	return answer
}
