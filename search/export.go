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
		return nil, fmt.Errorf("the index gives %d of %d passages for %s", len(found.Hits), found.Total, q)
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
		var any []Node
		for _, f := range q.Filters[field] {
			any = append(any, f)
		}
		nodes = append(nodes, anyOf(any)...)
	}
	return allOf(nodes, false).String()
}

// Count says how many passages a request finds.
func (s *Searcher) Count(ctx context.Context, r Request) (int, error) {
	_, question, err := s.question(ctx, r)
	if err != nil {
		return 0, err
	}
	question.Facets, question.Limit = nil, 0
	found, err := s.engine.Find(ctx, question)
	if err != nil {
		return 0, err
	}
	return found.Total, nil
}

// A State names what answers are made from. Equal states give equal answers.
type State struct {
	Library    string // its identity
	Revision   int64  // of the library
	Generation string // of the engine
}

// Version is the library's version, for people: its name, cut short, and how
// often it has changed.
func (s State) Version() string {
	return fmt.Sprintf("%.8s.%d", s.Library, s.Revision)
}

// State gives the present state. While an import is being indexed the library
// is ahead of the engine.
func (s *Searcher) State(ctx context.Context) (State, error) {
	revision, err := s.library.Revision(ctx)
	if err != nil {
		return State{}, err
	}
	generation, err := s.engine.Generation(ctx)
	return State{s.library.Identity(), revision, generation}, err
}

// Within gives what a request finds in one narrative, in the order of the
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
