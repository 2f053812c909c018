package ui

import (
	"net/url"
	"strings"
	"testing"

	"verbatim/corpus"
	"verbatim/search"
	"verbatim/search/answer"
)

// bracketed writes pieces with brackets around what is marked.
func bracketed(pieces []answer.Piece) string {
	var out strings.Builder
	for _, p := range pieces {
		if p.Marked {
			out.WriteString("[" + p.Text + "]")
		} else {
			out.WriteString(p.Text)
		}
	}
	return out.String()
}

func TestPointAt(t *testing.T) {
	for _, c := range []struct {
		question string
		position int
		want     string
	}{
		{`a "b`, 2, `a ["]b`},
		{`été NEAR/ b`, 4, `été [NEAR/] b`},
		{`(a`, 0, `[(]a`},
		{`a AND`, 5, "a AND[\u00a0]"},
		{`a`, 99, "a[\u00a0]"},
		{"a\xff b", 3, "a\ufffd [b]"},
	} {
		if got := bracketed(pointAt(c.question, c.position)); got != c.want {
			t.Errorf("pointAt(%q, %d) = %q, want %q", c.question, c.position, got, c.want)
		}
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000", -100: "-100"} {
		if got := answer.Number(n); got != want {
			t.Errorf("number(%d) = %s, want %s", n, got, want)
		}
	}
}

// A question's link asks the same question.
func TestLinkRoundTrip(t *testing.T) {
	for _, address := range []string{
		"/search?q=labor",
		"/search?country=C%C3%B4te&country=Kenya&mode=any&q=%22a+b%22&sort=newest&year=2019..2021",
		"/search?cursor=abc&q=a%26b",
		"/search?explain=1&find-country=ken&q=a&values=name",
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := questionOf(u.Query()).link(); got != address {
			t.Errorf("%s becomes %s", address, got)
		}
	}
	filtered := questionOf(url.Values{"tier": {"1", "2"}, "q": {"a"}})
	if got, want := filtered.without(search.FieldTier, "1").link(), "/search?q=a&tier=2"; got != want {
		t.Errorf("without gives %s, want %s", got, want)
	}
}

func TestCopyNumber(t *testing.T) {
	for id, want := range map[string]string{
		"world-factbook-2014-kenya": "", "world-factbook-2014-kenya-2": "2", "world-factbook-2014-kenya-12": "12",
	} {
		if got := copyNumber(&corpus.Narrative{ID: id, Country: "Kenya"}); got != want {
			t.Errorf("copyNumber(%s) = %q, want %q", id, got, want)
		}
	}
	if got := copyNumber(&corpus.Narrative{ID: "r-2014-district-9", Country: "District 9"}); got != "" {
		t.Errorf("the number of a name is taken for %q", got)
	}
}

// A long facet can be searched; what is selected stays, and so does its count.
func TestFacetIsSearched(t *testing.T) {
	facet := search.Facet{Field: search.FieldCountry}
	for i, name := range strings.Split("Kenya,Ghana,Togo,Mali,Chad,Benin,Gabon,Côte d’Ivoire,Niger,Nigeria,Haiti,North Korea,South Korea", ",") {
		facet.Values = append(facet.Values, search.FacetValue{Value: name, Count: 20 - i, Selected: name == "Ghana"})
	}
	for _, c := range []struct{ find, shown, more string }{
		{"", "Ghana Kenya Togo Mali Chad Benin", "Gabon Côte d’Ivoire Niger Nigeria Haiti North Korea South Korea"},
		{"NIGER", "Ghana", "Niger Nigeria"},
		{"cote d'i", "Ghana", "Côte d’Ivoire"},
		{"DPRK", "Ghana", "North Korea"},
		{"ghana", "Ghana", ""},
	} {
		q := question{Find: map[search.Field]string{search.FieldCountry: c.find}}
		q.Filters = map[search.Field][]string{search.FieldCountry: {"Ghana"}}
		f := newRefine(q, []search.Facet{facet}, outlines{}).Facets[0]
		if shown, more := names(f.Shown), names(f.More); shown != c.shown || more != c.more || f.Finder != "find-country" {
			t.Errorf("%q shows %s | %s", c.find, shown, more)
		}
	}
}

func names(list []choice) string {
	var labels []string
	for _, c := range list {
		labels = append(labels, c.Label)
	}
	return strings.Join(labels, " ")
}
