package main

import (
	"regexp"
	"slices"
	"testing"

	"verbatim/cmd/bench/compare"
	"verbatim/cmd/bench/workload"
	"verbatim/search"
)

// The programs that are built find as many passages as verbatim, for each kind of
// question, and mark all that they show.
func TestProgramsFindTheSame(t *testing.T) {
	var product compare.Engine
	for p, engine := range opened(t, slices.Concat(peers[:1], lucene.peers(), tantivy.peers())) {
		if product == nil {
			product = engine
		}
		for _, q := range []workload.Question{
			{Text: "labor"},
			{Text: "labour"},
			{Text: "workers labor"},
			{Text: "victims OR workers OR wages", Task: workload.Facets},
			{Text: "the government did not report any of these", Mode: search.ModeAny},
			{Text: "(victims OR workers) AND labor NOT wages"},
			{Text: `"forced labor"`},
			{Text: `"of the"`, Task: workload.Export},
			{Text: "investig*"},
			{Text: "traf*ing"},
			{Text: "workers", Filters: map[search.Field]string{search.FieldYear: "2023"}},
			{Text: "workers", Task: workload.ByYear},
			{Text: "forced labor", Task: workload.Count},
		} {
			for _, q.Bare = range []bool{false, true} {
				want, err := product.Ask(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				got, err := engine.Ask(t.Context(), q)
				if err != nil || got.Total != want.Total || len(got.Hits) != len(want.Hits) || got.Total == 0 {
					t.Errorf("%s, %+v: %d passages, %d of them shown, %v; verbatim has %d and shows %d",
						p.name, q, got.Total, len(got.Hits), err, want.Total, len(want.Hits))
				}
				for _, hit := range got.Hits {
					if p.index != "verbatim" && !q.Bare && !marked.MatchString(hit) {
						t.Errorf("%s, %s: nothing is marked in %q", p.name, q.Text, hit)
					}
				}
			}
		}
	}
}

var marked = regexp.MustCompile(`<b>[^<]+</b>`)
