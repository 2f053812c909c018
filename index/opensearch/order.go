package opensearch

import (
	"container/heap"
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"verbatim/search"
)

// A candidate is a passage with its score.
type candidate struct {
	row, narrative int64
	score          float64
	explanation    []search.Reason
	wording        uint32 // if passages that say the same are folded
	country, year  string // likewise
	folded         []search.Folded
}

// before reports whether a passage comes before another by score.
func (c *candidate) before(d *candidate) bool {
	if c.score != d.score {
		return c.score > d.score
	}
	return c.row < d.row
}

// An order are the passages that a question finds, in order, as far as anybody wanted
// them. By score, they come from OpenSearch by an upper bound of it; those scored wait
// until no other can come before them. In all other orders they come as they are.
type order struct {
	of       *generation
	question search.Question
	body     object
	scorer   *search.Scorer
	counter  *search.Counter
	reader   reader
	headings map[string][]bool // which terms a section's heading has
	byScore  bool
	ready    []candidate
	waiting  waiting
	seen     map[int64]bool // narratives, if only the first passage of each is wanted
	sayings  *sayings       // if those that say the same are to be told
	size     int            // of the next request
	all      bool           // there are no more to ask for
}

// How many passages are asked for at once: at first, and at most. Each time it is
// several times as many.
const (
	firstChunk = 50
	maxChunk   = 2500
	moreChunk  = 4
)

// order begins the order of what a query finds.
func (t *translation) order(question search.Question, query object) (*order, error) {
	o := &order{of: t.of, question: question, headings: map[string][]bool{}, seen: map[int64]bool{}, size: firstChunk, reader: reader{vocabulary: t.of.vocabulary}}
	var err error
	if o.scorer, err = t.scorer(); err != nil {
		return nil, err
	}
	o.counter = o.scorer.Counter(t.lookups)
	o.byScore = question.Sort == search.SortRelevance && len(o.scorer.Terms) > 0
	o.body = object{"_source": false, "track_total_hits": false, "query": query, "docvalue_fields": []string{fieldRow, fieldOf}}
	sort := []object{{fieldRow: "asc"}}
	switch {
	case o.byScore:
		clauses, err := t.bounds(o.scorer)
		if err != nil {
			return nil, err
		}
		o.body["query"] = object{"bool": object{"filter": query, "should": clauses}}
		sort = append([]object{{"_score": "desc"}}, sort...)
		o.scored()
	case question.Sort == search.SortNewest:
		sort = append([]object{{fieldYear: "desc"}}, sort...)
	case question.Sort == search.SortOldest:
		sort = append([]object{{fieldYear: "asc"}}, sort...)
	case question.Sort == search.SortCountry:
		sort = append([]object{{fieldPlace: "asc"}}, sort...)
	}
	o.body["sort"] = sort
	if err := t.ctx.Err(); err != nil { // some words may be missing then
		return nil, err
	}
	return o, nil
}

// scored asks for what a score is made of.
func (o *order) scored() {
	o.body["stored_fields"] = []string{fieldWords, fieldEnds}
	o.body["docvalue_fields"] = append([]string{fieldRow, fieldOf}, scoredValues...)
}

// scoredValues are the fields whose values count for the score.
var scoredValues = []string{fieldTitle, string(search.FieldCountry), string(search.FieldYear)}

// upTo finds the first n passages, or all if they are fewer.
func (o *order) upTo(ctx context.Context, n int) error {
	for len(o.ready) < n && !o.all {
		if !o.byScore && o.sayings == nil {
			o.size = min(max(n-len(o.ready), firstChunk), maxPage/2)
		}
		o.body["size"] = o.size
		r, err := o.of.client.search(ctx, o.of.index, o.body)
		if err != nil {
			return err
		}
		if err := o.take(ctx, r.Hits.Hits); err != nil {
			return err
		}
	}
	return nil
}

// take takes what OpenSearch gave.
func (o *order) take(ctx context.Context, hits []hit) error {
	o.all = len(hits) < o.size
	if !o.all {
		o.body["search_after"] = append([]json.RawMessage{}, hits[len(hits)-1].Sort...)
	}
	for i := range hits {
		c := candidate{row: first(hits[i].Fields.Row), narrative: first(hits[i].Fields.Of)}
		if o.byScore || o.sayings != nil {
			if err := o.score(&c, &hits[i].Fields); err != nil {
				return err
			}
		}
		if !o.byScore {
			o.give(c)
			continue
		}
		if most := o.of.slack(hits[i].Score); c.score > most {
			return fmt.Errorf("passage %d has a score of %v, and %v was to be the most", c.row, c.score, most)
		}
		heap.Push(&o.waiting, c)
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	for len(o.waiting) > 0 {
		if !o.all && o.waiting[0].score <= o.of.slack(hits[len(hits)-1].Score) {
			break
		}
		o.give(heap.Pop(&o.waiting).(candidate))
	}
	o.size = min(o.size*moreChunk, maxChunk)
	return nil
}

// give makes a passage the next in order.
func (o *order) give(c candidate) {
	if o.question.Group && o.seen[c.narrative] {
		return
	}
	o.seen[c.narrative] = o.question.Group
	o.ready = append(o.ready, c)
}

// score scores a passage.
func (o *order) score(c *candidate, f *fields) error {
	if err := o.reader.read(f, o.counter.Counting()); err != nil {
		return err
	}
	title := first(f.Title)
	has, known := o.headings[title]
	if !known {
		has = o.scorer.Headings(heads(title))
		o.headings[title] = has
	}
	features := o.counter.Count(o.reader.Places, has, func(i int) bool {
		name := o.scorer.Names[i].Filter
		return name.Accepts(f.value(name.Field))
	})
	norm := search.LengthNorm(len(o.reader.numbers), o.of.edition.average())
	c.score = o.scorer.Score(features, norm)
	if o.sayings != nil {
		ends := first(f.Ends)
		c.wording = o.sayings.add(o.reader.numbers, func(at int) bool { return isName(ends, at) })
		c.country, c.year = first(f.Country), first(f.Year)
	}
	if o.question.Explain {
		c.explanation = o.scorer.Explain(features, norm)
	}
	return nil
}

// page returns some passages in order, with their scores.
func (o *order) page(ctx context.Context, offset, limit int) ([]candidate, error) {
	if err := o.upTo(ctx, offset+limit); err != nil {
		return nil, err
	}
	page := o.ready[min(offset, len(o.ready)):min(offset+limit, len(o.ready))]
	if o.byScore || len(o.scorer.Terms) == 0 || len(page) == 0 {
		return page, nil
	}
	at := make(map[int64]int, len(page))
	rows := make([]int64, len(page))
	for i, c := range page {
		rows[i], at[c.row] = c.row, i
	}
	wanted := want{words: true, values: scoredValues}
	err := o.of.each(ctx, allOf(append(o.of.live(), anyTerm(fieldRow, rows))...), wanted, func(h *hit) error {
		return o.score(&page[at[first(h.Fields.Row)]], &h.Fields)
	})
	return page, err
}

// waiting is a heap of candidates, the first one first.
type waiting []candidate

func (w waiting) Len() int           { return len(w) }
func (w waiting) Less(i, j int) bool { return w[i].before(&w[j]) }
func (w waiting) Swap(i, j int)      { w[i], w[j] = w[j], w[i] }
func (w *waiting) Push(c any)        { *w = append(*w, c.(candidate)) }
func (w *waiting) Pop() any {
	last := len(*w) - 1
	c := (*w)[last]
	*w = (*w)[:last]
	return c
}

// pages keep the orders whose pages are turned, so that a page does not begin from the
// first passage again.
type pages struct {
	mu   sync.Mutex
	kept []keptOrder // the one that was asked for last is the last
}

type keptOrder struct {
	of       *generation
	question string
	order    *order
}

// Bounds of what pages keep: orders, and passages of each.
const (
	maxOrders = 64
	maxKept   = 20_000
)

// take returns the order of a question, which nobody else has then; nil if it is not kept.
func (p *pages) take(of *generation, question string) *order {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, k := range p.kept {
		if k.of == of && k.question == question {
			p.kept = append(p.kept[:i:i], p.kept[i+1:]...)
			return k.order
		}
	}
	return nil
}

// keep keeps an order for the next page.
func (p *pages) keep(of *generation, question string, o *order) {
	if p == nil || len(o.ready)+len(o.waiting) > maxKept {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kept = append(p.kept, keptOrder{of, question, o})
	if len(p.kept) > maxOrders {
		p.kept = p.kept[1:]
	}
}
