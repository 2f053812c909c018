package search

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
)

// An Export is the whole answer to a Request, however long.
type Export struct {
	Query   *Query
	Asked   string // the query and the filters as one text of the query language, in ModeAll
	Total   int
	Results iter.Seq2[Result, error] // Total of them, in order; after an error it ends
}

// batch is of how many passages an Export has the texts in memory.
const batch = 200

// Export answers a request with all that it finds, from the first passage on:
// Size and Cursor are not looked at. Of what was found the numbers are kept, a
// few bytes a passage; the texts are read as they are asked for.
func (s *Searcher) Export(ctx context.Context, r Request) (*Export, error) {
	r.Size, r.Cursor, r.Group, r.Explain = 0, "", false, false
	q, question, err := s.question(ctx, r)
	if err != nil {
		return nil, err
	}
	question.Facets, question.Limit = nil, math.MaxInt32
	found, err := s.engine.Find(ctx, question)
	if err != nil {
		return nil, err
	}
	if len(found.Hits) != found.Total {
		return nil, fmt.Errorf("the index returned %d of %d passages for %s", len(found.Hits), found.Total, q)
	}
	return &Export{q, question.String(), found.Total, s.each(ctx, q, found.Hits)}, nil
}

// each yields the hits as they are shown.
func (s *Searcher) each(ctx context.Context, q *Query, hits []Hit) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		for some := range slices.Chunk(hits, batch) {
			results, err := s.show(ctx, q, some)
			if err != nil {
				yield(Result{}, err)
				return
			}
			for _, r := range results {
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

// String writes the query and the filters as one query.
func (q Question) String() string {
	nodes := []Node{q.Query.Root}
	if _, all := q.Query.Root.(Everything); all {
		nodes = nil
	}
	for _, field := range slices.Sorted(maps.Keys(q.Filters)) {
		var alternatives []Node
		for _, f := range q.Filters[field] {
			alternatives = append(alternatives, f)
		}
		nodes = append(nodes, anyOf(alternatives)...)
	}
	return allOf(nodes, false).String()
}

// Within returns what a request finds in one narrative, in the order of the
// text.
func (s *Searcher) Within(ctx context.Context, narrative string, r Request) ([]Result, error) {
	filters := maps.Clone(r.Filters)
	if filters == nil {
		filters = make(map[Field][]string)
	}
	filters[FieldNarrative] = []string{narrative}
	r.Filters, r.Sort = filters, SortOldest // of one year: so in library order
	found, err := s.Export(ctx, r)
	if err != nil {
		return nil, err
	}
	var results []Result
	for result, err := range found.Results {
		if err != nil {
			return nil, err
		}
		results = append(results, result)
	}
	return results, nil
}
