package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"verbatim/corpus/library"
)

func verifyCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: "Compare every text of the library with what was imported",
		Long: `Read every text of the library and compare it with what was imported, by
checksums. What differs is named, with the file to import again. The exit code
is 1 if anything differs.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.runVerify(c.Context()) },
	}
}

func (a *app) runVerify(ctx context.Context) (err error) {
	lib, err := library.Open(a.library)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lib.Close()) }()
	bar := a.progress("reading", "narratives")
	damages, read, err := lib.Verify(ctx, func(done, total int) { bar.set(int64(done), int64(total)) })
	bar.done()
	if err != nil {
		return err
	}
	for _, d := range damages {
		what := d.Narrative
		if d.Earlier {
			what += " (an earlier wording)"
		}
		if _, known := errors.AsType[*library.DamagedError](d.Err); known {
			fmt.Fprintln(a.out, printable(fmt.Sprintf("%s is not what was imported: import %s again", what, d.File), false))
		} else {
			fmt.Fprintln(a.out, printable(fmt.Sprintf("%s cannot be read: %s; import %s again", what, inWords(d.Err), d.File), false))
		}
	}
	if len(damages) > 0 {
		fmt.Fprintf(a.out, "%s of %s differ\n", plural(len(damages), "text"), plural(read, "narrative"))
		return errNo
	}
	fmt.Fprintf(a.out, "everything is as it was imported: %s\n", plural(read, "narrative"))
	return nil
}
