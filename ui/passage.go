package ui

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/search"
	"verbatim/search/admit"
	"verbatim/search/answer"
	"verbatim/search/cite"
	"verbatim/ui/reading"
)

// A passagePage is a passage in its context, and how to cite it. Its address
// is the one to keep.
type passagePage struct {
	known         *record // what it can be cited as
	Box           searchBox
	Asked         *asked // nil: no question led here
	Country       string
	Year          int
	Copy          string // empty unless other narratives are of this country, year and report
	Report, Tier  string
	Section       string
	Page          int      // of the file; 0 where there are none
	Language      string   // empty unless it is another than the page's
	Quoted        bool     // a check led here
	Before, After []beside // it, in its section
	Text          []answer.Piece
	Read          string   // where it stands in its narrative
	Source        string   // the official page at the passage; empty if that is not known
	Link          string   // absolute
	History       string   // of its wording; empty where the report has no other year
	Same          []option // where it stands as well in its own country and report, by year; itself among them
	Elsewhere     []alsoIn // where it stands in other countries and reports
	Others        []alsoIn // likewise, shown on demand
	Twins         int      // passages of Elsewhere and Others
	Permanent     string   // the official address; empty unless a browser can follow it
	Copied        string   // where the text of the citation is that the key c copies
	Citations     []citation
	Records       []citation
	Changed       *changed // nil: the passage is what it was; else there is no more than this
}

// A beside is a passage next to the one that is shown: some words of it, and all on demand.
type beside struct {
	Clip string
	Text []answer.Piece
}

// An alsoIn is where passages of a country and report say the same as another.
type alsoIn struct {
	Place  string
	Report string // empty where it is that of the other
	Years  []option
}

// mostElsewhere is how many countries and reports are shown unasked.
const mostElsewhere = 12

// changed says what became of a passage whose narrative's text was replaced.
type changed struct {
	On        time.Time
	Narrative string          // the address of what it was in
	Text      []answer.Change // how it became the first of Now; of none, as it was
	Now       []option        // the passages that most likely say now what it said
}

// Date is the day of the change.
func (c *changed) Date() string { return date(c.On) }

// At is the same for programs.
func (c *changed) At() string { return c.On.Format(time.RFC3339) }

// A citation is a text to be copied, or a file to be saved.
type citation struct {
	ID    string
	Title string
	Text  string
	Link  string // the same as a file
}

func (*passagePage) template() string { return "passage" }

func (p *passagePage) title() string { return p.Heading() + " – a passage" }

// Heading says where the passage is from.
func (p *passagePage) Heading() string {
	heading := (&corpus.Narrative{Country: p.Country, Year: p.Year}).Place()
	if p.Copy != "" {
		heading += " (" + p.Copy + ")"
	}
	return heading
}

// neighbors is how many passages of the section are shown on either side.
const neighbors = 2

func (s *server) passage(c *gin.Context) (int, page, error) {
	ctx := c.Request.Context()
	own, err := s.searcher.Library().PassageByID(ctx, c.Param("id"))
	if err != nil {
		return s.lost(ctx, c.Param("id"), err)
	}
	q := questionOf(c.Request.URL.Query())
	p := newPassagePage(own, q)
	if !own.Retired.IsZero() {
		p.Changed, err = s.changed(ctx, own, q)
		return http.StatusOK, p, err
	}
	n, err := s.narrativeOf(ctx, own)
	if err != nil {
		return 0, nil, err
	}
	catalog, err := s.catalog(ctx)
	if err != nil {
		return 0, nil, err
	}
	if hasOtherYear(own.Narrative, catalog.Of(n.Country)) {
		p.History = followed{Passage: own.Passage.ID}.link("/follow")
	}
	if err := s.alsoSaid(ctx, p, own); err != nil {
		return 0, nil, err
	}
	marks := reading.Marks(c.Request.URL.Query(), n, own.Passage)
	if marks != nil {
		p.Quoted = true
		p.Read = reading.NarrativeLink(c.Request.URL.Query(), own.Passage, n.ID)
	} else if marks, err = s.marksAround(ctx, q, n, own.Seq); err != nil {
		return 0, nil, err
	}
	p.surround(n, own.Seq, marks)
	p.Link = s.originOf(c.Request) + search.Link(own.Passage.ID)
	source := cite.Source{Entry: own, Link: p.Link}
	p.known = recordOf(source)
	return http.StatusOK, p, p.cite(n, source)
}

// alsoSaid lists where else a passage stands.
func (s *server) alsoSaid(ctx context.Context, p *passagePage, own library.Entry) error {
	here, elsewhere, err := s.follower.AlsoIn(ctx, own)
	if err != nil {
		return err
	}
	year := func(e library.Entry) option {
		return option{yearName(e.Narrative.Year), search.Link(e.Passage.ID), e.Passage.ID == own.Passage.ID}
	}
	if len(here) > 0 {
		at := slices.IndexFunc(here, func(e library.Entry) bool { return e.Narrative.Year > own.Narrative.Year })
		if at < 0 {
			at = len(here)
		}
		for _, e := range slices.Insert(here, at, own) {
			p.Same = append(p.Same, year(e))
		}
	}
	for _, in := range elsewhere {
		also := alsoIn{Place: cmp.Or(in.Country, "No country")}
		if in.Report != own.Narrative.Report {
			also.Report = shortReport(in.Report)
		}
		for _, e := range in.Entries {
			also.Years = append(also.Years, year(e))
		}
		if p.Twins += len(in.Entries); len(p.Elsewhere) < mostElsewhere {
			p.Elsewhere = append(p.Elsewhere, also)
		} else {
			p.Others = append(p.Others, also)
		}
	}
	return nil
}

func newPassagePage(own library.Entry, q question) *passagePage {
	n := own.Narrative
	p := &passagePage{
		Box: searchBox{Text: q.Text, Hidden: q.values()}, Country: n.Country, Year: n.Year, Copy: copyNumber(n),
		Report: n.Report, Tier: n.Tier, Section: answer.Label(search.FieldSection, own.Section), Page: own.Page, Language: foreign(n.Language),
		Read: linkTo(own, q), Source: cite.AtSource(n.URL, own.Text), Permanent: webAddress(n.URL),
		Copied: search.Link(own.Passage.ID) + "/" + copied,
	}
	if !q.empty() {
		p.Asked = &asked{Text: q.Text, Link: q.link()}
	}
	return p
}

// around are the passages next to one in its section, itself among them.
func around(n *corpus.Narrative, place int) (from, to int) {
	for from = place; from > max(0, place-neighbors) && n.Passages[from-1].Section == n.Passages[place].Section; {
		from--
	}
	for to = place + 1; to <= min(place+neighbors, len(n.Passages)-1) && n.Passages[to].Section == n.Passages[place].Section; {
		to++
	}
	return from, to
}

// marksAround returns what a question finds in a passage and in those next to it. Of a
// question that cannot be read nothing is marked.
func (s *server) marksAround(ctx context.Context, q question, n *corpus.Narrative, place int) (map[string][]prose.Span, error) {
	query, err := search.Parse(q.Text)
	if err != nil {
		return nil, nil
	}
	query = query.In(q.Mode)
	ctx, leave, err := admit.Marks(ctx, s.searcher.Engine(), query)
	if err != nil {
		return nil, err
	}
	defer leave()
	marks := make(map[string][]prose.Span)
	from, to := around(n, place)
	for _, near := range n.Passages[from:to] {
		if marks[near.ID], _, err = search.Mark(ctx, query, n, near, near.Span.In(n.Text)); err != nil {
			return nil, err
		}
	}
	return marks, nil
}

// surround shows the passage at a place with those around it in its section.
func (p *passagePage) surround(n *corpus.Narrative, place int, marks map[string][]prose.Span) {
	from, to := around(n, place)
	for i, near := range n.Passages[from:to] {
		text := near.Span.In(n.Text)
		switch pieces := answer.Cut(text, marks[near.ID]); {
		case from+i == place:
			p.Text = pieces
		case from+i < place:
			p.Before = append(p.Before, beside{tailOf(text), pieces})
		default:
			p.After = append(p.After, beside{headOf(text), pieces})
		}
	}
}

// changed says what became of a retired passage.
func (s *server) changed(ctx context.Context, was library.Entry, q question) (*changed, error) {
	c := &changed{On: was.Retired, Narrative: search.NarrativeLink(was.Narrative.ID) + q.suffix()}
	now, err := s.searcher.Library().Successors(ctx, was)
	if err != nil {
		return nil, err
	}
	for _, e := range now {
		c.Now = append(c.Now, option{Label: reading.Beginning(e.Text), Link: search.Link(e.Passage.ID) + q.suffix()})
	}
	if len(now) == 0 {
		c.Text = []answer.Change{{Text: was.Text}}
	} else {
		c.Text = answer.Changes(ctx, was.Text, now[0].Text)
	}
	return c, nil
}

// narrativeOf returns the narrative of a current passage, whole.
func (s *server) narrativeOf(ctx context.Context, e library.Entry) (*corpus.Narrative, error) {
	n, err := s.searcher.Library().Narrative(ctx, e.Narrative.ID)
	if err != nil {
		return nil, err
	}
	if !e.Retired.IsZero() || e.Seq >= len(n.Passages) || n.Passages[e.Seq].ID != e.Passage.ID { // or it was replaced in between
		return nil, library.ErrNotFound
	}
	return n, nil
}

// A citeFile is a way to take a passage away, by the name of its file.
type citeFile struct {
	name, title, mediaType string
	write                  func(*corpus.Narrative, cite.Source) ([]byte, error)
}

// copied is the citation that the key c copies.
const copied = "chicago.txt"

// citeFiles are the passage with its citation in each style, and the records
// for other programs.
var citeFiles = slices.Concat(styleFiles(), []citeFile{
	{"passage.bib", "BibTeX", "application/x-bibtex; charset=utf-8", func(_ *corpus.Narrative, s cite.Source) ([]byte, error) {
		return []byte(cite.BibTeX(s)), nil
	}},
	{"passage.ris", "RIS", "application/x-research-info-systems; charset=utf-8", func(_ *corpus.Narrative, s cite.Source) ([]byte, error) {
		return []byte(cite.RIS(s)), nil
	}},
	{"csl.json", "CSL-JSON", "application/vnd.citationstyles.csl+json; charset=utf-8", func(_ *corpus.Narrative, s cite.Source) ([]byte, error) {
		return cite.CSL(s)
	}},
	{"selector.json", "Text quote selector", "application/ld+json; charset=utf-8", func(n *corpus.Narrative, s cite.Source) ([]byte, error) {
		return cite.Selector(n, s.Passage, s.Link)
	}},
})

func styleFiles() (list []citeFile) {
	for _, style := range cite.Styles {
		list = append(list, citeFile{style.Name + ".txt", style.Title, "text/plain; charset=utf-8", func(_ *corpus.Narrative, s cite.Source) ([]byte, error) {
			return []byte(cite.Quoted(s, style.Write) + "\n"), nil
		}})
	}
	return list
}

// cite adds the passage in each form.
func (p *passagePage) cite(n *corpus.Narrative, source cite.Source) error {
	for _, f := range citeFiles {
		text, err := f.write(n, source)
		if err != nil {
			return err
		}
		name, extension, _ := strings.Cut(f.name, ".")
		c := citation{"as-" + name, f.title, strings.TrimSpace(string(text)), search.Link(source.ID) + "/" + f.name}
		if extension == "txt" { // the quotation stands above
			_, c.Text, _ = strings.Cut(c.Text, "\n")
			p.Citations = append(p.Citations, c)
		} else {
			c.ID += "-" + extension
			p.Records = append(p.Records, c)
		}
	}
	return nil
}

// citation answers with one of the citeFiles.
func (s *server) citation(c *gin.Context) (int, page, error) {
	i := slices.IndexFunc(citeFiles, func(f citeFile) bool { return f.name == c.Param("file") })
	if i < 0 {
		return 0, nil, library.ErrNotFound
	}
	own, err := s.searcher.Library().PassageByID(c.Request.Context(), c.Param("id"))
	if err != nil {
		return 0, nil, err
	}
	n, err := s.narrativeOf(c.Request.Context(), own)
	if err != nil {
		return 0, nil, err
	}
	text, err := citeFiles[i].write(n, cite.Source{Entry: own, Link: s.originOf(c.Request) + search.Link(own.Passage.ID)})
	if err != nil {
		return 0, nil, err
	}
	s.send(c, http.StatusOK, citeFiles[i].mediaType, text)
	return 0, nil, nil
}
