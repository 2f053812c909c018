package search

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// filters reads the filters beside the query. A value that no passage has, there or
// in the query, finds nothing, and a note of the query says which values are near.
func (s *Searcher) filters(ctx context.Context, q *Query, chosen map[Field][]string) (map[Field][]*Filter, error) {
	var err error
	check := func(f *Filter) {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = s.noteUnknown(ctx, q, f)
		}
	}
	walk(q.asked, func(n Node) {
		if f, ok := n.(*Filter); ok {
			check(f)
		}
	})
	filters := make(map[Field][]*Filter)
	for _, field := range slices.Sorted(maps.Keys(chosen)) {
		for _, value := range chosen[field] {
			f, bad := newFilter(field, strings.TrimSpace(value), -1)
			if bad != nil {
				return nil, bad
			}
			check(f)
			filters[field] = append(filters[field], f)
		}
	}
	return filters, err
}

// noteUnknown notes a filter's value that no passage has, with those that are near.
func (s *Searcher) noteUnknown(ctx context.Context, q *Query, f *Filter) error {
	if strings.EqualFold(f.Value, None) {
		return nil
	}
	known, err := s.engine.Values(ctx, f.Field)
	if err != nil || slices.ContainsFunc(known, func(c Count) bool { return c.Value == f.Value }) {
		return err
	}
	var names []string
	for _, c := range known {
		if f.Accepts(c.Value) {
			return nil
		}
		if name := f.Field.Shown(c.Value); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	q.note("no passage has the %s %q; %s", f.Field, f.Value, nearestValues(f.Value, names))
	return nil
}

// A note lists all values if they are few, and else the nearest ones.
const (
	listed        = 12
	listedNearest = 5
)

// nearestValues says which values there are, the nearest first: years by time, others
// by spelling.
func nearestValues(wanted string, names []string) string {
	if len(names) == 0 {
		return "no passage has one"
	}
	slices.Sort(names)
	far := make(map[string]float64, len(names))
	for _, name := range names {
		far[name] = distance(fold(wanted), fold(name))
		year, other, isYear := ParseYears(wanted)
		if of, _, known := ParseYears(name); isYear && known {
			far[name] = float64(max(year-of, of-other))
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(far[a], far[b]) })
	if len(names) <= listed {
		return "the library has " + strings.Join(names, ", ")
	}
	return fmt.Sprintf("the nearest of %d are %s", len(names), strings.Join(names[:listedNearest], ", "))
}

// distance is from 0 for texts with the same letters to 1: the letters that have to be
// inserted, deleted or replaced (Levenshtein), for each letter of the longer. If one
// holds the other, they are nearer.
func distance(a, b string) float64 {
	if a == b {
		return 0
	}
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		last := row[0]
		row[0] = i + 1
		for j := range y {
			next := last
			if x[i] != y[j] {
				next = 1 + min(last, row[j], row[j+1])
			}
			last, row[j+1] = row[j+1], next
		}
	}
	d := float64(row[len(y)]) / float64(max(len(x), len(y), 1))
	if short := min(utf8.RuneCountInString(a), utf8.RuneCountInString(b)); short > 2 && (strings.Contains(a, b) || strings.Contains(b, a)) {
		d /= 4
	}
	return d
}

// facets returns the counts of a question's facets, those of values that a filter takes
// for one as one, so that a count is what choosing the value finds. The value that
// most passages have stands for the others.
func (s *Searcher) facets(ctx context.Context, question Question, found *Found) ([]Facet, error) {
	var all []Facet
	for _, field := range question.Facets {
		keys, err := s.alike(ctx, field, found.Facets[field], found.Generation)
		if err != nil {
			return nil, err
		}
		facet := Facet{field, make([]FacetValue, 0, len(found.Facets[field]))}
		at := make(map[string]int)
		for _, c := range found.Facets[field] {
			if key, shared := keys[c.Value]; shared {
				if i, known := at[key]; known {
					facet.Values[i].Count += c.Count
					continue
				}
				at[key] = len(facet.Values)
			}
			selected := slices.ContainsFunc(question.Filters[field], func(f *Filter) bool { return f.Accepts(c.Value) })
			facet.Values = append(facet.Values, FacetValue{c.Value, c.Count, selected})
		}
		if len(at) > 0 {
			slices.SortStableFunc(facet.Values, func(a, b FacetValue) int { return b.Count - a.Count })
		}
		all = append(all, facet)
	}
	return all, nil
}

// alike are the values of a field that have a key in common with another, with that
// key, in a state of the collection.
type alike struct {
	generation string
	keys       map[string]string
}

// alike returns those of the values that were counted in a state of the collection;
// they are found once for the newest.
func (s *Searcher) alike(ctx context.Context, field Field, counted []Count, generation string) (map[string]string, error) {
	place := &s.kept[slices.Index(Fields, field)]
	if kept := place.Load(); kept != nil && kept.generation == generation {
		return kept.keys, nil
	}
	before, err := s.engine.Generation(ctx)
	if err != nil {
		return nil, err
	}
	values, err := s.engine.Values(ctx, field)
	if err != nil {
		return nil, err
	}
	after, err := s.engine.Generation(ctx)
	if err != nil {
		return nil, err
	}
	if before != generation || after != generation {
		return sharedKeys(field, counted), nil
	}
	kept := &alike{generation, sharedKeys(field, values)}
	place.Store(kept)
	return kept.keys, nil
}

// sharedKeys returns the values whose key another has as well, with that key.
func sharedKeys(field Field, values []Count) map[string]string {
	first, shared := make(map[string]string), make(map[string]string)
	for _, c := range values {
		key := field.Key(c.Value)
		if other, known := first[key]; known {
			shared[c.Value], shared[other] = key, key
		} else {
			first[key] = c.Value
		}
	}
	return shared
}
