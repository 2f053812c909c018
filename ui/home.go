package ui

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"

	"verbatim/corpus/library"
	"verbatim/search"
	"verbatim/search/answer"
)

// A homePage says what this is, what it holds, and what can be asked.
type homePage struct {
	Box      searchBox
	Demo     bool     // the library is the demonstration collection
	Reports  []string // that the library holds, those with the most narratives first
	Names    []option // of them, each leading to its narratives
	Doors    []task
	Stats    library.Stats
	Coverage coverage
}

// A task is what a kind of reader comes for, with questions to begin with.
type task struct {
	Title    string
	Examples []example
}

// An example is a question with what it asks for.
type example struct {
	Query  string
	Means  string
	Choose url.Values // what else is chosen
}

// Link asks it.
func (e example) Link() string {
	values := url.Values{"q": {e.Query}}
	maps.Copy(values, e.Choose)
	return "/search?" + values.Encode()
}

// tasks are questions to begin with, by door. They find something in the sample, so that
// they do in a new library; of another library those are shown that do.
var tasks = []task{
	{"Words and phrases", []example{
		{`"forced labor"`, "the phrase, word for word", nil},
		{`workers NEAR/5 wages`, "at most five words apart", nil},
		{`traffick* AND (prison OR camp)`, "any word that begins so, with either of two", nil},
		{`victims /s abroad`, "two words in one sentence", nil},
	}},
	{"Recommendations", []example{
		{`protocol section:recommendations`, "what governments were told to do", nil},
		{`"forced labor" kind:recommendation`, "the same, where headings differ", nil},
		{`assist* OR shelter*`, "the best passage of each narrative", url.Values{"group": {grouped}}},
	}},
	{"Wording", []example{
		{`"did not demonstrate any efforts"`, "word for word: “not” counts", nil},
		{`"garnishing wages"~2`, "the phrase with a word or two more in it", nil},
	}},
}

// An exampleCache keeps what examples find something in one state of library and index.
type exampleCache struct {
	sync.Mutex
	state string
	found []task
}

// examples returns the tasks, each with the examples that find something.
func (s *server) examples(ctx context.Context) ([]task, error) {
	state, err := s.searcher.State(ctx)
	if err != nil {
		return nil, err
	}
	s.finding.Lock()
	defer s.finding.Unlock()
	now := fmt.Sprint(state)
	if s.finding.state == now {
		return s.finding.found, nil
	}
	var found []task
	for _, t := range tasks {
		kept := task{Title: t.Title}
		for _, e := range t.Examples {
			n, err := s.searcher.Count(ctx, search.Request{Text: e.Query})
			if err != nil {
				return nil, err
			}
			if n > 0 {
				kept.Examples = append(kept.Examples, e)
			}
		}
		if len(kept.Examples) > 0 {
			found = append(found, kept)
		}
	}
	s.finding.state, s.finding.found = now, found
	return found, nil
}

// Stock says what the library holds: "12 passages of 1 narrative, on 1
// country, from 1 report, 2023".
func (p *homePage) Stock() string {
	s := p.Stats
	if s.Narratives == 0 {
		return "The library is empty."
	}
	years := strconv.Itoa(s.FirstYear)
	if s.LastYear > s.FirstYear {
		years = fmt.Sprintf("%d to %d", s.FirstYear, s.LastYear)
	}
	return fmt.Sprintf("The library holds %s of %s: %s, %s, %s.",
		answer.Count(s.Passages, "passage", "passages"), answer.Count(s.Narratives, "narrative", "narratives"),
		answer.Count(s.Countries, "country", "countries"), answer.Count(s.Reports, "report", "reports"), years)
}

// A coverage is a table of how many countries each report has in each year.
type coverage struct {
	Years   []int
	Reports []coverageRow
}

// A coverageRow is a report in it.
type coverageRow struct {
	Report, Publisher string
	Link              string
	Cells             []coverageCell
}

// A coverageCell is a report in a year. Depth is 0 where there is nothing, and
// 1 to 4 for few to most countries.
type coverageCell struct {
	Year, Countries, Depth int
	Link                   string
}

func newCoverage(h *answer.Catalog) coverage {
	c := coverage{Years: h.Years()}
	most := 1
	for _, r := range h.Reports {
		for _, n := range r.Countries {
			most = max(most, n)
		}
	}
	for _, r := range h.Reports {
		row := coverageRow{Report: r.Report, Publisher: r.Publisher, Link: narrativesLink("", "", r.Report, 0)}
		for _, year := range c.Years {
			n := r.Countries[year]
			cell := coverageCell{Year: year, Countries: n}
			if n > 0 {
				cell.Depth = 1 + 3*n/most
				cell.Link = narrativesLink("", strconv.Itoa(year), r.Report, 0)
			}
			row.Cells = append(row.Cells, cell)
		}
		c.Reports = append(c.Reports, row)
	}
	return c
}

func (*homePage) template() string { return "home" }

// namedReports is how many reports the window's title names.
const namedReports = 2

func (p *homePage) title() string {
	var names []string
	for _, r := range p.Reports[:min(len(p.Reports), namedReports)] {
		names = append(names, shortReport(r))
	}
	title := strings.Join(names, ", ")
	if more := len(p.Reports) - namedReports; more > 0 {
		title += " and " + answer.Count(more, "more report", "more reports")
	}
	return title
}

func (s *server) home(c *gin.Context) (int, page, error) {
	ctx := c.Request.Context()
	h, err := s.catalog(ctx)
	if err != nil {
		return 0, nil, err
	}
	examples, err := s.examples(ctx)
	if err != nil {
		return 0, nil, err
	}
	p := &homePage{Demo: s.demo, Doors: examples, Stats: h.Stats, Coverage: newCoverage(h)}
	countries := make(map[string]int)
	for _, r := range h.Reports {
		p.Reports = append(p.Reports, r.Report)
		for _, n := range r.Countries {
			countries[r.Report] += n
		}
	}
	slices.SortStableFunc(p.Reports, func(a, b string) int { return countries[b] - countries[a] })
	for _, r := range p.Reports {
		p.Names = append(p.Names, option{Label: r, Link: narrativesLink("", "", r, 0)})
	}
	return http.StatusOK, p, nil
}
