package ui

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
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
	case "press":
		return r.press(rest)
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
	return errors.New("a line begins with GET, HEAD, follow, press, status, title, body or header")
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

var (
	anchors = regexp.MustCompile(`<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>`)
	buttons = regexp.MustCompile(`<button form="ask" name="([^"]*)" value="([^"]*)">([^<]*)</button>`)
	fields  = regexp.MustCompile(`<input [^>]*>`)
	tags    = regexp.MustCompile(`<[^>]*>`)
	member  = regexp.MustCompile(` (name|value|type|form|id)="([^"]*)"`)
)

// click follows the link with this text.
func (r *reader) click(text string) error {
	for _, m := range anchors.FindAllStringSubmatch(r.body, -1) {
		if html.UnescapeString(tags.ReplaceAllString(m[2], "")) == text {
			address, _, _ := strings.Cut(html.UnescapeString(m[1]), "#")
			return r.ask("GET", address)
		}
	}
	return fmt.Errorf("no such link in\n%s", r.body)
}

// press presses a button of the search form, and goes where it is led.
func (r *reader) press(text string) error {
	sent := url.Values{}
	_, form, _ := strings.Cut(r.body, `<form id="ask"`)
	form, _, _ = strings.Cut(form, "</form>")
	for _, f := range append(fields.FindAllString(form, -1), fields.FindAllString(strings.Replace(r.body, form, "", 1), -1)...) {
		has := map[string]string{}
		for _, m := range member.FindAllStringSubmatch(f, -1) {
			has[m[1]] = html.UnescapeString(m[2])
		}
		if has["name"] != "" && (has["form"] == "ask" || strings.Contains(form, f)) && (has["type"] != "checkbox" || strings.Contains(f, " checked")) {
			sent.Add(has["name"], has["value"])
		}
	}
	for _, m := range buttons.FindAllStringSubmatch(r.body, -1) {
		if m[3] != text {
			continue
		}
		sent.Add(m[1], html.UnescapeString(m[2]))
		if err := r.ask("GET", "/search?"+sent.Encode()); err != nil || r.answer.Code != http.StatusSeeOther {
			return err
		}
		return r.ask("GET", r.answer.Header().Get("Location"))
	}
	return fmt.Errorf("no such button in\n%s", r.body)
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

// drawing finds drawings, whose parts have titles of their own.
var drawing = regexp.MustCompile(`(?s)<svg.*?</svg>`)

var idAttribute = regexp.MustCompile(` id="([^"]*)"`)

// checkPage looks for what every page has.
func checkPage(body string) error {
	for _, one := range []string{`<html lang="en">`, "<title>", "<h1>", "<main ", "<header ", "<footer "} {
		if n := strings.Count(drawing.ReplaceAllString(body, ""), one); n != 1 {
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
	if strings.Contains(body, `<a href="">`) {
		return errors.New("the page has a link that leads nowhere")
	}
	if strings.Contains(body, "ZgotmplZ") {
		return errors.New("the page has a value that html/template refused")
	}
	return nil
}

// Every template fits its page struct, on all of its paths.
func TestTemplates(t *testing.T) {
	pages := []page{
		&collocatesPage{}, &keywordsPage{}, &concordancePage{}, &countsPage{}, &mapPage{}, &trendsPage{},
		&quotesPage{}, &followPage{}, &homePage{}, &languagePage{}, &narrativesPage{}, &passagePage{}, &problemPage{}, &programsPage{}, &readPage{}, &savedPage{}, &searchPage{},
	}
	shown := map[string]bool{}
	for _, p := range pages {
		shown[p.template()] = true
		for _, part := range []string{"top", "body", "report", "drawing"} {
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
