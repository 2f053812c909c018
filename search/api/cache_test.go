package api

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"verbatim/search"
	"verbatim/search/enginetest"
)

// counting counts the questions that an engine is asked; its generation is what
// the test says.
type counting struct {
	search.Engine
	found      int
	generation string
}

func (e *counting) Find(ctx context.Context, q search.Question) (*search.Found, error) {
	e.found++
	return e.Engine.Find(ctx, q)
}

func (e *counting) Generation(context.Context) (string, error) { return e.generation, nil }

func TestAnswersAreKeptUntilTheStateChanges(t *testing.T) {
	lib := enginetest.Library(t, filepath.Join("testdata", "library.jsonl"))
	engine := &counting{Engine: enginetest.NewNaive(enginetest.Docs(t, lib)), generation: "first"}
	handler := newHandler(search.NewSearcher(lib, engine), slog.New(slog.DiscardHandler))
	ask(t, handler, "GET", "/api/v1/search?q=labor&size=50") // what it is written in has room for all others
	first := ask(t, handler, "GET", "/api/v1/search?q=labor&size=2")
	asked := engine.found
	again := ask(t, handler, "GET", "/api/v1/search?size=2&q=labor")
	if engine.found != asked {
		t.Errorf("the same question was asked again")
	}
	if first.Code != 200 || !bytes.Equal(first.Body.Bytes(), again.Body.Bytes()) {
		t.Errorf("first %d %s\nagain %s", first.Code, first.Body, again.Body)
	}
	packed := askFor(t, handler, "/api/v1/search?q=labor&size=50", "gzip")
	for _, accepts := range []string{"gzip", ""} {
		again := askFor(t, handler, "/api/v1/search?q=labor&size=50", accepts)
		if same := bytes.Equal(packed.Body.Bytes(), again.Body.Bytes()); same != (accepts != "") || again.Header().Get("Content-Encoding") != accepts || again.Header().Get("Vary") == "" {
			t.Errorf("accepting %q: %v, as it was sent compressed: %v", accepts, again.Header(), same)
		}
	}
	for _, other := range []string{"q=labor&size=3", "q=labour&size=2", "q=labor&size=2&mode=any"} {
		if before := engine.found; ask(t, handler, "GET", "/api/v1/search?"+other).Code != 200 || engine.found == before {
			t.Errorf("%s was not asked", other)
		}
	}
	if later := ask(t, handler, "GET", "/api/v1/search?q=labor&size=2"); !bytes.Equal(first.Body.Bytes(), later.Body.Bytes()) {
		t.Errorf("first %s\nand when others were answered %s", first.Body, later.Body)
	}
	engine.generation = "second"
	if before := engine.found; ask(t, handler, "GET", "/api/v1/search?q=labor&size=2").Code != 200 || engine.found == before {
		t.Error("an answer of the state before was given")
	}
}

func TestCacheIsBounded(t *testing.T) {
	var c cache
	body := make([]byte, maxKept/10)
	for i := range 30 {
		c.put(question{path: fmt.Sprint(i)}, sent{body: body})
		c.get(question{path: "0"}) // is asked for again and again
	}
	if c.size > maxKept || c.recent.Len() != len(c.answers) || c.recent.Len() > 10 {
		t.Errorf("%d bytes in %d answers are kept", c.size, c.recent.Len())
	}
	if _, ok := c.get(question{path: "0"}); !ok {
		t.Error("what is asked for all the time was dropped")
	}
	if _, ok := c.get(question{path: "15"}); ok {
		t.Error("what was not asked for any more is still there")
	}
}

// askFor asks as a reader does who accepts what is said.
func askFor(t *testing.T, handler http.Handler, path, accepts string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", accepts)
	got := httptest.NewRecorder()
	handler.ServeHTTP(got, r)
	return got
}
