package ui

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/corpus"
	"verbatim/search"
)

// A narrativePage is a narrative to read.
type narrativePage struct {
	Asked        *asked // nil: no question led here
	Title        string
	Copy         string // empty unless others have this title
	Country      string
	Year         int
	Report, Tier string
	Publisher    string
	URL          string // empty unless a browser can follow it
	Language     string
	Sections     []section
	Source       corpus.Source
	Repairs      []string
}

// asked is the question whose answer led here.
type asked struct {
	Text     string // empty: filters alone
	Passages int    // that it marks
	Link     string // back to the answer
}

// A section is what stands under a heading.
type section struct {
	ID     string
	Title  string // empty: there is no heading
	Blocks []block
}

// A block is a list, the rows of a table, or a paragraph.
type block struct {
	Kind     string // list, table or text
	Passages []passage
}

// A passage is what a link can lead to.
type passage struct {
	Anchor string
	Text   []piece
}

func (*narrativePage) template() string { return "narrative" }
func (p *narrativePage) title() string  { return p.Title }

// SHA is the beginning of the file's checksum: enough to tell it by.
func (p *narrativePage) SHA() string { return p.Source.SHA256[:min(12, len(p.Source.SHA256))] }

// Imported is the day of the import.
func (p *narrativePage) Imported() string { return p.Source.Imported.Format("2 January 2006") }

// ImportedAt is the same for programs.
func (p *narrativePage) ImportedAt() string { return p.Source.Imported.Format(time.RFC3339) }

// Others is where the country's other narratives are.
func (p *narrativePage) Others() string {
	return "/narratives?" + url.Values{"country": {p.Country}}.Encode()
}

func (s *server) narrative(c *gin.Context) (int, page, error) {
	n, err := s.searcher.Library().Narrative(c.Request.Context(), c.Param("id"))
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, newNarrativePage(n, questionOf(c.Request.URL.Query())), nil
}

func newNarrativePage(n *corpus.Narrative, q question) *narrativePage {
	p := &narrativePage{
		Title:   cmp.Or(n.Title, fmt.Sprintf("%s, %d", n.Country, n.Year)),
		Copy:    copyNumber(n),
		Country: n.Country, Year: n.Year, Report: n.Report, Tier: n.Tier, Publisher: n.Publisher,
		Language: n.Language, Sections: sections(n, marker(q, n)), Source: n.Source, Repairs: n.Repairs,
	}
	if u, err := url.Parse(n.URL); err == nil && (u.Scheme == "https" || u.Scheme == "http") {
		p.URL = n.URL
	}
	if !q.empty() {
		p.Asked = &asked{q.Text, p.marked(), q.link()}
	}
	return p
}

// marker gives what marks the matches of a question in the passages of a
// narrative. Of a question that cannot be read there are none.
func marker(q question, n *corpus.Narrative) func(corpus.Passage) []piece {
	query, err := search.Parse(q.Text)
	if err == nil {
		query = query.In(q.Mode)
	}
	return func(p corpus.Passage) []piece {
		text := p.Span.In(n.Text)
		if err != nil {
			return cut(text, nil)
		}
		spans, _ := search.Match(query, n, p, text)
		return cut(text, spans)
	}
}

// marked counts the passages with a mark.
func (p *narrativePage) marked() (n int) {
	for _, s := range p.Sections {
		for _, b := range s.Blocks {
			for _, passage := range b.Passages {
				if slices.ContainsFunc(passage.Text, func(p piece) bool { return p.Marked }) {
					n++
				}
			}
		}
	}
	return n
}

// sections groups the passages of a narrative by section, and within it the
// items of lists and the rows of tables.
func sections(n *corpus.Narrative, mark func(corpus.Passage) []piece) (list []section) {
	name := ""
	for i, p := range n.Passages {
		if i == 0 || p.Section != name {
			name = p.Section
			list = append(list, section{ID: fmt.Sprintf("s-%d", len(list)+1), Title: label(search.FieldSection, name)})
		}
		last := &list[len(list)-1]
		kind := blockKind(p.Kind)
		if n := len(last.Blocks); n == 0 || kind == "text" || last.Blocks[n-1].Kind != kind {
			last.Blocks = append(last.Blocks, block{Kind: kind})
		}
		b := &last.Blocks[len(last.Blocks)-1]
		b.Passages = append(b.Passages, passage{search.Anchor(p), mark(p)})
	}
	return list
}

func blockKind(k corpus.Kind) string {
	switch k {
	case corpus.Item, corpus.Recommendation:
		return "list"
	case corpus.Row:
		return "table"
	}
	return "text"
}
