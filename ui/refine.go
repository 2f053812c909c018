package ui

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"verbatim/corpus/prose"
	"verbatim/search"
	"verbatim/search/answer"
)

// A refine is what an answer can be narrowed by.
type refine struct {
	Years   *years   // nil: there are none
	Listing controls // how the values of facets stand
	Shelves []shelf  // the reports, each with what it has of its own
	More    []shelf  // further ones, shown on demand
	Facets  []facet  // what the reports have in common
}

// An option is a link to the same question asked in another way.
type option struct {
	Label  string
	Link   string
	Chosen bool
}

// Controls are the ways in which one thing can be asked.
type controls struct {
	Label   string
	Buttons []control
}

// A control is a button of the form: the question is asked as it stands there, with this
// value of a parameter. A way that has an address of its own is a link.
type control struct {
	Label       string
	Name, Value string
	Chosen      bool
	Link        string
}

// A choice is a value of a form.
type choice struct {
	Name     string // of the form's member
	Value    string
	Label    string
	Title    string // the value in full, where the label is shorter
	Count    int    // of passages
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

// newRefine returns the choices next to an answer; nil where it has none. What is known
// of the reports puts tiers and sections under the one that has them.
func newRefine(q question, facets []search.Facet, known outlines) *refine {
	r := &refine{Listing: controls{"Listed", []control{
		{Label: "by count", Name: "values", Chosen: !q.ByName}, {Label: "by name", Name: "values", Value: "name", Chosen: q.ByName},
	}}}
	values := make(map[search.Field][]choice)
	for _, f := range facets {
		if f.Field == search.FieldYear {
			r.Years = newYears(q, f)
		} else {
			values[f.Field] = facetChoices(f, q)
		}
	}
	own := r.shelve(q, values, known)
	for _, field := range []search.Field{search.FieldCountry, search.FieldTier, search.FieldSection, search.FieldKind} {
		left := slices.DeleteFunc(values[field], func(c choice) bool { return own[field+"="+search.Field(c.Value)] })
		if len(left) > 0 {
			f := newFacet(field, left, q.Find[field])
			if len(r.Shelves) > 1 && (field == search.FieldTier || field == search.FieldSection) {
				f.Label += " of several reports"
			}
			r.Facets = append(r.Facets, f)
		}
	}
	if len(r.Facets) == 0 && len(r.Shelves) == 0 && r.Years == nil {
		return nil
	}
	return r
}

// Open reports whether the choices are seen without being asked for on a narrow
// screen: something is being searched for in them.
func (r *refine) Open() bool {
	return slices.ContainsFunc(r.Facets, func(f facet) bool { return f.Find != "" })
}

// views are the ways to see results: one passage after the other, the best of each
// narrative, or each match on a line.
func views(q question) controls {
	c := controls{"Results", []control{
		{Label: "Passages", Name: "group", Chosen: !q.Group}, {Label: "By narrative", Name: "group", Value: grouped, Chosen: q.Group},
	}}
	if q.Text != "" {
		c.Buttons = append(c.Buttons, control{Label: "Lines", Link: concordanceLink(q)})
	}
	return c
}

// orderings are the ways to order and match.
func orderings(q question) []controls {
	return []controls{
		{"Order", alternatives("sort", cmp.Or(q.Sort, search.SortRelevance), []labelled[search.Sort]{
			{search.SortRelevance, "best match"}, {search.SortNewest, "newest"}, {search.SortOldest, "oldest"}, {search.SortCountry, "country"},
		})},
		{"Match", alternatives("mode", cmp.Or(q.Mode, search.ModeAll), []labelled[search.Mode]{
			{search.ModeAll, "every word"}, {search.ModeAny, "any word"},
		})},
	}
}

// repeats is the other way to read passages that say the same; nil where there are none.
func repeats(q question) *control {
	switch {
	case q.Folded:
		return &control{Label: "show repeats", Name: "fold", Value: "0"}
	case q.Fold == "0" && !q.Group:
		return &control{Label: "fold repeats", Name: "fold"}
	}
	return nil
}

// pageSizes are how many results a page can have; the first goes without saying.
var pageSizes = []int{search.DefaultSize, 25, 50, 100}

// footings are what else can be asked of a page of results: how many, and why so.
func footings(q question) []controls {
	size := controls{Label: "On a page"}
	for i, n := range pageSizes {
		c := control{Label: strconv.Itoa(n), Name: "size", Value: strconv.Itoa(n), Chosen: n == cmp.Or(q.Size, search.DefaultSize)}
		if i == 0 {
			c.Value = ""
		}
		size.Buttons = append(size.Buttons, c)
	}
	return []controls{size, {"Reasons for the order", []control{
		{Label: "hidden", Name: "explain", Chosen: !q.Explain}, {Label: "shown", Name: "explain", Value: "1", Chosen: q.Explain},
	}}}
}

type labelled[T ~string] struct {
	value T
	label string
}

// alternatives are the values of a parameter; the first goes without saying.
func alternatives[T ~string](name string, chosen T, all []labelled[T]) (list []control) {
	for i, l := range all {
		c := control{Label: l.label, Name: name, Value: string(l.value), Chosen: l.value == chosen}
		if i == 0 {
			c.Value = ""
		}
		list = append(list, c)
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
		list = append(list, newChoice(f.Field, v.Value, v.Count, v.Selected))
	}
	for _, value := range q.Filters[f.Field] {
		stands := func(c choice) bool { return c.Selected && accepts(f.Field, value, c.Value) }
		if !slices.ContainsFunc(list, stands) {
			list = append(list, newChoice(f.Field, value, 0, true))
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

func newChoice(f search.Field, value string, count int, selected bool) choice {
	c := choice{Name: string(f), Value: value, Label: answer.Label(f, value), Count: count, Selected: selected}
	if f == search.FieldReport {
		if short := shortReport(value); short != value {
			c.Label, c.Title = short, value
		}
	}
	return c
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

// A wide is a question that finds something where another found nothing.
type wide struct{ Label, Link, Finds string }

// widen offers, where nothing was found, what finds something with less of the filters.
func (s *server) widen(ctx context.Context, p *searchPage, q question) error {
	offer := func(label string, wider question) error {
		if wider.empty() {
			return nil
		}
		n, err := s.searcher.Count(ctx, wider.Request)
		if err == nil && n > 0 {
			p.Wider = append(p.Wider, wide{label, wider.link(), answer.Count(n, "passage", "passages")})
		}
		return err
	}
	for _, field := range search.Facets {
		if len(q.Filters[field]) == 0 || len(q.Filters) == 1 {
			continue
		}
		if err := offer("Search without the "+strings.ToLower(facetLabels[field]), q.filtered(field)); err != nil {
			return err
		}
	}
	bare := q.at("")
	if bare.Filters = nil; len(q.Filters) > 0 {
		if err := offer("Search without filters", bare); err != nil {
			return err
		}
		if len(p.Wider) == 0 {
			if err := offer("Show all with these filters", q.asking("", q.Mode)); err != nil {
				return err
			}
		}
	}
	return s.takeApart(ctx, p, q)
}

// An apart is a word of a question, or another part of it: how often it is found with the
// filters, and in all. A link is empty where that is never.
type apart struct {
	Part           string
	Here, All      int
	HereLink, Link string
}

// mostApart is how many parts of a question are counted each for itself.
const mostApart = 8

// takeApart counts the parts of a question that finds nothing.
func (s *server) takeApart(ctx context.Context, p *searchPage, q question) error {
	query, err := search.Parse(q.Text)
	if err != nil {
		return nil // it has been read before
	}
	all, several := query.Root.(*search.And)
	if !several || len(all.Nodes) > mostApart {
		return nil
	}
	for _, n := range all.Nodes {
		a := apart{Part: n.String()}
		here := q.asking(a.Part, search.ModeAll)
		bare := here.at("")
		bare.Filters = nil
		if a.All, err = s.searcher.Count(ctx, bare.Request); err != nil {
			return err
		}
		if a.All > 0 {
			a.Link = bare.link()
			if a.Here, err = s.searcher.Count(ctx, here.Request); err != nil {
				return err
			}
		}
		if a.Here > 0 {
			a.HereLink = here.link()
		}
		p.Apart = append(p.Apart, a)
	}
	return nil
}
