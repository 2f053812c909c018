package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"verbatim/corpus/library"
	"verbatim/corpus/remote"
	"verbatim/index/opensearch"
	"verbatim/index/store"
	"verbatim/search"
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

// The engines, by name.
const (
	bleve      = "bleve"
	onClusters = "opensearch"
)

// engineFlags say which engine keeps the index, and where.
type engineFlags struct {
	name                        string
	nodes                       []string
	authorities, user, password string // files, but for the user
	cluster                     *opensearch.Cluster
}

func (e *engineFlags) add(c *cobra.Command) {
	flags := c.PersistentFlags()
	flags.StringVar(&e.name, "engine", bleve, "what keeps the index: bleve, in the library's folder, or opensearch")
	flags.StringSliceVar(&e.nodes, "opensearch", nil, "addresses of OpenSearch's nodes, with commas between")
	flags.StringVar(&e.authorities, "opensearch-ca", "", "file with the certificates that OpenSearch's are signed with, in PEM format")
	flags.StringVar(&e.user, "opensearch-user", "", "user of OpenSearch")
	flags.StringVar(&e.password, "opensearch-password-file", "", "file with the user's password")
}

// read reads the files that the flags name.
func (e *engineFlags) read() error {
	switch {
	case e.name == bleve && (len(e.nodes) > 0 || e.authorities != "" || e.user != "" || e.password != ""):
		return usageError("what begins with --opensearch needs --engine opensearch")
	case e.name == bleve:
		return nil
	case e.name != onClusters:
		return usageError(fmt.Sprintf("--engine %q: want %s or %s", e.name, bleve, onClusters))
	case len(e.nodes) == 0:
		return usageError("--engine opensearch needs --opensearch with the addresses of its nodes")
	case (e.user == "") != (e.password == ""):
		return usageError("--opensearch-user and --opensearch-password-file belong together")
	}
	e.cluster = &opensearch.Cluster{Nodes: e.nodes, Access: remote.Access{User: e.user}}
	if err := e.cluster.Check(); err != nil {
		return usageError("--opensearch: " + err.Error())
	}
	return e.cluster.Read(e.authorities, e.password)
}

// keeper returns what keeps the index of a library; nil for the engine in its folder.
func (e *engineFlags) keeper() func(*library.Library) search.Keeper {
	if e.cluster == nil {
		return nil
	}
	return e.cluster.Keeper
}
