package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestRankingIsBetterThanPlainBM25 holds what the lifts of the ranking are for.
func TestRankingIsBetterThanPlainBM25(t *testing.T) {
	data := os.Getenv("VERBATIM_DATA")
	if data == "" {
		data = filepath.Join("..", "..", "..", "shared", "data")
	}
	if _, err := os.Stat(data); err != nil {
		t.Skipf("no test data at %s; set VERBATIM_DATA to its folder", data)
	}
	var plain, ours measures
	for _, name := range []string{"cranfield", "cacm", "npl"} {
		p, o, err := measure(t.Context(), filepath.Join(data, "relevance", name))
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%-10s plain %v ours %v", name, p, o)
		if o.ndcg < p.ndcg {
			t.Errorf("%s: nDCG@10 is %.4f, plain BM25 has %.4f", name, o.ndcg, p.ndcg)
		}
		plain.add(p)
		ours.add(o)
	}
	if ours.ndcg < 1.03*plain.ndcg {
		t.Errorf("nDCG@10 is %.4f on the mean, want 3 %% more than %.4f", ours.ndcg/3, plain.ndcg/3)
	}
}
