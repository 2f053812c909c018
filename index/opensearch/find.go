package opensearch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"verbatim/search"
)

// An answered is a question with what is known of its answer: all that is counted, and
// the first passages in order. Who turns its pages asks for no more than the next.
type answered struct {
	found *search.Found // without hits; Left is not known
	query object        // what the question finds
	order *order
}

// answer counts what a question finds, and begins the order of it, if any is wanted.
func (g *generation) answer(ctx context.Context, question search.Question) (*answered, error) {
	t := g.translate(ctx, question.Query)
	if err := t.checkExpansions(); err != nil {
		return nil, err
	}
	root, err := t.node(question.Query.Root)
	if err != nil {
		return nil, err
	}
	filters, err := t.filters(question.Filters)
	if err != nil {
		return nil, err
	}
	within := append(g.live(), root)
	headings := allOf(append(append(slices.Clone(within), onlyHeadings), but(filters, "")...)...)
	if !question.Headings {
		within = append(within, noHeadings)
	}
	a := &answered{query: allOf(append(slices.Clone(within), but(filters, "")...)...)}
	if a.found, err = g.count(ctx, question, within, filters, headings); err != nil {
		return nil, err
	}
	if total := a.found.Total; question.Limit == 0 || total == 0 || question.AtMost > 0 && total > question.AtMost {
		return a, nil
	}
	a.order, err = t.order(question, a.query, a.found.Total)
	return a, err
}

// find answers a question.
func (g *generation) find(ctx context.Context, question search.Question, kept *pages) (_ *search.Found, err error) {
	key := keyOf(question)
	a := kept.take(g, key)
	if a == nil {
		if a, err = g.answer(ctx, question); err != nil {
			return nil, err
		}
	}
	found := *a.found
	if a.order == nil {
		return &found, nil
	}
	var page []candidate
	if a.order.folding != nil {
		page, found.Left, err = a.order.foldedPage(ctx, question)
	} else {
		page, err = a.order.page(ctx, question.Offset, question.Limit)
	}
	if err != nil {
		return nil, err
	}
	var matching map[int64]int
	if question.Narratives {
		if matching, err = g.matching(ctx, a.query, page); err != nil {
			return nil, err
		}
	}
	found.Hits = make([]search.Hit, len(page))
	for i, c := range page {
		found.Hits[i] = search.Hit{Row: c.row, Score: c.score, Matching: matching[c.narrative], Explanation: c.explanation, Folded: c.folded}
	}
	kept.keep(g, key, a)
	return &found, nil
}

// keyOf tells questions apart that have not the same answer, whatever page of it is
// wanted.
func keyOf(question search.Question) string {
	type rest search.Question // without its method
	of := rest(question)
	of.Query, of.Filters, of.Offset, of.Limit, of.Generation = nil, nil, 0, 0, ""
	return fmt.Sprint(question, question.Query.Mode, of, question.Limit > 0)
}

// count counts what a question finds: all that is not its hits.
func (g *generation) count(ctx context.Context, question search.Question, within []object, filters map[search.Field]object, headings object) (*search.Found, error) {
	aggregations := object{}
	for _, f := range question.Facets {
		aggregations["facet "+string(f)] = counted(facet(f), but(filters, f))
	}
	if question.Narratives {
		aggregations["narratives"] = counted(distinctNarratives, but(filters, ""))
	}
	body := object{"size": 0, "track_total_hits": true, "query": allOf(within...), "aggs": aggregations}
	if len(filters) > 0 {
		body["post_filter"] = allOf(but(filters, "")...)
	}
	bodies := []object{body}
	if !question.Headings && g.edition.Counted < g.edition.Passages {
		bodies = append(bodies, object{"size": 0, "track_total_hits": true, "query": headings})
	}
	results, err := g.client.searches(ctx, g.index, bodies)
	if err != nil {
		return nil, err
	}
	found := &search.Found{Total: results[0].Hits.Total.Value, Facets: map[search.Field][]search.Count{}, Generation: g.name, Revision: g.edition.Revision}
	if len(results) > 1 {
		found.Headings = results[1].Hits.Total.Value
	}
	if question.Narratives {
		var n struct{ Value int }
		if err := readCounted(results[0].Aggregations["narratives"], but(filters, ""), &n); err != nil {
			return nil, err
		}
		found.Narratives = n.Value
	}
	for _, f := range question.Facets {
		var values facetAnswer
		if err := readCounted(results[0].Aggregations["facet "+string(f)], but(filters, f), &values); err != nil {
			return nil, err
		}
		of := allOf(append(append(slices.Clone(within), but(filters, f)...), everything)...)
		if found.Facets[f], err = g.facetCounts(ctx, f, of, values); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// counted has an aggregation count what some filters accept. Without any it stands for
// itself: a filter that accepts all takes its time for each passage.
func counted(aggregation object, filters []object) object {
	if len(filters) == 0 {
		return aggregation
	}
	return object{"filter": allOf(filters...), "aggs": object{"counted": aggregation}}
}

// readCounted reads the answer to what counted returned.
func readCounted(answer json.RawMessage, filters []object, into any) error {
	if len(filters) > 0 {
		var filtered struct{ Counted json.RawMessage }
		if err := json.Unmarshal(answer, &filtered); err != nil {
			return err
		}
		answer = filtered.Counted
	}
	return json.Unmarshal(answer, into)
}

// distinctNarratives counts the narratives that have one of some passages: those of one
// are in one shard.
var distinctNarratives = object{"scripted_metric": object{
	"init_script":    "state.seen = new BitSet()",
	"map_script":     "state.seen.set((int) doc['" + fieldOf + "'].value)",
	"combine_script": "return state.seen.cardinality()",
	"reduce_script":  "long sum = 0; for (n in states) { if (n != null) { sum += n; } } return sum;",
}}

// matching counts, for the narratives of some passages, the passages of each that a
// query finds.
func (g *generation) matching(ctx context.Context, query object, page []candidate) (map[int64]int, error) {
	var narratives []int64
	for _, c := range page {
		narratives = append(narratives, c.narrative)
	}
	slices.Sort(narratives)
	narratives = slices.Compact(narratives)
	counts := make(map[int64]int, len(narratives))
	var bodies []object
	for some := range slices.Chunk(narratives, maxPage) {
		bodies = append(bodies, object{"size": 0, "track_total_hits": false, "query": allOf(query, anyTerm(fieldOf, some)),
			"aggs": object{"of": object{"terms": object{"field": fieldOf, "size": len(some)}}}})
	}
	results, err := g.client.searches(ctx, g.index, bodies)
	if err != nil {
		return nil, err
	}
	for _, r := range results {
		var of struct {
			Other   int `json:"sum_other_doc_count"`
			Wrong   int `json:"doc_count_error_upper_bound"`
			Buckets []struct {
				Key   int64
				Count int `json:"doc_count"`
			}
		}
		if err := json.Unmarshal(r.Aggregations["of"], &of); err != nil {
			return nil, err
		}
		if of.Other != 0 || of.Wrong != 0 {
			return nil, errors.New("OpenSearch counted the passages of narratives inexactly")
		}
		for _, b := range of.Buckets {
			counts[b.Key] = b.Count
		}
	}
	return counts, nil
}
