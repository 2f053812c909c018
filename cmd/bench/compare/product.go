package compare

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"verbatim/cmd/bench/workload"
	"verbatim/corpus/library"
	"verbatim/index"
	"verbatim/search"
	"verbatim/search/quote"
)

// A Product is verbatim itself: a library and its index, asked in the process
// as its pages and its JSON interface ask.
type Product struct {
	library  *library.Library
	index    *index.Index
	searcher *search.Searcher
	checker  *quote.Checker
	cursors  map[string]string // of the page that a question wants, by its text
}

// OpenProduct opens a library with its index.
func OpenProduct(dir string) (*Product, error) {
	return OpenProductWith(dir, filepath.Join(dir, "index"))
}

// OpenProductWith opens a library with an index that was made of it elsewhere.
func OpenProductWith(dir, indexDir string) (*Product, error) {
	lib, err := library.Open(dir)
	if err != nil {
		return nil, err
	}
	x, err := index.Open(indexDir)
	if err != nil {
		return nil, errors.Join(err, lib.Close())
	}
	searcher := search.NewSearcher(lib, x)
	return &Product{lib, x, searcher, quote.NewChecker(searcher), map[string]string{}}, nil
}

// Name implements Engine.
func (p *Product) Name() string { return "verbatim" }

// Library is where the passages are.
func (p *Product) Library() *library.Library { return p.library }

// Searcher answers questions over it.
func (p *Product) Searcher() *search.Searcher { return p.searcher }

// Size says what the index takes.
func (p *Product) Size() (search.Size, error) { return p.index.Size(context.Background()) }

// Close implements Engine.
func (p *Product) Close() error { return errors.Join(p.index.Close(), p.library.Close()) }

// Ask implements Engine.
func (p *Product) Ask(ctx context.Context, q workload.Question) (Answer, error) {
	switch q.Task {
	case workload.ByYear:
		return p.find(ctx, q, search.Question{Facets: []search.Field{search.FieldYear}, Narratives: true})
	case workload.Count:
		return p.find(ctx, q, search.Question{Narratives: true})
	}
	if q.Bare {
		return p.bare(ctx, q)
	}
	switch q.Task {
	case workload.Page:
		return p.page(ctx, q)
	case workload.Export:
		answer, _, err := p.pages(ctx, request(q), 10)
		return answer, err
	case workload.Quote:
		return p.check(ctx, q)
	}
	answer, _, err := p.search(ctx, request(q))
	return answer, err
}

func request(q workload.Question) search.Request {
	r := search.Request{Text: q.Text, Mode: q.Mode, Facets: []search.Field{}, Filters: map[search.Field][]string{}}
	if q.Task == workload.Facets {
		r.Facets = nil
	}
	for field, value := range q.Filters {
		r.Filters[field] = []string{value}
	}
	return r
}

func (p *Product) search(ctx context.Context, r search.Request) (answer Answer, next string, err error) {
	results, err := p.searcher.Search(ctx, r)
	if err != nil {
		return Answer{}, "", err
	}
	answer.Total = results.Total
	for _, hit := range results.Hits {
		first := ""
		if len(hit.Spans) > 0 {
			first = hit.Spans[0].In(hit.Text)
		}
		answer.Hits = append(answer.Hits, first)
	}
	return answer, results.Next, nil
}

// pages reads so many pages of 100, and returns the cursor of the next.
func (p *Product) pages(ctx context.Context, r search.Request, n int) (all Answer, next string, err error) {
	r.Size = search.MaxSize
	for range n {
		page, next, err := p.search(ctx, r)
		if err != nil {
			return Answer{}, "", err
		}
		all.Total, all.Hits, r.Cursor = page.Total, append(all.Hits, page.Hits...), next
		if next == "" {
			break
		}
	}
	return all, r.Cursor, nil
}

// page returns the ten passages behind the first 1,000. The way there is gone
// once; a reader who turns pages has gone it as well.
func (p *Product) page(ctx context.Context, q workload.Question) (Answer, error) {
	cursor, known := p.cursors[q.Text]
	if !known {
		var err error
		if _, cursor, err = p.pages(ctx, request(q), 10); err != nil {
			return Answer{}, err
		}
		p.cursors[q.Text] = cursor
	}
	r := request(q)
	r.Cursor = cursor
	answer, _, err := p.search(ctx, r)
	return answer, err
}

// bare asks the engine which passages a question finds, as other engines are asked:
// without their texts, and without the number of their narratives.
func (p *Product) bare(ctx context.Context, q workload.Question) (Answer, error) {
	wanted := search.Question{Limit: 10}
	switch q.Task {
	case workload.Facets:
		wanted.Facets = search.Facets
	case workload.Page:
		wanted.Offset = 1000
	case workload.Export:
		wanted.Limit = 1000
	}
	return p.find(ctx, q, wanted)
}

// find asks the engine what a question finds, and how much of it is wanted.
func (p *Product) find(ctx context.Context, q workload.Question, wanted search.Question) (Answer, error) {
	text := q.Text
	for field, value := range q.Filters {
		text += fmt.Sprintf(" %s:%q", field, value)
	}
	parsed, err := search.Parse(text)
	if err != nil {
		return Answer{}, err
	}
	if q.Mode == "" {
		q.Mode = search.ModeAll
	}
	wanted.Query, wanted.Sort = parsed.In(q.Mode), search.SortRelevance
	found, err := p.index.Find(ctx, wanted)
	if err != nil {
		return Answer{}, err
	}
	return Answer{Total: found.Total, Hits: make([]string, len(found.Hits))}, nil
}

// check checks a quotation.
func (p *Product) check(ctx context.Context, q workload.Question) (Answer, error) {
	result, err := p.checker.CheckQuote(ctx, q.Text, quote.Attribution{})
	if err != nil {
		return Answer{}, err
	}
	return Answer{Total: len(result.Places)}, nil
}
