// Package ui shows the library and the answers of its searches as pages. They
// work without script, and take nothing from elsewhere.
package ui

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"html/template"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"path"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/corpus"
	"verbatim/search"
)

// deadline is the time a page has.
const deadline = 10 * time.Second

//go:embed pages pieces static
var files embed.FS

// A page is what one template shows.
type page interface {
	template() string // the file in pages, without its extension
	title() string    // of the window, before the program's name
}

// A server answers with pages.
type server struct {
	searcher *search.Searcher
	version  string
	log      *slog.Logger
}

// Register adds the pages to an engine. Version is the program's, for the foot
// of the pages. What is wrong inside is told to the log alone.
func Register(r *gin.Engine, searcher *search.Searcher, version string, log *slog.Logger) {
	s := &server{searcher, version, log}
	around := []gin.HandlerFunc{gin.CustomRecoveryWithWriter(io.Discard, s.panicked), guard}
	pages := r.Group("", around...)
	get := func(path string, handler gin.HandlerFunc) {
		pages.GET(path, handler)
		pages.HEAD(path, handler)
	}
	get("/", s.page(s.home))
	get("/search", s.page(s.search))
	get("/language", s.page(s.language))
	get("/narratives", s.page(s.narratives))
	get("/narratives/:id", s.page(s.narrative))
	get("/static/:file", s.static)
	r.NoRoute(append(around, s.page(func(*gin.Context) (int, page, error) { return 0, nil, corpus.ErrNotFound }))...)
}

// guard bounds what a page may load and how long it may take to make.
func guard(c *gin.Context) {
	c.Header("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
	c.Header("X-Content-Type-Options", "nosniff")
	c.Header("Referrer-Policy", "same-origin")
	ctx, cancel := context.WithTimeout(c.Request.Context(), deadline)
	defer cancel()
	c.Request = c.Request.WithContext(ctx)
	c.Next()
}

// page makes a gin handler of what finds a page and its status.
func (s *server) page(find func(*gin.Context) (int, page, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
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
	err := templates[p.template()].ExecuteTemplate(&out, "frame", frame{p, s.version})
	if err != nil {
		s.log.Error("page failed", "page", p.template(), "error", err)
		c.String(http.StatusInternalServerError, "Something went wrong here.")
		return
	}
	c.Data(status, "text/html; charset=utf-8", out.Bytes())
}

// A frame is what stands around every page.
type frame struct {
	Page    page
	Version string
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
	status, p := problemOf(err)
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

// static serves the embedded files by the address that asset gives, which
// changes with what is in them: they can be kept for good.
func (s *server) static(c *gin.Context) {
	name := c.Param("file")
	data, err := files.ReadFile("static/" + name)
	if err != nil {
		s.fail(c, corpus.ErrNotFound)
		return
	}
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	c.Data(http.StatusOK, mime.TypeByExtension(path.Ext(name)), data)
}

// asset gives the address of an embedded file.
func asset(name string) (string, error) {
	data, err := files.ReadFile("static/" + name)
	sum := sha256.Sum256(data)
	return "/static/" + name + "?v=" + hex.EncodeToString(sum[:6]), err
}

// templates are the pages, each with the pieces that they share.
var templates = parseTemplates()

func parseTemplates() map[string]*template.Template {
	pieces := template.Must(template.New("").Funcs(template.FuncMap{
		"asset": asset, "number": number, "count": count, "points": points, "copyNumber": copyNumber,
	}).ParseFS(files, "pieces/*.html"))
	parsed := make(map[string]*template.Template)
	entries, err := files.ReadDir("pages")
	if err != nil {
		panic(err) // they are embedded
	}
	for _, e := range entries {
		name := e.Name()[:len(e.Name())-len(".html")]
		parsed[name] = template.Must(template.Must(pieces.Clone()).ParseFS(files, "pages/"+e.Name()))
	}
	return parsed
}
