package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"verbatim/corpus"
	"verbatim/corpus/importing"
	"verbatim/corpus/library"
	"verbatim/index/store"
)

func editCommand(a *app) *cobra.Command {
	said := importing.Metadata{}
	c := &cobra.Command{
		Use:   "edit NARRATIVE",
		Short: "Correct what a narrative is: its country, year, report",
		Long: "Edit corrects what is said of a narrative of the library. What is said by hand holds when\n" +
			"its file is imported again, and old addresses lead to the corrected narrative.\n\n" +
			"  verbatim edit human-rights-2012-iraq --publisher UNAMI --report \"Report on Human Rights in Iraq\"",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(said) == 0 {
				return errors.New("say what is to be corrected: --country, --year, --report and others; verbatim edit --help lists them")
			}
			return a.runEdit(c.Context(), args[0], said)
		},
	}
	metadataFlags(c, said)
	return c
}

func (a *app) runEdit(ctx context.Context, id string, said importing.Metadata) error {
	lib, err := library.Open(a.library)
	if err != nil {
		return err
	}
	defer lib.Close()
	return store.Locked(lib, func() error {
		var now string
		err := lib.InTransaction(ctx, func(im *library.Tx) (err error) {
			now, err = im.Edit(ctx, id, said, func(n *corpus.Narrative, all map[string]string) { importing.Metadata(all).Correct(n) })
			return err
		})
		if errors.Is(err, library.ErrNotFound) {
			err = withNearest(ctx, lib, id, err)
		}
		if err != nil {
			return err
		}
		if err := store.Refresh(ctx, lib, a.options()); err != nil {
			return err
		}
		if now == id {
			fmt.Fprintf(a.out, "corrected  %s\n", id)
		} else {
			fmt.Fprintf(a.out, "corrected  %s, which is now %s\n", id, now)
		}
		return nil
	})
}
