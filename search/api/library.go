package api

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"verbatim/corpus/library"
	"verbatim/corpus/mirror"
	"verbatim/search/admit"
)

var libraryParameters = []string{"library", "since", "row", "mark"}

// library answers with what a copy of the library has not: servers that follow this one
// ask each second. A copy that has all waits for nobody.
func (s *server) library(c *gin.Context) (any, error) {
	at, err := copiedOf(c.Request.URL.Query())
	if err != nil {
		return nil, err
	}
	ctx := admit.Outside(c.Request.Context())
	present, err := s.searcher.Library().Copied(ctx)
	if err != nil {
		return nil, err
	}
	if at.Revision != present.Revision || at.Row != present.Row {
		turn, leave, err := admit.All(c.Request.Context(), s.searcher.Engine())
		if err != nil {
			return nil, err
		}
		defer leave()
		ctx = turn
	}
	delta, err := s.searcher.Library().DeltaSince(ctx, at)
	if err != nil {
		return nil, err
	}
	delta.Indexed, err = s.searcher.Indexed(ctx)
	return delta, err
}

// copiedOf reads how far a copy has come: nothing of it is given for one that begins.
func copiedOf(values url.Values) (at library.Copied, err error) {
	if at.Library, err = once(values, "library"); err != nil {
		return at, err
	}
	if at.Mark, err = once(values, "mark"); err != nil {
		return at, err
	}
	for name, into := range map[string]*int64{"since": &at.Revision, "row": &at.Row} {
		text, err := once(values, name)
		if err != nil {
			return at, err
		}
		if text == "" {
			continue
		}
		if *into, err = strconv.ParseInt(text, 10, 64); err != nil || *into < 0 {
			return at, parameterError(name + ": want a number, such as 12")
		}
	}
	return at, nil
}

// sendDelta sends a delta with its checksum: what arrives is to be what was sent.
func (s *server) sendDelta(c *gin.Context, d *library.Delta) {
	body, err := json.Marshal(d)
	if err != nil {
		s.fail(c, err)
		return
	}
	c.Header(mirror.DigestField, mirror.Digest(body))
	c.Data(http.StatusOK, "application/json; charset=utf-8", body)
}
