package ui

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/corpus/library"
	"verbatim/search"
	"verbatim/search/answer"
)

// perPage is how many countries stand on a page of the list.
const perPage = 50

// A narrativesPage lists narratives by country, report and year.
type narrativesPage struct {
	Country, Year, Report string // the filter as typed
	Reports               []string
	Heading               string
	Groups                []group
	Previous, Next        string // addresses
}

// A group is the narratives of a country.
type group struct {
	Country string
	Series  []reportYears
}

func (*narrativesPage) template() string { return "narratives" }

func (p *narrativesPage) title() string { return p.Heading }

func (s *server) narratives(c *gin.Context) (int, page, error) {
	h, err := s.catalog(c.Request.Context())
	if err != nil {
		return 0, nil, err
	}
	p := &narrativesPage{
		Country: strings.TrimSpace(c.Query("country")),
		Year:    strings.TrimSpace(c.Query("year")),
		Report:  strings.TrimSpace(c.Query("report")),
	}
	for _, r := range h.Reports {
		p.Reports = append(p.Reports, r.Report)
	}
	found, total := p.choose(h)
	p.Heading = answer.Count(total, "narrative", "narratives")
	if total == 0 {
		p.Heading = "No such narrative"
	}
	from, _ := strconv.Atoi(c.Query("from"))
	p.list(found, max(from, 0))
	return http.StatusOK, p, nil
}

// choose returns the narratives that the filter lets pass, by country.
func (p *narrativesPage) choose(h *answer.Catalog) (found []answer.CountryCatalog, total int) {
	passes := func(f search.Field, want, have string) bool { return want == "" || f.Key(want) == f.Key(have) }
	for _, c := range h.Countries {
		if !passes(search.FieldCountry, p.Country, c.Country) {
			continue
		}
		var kept []library.Summary
		for _, s := range c.Narratives {
			n := s.Narrative
			if passes(search.FieldYear, p.Year, strconv.Itoa(n.Year)) && passes(search.FieldReport, p.Report, n.Report) {
				kept = append(kept, s)
			}
		}
		if len(kept) > 0 {
			found = append(found, answer.CountryCatalog{Country: c.Country, Narratives: kept})
			total += len(kept)
		}
	}
	return found, total
}

// list shows a page of the countries, from one of them on.
func (p *narrativesPage) list(all []answer.CountryCatalog, from int) {
	from = min(from, len(all))
	to := min(from+perPage, len(all))
	for _, c := range all[from:to] {
		p.Groups = append(p.Groups, group{c.Country, yearsByReport(c.Narratives, "", "")})
	}
	if from > 0 {
		p.Previous = narrativesLink(p.Country, p.Year, p.Report, max(from-perPage, 0))
	}
	if to < len(all) {
		p.Next = narrativesLink(p.Country, p.Year, p.Report, to)
	}
}

// narrativesLink is the address of a part of the list.
func narrativesLink(country, year, report string, from int) string {
	values := make(url.Values)
	for name, value := range map[string]string{"country": country, "year": year, "report": report} {
		if value != "" {
			values.Set(name, value)
		}
	}
	if from > 0 {
		values.Set("from", strconv.Itoa(from))
	}
	return strings.TrimSuffix("/narratives?"+values.Encode(), "?")
}
