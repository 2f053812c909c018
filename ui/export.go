package ui

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"verbatim/search"
	"verbatim/search/admit"
	"verbatim/search/answer"
)

// An exportFormat writes a whole answer as a file.
type exportFormat struct {
	title     string
	extension string // also of the address: /search.csv
	mediaType string
	write     func(io.Writer, *answer.Export) error
}

var exportFormats = []exportFormat{
	{"CSV", ".csv", "text/csv; charset=utf-8", answer.WriteCSV},
	{"JSON lines", ".jsonl", "application/jsonl; charset=utf-8", answer.WriteJSONLines},
	{"BibTeX", ".bib", "application/x-bibtex; charset=utf-8", answer.WriteBibTeX},
}

// export makes a handler that streams the whole answer to a question. Its time
// is bounded by progress: each batch has as long as a page has.
func (s *server) export(f exportFormat) gin.HandlerFunc {
	return func(c *gin.Context) {
		leave, err := admit.Export(s.searcher.Engine())
		if err != nil {
			s.fail(c, err)
			return
		}
		defer leave()
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
		origin := s.originOf(c.Request)
		reader := admit.NewPaced(c.Writer, http.NewResponseController(c.Writer))
		out := bufio.NewWriterSize(reader, 1<<15)
		err = f.write(out, &answer.Export{Export: found, Origin: origin, Address: origin + q.link(), Version: state.Version()})
		if err = errors.Join(err, out.Flush()); err == nil {
			return
		}
		if !reader.Gone() && c.Request.Context().Err() == nil {
			s.log.Error("export failed", "path", c.Request.URL.Path, "error", err)
		}
		// A file that ends too soon must not look whole: the connection is
		// broken off.
		panic(http.ErrAbortHandler)
	}
}

// originOf returns the scheme and host that the reader knows this server by. What a
// request says of proxies is not believed.
func (s *server) originOf(r *http.Request) string {
	if s.base != "" {
		return s.base
	}
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
