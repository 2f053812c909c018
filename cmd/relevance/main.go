// Command relevance measures the ranking on collections with known answers: it
// prints nDCG@10, MAP and recall@100 of mode any next to plain BM25.
//
//	go run ./cmd/relevance [-corpora REPORTS] DIR...
//
// Each DIR holds corpus.jsonl, queries.jsonl and qrels/test.tsv in the layout
// of BEIR (github.com/beir-cellar/beir). REPORTS is a folder of .jsonl.gz files; of
// the stems with the most passages in them it prints how much of what they find has
// only a word of another family.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/index"
	"verbatim/search"
)

func main() {
	reports := flag.String("corpora", "", "folder of reports, whose stems are judged")
	flag.Parse()
	if flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "usage: relevance [-corpora REPORTS] DIR...")
		os.Exit(2)
	}
	fmt.Printf("%-12s %28s %28s\n", "", "plain BM25", "verbatim, mode any")
	fmt.Printf("%-12s %9s %9s %9s %9s %9s %9s\n", "", "nDCG@10", "MAP", "rec@100", "nDCG@10", "MAP", "rec@100")
	var plain, ours measures
	for _, dir := range flag.Args() {
		p, o, err := measure(context.Background(), dir)
		if err != nil {
			fmt.Fprintf(os.Stderr, "relevance: %s: %v\n", dir, err)
			os.Exit(1)
		}
		fmt.Printf("%-12s%s%s\n", filepath.Base(dir), p, o)
		plain.add(p)
		ours.add(o)
	}
	n := float64(flag.NArg())
	fmt.Printf("%-12s%s%s\n", "mean", plain.over(n), ours.over(n))
	fmt.Printf("nDCG@10 %+.1f %% on the mean\n", 100*(ours.ndcg/plain.ndcg-1))
	if *reports != "" {
		if err := printOthers(*reports); err != nil {
			fmt.Fprintln(os.Stderr, "relevance:", err)
			os.Exit(1)
		}
	}
}

// measure returns the measures of plain BM25 and of the engine on a collection.
func measure(ctx context.Context, dir string) (plain, ours measures, err error) {
	c, err := readCollection(dir)
	if err != nil {
		return plain, ours, err
	}
	bm25 := newBM25(c.documents)
	temp, err := os.MkdirTemp("", "relevance-")
	if err != nil {
		return plain, ours, err
	}
	defer os.RemoveAll(temp)
	engine, ids, err := build(ctx, temp, c)
	if err != nil {
		return plain, ours, err
	}
	defer engine.Close()
	for _, q := range c.queries {
		if len(c.relevant[q.ID]) == 0 {
			continue
		}
		ranked, err := ask(ctx, engine, ids, q.Text)
		if err != nil {
			return plain, ours, fmt.Errorf("query %s: %w", q.ID, err)
		}
		ours.add(score(ranked, c.relevant[q.ID]))
		plain.add(score(bm25.rank(q.Text), c.relevant[q.ID]))
	}
	n := float64(len(c.relevant))
	return plain.over(n), ours.over(n), nil
}

// build indexes a collection, each document as a passage, and returns the
// documents' names by the passages' rows.
func build(ctx context.Context, dir string, c *collection) (*index.Index, map[int64]string, error) {
	lib, err := library.Create(filepath.Join(dir, "library"))
	if err != nil {
		return nil, nil, err
	}
	defer lib.Close()
	im, err := lib.Begin(ctx)
	if err != nil {
		return nil, nil, err
	}
	var names []string
	for _, d := range c.documents {
		n := &corpus.Narrative{Report: c.name, Country: "Document " + d.ID, Year: 2000, Text: strings.TrimSpace(d.Title + "\n\n" + d.Text)}
		if n.Text == "" {
			continue
		}
		n.Passages = []corpus.Passage{{Span: prose.Span{End: len(n.Text)}, Kind: corpus.Paragraph}}
		if _, err := im.Add(ctx, n, 0); err != nil {
			return nil, nil, err
		}
		names = append(names, d.ID)
	}
	if err := im.Commit(); err != nil {
		return nil, nil, err
	}
	ids := map[int64]string{}
	for stored, err := range lib.All(ctx) {
		if err != nil {
			return nil, nil, err
		}
		ids[stored.Rows[0]] = names[len(ids)]
	}
	if err := index.Build(ctx, filepath.Join(dir, "index"), lib, nil); err != nil {
		return nil, nil, err
	}
	engine, err := index.Open(filepath.Join(dir, "index"))
	return engine, ids, err
}

// maxWords keeps a question within the bounds of the query language: mode any takes so
// many words.
const maxWords = 256

// ask returns the documents' names in the order of the engine.
func ask(ctx context.Context, engine *index.Index, ids map[int64]string, text string) ([]string, error) {
	var words []string
	for _, t := range search.Analyze(text) {
		words = append(words, t.Word)
	}
	q, err := search.Parse(strings.Join(words[:min(len(words), maxWords)], " "))
	if err != nil {
		return nil, err
	}
	found, err := engine.Find(ctx, search.Question{Query: q.In(search.ModeAny), Sort: search.SortRelevance, Limit: len(ids)})
	if err != nil {
		return nil, err
	}
	ranked := make([]string, len(found.Hits))
	for i, h := range found.Hits {
		ranked[i] = ids[h.Row]
	}
	return ranked, nil
}
