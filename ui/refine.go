package ui

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"verbatim/corpus"
	"verbatim/search"
)

// A refine is what can be chosen beside the text of a question.
type refine struct {
	Sorts   []choice
	Explain option
	Modes   []choice
	Listing []option // how the values of facets stand
	Facets  []facet
}

// An option is a link to the same answer in another look.
type option struct {
	Label  string
	Link   string
	Chosen bool
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
	Label  string
	Shown  []choice
	More   []choice // the rest, shown on demand
	Finder string   // the name of the field that searches the values; empty: they are few
	Find   string   // what stands in it: More has the values that it finds
}

// Of a facet shown values are shown at once, and more than long can be
// searched.
const (
	shown = 6
	long  = 12
)

var facetLabels = map[search.Field]string{
	search.FieldCountry: "Country", search.FieldYear: "Year", search.FieldTier: "Tier",
	search.FieldSection: "Section", search.FieldReport: "Report", search.FieldKind: "Kind",
}

// newRefine gives the choices beside an answer; nil where it has none.
func newRefine(q question, facets []search.Facet) *refine {
	r := &refine{
		Explain: option{Label: "Say why each is here", Link: q.explained(true).link()},
		Listing: []option{
			{"by count", q.listed(false).link(), !q.ByName},
			{"by name", q.listed(true).link(), q.ByName},
		},
		Sorts: choices("sort", cmp.Or(q.Sort, search.SortRelevance), []labelled[search.Sort]{
			{search.SortRelevance, "Best match"}, {search.SortNewest, "Newest"}, {search.SortOldest, "Oldest"}, {search.SortCountry, "Country"},
		}),
		Modes: choices("mode", cmp.Or(q.Mode, search.ModeAll), []labelled[search.Mode]{
			{search.ModeAll, "Every word"}, {search.ModeAny, "Any word"},
		}),
	}
	for _, f := range facets {
		if values := facetChoices(f, q); len(values) > 0 {
			r.Facets = append(r.Facets, newFacet(f.Field, values, q.Find[f.Field]))
		}
	}
	if q.Explain {
		r.Explain = option{"Do not say why", q.explained(false).link(), true}
	}
	if len(r.Facets) == 0 {
		return nil
	}
	return r
}

// Finding says whether values are searched for.
func (r *refine) Finding() bool {
	return slices.ContainsFunc(r.Facets, func(f facet) bool { return f.Find != "" })
}

// newFacet shows the first values and those selected. What the others must
// have in their names may be given.
func newFacet(field search.Field, values []choice, find string) facet {
	n := selected(values)
	f := facet{Label: facetLabels[field]}
	if len(values) > long {
		f.Finder, f.Find = finder(field), find
	}
	if f.Find == "" {
		n = min(max(shown, n), len(values))
	}
	f.Shown = values[:n]
	for _, c := range values[n:] {
		if f.Find == "" || strings.Contains(corpus.FoldString(c.Label), corpus.FoldString(find)) || accepts(field, find, c.Value) {
			f.More = append(f.More, c)
		}
	}
	return f
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

// facetChoices puts the selected values first, then those of the most passages
// or by name; years in their order. What was chosen and is in no passage is
// there too, so that the form keeps it.
func facetChoices(f search.Facet, q question) []choice {
	var list []choice
	for _, v := range f.Values {
		list = append(list, choice{string(f.Field), v.Value, label(f.Field, v.Value), v.Count, v.Selected})
	}
	for _, value := range q.Filters[f.Field] {
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
		case q.ByName:
			return strings.Compare(corpus.FoldString(a.Label), corpus.FoldString(b.Label))
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
