package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"verbatim/corpus/library"
	"verbatim/index/store"
)

func removeCommand(a *app) *cobra.Command {
	return a.withJSON(&cobra.Command{
		Use:   "remove NARRATIVE...",
		Short: "Remove narratives from the library and its index",
		Long: "Remove takes narratives out of the library, by their identifiers, with what they said before\n" +
			"they were last changed. Nothing finds them from then on; an old link says that they were\n" +
			"removed. Their text is deleted from the disk by the first import or removal a day later.\n" +
			"A narrative comes back when a file that has it is imported.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.runRemove(c.Context(), args) },
	})
}

// A removal is what remove --json prints.
type removal struct {
	Removed []string           `json:"removed"`
	Missing []missingNarrative `json:"missing"`
}

type missingNarrative struct {
	ID      string   `json:"id"`
	Error   string   `json:"error"`
	Nearest []string `json:"nearest"` // what may have been meant
}

func (a *app) runRemove(ctx context.Context, ids []string) error {
	lib, err := library.Open(a.library)
	if err != nil {
		return err
	}
	defer lib.Close()
	return store.Locked(lib, func() error {
		done, err := remove(ctx, lib, ids)
		if err != nil {
			return err
		}
		return errors.Join(store.Refresh(ctx, lib, a.options()), a.printRemoval(done))
	})
}

// remove takes out the narratives that are there, all at once, and names the
// others.
func remove(ctx context.Context, lib *library.Library, ids []string) (done removal, err error) {
	done = removal{[]string{}, []missingNarrative{}}
	im, err := lib.Begin(ctx)
	if err != nil {
		return done, err
	}
	defer im.Rollback()
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			continue
		}
		switch err := im.Remove(ctx, id); {
		case errors.Is(err, library.ErrNotFound):
			done.Missing = append(done.Missing, missingNarrative{id, whyMissing(err), nil})
		case err != nil:
			return done, err
		default:
			done.Removed = append(done.Removed, id)
		}
	}
	if err := im.Commit(); err != nil {
		return done, err
	}
	for i, m := range done.Missing {
		nearest, err := lib.Nearest(ctx, m.ID, 3)
		if err != nil {
			return done, err
		}
		done.Missing[i].Nearest = append([]string{}, nearest...)
	}
	return done, nil
}

func whyMissing(err error) string {
	if gone, ok := errors.AsType[*library.RemovedError](err); ok {
		return gone.Error()
	}
	return "there is no such narrative"
}

// printRemoval tells what was removed; it is errNo if a narrative was not there.
func (a *app) printRemoval(done removal) error {
	if a.json {
		if err := printJSON(a.out, done); err != nil {
			return err
		}
	} else {
		a.printRemoved(done)
	}
	if len(done.Missing) > 0 {
		return errNo
	}
	return nil
}

func (a *app) printRemoved(done removal) {
	for _, m := range done.Missing {
		a.say("not removed: %s: %s", m.ID, m.Error)
		if len(m.Nearest) > 0 {
			a.say("; the nearest are %s", strings.Join(m.Nearest, ", "))
		}
		fmt.Fprintln(a.errOut)
	}
	for _, id := range done.Removed {
		fmt.Fprintf(a.out, "removed %s\n", id)
	}
	fmt.Fprintf(a.out, "%s removed", plural(len(done.Removed), "narrative"))
	if len(done.Removed) == 0 {
		fmt.Fprint(a.out, "; the library is as it was")
	}
	fmt.Fprintln(a.out)
}
