package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"verbatim/corpus/library"
	"verbatim/index/store"
)

func reindexCommand(a *app) *cobra.Command {
	return a.withJSON(&cobra.Command{
		Use:   "reindex",
		Short: "Rebuild the index from the library",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return a.runReindex(c.Context()) },
	})
}

func (a *app) runReindex(ctx context.Context) error {
	lib, err := library.Open(a.library)
	if err != nil {
		return err
	}
	defer lib.Close()
	yieldToOthers()
	start := time.Now()
	if err := store.Locked(lib, func() error { return store.Rebuild(ctx, lib, a.options()) }); err != nil {
		return err
	}
	x, err := store.OpenIndex(ctx, lib, a.options())
	if err != nil {
		return err
	}
	defer x.Close()
	size, err := x.Size(ctx)
	if err != nil {
		return err
	}
	took := time.Since(start).Round(time.Millisecond)
	if a.json {
		return printJSON(a.out, struct {
			Passages int   `json:"passages"`
			Bytes    int64 `json:"bytes"`
			Millis   int64 `json:"milliseconds"`
		}{size.Passages, size.Bytes, took.Milliseconds()})
	}
	fmt.Fprintf(a.out, "indexed %s in %v\n", plural(size.Passages, "passage"), took)
	return nil
}
