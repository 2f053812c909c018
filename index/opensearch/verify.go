package opensearch

import (
	"context"
	"encoding/json"
	"fmt"

	"verbatim/search"
)

// verify returns the query for the passages that match a node, by their rows: all that
// have its words are read, and search.Matcher decides.
func (t *translation) verify(n search.Node) (object, error) {
	candidates, err := t.candidates(n)
	if err != nil {
		return nil, err
	}
	matcher := t.query.Bind(n, t.lookups)
	matcher.Until(func() bool { return t.ctx.Err() != nil })
	var rows []int64
	words := reader{vocabulary: t.of.vocabulary}
	err = t.of.each(t.ctx, allOf(append(t.of.live(), candidates)...), want{words: true}, func(h *hit) error {
		if err := words.read(&h.Fields, matcher.Counting()); err != nil {
			return err
		}
		if matcher.Matches(&words.Words) {
			rows = append(rows, first(h.Fields.Row))
		}
		return t.ctx.Err()
	})
	return anyTerm(fieldRow, rows), err
}

// candidates returns a query for the passages that have the words of a node, among
// which are all that match.
func (t *translation) candidates(n search.Node) (object, error) {
	switch n := n.(type) {
	case *search.Phrase:
		if len(n.Terms) == 1 {
			return t.term(n.Terms[0])
		}
		var queries []object
		for _, term := range n.Terms {
			queries = append(queries, t.words(term))
		}
		return allOf(queries...), nil
	case *search.Or:
		var queries []object
		for _, c := range n.Nodes {
			query, err := t.candidates(c)
			if err != nil {
				return nil, err
			}
			queries = append(queries, query)
		}
		return anyOf(queries...), nil
	case *search.Near:
		left, err := t.candidates(n.Left)
		if err != nil {
			return nil, err
		}
		right, err := t.candidates(n.Right)
		return allOf(left, right), err
	}
	return nil, fmt.Errorf("%s has no words to look for", n)
}

// A reader reads the words of documents as search.Matcher and search.Counter want them.
type reader struct {
	search.Words
	vocabulary *vocabulary
	numbers    []uint32 // of all words
}

// read reads the words and sentences of a document: the places of those that count.
func (r *reader) read(f *fields, counting search.Bits) error {
	var unknown string
	r.numbers, unknown = r.vocabulary.numbered(first(f.Words), r.numbers[:0])
	if unknown != "" {
		return search.Stale("the word %q of a passage is not in its vocabulary", unknown)
	}
	r.Places = r.Places[:0]
	for i, n := range r.numbers {
		if counting.Has(n) {
			r.Places = append(r.Places, search.Occurrence{At: uint32(i), Word: n})
		}
	}
	r.Sentences = sentencesOf(first(f.Ends), r.Sentences)
	return nil
}

// A want is what is wanted of each document that a query finds.
type want struct {
	words  bool
	values []string // fields
	size   int      // documents at once; 0: as many as may be
}

// each goes through what a query finds, in the order of rows.
func (g *generation) each(ctx context.Context, query object, wanted want, visit func(h *hit) error) error {
	size := wanted.size
	if size == 0 {
		size = maxPage / 2
	}
	body := object{
		"size": size, "query": query, "track_total_hits": false, "_source": false,
		"sort": []object{{fieldRow: "asc"}}, "docvalue_fields": append([]string{fieldRow}, wanted.values...),
	}
	if wanted.words {
		body["stored_fields"] = []string{fieldWords, fieldEnds}
	}
	for {
		r, err := g.client.search(ctx, g.index, body)
		if err != nil {
			return err
		}
		for i := range r.Hits.Hits {
			if err := visit(&r.Hits.Hits[i]); err != nil {
				return err
			}
		}
		if len(r.Hits.Hits) < size {
			return nil
		}
		body["search_after"] = []json.RawMessage{r.Hits.Hits[size-1].Sort[0]}
	}
}
