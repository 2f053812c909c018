package api

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"verbatim/corpus/library"
	"verbatim/corpus/mirror"
	"verbatim/search/admit"
)

var libraryParameters = []string{"library", "since", "row", "mark"}

// A piece is a delta, and the turn that it has until it is sent: it is in memory as long.
type piece struct {
	*library.Delta
	leave func()
}

// library answers with what a copy of the library has not: servers that follow this one
// ask each second. A copy that has all waits for nobody.
func (s *server) library(c *gin.Context) (_ any, err error) {
	at, err := copiedOf(c.Request.URL.Query())
	if err != nil {
		return nil, err
	}
	ctx := admit.Outside(c.Request.Context())
	present, err := s.searcher.Library().Copied(ctx)
	if err != nil {
		return nil, err
	}
	sent := func() {}
	if at.Revision != present.Revision || at.Row != present.Row {
		if sent, err = admit.Export(s.searcher.Engine()); err != nil {
			return nil, err
		}
		defer func() {
			if err != nil {
				sent()
			}
		}()
		turn, leave, err := admit.All(c.Request.Context(), s.searcher.Engine())
		if err != nil {
			return nil, err
		}
		defer leave()
		ctx = turn
	}
	delta, err := s.searcher.Library().DeltaSince(ctx, at, library.DeltaBytes)
	if err != nil {
		return nil, err
	}
	delta.Indexed, err = s.searcher.Indexed(ctx)
	return piece{delta, sent}, err
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

// sendPiece sends a piece with its checksum, to who keeps up: what arrives is to be what
// was sent.
func (s *server) sendPiece(c *gin.Context, p piece) {
	defer p.leave()
	body, err := json.Marshal(p.Delta)
	if err != nil {
		s.fail(c, err)
		return
	}
	c.Header("Content-Type", "application/json; charset=utf-8")
	c.Header("Content-Length", strconv.Itoa(len(body)))
	c.Header(mirror.DigestField, mirror.Digest(body))
	if c.Request.Method == http.MethodHead {
		return
	}
	reader := admit.NewPaced(c.Writer, http.NewResponseController(c.Writer))
	for some := range slices.Chunk(body, 1<<15) {
		if _, err := reader.Write(some); err != nil {
			panic(http.ErrAbortHandler)
		}
	}
}
