package opensearch

import (
	"container/heap"
	"context"
	"encoding/json"
	"fmt"

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
	scorer   *search.Scorer // nil if nobody looks at the scores
	counter  *search.Counter
	counting search.Bits // of counter
	reader   reader
	headings map[string][]bool // which terms a section's heading has
	byScore  bool
	ready    []candidate
	waiting  waiting
	seen     map[int64]bool // narratives, if only the first passage of each is wanted
	folding  *folding       // if those that say the same are to be one
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

// order begins the order of what a query finds, so many passages. If it folds, narratives
// are told apart only where the page is made.
func (t *translation) order(question search.Question, query object, total int) (*order, error) {
	o := &order{of: t.of, question: question, headings: map[string][]bool{}, seen: map[int64]bool{}, size: firstChunk, reader: reader{vocabulary: t.of.vocabulary}}
	having := 0
	if !question.Unscored || question.Explain || question.Sort == search.SortRelevance {
		var err error
		if o.scorer, having, err = t.scorer(); err != nil {
			return nil, err
		}
		o.counter = o.scorer.Counter(t.lookups)
		o.counting = search.BitsOf(o.counter.Counting())
	}
	o.byScore = question.Sort == search.SortRelevance && len(o.scorer.Terms) > 0
	o.body = object{"stored_fields": noneStored, "track_total_hits": false, "query": query, "docvalue_fields": []string{fieldRow, fieldOf}, "sort": sortOf(question.Sort)}
	if o.byScore {
		if err := t.bound(o, query, total >= manyFound && total >= min(having, t.of.edition.Passages)/4); err != nil {
			return nil, err
		}
	}
	if question.Folds(total) {
		o.folding = newFolding(t.of.vocabulary, query)
	}
	if o.byScore || o.folding != nil {
		o.body["docvalue_fields"] = append([]string{fieldRow, fieldOf, fieldBody}, scoredValues...)
	}
	return o, t.ctx.Err() // some words may be missing then
}

// manyFound is from how many passages on they may be looked for by their bounds; a test has
// fewer.
var manyFound = 5000

// bound has OpenSearch sort what a query finds by an upper bound of the score. It looks
// either at all that the query finds, or, if most passages that have a term match, at those
// alone whose bound is high enough: it passes over the others where nothing else than the
// bounds is asked of it, and the query is a filter afterwards.
func (t *translation) bound(o *order, query object, most bool) error {
	clauses, err := t.bounds(o.scorer)
	if err != nil {
		return err
	}
	o.body["sort"] = append([]object{{"_score": "desc"}}, sortOf(o.question.Sort)...)
	if !most {
		o.body["query"] = object{"bool": object{"filter": query, "should": clauses}}
		return nil
	}
	o.body["query"] = object{"bool": object{"should": append(clauses, constant(everything, 0)), "minimum_should_match": 1}}
	o.body["post_filter"] = query
	return nil
}

// sortOf is how OpenSearch sorts passages that have the same score.
func sortOf(s search.Sort) []object {
	by := []object{{fieldRow: "asc"}}
	switch s {
	case search.SortNewest:
		return append([]object{{fieldYear: "desc"}}, by...)
	case search.SortOldest:
		return append([]object{{fieldYear: "asc"}}, by...)
	case search.SortCountry:
		return append([]object{{fieldPlace: "asc"}}, by...)
	}
	return by
}

// scoredValues are the fields whose values count for the score.
var scoredValues = []string{fieldTitle, string(search.FieldCountry), string(search.FieldYear)}

// upTo finds the first n passages, or all if they are fewer.
func (o *order) upTo(ctx context.Context, n int) error {
	for len(o.ready) < n && !o.all {
		switch missing := n - len(o.ready); {
		case !o.byScore && o.folding == nil:
			o.size = min(max(missing, firstChunk), maxPage/2)
		case missing > maxPage/2: // an export: OpenSearch finds all anew for each chunk
			o.size = maxPage / 2
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
		if o.byScore || o.folding != nil {
			if err := o.read(&c, &hits[i].Fields); err != nil {
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
	if o.question.Group && o.folding == nil {
		if o.seen[c.narrative] {
			return
		}
		o.seen[c.narrative] = true
	}
	o.ready = append(o.ready, c)
}

// read reads a passage: what its score is, and what it says, as far as that is wanted.
func (o *order) read(c *candidate, f *fields) error {
	if err := o.reader.read(f, o.counting); err != nil {
		return err
	}
	if o.folding != nil {
		c.wording = o.folding.said.of(&o.reader)
		c.country, c.year = first(f.Country), first(f.Year)
	}
	if o.scorer == nil {
		return nil
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
	if o.byScore || o.scorer == nil || len(o.scorer.Terms) == 0 || len(page) == 0 {
		return page, nil
	}
	at := make(map[int64]int, len(page))
	rows := make([]int64, len(page))
	for i, c := range page {
		rows[i], at[c.row] = c.row, i
	}
	wanted := want{words: true, values: scoredValues}
	err := o.of.each(ctx, allOf(append(o.of.live(), anyTerm(fieldRow, rows))...), wanted, func(h *hit) error {
		return o.read(&page[at[first(h.Fields.Row)]], &h.Fields)
	})
	return page, err
}

// room is how much room an order takes, in passages of it.
func (o *order) room() int {
	room := perOrder + len(o.ready) + len(o.waiting)
	if o.folding != nil {
		room += perWording * len(o.folding.said.compared)
	}
	return room
}

// How many times as much room as a passage in order an order takes that has none, and a
// wording.
const (
	perOrder   = 300
	perWording = 10
)

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
