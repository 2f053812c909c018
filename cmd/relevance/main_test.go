package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"verbatim/corpus/corpustest"
)

// TestRankingIsBetterThanPlainBM25 holds what the boosts of the ranking are for: on
// collections with known answers, where the data folder has them, and on known items
// of the demonstration collection.
func TestRankingIsBetterThanPlainBM25(t *testing.T) {
	t.Run("known items", func(t *testing.T) {
		checkRanking(t, knownItems(t))
	})
	data, ok := corpustest.HasData(t)
	if !ok || testing.Short() {
		return
	}
	var dirs []string
	for _, name := range []string{"cranfield", "cacm", "npl"} {
		dirs = append(dirs, filepath.Join(data, "relevance", name))
	}
	t.Run("collections", func(t *testing.T) { checkRanking(t, dirs...) })
}

func checkRanking(t *testing.T, dirs ...string) {
	t.Helper()
	var plain, ours measures
	for _, dir := range dirs {
		p, o, err := measure(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%-10s plain %v ours %v", filepath.Base(dir), p, o)
		if o.ndcg < p.ndcg {
			t.Errorf("%s: nDCG@10 is %.4f, plain BM25 has %.4f", dir, o.ndcg, p.ndcg)
		}
		plain.add(p)
		ours.add(o)
	}
	if ours.ndcg < 1.03*plain.ndcg {
		n := float64(len(dirs))
		t.Errorf("nDCG@10 is %.4f on the mean, want 3 %% more than %.4f", ours.ndcg/n, plain.ndcg/n)
	}
}

// knownItems writes a collection of the suggested actions, and returns its folder.
// A query has a few words of one of them, as they follow each other; what has all of
// them so is relevant.
func knownItems(t *testing.T) string {
	t.Helper()
	const words = 4
	var documents, queries, judgements []string
	texts := actions(t)
	for i, text := range texts {
		documents = append(documents, line(t, i, text))
		fields := strings.Fields(text)
		if i%25 != 0 || len(fields) < 3*words {
			continue
		}
		query := strings.Join(fields[words:2*words], " ")
		queries = append(queries, line(t, i, query))
		for j, other := range texts {
			if strings.Contains(other, query) {
				judgements = append(judgements, fmt.Sprintf("%d\t%d\t1", i, j))
			}
		}
	}
	dir := t.TempDir()
	for name, lines := range map[string][]string{"corpus.jsonl": documents, "queries.jsonl": queries, "qrels/test.tsv": judgements} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// actions returns the paragraphs and items of some narratives, each once.
func actions(t *testing.T) (texts []string) {
	t.Helper()
	for l := range corpustest.Lines(t, corpustest.Demo(t, corpustest.Actions)[0], 4, 1000) {
		var n struct{ Markdown string }
		if err := json.Unmarshal(l, &n); err != nil {
			t.Fatal(err)
		}
		for block := range strings.SplitSeq(n.Markdown, "\n\n") {
			if !strings.HasPrefix(block, "#") {
				texts = append(texts, strings.TrimPrefix(block, "- "))
			}
		}
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}

func line(t *testing.T, id int, content string) string {
	t.Helper()
	data, err := json.Marshal(text{ID: fmt.Sprint(id), Text: content})
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestStemsFindTheirFamily holds that what a frequent word finds is of its family.
// `make relevance` counts it in all collections, which takes longer.
func TestStemsFindTheirFamily(t *testing.T) {
	files := corpustest.Demo(t)
	if upr, ok := corpustest.Collection(t, "upr-recommendations-2008-2014.jsonl.gz"); ok {
		files = append(files, upr)
	}
	s, err := countOthers(files)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d", s.others, s.found)
	if s.found == 0 || 100*s.others >= s.found {
		t.Errorf("%d of %d passages have only a word of another family", s.others, s.found)
	}
}
