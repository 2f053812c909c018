package ui

import (
	"context"
	"strconv"
	"sync"

	"verbatim/corpus/library"
	"verbatim/search"
	"verbatim/search/answer"
)

// A catalogCache keeps the lists of the library's present revision: to make
// them, all of its narratives are looked through.
type catalogCache struct {
	sync.Mutex
	revision int64
	catalog  *answer.Catalog
}

// catalog returns the lists of the present revision.
func (s *server) catalog(ctx context.Context) (*answer.Catalog, error) {
	s.cache.Lock()
	defer s.cache.Unlock()
	revision, err := s.searcher.Library().Revision(ctx)
	if err != nil {
		return nil, err
	}
	if s.cache.catalog == nil || s.cache.revision != revision {
		h, err := answer.NewCatalog(ctx, s.searcher.Library())
		if err != nil {
			return nil, err
		}
		s.cache.catalog, s.cache.revision = h, revision
	}
	return s.cache.catalog, nil
}

// A reportYears is the narratives of a report about one country, by year.
type reportYears struct {
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

// yearsByReport puts narratives that come by report and year together by report. What a page
// remembers of a question is added to their links.
func yearsByReport(narratives []library.Summary, chosen, suffix string) (list []reportYears) {
	for _, s := range narratives {
		n := s.Narrative
		if last := len(list) - 1; last < 0 || list[last].Report != n.Report {
			list = append(list, reportYears{Report: n.Report})
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
