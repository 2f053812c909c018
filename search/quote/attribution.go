package quote

import (
	"strconv"
	"strings"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/search"
)

// An Attribution is what comes with a quotation about its source. Empty members
// say nothing.
type Attribution struct {
	Country string // any name that corpus.CountryName knows
	Year    int
	Report  string // its name or a part of it, or its publisher's
}

func (a Attribution) empty() bool { return a == Attribution{} }

// agrees reports whether a narrative is one that the attribution means.
func (a Attribution) agrees(n *corpus.Narrative) bool {
	return (a.Country == "" || search.FieldCountry.Key(a.Country) == search.FieldCountry.Key(n.Country)) &&
		(a.Year == 0 || a.Year == n.Year) &&
		(a.Report == "" || a.names(n.Report) || a.names(n.Title) || a.names(n.Publisher))
}

// names reports whether the report that was given is a part of a name.
func (a Attribution) names(name string) bool {
	return strings.Contains(prose.FoldString(name), strings.TrimSpace(prose.FoldString(a.Report)))
}

// filters returns the attribution as an engine is asked; nil if nothing in it can
// be.
func (a Attribution) filters() filters {
	all := filters{}
	if a.Country != "" {
		all[search.FieldCountry] = []*search.Filter{{Field: search.FieldCountry, Value: a.Country}}
	}
	if a.Year != 0 {
		all[search.FieldYear] = []*search.Filter{{Field: search.FieldYear, Value: strconv.Itoa(a.Year), Low: a.Year, High: a.Year}}
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// known reports whether the library has a narrative that the attribution means.
func (q *quotation) known() (bool, error) {
	filter := library.Filter{}
	if q.said.Country != "" {
		filter.Countries = []string{q.said.Country}
	}
	if q.said.Year != 0 {
		filter.Years = []library.Years{{From: q.said.Year, To: q.said.Year}}
	}
	for after := int64(0); ; {
		page, err := q.library.Narratives(q.ctx, filter, after, 500)
		if err != nil {
			return false, err
		}
		for _, n := range page.Narratives {
			if q.said.agrees(n.Narrative) {
				return true, nil
			}
		}
		if after = page.Next; after == 0 {
			return false, nil
		}
	}
}
