package mcp

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/count"
	"verbatim/search/follow"
)

const countHelp = `Count how often queries are found, exactly, with what the counts are out of. Group by country, year, report, section, tier, kind or narrative. A row with zeros is a report without a match; no row is no report. Example: {"queries": ["\"forced labor\"", "traffick*"], "by": ["year"], "country": ["Kenya"]}`

const followHelp = `Follow the recommendations of one country and report from year to year: which are new, unchanged, edited (with the words that changed), merged, split or dropped. Name a country and report, or a passage. Example: {"country": "Kenya", "report": "Trafficking in Persons Report", "status": "new"}`

// Bounds of answers.
const (
	maxRows    = 150
	maxThreads = 15
)

// A CountInput is what count takes.
type CountInput struct {
	Queries []string `json:"queries" jsonschema:"the queries, each counted by itself"`
	By      []string `json:"by,omitempty" jsonschema:"the fields to group by"`
	Filter
}

// A CountOutput is what it returns.
type CountOutput struct {
	Sentence string            `json:"sentence" jsonschema:"what was counted, in words"`
	Notes    []string          `json:"notes"`
	Rows     []answer.CountRow `json:"rows"`
	Left     int               `json:"left,omitempty" jsonschema:"rows that are left out: narrow the question by country or year"`
	Totals   []answer.CountRow `json:"totals"`
}

func (s *server) count(ctx context.Context, in CountInput) (CountOutput, error) {
	r := count.Request{Filters: in.fields()}
	for _, q := range in.Queries {
		r.Codes = append(r.Codes, count.Code{Name: q, Q: q})
	}
	if len(r.Codes) == 0 {
		return CountOutput{}, errors.New(`queries: write at least one, such as ["\"forced labor\""]`)
	}
	for _, field := range in.By {
		r.By = append(r.By, search.Field(field))
	}
	table, err := s.counter.Count(ctx, r)
	if err != nil {
		return CountOutput{}, err
	}
	counts := answer.NewCounts(table, r.Filters)
	rows := counts.Rows[:min(len(counts.Rows), maxRows)]
	return CountOutput{counts.Sentence, counts.Notes, rows, len(counts.Rows) - len(rows), counts.Totals}, nil
}

// A FollowInput is what follow takes.
type FollowInput struct {
	Country string `json:"country,omitempty"`
	Report  string `json:"report,omitempty" jsonschema:"the report's name, as in the answers of search"`
	Passage string `json:"passage,omitempty" jsonschema:"a passage, for the history of its wording alone"`
	Section string `json:"section,omitempty" jsonschema:"the passages of this section, if not the recommendations"`
	Status  string `json:"status,omitempty" jsonschema:"only wordings that are new, continued or dropped in the newest edition"`
	Since   int    `json:"since,omitempty" jsonschema:"only what changed after this year"`
	From    int    `json:"from,omitempty" jsonschema:"the number of the first wording, from 1; the member next of the answer before"`
}

// A FollowOutput is what it returns.
type FollowOutput struct {
	Country string          `json:"country"`
	Report  string          `json:"report"`
	Years   []int           `json:"years" jsonschema:"that have a narrative"`
	Notes   []string        `json:"notes"`
	Total   int             `json:"total" jsonschema:"wordings in all"`
	Threads []answer.Thread `json:"threads"`
	Next    int             `json:"next,omitempty" jsonschema:"give it as from for the next wordings"`
}

func (s *server) follow(ctx context.Context, in FollowInput) (FollowOutput, error) {
	threads, err := s.threads(ctx, in)
	if err != nil {
		return FollowOutput{}, err
	}
	if in.Since > 0 {
		threads.Threads = threads.Since(in.Since)
	}
	if in.Status != "" {
		if !slices.Contains([]follow.Status{follow.StatusNew, follow.StatusContinued, follow.StatusDropped}, follow.Status(in.Status)) {
			return FollowOutput{}, fmt.Errorf("status: write new, continued or dropped, not %q", in.Status)
		}
		threads.Threads = slices.DeleteFunc(threads.Threads, func(t follow.Thread) bool { return t.Status != follow.Status(in.Status) })
	}
	total := len(threads.Threads)
	from := min(max(in.From-1, 0), total)
	end := min(from+maxThreads, total)
	threads.Threads = threads.Threads[from:end]
	shown, err := answer.NewThreads(ctx, threads)
	out := FollowOutput{Country: shown.Country, Report: shown.Report, Years: shown.Years, Notes: shown.Notes, Total: total, Threads: shown.Threads}
	if end < total {
		out.Next = end + 1
	}
	return out, err
}

func (s *server) threads(ctx context.Context, in FollowInput) (*follow.Threads, error) {
	if in.Passage == "" {
		if in.Country == "" || in.Report == "" {
			return nil, errors.New("write a country and a report, or a passage")
		}
		return s.follower.Threads(ctx, follow.Request{Country: in.Country, Report: in.Report, Section: in.Section})
	}
	e, err := s.searcher.Library().PassageByID(ctx, in.Passage)
	if err != nil {
		return nil, err
	}
	return s.follower.OfOne(ctx, e)
}
