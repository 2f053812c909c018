package ui

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/search"
	"verbatim/search/cite"
)

// An exportFormat writes a whole answer as a file.
type exportFormat struct {
	title     string
	extension string // also of the address: /search.csv
	mediaType string
	write     func(io.Writer, *export) error
}

var exportFormats = []exportFormat{
	{"CSV", ".csv", "text/csv; charset=utf-8", writeCSV},
	{"JSON lines", ".jsonl", "application/jsonl; charset=utf-8", writeJSONLines},
	{"BibTeX", ".bib", "application/x-bibtex; charset=utf-8", writeBibTeX},
}

// An export is an answer with what stands beside each of its rows.
type export struct {
	*search.Export
	origin  string // the scheme and host that links begin with
	asked   string // the absolute address of the question
	version string // the library's
}

// export makes a handler that streams the whole answer to a question. Its time
// is bounded by progress: each batch has as long as a page has.
func (s *server) export(f exportFormat) gin.HandlerFunc {
	return func(c *gin.Context) {
		q := questionOf(c.Request.URL.Query()).at("")
		state, err := s.searcher.State(c.Request.Context())
		if err != nil {
			s.fail(c, err)
			return
		}
		found, err := s.searcher.Export(c.Request.Context(), q.Request)
		if mistake, ok := errors.AsType[*search.SyntaxError](err); ok {
			s.show(c, http.StatusBadRequest, misunderstood(q, mistake))
			return
		}
		if err != nil {
			s.fail(c, err)
			return
		}
		c.Header("Content-Type", f.mediaType)
		c.Header("Content-Disposition", `attachment; filename="verbatim`+f.extension+`"`)
		c.Header("Cache-Control", "no-store")
		c.Header("X-Total", strconv.Itoa(found.Total))
		if c.Request.Method == http.MethodHead {
			return
		}
		origin := originOf(c.Request)
		out := bufio.NewWriterSize(&patient{c.Writer, http.NewResponseController(c.Writer)}, 1<<15)
		err = f.write(out, &export{found, origin, origin + q.link(), state.Version()})
		if err = errors.Join(err, out.Flush()); err == nil {
			return
		}
		if !errors.Is(err, context.Canceled) {
			s.log.Error("export failed", "path", c.Request.URL.Path, "error", err)
		}
		// A file that ends too soon must not look whole: the connection is
		// broken off.
		panic(http.ErrAbortHandler)
	}
}

// originOf gives the scheme and host that the reader knows this server by.
func originOf(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// A patient writer puts off the connection's deadline with each write.
type patient struct {
	out     io.Writer
	control *http.ResponseController
}

func (p *patient) Write(data []byte) (int, error) {
	// Not every writer has deadlines; one without has none to put off.
	_ = p.control.SetWriteDeadline(time.Now().Add(deadline))
	return p.out.Write(data)
}

// A line is a row of an export: a member of JSON, and a column of CSV, each.
type line struct {
	Country   string   `json:"country"`
	Year      int      `json:"year"`
	Report    string   `json:"report"`
	Tier      string   `json:"tier"`
	Section   string   `json:"section"`
	Kind      string   `json:"kind"`
	Text      string   `json:"text"`
	Matches   []string `json:"matches"`
	Publisher string   `json:"publisher"`
	Passage   string   `json:"passage"`
	Link      string   `json:"link"`
	URL       string   `json:"url"`
	File      string   `json:"file"`
	SHA256    string   `json:"sha256"`
	Query     string   `json:"query"`
	Search    string   `json:"search"`
	Library   string   `json:"library"`
}

func (e *export) line(r search.Result) line {
	n := r.Narrative
	matches := []string{}
	for _, s := range r.Spans {
		matches = append(matches, oneLine(s.In(r.Text)))
	}
	return line{
		n.Country, n.Year, n.Report, n.Tier, r.Section, string(r.Kind), r.Text, matches,
		n.Publisher, r.Passage.ID, e.origin + search.Link(r.Passage.ID), n.URL, n.Source.Name, n.Source.SHA256,
		e.Asked, e.asked, e.version,
	}
}

// columns are the head of the table.
var columns = []string{
	"country", "year", "report", "tier", "section", "kind", "text", "matches",
	"publisher", "passage", "link", "url", "file", "sha256", "query", "search", "library",
}

// cells are the columns of a line. A spreadsheet takes none for a formula.
func (l line) cells() []string {
	cells := []string{
		l.Country, strconv.Itoa(l.Year), l.Report, l.Tier, l.Section, l.Kind, l.Text, strings.Join(l.Matches, "; "),
		l.Publisher, l.Passage, l.Link, l.URL, l.File, l.SHA256, l.Query, l.Search, l.Library,
	}
	for i, cell := range cells {
		cells[i] = neutral(cell)
	}
	return cells
}

// writeCSV writes a table (RFC 4180) that begins with a byte order mark, by
// which spreadsheets know UTF-8.
func writeCSV(w io.Writer, e *export) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(columns); err != nil {
		return err
	}
	for r, err := range e.Results {
		if err != nil {
			return err
		}
		if err := out.Write(e.line(r).cells()); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// neutral puts an apostrophe before a cell that a spreadsheet would take for a
// formula (OWASP, "CSV Injection").
func neutral(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(cell)[0]) {
		return "'" + cell
	}
	return cell
}

func writeJSONLines(w io.Writer, e *export) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for r, err := range e.Results {
		if err != nil {
			return err
		}
		if err := out.Encode(e.line(r)); err != nil {
			return err
		}
	}
	return nil
}

func writeBibTeX(w io.Writer, e *export) error {
	found := "found by the query " + e.Asked + " in library " + e.version
	for r, err := range e.Results {
		if err != nil {
			return err
		}
		entry := cite.BibTeX(cite.Source{Entry: r.Entry, Link: e.origin + search.Link(r.Passage.ID), Remark: found})
		if _, err := io.WriteString(w, entry+"\n"); err != nil {
			return err
		}
	}
	return nil
}
