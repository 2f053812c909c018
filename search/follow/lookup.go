package follow

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/search"
)

// Of follows the wording of the passages that are of the same kind, or where they
// are no recommendations in the same section, as a passage is, and returns them
// with the place of its own thread; -1 if it is in none: another state of the
// same year is followed.
func (f *Follower) Of(ctx context.Context, e library.Entry) (*Threads, int, error) {
	r := Request{Country: e.Narrative.Country, Report: e.Narrative.Report, Kind: e.Kind, Section: e.Section}
	if e.Kind == corpus.Recommendation {
		r.Section = "" // it may have moved to another section
	}
	found, err := f.Threads(ctx, r)
	if err != nil {
		return nil, -1, err
	}
	return found, slices.IndexFunc(found.Threads, func(t Thread) bool { return t.has(e.Passage.ID) }), nil
}

// ErrNotFollowed is the error for a passage that is in no thread.
var ErrNotFollowed = errors.New("this passage is in no thread: its text was replaced, or another narrative of its year is followed")

// OfOne is as Of, with the thread of the passage alone; ErrNotFollowed if there is
// none.
func (f *Follower) OfOne(ctx context.Context, e library.Entry) (*Threads, error) {
	found, at, err := f.Of(ctx, e)
	if err != nil {
		return nil, err
	}
	if at < 0 {
		return nil, fmt.Errorf("%s: %w", e.Passage.ID, ErrNotFollowed)
	}
	found.Threads = found.Threads[at : at+1]
	return found, nil
}

// A NoEditionsError says that the library has no narratives of a country and
// report. It is a library.ErrNotFound.
type NoEditionsError struct{ Country, Report string }

// Error implements error.
func (e *NoEditionsError) Error() string {
	return fmt.Sprintf("the library has no narratives of the country %q in the report %q", e.Country, e.Report)
}

// Unwrap returns library.ErrNotFound.
func (e *NoEditionsError) Unwrap() error { return library.ErrNotFound }

func (t Thread) has(id string) bool {
	return slices.ContainsFunc(t.Passages, func(m Member) bool { return m.Passage.ID == id })
}

// Since keeps of threads what changed after a year: wordings that are new, edited,
// merged or split since then, and those that were there in that year or later and
// are dropped.
func (t *Threads) Since(year int) []Thread {
	newest := 0
	if len(t.Years) > 0 {
		newest = t.Years[len(t.Years)-1]
	}
	var changed []Thread
	for _, thread := range t.Threads {
		edited := slices.ContainsFunc(thread.Passages, func(m Member) bool { return m.Year > year && m.Change != ChangeUnchanged })
		dropped := thread.Status == StatusDropped && thread.Last >= year && thread.Last < newest
		if edited || dropped {
			changed = append(changed, thread)
		}
	}
	return changed
}

// Countries lists the countries that a report has narratives of.
func (f *Follower) Countries(ctx context.Context, report string) (countries []string, err error) {
	values := map[string]bool{}
	_, err = f.searcher.Scan(ctx, search.Request{Filters: map[search.Field][]string{search.FieldReport: {report}}},
		search.Scan{Fields: []search.Field{search.FieldCountry}}, func(c *search.Collection, p *search.Scanned) error {
			at := slices.Index(search.Fields, search.FieldCountry)
			values[c.Values[at][p.Values[at]]] = true
			return nil
		})
	for country := range values {
		countries = append(countries, country)
	}
	slices.Sort(countries)
	return countries, err
}
