package ui

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/follow"
	"verbatim/ui/reading"
)

// A followPage shows wordings over the years: a row a thread, a column a year.
type followPage struct {
	Asked   followed
	Reports []option // by their whole names in Link, since a form sends those
	Names   []string // of countries
	Begin   []option // what can be followed, where nothing is asked for
	Wrong   string   // why there is nothing to show
	Found   bool
	Passage bool     // whether it is the history of one passage
	Others  string   // leads to those that are followed with it
	AlsoIn  []option // of a passage: those that say the same elsewhere
	Years   []int
	All     int // threads, before some are chosen
	Rows    []followedThread
	Notes   []string
	CSV     string
}

// followed is what an address of the page asks for, as typed.
type followed struct {
	Country, Report, Kind, Section, Passage string
	Show, Since, Repeated                   string
}

// A followedThread is a row.
type followedThread struct {
	Beginning string // of its last wording
	Span      string // its years
	Status    follow.Status
	Cells     []followedYear
	Wordings  []wording
}

// A followedYear is a cell.
type followedYear struct {
	Year   int
	Sign   string // says the change to those who do not read the word
	Change string // empty: there is nothing to say of this year
	Link   string
}

// A wording is that of one year.
type wording struct {
	Year     int
	Change   follow.Change
	Moved    bool
	Link     string
	Text     []answer.Change // from the wording before; empty where it is unchanged
	AlsoFrom []string        // links to the others that it comes from
}

func (*followPage) template() string { return "follow" }

func (p *followPage) title() string { return p.Heading() }

// Heading says whose wording it is.
func (p *followPage) Heading() string {
	switch {
	case !p.Found:
		return "Follow the wording"
	case p.Passage:
		return p.Asked.Country + ": the history of a wording"
	}
	return p.Asked.Country + ": what changed from year to year"
}

// Summary says how many rows there are.
func (p *followPage) Summary() string {
	if shown := len(p.Rows); shown != p.All {
		return answer.Number(shown) + " of " + answer.Count(p.All, "wording", "wordings") + " in " + answer.Count(len(p.Years), "edition", "editions")
	}
	return answer.Count(p.All, "wording", "wordings") + " in " + answer.Count(len(p.Years), "edition", "editions")
}

func followedOf(values url.Values) followed {
	get := func(name string) string { return strings.TrimSpace(values.Get(name)) }
	return followed{
		Country: get("country"), Report: get("report"), Kind: get("kind"), Section: get("section"), Passage: get("passage"),
		Show: get("show"), Since: get("since"), Repeated: get("repeated"),
	}
}

// link is the address of the page, or of its table, with what is asked.
func (f followed) link(path string) string {
	values := url.Values{}
	for name, value := range map[string]string{
		"country": f.Country, "report": f.Report, "kind": f.Kind, "section": f.Section, "passage": f.Passage,
		"show": f.Show, "since": f.Since, "repeated": f.Repeated,
	} {
		if value != "" {
			values.Set(name, value)
		}
	}
	return path + "?" + values.Encode()
}

// choice reads the filters. A number that cannot be read is told, and nothing is
// shown that was not asked for.
func (f followed) choice() (c follow.Choice, wrong string) {
	c.Change = follow.Chosen(f.Show)
	if !slices.Contains([]follow.Chosen{"", follow.ChosenNew, follow.ChosenEdited, follow.ChosenDropped}, c.Change) {
		return c, "There is nothing called “" + f.Show + "” to show: choose new, edited or dropped."
	}
	for _, p := range []struct {
		text, name string
		into       *int
	}{{f.Since, "The year after which wordings changed", &c.Since}, {f.Repeated, "The number of editions", &c.Repeated}} {
		if p.text == "" {
			continue
		}
		n, err := strconv.Atoi(p.text)
		if err != nil || n < 1 {
			return c, p.name + " must be a number, and “" + p.text + "” is none."
		}
		*p.into = n
	}
	return c, ""
}

// followed finds the threads of what is asked, and keeps those that are chosen.
func (s *server) followed(c *gin.Context, f followed) (found *follow.Threads, all int, err error) {
	ctx := c.Request.Context()
	if f.Passage != "" {
		e, err := s.searcher.Library().PassageByID(ctx, f.Passage)
		if err != nil {
			return nil, 0, err
		}
		found, err = s.follower.OfOne(ctx, e)
		return found, 1, err
	}
	found, err = s.follower.Threads(ctx, follow.Request{Country: f.Country, Report: f.Report, Kind: corpus.Kind(f.Kind), Section: f.Section})
	if err != nil {
		return nil, 0, err
	}
	all = len(found.Threads)
	choice, _ := f.choice()
	found.Threads = found.Choose(choice)
	return found, all, nil
}

// follow answers with the page.
func (s *server) follow(c *gin.Context) (int, page, error) {
	catalog, err := s.catalog(c.Request.Context())
	if err != nil {
		return 0, nil, err
	}
	p := &followPage{Asked: followedOf(c.Request.URL.Query())}
	p.choices(catalog)
	if p.Asked.Passage == "" && (p.Asked.Country == "" || p.Asked.Report == "") {
		return http.StatusOK, p, s.begin(c.Request.Context(), p, catalog)
	}
	if _, p.Wrong = p.Asked.choice(); p.Wrong != "" {
		return http.StatusBadRequest, p, nil
	}
	found, all, err := s.followed(c, p.Asked)
	if missing, ok := errors.AsType[*follow.NoEditionsError](err); ok {
		p.Wrong = answer.Capital(missing.Error()) + "."
		return http.StatusNotFound, p, nil
	}
	if tooMany, ok := errors.AsType[*search.SyntaxError](err); ok {
		p.Wrong = answer.Capital(tooMany.Msg) + "."
		return http.StatusBadRequest, p, nil
	}
	if errors.Is(err, follow.ErrNotFollowed) {
		p.Wrong = answer.Capital(follow.ErrNotFollowed.Error()) + "."
		return http.StatusNotFound, p, nil
	}
	if err != nil {
		return 0, nil, err
	}
	if err := p.show(c.Request.Context(), found, all); err != nil {
		return 0, nil, err
	}
	if p.Passage {
		p.AlsoIn, err = s.alsoIn(c.Request.Context(), p.Asked.Passage)
	}
	return http.StatusOK, p, err
}

// choices are what the form can be filled with.
func (p *followPage) choices(catalog *answer.Catalog) {
	for _, r := range catalog.Reports {
		p.Reports = append(p.Reports, option{Label: shortReport(r.Report), Link: r.Report})
	}
	for _, c := range catalog.Countries {
		p.Names = append(p.Names, c.Country)
	}
}

// beginWith is how many countries are offered to begin with.
const beginWith = 8

// begin offers the report that recommends the most, and the countries with the most
// editions of it.
func (s *server) begin(ctx context.Context, p *followPage, catalog *answer.Catalog) error {
	found, err := s.searcher.Search(ctx, search.Request{Size: 1, Facets: []search.Field{search.FieldReport},
		Filters: map[search.Field][]string{search.FieldKind: {string(corpus.Recommendation)}}})
	if err != nil || len(found.Facets) == 0 || len(found.Facets[0].Values) == 0 {
		return err
	}
	report := found.Facets[0].Values[0].Value
	p.Asked.Report = cmp.Or(p.Asked.Report, report)
	editions := make(map[string]int)
	for _, c := range catalog.Countries {
		for _, n := range c.Narratives {
			if n.Narrative.Report == report {
				editions[c.Country]++
			}
		}
	}
	countries := slices.SortedFunc(maps.Keys(editions), func(a, b string) int { return cmp.Or(editions[b]-editions[a], strings.Compare(a, b)) })
	for _, country := range countries[:min(len(countries), beginWith)] {
		p.Begin = append(p.Begin, option{Label: cmp.Or(country, "No country"), Link: followed{Country: country, Report: report}.link("/follow")})
	}
	return nil
}

// alsoIn returns the passages of other countries and reports that say the same as one.
func (s *server) alsoIn(ctx context.Context, id string) (list []option, err error) {
	own, err := s.searcher.Library().PassageByID(ctx, id)
	if err != nil {
		return nil, err
	}
	_, elsewhere, err := s.follower.AlsoIn(ctx, own)
	for _, in := range elsewhere {
		for _, e := range in.Entries {
			list = append(list, option{Label: placeName(e.Narrative), Link: search.Link(e.Passage.ID)})
		}
	}
	return list, err
}

func (p *followPage) show(ctx context.Context, found *follow.Threads, all int) error {
	p.Found, p.Passage, p.All, p.Years, p.Notes = true, p.Asked.Passage != "", all, found.Years, found.Notes
	p.CSV = p.Asked.link("/follow.csv")
	if p.Passage {
		one := found.Threads[0].Passages[0].Passage
		others := followed{Country: found.Country, Report: found.Report, Kind: string(one.Kind)}
		if one.Kind != corpus.Recommendation {
			others.Section = one.Section
		}
		p.Others = others.link("/follow")
	}
	p.Asked.Country, p.Asked.Report = found.Country, found.Report
	for _, t := range found.Threads {
		p.Rows = append(p.Rows, newFollowedThread(ctx, t, found.Years))
	}
	return ctx.Err()
}

func newFollowedThread(ctx context.Context, t follow.Thread, years []int) followedThread {
	row := followedThread{Beginning: reading.Beginning(t.Passages[len(t.Passages)-1].Text), Span: strconv.Itoa(t.First), Status: t.Status}
	if t.Last != t.First {
		row.Span += " to " + strconv.Itoa(t.Last)
	}
	members := t.Passages
	for i, year := range years {
		switch {
		case len(members) > 0 && members[0].Year == year:
			m := members[0]
			row.Cells = append(row.Cells, followedYear{year, signs[m.Change], string(m.Change), search.Link(m.Passage.ID)})
			members = members[1:]
		case year >= t.First && year < t.Passages[0].Year:
			row.Cells = append(row.Cells, followedYear{Year: year, Sign: "⋯", Change: "part of another"})
		case year > t.First && year < t.Last:
			row.Cells = append(row.Cells, followedYear{Year: year, Sign: "–", Change: "not there"})
		case year > t.Last && years[i-1] == t.Last:
			row.Cells = append(row.Cells, followedYear{Year: year, Sign: "✕", Change: "dropped"})
		default:
			row.Cells = append(row.Cells, followedYear{Year: year})
		}
	}
	for _, m := range t.Passages {
		row.Wordings = append(row.Wordings, newWording(ctx, m))
	}
	return row
}

var signs = map[follow.Change]string{
	follow.ChangeNew: "+", follow.ChangeUnchanged: "=", follow.ChangeEdited: "≠", follow.ChangeMerged: "⇉", follow.ChangeSplit: "⇇",
}

func newWording(ctx context.Context, m follow.Member) wording {
	w := wording{Year: m.Year, Change: m.Change, Moved: m.Moved, Link: search.Link(m.Passage.ID)}
	switch {
	case m.Change == follow.ChangeUnchanged:
	case m.Before == "":
		w.Text = []answer.Change{{Text: m.Text}}
	default:
		w.Text = answer.Changes(ctx, m.Before, m.Text)
	}
	if len(m.From) > 1 {
		for _, id := range m.From[1:] {
			w.AlsoFrom = append(w.AlsoFrom, search.Link(id))
		}
	}
	return w
}

// followCSV answers with the table as a file.
func (s *server) followCSV(c *gin.Context) (int, page, error) {
	f := followedOf(c.Request.URL.Query())
	if _, wrong := f.choice(); wrong != "" {
		return http.StatusBadRequest, problem("This cannot be shown", wrong), nil
	}
	found, _, err := s.followed(c, f)
	if err != nil {
		return 0, nil, err
	}
	threads, err := answer.NewThreads(c.Request.Context(), found)
	if err != nil {
		return 0, nil, err
	}
	var out bytes.Buffer
	if err := answer.WriteThreads(&out, []answer.Threads{threads}); err != nil {
		return 0, nil, err
	}
	c.Header("Content-Disposition", `attachment; filename="follow.csv"`)
	s.send(c, http.StatusOK, "text/csv; charset=utf-8", out.Bytes())
	return 0, nil, nil
}

// changesLink leads from a narrative to what changed since the edition before it,
// and says so; nothing where the report has no other edition of the country, or
// no recommendations.
func changesLink(n *corpus.Narrative, all []library.Summary) (o option) {
	if !slices.ContainsFunc(n.Passages, func(p corpus.Passage) bool { return p.Kind == corpus.Recommendation }) {
		return o
	}
	before := 0
	for _, s := range all {
		other := s.Narrative
		if other.Report != n.Report || other.Year == n.Year {
			continue
		}
		o = option{Label: "Recommendations from year to year", Link: followed{Country: n.Country, Report: n.Report}.link("/follow")}
		if other.Year < n.Year {
			before = max(before, other.Year)
		}
	}
	if before > 0 {
		year := strconv.Itoa(before)
		o = option{Label: "Recommendations: changes since " + year, Link: followed{Country: n.Country, Report: n.Report, Since: year}.link("/follow")}
	}
	return o
}

// hasOtherYear reports whether a report has another year than that of a narrative.
func hasOtherYear(n *corpus.Narrative, all []library.Summary) bool {
	return slices.ContainsFunc(all, func(s library.Summary) bool { return s.Narrative.Report == n.Report && s.Narrative.Year != n.Year })
}
