package ui

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"verbatim/corpus/prose"
	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/quote"
	"verbatim/ui/reading"
)

// maxPasted is how many bytes a form with a text to check may have.
const maxPasted = 4 << 20

// A quotesPage asks for a text, and shows the quotations in it.
type quotesPage struct {
	Box                             searchBox
	Text, As, Country, Year, Report string // as typed
	Short                           bool
	Wrong                           string // why it was not checked
	Checked                         bool
	Summary                         string
	Quotes                          []checkedQuote // those to look at first
	Jumps                           []option       // lead to the first of each verdict
	Unpaired                        []string       // marks without a partner
	Origin                          string         // what links begin with, in a file that is saved
}

func (*quotesPage) template() string { return "check" }

func (p *quotesPage) title() string {
	if p.Checked {
		return p.Summary
	}
	return "Check quotations"
}

// Counted is the summary without its verdicts, where these stand below it.
func (p *quotesPage) Counted() string {
	counted, _, _ := strings.Cut(p.Summary, ":")
	return counted
}

// registerCheck adds the page, and the files that it saves. Nothing of what is
// posted is kept or logged.
func (s *server) registerCheck(pages *gin.RouterGroup, get func(gin.IRoutes, string, gin.HandlerFunc)) {
	get(pages, "/check", s.page(func(*gin.Context) (int, page, error) { return http.StatusOK, &quotesPage{}, nil }))
	posted := pages.Group("", ownOrigin)
	posted.POST("/check", s.check(s.showChecks))
	posted.POST("/check.html", s.check(s.saveChecks))
	posted.POST("/check.csv", s.check(s.saveTable))
}

// ownOrigin turns away what a page of another site posts.
func ownOrigin(c *gin.Context) {
	if err := http.NewCrossOriginProtection().Check(c.Request); err != nil {
		c.String(http.StatusForbidden, "This form is for readers of this site.")
		c.Abort()
	}
}

// check makes a handler that checks what was posted and shows what it found in
// one of the ways. What cannot be checked is said on the page in any case. The reader's
// own browser may keep the answer, so that Back leads to the verdicts again: nothing of
// them is kept here.
func (s *server) check(tell func(*gin.Context, *quotesPage, []quote.Result)) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Header("Cache-Control", "private, no-cache")
		p, request, err := s.readChecked(c)
		var checked *quote.Checked
		if err == nil {
			checked, err = quote.NewChecker(s.searcher).Check(c.Request.Context(), request)
		}
		status := http.StatusOK
		switch _, large := errors.AsType[*http.MaxBytesError](err); {
		case large:
			status, p.Wrong = http.StatusRequestEntityTooLarge, "This is too long: at most 4 megabytes are read."
		case errors.Is(err, quote.ErrTooLong):
			status, p.Wrong = http.StatusRequestEntityTooLarge, fmt.Sprintf("This is too long for one quotation: the limit is %s words. If it is an article, put its quotations in quotation marks.", answer.Number(quote.MaxWords))
		case errors.Is(err, quote.ErrEmpty):
			status, p.Wrong = http.StatusBadRequest, "There is nothing to check: the text has no word."
		case errors.Is(err, errForm):
			status, p.Wrong = http.StatusBadRequest, "The year is not a year."
		case err != nil:
			s.fail(c, err)
			return
		}
		if p.Wrong != "" {
			s.show(c, status, p)
			return
		}
		p.tell(checked)
		tell(c, p, checked.Results)
	}
}

var errForm = errors.New("not a year")

// readChecked reads the form.
func (s *server) readChecked(c *gin.Context) (*quotesPage, quote.Request, error) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxPasted)
	if err := c.Request.ParseForm(); err != nil {
		return &quotesPage{}, quote.Request{}, err
	}
	form := c.Request.PostForm
	field := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	p := &quotesPage{
		Text: form.Get("text"), As: field("as"), Country: field("country"), Year: field("year"), Report: field("report"),
		Short: form.Get("short") != "", Origin: s.originOf(c.Request),
	}
	r := quote.Request{Text: p.Text, Said: quote.Attribution{Country: p.Country, Report: p.Report}, Short: p.Short}
	if as := quote.As(p.As); as == quote.AsQuote || as == quote.AsArticle {
		r.As = as
	}
	if p.Year != "" {
		year, err := strconv.Atoi(p.Year)
		if err != nil {
			return p, r, errForm
		}
		r.Said.Year = year
	}
	return p, r, nil
}

func (s *server) showChecks(c *gin.Context, p *quotesPage, _ []quote.Result) {
	p.Origin = ""
	s.show(c, http.StatusOK, p)
}

// saveChecks returns the report as a page that stands by itself.
func (s *server) saveChecks(c *gin.Context, p *quotesPage, _ []quote.Result) {
	var out bytes.Buffer
	if err := templates["check"].ExecuteTemplate(&out, "report", p); err != nil {
		s.fail(c, err)
		return
	}
	c.Header("Cache-Control", "no-store")
	c.Header("Content-Disposition", `attachment; filename="quotations.html"`)
	c.Data(http.StatusOK, "text/html; charset=utf-8", out.Bytes())
}

// saveTable returns a row for each place of each quotation.
func (s *server) saveTable(c *gin.Context, p *quotesPage, results []quote.Result) {
	out := bytes.NewBufferString("\ufeff") // by which spreadsheets know UTF-8
	w := csv.NewWriter(out)
	w.UseCRLF = true
	rows := [][]string{answer.CheckColumns}
	for i := range results {
		rows = append(rows, answer.CheckRows(i+1, &results[i], p.Origin)...)
	}
	if err := w.WriteAll(rows); err != nil {
		s.fail(c, err)
		return
	}
	c.Header("Cache-Control", "no-store")
	c.Header("Content-Disposition", `attachment; filename="quotations.csv"`)
	c.Data(http.StatusOK, "text/csv; charset=utf-8", out.Bytes())
}

// A checkedQuote is what the page shows of a quotation.
type checkedQuote struct {
	Number   int    // in the text
	Quoted   []side // the quotation, with what its author changed
	Verdict  string
	Meaning  string // of the verdict
	Clean    bool   // it can be printed
	Amber    bool   // it is right, and from elsewhere than said
	Left     bool   // it was not checked
	Warnings []string
	Notes    []string
	Where    string // how many places
	Places   []checkedPlace
	More     []checkedPlace // those beyond the first ones
	Beyond   int            // places that are not listed
	Counts   string         // of all places, by year and country
}

// A checkedPlace is where a quotation stands, with the quotation and the source
// side by side, unless the place before had the same.
type checkedPlace struct {
	Country  string
	Year     int
	Report   string
	Section  string
	Link     string
	Warnings []string
	Quoted   []side
	Source   []side
	Edits    []string
}

// A side is a stretch of a quotation or of its source.
type side struct {
	Text string
	// Change is empty for what is the same, "ins" for what the quotation has
	// put in, "del" for what it has left out or changed, "omit" for what is
	// marked as left out, and "near" for what stands around it in the source.
	Change string
}

// tell fills in what was found.
func (p *quotesPage) tell(checked *quote.Checked) {
	p.Checked = true
	p.Summary = answer.CheckSummary(checked)
	for i := range checked.Results {
		p.Quotes = append(p.Quotes, newCheckedQuote(i+1, &checked.Results[i]))
	}
	slices.SortStableFunc(p.Quotes, func(a, b checkedQuote) int { return cmp.Compare(a.rank(), b.rank()) })
	p.jump()
	for _, u := range checked.Unpaired {
		p.Unpaired = append(p.Unpaired, answer.UnpairedInWords(u))
	}
}

// rank puts what is wrong before what can be printed.
func (q *checkedQuote) rank() int {
	switch {
	case q.Clean:
		return 3
	case q.Left:
		return 2
	case q.Amber:
		return 1
	}
	return 0
}

// OneLine reports whether there is nothing to look at: all else is shown on demand.
func (q *checkedQuote) OneLine() bool { return q.Clean && len(q.Warnings) == 0 && len(q.Places) > 0 }

// First is the first place; nil if there is none.
func (q *checkedQuote) First() *checkedPlace {
	if len(q.Places) == 0 {
		return nil
	}
	return &q.Places[0]
}

// Others is how many places there are besides the first.
func (q *checkedQuote) Others() int { return max(len(q.Places)+len(q.More)+q.Beyond-1, 0) }

// jump makes the links to the first quotation of each verdict.
func (p *quotesPage) jump() {
	counts := make(map[string]int)
	for _, q := range p.Quotes {
		counts[q.Verdict]++
	}
	for _, q := range p.Quotes {
		if n := counts[q.Verdict]; n > 0 {
			p.Jumps = append(p.Jumps, option{Label: answer.Number(n) + " " + q.Verdict, Link: fmt.Sprintf("#quotation-%d", q.Number)})
			counts[q.Verdict] = 0
		}
	}
}

func newCheckedQuote(number int, r *quote.Result) checkedQuote {
	q := checkedQuote{
		Number: number, Quoted: []side{{Text: prose.OneLine(r.Quote)}}, Verdict: answer.VerdictOf(r), Meaning: answer.MeaningOf(r), Clean: r.Clean(),
		Amber: answer.IsAmber(r),
		Left:  r.Verdict == quote.Unchecked, Notes: r.Notes, Beyond: r.Total - len(r.Places),
	}
	for _, w := range r.Warnings {
		q.Warnings = append(q.Warnings, answer.WarningMeanings[w])
	}
	q.Notes = append(q.Notes, r.HintNotes()...)
	if r.Total > 1 {
		q.Where = fmt.Sprintf("%s, of %s and %s", answer.Count(r.Total, "place", "places"), answer.Count(r.Years, "year", "years"), answer.Count(r.Countries, "country", "countries"))
	}
	q.Counts = answer.Distribution(r)
	told := ""
	for i := range r.Places {
		place := newCheckedPlace(r, &r.Places[i])
		if marked := r.Marked(&r.Places[i], func(_ quote.Op, text string) string { return text }); i > 0 && marked == told {
			place.Quoted, place.Source, place.Edits = nil, nil, nil
		} else {
			told = marked
			if i == 0 { // it is what was asked, in the heading
				q.Quoted, place.Quoted = place.Quoted, nil
			}
		}
		if i < answer.PlacesShown {
			q.Places = append(q.Places, place)
		} else {
			q.More = append(q.More, place)
		}
	}
	return q
}

func newCheckedPlace(r *quote.Result, p *quote.Place) checkedPlace {
	n := p.Entry.Narrative
	place := checkedPlace{
		Country: n.Country, Year: n.Year, Report: n.Report, Section: answer.Label(search.FieldSection, p.Entry.Section), Link: reading.QuotedLink(p),
		Quoted: quotedSide(r, p), Source: sourceSide(p),
	}
	for _, e := range p.Edits() {
		place.Edits = append(place.Edits, answer.EditInWords(e))
	}
	if !slices.Equal(p.Warnings, r.Warnings) {
		for _, w := range p.Warnings {
			place.Warnings = append(place.Warnings, answer.WarningMeanings[w])
		}
	}
	return place
}

// quotedSide is the quotation, with what its author changed.
func quotedSide(r *quote.Result, p *quote.Place) (sides []side) {
	for _, d := range r.Pieces(p) {
		switch d.Op {
		case quote.Insert, quote.Replace:
			sides = append(sides, side{d.Quoted, "ins"})
		case quote.Omit:
			sides = append(sides, side{d.Quoted, "mark"})
		case quote.Delete:
			sides = append(sides, side{"", "gap"})
		default:
			sides = append(sides, side{Text: d.Quoted})
		}
	}
	return sides
}

// around is how many bytes of the source are shown on either side.
const aroundSource = 160

// sourceSide is the stretch of the source, with what the quotation leaves out
// or changes.
func sourceSide(p *quote.Place) (sides []side) {
	start, end := p.Spans[0].Start, p.Spans[len(p.Spans)-1].End
	for _, d := range p.Diff {
		start, end = min(start, d.In.Start), max(end, d.In.End)
	}
	add := func(text, change string) {
		if text != "" {
			sides = append(sides, side{text, change})
		}
	}
	add(tailOf(p.Text[:start]), "near")
	at := start
	for _, d := range p.Diff {
		if d.In.Start < at || d.In.Len() == 0 {
			continue
		}
		add(p.Text[at:d.In.Start], "")
		change := "del"
		if d.Op == quote.Omit {
			change = "omit"
		}
		add(d.In.In(p.Text), change)
		at = d.In.End
	}
	add(p.Text[at:end], "")
	add(headOf(p.Text[end:]), "near")
	return sides
}

// tailOf and headOf return the words of a text next to its end and its start.
func tailOf(text string) string {
	if len(text) <= aroundSource {
		return text
	}
	text = text[len(text)-aroundSource:]
	return "…" + text[strings.IndexByte(text, ' ')+1:]
}

func headOf(text string) string {
	if len(text) <= aroundSource {
		return text
	}
	cut := strings.LastIndexByte(text[:aroundSource], ' ')
	for cut < 0 || !utf8.RuneStart(text[max(cut, 0)]) {
		cut = max(cut, 0) + 1
	}
	return text[:cut] + "…"
}
