package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"verbatim/search"
)

// A text is a document or a query of a collection.
type text struct {
	ID    string `json:"_id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// A collection has documents, and queries whose answers are known.
type collection struct {
	name      string
	documents []text
	queries   []text
	relevant  map[string]map[string]bool // documents by query
}

func readCollection(dir string) (*collection, error) {
	c := &collection{name: filepath.Base(dir), relevant: map[string]map[string]bool{}}
	var err error
	if c.documents, err = readTexts(filepath.Join(dir, "corpus.jsonl")); err != nil {
		return nil, err
	}
	if c.queries, err = readTexts(filepath.Join(dir, "queries.jsonl")); err != nil {
		return nil, err
	}
	judgements, err := os.ReadFile(filepath.Join(dir, "qrels", "test.tsv"))
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(judgements)) {
		f := strings.Fields(line)
		if len(f) != 3 || f[0] == "query-id" || f[2] == "0" {
			continue
		}
		if c.relevant[f[0]] == nil {
			c.relevant[f[0]] = map[string]bool{}
		}
		c.relevant[f[0]][f[1]] = true
	}
	return c, nil
}

func readTexts(path string) (texts []text, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var t text
		if err := json.Unmarshal(lines.Bytes(), &t); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		texts = append(texts, t)
	}
	return texts, lines.Err()
}

// measures are what a ranking is measured by (Manning, Raghavan and Schütze,
// "Introduction to Information Retrieval", chapter 8), with binary gains.
type measures struct{ ndcg, ap, recall float64 }

func (m *measures) add(o measures) {
	m.ndcg += o.ndcg
	m.ap += o.ap
	m.recall += o.recall
}

func (m measures) over(n float64) measures { return measures{m.ndcg / n, m.ap / n, m.recall / n} }

func (m measures) String() string {
	return fmt.Sprintf(" %9.4f %9.4f %9.4f", m.ndcg, m.ap, m.recall)
}

// score measures one ranking against the documents that are relevant.
func score(ranked []string, relevant map[string]bool) (m measures) {
	hits, ideal := 0.0, 0.0
	for i, id := range ranked {
		if !relevant[id] {
			continue
		}
		hits++
		m.ap += hits / float64(i+1)
		if i < 10 {
			m.ndcg += 1 / math.Log2(float64(i+2))
		}
		if i < 100 {
			m.recall++
		}
	}
	for i := range min(10, len(relevant)) {
		ideal += 1 / math.Log2(float64(i+2))
	}
	n := float64(len(relevant))
	return measures{m.ndcg / ideal, m.ap / n, m.recall / n}
}

// A bm25 is plain BM25, what the engine's ranking is compared with: k1 1.2, b
// 0.75, English stems, without Lucene's 33 stop words.
type bm25 struct {
	documents []text
	tf        []map[string]int
	lengths   []float64
	average   float64
	df        map[string]int
}

var stopWords = strings.Fields(`a an and are as at be but by for if in into is it no not of on or such
	that the their then there these they this to was will with`)

func stems(s string) (stems []string) {
	for _, t := range search.Analyze(s) {
		if !slices.Contains(stopWords, t.Word) {
			stems = append(stems, t.Stem)
		}
	}
	return stems
}

func newBM25(documents []text) *bm25 {
	b := &bm25{documents: documents, df: map[string]int{}}
	for _, d := range documents {
		tf := map[string]int{}
		all := stems(d.Title + "\n\n" + d.Text)
		for _, s := range all {
			if tf[s]++; tf[s] == 1 {
				b.df[s]++
			}
		}
		b.tf = append(b.tf, tf)
		b.lengths = append(b.lengths, float64(len(all)))
		b.average += float64(len(all)) / float64(len(documents))
	}
	return b
}

// rank returns the documents that have a word of the query, by score.
func (b *bm25) rank(query string) []string {
	type scored struct {
		id    string
		score float64
	}
	const k1, slope = 1.2, 0.75
	var found []scored
	n := float64(len(b.documents))
	asked := stems(query)
	for i, d := range b.documents {
		score := 0.0
		for _, s := range asked {
			if tf := float64(b.tf[i][s]); tf > 0 {
				df := float64(b.df[s])
				score += math.Log(1+(n-df+0.5)/(df+0.5)) * tf * (k1 + 1) / (tf + k1*(1-slope+slope*b.lengths[i]/b.average))
			}
		}
		if score > 0 {
			found = append(found, scored{d.ID, score})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
	ranked := make([]string, len(found))
	for i, f := range found {
		ranked[i] = f.id
	}
	return ranked
}
