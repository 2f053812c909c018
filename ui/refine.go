package ui

import (
	"cmp"
	"slices"
	"strings"

	"verbatim/corpus/prose"
	"verbatim/search"
	"verbatim/search/answer"
)

// A refine is what an answer can be narrowed by.
type refine struct {
	Years   *years   // nil: there are none
	Listing []option // how the values of facets stand
	Facets  []facet
}

// An option is a link to the same question asked in another way.
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
	Count    int // of passages
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

// newRefine returns the choices next to an answer; nil where it has none.
func newRefine(q question, facets []search.Facet) *refine {
	r := &refine{Listing: []option{
		{"by count", q.with(func(q *question) { q.ByName = false }).link(), !q.ByName},
		{"by name", q.with(func(q *question) { q.ByName = true }).link(), q.ByName},
	}}
	for _, f := range facets {
		if f.Field == search.FieldYear {
			r.Years = newYears(q, f)
		} else if values := facetChoices(f, q); len(values) > 0 {
			r.Facets = append(r.Facets, newFacet(f.Field, values, q.Find[f.Field]))
		}
	}
	if len(r.Facets) == 0 && r.Years == nil {
		return nil
	}
	return r
}

// Open reports whether the choices are seen without being asked for on a narrow
// screen: something is being searched for in them.
func (r *refine) Open() bool {
	return slices.ContainsFunc(r.Facets, func(f facet) bool { return f.Find != "" })
}

// An ordering is what an answer can be asked in, apart from filters.
type ordering struct {
	Label   string
	Options []option
}

func orderings(q question) []ordering {
	group := func(on bool) string { return q.with(func(q *question) { q.Group = on }).link() }
	explain := func(on bool) string { return q.with(func(q *question) { q.Explain = on }).link() }
	return []ordering{
		{"Order", alternatives(cmp.Or(q.Sort, search.SortRelevance), []labelled[search.Sort]{
			{search.SortRelevance, "best match"}, {search.SortNewest, "newest"}, {search.SortOldest, "oldest"}, {search.SortCountry, "country"},
		}, func(s search.Sort) string { return q.with(func(q *question) { q.Sort = s }).link() })},
		{"Match", alternatives(cmp.Or(q.Mode, search.ModeAll), []labelled[search.Mode]{
			{search.ModeAll, "every word"}, {search.ModeAny, "any word"},
		}, func(m search.Mode) string { return q.with(func(q *question) { q.Mode = m }).link() })},
		{"Show", []option{{"each passage", group(false), !q.Group}, {"one a narrative", group(true), q.Group}}},
		{"Reasons", []option{{"hidden", explain(false), !q.Explain}, {"shown", explain(true), q.Explain}}},
	}
}

type labelled[T ~string] struct {
	value T
	label string
}

func alternatives[T ~string](chosen T, all []labelled[T], link func(T) string) (list []option) {
	for _, l := range all {
		list = append(list, option{l.label, link(l.value), l.value == chosen})
	}
	return list
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
		if f.Find == "" || strings.Contains(prose.FoldString(c.Label), prose.FoldString(find)) || accepts(field, find, c.Value) {
			f.More = append(f.More, c)
		}
	}
	return f
}

// facetChoices puts the selected values first, then those of the most passages
// or by name. What was chosen and is in no passage is there too, so that the
// form keeps it.
func facetChoices(f search.Facet, q question) []choice {
	var list []choice
	for _, v := range f.Values {
		list = append(list, choice{string(f.Field), v.Value, answer.Label(f.Field, v.Value), v.Count, v.Selected})
	}
	for _, value := range q.Filters[f.Field] {
		stands := func(c choice) bool { return c.Selected && accepts(f.Field, value, c.Value) }
		if !slices.ContainsFunc(list, stands) {
			list = append(list, choice{Name: string(f.Field), Value: value, Label: answer.Label(f.Field, value), Selected: true})
		}
	}
	slices.SortStableFunc(list, func(a, b choice) int {
		switch {
		case a.Selected != b.Selected && a.Selected:
			return -1
		case a.Selected != b.Selected:
			return 1
		case q.ByName:
			return strings.Compare(prose.FoldString(a.Label), prose.FoldString(b.Label))
		}
		return 0
	})
	return list
}

// accepts reports whether a filter as it was chosen lets a value pass.
func accepts(f search.Field, chosen, value string) bool {
	return (&search.Filter{Field: f, Value: chosen}).Accepts(value)
}

func selected(list []choice) (n int) {
	for _, c := range list {
		if c.Selected {
			n++
		}
	}
	return n
}
