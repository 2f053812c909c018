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
	"verbatim/corpus/importing"
	"verbatim/corpus/library"
	"verbatim/index/store"
	"verbatim/search/answer"
)

func importCommand(a *app) *cobra.Command {
	var dry bool
	o := importing.Options{Said: importing.Metadata{}}
	c := a.withJSON(&cobra.Command{
		Use:   "import PATH...",
		Short: "Read files and folders into the library, and index them",
		Long: "Import reads files, folders and zip archives into the library. Each file gets one line\n" +
			"that says what happened to it. If a file cannot be read, the line says why, and the\n" +
			"other files are still imported.\n\n" +
			"Known kinds: " + strings.Join(importing.Formats(), " ") + ", and .gz of them.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.Said.Check(); err != nil {
				return err
			}
			if dry {
				return a.runDry(c.Context(), args, o)
			}
			return a.runImport(c.Context(), args, o)
		},
	})
	c.Flags().BoolVar(&dry, "dry-run", false, "change nothing; show each narrative as it would be imported (with --json, one per line)")
	metadataFlags(c, o.Said)
	c.Flags().StringVar(&o.Table, "metadata", "", "a CSV file that says what each file is; see metadata.csv in the README")
	return c
}

// metadataFlags adds the flags that say what a narrative is.
func metadataFlags(c *cobra.Command, said importing.Metadata) {
	for _, name := range importing.MetadataNames {
		c.Flags().Func(name, "the "+name+", said by hand", func(value string) error {
			said[name] = value
			return said.Check()
		})
	}
}

// lowerPriority is yieldToOthers. Tests, which import in their own process, stay as they
// are.
var lowerPriority = yieldToOthers

func (a *app) runImport(ctx context.Context, paths []string, o importing.Options) error {
	lib, err := library.Create(a.library)
	if err != nil {
		return err
	}
	defer lib.Close()
	if err := lib.CheckOwn(); err != nil {
		return err
	}
	lowerPriority()
	return store.Locked(lib, func() error {
		bar := a.progress("reading", "bytes")
		report, err := o.Files(ctx, lib, paths, func(p importing.Progress) {
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
			err = store.Refresh(ctx, lib, a.options())
		}
		return errors.Join(err, a.printReport(report))
	})
}

// runDry shows what an import would bring.
func (a *app) runDry(ctx context.Context, paths []string, o importing.Options) error {
	each := func(n *corpus.Narrative) error {
		if a.json {
			return a.printLine(answer.NewShownNarrative(n))
		}
		a.printNarrative(n)
		fmt.Fprintln(a.out)
		return nil
	}
	done := func(f importing.FileReport) error {
		if a.json {
			return a.printLine(newImportedFile(f))
		}
		for _, err := range f.Errors {
			a.say("not imported: %v\n", err)
		}
		a.printLeftOut(f)
		return nil
	}
	report, err := o.Read(ctx, paths, each, done)
	if err != nil {
		return err
	}
	a.printSkipped(report.Skipped)
	if len(report.Failed) > 0 {
		return errNo
	}
	return nil
}

// printLine prints JSON on one line.
func (a *app) printLine(v any) error {
	e := json.NewEncoder(a.out)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// mentioned is from which share of a file's words on a line says what was left out.
const mentioned = 0.005

// printLeftOut says how much of a file was left out, and why, if it is worth a line.
func (a *app) printLeftOut(f importing.FileReport) {
	if f.Words.Share() <= mentioned {
		return
	}
	var parts []string
	for _, l := range f.Words.LeftOut {
		parts = append(parts, fmt.Sprintf("%s %s", answer.Number(l.Words), l.Why))
	}
	fmt.Fprintf(a.out, "           left out %s of %s words: %s\n",
		answer.Number(f.Words.File-f.Words.Kept), answer.Number(f.Words.File), printable(strings.Join(parts, ", "), false))
}

// printReport prints what an import did; the error is errNo if something failed.
func (a *app) printReport(r importing.Report) error {
	if a.json {
		for _, f := range r.Files {
			if err := a.printLine(newImportedFile(f)); err != nil {
				return err
			}
		}
		a.printSkipped(r.Skipped)
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
	a.printLeftOut(f)
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

// An importedFile is what import --json prints of a file.
type importedFile struct {
	Path       string           `json:"path"`
	Status     importing.Status `json:"status"`
	Error      string           `json:"error"` // what of it could not be read, or empty
	Narratives []string         `json:"narratives"`
	Words      fileWords        `json:"words"`
	Notes      []string         `json:"notes"`
}

// fileWords say where the words of a file are: File is Kept and LeftOut together.
type fileWords struct {
	File    int         `json:"file"`
	Kept    int         `json:"kept"`
	LeftOut []leftWords `json:"left_out"`
}

type leftWords struct {
	Why    string `json:"why"`
	Words  int    `json:"words"`
	Sample string `json:"sample"`
}

func newImportedFile(f importing.FileReport) importedFile {
	file := importedFile{
		Path: f.Path, Status: f.Status, Narratives: append([]string{}, f.Narratives...), Notes: append([]string{}, f.Repairs...),
		Words: fileWords{f.Words.File, f.Words.Kept, []leftWords{}},
	}
	for _, l := range f.Words.LeftOut {
		file.Words.LeftOut = append(file.Words.LeftOut, leftWords(l))
	}
	var failures []string
	for _, err := range f.Errors {
		if e, ok := errors.AsType[*importing.Error](err); ok {
			err = e.Err
		}
		failures = append(failures, err.Error())
	}
	file.Error = strings.Join(failures, "; ")
	return file
}
