package main

import (
	"bytes"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"verbatim/index/store"
)

const (
	alteredText = "Inspectors of Chad visited forty brick kilns near the river, and the Ministry freed nineteen children whom overseers had beaten."
	alteredLine = `{"report":"Labor Findings","country":"Chad","year":2020,"markdown":"## Enforcement\n\n` + alteredText + `\n\nThe other paragraph stays as it was, with kilns."}` + "\n"
)

// TestAlteredBits changes one bit after the other of a passage's text in the library's
// file. Whoever asks for it, by whatever way, is told which file to import again, and
// is not shown the passage; what is whole is shown.
func TestAlteredBits(t *testing.T) {
	s := newSession(t)
	s.want(0, "import", s.file("lines.jsonl", alteredLine))
	file := filepath.Join(s.library, "library.db")
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(whole, []byte(alteredText))
	if at < 0 {
		t.Fatal("the text is not in the file")
	}
	id := s.search(0, "forty brick kilns").Hits[0].ID
	random := rand.New(rand.NewPCG(1, 2))
	flips := 30
	if testing.Short() {
		flips = 6
	}
	for range flips {
		data := bytes.Clone(whole)
		place := at + random.IntN(len(alteredText))
		data[place] ^= 1 << random.IntN(8)
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		shown := string(data[at : at+len(alteredText)])
		s.refuses(t, id, shown)
	}
}

// refuses asks by every way for a passage that is not what was imported.
func (s *session) refuses(t *testing.T, id, altered string) {
	t.Helper()
	opened, err := store.Open(t.Context(), s.library, nil, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	handler := (&app{errOut: io.Discard}).handler(opened, "")
	narrative, _, _ := strings.Cut(id, ".")
	asked := url.Values{"q": {"kilns"}}.Encode()
	check := func(way, body string, named bool) {
		t.Helper()
		if utf8.ValidString(altered) && strings.Contains(body, altered) || strings.Contains(body, "whom overseers had") {
			t.Errorf("%s shows %q:\n%.300s", way, altered, body)
		}
		if named && (!strings.Contains(body, narrative) || !strings.Contains(body, "lines.jsonl")) {
			t.Errorf("%s does not say what to import again: %.300s", way, body)
		}
	}
	for _, path := range []string{
		"/search?" + asked, "/api/v1/search?" + asked, "/p/" + id, "/n/" + narrative, "/n/" + narrative + "?" + asked, "/p/" + id + "/chicago.txt",
		"/api/v1/passages/" + id, "/api/v1/narratives/" + narrative, "/concordance?" + asked, "/api/v1/concordance?" + asked, "/search.atom?" + asked, "/api/v1/changes?since=0&" + asked,
		"/api/v1/passages/" + id + "/alike", "/api/v1/threads?country=Chad&report=Labor+Findings&kind=paragraph", "/follow?passage=" + id,
	} {
		got := get(t, handler, path)
		if got.Code != http.StatusInternalServerError {
			t.Errorf("%s: %d", path, got.Code)
		}
		check(path, got.Body.String(), true)
	}
	for _, extension := range []string{"csv", "jsonl", "bib"} {
		check("/search."+extension, exported(t, handler, "/search."+extension+"?"+asked), false)
	}
	for _, quoted := range []string{alteredText, "freed nineteen children"} {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/check", strings.NewReader(url.Values{"text": {quoted}}.Encode()))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, request)
		if body := answer.Body.String(); strings.Contains(body, "href=\"/p/"+id) || !strings.Contains(body, "lines.jsonl") {
			t.Errorf("/check of %q: %d", quoted, answer.Code)
		}
	}
	for tool, in := range map[string]any{
		"search": map[string]string{"query": "kilns"}, "read_narrative": map[string]string{"narrative": narrative}, "cite": map[string]string{"passage": id},
		"check_quotation": map[string]string{"text": "freed nineteen children whom overseers"},
	} {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/mcp", strings.NewReader(toolBody(tool, in)))
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Accept", "application/json, text/event-stream")
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, request)
		if body := answer.Body.String(); strings.Contains(body, "had beaten") || !strings.Contains(body, "lines.jsonl") {
			t.Errorf("%s: %s", tool, body)
		}
	}
	for _, args := range [][]string{{"search", "kilns"}, {"show", narrative}, {"check", "freed nineteen children whom"}, {"concordance", "kilns"}, {"verify"}} {
		out, errOut, code := s.run(args...)
		if code == 0 {
			t.Errorf("%v: exit code 0", args)
		}
		check(strings.Join(args, " "), out+errOut, true)
	}
}

// exported reads an export, which is broken off where it cannot go on.
func exported(t *testing.T, handler http.Handler, path string) (body string) {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	answer := httptest.NewRecorder()
	defer func() {
		if cause := recover(); cause != http.ErrAbortHandler {
			t.Errorf("%s ends as if it were whole (%v)", path, cause)
		}
		body = answer.Body.String()
	}()
	handler.ServeHTTP(answer, request)
	return ""
}

// toolBody is what an assistant posts to call a tool.
func toolBody(tool string, in any) string {
	body, _ := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": map[string]any{"name": tool, "arguments": in}})
	return string(body)
}
