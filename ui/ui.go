// Package ui shows the library and the answers of its searches as pages. They
// work without script, and take nothing from elsewhere.
package ui

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/corpus/library"
	"verbatim/search"
	"verbatim/search/admit"
	"verbatim/search/answer"
	"verbatim/search/changes"
	"verbatim/search/count"
	"verbatim/search/follow"
)

// deadline is the time a page has.
const deadline = 10 * time.Second

//go:embed pages pieces static
var files embed.FS

// A page is what one template shows.
type page interface {
	template() string // the folder in pages, and the file in it
	title() string    // of the window, before the program's name
}

// A server answers with pages.
type server struct {
	searcher *search.Searcher
	counter  *count.Counter
	finder   *changes.Finder
	follower *follow.Follower
	version  string // the program's
	build    string // what tells this program from others of the same version
	log      *slog.Logger
	cache    catalogCache
	outlined outlineCache
	finding  exampleCache
	demo     bool   // the library is the demonstration collection
	base     string // the scheme and host that links begin with, or empty: those asked for
}

// An Option is of Register.
type Option func(*server)

// WithBase has links in exports and citations begin with a scheme and host, where
// readers come by way of a proxy. If it is empty they begin with what was asked for.
func WithBase(base string) Option { return func(s *server) { s.base = base } }

// WithDemo says on the first page that the library is the demonstration collection.
func WithDemo(demo bool) Option { return func(s *server) { s.demo = demo } }

// Register adds the pages to an engine. Version is the program's, for the foot
// of the pages. Errors of the program itself go to the log alone.
func Register(r *gin.Engine, searcher *search.Searcher, version string, log *slog.Logger, options ...Option) {
	s := &server{searcher: searcher, version: version, build: buildOf(version), log: log}
	for _, option := range options {
		option(s)
	}
	around := []gin.HandlerFunc{gin.CustomRecoveryWithWriter(io.Discard, s.panicked), guard, withDeadline}
	pages := r.Group("", around...)
	get := func(group gin.IRoutes, path string, handler gin.HandlerFunc) {
		group.GET(path, handler)
		group.HEAD(path, handler)
	}
	get(pages, "/", s.page(s.home))
	get(pages, "/search", s.page(s.search))
	get(pages, "/search.atom", s.page(s.feed))
	get(pages, "/opensearch.xml", s.page(s.describe))
	get(pages, "/saved", s.page(s.saved))
	get(pages, "/programs", s.page(s.programs))
	get(pages, "/language", s.page(s.language))
	get(pages, "/narratives", s.page(s.narratives))
	get(pages, "/narratives/:id", moved("/n/"))
	get(pages, "/follow", s.page(s.follow))
	get(pages, "/follow.csv", s.page(s.followCSV))
	get(pages, "/n/:id", s.page(s.read))
	get(pages, "/p/:id", s.page(s.passage))
	get(pages, "/p/:id/:file", s.page(s.citation))
	get(pages, "/static/:file", s.static)
	s.registerCheck(pages, get)
	s.counter, s.finder, s.follower = count.New(searcher), changes.New(searcher), follow.New(searcher)
	s.registerCounts(pages, get)
	// An export has no deadline, and breaks the connection off when it fails.
	exports := r.Group("", guard)
	for _, f := range exportFormats {
		get(exports, "/search"+f.extension, s.export(f))
	}
	r.NoRoute(append(around, s.page(func(*gin.Context) (int, page, error) { return 0, nil, library.ErrNotFound }))...)
}

// guard bounds what a page may load, and what others learn of it.
func guard(c *gin.Context) {
	c.Header("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
	c.Header("X-Content-Type-Options", "nosniff")
	c.Header("Referrer-Policy", "same-origin")
}

// withDeadline bounds how long a page may take to make.
func withDeadline(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), deadline)
	defer cancel()
	c.Request = c.Request.WithContext(ctx)
	c.Next()
}

// moved leads from an address of former days to the one under a prefix.
func moved(prefix string) gin.HandlerFunc {
	return func(c *gin.Context) {
		to := url.URL{Path: prefix + c.Param("id"), RawQuery: c.Request.URL.RawQuery}
		c.Redirect(http.StatusMovedPermanently, to.String())
	}
}

// page makes a gin handler of what finds a page and its status. A reader who
// has the page already, made from the same state, gets 304.
func (s *server) page(find func(*gin.Context) (int, page, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		known, err := s.known(c)
		if known || err != nil {
			s.fail(c, err)
			return
		}
		status, p, err := find(c)
		if err != nil {
			s.fail(c, err)
			return
		}
		if p != nil { // nil: find has answered by itself
			s.show(c, status, p)
		}
	}
}

// show writes a page, all of it or nothing.
func (s *server) show(c *gin.Context, status int, p page) {
	var out bytes.Buffer
	err := templates[p.template()].ExecuteTemplate(&out, "frame", frame{p, s.version, alternatesOf(c)})
	if err != nil {
		s.log.Error("page failed", "page", p.template(), "error", err)
		c.String(http.StatusInternalServerError, "Something went wrong here.")
		return
	}
	s.send(c, status, "text/html; charset=utf-8", out.Bytes())
}

// A frame is what stands around every page.
type frame struct {
	Page       page
	Version    string
	Alternates []alternate
}

// Name is the page's, for its looks.
func (f frame) Name() string { return f.Page.template() }

// Title is the window's.
func (f frame) Title() string {
	if t := f.Page.title(); t != "" {
		return t + " – verbatim"
	}
	return "verbatim"
}

// fail shows what is wrong. What is our own fault is logged, without the
// question.
func (s *server) fail(c *gin.Context, err error) {
	if err == nil {
		return
	}
	status, p := problemOf(err)
	if status == http.StatusServiceUnavailable {
		c.Header("Retry-After", strconv.Itoa(int(admit.RetryAfter.Seconds())))
	}
	if status == http.StatusInternalServerError {
		s.log.Error("page failed", "path", c.Request.URL.Path, "error", err)
	}
	s.show(c, status, p)
}

func (s *server) panicked(c *gin.Context, cause any) {
	s.log.Error("page panicked", "path", c.Request.URL.Path, "cause", cause, "stack", string(debug.Stack()))
	status, p := problemOf(errors.New("panic"))
	s.show(c, status, p)
	c.Abort()
}

// templates are the pages, each with the pieces that they share.
var templates = parseTemplates()

func parseTemplates() map[string]*template.Template {
	pieces := template.Must(template.New("").Funcs(template.FuncMap{
		"asset": asset, "number": answer.Number, "count": answer.Count, "points": points, "copyNumber": copyNumber,
		"coordinate": coordinate, "marked": marked, "yearName": yearName, "values": values,
	}).ParseFS(files, "pieces/*.html"))
	parsed := make(map[string]*template.Template)
	folders, err := files.ReadDir("pages")
	if err != nil {
		panic(err) // they are embedded
	}
	for _, f := range folders {
		parsed[f.Name()] = template.Must(template.Must(pieces.Clone()).ParseFS(files, path.Join("pages", f.Name(), "*.html")))
	}
	return parsed
}
