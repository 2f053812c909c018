package ui

import (
	"compress/gzip"
	"io"
	"log/slog"
	"net/http/httptest"
	"testing"

	"verbatim/corpus/importing"
	"verbatim/search"
	"verbatim/search/enginetest"
)

// A page that the reader has is not sent again, until the library changes.
func TestPagesAreKnown(t *testing.T) {
	lib := enginetest.Library(t)
	handler := newHandler(search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib))), slog.New(slog.DiscardHandler))
	ask := func(path, tag string) *httptest.ResponseRecorder {
		request := httptest.NewRequestWithContext(t.Context(), "GET", path, nil)
		request.Header.Set("If-None-Match", tag)
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, request)
		return answer
	}
	tags := map[string]string{}
	for _, path := range []string{"/", "/search?q=labor", "/n/trafficking-in-persons-2023-north-korea", "/p/trafficking-in-persons-2023-north-korea.3153aca8f1", "/narratives"} {
		tags[path] = ask(path, "").Header().Get("ETag")
		if again := ask(path, tags[path]); again.Code != 304 || again.Body.Len() != 0 {
			t.Errorf("%s: %d with %d bytes", path, again.Code, again.Body.Len())
		}
		if other := ask(path+"?x", tags[path]); other.Code == 304 {
			t.Errorf("%s: another address is taken for the same page", path)
		}
	}
	if wrong := ask("/search?q=%22", ""); wrong.Code != 400 || wrong.Header().Get("ETag") != "" {
		t.Errorf("an error has a tag: %d %s", wrong.Code, wrong.Header())
	}
	if _, err := importing.Files(t.Context(), lib, []string{"testdata/library.jsonl"}, nil); err != nil {
		t.Fatal(err)
	}
	for path, tag := range tags {
		if again := ask(path, tag); again.Code != 200 {
			t.Errorf("%s after an import: %d", path, again.Code)
		}
	}
}

func TestCompression(t *testing.T) {
	lib := enginetest.Library(t)
	handler := newHandler(search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib))), slog.New(slog.DiscardHandler))
	ask := func(path, accepted string) *httptest.ResponseRecorder {
		request := httptest.NewRequestWithContext(t.Context(), "GET", path, nil)
		request.Header.Set("Accept-Encoding", accepted)
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, request)
		return answer
	}
	for _, path := range []string{"/search?q=labor", "/static/style.css"} {
		plain := ask(path, "gzip;q=0, identity")
		if plain.Header().Get("Content-Encoding") != "" || plain.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: %v", path, plain.Header())
		}
		packed := ask(path, "br, gzip;q=0.8")
		unpacked, err := gzip.NewReader(packed.Body)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if text, err := io.ReadAll(unpacked); err != nil || string(text) != plain.Body.String() {
			t.Errorf("%s is another one when it is compressed: %v", path, err)
		}
	}
}
