package api

import (
	"fmt"
	"slices"

	"github.com/gin-gonic/gin"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/search/answer"
	"verbatim/search/follow"
)

var threadsParameters = []string{"country", "report", "narrative", "kind", "section"}

// followed are the kinds of passages that can be followed.
var followed = []corpus.Kind{corpus.Recommendation, corpus.Paragraph, corpus.Item, corpus.Row, corpus.Note, corpus.Heading}

func (s *server) threads(c *gin.Context) (any, error) {
	r, err := threadsRequest(c, s.searcher.Library())
	if err != nil {
		return nil, err
	}
	found, err := s.follower.Threads(c.Request.Context(), r)
	if err != nil {
		return nil, err
	}
	return answer.NewThreads(c.Request.Context(), found)
}

// threadsRequest reads whose wording to follow: a country and a report, or those
// of a narrative.
func threadsRequest(c *gin.Context, lib *library.Library) (r follow.Request, err error) {
	values := c.Request.URL.Query()
	var narrative, kind string
	for name, place := range map[string]*string{
		"country": &r.Country, "report": &r.Report, "narrative": &narrative, "kind": &kind, "section": &r.Section,
	} {
		if *place, err = once(values, name); err != nil {
			return r, err
		}
	}
	r.Kind = corpus.Kind(kind)
	switch named := r.Country != "" || r.Report != ""; {
	case kind != "" && !slices.Contains(followed, r.Kind):
		return r, parameterError(fmt.Sprintf("kind: there is no kind %q; the kinds are recommendation, paragraph, item, row, note and heading", kind))
	case narrative != "" && named:
		return r, parameterError("want a narrative, or a country and a report, and not both")
	case narrative == "" && (r.Country == "" || r.Report == ""):
		return r, parameterError("want a country and a report, or a narrative")
	case narrative != "":
		n, err := lib.Narrative(c.Request.Context(), narrative)
		if err != nil {
			return r, err
		}
		r.Country, r.Report = n.Country, n.Report
	}
	return r, nil
}

// threadOf answers with the thread of a passage.
func (s *server) threadOf(c *gin.Context) (any, error) {
	e, err := s.searcher.Library().PassageByID(c.Request.Context(), c.Param("id"))
	if err != nil {
		return nil, err
	}
	found, err := s.follower.OfOne(c.Request.Context(), e)
	if err != nil {
		return nil, err
	}
	return answer.NewPassageThread(c.Request.Context(), found)
}

// alike answers with the passages that say the same as one.
func (s *server) alike(c *gin.Context) (any, error) {
	e, err := s.searcher.Library().PassageByID(c.Request.Context(), c.Param("id"))
	if err != nil {
		return nil, err
	}
	twins, err := s.follower.Alike(c.Request.Context(), e)
	if err != nil {
		return nil, err
	}
	return answer.NewTwins(c.Request.Context(), e, twins)
}
