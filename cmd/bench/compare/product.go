package compare

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"reflect"
	"strings"

	"verbatim/cmd/bench/workload"
	"verbatim/corpus/library"
	"verbatim/index"
	"verbatim/index/opensearch"
	"verbatim/search"
	"verbatim/search/quote"
)

// A Product is verbatim itself: a library and its index, asked in the process
// as its pages and its JSON interface ask.
type Product struct {
	name     string
	library  *library.Library
	index    search.Index
	searcher *search.Searcher
	checker  *quote.Checker
	cursors  map[string]string   // of the page that a question wants, by its text
	cluster  *opensearch.Cluster // nil for the embedded engine
}

// OpenProduct opens a library with its index.
func OpenProduct(dir string) (*Product, error) {
	return OpenProductWith(dir, filepath.Join(dir, "index"))
}

// OpenProductWith opens a library with an index that was made of it elsewhere.
func OpenProductWith(dir, indexDir string) (*Product, error) {
	return open("verbatim", dir, func(*library.Library) search.Keeper { return index.Folder(indexDir) })
}

// OpenProductOn opens a library with the index that a cluster has of it.
func OpenProductOn(dir string, cluster *opensearch.Cluster) (*Product, error) {
	p, err := open("on OpenSearch", dir, cluster.Keeper)
	if err == nil {
		p.cluster = cluster
	}
	return p, err
}

// Forget implements forgetful for an index on a cluster, which is opened anew: it keeps
// answers whose pages may be turned, and what it has counted. OpenSearch keeps counts, too.
func (p *Product) Forget(ctx context.Context) error {
	if p.cluster == nil {
		return nil
	}
	cleared, err := http.Post(p.cluster.Nodes[0]+"/_cache/clear?request=true&query=true", "application/json", nil)
	if err != nil {
		return err
	}
	cleared.Body.Close()
	x, err := p.cluster.Keeper(p.library).Open(ctx)
	if err != nil {
		return err
	}
	before := p.index
	p.index, p.searcher = x, search.NewSearcher(p.library, x)
	p.checker = quote.NewChecker(p.searcher)
	return before.Close()
}

func open(name, dir string, keeper func(*library.Library) search.Keeper) (*Product, error) {
	lib, err := library.Open(dir)
	if err != nil {
		return nil, err
	}
	x, err := keeper(lib).Open(context.Background())
	if err != nil {
		return nil, errors.Join(err, lib.Close())
	}
	searcher := search.NewSearcher(lib, x)
	return &Product{name, lib, x, searcher, quote.NewChecker(searcher), map[string]string{}, nil}, nil
}

// Name implements Engine.
func (p *Product) Name() string { return p.name }

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
	case workload.Stream:
		return p.export(ctx, q)
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

// streamed is how many passages of an export are read.
const streamed = 10_000

// export reads the first passages of an export.
func (p *Product) export(ctx context.Context, q workload.Question) (answer Answer, err error) {
	export, err := p.searcher.Export(ctx, request(q))
	if err != nil {
		return answer, err
	}
	answer.Total = export.Total
	for hit, err := range export.Results {
		if err != nil {
			return answer, err
		}
		if answer.Hits = append(answer.Hits, hit.Passage.ID); len(answer.Hits) == streamed {
			break
		}
	}
	return answer, nil
}

// Differs says how the answers of two products to a question differ: in total,
// narratives, headings, the counts of all facets, the hits of the page, their scores or
// how many of their narratives match; nothing if they do not.
func (p *Product) Differs(ctx context.Context, other *Product, q workload.Question) (string, error) {
	if q.Task == workload.Quote {
		return "", nil
	}
	r := request(q)
	r.Facets = nil
	a, err := p.searcher.Search(ctx, r)
	if err != nil {
		return "", err
	}
	b, err := other.searcher.Search(ctx, r)
	if err != nil {
		return "", err
	}
	for _, compared := range [][2]any{{a.Total, b.Total}, {a.Narratives, b.Narratives}, {a.Headings, b.Headings}, {a.Facets, b.Facets}, {a.Hits, b.Hits}} {
		if !reflect.DeepEqual(compared[0], compared[1]) {
			return fmt.Sprintf("%s: %.300v\n%s: %.300v", p.name, compared[0], other.name, compared[1]), nil
		}
	}
	return "", nil
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
	var text strings.Builder
	text.WriteString(q.Text)
	for field, value := range q.Filters {
		fmt.Fprintf(&text, " %s:%q", field, value)
	}
	parsed, err := search.Parse(text.String())
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
