package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"verbatim/index/store"
	"verbatim/search/api"
)

// web is what serve answers with over a library of its own, under a base URL.
func web(t *testing.T, lines, base string, hosts ...string) http.Handler {
	t.Helper()
	s := newSession(t)
	if lines != "" {
		s.want(0, "import", s.file("lines.jsonl", lines))
	}
	opened, err := store.Open(t.Context(), s.library, nil, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { opened.Close() })
	return api.OnlyHosts(hosts, (&app{errOut: io.Discard}).handler(opened, base))
}

func get(t *testing.T, handler http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	request.Host = "localhost"
	for i := 0; i < len(header); i += 2 {
		if request.Header.Set(header[i], header[i+1]); header[i] == "Host" {
			request.Host = header[i+1]
		}
	}
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, request)
	return answer
}

// TestCraftedCursors turns pages with cursors that nobody gave: each is the asker's
// mistake, and says so.
func TestCraftedCursors(t *testing.T) {
	handler := web(t, "", "")
	var numbers []string
	for _, n := range []string{
		"9223372036854775807", "9223372036854775806", "9223372036854775000", "-1", "-9223372036854775808", "18446744073709551615", "4294967296",
		"99999999999999999999", "1e9", "", " ", "0x10", "NaN", "1 2", "\x00", "1\n", "१",
	} {
		numbers = append(numbers, n, "0 "+n, "offset "+n, n+"-"+n, "1-"+n)
	}
	for _, path := range []string{"/api/v1/search?q=labor", "/search?q=labor", "/api/v1/concordance?q=labor", "/concordance?q=labor", "/api/v1/narratives?", "/api/v1/changes?since=0", "/search.atom?q=labor"} {
		for _, n := range numbers {
			for _, cursor := range []string{n, base64.RawURLEncoding.EncodeToString([]byte(n)), base64.StdEncoding.EncodeToString([]byte(n))} {
				at := path + "&cursor=" + url.QueryEscape(cursor)
				if got := get(t, handler, at); got.Code >= 500 || got.Code == 200 && strings.Contains(n, "9223372036854775") {
					t.Errorf("%s: %d %.200s", at, got.Code, got.Body)
				}
			}
		}
	}
}

// TestHeadersOfAnswers looks at what every answer says of itself.
func TestHeadersOfAnswers(t *testing.T) {
	handler := web(t, "", "")
	for _, path := range []string{
		"/", "/search?q=labor", "/search?q=%28", "/n/trafficking-in-persons-2023-north-korea", "/n/none", "/check", "/counts?q=labor", "/follow", "/search.csv?q=labor",
		"/search.bib?q=labor", "/search.atom?q=labor", "/trends.svg?q=labor", "/opensearch.xml", "/none",
		"/api/v1/search?q=labor", "/api/v1/search?q=", "/api/v1/counts?q=labor", "/api/v1/counts.csv?q=labor", "/api/v1/narratives", "/api/v1/passages/none", "/api/none",
		"/openapi.json", "/healthz", "/readyz", "/metrics", "/static/style.css",
	} {
		got := get(t, handler, path)
		if sniff := got.Header().Get("X-Content-Type-Options"); sniff != "nosniff" {
			t.Errorf("%s: X-Content-Type-Options %q", path, sniff)
		}
		switch keep := got.Header().Get("Cache-Control"); {
		case strings.HasPrefix(path, "/static/"):
		case keep != "private, no-cache" && keep != "no-store":
			t.Errorf("%s: Cache-Control %q", path, keep)
		}
	}
	for _, path := range []string{"/search?q=labor", "/api/v1/search?q=labor", "/mcp"} {
		got := get(t, handler, path, "Host", "evil.example")
		if got.Code != http.StatusMisdirectedRequest || got.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s asked of another host: %d", path, got.Code)
		}
	}
}

// TestNoProxyIsBelieved has a client say that it came by way of a proxy: links begin
// with what was asked for, or with the base URL.
func TestNoProxyIsBelieved(t *testing.T) {
	forwarded := []string{
		"X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "https", "X-Forwarded-Prefix", "/evil", "X-Real-Ip", "6.6.6.6", "X-Original-Host", "evil.example",
		"X-Host", "evil.example", "Forwarded", "host=evil.example;proto=https", "X-Forwarded-Server", "evil.example", "X-Rewrite-Url", "/evil", "X-Original-Url", "/evil",
	}
	for base, want := range map[string]string{"": "http://localhost/", "https://reports.example.org": "https://reports.example.org/"} {
		handler := web(t, "", base)
		for _, path := range []string{"/search.csv?q=labor", "/search.bib?q=labor", "/search.jsonl?q=labor", "/search.atom?q=labor", "/counts?q=labor", passageLink(t, handler), passageLink(t, handler) + "/passage.ris"} {
			got := get(t, handler, path, forwarded...)
			if body := got.Body.String(); got.Code != 200 || strings.Contains(body, "evil") || !strings.Contains(body, want) {
				t.Errorf("base %q: %s: %d, evil %t, %s %t", base, path, got.Code, strings.Contains(body, "evil"), want, strings.Contains(body, want))
			}
		}
	}
}

func passageLink(t *testing.T, handler http.Handler) string {
	t.Helper()
	_, link, _ := strings.Cut(get(t, handler, "/api/v1/search?q=labor&size=1").Body.String(), `"link":"`)
	link, _, ok := strings.Cut(link, `"`)
	if !ok {
		t.Fatal("no passage found")
	}
	return link
}

// Behind a proxy an assistant asks by the name of the proxy, from this machine.
func TestAssistantsBehindAProxy(t *testing.T) {
	server := httptest.NewServer(web(t, "", "https://reports.example.org", "reports.example.org"))
	defer server.Close()
	for host, want := range map[string]int{"reports.example.org": 200, "localhost": 200, "evil.example": 421} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/mcp", strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"tools/list"}`))
		if err != nil {
			t.Fatal(err)
		}
		request.Host = host
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Accept", "application/json, text/event-stream")
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		if answer.Body.Close(); answer.StatusCode != want {
			t.Errorf("%s: %d, want %d", host, answer.StatusCode, want)
		}
	}
}

// TestLinesInMetadata imports names with breaks of lines and control characters: in
// records and citations they are one line, so that none begins a field or a record.
func TestLinesInMetadata(t *testing.T) {
	line := `{"report":"A Report\r\nER  - \r\n","publisher":"P\r\n}\r\n@misc{evil,","country":"Chad","year":2020,"title":"T\nAU  - Evil\n","url":"https://example.org/a\r\nUR  - evil","markdown":"## One\r\n\r\nSome labor here."}`
	handler := web(t, line+"\n", "")
	_, id, _ := strings.Cut(get(t, handler, "/api/v1/search?q=labor+country:Chad").Body.String(), `"link":"`)
	link, _, _ := strings.Cut(id, `"`)
	files := []string{"/search.bib?q=labor+country:Chad", link + "/passage.bib", link + "/passage.ris", link + "/chicago.txt", link + "/apa.txt", link + "/plain.txt"}
	for _, path := range files {
		got := get(t, handler, path)
		if got.Code != 200 {
			t.Errorf("%s: %d", path, got.Code)
		}
		for line := range strings.Lines(strings.ReplaceAll(got.Body.String(), "\r\n", "\n")) {
			for _, start := range []string{"@misc{evil", "AU  - Evil", "UR  - evil", "}\x00"} {
				if strings.HasPrefix(strings.TrimSpace(line), start) {
					t.Errorf("%s has a line %q", path, line)
				}
			}
		}
		if body := strings.ReplaceAll(got.Body.String(), "\r\n", "\n"); strings.Contains(body, "\r") || strings.Count(body, "ER  -") > 1 {
			t.Errorf("%s:\n%q", path, body)
		}
	}
}

// A body that does not come is 408 soon, and takes no place of another.
func TestStalledBodies(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a time-out")
	}
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	handler := web(t, "", "")
	go func() { _ = serve(t.Context(), listener, handler) }()
	type answer struct{ path, text string }
	answers := make(chan answer)
	paths := map[string]string{"/check": "application/x-www-form-urlencoded", "/api/v1/check": "application/json", "/api/v1/counts": "application/json", "/mcp": "application/json"}
	for path, mediaType := range paths {
		go func() {
			connection, err := net.Dial("tcp", listener.Addr().String())
			if err != nil {
				answers <- answer{path, err.Error()}
				return
			}
			defer connection.Close()
			fmt.Fprintf(connection, "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nAccept: application/json, text/event-stream\r\nContent-Length: 1000\r\n\r\n{\"text\"", path, mediaType)
			_ = connection.SetReadDeadline(time.Now().Add(25 * time.Second))
			text, _ := io.ReadAll(connection)
			answers <- answer{path, string(text)}
		}()
	}
	for range paths {
		if got := <-answers; !strings.HasPrefix(got.text, "HTTP/1.1 408 ") {
			t.Errorf("%s: %.300s", got.path, got.text)
		}
	}
}

// A connection on which nothing was asked yet, as browsers open them in advance, does not
// keep a server from ending well and at once.
func TestEndsWithOpenConnections(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	handler := web(t, "", "")
	go func() { ended <- serve(ctx, listener, handler) }()
	connection, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	answer, err := http.Get("http://" + listener.Addr().String() + "/healthz") // by then the other is accepted
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(2 * time.Second):
		t.Error("it does not end in 2 seconds")
	}
}
