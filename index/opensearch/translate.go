package opensearch

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"verbatim/corpus"
	"verbatim/search"
)

// noHeadings accepts what is no heading, onlyHeadings what is one.
var (
	onlyHeadings = object{"term": object{string(search.FieldKind): string(corpus.Heading)}}
	noHeadings   = object{"bool": object{"must_not": onlyHeadings}}
	nothing      = object{"match_none": object{}}
	everything   = object{"match_all": object{}}
)

// A translation is the work on one question: its query as one of OpenSearch's.
type translation struct {
	ctx       context.Context
	of        *generation
	query     *search.Query
	lookups   *lookups
	positions int // words that are compared by place so far; see maxPositions
}

func (g *generation) translate(ctx context.Context, q *search.Query) *translation {
	return &translation{ctx: ctx, of: g, query: q, lookups: &lookups{ctx, g.vocabulary, map[*search.Term][]uint32{}}}
}

// allOf is the query for passages that match all of some queries.
func allOf(queries ...object) object {
	if len(queries) == 1 {
		return queries[0]
	}
	return object{"bool": object{"filter": queries}}
}

// anyOf is the query for passages that match one of some queries.
func anyOf(queries ...object) object {
	switch len(queries) {
	case 0:
		return nothing
	case 1:
		return queries[0]
	}
	return object{"bool": object{"should": queries, "minimum_should_match": 1}}
}

func not(query object) object { return object{"bool": object{"must_not": query}} }

// anyTerm is the query for the passages that have one of some values in a field.
func anyTerm[T any](field string, values []T) object {
	if len(values) == 0 {
		return nothing
	}
	var queries []object
	for some := range slices.Chunk(values, maxTerms) {
		queries = append(queries, object{"terms": object{field: some}})
	}
	return anyOf(queries...)
}

// node returns the query for the passages that match a node, exactly.
func (t *translation) node(n search.Node) (object, error) {
	if err := t.ctx.Err(); err != nil {
		return nil, err
	}
	switch n := n.(type) {
	case *search.Phrase:
		if len(n.Terms) == 1 {
			return t.term(n.Terms[0])
		}
		return t.placed(n)
	case *search.Near:
		return t.placed(n)
	case *search.And:
		queries, err := t.nodes(n.Nodes)
		return allOf(queries...), err
	case *search.Or:
		queries, err := t.nodes(n.Nodes)
		return anyOf(queries...), err
	case *search.Not:
		query, err := t.node(n.Node)
		return not(query), err
	case *search.Filter:
		return t.filter(n)
	}
	return everything, nil
}

func (t *translation) nodes(nodes []search.Node) (queries []object, err error) {
	for _, n := range nodes {
		query, err := t.node(n)
		if err != nil {
			return nil, err
		}
		queries = append(queries, query)
	}
	return queries, nil
}

// term returns the query for the passages that have a term.
func (t *translation) term(term *search.Term) (object, error) {
	query := t.words(term)
	if term.Apart == nil {
		return query, nil
	}
	apart, err := t.placed(&search.Phrase{Terms: term.Apart})
	return anyOf(query, apart), err
}

// words returns the query for the passages that have a word which the term accepts.
func (t *translation) words(term *search.Term) object {
	switch term.Kind {
	case search.Stemmed:
		return anyTerm(fieldStems, tokens(term.Stems))
	case search.Literal:
		return object{"term": object{fieldWords: token(term.Text)}}
	}
	return anyTerm(fieldWords, t.expansion(term))
}

func tokens(words []string) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = token(w)
	}
	return all
}

// expansion returns the tokens of the words that a wildcard or fuzzy term accepts.
func (t *translation) expansion(term *search.Term) (all []string) {
	for _, n := range t.lookups.Words(term) {
		all = append(all, token(t.of.vocabulary.Word(n)))
	}
	return all
}

// filter returns the query for the passages whose field has a value that the filter
// accepts.
func (t *translation) filter(f *search.Filter) (object, error) {
	values, err := t.accepted(f)
	return anyTerm(string(f.Field), values), err
}

// accepted returns the values that a filter accepts, as they stand in documents.
func (t *translation) accepted(f *search.Filter) ([]string, error) {
	switch f.Field {
	case search.FieldNarrative: // there may be millions
		if id := f.Field.Key(f.Value); f.Accepts(id) {
			return []string{keyword(id)}, nil
		}
		return nil, nil
	case search.FieldYear:
		if f.High > 0 && f.High-f.Low < maxYears {
			var years []string
			for year := f.Low; year <= f.High; year++ {
				if value := strconv.Itoa(year); f.Accepts(value) {
					years = append(years, value)
				}
			}
			return years, nil
		}
	}
	known, err := t.of.valuesToFilter(t.ctx, f.Field)
	if err != nil {
		return nil, err
	}
	var accepted []string
	for _, value := range append([]string{""}, known...) {
		if f.Accepts(value) {
			accepted = append(accepted, value)
		}
	}
	return accepted, nil
}

// maxYears is up to how many years a filter of years is a list of them.
const maxYears = 1000

// filters returns the query for each field that is filtered beside the query.
func (t *translation) filters(of map[search.Field][]*search.Filter) (map[search.Field]object, error) {
	queries := map[search.Field]object{}
	for field, chosen := range of {
		var values []string
		for _, f := range chosen {
			more, err := t.accepted(f)
			if err != nil {
				return nil, err
			}
			values = append(values, more...)
		}
		queries[field] = anyTerm(string(field), values)
	}
	return queries, nil
}

// but returns the queries of all fields but one.
func but(filters map[search.Field]object, field search.Field) []object {
	queries := []object{}
	for _, f := range search.Fields {
		if query, ok := filters[f]; ok && f != field {
			queries = append(queries, query)
		}
	}
	return queries
}

// checkExpansions counts the words that each wildcard or fuzzy term stands for, and has
// it stand for those that a passage still has.
func (t *translation) checkExpansions() error {
	for _, term := range search.Terms(t.query.Root) {
		if term.Kind != search.Wildcard && term.Kind != search.Fuzzy {
			continue
		}
		numbers := t.lookups.Words(term)
		if err := t.ctx.Err(); err != nil {
			return err
		}
		if search.CheckExpansion(term, len(numbers)) == nil {
			continue
		}
		counts, err := t.of.countWords(t.ctx, numbers, false)
		if err != nil {
			return err
		}
		var live []uint32
		for i, n := range counts {
			if n > 0 {
				live = append(live, numbers[i])
			}
		}
		if err := search.CheckExpansion(term, len(live)); err != nil {
			return err
		}
		t.lookups.found[term] = live
	}
	return nil
}

// countWords counts the passages that have each of some words: those that statistics
// count, or all.
func (g *generation) countWords(ctx context.Context, numbers []uint32, statistics bool) ([]int, error) {
	return g.countAll(ctx, g.countsOf(numbers), statistics)
}

// countsOf returns the queries for the passages that have each of some words.
func (g *generation) countsOf(numbers []uint32) []object {
	queries := make([]object, len(numbers))
	for i, n := range numbers {
		queries[i] = object{"term": object{fieldWords: token(g.vocabulary.Word(n))}}
	}
	return queries
}

// countAll counts the passages of each of some queries.
func (g *generation) countAll(ctx context.Context, queries []object, statistics bool) ([]int, error) {
	within := g.live()
	if statistics {
		within = append(within, noHeadings)
	}
	counts := make([]int, len(queries))
	var missing []int
	var bodies []object
	key := func(i int) string { return fmt.Sprint(statistics, queries[i]) }
	g.mu.Lock()
	for i, query := range queries {
		n, known := g.counts[key(i)]
		if counts[i] = n; !known {
			missing = append(missing, i)
			bodies = append(bodies, object{"size": 0, "track_total_hits": true, "query": allOf(append(slices.Clone(within), query)...)})
		}
	}
	g.mu.Unlock()
	if len(missing) == 0 {
		return counts, nil
	}
	results, err := g.client.searches(ctx, g.index, bodies)
	if err != nil {
		return nil, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.counts) > maxCounts {
		clear(g.counts)
	}
	for j, i := range missing {
		counts[i] = results[j].Hits.Total.Value
		g.counts[key(i)] = counts[i]
	}
	return counts, nil
}

// maxCounts is how many counts a generation keeps.
const maxCounts = 50_000
