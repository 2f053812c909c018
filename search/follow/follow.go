// Package follow follows wording over the years: which recommendation of a report
// is new, which is repeated, edited, merged or split, and which is not there any
// more. The passages of one country and report are linked from edition to edition
// by one assignment over all of them at once (assign.go), by how much they share
// of what is rare (similarity.go). Start with Follower.
package follow

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/search"
	"verbatim/search/admit"
)

// A Follower follows wording in a library.
type Follower struct {
	searcher *search.Searcher
	counted  counted
}

// New makes a Follower of what a Searcher searches.
func New(s *search.Searcher) *Follower { return &Follower{searcher: s} }

// A Request says whose wording to follow: that of a country in a report, of the
// passages of a kind or in a section.
type Request struct {
	Country string
	Report  string
	Kind    corpus.Kind // empty, with Section empty too: recommendations
	Section string      // by name, as in search: its passages but headings, unless Kind says which
}

// Threads are the answer.
type Threads struct {
	Country string
	Report  string
	Years   []int // that have a narrative
	Threads []Thread
	Notes   []string
}

// A Status says where a thread stands in the newest edition.
type Status string

// The statuses.
const (
	StatusNew       Status = "new"       // it appears there first
	StatusContinued Status = "continued" // it is there, and was before
	StatusDropped   Status = "dropped"   // it is not there any more
)

// A Thread is one wording over the years.
type Thread struct {
	First, Last int // years of the library: First is before the first passage if that was split from another, which had it before
	Status      Status
	Passages    []Member // by year
}

// A Change is what became of a wording from one edition to another.
type Change string

// The changes.
const (
	ChangeNew       Change = "new"
	ChangeUnchanged Change = "unchanged" // after folding
	ChangeEdited    Change = "edited"
	ChangeMerged    Change = "merged" // it says what several said before
	ChangeSplit     Change = "split"  // it says a part of what one said before
)

// A Member is a passage of a thread.
type Member struct {
	Passage    corpus.Passage
	Narrative  *corpus.Narrative // without text and passages
	Year       int
	Text       string
	Change     Change
	From       []string // IDs of the passages before that it comes from
	Before     string   // the text of the first of these
	Similarity float64  // to it, from 0 to 1
	Moved      bool     // it stands in another section than before
}

// Threads follows the wording that a request asks for. The error is
// library.ErrNotFound if the library has no such narratives.
func (f *Follower) Threads(ctx context.Context, r Request) (*Threads, error) {
	if r.Kind == "" && r.Section == "" {
		r.Kind = corpus.Recommendation
	}
	editions, notes, err := f.editions(ctx, r)
	if err != nil {
		return nil, err
	}
	ctx, leave, err := admit.All(ctx, f.searcher.Engine())
	if err != nil {
		return nil, err
	}
	defer leave()
	rarity, err := f.rarity(ctx, editions[0].Report, r.Kind)
	if err != nil {
		return nil, err
	}
	var nodes []*node
	answer := &Threads{Notes: notes}
	for i, n := range editions {
		answer.Country, answer.Report = n.Country, n.Report
		answer.Years = append(answer.Years, n.Year)
		nodes = append(nodes, passages(n, i, rarity, r.wants)...)
	}
	if len(nodes) == 0 {
		answer.Notes = append(answer.Notes, r.nothing())
	}
	if err := link(ctx, nodes); err != nil {
		return nil, err
	}
	answer.Threads, err = threads(ctx, nodes, len(editions)-1)
	return answer, err
}

// editions returns the narratives of a country and report by year.
func (f *Follower) editions(ctx context.Context, r Request) (editions []*corpus.Narrative, notes []string, err error) {
	list, notes, err := f.summaries(ctx, r)
	if err != nil {
		return nil, nil, err
	}
	for _, s := range list {
		n, err := f.searcher.Library().Narrative(ctx, s.Narrative.ID)
		if err != nil {
			return nil, nil, err
		}
		editions = append(editions, n)
	}
	return editions, notes, nil
}

// summaries lists the editions of a country and report by year. Of several of one year
// the last is taken: it is the newest state.
func (f *Follower) summaries(ctx context.Context, r Request) (list []library.Summary, notes []string, err error) {
	filter := library.Filter{Countries: []string{r.Country}, Reports: []string{r.Report}}
	page, err := f.searcher.Library().Narratives(ctx, filter, 0, maxEditions)
	if err != nil {
		return nil, nil, err
	}
	byYear := map[int]library.Summary{}
	for _, s := range page.Narratives {
		if _, several := byYear[s.Narrative.Year]; several {
			notes = append(notes, fmt.Sprintf("The library has several narratives of %d; the last one is followed.", s.Narrative.Year))
		}
		byYear[s.Narrative.Year] = s
	}
	if len(byYear) == 0 {
		return nil, nil, &NoEditionsError{r.Country, r.Report}
	}
	list = slices.SortedFunc(maps.Values(byYear), func(a, b library.Summary) int { return a.Narrative.Year - b.Narrative.Year })
	return list, slices.Compact(notes), nil
}

// maxEditions bounds the narratives of one country and report.
const maxEditions = 500

// wants reports whether a passage is one that is followed.
func (r Request) wants(p corpus.Passage) bool {
	if r.Kind != "" && p.Kind != r.Kind || r.Kind == "" && p.Kind == corpus.Heading {
		return false
	}
	return r.Section == "" || search.FieldSection.Key(p.Section) == search.FieldSection.Key(r.Section)
}

// nothing says that the editions have no passage that is followed.
func (r Request) nothing() string {
	note := "None of these narratives has a passage"
	if r.Kind != "" {
		note += fmt.Sprintf(" of the kind %q", r.Kind)
	}
	if r.Section != "" {
		note += fmt.Sprintf(" in a section %q", r.Section)
	}
	return note + "."
}
