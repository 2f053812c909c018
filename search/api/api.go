// Package api answers over HTTP in JSON, on gin. GET /openapi.json describes
// what it answers; a test holds the two together.
package api

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/corpus/library"
	"verbatim/corpus/mirror"
	"verbatim/search"
	"verbatim/search/admit"
	"verbatim/search/answer"
	"verbatim/search/changes"
	"verbatim/search/compress"
	"verbatim/search/count"
	"verbatim/search/follow"
)

// deadline is the time a request has.
const deadline = 10 * time.Second

// A server answers the requests.
type server struct {
	searcher *search.Searcher
	counter  *count.Counter
	follower *follow.Follower
	finder   *changes.Finder
	log      *slog.Logger
	document []byte // the OpenAPI document
	kept     cache
	follows  func() *library.Following // nil if the library follows none
}

// An Option says what is particular of a server.
type Option func(*server)

// WithFollowing has /readyz and /metrics tell how the following of another server's library
// fares.
func WithFollowing(follows func() *library.Following) Option {
	return func(s *server) { s.follows = follows }
}

// A route is a path and what answers it.
type route struct {
	path       string
	parameters []string // that a query string may have
	answer     func(*server, *gin.Context) (any, error)
	kept       bool // whether the answer follows from the parameters and the state
}

// routes are all routes; /openapi.json and /metrics stand for themselves.
var routes = []route{
	{"/api/v1/search", searchParameters, (*server).search, true},
	{"/api/v1/narratives", narrativesParameters, (*server).narratives, false},
	{"/api/v1/narratives/:id", []string{"headings"}, (*server).narrative, false},
	{"/api/v1/passages/:id", nil, (*server).passage, false},
	{"/api/v1/counts", countsParameters, (*server).counts, true},
	{"/api/v1/counts.csv", countsParameters, (*server).countsCSV, false},
	{"/api/v1/concordance", concordanceParameters, (*server).concordance, false},
	{"/api/v1/concordance.csv", concordanceParameters, (*server).concordanceCSV, false},
	{"/api/v1/collocates", collocatesParameters, (*server).collocates, true},
	{"/api/v1/collocates.csv", collocatesParameters, (*server).collocatesCSV, false},
	{"/api/v1/keywords", keywordsParameters, (*server).keywords, true},
	{"/api/v1/keywords.csv", keywordsParameters, (*server).keywordsCSV, false},
	{"/api/v1/changes", changesParameters, (*server).changes, false},
	{mirror.Path, libraryParameters, (*server).library, false},
	{"/api/v1/threads", threadsParameters, (*server).threads, true},
	{"/api/v1/passages/:id/thread", nil, (*server).threadOf, false},
	{"/api/v1/passages/:id/alike", nil, (*server).alike, false},
	{"/healthz", nil, (*server).health, false},
	{"/readyz", nil, (*server).ready, false},
}

// Register adds the routes to an engine. Version is the program's, for the
// OpenAPI document. Errors of the program itself go to the log alone.
func Register(r *gin.Engine, searcher *search.Searcher, version string, log *slog.Logger, options ...Option) {
	s := &server{searcher: searcher, counter: count.New(searcher), follower: follow.New(searcher), finder: changes.New(searcher), log: log, document: document(version)}
	for _, o := range options {
		o(s)
	}
	r.HandleMethodNotAllowed = true
	m := newMetrics()
	if s.follows != nil {
		m.follow(searcher, s.follows)
	}
	r.Use(m.measure, unknownPath)
	group := r.Group("", headers, gin.CustomRecoveryWithWriter(io.Discard, s.panicked), withDeadline)
	get := []string{http.MethodGet, http.MethodHead}
	for _, route := range routes {
		group.Match(get, route.path, s.handler(route))
	}
	group.Match(get, "/openapi.json", s.describe)
	group.Match(get, "/metrics", m.handler())
	group.POST("/api/v1/check", ownOrigin(), s.handler(route{answer: (*server).check}))
	group.POST("/api/v1/counts", ownOrigin(), s.handler(route{answer: (*server).postCounts}))
}

// handler makes a gin handler of a route.
func (s *server) handler(r route) gin.HandlerFunc {
	return func(c *gin.Context) {
		err := checkParameters(c.Request.URL.Query(), r.parameters)
		if err != nil {
			s.fail(c, err)
			return
		}
		if r.kept {
			if err := s.answerKept(c, r); err != nil {
				s.fail(c, err)
			}
			return
		}
		answer, err := r.answer(s, c)
		if err != nil {
			s.fail(c, err)
			return
		}
		switch answer := answer.(type) {
		case csvFile:
			s.sendFile(c, answer)
		case piece:
			s.sendPiece(c, answer)
		default:
			send(c, http.StatusOK, answer)
		}
	}
}

// sendFile streams a file. One that ends too soon must not look whole: the
// connection is broken off.
func (s *server) sendFile(c *gin.Context, file csvFile) {
	ctx := c.Request.Context()
	if file.long && c.Request.Method != http.MethodHead {
		leave, err := admit.Export(s.searcher.Engine())
		if err != nil {
			s.fail(c, err)
			return
		}
		defer leave()
		ctx = c.MustGet(readersContext).(context.Context)
	}
	c.Header("X-Content-Type-Options", "nosniff")
	c.Header("Content-Type", "text/csv; charset=utf-8")
	c.Header("Content-Disposition", `attachment; filename="`+file.name+`"`)
	if c.Request.Method == http.MethodHead {
		return
	}
	reader := admit.NewPaced(c.Writer, http.NewResponseController(c.Writer))
	out := bufio.NewWriterSize(reader, 1<<15)
	if err := errors.Join(file.write(ctx, out), out.Flush()); err != nil {
		if !reader.Gone() && ctx.Err() == nil {
			s.log.Error("export failed", "path", c.Request.URL.Path, "error", err)
		}
		panic(http.ErrAbortHandler)
	}
}

// ownOrigin turns away what a page of another site posts.
func ownOrigin() gin.HandlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(c *gin.Context) {
		if err := protection.Check(c.Request); err != nil {
			send(c, http.StatusForbidden, ErrorBody{ErrorDetail{Code: "cross_origin", Message: err.Error()}})
			c.Abort()
		}
	}
}

func send(c *gin.Context, status int, body any) {
	if c.Writer.Header().Get("Cache-Control") == "" {
		c.Header("Cache-Control", "private, no-cache")
	}
	answer, err := encodedFor(c, body)
	if err != nil {
		panic(err) // it is made of texts and numbers
	}
	sendPacked(c, status, answer)
}

// buffers are for JSON before it is compressed, which most is.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// encodedFor returns a body as it is sent to a reader.
func encodedFor(c *gin.Context, body any) (sent, error) {
	buffer := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buffer)
	buffer.Reset()
	if err := json.NewEncoder(buffer).Encode(body); err != nil {
		return sent{}, err
	}
	answer := packed(c, bytes.TrimSuffix(buffer.Bytes(), []byte("\n")))
	if answer.header.Get("Content-Encoding") == "" {
		answer.body = bytes.Clone(answer.body)
	}
	return answer, nil
}

// packed returns JSON as it is sent to a reader.
func packed(c *gin.Context, data []byte) sent {
	header := http.Header{}
	body := compress.Body(header, c.Request, data)
	return sent{body, header}
}

// sendPacked sends it.
func sendPacked(c *gin.Context, status int, answer sent) {
	c.Header("X-Content-Type-Options", "nosniff")
	maps.Copy(c.Writer.Header(), answer.header)
	c.Data(status, "application/json; charset=utf-8", answer.body)
}

// encoded is a body as send writes it.
func encoded(body ErrorBody) []byte {
	data, _ := json.Marshal(body) // it is made of texts and numbers
	return data
}

// headers are of all answers: what is asked for is nobody else's business, and is not
// taken for anything but what it is.
func headers(c *gin.Context) {
	c.Header("X-Content-Type-Options", "nosniff")
	c.Header("Cache-Control", "private, no-cache")
}

// fail answers with an error. One that is our own fault is logged, without the
// question.
func (s *server) fail(c *gin.Context, err error) {
	status, body := Error(err)
	if status == http.StatusServiceUnavailable {
		c.Header("Retry-After", strconv.Itoa(int(admit.RetryAfter.Seconds())))
	}
	if status == http.StatusInternalServerError {
		s.log.Error("request failed", "path", c.Request.URL.Path, "error", err)
	}
	send(c, status, body)
}

func (s *server) panicked(c *gin.Context, cause any) {
	s.log.Error("request panicked", "path", c.Request.URL.Path, "cause", cause, "stack", string(debug.Stack()))
	send(c, http.StatusInternalServerError, internalError)
	c.Abort()
}

// readersContext names the context that ends when the reader leaves.
const readersContext = "reader"

func withDeadline(c *gin.Context) {
	c.Set(readersContext, c.Request.Context())
	ctx, cancel := context.WithTimeout(c.Request.Context(), deadline)
	defer cancel()
	c.Request = c.Request.WithContext(ctx)
	c.Next()
}

// unknownPath answers for the paths and methods under /api that no route has,
// which other packages' pages would answer otherwise.
func unknownPath(c *gin.Context) {
	if c.FullPath() != "" || !strings.HasPrefix(c.Request.URL.Path+"/", "/api/") {
		return
	}
	status := http.StatusNotFound
	body := ErrorBody{ErrorDetail{Code: "not_found", Message: "there is nothing at this path; /openapi.json lists the paths"}}
	if c.Writer.Status() == http.StatusMethodNotAllowed {
		status = http.StatusMethodNotAllowed
		body = ErrorBody{ErrorDetail{Code: "method_not_allowed", Message: "this path answers " + c.Writer.Header().Get("Allow")}}
	}
	send(c, status, body)
	c.Abort()
}

func (s *server) search(c *gin.Context) (any, error) {
	request, err := searchRequest(c.Request.URL.Query())
	if err != nil {
		return nil, err
	}
	results, err := s.searcher.Search(c.Request.Context(), request)
	if err != nil {
		return nil, err
	}
	return answer.NewResults(request.Text, results), nil
}

func (s *server) narratives(c *gin.Context) (any, error) {
	filter, after, size, err := narrativesRequest(c.Request.URL.Query())
	if err != nil {
		return nil, err
	}
	page, err := s.searcher.Library().Narratives(c.Request.Context(), filter, after, size)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, n := range page.Narratives {
		ids = append(ids, n.Narrative.ID)
	}
	words, err := s.searcher.WordsOf(c.Request.Context(), ids)
	if err != nil {
		return nil, err
	}
	return answer.NewNarratives(page, words), nil
}

func (s *server) narrative(c *gin.Context) (any, error) {
	headings, err := oneOrZero(c.Request.URL.Query(), "headings")
	if err != nil {
		return nil, err
	}
	n, err := s.searcher.Library().Narrative(c.Request.Context(), c.Param("id"))
	if err != nil {
		return nil, err
	}
	return answer.NewNarrative(n, headings), nil
}

func (s *server) passage(c *gin.Context) (any, error) {
	e, err := s.searcher.Library().PassageByID(c.Request.Context(), c.Param("id"))
	if err != nil {
		return nil, err
	}
	return answer.NewPassage(e), nil
}

// health says that the process lives.
func (s *server) health(*gin.Context) (any, error) { return answer.Status{Status: "ok"}, nil }

// ready says that the library and the index answer.
func (s *server) ready(c *gin.Context) (any, error) {
	ctx := admit.Outside(c.Request.Context())
	_, failed := s.searcher.Library().Stats(ctx)
	_, unanswered := s.searcher.Search(ctx, search.Request{Text: "ready", Size: 1})
	if err := errors.Join(failed, unanswered); err != nil {
		if c.Request.Context().Err() == nil { // who asked is still there
			s.log.Warn("not ready", "error", err)
		}
		return nil, errNotReady
	}
	status := answer.Status{Status: "ready"}
	if s.follows == nil {
		return status, nil
	}
	revision, err := s.searcher.Indexed(ctx)
	status.Following = answer.NewFollowing(s.follows(), revision)
	return status, err
}
