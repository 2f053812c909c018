package search

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
)

// An Export is the whole answer to a Request, however long.
type Export struct {
	Query   *Query
	Asked   string // the query and the filters as one text of the query language, in ModeAll
	Total   int
	Results iter.Seq2[Result, error] // Total of them, in order; after an error it ends
}

// Bounds of what an Export has in memory: the texts of so many passages, and the rows
// of so many, in 8 bytes each. The rest is asked for when these are told.
const (
	batch  = 200
	window = 1 << 18
)

// Export answers a request with all that it finds, from the first passage on:
// Size and Cursor are not looked at. Of what was found the numbers are kept, a
// few bytes a passage; the texts are read as they are asked for.
func (s *Searcher) Export(ctx context.Context, r Request) (*Export, error) {
	r.Size, r.Cursor, r.FoldUpTo, r.Group, r.Explain = 0, "", 0, false, false
	q, question, err := s.question(ctx, r)
	if err != nil {
		return nil, err
	}
	question.Facets, question.Limit, question.Narratives, question.Unscored = nil, window, false, true
	rows, found, err := s.rows(ctx, question)
	if err != nil {
		return nil, err
	}
	question.Generation = found.Generation
	return &Export{q, question.String(), found.Total, s.each(ctx, question, rows, found.Total)}, nil
}

// rows returns a window of what a question finds.
func (s *Searcher) rows(ctx context.Context, question Question) ([]int64, *Found, error) {
	found, err := s.engine.Find(ctx, question)
	if err != nil {
		return nil, nil, err
	}
	if want := min(found.Total-question.Offset, window); len(found.Hits) != want {
		return nil, nil, fmt.Errorf("the index returned %d of %d passages for %s", len(found.Hits), want, question.Query)
	}
	rows := make([]int64, len(found.Hits))
	for i, h := range found.Hits {
		rows[i] = h.Row
	}
	found.Hits = nil
	return rows, found, nil
}

// each yields what a question finds, as it is shown; rows are the first window of it.
func (s *Searcher) each(ctx context.Context, question Question, rows []int64, total int) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		for q := question; ; {
			for some := range slices.Chunk(rows, batch) {
				hits := make([]Hit, len(some))
				for i, row := range some {
					hits[i].Row = row
				}
				results, err := s.show(ctx, q.Query, hits)
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
			if q.Offset += len(rows); q.Offset >= total {
				return
			}
			var err error
			if rows, _, err = s.rows(ctx, q); err != nil {
				yield(Result{}, err)
				return
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
