package ui

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"verbatim/search"
)

// A refine is what can be chosen beside the text of a question.
type refine struct {
	Sorts  []choice
	Modes  []choice
	Facets []facet
}

// A choice is a value of a form.
type choice struct {
	Name     string // of the form's member
	Value    string
	Label    string
	Count    int // of passages, for facets
	Selected bool
}

// A facet is a field to filter by.
type facet struct {
	Label string
	Shown []choice
	More  []choice // the rest, shown on demand
}

// shown is how many values of a facet are shown at once.
const shown = 6

var facetLabels = map[search.Field]string{
	search.FieldCountry: "Country", search.FieldYear: "Year", search.FieldTier: "Tier",
	search.FieldSection: "Section", search.FieldReport: "Report", search.FieldKind: "Kind",
}

// newRefine gives the choices beside an answer; nil where it has none.
func newRefine(q question, facets []search.Facet) *refine {
	r := &refine{
		Sorts: choices("sort", cmp.Or(q.Sort, search.SortRelevance), []labelled[search.Sort]{
			{search.SortRelevance, "Best match"}, {search.SortNewest, "Newest"}, {search.SortOldest, "Oldest"}, {search.SortCountry, "Country"},
		}),
		Modes: choices("mode", cmp.Or(q.Mode, search.ModeAll), []labelled[search.Mode]{
			{search.ModeAll, "Every word"}, {search.ModeAny, "Any word"},
		}),
	}
	for _, f := range facets {
		if values := facetChoices(f, q.Filters[f.Field]); len(values) > 0 {
			n := min(max(shown, selected(values)), len(values))
			r.Facets = append(r.Facets, facet{facetLabels[f.Field], values[:n], values[n:]})
		}
	}
	if len(r.Facets) == 0 {
		return nil
	}
	return r
}

type labelled[T ~string] struct {
	value T
	label string
}

func choices[T ~string](name string, chosen T, all []labelled[T]) []choice {
	list := make([]choice, len(all))
	for i, l := range all {
		list[i] = choice{Name: name, Value: string(l.value), Label: l.label, Selected: l.value == chosen}
	}
	return list
}

// facetChoices puts the selected values first, and years in their order. What
// was chosen and is in no passage is there too, so that the form keeps it.
func facetChoices(f search.Facet, chosen []string) []choice {
	var list []choice
	for _, v := range f.Values {
		list = append(list, choice{string(f.Field), v.Value, label(f.Field, v.Value), v.Count, v.Selected})
	}
	for _, value := range chosen {
		stands := func(c choice) bool { return c.Selected && accepts(f.Field, value, c.Value) }
		if !slices.ContainsFunc(list, stands) {
			list = append(list, choice{Name: string(f.Field), Value: value, Label: label(f.Field, value), Selected: true})
		}
	}
	slices.SortStableFunc(list, func(a, b choice) int {
		switch {
		case a.Selected != b.Selected && a.Selected:
			return -1
		case a.Selected != b.Selected:
			return 1
		case f.Field == search.FieldYear:
			return strings.Compare(b.Value, a.Value)
		}
		return 0
	})
	return list
}

// accepts says whether a filter as it was chosen lets a value pass.
func accepts(f search.Field, chosen, value string) bool {
	filter := &search.Filter{Field: f, Value: chosen}
	if f == search.FieldYear {
		low, high, isRange := strings.Cut(chosen, "..")
		if !isRange {
			high = low
		}
		filter.Low, _ = strconv.Atoi(low) // the searcher has read it before
		filter.High, _ = strconv.Atoi(high)
	}
	return filter.Accepts(value)
}

func selected(list []choice) (n int) {
	for _, c := range list {
		if c.Selected {
			n++
		}
	}
	return n
}
