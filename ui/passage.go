package ui

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"verbatim/corpus"
	"verbatim/search"
	"verbatim/search/cite"
)

// A passagePage is a passage in its context, and how to cite it. Its address
// is the one to keep.
type passagePage struct {
	Box           searchBox
	Asked         *asked // nil: no question led here
	Country       string
	Year          int
	Copy          string // empty unless other narratives are of this country, year and report
	Report, Tier  string
	Section       string
	Language      string // empty unless it is another than the page's
	Before, After [][]piece
	Text          []piece
	Read          string // where it stands in its narrative
	Source        string // the official page at the passage; empty if that is not known
	Link          string // absolute
	Permanent     string // the official address; empty unless a browser can follow it
	Copied        string // where the text of the citation is that the key c copies
	Citations     []citation
	Records       []citation
}

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
	heading := p.Country + ", " + strconv.Itoa(p.Year)
	if p.Copy != "" {
		heading += " (" + p.Copy + ")"
	}
	return heading
}

// neighbors is how many passages of the section are shown on either side.
const neighbors = 2

func (s *server) passage(c *gin.Context) (int, page, error) {
	n, own, err := s.passageOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return 0, nil, err
	}
	q := questionOf(c.Request.URL.Query())
	place := own.Seq
	p := &passagePage{
		Box: searchBox{Text: q.Text, Hidden: q.values()}, Country: n.Country, Year: n.Year, Copy: copyNumber(n),
		Report: n.Report, Tier: n.Tier, Section: label(search.FieldSection, own.Section), Language: foreign(n.Language),
		Read: linkTo(own, q), Source: cite.AtSource(n.URL, own.Text),
		Link: originOf(c.Request) + search.Link(own.Passage.ID), Permanent: webAddress(n.URL),
		Copied: search.Link(own.Passage.ID) + "/" + copied,
	}
	mark := marker(q, n)
	for i := max(0, place-neighbors); i <= min(place+neighbors, len(n.Passages)-1); i++ {
		switch near := n.Passages[i]; {
		case i == place:
			p.Text = mark(near)
		case near.Section != own.Section: // stands elsewhere
		case i < place:
			p.Before = append(p.Before, mark(near))
		default:
			p.After = append(p.After, mark(near))
		}
	}
	if !q.empty() {
		p.Asked = &asked{Text: q.Text, Link: q.link()}
	}
	return http.StatusOK, p, p.cite(n, cite.Source{Entry: own, Link: p.Link})
}

// passageOf gives a passage and its narrative, whole.
func (s *server) passageOf(ctx context.Context, id string) (*corpus.Narrative, corpus.Entry, error) {
	e, err := s.searcher.Library().PassageByID(ctx, id)
	if err != nil {
		return nil, e, err
	}
	n, err := s.searcher.Library().Narrative(ctx, e.Narrative.ID)
	if err != nil {
		return nil, e, err
	}
	if e.Seq >= len(n.Passages) || n.Passages[e.Seq].ID != e.Passage.ID { // the narrative was replaced in between
		return nil, e, corpus.ErrNotFound
	}
	return n, e, nil
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
		if extension == "txt" {
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
		return 0, nil, corpus.ErrNotFound
	}
	n, own, err := s.passageOf(c.Request.Context(), c.Param("id"))
	if err != nil {
		return 0, nil, err
	}
	text, err := citeFiles[i].write(n, cite.Source{Entry: own, Link: originOf(c.Request) + search.Link(own.Passage.ID)})
	if err != nil {
		return 0, nil, err
	}
	s.send(c, http.StatusOK, citeFiles[i].mediaType, text)
	return 0, nil, nil
}
