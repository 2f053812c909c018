package opensearch

import (
	"context"
	"encoding/base64"
	"encoding/binary"
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
	words, counting := reader{vocabulary: t.of.vocabulary}, search.BitsOf(matcher.Counting())
	err = t.of.each(t.ctx, allOf(append(t.of.live(), candidates)...), want{words: true}, func(h *hit) error {
		if err := words.read(&h.Fields, counting); err != nil {
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
	body       []byte   // see bodyOf
	numbers    []uint32 // of all words
	names      []bool   // which of them are names
}

// read reads the words and sentences of a document: the places of those that count.
func (r *reader) read(f *fields, counting search.Bits) error {
	var err error
	if r.body, err = base64.RawStdEncoding.AppendDecode(r.body[:0], []byte(first(f.Body))); err != nil {
		return err
	}
	known := uint64(r.vocabulary.Len())
	r.numbers, r.names, r.Places, r.Sentences = r.numbers[:0], r.names[:0], r.Places[:0], r.Sentences[:0]
	body := r.body
	for at := uint32(0); len(body) > 0; at++ {
		n, size := binary.Uvarint(body)
		if size <= 0 || n>>bodyWord >= known {
			return search.Stale("a word of passage %d is not in its vocabulary", first(f.Row))
		}
		body = body[size:]
		word := uint32(n >> bodyWord)
		r.numbers, r.names = append(r.numbers, word), append(r.names, n&bodyName != 0)
		if n&bodyBegins != 0 {
			r.Sentences = append(r.Sentences, at)
		}
		if counting.Has(word) {
			r.Places = append(r.Places, search.Occurrence{At: at, Word: word})
		}
	}
	return nil
}

// A want is what is wanted of each document that a query finds.
type want struct {
	words  bool
	values []string // fields
	size   int      // documents at once; 0: as many as may be
	sort   []object // nil: in the order of rows
}

// each goes through what a query finds.
func (g *generation) each(ctx context.Context, query object, wanted want, visit func(h *hit) error) error {
	return g.eachOf(ctx, []object{query}, wanted, func(_ int, h *hit) error { return visit(h) })
}

// eachOf goes through what each of some queries finds: visit is told of which query a
// document is. Those of one query come in order.
func (g *generation) eachOf(ctx context.Context, queries []object, wanted want, visit func(i int, h *hit) error) error {
	size := wanted.size
	if size == 0 {
		size = maxPage / 2 / len(queries)
	}
	if wanted.words {
		wanted.values = append([]string{fieldBody}, wanted.values...)
	}
	if wanted.sort == nil {
		wanted.sort = []object{{fieldRow: "asc"}}
	}
	var bodies []object
	var of []int // the place of each body's query
	for i, query := range queries {
		body := object{
			"size": size, "query": query, "track_total_hits": false, "stored_fields": noneStored,
			"sort": wanted.sort, "docvalue_fields": append([]string{fieldRow}, wanted.values...),
		}
		bodies, of = append(bodies, body), append(of, i)
	}
	for len(bodies) > 0 {
		results, err := g.client.searches(ctx, g.index, bodies)
		if err != nil {
			return err
		}
		var more []object
		var moreOf []int
		for n, r := range results {
			hits := r.Hits.Hits
			for i := range hits {
				if err := visit(of[n], &hits[i]); err != nil {
					return err
				}
			}
			if len(hits) == size {
				bodies[n]["search_after"] = hits[size-1].Sort
				more, moreOf = append(more, bodies[n]), append(moreOf, of[n])
			}
		}
		bodies, of = more, moreOf
	}
	return nil
}
