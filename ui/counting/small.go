package counting

import (
	"cmp"
	"slices"

	"verbatim/search"
	"verbatim/search/count"
)

// A Small is the chart of a country among others, all on one scale.
type Small struct {
	Country, Link string // to the trends of the country
	Chart         *Chart
	X, Y          string // in a file
}

// maxSmall is how many charts are drawn.
const maxSmall = 60

// The charts of a file stand in so many columns, each with a line for its country above.
const (
	smallColumns = 4
	smallTitle   = 20.0
)

// apart draws a chart for each country, those with the most first.
func (p *Trends) apart(rows []count.Row, a Ask, u Unit) {
	byCountry := map[string][]count.Row{}
	sums := map[string]float64{}
	var countries []string
	for _, r := range rows {
		country := r.Values[0]
		if _, known := yearOf(r); !known {
			continue
		}
		if byCountry[country] == nil {
			countries = append(countries, country)
		}
		byCountry[country] = append(byCountry[country], r)
		sums[country] += u.of(r)
	}
	if len(countries) == 0 {
		return
	}
	slices.SortFunc(countries, func(x, y string) int { return cmp.Or(cmp.Compare(sums[y], sums[x]), cmp.Compare(x, y)) })
	p.Left = max(0, len(countries)-maxSmall)
	countries = countries[:len(countries)-p.Left]
	var all []series
	drawn := make([][]series, len(countries))
	for i, country := range countries {
		drawn[i] = seriesOf(byCountry[country], u, func(r count.Row) string { return a.Queries[r.Code] })
		all = append(all, drawn[i]...)
	}
	first, last := ends(all)
	top := highest(all)
	for i, country := range countries {
		here := a
		here.Filters = withFilter(a.Filters, search.FieldCountry, cmp.Or(country, search.None))
		p.Small = append(p.Small, Small{
			Country: countryLabel(country), Link: here.with("lines", ""), Chart: newChart(smallFrame, drawn[i], first, last, top, u),
			X: coordinate(float64(i%smallColumns) * smallFrame.width), Y: coordinate(float64(i/smallColumns) * (smallFrame.height + smallTitle)),
		})
	}
	if len(a.Queries) > 1 {
		p.Key = p.Small[0].Chart.Curves
	}
}
