package answer

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/search"
)

// A Catalog is what the library has, in lists for pages.
type Catalog struct {
	Stats     library.Stats
	Countries []CountryCatalog // by name
	Reports   []ReportCatalog  // by name
}

// A CountryCatalog is the narratives of a country, by report and year.
type CountryCatalog struct {
	Country    string
	Narratives []library.Summary
}

// A ReportCatalog counts the countries of a report by year.
type ReportCatalog struct {
	Report    string
	Publisher string
	Countries map[int]int
}

// allNarratives is more than a library has.
const allNarratives = 1 << 30

func NewCatalog(ctx context.Context, lib *library.Library) (*Catalog, error) {
	h := &Catalog{}
	var err error
	if h.Stats, err = lib.Stats(ctx); err != nil {
		return nil, err
	}
	all, err := lib.Narratives(ctx, library.Filter{}, 0, allNarratives)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all.Narratives, func(a, b library.Summary) int {
		x, y := a.Narrative, b.Narrative
		return cmp.Or(
			strings.Compare(prose.FoldString(x.Country), prose.FoldString(y.Country)),
			strings.Compare(x.Report, y.Report), cmp.Compare(x.Year, y.Year))
	})
	for _, n := range all.Narratives {
		h.add(n)
	}
	slices.SortFunc(h.Reports, func(a, b ReportCatalog) int { return strings.Compare(a.Report, b.Report) })
	return h, nil
}

// add adds a narrative; they come by country, report and year.
func (h *Catalog) add(s library.Summary) {
	n := s.Narrative
	if last := len(h.Countries) - 1; last < 0 || h.Countries[last].Country != n.Country {
		h.Countries = append(h.Countries, CountryCatalog{Country: n.Country})
	}
	c := &h.Countries[len(h.Countries)-1]
	again := slices.ContainsFunc(c.Narratives, func(o library.Summary) bool { return o.Narrative.Report == n.Report && o.Narrative.Year == n.Year })
	c.Narratives = append(c.Narratives, s)

	i := slices.IndexFunc(h.Reports, func(r ReportCatalog) bool { return r.Report == n.Report })
	if i < 0 {
		i = len(h.Reports)
		h.Reports = append(h.Reports, ReportCatalog{n.Report, n.Publisher, make(map[int]int)})
	}
	if !again { // monthly states of one year are one country
		h.Reports[i].Countries[n.Year]++
	}
}

// Of returns the narratives of a country, by any of its names.
func (h *Catalog) Of(country string) []library.Summary {
	for _, c := range h.Countries {
		if search.FieldCountry.Key(c.Country) == search.FieldCountry.Key(country) {
			return c.Narratives
		}
	}
	return nil
}

// Years lists all years with a narrative.
func (h *Catalog) Years() (years []int) {
	for _, r := range h.Reports {
		for year := range r.Countries {
			if !slices.Contains(years, year) {
				years = append(years, year)
			}
		}
	}
	slices.Sort(years)
	return years
}
