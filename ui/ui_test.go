package ui

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/jba/templatecheck"

	"verbatim/corpus/importing"
	"verbatim/corpus/library"
	"verbatim/search"
	"verbatim/search/enginetest"
)

func TestMain(m *testing.M) {
	gin.SetMode(gin.ReleaseMode)
	os.Exit(m.Run())
}

// TestScripts does what the scripts in testdata say, over a library with the
// sample and the narratives of testdata/library.jsonl. In what is compared,
// white space of any length is one space.
func TestScripts(t *testing.T) {
	lib := enginetest.Library(t, "testdata/library.jsonl")
	handler := newHandler(search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib))), slog.New(slog.DiscardHandler))
	runScripts(t, handler, "testdata/*.txt")
}

// runScripts does what the scripts of a pattern say.
func runScripts(t *testing.T, handler http.Handler, pattern string) {
	t.Helper()
	scripts, err := filepath.Glob(pattern)
	if err != nil || len(scripts) == 0 {
		t.Fatal("no scripts like "+pattern, err)
	}
	for _, path := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			r := reader{t: t, handler: handler}
			number := 0
			for line := range strings.Lines(string(text)) {
				number++
				if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
					continue
				}
				if err := r.follow(line); err != nil {
					t.Errorf("%s:%d: %s: %v", path, number, line, err)
				}
			}
		})
	}
}

// A reader follows the lines of a script.
type reader struct {
	t       *testing.T
	handler http.Handler
	answer  *httptest.ResponseRecorder
	body    string // with single spaces
}

func (r *reader) follow(line string) error {
	verb, rest, _ := strings.Cut(line, " ")
	switch verb {
	case "GET", "HEAD":
		return r.ask(verb, rest)
	case "follow":
		return r.click(rest)
	case "status":
		return compare("is", fmt.Sprint(r.answer.Code), rest)
	case "title":
		how, want, _ := strings.Cut(rest, " ")
		return compare(how, html.UnescapeString(between(r.body, "<title>", "</title>")), want)
	case "body":
		how, want, _ := strings.Cut(rest, " ")
		return compare(how, r.body, want)
	case "header":
		name, rest, _ := strings.Cut(rest, " ")
		how, want, _ := strings.Cut(rest, " ")
		return compare(how, r.answer.Header().Get(name), want)
	}
	return errors.New("a line begins with GET, HEAD, follow, status, title, body or header")
}

func (r *reader) ask(method, path string) error {
	r.answer = httptest.NewRecorder()
	r.handler.ServeHTTP(r.answer, httptest.NewRequestWithContext(r.t.Context(), method, path, nil))
	r.body = strings.Join(strings.Fields(r.answer.Body.String()), " ")
	isPage := strings.HasPrefix(r.answer.Header().Get("Content-Type"), "text/html") && r.answer.Header().Get("Location") == ""
	if isPage && method == "GET" {
		return checkPage(r.body)
	}
	return nil
}

// click follows the link with this text.
func (r *reader) click(text string) error {
	m := regexp.MustCompile(`<a [^>]*href="([^"]*)"[^>]*>` + regexp.QuoteMeta(text) + `</a>`).FindStringSubmatch(r.body)
	if m == nil {
		return fmt.Errorf("no such link in\n%s", r.body)
	}
	address, _, _ := strings.Cut(html.UnescapeString(m[1]), "#")
	return r.ask("GET", address)
}

func compare(how, got, want string) error {
	switch {
	case how == "is" && got != want:
		return fmt.Errorf("it is %q", got)
	case how == "contains" && !strings.Contains(got, want):
		return fmt.Errorf("it is\n%s", got)
	case how == "lacks" && strings.Contains(got, want):
		return fmt.Errorf("it is\n%s", got)
	case !slices.Contains([]string{"is", "contains", "lacks"}, how):
		return errors.New("want is, contains or lacks")
	}
	return nil
}

func between(s, before, after string) string {
	_, s, _ = strings.Cut(s, before)
	s, _, _ = strings.Cut(s, after)
	return s
}

var idAttribute = regexp.MustCompile(` id="([^"]*)"`)

// checkPage looks for what every page has.
func checkPage(body string) error {
	for _, one := range []string{`<html lang="en">`, "<title>", "<h1>", "<main ", "<header ", "<footer "} {
		if n := strings.Count(body, one); n != 1 {
			return fmt.Errorf("the page has %d times %s", n, one)
		}
	}
	seen := map[string]bool{}
	for _, m := range idAttribute.FindAllStringSubmatch(body, -1) {
		if seen[m[1]] {
			return fmt.Errorf("the page has the id %s twice", m[1])
		}
		seen[m[1]] = true
	}
	if strings.Contains(body, "ZgotmplZ") {
		return errors.New("the page has a value that html/template refused")
	}
	return nil
}

// Every template fits its page struct, on all of its paths.
func TestTemplates(t *testing.T) {
	pages := []page{
		&collocatesPage{}, &concordancePage{}, &countsPage{}, &trendsPage{},
		&quotesPage{}, &followPage{}, &homePage{}, &languagePage{}, &narrativesPage{}, &passagePage{}, &problemPage{}, &readPage{}, &searchPage{},
	}
	shown := map[string]bool{}
	for _, p := range pages {
		shown[p.template()] = true
		for _, part := range []string{"top", "body", "report"} {
			if tmpl := templates[p.template()].Lookup(part); tmpl != nil {
				if err := templatecheck.CheckHTML(tmpl, p); err != nil {
					t.Errorf("%s of %s: %v", part, p.template(), err)
				}
			}
		}
	}
	if err := templatecheck.CheckHTML(templates["home"].Lookup("frame"), frame{}); err != nil {
		t.Error(err)
	}
	for name := range templates {
		if !shown[name] {
			t.Errorf("no page struct for %s", name)
		}
	}
}

// The examples find something in a library that holds the sample alone.
func TestExamplesFind(t *testing.T) {
	lib, err := library.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	if err := importing.AddSample(t.Context(), lib); err != nil {
		t.Fatal(err)
	}
	searcher := search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib)))
	for _, task := range tasks {
		for _, e := range task.Examples {
			results, err := searcher.Search(t.Context(), search.Request{Text: e.Query})
			if err != nil || results.Total == 0 {
				t.Errorf("%s finds %v, %v", e.Query, results, err)
			}
		}
	}
}

// What goes wrong inside is told to the log, and not to the reader.
func TestFaultsStayInside(t *testing.T) {
	lib := enginetest.Library(t, "testdata/library.jsonl")
	for name, engine := range map[string]search.Engine{
		"error": enginetest.Faulty(func() error { return errors.New("secret") }),
		"panic": enginetest.Faulty(func() error { panic("secret") }),
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			r := reader{t: t, handler: newHandler(search.NewSearcher(lib, engine), slog.New(slog.NewTextHandler(&log, nil)))}
			for _, line := range []string{"GET /search?q=zebra", "status 500", "body contains <h1>Something went wrong</h1>", "body lacks secret"} {
				if err := r.follow(line); err != nil {
					t.Errorf("%s: %v", line, err)
				}
			}
			if !strings.Contains(log.String(), "secret") || strings.Contains(log.String(), "zebra") {
				t.Errorf("log: want the fault and not the question:\n%s", log.String())
			}
		})
	}
}

func newHandler(s *search.Searcher, log *slog.Logger) *gin.Engine {
	r := gin.New()
	Register(r, s, "1.2.3", log)
	return r
}
