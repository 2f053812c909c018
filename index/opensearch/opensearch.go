// Package opensearch is the engine on an OpenSearch cluster, for collections and
// numbers of readers that one machine does not carry: it gives the same passages, counts
// and order as the embedded one, to the last bit. OpenSearch speaks plain HTTP.
//
//	client.go      nodes, retries, errors
//	document.go    a passage as a document; the mapping
//	keep.go        an index is built, opened and brought up to date
//	fill.go        what is new, ended and published of it
//	state.go       what is published, and the vocabulary
//	index.go       the engine: generations
//	translate.go   a query as one of OpenSearch's; near.go: proximity
//	verify.go      what OpenSearch cannot tell, search.Matcher decides in Go
//	statistics.go  what a score needs to know, and what it is at most
//	order.go       passages in the order of their scores; pages.go: kept for the next page
//	find.go, facets.go, fold.go, scan.go
//
// What matches and how it is ranked is not OpenSearch's to say. Its analyzer parts at
// spaces what search.Analyze found; a query is made of terms, spans and booleans that
// accept exactly what search.Matcher does, and where there are none the candidates'
// words are read and matched in Go. It sorts by an upper bound of the score, and the
// passages are scored in Go in that order until no other can come first.
package opensearch

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"verbatim/corpus/library"
	"verbatim/corpus/remote"
	"verbatim/search"
)

// A Cluster is where indexes are kept: how to reach it, and how indexes are made there.
type Cluster struct {
	Nodes []string // addresses that Access has checked: https://search-1.example.org:9200
	remote.Access
	Shards int // of an index that is built; 0: by its size
}

// Describe says what the cluster holds of an index: for people.
func (x *Index) Describe(ctx context.Context) (string, error) {
	g, err := x.published(ctx)
	if err != nil {
		return "", err
	}
	var health struct {
		Status string
		Nodes  int `json:"number_of_nodes"`
		Active int `json:"active_shards"`
		Absent int `json:"unassigned_shards"`
	}
	if err := x.client.do(ctx, http.MethodGet, "/_cluster/health/"+g.index, nil, &health); err != nil {
		return "", err
	}
	return fmt.Sprintf("OpenSearch, index %s: %s; nodes: %d; shards with copies: %d, and %d are missing; revision %d", g.index, health.Status, health.Nodes, health.Active, health.Absent, g.edition.Revision), nil
}

// passagesPerShard is how many passages a shard holds at most that is made by size.
const passagesPerShard = 10_000_000

// Keeper returns what keeps the index of a library in the cluster.
func (c *Cluster) Keeper(lib *library.Library) search.Keeper {
	return &keeper{client: newClient(c), library: lib, shards: c.Shards, alias: aliasOf(lib)}
}

// aliasOf is the name of a library's index, in the cluster: several libraries may be
// in one.
func aliasOf(lib *library.Library) string {
	return "verbatim-" + strings.ToLower(strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, lib.Identity()))
}

// requestTimeout bounds a request that has no other bound.
const requestTimeout = 2 * time.Minute
