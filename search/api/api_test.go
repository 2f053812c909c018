package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/search"
	"verbatim/search/admit"
	"verbatim/search/answer"
	"verbatim/search/enginetest"
)

var update = flag.Bool("update", false, "rewrite the answers in testdata")

func TestMain(m *testing.M) {
	gin.SetMode(gin.ReleaseMode)
	os.Exit(m.Run())
}

// TestAnswers asks what stands in the first line of each file in testdata, of
// a library with the sample and the narratives of testdata/library.jsonl. The
// rest of the file is the status and the answer.
func TestAnswers(t *testing.T) {
	lib := enginetest.Library(t, "testdata/library.jsonl")
	handler := newHandler(search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib))), slog.New(slog.DiscardHandler))
	testAnswers(t, handler, "testdata/*.txt")
}

func testAnswers(t *testing.T, handler http.Handler, pattern string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatal("no files like "+pattern, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			asked, want, _ := strings.Cut(string(content), "\n")
			method, path, _ := strings.Cut(asked, " ")
			response := ask(t, handler, method, path)
			got := fmt.Sprintf("%d\n%s", response.Code, indented(t, response.Body.Bytes()))
			if *update {
				if err := os.WriteFile(file, []byte(asked+"\n"+got), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != want {
				t.Errorf("%s gives\n%s\nwant\n%s", asked, got, want)
			}
		})
	}
}

func indented(t *testing.T, answer []byte) string {
	t.Helper()
	var out bytes.Buffer
	if err := json.Indent(&out, answer, "", "  "); err != nil {
		t.Fatalf("%v in %s", err, answer)
	}
	return strings.TrimRight(out.String(), "\n") + "\n"
}

// Spans count code points, so that they fit the text in any language.
func TestSpansFitTheText(t *testing.T) {
	lib := enginetest.Library(t, "testdata/library.jsonl")
	handler := newHandler(search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib))), slog.New(slog.DiscardHandler))
	got := ask(t, handler, "GET", "/api/v1/search?q=etait+OR+victims")
	var results answer.Results
	if err := json.Unmarshal(got.Body.Bytes(), &results); err != nil {
		t.Fatal(err)
	}
	var marked []string
	for _, hit := range results.Hits {
		text := []rune(hit.Text)
		for _, s := range hit.Spans {
			marked = append(marked, string(text[s.Start:s.End]))
		}
	}
	slices.Sort(marked)
	if want := []string{"victims", "victims", "victims", "victims", "était"}; !slices.Equal(marked, want) {
		t.Errorf("spans mark %q, want %q", marked, want)
	}
}

// An answer is the same compressed, the first time and when it is kept.
func TestCompressed(t *testing.T) {
	lib := enginetest.Library(t, "testdata/library.jsonl")
	handler := newHandler(search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib))), slog.New(slog.DiscardHandler))
	for _, path := range []string{"/api/v1/search?q=victims", "/api/v1/search?q=victims", "/openapi.json"} {
		request := httptest.NewRequest("GET", path, nil)
		request.Header.Set("Accept-Encoding", "gzip")
		got := httptest.NewRecorder()
		handler.ServeHTTP(got, request)
		if got.Header().Get("Content-Encoding") != "gzip" {
			t.Fatalf("%s is not compressed: %v", path, got.Header())
		}
		unpacked, err := gzip.NewReader(got.Body)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(unpacked)
		if want := ask(t, handler, "GET", path).Body.Bytes(); err != nil || !bytes.Equal(body, want) {
			t.Errorf("%s: %v, %s\nwant %s", path, err, body, want)
		}
	}
}

func TestHeaders(t *testing.T) {
	lib := enginetest.Library(t, "testdata/library.jsonl")
	handler := newHandler(search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib))), slog.New(slog.DiscardHandler))
	for _, path := range []string{"/api/v1/search?q=labor", "/api/v1/search", "/api/v2", "/openapi.json", "/healthz"} {
		for _, method := range []string{"GET", "HEAD"} {
			got := ask(t, handler, method, path)
			if got := got.Header().Get("Content-Type"); got != "application/json; charset=utf-8" {
				t.Errorf("%s %s: Content-Type %q", method, path, got)
			}
			if got := got.Header().Get("X-Content-Type-Options"); got != "nosniff" {
				t.Errorf("%s %s: X-Content-Type-Options %q", method, path, got)
			}
		}
	}
}

// The words and passages of a narrative are the same in the list and by
// itself.
func TestListAgreesWithNarrative(t *testing.T) {
	lib := enginetest.Library(t, "testdata/library.jsonl")
	handler := newHandler(search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib))), slog.New(slog.DiscardHandler))
	var list answer.Narratives
	if err := json.Unmarshal(ask(t, handler, "GET", "/api/v1/narratives?size=100").Body.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	for _, listed := range list.Narratives {
		var whole answer.Narrative
		if err := json.Unmarshal(ask(t, handler, "GET", "/api/v1/narratives/"+listed.ID).Body.Bytes(), &whole); err != nil {
			t.Fatal(err)
		}
		if whole.Words != listed.Words || len(whole.Passages) != listed.Passages {
			t.Errorf("%s: %d words in %d passages, listed with %d in %d", listed.ID,
				whole.Words, len(whole.Passages), listed.Words, listed.Passages)
		}
	}
}

// What goes wrong inside is told to the log, and not to who asks.
func TestFaultsStayInside(t *testing.T) {
	lib := enginetest.Library(t, "testdata/library.jsonl")
	for name, engine := range map[string]search.Engine{
		"error": enginetest.Faulty(func() error { return errors.New("secret") }),
		"panic": enginetest.Faulty(func() error { panic("secret") }),
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			handler := newHandler(search.NewSearcher(lib, engine), slog.New(slog.NewTextHandler(&log, nil)))
			got := ask(t, handler, "GET", "/api/v1/search?q=zebra")
			if got.Code != http.StatusInternalServerError || strings.Contains(got.Body.String(), "secret") {
				t.Errorf("%d %s", got.Code, got.Body)
			}
			if !strings.Contains(log.String(), "secret") || strings.Contains(log.String(), "zebra") {
				t.Errorf("log: want the fault and not the question:\n%s", log.String())
			}
			if got := ask(t, handler, "GET", "/readyz"); got.Code < 500 {
				t.Errorf("/readyz: %d %s", got.Code, got.Body)
			}
			if got := ask(t, handler, "GET", "/healthz"); got.Code != http.StatusOK {
				t.Errorf("/healthz: %d %s", got.Code, got.Body)
			}
		})
	}
}

func TestNotReadyWithoutLibrary(t *testing.T) {
	lib := enginetest.Library(t, "testdata/library.jsonl")
	handler := newHandler(search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib))), slog.New(slog.DiscardHandler))
	if err := lib.Close(); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, handler, "GET", "/readyz"); got.Code != http.StatusServiceUnavailable {
		t.Errorf("/readyz: %d %s", got.Code, got.Body)
	}
}

func TestError(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
		want   string
	}{
		{&search.SyntaxError{Pos: 0, Msg: "m", Suggestion: "s"}, 400, `{"error":{"code":"syntax","message":"m","position":0,"suggestion":"s"}}`},
		{fmt.Errorf("find: %w", &search.SyntaxError{Pos: -1, Msg: "m"}), 400, `{"error":{"code":"syntax","message":"m"}}`},
		{fmt.Errorf("narrative x: %w", library.ErrNotFound), 404, `{"error":{"code":"not_found","message":"the library has nothing with this identifier"}}`},
		{fmt.Errorf("find: %w", search.ErrGone), 400, `{"error":{"code":"cursor_expired","message":"the library has changed since this cursor was made; search again from the first page"}}`},
		{fmt.Errorf("find: %w", context.DeadlineExceeded), 503, `{"error":{"code":"timeout","message":"the search took too long; try a simpler query, or try again later"}}`},
		{errors.New("disk on fire"), 500, `{"error":{"code":"internal","message":"something went wrong on the server; the error was logged"}}`},
	} {
		status, body := Error(c.err)
		got, err := json.Marshal(body)
		if err != nil || status != c.status || string(got) != c.want {
			t.Errorf("Error(%v) = %d %s, %v; want %d %s", c.err, status, got, err, c.status, c.want)
		}
	}
}

func newHandler(s *search.Searcher, log *slog.Logger) *gin.Engine {
	r := gin.New()
	Register(r, s, "1.2.3", log)
	return r
}

func ask(t *testing.T, handler http.Handler, method, path string) *httptest.ResponseRecorder {
	t.Helper()
	got := httptest.NewRecorder()
	handler.ServeHTTP(got, httptest.NewRequestWithContext(t.Context(), method, path, nil))
	return got
}

// TestReplacedAndRemoved asks for a passage whose text was replaced, and for
// one of a narrative that was removed.
func TestReplacedAndRemoved(t *testing.T) {
	lib := enginetest.Library(t)
	handler := newHandler(search.NewSearcher(lib, enginetest.NewNaive(nil)), slog.New(slog.DiscardHandler))
	add := func(country, text string) (id string) {
		n := &corpus.Narrative{Report: "R", Country: country, Year: 2020, Text: text, Source: corpus.Source{Name: "a.txt", Imported: time.Now()},
			Passages: []corpus.Passage{{Span: prose.Span{End: len(text)}, Kind: corpus.Paragraph}}}
		change(t, lib, func(im *library.Tx) error {
			_, err := im.Add(t.Context(), n, 0)
			return err
		})
		return n.Passages[0].ID
	}
	old, removed := add("Mali", "The old wording."), add("Chad", "Taken out.")
	add("Mali", "The new wording.")
	change(t, lib, func(im *library.Tx) error { return im.Remove(t.Context(), "r-2020-chad") })

	got := ask(t, handler, "GET", "/api/v1/passages/"+old)
	if body := got.Body.String(); got.Code != http.StatusOK || !strings.Contains(body, "The old wording.") || !strings.Contains(body, `"replaced":"20`) {
		t.Errorf("replaced: %d %s", got.Code, body)
	}
	got = ask(t, handler, "GET", "/api/v1/passages/"+removed)
	if body := got.Body.String(); got.Code != http.StatusNotFound || !strings.Contains(body, `"code":"removed"`) {
		t.Errorf("removed: %d %s", got.Code, body)
	}
}

// change changes a library.
func change(t *testing.T, lib *library.Library, work func(*library.Tx) error) {
	t.Helper()
	im, err := lib.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(work(im), im.Commit()); err != nil {
		t.Fatal(err)
	}
}

// A file that is as long as what is found is written while its reader reads, also after
// the time that other answers have.
func TestLongFilesOutliveTheDeadline(t *testing.T) {
	s := &server{searcher: search.NewSearcher(nil, admit.New(nil)), log: slog.New(slog.DiscardHandler)}
	for _, long := range []bool{false, true} {
		c, _ := gin.CreateTestContext(httptest.NewRecorder())
		c.Request = httptest.NewRequest(http.MethodGet, "/", nil)
		c.Set(readersContext, c.Request.Context())
		ended, end := context.WithCancel(c.Request.Context())
		end()
		c.Request = c.Request.WithContext(ended)
		s.sendFile(c, csvFile{name: "x.csv", long: long, write: func(ctx context.Context, _ io.Writer) error {
			if goesOn := ctx.Err() == nil; goesOn != long {
				t.Errorf("long %t: goes on %t", long, goesOn)
			}
			return nil
		}})
	}
}
