package opensearch

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"verbatim/search"
)

// shownField is the field of documents that has a field's values as they are shown.
func shownField(f search.Field) string {
	if f == search.FieldSection {
		return fieldTitle
	}
	return string(f)
}

// maxValues is how many values of a facet are counted in one answer; of more, page by
// page.
const maxValues = 10_000

func facet(f search.Field) object {
	return object{"terms": object{"field": shownField(f), "size": maxValues}}
}

// A facetAnswer is the answer to what facet returns.
type facetAnswer struct {
	Other   int `json:"sum_other_doc_count"`
	Wrong   int `json:"doc_count_error_upper_bound"`
	Buckets []bucket
}

// facetCounts returns the counts of a facet, or asks for them page by page if they are too
// many.
func (g *generation) facetCounts(ctx context.Context, f search.Field, query object, answer facetAnswer) ([]search.Count, error) {
	if answer.Other != 0 || answer.Wrong != 0 {
		return g.countValues(ctx, shownField(f), query)
	}
	counts := []search.Count{}
	for _, b := range answer.Buckets {
		if b.Key != "" {
			counts = append(counts, search.Count{Value: b.Key, Count: b.Count})
		}
	}
	search.SortCounts(counts)
	return counts, nil
}

type bucket struct {
	Key   string
	Count int `json:"doc_count"`
}

// countValues counts the values of a field of documents that a query finds, however many.
func (g *generation) countValues(ctx context.Context, field string, query object) ([]search.Count, error) {
	counts := []search.Count{}
	composite := object{"size": maxValues, "sources": []object{{"value": object{"terms": object{"field": field}}}}}
	for {
		r, err := g.client.search(ctx, g.index, object{"size": 0, "track_total_hits": false, "query": query, "aggs": object{"values": object{"composite": composite}}})
		if err != nil {
			return nil, err
		}
		var page struct {
			After   json.RawMessage `json:"after_key"`
			Buckets []struct {
				Key   struct{ Value string }
				Count int `json:"doc_count"`
			}
		}
		if err := json.Unmarshal(r.Aggregations["values"], &page); err != nil {
			return nil, err
		}
		for _, b := range page.Buckets {
			if b.Key.Value != "" {
				counts = append(counts, search.Count{Value: b.Key.Value, Count: b.Count})
			}
		}
		if len(page.Buckets) < maxValues {
			search.SortCounts(counts)
			return counts, nil
		}
		if len(page.After) == 0 {
			return nil, errors.New("OpenSearch does not say where the values go on")
		}
		composite["after"] = page.After
	}
}

// valuesOf counts the passages of each value of a field, once for a generation.
func (g *generation) valuesOf(ctx context.Context, field search.Field) ([]search.Count, error) {
	if !slices.Contains(search.Fields, field) {
		return nil, nil
	}
	return g.known(ctx, shownField(field))
}

// valuesToFilter returns the values of a field as filters are compared with them.
func (g *generation) valuesToFilter(ctx context.Context, field search.Field) (values []string, err error) {
	counts, err := g.known(ctx, string(field))
	for _, c := range counts {
		values = append(values, c.Value)
	}
	return values, err
}

// known returns the counted values of a field of documents.
func (g *generation) known(ctx context.Context, field string) ([]search.Count, error) {
	g.mu.Lock()
	counts, ok := g.values[field]
	g.mu.Unlock()
	if ok {
		return counts, nil
	}
	counts, err := g.countValues(ctx, field, allOf(g.live()...))
	if err != nil {
		return nil, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.values[field] = counts
	return counts, nil
}
