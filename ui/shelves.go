package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"verbatim/corpus/prose"
	"verbatim/search"
)

// A shelf is a report beside an answer, with the tiers and sections that no other report
// of the answer has: they say nothing without it.
type shelf struct {
	choice
	Tiers    []choice // those that are selected, and the first ones
	Others   []choice // tiers, shown on demand
	Sections []branch
	Inside   int    // tiers and sections
	Left     int    // sections that are shown only where they are searched for
	Find     string // what sections are searched for
	Open     bool   // they are seen without being asked for
}

// Parts is how many sections there are.
func (s shelf) Parts() int { return s.Inside - s.AllTiers() }

// AllTiers is how many tiers there are.
func (s shelf) AllTiers() int { return len(s.Tiers) + len(s.Others) }

// A branch is a section with those under it. One without passages of its own is only
// named.
type branch struct {
	choice
	Named bool // there is nothing to choose
	Under []branch
}

// An outline is what a report has: the keys of its tiers and sections.
type outline map[search.Field]map[string]bool

// Outlines are those of the reports of an answer, by name, and where the library's sections
// stand: the headings around each, by its key.
type outlines struct {
	reports map[string]outline
	around  map[string][]string
}

// mostShelves is how many reports of an answer are looked into.
const mostShelves = 24

// An outlineCache keeps the outlines of one state of library and index.
type outlineCache struct {
	sync.Mutex
	state string
	known outlines
}

// outlines returns those of the reports that a facet names.
func (s *server) outlines(ctx context.Context, facets []search.Facet) (outlines, error) {
	i := slices.IndexFunc(facets, func(f search.Facet) bool { return f.Field == search.FieldReport })
	if i < 0 {
		return outlines{}, nil
	}
	state, err := s.searcher.State(ctx)
	if err != nil {
		return outlines{}, err
	}
	s.outlined.Lock()
	defer s.outlined.Unlock()
	if now := fmt.Sprint(state); s.outlined.state != now {
		around, err := s.sectionsAround(ctx)
		if err != nil {
			return outlines{}, err
		}
		s.outlined.state, s.outlined.known = now, outlines{make(map[string]outline), around}
	}
	asked := outlines{make(map[string]outline), s.outlined.known.around}
	for _, v := range facets[i].Values[:min(len(facets[i].Values), mostShelves)] {
		o, known := s.outlined.known.reports[v.Value]
		if !known {
			if o, err = s.outline(ctx, v.Value); err != nil {
				return outlines{}, err
			}
			s.outlined.known.reports[v.Value] = o
		}
		asked.reports[v.Value] = o
	}
	return asked, nil
}

// outline asks what a report has.
func (s *server) outline(ctx context.Context, report string) (outline, error) {
	fields := []search.Field{search.FieldTier, search.FieldSection}
	found, err := s.searcher.Search(ctx, search.Request{Size: 1, Facets: fields, Filters: map[search.Field][]string{search.FieldReport: {report}}})
	if err != nil {
		return nil, err
	}
	o := make(outline)
	for _, f := range found.Facets {
		o[f.Field] = make(map[string]bool)
		for _, v := range f.Values {
			o[f.Field][f.Field.Key(v.Value)] = true
		}
	}
	return o, nil
}

// sectionsAround returns the headings around each section, the outermost first; where a
// heading stands under several, those under which most passages are.
func (s *server) sectionsAround(ctx context.Context) (map[string][]string, error) {
	paths, err := s.searcher.Engine().Values(ctx, search.FieldSection)
	if err != nil {
		return nil, err
	}
	around, most := make(map[string][]string), make(map[string]int)
	for _, c := range paths {
		headings := strings.Split(c.Value, "\n")
		key := search.FieldSection.Key(headings[len(headings)-1])
		if c.Count > most[key] {
			most[key], around[key] = c.Count, headings[:len(headings)-1]
		}
	}
	return around, nil
}

// shelve puts the reports on their shelves, with the tiers and sections that each has
// alone, and returns which those are.
func (r *refine) shelve(q question, values map[search.Field][]choice, known outlines) (own map[search.Field]bool) {
	own = make(map[search.Field]bool)
	alone := func(field search.Field, c choice, report string) bool {
		key, n := field.Key(c.Value), 0
		for _, o := range known.reports {
			if o[field][key] {
				n++
			}
		}
		return n == 1 && known.reports[report][field][key]
	}
	reports := values[search.FieldReport]
	for _, report := range reports {
		s := shelf{choice: report}
		var sections []choice
		for _, field := range []search.Field{search.FieldTier, search.FieldSection} {
			for _, c := range values[field] {
				if !alone(field, c, report.Value) {
					continue
				}
				own[field+"="+search.Field(c.Value)] = true
				s.Open = s.Open || c.Selected
				switch {
				case field == search.FieldSection:
					sections = append(sections, c)
				case c.Selected || len(s.Tiers) < shown:
					s.Tiers = append(s.Tiers, c)
				default:
					s.Others = append(s.Others, c)
				}
			}
		}
		s.Inside = s.AllTiers() + len(sections)
		s.Find = q.Find[search.FieldSection]
		sections, s.Left = fewSections(sections, s.Find)
		s.Sections = branches(sections, known.around)
		s.Open = s.Open || report.Selected || len(reports) == 1 || s.Find != "" && len(sections) > 0
		if len(r.Shelves) < shown || report.Selected {
			r.Shelves = append(r.Shelves, s)
		} else {
			r.More = append(r.More, s)
		}
	}
	return own
}

// mostSections is how many sections of a report are listed unasked.
const mostSections = 40

// fewSections returns those that are selected, and of the others those that are searched
// for or the first ones, and how many are left.
func fewSections(all []choice, find string) (few []choice, left int) {
	for _, c := range all {
		found := find != "" && strings.Contains(prose.FoldString(c.Label), prose.FoldString(find))
		if c.Selected || found || find == "" && len(few) < mostSections {
			few = append(few, c)
		}
	}
	return few, len(all) - len(few)
}

// branches puts sections under the headings that they stand under.
func branches(sections []choice, around map[string][]string) (tree []branch) {
	for _, c := range sections {
		at := &tree
		for _, heading := range around[search.FieldSection.Key(c.Value)] {
			at = &branchOf(at, heading).Under
		}
		b := branchOf(at, c.Value)
		b.choice, b.Named = c, false
	}
	return tree
}

// branchOf returns the branch of a heading in a list, which has it afterwards.
func branchOf(list *[]branch, heading string) *branch {
	key := search.FieldSection.Key(heading)
	i := slices.IndexFunc(*list, func(b branch) bool { return search.FieldSection.Key(b.Value) == key })
	if i < 0 {
		i = len(*list)
		*list = append(*list, branch{choice: newChoice(search.FieldSection, heading, 0, false), Named: true})
	}
	return &(*list)[i]
}
