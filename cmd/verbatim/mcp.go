package main

import (
	"context"

	"github.com/spf13/cobra"

	"verbatim/index/store"
	"verbatim/search/mcp"
)

func mcpCommand(a *app) *cobra.Command {
	var base string
	c := &cobra.Command{
		Use:   "mcp",
		Short: "Answer an assistant by the Model Context Protocol on standard input and output",
		Long: "Mcp is started by an assistant's program, not by hand: name the command “verbatim mcp” in\n" +
			"its settings. The tools search, check quotations, read, cite, count and follow; none writes.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.runMCP(c.Context(), base) },
	}
	c.Flags().StringVar(&base, "base-url", "", "what links begin with, such as http://127.0.0.1:8080")
	return c
}

func (a *app) runMCP(ctx context.Context, base string) error {
	s, err := store.Open(ctx, a.library, nil, a.options())
	if err != nil {
		return err
	}
	defer s.Close()
	return mcp.RunStdio(ctx, mcp.NewServer(s.Searcher(), version, base))
}
