package ui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/cite"
	"verbatim/ui/reading"
)

// A readPage is a narrative to read.
type readPage struct {
	known        *record // what it can be cited as
	Box          searchBox
	Asked        *asked         // nil: no question led here
	Self         string         // its address, without a question
	Before       []option       // compare it with the editions before, by year
	Since        *reading.Since // nil: it is not compared
	Plain        string         // its address without the comparison
	Title        string
	Copy         string // empty unless others have this title
	Country      string
	Year         int
	Report, Tier string
	Publisher    string
	URL          string // empty unless a browser can follow it
	Language     string // empty unless it is another than the page's
	Passages     int
	Words        int
	Sections     []section
	Series       []reportYears // the country's narratives, this one among them
	Changes      option        // leads to what changed since the edition before; empty if there is none
	Source       corpus.Source
	Repairs      []string
}

// asked is the question whose answer led here.
type asked struct {
	Quoted   bool   // what is marked is what a check found, and no question
	Text     string // empty: filters alone
	Matches  int
	Passages int    // that have them
	Link     string // back to the answer
	Wrong    string // why nothing is marked: the question cannot be read
}

// A section is what stands under a heading.
type section struct {
	ID      string
	Title   string   // empty: there is no heading
	Heading *passage // the heading as it stands in the text; nil if the section has another name
	Matches int
	First   string // where the first of them is
	Blocks  []block

	name         string // as the text has it
	New, Changed int    // passages, since the edition that it is compared with
	Gone         []reading.Gone
}

// Differs reports whether it is otherwise than in the edition that it is compared with.
func (s section) Differs() bool { return s.New+s.Changed+len(s.Gone) > 0 }

// A block is a list, the rows of a table, or a paragraph.
type block struct {
	Kind     string // list, table, text, or title: a heading within its section
	Passages []passage
}

// A passage is what a link can lead to.
type passage struct {
	Anchor    string
	Permanent string // its own page
	Text      []answer.Piece
	Steps     *steps          // nil: nothing is marked here
	Became    *reading.Became // since the edition that it is compared with; nil where that has it so
}

// Marked reports whether something is marked in it: its changes then stand below it.
func (p passage) Marked() bool {
	return slices.ContainsFunc(p.Text, func(t answer.Piece) bool { return t.Marked })
}

// steps lead from the matches of a passage to those before and after it.
type steps struct {
	Label          string // says which matches these are: "match 3 of 10"
	Previous, Next string // anchors
}

func (*readPage) template() string { return "read" }

func (p *readPage) title() string { return p.Title }

// Imported is the day of the import.
func (p *readPage) Imported() string { return date(p.Source.Imported) }

// ImportedAt is the same for programs.
func (p *readPage) ImportedAt() string { return p.Source.Imported.Format(time.RFC3339) }

// Contents are the sections that a list can lead to.
func (p *readPage) Contents() (list []section) {
	for _, s := range p.Sections {
		if s.Title != "" {
			list = append(list, s)
		}
	}
	if len(list) < 2 {
		return nil
	}
	return list
}

// matchAnchor is the name of a match within a narrative's page, by its number
// from 1.
func matchAnchor(n int) string { return "m-" + strconv.Itoa(n) }

func (s *server) read(c *gin.Context) (int, page, error) {
	ctx := c.Request.Context()
	n, err := s.searcher.Library().Narrative(ctx, c.Param("id"))
	if err != nil {
		return s.lost(ctx, c.Param("id"), err)
	}
	q := questionOf(c.Request.URL.Query())
	p := newReadPage(n, q)
	p.known = recordOf(cite.Source{Entry: library.Entry{Narrative: n}, Link: s.originOf(c.Request) + search.NarrativeLink(n.ID)})
	marks, err := s.marks(ctx, q, n.ID)
	if mistake, ok := errors.AsType[*search.SyntaxError](err); ok {
		p.Asked.Wrong = answer.Capital(mistake.Msg)
	} else if err != nil {
		return 0, nil, err
	}
	if quoted := reading.MarksAt(c.Request.URL.Query(), n); quoted != nil {
		marks = quoted
		p.Asked = &asked{Quoted: true}
	}
	h, err := s.catalog(ctx)
	if err != nil {
		return 0, nil, err
	}
	all := h.Of(n.Country)
	if err := s.compare(ctx, p, n, editionsBefore(n, all), c.Query("since"), q); err != nil {
		return 0, nil, err
	}
	p.lay(ctx, n, q, marks)
	p.Series = ownFirst(yearsByReport(all, n.ID, q.suffix()), n.Report)
	p.Changes = changesLink(n, all)
	if i := slices.IndexFunc(all, func(s library.Summary) bool { return s.Narrative.ID == n.ID }); i >= 0 {
		p.Passages = all[i].Passages
	}
	words, err := s.searcher.WordsOf(ctx, []string{n.ID})
	if err != nil {
		return 0, nil, err
	}
	p.Words = words[n.ID]
	return http.StatusOK, p, nil
}

// editionsBefore returns the editions of the same report and country before a narrative,
// the newest first: one of each year.
func editionsBefore(n *corpus.Narrative, all []library.Summary) (before []*corpus.Narrative) {
	for _, s := range all {
		if o := s.Narrative; o.Report == n.Report && o.Year != 0 && o.Year < n.Year {
			before = append(before, o)
		}
	}
	slices.SortStableFunc(before, func(a, b *corpus.Narrative) int { return b.Year - a.Year })
	return slices.CompactFunc(before, func(a, b *corpus.Narrative) bool { return a.Year == b.Year })
}

// compare offers comparisons with the editions before, and makes the one that the address
// asks for.
func (s *server) compare(ctx context.Context, p *readPage, n *corpus.Narrative, before []*corpus.Narrative, asked string, q question) error {
	for _, edition := range before {
		year := strconv.Itoa(edition.Year)
		if year != asked {
			with := url.Values{"since": {year}}
			if q.Text != "" {
				with.Set("q", q.Text)
			}
			p.Before = append(p.Before, option{Label: year, Link: p.Self + "?" + with.Encode()})
			continue
		}
		old, err := s.searcher.Library().Narrative(ctx, edition.ID)
		if err != nil {
			return err
		}
		found, err := s.follower.ChangedSince(ctx, old, n)
		if err != nil {
			return err
		}
		p.Since, p.Plain = reading.NewSince(found), p.Self+q.suffix()
	}
	return nil
}

// marks returns what matches a question in a narrative, by passage. What the
// question wants of narratives is left aside: this one was chosen.
func (s *server) marks(ctx context.Context, q question, narrative string) (map[string][]prose.Span, error) {
	if strings.TrimSpace(q.Text) == "" {
		return nil, nil
	}
	results, err := s.searcher.Within(ctx, narrative, search.Request{Text: q.Text, Mode: q.Mode, Filters: map[search.Field][]string{
		search.FieldSection: q.Filters[search.FieldSection], search.FieldKind: q.Filters[search.FieldKind],
	}})
	marks := make(map[string][]prose.Span, len(results))
	for _, r := range results {
		marks[r.Passage.ID] = r.Spans
	}
	return marks, err
}

func newReadPage(n *corpus.Narrative, q question) *readPage {
	p := &readPage{
		Box:     searchBox{Text: q.Text, Hidden: q.values()},
		Title:   cmp.Or(n.Title, n.Place()),
		Copy:    copyNumber(n),
		Self:    search.NarrativeLink(n.ID),
		Country: n.Country, Year: n.Year, Report: n.Report, Tier: n.Tier, Publisher: n.Publisher,
		URL: webAddress(n.URL), Language: foreign(n.Language), Source: n.Source, Repairs: n.Repairs,
	}
	if !q.empty() {
		p.Asked = &asked{Text: q.Text, Link: q.link()}
	}
	return p
}

// webAddress returns an address that a browser can follow, or nothing.
func webAddress(address string) string {
	if u, err := url.Parse(address); err == nil && (u.Scheme == "https" || u.Scheme == "http") {
		return address
	}
	return ""
}

// lay lays the passages of a narrative out by section, and within it the items
// of lists and the rows of tables; matches are numbered as they stand.
func (p *readPage) lay(ctx context.Context, n *corpus.Narrative, q question, marks map[string][]prose.Span) {
	total, at := 0, 0
	for _, passage := range n.Passages {
		total += len(marks[passage.ID])
	}
	name := ""
	for i, own := range n.Passages {
		text := own.Span.In(n.Text)
		opens := i == 0 || own.Section != name
		if opens {
			name = own.Section
			p.Sections = append(p.Sections, section{ID: fmt.Sprintf("s-%d", len(p.Sections)+1), Title: answer.Label(search.FieldSection, name), name: name})
		}
		spans := marks[own.ID]
		last := &p.Sections[len(p.Sections)-1]
		laid := passage{
			Anchor: search.Anchor(own), Permanent: search.Link(own.ID) + q.suffix(),
			Text: numbered(answer.Cut(text, spans), at), Steps: newSteps(at, len(spans), total), Became: p.Since.Of(ctx, own.ID),
		}
		if opens && own.Kind == corpus.Heading && calledAfter(name, text) {
			last.Heading = &laid
		} else {
			last.add(blockKind(own.Kind), laid)
		}
		last.count(laid.Became)
		if len(spans) > 0 {
			p.Asked.Passages++
			if last.Matches == 0 {
				last.First = matchAnchor(at + 1)
			}
		}
		last.Matches += len(spans)
		at += len(spans)
	}
	for i := len(p.Sections) - 1; i >= 0; i-- { // of several of one name the last has it
		p.Sections[i].Gone = p.Since.TakeGone(p.Sections[i].name)
	}
	if p.Asked != nil {
		p.Asked.Matches = total
	}
}

// count counts what a passage became.
func (s *section) count(b *reading.Became) {
	switch {
	case b == nil:
	case b.Text == nil:
		s.New++
	default:
		s.Changed++
	}
}

// calledAfter reports whether a section is called after a heading.
func calledAfter(section, heading string) bool {
	heading, section = prose.FoldString(heading), prose.FoldString(section)
	return section != "" && (strings.Contains(heading, section) || strings.Contains(section, heading))
}

// add adds a passage to a section.
func (s *section) add(kind string, p passage) {
	if n := len(s.Blocks); n == 0 || kind == "text" || kind == "title" || s.Blocks[n-1].Kind != kind {
		s.Blocks = append(s.Blocks, block{Kind: kind})
	}
	b := &s.Blocks[len(s.Blocks)-1]
	b.Passages = append(b.Passages, p)
}

// numbered returns the marked pieces anchors, from the number after at on.
func numbered(pieces []answer.Piece, at int) []answer.Piece {
	for i := range pieces {
		if pieces[i].Marked {
			at++
			pieces[i].Anchor = matchAnchor(at)
		}
	}
	return pieces
}

// newSteps leads on from n matches that stand behind at others.
func newSteps(at, n, total int) *steps {
	if n == 0 || total == 1 {
		return nil
	}
	s := &steps{Label: fmt.Sprintf("match %d of %d", at+1, total)}
	if n > 1 {
		s.Label = fmt.Sprintf("matches %d to %d of %d", at+1, at+n, total)
	}
	if at > 0 {
		s.Previous = matchAnchor(at)
	}
	if at+n < total {
		s.Next = matchAnchor(at + n + 1)
	}
	return s
}

func blockKind(k corpus.Kind) string {
	switch k {
	case corpus.Item, corpus.Recommendation:
		return "list"
	case corpus.Row:
		return "table"
	case corpus.Heading:
		return "title"
	}
	return "text"
}

// ownFirst puts the series of a report before the others.
func ownFirst(list []reportYears, report string) []reportYears {
	slices.SortStableFunc(list, func(a, b reportYears) int {
		switch {
		case a.Report != b.Report && a.Report == report:
			return -1
		case a.Report != b.Report && b.Report == report:
			return 1
		}
		return 0
	})
	return list
}
