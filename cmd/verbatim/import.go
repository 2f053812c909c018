package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"verbatim/corpus/importing"
	"verbatim/corpus/library"
	"verbatim/index/store"
	"verbatim/search/answer"
)

func importCommand(a *app) *cobra.Command {
	var dry bool
	c := a.withJSON(&cobra.Command{
		Use:   "import PATH...",
		Short: "Read files and folders into the library, and index them",
		Long: "Import reads files, folders and zip archives into the library. Each file gets one line\n" +
			"that says what happened to it. If a file cannot be read, the line says why, and the\n" +
			"other files are still imported.\n\n" +
			"Known kinds: " + strings.Join(importing.Formats(), " ") + ", and .gz of them.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if dry {
				return a.runDry(c.Context(), args)
			}
			return a.runImport(c.Context(), args)
		},
	})
	c.Flags().BoolVar(&dry, "dry-run", false, "change nothing; show each narrative as it would be imported (with --json, one per line)")
	return c
}

func (a *app) runImport(ctx context.Context, paths []string) error {
	lib, err := library.Create(a.library)
	if err != nil {
		return err
	}
	defer lib.Close()
	yieldToOthers()
	return store.Locked(lib, func() error {
		bar := a.progress("reading", "bytes")
		report, err := importing.Files(ctx, lib, paths, func(p importing.Progress) {
			if !a.json && len(p.Finished) > 0 {
				bar.done()
				for _, f := range p.Finished {
					a.printFile(f)
				}
			}
			bar.set(p.Done, p.Total)
		})
		bar.done()
		if err == nil {
			err = store.Refresh(ctx, lib, a.events())
		}
		return errors.Join(err, a.printReport(report))
	})
}

// runDry shows what an import would bring.
func (a *app) runDry(ctx context.Context, paths []string) error {
	found, skipped := importing.ReadFiles(ctx, paths)
	failed := false
	for n, err := range found {
		switch {
		case err != nil:
			failed = true
			a.say("not imported: %v\n", err)
		case a.json:
			if err := json.NewEncoder(a.out).Encode(answer.NewShownNarrative(n)); err != nil {
				return err
			}
		default:
			a.printNarrative(n)
			fmt.Fprintln(a.out)
		}
	}
	a.printSkipped(skipped)
	if failed {
		return errNo
	}
	return ctx.Err()
}

// printReport prints what an import did; the error is errNo if something failed.
func (a *app) printReport(r importing.Report) error {
	if a.json {
		if err := printJSON(a.out, newImportAnswer(r)); err != nil {
			return err
		}
	} else {
		a.printSummary(r)
	}
	if len(r.Failed) > 0 {
		return errNo
	}
	return nil
}

// printFile prints a line on what became of a file.
func (a *app) printFile(f importing.FileReport) {
	for _, err := range f.Errors {
		a.say("not imported: %v\n", err)
	}
	if f.Status == importing.Failed {
		return
	}
	what := ""
	switch len(f.Narratives) {
	case 1:
		what = f.Narratives[0]
	default:
		what = plural(len(f.Narratives), "narrative")
	}
	fmt.Fprintf(a.out, "%-9s  %s: %s\n", f.Status, printable(f.Path, false), what)
	for _, repair := range f.Repairs {
		fmt.Fprintf(a.out, "           %s\n", repair)
	}
}

func (a *app) printSkipped(paths []string) {
	for _, path := range paths {
		a.say("passed over: %s: no reader for %q files\n", path, filepath.Ext(path))
	}
}

// printSummary sums an import up, whose files have been printed.
func (a *app) printSummary(r importing.Report) {
	a.printSkipped(r.Skipped)
	for _, id := range r.Conflicts {
		a.say("kept as a second version, since another file covers the same report, year and country: %s\n", id)
	}
	fmt.Fprintf(a.out, "%s read: %s added, %s revised, %s unchanged", plural(len(r.Files), "file"),
		plural(r.Added+len(r.Conflicts), "narrative"), answer.Number(r.Replaced), answer.Number(r.Unchanged))
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
	Path       string           `json:"path"`
	Outcome    importing.Status `json:"outcome"`
	Narratives []string         `json:"narratives"`
	Repairs    []string         `json:"repairs,omitempty"`
	Errors     []string         `json:"errors,omitempty"`
}

func newImportAnswer(r importing.Report) importAnswer {
	answer := importAnswer{len(r.Files), r.Added + len(r.Conflicts), r.Replaced, r.Unchanged,
		append([]string{}, r.Conflicts...), append([]string{}, r.Skipped...), []failedInput{}, []importedFile{}}
	for _, f := range r.Files {
		file := importedFile{f.Path, f.Status, append([]string{}, f.Narratives...), f.Repairs, nil}
		for _, err := range f.Errors {
			failed := failedInput{f.Path, err.Error()}
			if e, ok := errors.AsType[*importing.Error](err); ok {
				failed = failedInput{e.Path, e.Err.Error()}
			}
			file.Errors = append(file.Errors, failed.Error)
			answer.Failed = append(answer.Failed, failed)
		}
		answer.Results = append(answer.Results, file)
	}
	return answer
}
