package ui

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/search"
	"verbatim/search/answer"
)

// perPage is how many countries stand on a page of the list.
const perPage = 50

// A narrativesPage shows which narratives there are: those of a report as a table of
// countries and years; those of a country or year as a list, by report.
type narrativesPage struct {
	Country, Year, Report string // the filter as typed
	Names                 []string
	Reports               []option // each report's table
	Heading               string
	Matrix                *matrix // nil: a list is asked for
	Groups                []group
	Previous, Next        string // addresses
}

// A matrix is the narratives of a report: a row a country, a column a year.
type matrix struct {
	Report  string
	Years   []int
	Letters []string // with which the names of countries begin
	Rows    []matrixRow
}

// A matrixRow is a country. Letter is set on the first one of each.
type matrixRow struct {
	Country, Letter string
	Cells           [][]edition // of each year
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
		p.Names = append(p.Names, r.Report)
	}
	if p.Country == "" && p.Year == "" {
		p.tabulate(h)
		return http.StatusOK, p, nil
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

// tabulate shows the table of the report that is asked for, or of the one with the most
// narratives.
func (p *narrativesPage) tabulate(h *answer.Catalog) {
	counts := make(map[string]int)
	for _, c := range h.Countries {
		for _, s := range c.Narratives {
			counts[s.Narrative.Report]++
		}
	}
	chosen := ""
	for _, name := range p.Names {
		asked := p.Report != "" && search.FieldReport.Key(p.Report) == search.FieldReport.Key(name)
		if asked || p.Report == "" && counts[name] > counts[chosen] {
			chosen = name
		}
	}
	for _, name := range p.Names {
		p.Reports = append(p.Reports, option{
			Label: fmt.Sprintf("%s (%s)", shortReport(name), answer.Number(counts[name])), Link: narrativesLink("", "", name, 0), Chosen: name == chosen,
		})
	}
	p.Heading = answer.Count(counts[chosen], "narrative", "narratives")
	if counts[chosen] == 0 {
		p.Heading = "No such narrative"
		return
	}
	p.Matrix = newMatrix(h, chosen)
}

func newMatrix(h *answer.Catalog, report string) *matrix {
	m := &matrix{Report: report}
	for _, r := range h.Reports {
		if r.Report == report {
			m.Years = slices.Sorted(maps.Keys(r.Countries))
		}
	}
	for _, c := range h.Countries {
		row := matrixRow{Country: c.Country, Cells: make([][]edition, len(m.Years))}
		there := false
		for _, s := range c.Narratives {
			n := s.Narrative
			if n.Report != report {
				continue
			}
			there = true
			at := slices.Index(m.Years, n.Year)
			row.Cells[at] = append(row.Cells[at], edition{Label: cmp.Or(copyNumber(n), "●"), Tier: n.Tier, Link: search.NarrativeLink(n.ID)})
		}
		if !there {
			continue
		}
		first, _ := utf8.DecodeRuneInString(strings.ToUpper(prose.FoldString(c.Country)))
		if letter := string(first); unicode.IsLetter(first) && (len(m.Letters) == 0 || m.Letters[len(m.Letters)-1] != letter) {
			row.Letter, m.Letters = letter, append(m.Letters, letter)
		}
		m.Rows = append(m.Rows, row)
	}
	return m
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
