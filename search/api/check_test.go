package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/enginetest"
)

// TestCheckAnswers posts what stands in the first line of each file in
// testdata/check, to a server of the same library as the other answers. The rest
// of the file is the status and the answer.
func TestCheckAnswers(t *testing.T) {
	lib := enginetest.Library(t, "testdata/library.jsonl")
	handler := newHandler(search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib))), slog.New(slog.DiscardHandler))
	files, err := filepath.Glob("testdata/check/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no files in testdata/check", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			body, want, _ := strings.Cut(string(content), "\n")
			response := post(t, handler, body, nil)
			got := fmt.Sprintf("%d\n%s", response.Code, indented(t, response.Body.Bytes()))
			if *update {
				if err := os.WriteFile(file, []byte(body+"\n"+got), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != want {
				t.Errorf("%s gives\n%s\nwant\n%s", body, got, want)
			}
		})
	}
}

func post(t *testing.T, handler http.Handler, body string, header http.Header) *httptest.ResponseRecorder {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), "POST", "/api/v1/check", strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	maps.Copy(request.Header, header)
	got := httptest.NewRecorder()
	handler.ServeHTTP(got, request)
	return got
}

func TestCheckRefuses(t *testing.T) {
	lib := enginetest.Library(t)
	handler := newHandler(search.NewSearcher(lib, enginetest.NewNaive(nil)), slog.New(slog.DiscardHandler))
	elsewhere := http.Header{"Sec-Fetch-Site": {"cross-site"}}
	for name, c := range map[string]struct {
		body   string
		header http.Header
		status int
		code   string
	}{
		"another site":        {`{"text":"a"}`, elsewhere, 403, "cross_origin"},
		"a large body":        {`{"text":"` + strings.Repeat("a ", maxBody/2) + `"}`, nil, 413, "too_large"},
		"a long quotation":    {`{"text":"` + strings.Repeat("the word ", 1000) + `"}`, nil, 413, "too_large"},
		"no JSON":             {`text=a`, nil, 400, "parameter"},
		"two objects":         {`{"text":"a"}{}`, nil, 400, "parameter"},
		"a member by mistake": {`{"quote":"a"}`, nil, 400, "parameter"},
		"a year in words":     {`{"text":"a","year":"last"}`, nil, 400, "parameter"},
		"another as":          {`{"text":"a","as":"book"}`, nil, 400, "parameter"},
		"no text":             {`{}`, nil, 400, "parameter"},
		"no word":             {`{"text":" “…” "}`, nil, 400, "parameter"},
	} {
		got := post(t, handler, c.body, c.header)
		var body ErrorBody
		if err := json.Unmarshal(got.Body.Bytes(), &body); err != nil {
			t.Fatal(err)
		}
		if got.Code != c.status || body.Error.Code != c.code || body.Error.Message == "" {
			t.Errorf("%s: %d %+v, want %d %s", name, got.Code, body.Error, c.status, c.code)
		}
	}
	if got := ask(t, handler, "GET", "/api/v1/check"); got.Code != 405 {
		t.Errorf("GET gives %d, want 405", got.Code)
	}
}

// A large paste is answered: its quotations are checked.
func TestCheckTakesAMegabyte(t *testing.T) {
	lib := enginetest.Library(t)
	handler := newHandler(search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib))), slog.New(slog.DiscardHandler))
	text := strings.Repeat("The report does not say “this is nowhere in it at all” and goes on for a while in other words.\n\n", 10_500)
	body, err := json.Marshal(CheckRequest{Text: text[:1<<20]})
	if err != nil {
		t.Fatal(err)
	}
	got := post(t, handler, string(body), nil)
	var checks answer.Checks
	if err := json.Unmarshal(got.Body.Bytes(), &checks); err != nil || got.Code != 200 {
		t.Fatal(got.Code, err)
	}
	if n := len(checks.Quotes); n < 10_000 || checks.Quotes[0].Verdict != "not_found" || checks.Quotes[n-1].Verdict != "unchecked" {
		t.Errorf("%d quotations, the first %s, the last %s", n, checks.Quotes[0].Verdict, checks.Quotes[n-1].Verdict)
	}
}

// What is pasted is not logged, whatever goes wrong.
func TestCheckIsNotLogged(t *testing.T) {
	var logged bytes.Buffer
	lib := enginetest.Library(t)
	broken := enginetest.Faulty(func() error { return errors.New("the disk is on fire") })
	handler := newHandler(search.NewSearcher(lib, broken), slog.New(slog.NewTextHandler(&logged, nil)))
	if got := post(t, handler, `{"text":"a secret source said so"}`, nil); got.Code != 500 {
		t.Errorf("status %d, want 500", got.Code)
	}
	if said := logged.String(); !strings.Contains(said, "on fire") || strings.Contains(said, "secret") {
		t.Errorf("logged: %s", said)
	}
}
