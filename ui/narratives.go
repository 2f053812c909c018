package ui

import (
	"cmp"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/corpus"
)

// perPage is how many narratives stand on a page of the list.
const perPage = 200

// A narrativesPage lists narratives by country and year.
type narrativesPage struct {
	Country, Year  string // the filter as typed
	Heading        string
	Groups         []group
	Previous, Next string // addresses
}

// A group is the narratives of a country.
type group struct {
	Country    string
	Narratives []corpus.Summary
}

func (*narrativesPage) template() string { return "narratives" }
func (p *narrativesPage) title() string  { return p.Heading }

func (s *server) narratives(c *gin.Context) (int, page, error) {
	country, year := strings.TrimSpace(c.Query("country")), strings.TrimSpace(c.Query("year"))
	var filter corpus.Filter
	if country != "" {
		filter.Countries = []string{country}
	}
	if year != "" {
		y, err := strconv.Atoi(year)
		if err != nil {
			y = -1 // there is none of such a year
		}
		filter.Years = []corpus.Years{{From: y, To: y}}
	}
	// The library's own order is that of the imports: to show another, all of
	// the list is wanted. It has no texts.
	all, err := s.searcher.Library().Narratives(c.Request.Context(), filter, 0, math.MaxInt32)
	if err != nil {
		return 0, nil, err
	}
	p := &narrativesPage{Country: country, Year: year, Heading: count(all.Total, "narrative", "narratives")}
	if all.Total == 0 {
		p.Heading = "No such narrative"
	}
	at, _ := strconv.Atoi(c.Query("from"))
	p.list(all.Narratives, max(at, 0))
	return http.StatusOK, p, nil
}

// list shows a page of the narratives, from one of them on.
func (p *narrativesPage) list(all []corpus.Summary, from int) {
	slices.SortStableFunc(all, func(a, b corpus.Summary) int {
		x, y := a.Narrative, b.Narrative
		return cmp.Or(
			strings.Compare(corpus.FoldString(x.Country), corpus.FoldString(y.Country)),
			cmp.Compare(y.Year, x.Year), strings.Compare(x.Report, y.Report))
	})
	from = min(from, len(all))
	to := min(from+perPage, len(all))
	for _, n := range all[from:to] {
		if last := len(p.Groups) - 1; last < 0 || p.Groups[last].Country != n.Narrative.Country {
			p.Groups = append(p.Groups, group{Country: n.Narrative.Country})
		}
		g := &p.Groups[len(p.Groups)-1]
		g.Narratives = append(g.Narratives, n)
	}
	if from > 0 {
		p.Previous = p.link(max(from-perPage, 0))
	}
	if to < len(all) {
		p.Next = p.link(to)
	}
}

func (p *narrativesPage) link(from int) string {
	values := make(url.Values)
	for name, value := range map[string]string{"country": p.Country, "year": p.Year} {
		if value != "" {
			values.Set(name, value)
		}
	}
	if from > 0 {
		values.Set("from", strconv.Itoa(from))
	}
	return strings.TrimSuffix("/narratives?"+values.Encode(), "?")
}
