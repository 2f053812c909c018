package ui

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/search"
	"verbatim/search/count"
	"verbatim/ui/counting"
)

// The pages of what is counted. Each has the search box, which leads back to the
// passages.
type (
	countsPage struct {
		Box searchBox
		*counting.Counts
	}
	trendsPage struct {
		Box searchBox
		*counting.Trends
	}
	mapPage struct {
		Box searchBox
		*counting.World
	}
	concordancePage struct {
		Box searchBox
		*counting.Concordance
	}
	collocatesPage struct {
		Box searchBox
		*counting.Collocates
	}
	keywordsPage struct {
		Box searchBox
		*counting.Keywords
	}
)

func (*countsPage) template() string      { return "counts" }
func (*trendsPage) template() string      { return "trends" }
func (*mapPage) template() string         { return "map" }
func (*concordancePage) template() string { return "concordance" }
func (*collocatesPage) template() string  { return "collocates" }
func (*keywordsPage) template() string    { return "keywords" }

func (p *countsPage) title() string      { return countingTitle(p.Box, p.Heading) }
func (p *trendsPage) title() string      { return countingTitle(p.Box, p.Heading) }
func (p *mapPage) title() string         { return countingTitle(p.Box, p.Heading) }
func (p *concordancePage) title() string { return countingTitle(p.Box, p.Heading) }
func (p *collocatesPage) title() string  { return countingTitle(p.Box, p.Heading) }
func (p *keywordsPage) title() string    { return countingTitle(p.Box, p.Heading) }

func countingTitle(box searchBox, heading string) string {
	if box.Text == "" {
		return heading
	}
	return box.Text + " – " + heading
}

func (s *server) registerCounts(pages *gin.RouterGroup, get func(gin.IRoutes, string, gin.HandlerFunc)) {
	get(pages, "/counts", s.page(counted(s, "/counts", true, counting.NewCounts, func(b searchBox, p *counting.Counts) page { return &countsPage{b, p} })))
	get(pages, "/trends", s.page(counted(s, "/trends", true, counting.NewTrends, func(b searchBox, p *counting.Trends) page { return &trendsPage{b, p} })))
	get(pages, "/map", s.page(counted(s, "/map", true, counting.NewWorld, func(b searchBox, p *counting.World) page { return &mapPage{b, p} })))
	get(pages, "/concordance", s.page(counted(s, "/concordance", false, counting.NewConcordance, func(b searchBox, p *counting.Concordance) page { return &concordancePage{b, p} })))
	get(pages, "/collocates", s.page(counted(s, "/collocates", false, counting.NewCollocates, func(b searchBox, p *counting.Collocates) page { return &collocatesPage{b, p} })))
	get(pages, "/keywords", s.page(counted(s, "/keywords", false, counting.NewKeywords, func(b searchBox, p *counting.Keywords) page { return &keywordsPage{b, p} })))
	get(pages, "/trends.svg", s.page(drawn(s, "/trends", counting.NewTrends)))
	get(pages, "/map.svg", s.page(drawn(s, "/map", counting.NewWorld)))
}

// A maker counts what a page is asked, and lays it out.
type maker[T any] func(context.Context, *count.Counter, counting.Ask, counting.Source, counting.Form) (T, error)

// counted makes a handler of a page at a path; several reports whether it takes
// several queries.
func counted[T any](s *server, path string, several bool, lay maker[T], wrap func(searchBox, T) page) func(*gin.Context) (int, page, error) {
	return func(c *gin.Context) (int, page, error) {
		q, ask := askOf(c, path)
		source, err := s.source(c)
		if err != nil {
			return 0, nil, err
		}
		laid, err := lay(c.Request.Context(), s.counter, ask, source, formOf(q, ask, several))
		if mistake, ok := errors.AsType[*search.SyntaxError](err); ok {
			if code, named := errors.AsType[*count.CodeError](err); named {
				q.Text = code.Code.Q
			}
			return http.StatusBadRequest, misunderstood(q, mistake), nil
		}
		if err != nil {
			return 0, nil, err
		}
		return http.StatusOK, wrap(searchBox{Text: q.Text, Hidden: q.values()}, laid), nil
	}
}

// askOf reads what a page of counts is asked, also as a question of a search.
func askOf(c *gin.Context, path string) (question, counting.Ask) {
	values := c.Request.URL.Query()
	q := questionOf(values).at("")
	ask := counting.NewAsk(path, values, q.Request)
	if q.Text = ""; len(ask.Queries) > 0 {
		q.Text = ask.Queries[0]
	}
	return q, ask
}

func formOf(q question, ask counting.Ask, several bool) counting.Form {
	form := counting.NewForm(ask, several, func(f search.Field, value string) string { return chip{Field: f, Value: value}.Label() })
	if from, to, ok := q.years(); ok {
		form.Spans, form.From, form.To = true, from, to
		form.Hidden.Del(string(search.FieldYear))
	}
	return form
}

// source says where an answer comes from.
func (s *server) source(c *gin.Context) (counting.Source, error) {
	state, err := s.searcher.State(c.Request.Context())
	return counting.Source{Origin: s.originOf(c.Request), Program: s.version, Library: state.Version(), Day: time.Now()}, err
}

// A drawable is a page that may have a drawing.
type drawable interface{ Drawn() bool }

// drawn makes a handler of the drawing of a page as a file. Where there is none, the page
// says why.
func drawn[T drawable](s *server, path string, lay maker[T]) func(*gin.Context) (int, page, error) {
	return func(c *gin.Context) (int, page, error) {
		_, ask := askOf(c, path)
		source, err := s.source(c)
		if err != nil {
			return 0, nil, err
		}
		laid, err := lay(c.Request.Context(), s.counter, ask, source, counting.Form{})
		_, mistaken := errors.AsType[*search.SyntaxError](err)
		if err != nil && !mistaken {
			return 0, nil, err
		}
		if mistaken || !laid.Drawn() {
			c.Redirect(http.StatusSeeOther, ask.Link())
			return 0, nil, nil
		}
		var out bytes.Buffer
		if err := templates[strings.TrimPrefix(path, "/")].ExecuteTemplate(&out, "drawing", laid); err != nil {
			return 0, nil, err
		}
		s.send(c, http.StatusOK, "image/svg+xml", out.Bytes())
		return 0, nil, nil
	}
}

// countings lead from a search to what can be counted of it; nil where it has
// filters alone.
func countings(q question) []option {
	if q.Text == "" {
		return nil
	}
	var list []option
	for _, face := range counting.Faces(counting.Ask{Queries: []string{q.Text}, Mode: q.Mode, Filters: q.Filters}) {
		list = append(list, option{Label: face.Label, Link: face.Link})
	}
	return list
}

// concordanceLink leads to the matches of a question, each on a line.
func concordanceLink(q question) string {
	return counting.Ask{Page: "/concordance", Queries: []string{q.Text}, Mode: q.Mode, Filters: q.Filters}.Link()
}
