package ui

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"

	"verbatim/corpus"
	"verbatim/search"
)

// A holdings is what the library has, in lists for pages.
type holdings struct {
	stats     corpus.Stats
	countries []countryHolding // by name
	reports   []reportHolding  // by name
}

// A countryHolding is the narratives of a country, by report and year.
type countryHolding struct {
	Country    string
	Narratives []corpus.Summary
}

// A reportHolding counts the countries of a report by year.
type reportHolding struct {
	Report    string
	Publisher string
	Countries map[int]int
}

// A holdingsCache keeps the lists of the library's present revision: to make
// them, all of its narratives are looked through.
type holdingsCache struct {
	sync.Mutex
	revision int64
	holdings *holdings
}

// holdings gives the lists of the present revision.
func (s *server) holdings(ctx context.Context) (*holdings, error) {
	s.cache.Lock()
	defer s.cache.Unlock()
	revision, err := s.searcher.Library().Revision(ctx)
	if err != nil {
		return nil, err
	}
	if s.cache.holdings == nil || s.cache.revision != revision {
		h, err := newHoldings(ctx, s.searcher.Library())
		if err != nil {
			return nil, err
		}
		s.cache.holdings, s.cache.revision = h, revision
	}
	return s.cache.holdings, nil
}

// allNarratives is more than a library has.
const allNarratives = 1 << 30

func newHoldings(ctx context.Context, library *corpus.Library) (*holdings, error) {
	h := &holdings{}
	var err error
	if h.stats, err = library.Stats(ctx); err != nil {
		return nil, err
	}
	all, err := library.Narratives(ctx, corpus.Filter{}, 0, allNarratives)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all.Narratives, func(a, b corpus.Summary) int {
		x, y := a.Narrative, b.Narrative
		return cmp.Or(
			strings.Compare(corpus.FoldString(x.Country), corpus.FoldString(y.Country)),
			strings.Compare(x.Report, y.Report), cmp.Compare(x.Year, y.Year))
	})
	for _, n := range all.Narratives {
		h.add(n)
	}
	slices.SortFunc(h.reports, func(a, b reportHolding) int { return strings.Compare(a.Report, b.Report) })
	return h, nil
}

// add adds a narrative; they come by country, report and year.
func (h *holdings) add(s corpus.Summary) {
	n := s.Narrative
	if last := len(h.countries) - 1; last < 0 || h.countries[last].Country != n.Country {
		h.countries = append(h.countries, countryHolding{Country: n.Country})
	}
	c := &h.countries[len(h.countries)-1]
	again := slices.ContainsFunc(c.Narratives, func(o corpus.Summary) bool { return o.Narrative.Report == n.Report && o.Narrative.Year == n.Year })
	c.Narratives = append(c.Narratives, s)

	i := slices.IndexFunc(h.reports, func(r reportHolding) bool { return r.Report == n.Report })
	if i < 0 {
		i = len(h.reports)
		h.reports = append(h.reports, reportHolding{n.Report, n.Publisher, make(map[int]int)})
	}
	if !again { // monthly states of one year are one country
		h.reports[i].Countries[n.Year]++
	}
}

// of gives the narratives of a country, by any of its names.
func (h *holdings) of(country string) []corpus.Summary {
	for _, c := range h.countries {
		if search.FieldCountry.Key(c.Country) == search.FieldCountry.Key(country) {
			return c.Narratives
		}
	}
	return nil
}

// years lists all years with a narrative.
func (h *holdings) years() (years []int) {
	for _, r := range h.reports {
		for year := range r.Countries {
			if !slices.Contains(years, year) {
				years = append(years, year)
			}
		}
	}
	slices.Sort(years)
	return years
}

// A series is the narratives of a report about one country, by year.
type series struct {
	Report string
	Years  []edition
}

// An edition is one of a series.
type edition struct {
	Label  string
	Tier   string
	Link   string
	Chosen bool
}

// seriesOf puts narratives that come by report and year in series. What a page
// remembers of a question is added to their links.
func seriesOf(narratives []corpus.Summary, chosen, suffix string) (list []series) {
	for _, s := range narratives {
		n := s.Narrative
		if last := len(list) - 1; last < 0 || list[last].Report != n.Report {
			list = append(list, series{Report: n.Report})
		}
		name := strconv.Itoa(n.Year)
		if number := copyNumber(n); number != "" {
			name += " (" + number + ")"
		}
		last := &list[len(list)-1]
		last.Years = append(last.Years, edition{name, n.Tier, search.NarrativeLink(n.ID) + suffix, n.ID == chosen})
	}
	return list
}
