package ui

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/corpus/series"
	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/cite"
)

// A searchPage is an answer, or says what is wrong with the question.
type searchPage struct {
	Box       searchBox
	Asked     string // the text of the question
	Heading   string
	Within    string // what else there is to say of how many there are
	Meant     *meant // nil: there is nothing better to ask
	Wrong     *wrong // nil: the rest is the answer
	Read      string // the question as it was understood, where that is not as typed
	Notes     []string
	Words     []wordSwitches // the forms that words were searched for in
	Others    []example      // further words that have several forms, each to be asked alone
	Headings  *option        // leads to the headings that match; nil if there are none
	Chosen    []chip
	Orderings []controls
	Repeats   *control // folds passages that say the same, or shows each; nil where that is not asked
	Results   []result
	Footings  []controls
	Refine    *refine  // nil: there is nothing to choose
	Wider     []wide   // what to ask instead, where nothing was found
	Apart     []apart  // where each word of a question stands that finds nothing
	First     string   // address of the first page, on the others
	Next      string   // address of the next page
	Study     []option // what can be counted of the answer
	Exports   []option // files of the whole answer
	Watch     []option // ways to hear of what is new
}

// A searchBox is the form of a question.
type searchBox struct {
	Text   string
	Wrong  bool       // Text cannot be understood
	At     int        // where, in UTF-16 code units, as scripts count
	Hidden url.Values // what else the form sends
}

// A wrong says what cannot be understood.
type wrong struct {
	Question   []answer.Piece // with its place marked; nil: it is not in the text
	Message    string
	Suggestion string
	Link       string // asks the suggestion
}

// A meant is a question that may have been meant.
type meant struct{ Query, Link string }

// wordSwitches are the forms of a word, each to be taken alone or left out.
type wordSwitches struct {
	Written string
	Forms   []formSwitch
	More    int // forms that are not shown
}

// A formSwitch is a form of a word. Only asks for it alone, Without for the others; each
// is empty where that cannot be asked.
type formSwitch struct {
	Word          string
	Count         int
	Only, Without string
}

// A question of many words has so many forms that what they lead to would be most of the
// page: so many are shown, and of each word at least so many. The words behind these
// are named.
const (
	mostForms  = 16
	leastForms = 3
)

// switches lists the words of an answer that have several forms, and those for which
// there is no room.
func switches(q question, words []search.WordForms) (list []wordSwitches, others []example) {
	words = slices.DeleteFunc(slices.Clone(words), func(w search.WordForms) bool { return len(w.Forms)+w.More < 2 })
	each := max(leastForms, mostForms/max(1, len(words)))
	for i, w := range words {
		if i >= mostForms/leastForms {
			others = append(others, example{Query: w.Written})
			continue
		}
		shown := w.Forms[:min(len(w.Forms), each)]
		s := wordSwitches{Written: w.Written, More: w.More + len(w.Forms) - len(shown)}
		for _, f := range shown {
			form := formSwitch{Word: f.Value, Count: f.Count}
			if text := w.Only(f.Value); text != "" {
				form.Only = q.asking(text, q.Mode).link()
			}
			if text := w.Without(f.Value); text != "" {
				form.Without = q.asking(text, q.Mode).link()
			}
			s.Forms = append(s.Forms, form)
		}
		list = append(list, s)
	}
	return list, others
}

// A chip is a filter that was chosen, and leads to the question without it.
type chip struct {
	Field search.Field
	Value string
	Link  string
}

// Label is the filter as a person reads it: "Year: 2023", "Tier 3".
func (c chip) Label() string {
	field, value := facetLabels[c.Field], answer.Label(c.Field, c.Value)
	if strings.HasPrefix(value, field) {
		return value
	}
	return field + ": " + value
}

// A result is a passage that was found.
type result struct {
	Link       string // to the passage in its narrative
	Permanent  string // the passage's own page
	Source     string // the official page at the passage; empty if that is not known
	Citation   string // where the text of the citation is
	Country    string
	Year       int
	Copy       string // empty unless other narratives are of this country, year and report
	Report     string // shortened
	ReportName string // in full; empty where that is the same
	Tier       string
	Section    string
	Path       string // the headings that it stands under; empty where that is the section
	Kind       string // empty unless it is a recommendation elsewhere than in their section
	Language   string // empty unless it is another than the page's
	Excerpt    answer.Excerpt
	More       string // other passages of the narrative; empty: there are none
	MoreLink   string
	Alike      []option // passages that say the same, folded into this one
	Folded     int      // how many there are of them
	Why        []search.Reason
}

func (*searchPage) template() string { return "search" }

func (p *searchPage) title() string {
	if p.Box.Text == "" {
		return p.Heading
	}
	return p.Box.Text + " – " + p.Heading
}

func (s *server) search(c *gin.Context) (int, page, error) {
	values, tidy := tidied(c.Request.URL.Query())
	q := questionOf(values)
	if q.empty() {
		c.Redirect(http.StatusSeeOther, "/")
		return 0, nil, nil
	}
	if !tidy {
		c.Redirect(http.StatusSeeOther, "/search?"+values.Encode())
		return 0, nil, nil
	}
	q, results, err := s.answer(c.Request.Context(), q)
	if mistake, ok := errors.AsType[*search.SyntaxError](err); ok {
		return http.StatusBadRequest, misunderstood(q, mistake), nil
	}
	if err != nil {
		return 0, nil, err
	}
	known, err := s.outlines(c.Request.Context(), results.Facets)
	if err != nil {
		return 0, nil, err
	}
	p := newSearchPage(q, results, known)
	if results.Total == 0 {
		err = s.widen(c.Request.Context(), p, q)
	}
	return http.StatusOK, p, err
}

// answer answers a question for who reads one passage after the other: repeats are folded,
// which is never done in what is counted. It returns the question with what was done.
func (s *server) answer(ctx context.Context, q question) (question, *search.Results, error) {
	r := q.Request
	if q.Fold != "0" && !q.Group {
		r.FoldUpTo, r.FoldPage = search.FoldAll, true
	}
	results, err := s.searcher.Search(ctx, r)
	if err == nil && r.FoldPage { // where all are on the page, there is nothing to fold
		q.Folded = len(results.Hits) < results.Total
	}
	return q, results, err
}

// misunderstood is the page for a question with a mistake in it.
func misunderstood(q question, mistake *search.SyntaxError) *searchPage {
	p := &searchPage{
		Box:     searchBox{Text: q.Text, Wrong: true, Hidden: q.values()},
		Heading: "This query cannot be understood",
		Wrong:   &wrong{Message: answer.Capital(mistake.Msg), Suggestion: mistake.Suggestion},
		Chosen:  chips(q),
	}
	if mistake.Pos < 0 { // it is in the filters or the cursor: ask without
		p.Box.Wrong, p.Box.Hidden = false, nil
		p.Heading = "This address cannot be understood"
		return p
	}
	p.Wrong.Question = pointAt(q.Text, mistake.Pos)
	p.Box.At = units(p.Wrong.Question[0].Text)
	if mistake.Suggestion != "" {
		p.Wrong.Link = q.asking(mistake.Suggestion, q.Mode).link()
	}
	return p
}

// newSearchPage is the page for results.
func newSearchPage(q question, r *search.Results, known outlines) *searchPage {
	p := &searchPage{
		Box:     searchBox{Text: q.Text, Hidden: q.look()},
		Asked:   strings.TrimSpace(q.Text),
		Heading: "nothing found",
		Notes:   r.Query.Notes,

		Headings: headingsLink(q, r.Headings),
		Chosen:   chips(q),
		Refine:   newRefine(q, r.Facets, known),
	}
	p.Words, p.Others = switches(q, r.Words)
	if p.Asked == "" {
		p.Heading = answer.Capital(p.Heading)
	}
	if r.Total > 0 {
		p.Heading = answer.Count(r.Total, "passage", "passages")
		p.Within = position(q, r)
		p.Orderings = append([]controls{views(q)}, orderings(q)...)
		p.Repeats = repeats(q)
		p.Footings = footings(q)
		p.Study = countings(q)
		p.Exports = exports(q)
		p.Watch = watch(q)
	}
	if read := r.Query.String(); !strings.EqualFold(read, prose.OneLine(q.Text)) {
		p.Read = read
	}
	for _, hit := range r.Hits {
		p.Results = append(p.Results, newResult(q, hit))
	}
	for _, o := range r.Offers {
		p.Wider = append(p.Wider, wide{o.Label, q.asking(o.Query, o.Mode).link(), answer.Count(o.Total, "passage", "passages")})
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
	switch {
	case p.Refine == nil:
		p.Box.Hidden = q.values()
	case p.Refine.Years == nil:
		p.Box.Hidden[string(search.FieldYear)] = q.Filters[search.FieldYear]
	default:
		p.Box.Hidden[string(search.FieldYear)] = p.Refine.Years.Several
	}
	return p
}

// position says in how many narratives passages are, and which of them are on this page.
func position(q question, r *search.Results) string {
	within := "in " + answer.Count(r.Narratives, "narrative", "narratives")
	if q.Folded {
		within += ", repeats folded"
	}
	if len(r.Hits) == 0 || r.Offset == 0 && r.Next == "" {
		return within
	}
	return within + ", " + answer.Number(r.Offset+1) + " to " + answer.Number(r.Offset+len(r.Hits))
}

// headingsLink leads to the headings that match; nil if there are none.
func headingsLink(q question, n int) *option {
	if n == 0 {
		return nil
	}
	headings := q.at("")
	headings.Filters = maps.Clone(q.Filters)
	headings.Filters[search.FieldKind] = []string{string(corpus.Heading)}
	return &option{Label: "Show " + answer.Count(n, "heading", "headings"), Link: headings.link()}
}

func newResult(q question, hit search.Result) result {
	n := hit.Narrative
	r := result{
		Link:      linkTo(hit.Entry, q),
		Permanent: search.Link(hit.Passage.ID) + q.suffix(),
		Source:    cite.AtSource(n.URL, hit.Text),
		Citation:  search.Link(hit.Passage.ID) + "/" + copied,
		Country:   n.Country, Year: n.Year, Copy: copyNumber(n), Report: shortReport(n.Report), Tier: n.Tier,
		Section: answer.Label(search.FieldSection, hit.Section), Language: foreign(n.Language),
		Excerpt: answer.NewExcerpt(hit.Text, hit.Spans), Why: hit.Explanation,
	}
	if r.Report != n.Report {
		r.ReportName = n.Report
	}
	if path := hit.Path(); len(path) > 1 {
		r.Path = strings.Join(path, " › ")
	}
	r.Folded = len(hit.Folded)
	for _, e := range hit.Alike {
		r.Alike = append(r.Alike, option{Label: placeName(e.Narrative), Link: linkTo(e, q)})
	}
	if others := hit.Matching - 1; others > 0 {
		r.More = answer.Number(others) + " more"
		r.MoreLink = search.NarrativeLink(n.ID) + q.suffix() + "#" + matchAnchor(1)
	}
	if hit.Kind == corpus.Recommendation && hit.Section != series.Recommendations {
		r.Kind = answer.Label(search.FieldKind, string(hit.Kind))
	}
	return r
}

// linkTo leads to a passage in its narrative, with the question to mark there.
func linkTo(e library.Entry, q question) string {
	return search.NarrativeLink(e.Narrative.ID) + q.suffix() + "#" + search.Anchor(e.Passage)
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

// exports lists the files that the whole answer can be taken away as.
func exports(q question) (list []option) {
	for _, f := range exportFormats {
		list = append(list, option{Label: f.title, Link: "/search" + f.extension + "?" + q.at("").encode()})
	}
	return list
}
