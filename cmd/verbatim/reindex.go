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
	lowerPriority()
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
	fmt.Fprintf(a.out, "indexed %s, headings among them, in %v\n", plural(size.Passages, "passage"), took)
	return nil
}

// The engines, by name.
const (
	bleve      = "bleve"
	onClusters = "opensearch"
)

// engineFlags say which engine keeps the index, and where.
type engineFlags struct {
	name    string
	nodes   []string
	access  accessFlags
	cluster *opensearch.Cluster
}

func (e *engineFlags) add(c *cobra.Command) {
	flags := c.PersistentFlags()
	flags.StringVar(&e.name, "engine", bleve, "what keeps the index: bleve, in the library's folder, or opensearch")
	flags.StringSliceVar(&e.nodes, "opensearch", nil, "addresses of OpenSearch's nodes, with commas between")
	flags.StringVar(&e.access.authorities, "opensearch-ca", "", "file with the certificates that OpenSearch's are signed with, in PEM format")
	flags.StringVar(&e.access.user, "opensearch-user", "", "user of OpenSearch")
	flags.StringVar(&e.access.password, "opensearch-password-file", "", "file with the user's password")
}

// read reads the files that the flags name.
func (e *engineFlags) read() error {
	switch {
	case e.name == bleve && (len(e.nodes) > 0 || e.access != (accessFlags{})):
		return usageError("what begins with --opensearch needs --engine opensearch")
	case e.name == bleve:
		return nil
	case e.name != onClusters:
		return usageError(fmt.Sprintf("--engine %q: want %s or %s", e.name, bleve, onClusters))
	case len(e.nodes) == 0:
		return usageError("--engine opensearch needs --opensearch with the addresses of its nodes")
	}
	access, err := e.access.read("--opensearch", e.nodes...)
	e.cluster = &opensearch.Cluster{Nodes: e.nodes, Access: access}
	return err
}

// accessFlags say how to reach another machine: files, but for the user.
type accessFlags struct{ authorities, user, password string }

// read returns the access to machines at addresses, as the flags that begin with a name
// give it, with what is in their files.
func (f accessFlags) read(name string, addresses ...string) (access remote.Access, err error) {
	if (f.user == "") != (f.password == "") {
		return access, usageError(name + "-user and " + name + "-password-file belong together")
	}
	access.User = f.user
	for _, address := range addresses {
		if err := access.Check(address); err != nil {
			return access, usageError(name + ": " + err.Error())
		}
	}
	return access, access.Read(f.authorities, f.password)
}

// keeper returns what keeps the index of a library; nil for the engine in its folder.
func (e *engineFlags) keeper() func(*library.Library) search.Keeper {
	if e.cluster == nil {
		return nil
	}
	return e.cluster.Keeper
}
