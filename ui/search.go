package ui

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/corpus"
	"verbatim/search"
)

// A question is what a person asks, as it stands in a page's address.
type question struct {
	search.Request
	ByName bool                    // the values of facets stand by name, not by count
	Find   map[search.Field]string // what the values of a facet must have in them
}

// questionOf reads an address. What it does not know it leaves aside: people
// follow links that others have added to.
func questionOf(values url.Values) question {
	q := question{Request: search.Request{
		Text:    values.Get("q"),
		Mode:    search.Mode(values.Get("mode")),
		Sort:    search.Sort(values.Get("sort")),
		Cursor:  values.Get("cursor"),
		Explain: values.Get("explain") == "1",
		Filters: make(map[search.Field][]string),
	}, ByName: values.Get("values") == "name", Find: make(map[search.Field]string)}
	for _, field := range search.Facets {
		if find := strings.TrimSpace(values.Get(finder(field))); find != "" {
			q.Find[field] = find
		}
		for _, value := range values[string(field)] {
			if value = strings.TrimSpace(value); value != "" && !slices.Contains(q.Filters[field], value) {
				q.Filters[field] = append(q.Filters[field], value)
			}
		}
	}
	return q
}

// finder is the parameter that searches the values of a facet.
func finder(f search.Field) string { return "find-" + string(f) }

func (q question) empty() bool {
	return strings.TrimSpace(q.Text) == "" && len(q.Filters) == 0
}

// values are what an address has beside the text and the cursor; what goes
// without saying is left out.
func (q question) values() url.Values {
	values := q.look()
	if q.Mode != "" && q.Mode != search.ModeAll {
		values.Set("mode", string(q.Mode))
	}
	if q.Sort != "" && q.Sort != search.SortRelevance {
		values.Set("sort", string(q.Sort))
	}
	for field, chosen := range q.Filters {
		values[string(field)] = chosen
	}
	for field, text := range q.Find {
		values.Set(finder(field), text)
	}
	return values
}

// look is the part of the values that no field of the form has: links change
// it.
func (q question) look() url.Values {
	values := make(url.Values)
	if q.ByName {
		values.Set("values", "name")
	}
	if q.Explain {
		values.Set("explain", "1")
	}
	return values
}

// link is the address of the question.
func (q question) link() string { return "/search?" + q.encode() }

func (q question) encode() string {
	values := q.values()
	values.Set("q", q.Text)
	if q.Cursor != "" {
		values.Set("cursor", q.Cursor)
	}
	return values.Encode()
}

// asking is the question with another text, in a mode, from the first page.
func (q question) asking(text string, mode search.Mode) question {
	q.Text, q.Mode, q.Cursor = text, mode, ""
	return q
}

// at is the question at a cursor.
func (q question) at(cursor string) question {
	q.Cursor = cursor
	return q
}

// explained is the question with explanations or without.
func (q question) explained(explain bool) question {
	q.Explain = explain
	return q
}

// listed is the question with the values of facets in an order.
func (q question) listed(byName bool) question {
	q.ByName = byName
	return q
}

// without is the question with a filter less, from the first page.
func (q question) without(field search.Field, value string) question {
	filters := make(map[search.Field][]string)
	for f, chosen := range q.Filters {
		for _, v := range chosen {
			if f != field || v != value {
				filters[f] = append(filters[f], v)
			}
		}
	}
	q.Filters, q.Cursor = filters, ""
	return q
}

// A searchPage is an answer, or says what is wrong with the question.
type searchPage struct {
	Box     searchBox
	Heading string
	Meant   *meant // nil: there is nothing better to ask
	Wrong   *wrong // nil: the rest is the answer
	Read    string // the question as it was understood, where that is not as typed
	Notes   []string
	Chosen  []chip
	Results []result
	Refine  *refine // nil: there is nothing to choose
	Any     string  // where to ask for any of the words, where all found nothing
	Bare    string  // where to ask without filters, likewise
	First   string  // address of the first page, on the others
	Next    string  // address of the next page
}

// A searchBox is the form of a question.
type searchBox struct {
	Text   string
	Wrong  bool       // Text cannot be understood
	Hidden url.Values // what else the form sends
}

// A wrong says what cannot be understood.
type wrong struct {
	Question   []piece // with its place marked; nil: it is not in the text
	Message    string
	Suggestion string
	Link       string // asks the suggestion
}

// A meant is a question that may have been meant.
type meant struct{ Query, Link string }

// A chip is a filter that was chosen, and leads to the question without it.
type chip struct {
	Field search.Field
	Value string
	Link  string
}

// Label is the filter as a person reads it: "Year: 2023", "Tier 3".
func (c chip) Label() string {
	field, value := facetLabels[c.Field], label(c.Field, c.Value)
	if strings.HasPrefix(value, field) {
		return value
	}
	return field + ": " + value
}

// A result is a passage that was found.
type result struct {
	Link         string
	Country      string
	Year         int
	Copy         string // empty unless other narratives are of this country, year and report
	Report, Tier string
	Section      string
	Kind         string // empty unless it is a recommendation elsewhere than in their section
	Text         []piece
	Why          []search.Part
}

func (*searchPage) template() string { return "search" }

func (p *searchPage) title() string {
	if p.Box.Text == "" {
		return p.Heading
	}
	return p.Box.Text + " – " + p.Heading
}

func (s *server) search(c *gin.Context) (int, page, error) {
	q := questionOf(c.Request.URL.Query())
	if q.empty() {
		c.Redirect(http.StatusSeeOther, "/")
		return 0, nil, nil
	}
	results, err := s.searcher.Search(c.Request.Context(), q.Request)
	if mistake, ok := errors.AsType[*search.SyntaxError](err); ok {
		return http.StatusBadRequest, misunderstood(q, mistake), nil
	}
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, answer(q, results), nil
}

// misunderstood is the page for a question with a mistake in it.
func misunderstood(q question, mistake *search.SyntaxError) *searchPage {
	p := &searchPage{
		Box:     searchBox{Text: q.Text, Wrong: true, Hidden: q.values()},
		Heading: "This question cannot be read",
		Wrong:   &wrong{Message: capital(mistake.Msg), Suggestion: mistake.Suggestion},
		Chosen:  chips(q),
	}
	if mistake.Pos < 0 { // it is in the filters or the cursor: ask without
		p.Box.Wrong, p.Box.Hidden = false, nil
		p.Heading = "This address cannot be read"
		return p
	}
	p.Wrong.Question = pointAt(q.Text, mistake.Pos)
	if mistake.Suggestion != "" {
		p.Wrong.Link = q.asking(mistake.Suggestion, q.Mode).link()
	}
	return p
}

// answer is the page for results.
func answer(q question, r *search.Results) *searchPage {
	p := &searchPage{
		Box:     searchBox{Text: q.Text, Hidden: q.look()},
		Heading: "Nothing found",
		Notes:   r.Query.Notes,
		Chosen:  chips(q),
		Refine:  newRefine(q, r.Facets),
	}
	if r.Total > 0 {
		p.Heading = count(r.Total, "passage", "passages")
	}
	if read := r.Query.String(); !strings.EqualFold(read, strings.Join(strings.Fields(q.Text), " ")) {
		p.Read = read
	}
	for _, hit := range r.Hits {
		p.Results = append(p.Results, newResult(q, hit))
	}
	if r.Total == 0 {
		// In mode any the words of a list become alternatives, if there are
		// several.
		if r.Query.Mode == search.ModeAll && r.Query.In(search.ModeAny).String() != r.Query.String() {
			p.Any = q.asking(q.Text, search.ModeAny).link()
		}
		bare := q.at("")
		if bare.Filters = nil; len(p.Chosen) > 0 && !bare.empty() {
			p.Bare = bare.link()
		}
	}
	if r.Suggestion != "" {
		p.Meant = &meant{r.Suggestion, q.asking(r.Suggestion, q.Mode).link()}
	}
	if q.Cursor != "" {
		p.First = q.at("").link()
	}
	if r.Next != "" {
		p.Next = q.at(r.Next).link()
	}
	if p.Refine == nil {
		p.Box.Hidden = q.values()
	}
	return p
}

func newResult(q question, hit search.Result) result {
	n := hit.Narrative
	r := result{
		Link:    linkTo(hit.Entry, q),
		Country: n.Country, Year: n.Year, Copy: copyNumber(n), Report: n.Report, Tier: n.Tier,
		Section: label(search.FieldSection, hit.Section), Text: cut(hit.Text, hit.Spans), Why: hit.Explanation,
	}
	if hit.Kind == corpus.Recommendation && hit.Section != corpus.Recommendations {
		r.Kind = label(search.FieldKind, string(hit.Kind))
	}
	return r
}

// linkTo leads to a passage in its narrative, with the question to mark there.
func linkTo(e corpus.Entry, q question) string {
	path, anchor, _ := strings.Cut(search.Link(e), "#")
	return path + "?" + q.at("").encode() + "#" + anchor
}

// chips lists the filters that were chosen.
func chips(q question) (chips []chip) {
	for _, field := range search.Facets {
		for _, value := range q.Filters[field] {
			chips = append(chips, chip{field, value, q.without(field, value).link()})
		}
	}
	return chips
}
