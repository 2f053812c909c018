package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// raw takes the connection of a request over and sends the text as the answer,
// whatever that is. Then it is silent, until the client hangs up or the time is
// over, and hangs up.
func raw(answer string, silence time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		connection, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		defer connection.Close()
		fmt.Fprint(connection, answer)
		connection.SetReadDeadline(time.Now().Add(silence))
		io.Copy(io.Discard, connection)
	}
}

// once does one thing the first time, and another from then on.
func once(first, then http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		now := first
		first = then
		now(w, r)
	}
}

// TestTrouble fetches a page that does not come as it should.
func TestTrouble(t *testing.T) {
	good := linking()
	const head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
	for name, c := range map[string]struct {
		page     http.HandlerFunc
		fails    string        // how the reason begins, if it fails
		requests int           // of the page
		least    time.Duration // from the first to the last of them
		most     time.Duration
	}{
		"overloaded":        {failing(2, 503, good), "", 3, 1500 * time.Millisecond, 4500 * time.Millisecond},
		"an error":          {failing(4, 500, good), "", 5, 7500 * time.Millisecond, 22500 * time.Millisecond},
		"a lasting error":   {failing(99, 502, good), "502 Bad Gateway, 5 times", 5, 7500 * time.Millisecond, 22500 * time.Millisecond},
		"too many requests": {failing(1, 429, good), "", 2, time.Second, 1500 * time.Millisecond},
		"come back in 90 s": {failing(1, 429, good, "Retry-After", "90"), "", 2, 90 * time.Second, 90 * time.Second},
		"come back at a time": {failing(1, 503, good, "Retry-After", "Sat, 01 Jan 2000 00:02:00 GMT"), "", 2,
			118 * time.Second, 118 * time.Second},
		"come back at a time gone by": {failing(1, 503, good, "Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT"), "", 2,
			time.Second, 1500 * time.Millisecond},
		"come back whenever": {failing(1, 503, good, "Retry-After", "soon"), "", 2, time.Second, 1500 * time.Millisecond},
		"missing":            {failing(1, 404, good), "404 Not Found", 1, 0, 0},
		"secret":             {failing(1, 403, good), "403 Forbidden", 1, 0, 0},
		"hung up":            {once(raw("", 0), once(raw("", 0), good)), "", 3, time.Second, 1500 * time.Millisecond}, // net/http itself asks the second time
		"not HTTP":           {once(raw("hello\r\n\r\n", 0), good), "", 2, time.Second, 1500 * time.Millisecond},
		"cut":                {once(raw(head+"Content-Length: 100\r\n\r\n<html>", 0), good), "", 2, time.Second, 1500 * time.Millisecond},
		"always cut": {raw(head+"Content-Length: 100\r\n\r\n<html>", 0), "the connection broke off before the end, 5 times", 5,
			7500 * time.Millisecond, 22500 * time.Millisecond},
		"cut in chunks":   {once(raw(head+"Transfer-Encoding: chunked\r\n\r\n6\r\n<html>\r\n", 0), good), "", 2, time.Second, 1500 * time.Millisecond},
		"no answer":       {once(raw("", time.Hour), good), "", 2, 31 * time.Second, 31500 * time.Millisecond},
		"half an answer":  {once(raw("HTTP/1.1 200 OK\r\nConte", time.Hour), good), "", 2, 31 * time.Second, 31500 * time.Millisecond},
		"half a page":     {once(raw(head+"Content-Length: 100\r\n\r\n<html>", time.Hour), good), "", 2, 31 * time.Second, 31500 * time.Millisecond},
		"never an answer": {raw("", time.Hour), "nothing was received for 30s, 5 times", 5, 127 * time.Second, 143 * time.Second},
		"drop by drop":    {once(dripping, good), "", 2, 10*time.Minute + time.Second, 10*time.Minute + 1500*time.Millisecond},
		"slow but sure":   {slow, "", 1, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			inSite(t, func(s *site) {
				s.page("/r/{$}", "a", "last")
				s.mux.HandleFunc("/r/a", c.page)
				s.page("/r/last")
				report, err := s.fetch()
				if err != nil {
					t.Fatal(err)
				}
				got := strings.Join(failures(report.Failed), "; ")
				if want := "/r/a: " + c.fails; c.fails == "" && got != "" || c.fails != "" && got != want {
					t.Errorf("failed %q, want %q", got, c.fails)
				}
				var at []time.Duration
				for _, r := range s.requests {
					if r.url == "/r/a" {
						at = append(at, r.at)
					}
				}
				if len(at) != c.requests {
					t.Fatalf("%d requests, want %d", len(at), c.requests)
				}
				if took := at[len(at)-1] - at[0]; took < c.least || took > c.most {
					t.Errorf("the last request came %v after the first, want %v to %v", took, c.least, c.most)
				}
				if e := s.entries(); e["last.html"].File == "" || (e["a.html"].File == "") != (c.fails != "") {
					t.Errorf("files %v", s.files())
				}
			})
		})
	}
}

// dripping sends a byte every 20 seconds.
func dripping(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	for {
		fmt.Fprint(w, "x")
		http.NewResponseController(w).Flush()
		if sleep(r.Context(), 20*time.Second) != nil {
			return
		}
	}
}

// slow is silent for 25 seconds, again and again, but done in 5 minutes.
func slow(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	for range 12 {
		time.Sleep(25 * time.Second)
		fmt.Fprint(w, "<p>text")
		http.NewResponseController(w).Flush()
	}
}

func TestServerThatAsksForTooMuchPatience(t *testing.T) {
	for _, after := range []string{"301", "Sat, 01 Jan 2000 10:00:00 GMT"} {
		inSite(t, func(s *site) {
			s.page("/r/{$}", "a", "b", "c")
			s.page("/r/a")
			s.mux.HandleFunc("/r/b", failing(1, 429, linking(), "Retry-After", after))
			s.page("/r/c")
			report, err := s.fetch()
			if _, stop := errors.AsType[*StopError](err); !stop || !strings.Contains(err.Error(), "/r/b: 429 Too Many Requests: the server asks to come back after ") {
				t.Errorf("%v", err)
			}
			if report.Saved != 2 || len(s.asked()) != 3 {
				t.Errorf("%+v", report)
			}
			if report, err := s.fetch(); err != nil || report.Saved != 2 || report.Present != 2 {
				t.Errorf("later: %+v, %v", report, err)
			}
		})
	}
}

func TestServerThatIsDown(t *testing.T) {
	inSite(t, func(s *site) {
		s.page("/r/{$}", "a", "b", "c", "d", "e", "f", "g")
		for _, page := range []string{"a", "c", "d", "e", "f", "g"} {
			s.answer("/r/"+page, 500, "")
		}
		s.page("/r/b")
		report, err := s.fetch()
		if err == nil || !strings.Contains(err.Error(), "3 pages in a row could not be fetched") {
			t.Errorf("%v", err)
		}
		if got := failures(report.Failed); len(got) != 4 || report.Saved != 2 {
			t.Errorf("%q, %+v", got, report)
		}
	})
}

func TestRedirects(t *testing.T) {
	for to, want := range map[string]string{
		"/r/good":                    "",
		"//reports.test/r/good":      "",
		"http://REPORTS.test:80/x":   "",
		"/r/a":                       "it redirects in a circle: http://reports.test/r/a leads to http://reports.test/r/a",
		"/r/a#top":                   "it redirects in a circle: http://reports.test/r/a leads to http://reports.test/r/a",
		"/r/circle":                  "it redirects in a circle: http://reports.test/r/circle leads to http://reports.test/r/a",
		"/far/0":                     "more than 10 redirects",
		"http://other.test/r/":       "it redirects to another host: http://other.test/r/",
		"http://www.reports.test/":   "it redirects to another host: http://www.reports.test/",
		"http://reports.test:8080/":  "it redirects to another host: http://reports.test:8080/",
		"http://127.0.0.1/":          "it redirects to another host: http://127.0.0.1/",
		"http://[::1]/":              "it redirects to another host: http://[::1]/",
		"http://u:secret@other.test": "it redirects to another host: http://u:xxxxx@other.test/",
		"file:///etc/passwd":         "it redirects to another host: file:///etc/passwd",
		"ftp://reports.test/":        "it redirects to ftp://reports.test/, which does not use http",
		"http://[":                   `it redirects to "http://[", which is not a valid address`,
		"/forbidden/":                "robots.txt does not allow it",
	} {
		inSite(t, func(s *site) {
			s.answer("/robots.txt", 200, "User-agent: *\nDisallow: /forbidden\n")
			s.page("/r/{$}", "a")
			s.mux.HandleFunc("/r/a", func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Location", to)
				w.WriteHeader(http.StatusFound)
			})
			s.mux.Handle("/r/circle", http.RedirectHandler("/r/a", http.StatusMovedPermanently))
			s.mux.HandleFunc("/far/{n}", func(w http.ResponseWriter, r *http.Request) {
				n, _ := strconv.Atoi(r.PathValue("n"))
				http.Redirect(w, r, fmt.Sprint("/far/", n+1), http.StatusTemporaryRedirect)
			})
			s.page("/r/good")
			s.page("/x")
			report, err := s.fetch()
			if got := strings.TrimPrefix(strings.Join(failures(report.Failed), "; "), "/r/a: "); got != want || err != nil {
				t.Errorf("to %q: %q, %v; want %q", to, got, err, want)
			}
			for _, r := range s.requests {
				if strings.HasPrefix(r.url, "/forbidden") {
					t.Errorf("asked for %s", r.url)
				}
			}
		})
	}
}

func TestContent(t *testing.T) {
	defer func(n int64) { maxBytes = n }(maxBytes)
	maxBytes = 100_000
	const text = "<html><p>text"
	zip := func(text string) []byte {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		fmt.Fprint(w, text)
		w.Close()
		return b.Bytes()
	}
	for name, c := range map[string]struct {
		header string // "name: value|name: value"
		body   string
		want   string // the file's name, or the reason
	}{
		"HTML":                {"Content-Type: text/html", text, "a.html"},
		"XHTML":               {"Content-Type: application/xhtml+xml", text, "a.html"},
		"no type":             {"Content-Type: ", text, "a.html"},
		"no type, PDF":        {"Content-Type: ", "%PDF-1.4", "a.pdf"},
		"bytes":               {"Content-Type: application/octet-stream", text, "a.html"},
		"PDF said to be HTML": {"Content-Type: text/html", "%PDF-1.4", "a.pdf"},
		"HTML said to be PDF": {"Content-Type: application/pdf", text, `neither a page nor a PDF: "application/pdf"`},
		"image":               {"Content-Type: image/png", "png", `neither a page nor a PDF: "image/png"`},
		"JSON":                {"Content-Type: application/json", "{}", `neither a page nor a PDF: "application/json"`},
		"unknown bytes":       {"Content-Type: application/octet-stream", "\x00\x01", `neither a page nor a PDF: "application/octet-stream"`},
		"empty":               {"Content-Type: text/html", "", "it is empty"},
		"packed":              {"Content-Type: text/html|Content-Encoding: gzip", string(zip(text)), "a.html"},
		"packed and cut": {"Content-Type: text/html|Content-Encoding: gzip", string(zip(text)[:20]),
			"the connection broke off before the end, 5 times"},
		"packed otherwise":  {"Content-Type: text/html|Content-Encoding: br", "x", `it is compressed with "br", which verbatim did not ask for`},
		"just small enough": {"Content-Type: text/html", strings.Repeat("x", 100_000), "a.html"},
		"too large":         {"Content-Type: text/html", strings.Repeat("x", 100_001), "too large: the limit is 100000 bytes"},
		"said to be too large": {"Content-Type: text/html|Content-Length: 100001", strings.Repeat("x", 100_001),
			"too large: 100001 bytes, the limit is 100000"},
		"a bomb": {"Content-Type: text/html|Content-Encoding: gzip", string(zip(strings.Repeat("x", 5_000_000))),
			"too large: the limit is 100000 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			inSite(t, func(s *site) {
				s.page("/r/{$}", "a", "last")
				s.page("/r/last")
				s.mux.HandleFunc("/r/a", func(w http.ResponseWriter, r *http.Request) {
					for field := range strings.SplitSeq(c.header, "|") {
						name, value, _ := strings.Cut(field, ": ")
						w.Header()[name] = []string{value}
					}
					fmt.Fprint(w, c.body)
				})
				report, err := s.fetch()
				if err != nil {
					t.Fatal(err)
				}
				var got string
				for file := range s.entries() {
					if strings.HasPrefix(file, "a.") {
						got = file
					}
				}
				for _, e := range append(report.Failed, report.PassedOver...) {
					got += e.Err.Error()
				}
				if got != c.want {
					t.Errorf("%q, want %q", got, c.want)
				}
			})
		})
	}
}

func TestRedirectsKeepProtection(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"http://h.org/r/", "https://h.org/r/", "https://h.org/r/"},
		{"http://h.org/r/", "https://h.org:443/r/#top", "https://h.org/r/"},
		{"https://h.org/r/", "/x", "https://h.org/x"},
		{"https://h.org/r/", "http://h.org/r/", "it redirects to http://h.org/r/, which does not use https"},
	} {
		from, err := url.Parse(c.from)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if u, err := redirected(from, c.to); err != nil {
			got = err.Error()
		} else {
			got = u.String()
		}
		if got != c.want {
			t.Errorf("%s to %s: %s, want %s", c.from, c.to, got, c.want)
		}
	}
}

// TestHostsThatCannotBeReached ends at once where trying again is of no use.
func TestHostsThatCannotBeReached(t *testing.T) {
	for _, c := range []struct {
		err   error
		dials int
		want  string
	}{
		{&net.DNSError{Name: "reports.test", IsNotFound: true}, 1, "there is no host reports.test"},
		{&net.DNSError{Name: "reports.test", Err: "server misbehaving", IsTemporary: true}, tries, "server misbehaving, 5 times"},
		{syscall.ECONNREFUSED, tries, "connection refused, 5 times"},
		{&tls.CertificateVerificationError{Err: errors.New("expired")}, 1, "expired"},
		{errPrivate, 1, errPrivate.Error()},
	} {
		inSite(t, func(s *site) {
			dials := 0
			s.options.dial = func(context.Context, string, string) (net.Conn, error) {
				dials++
				return nil, c.err
			}
			_, err := s.fetch()
			if err == nil || !strings.Contains(err.Error(), c.want+"; verbatim fetches nothing without it") || dials != c.dials {
				t.Errorf("dialed %d times, want %d: %v", dials, c.dials, err)
			}
		})
	}
}

func TestGuard(t *testing.T) {
	for _, c := range []struct {
		addresses string
		refused   bool
	}{
		{"203.0.113.1:80 [2001:db8::1]:443", false},
		{"127.0.0.1:80 127.0.0.1:443 10.0.0.1:80", false}, // the hub is there itself
		{"203.0.113.1:80 127.0.0.1:80", true},
		{"203.0.113.1:80 [::1]:80", true},
		{"203.0.113.1:80 [::ffff:127.0.0.1]:80", true},
		{"203.0.113.1:80 10.1.2.3:80", true},
		{"203.0.113.1:80 192.168.1.1:80", true},
		{"203.0.113.1:80 169.254.169.254:80", true},
		{"203.0.113.1:80 100.64.0.1:80", true},
		{"203.0.113.1:80 0.0.0.0:80", true},
		{"203.0.113.1:80 [fe80::1]:80", true},
		{"203.0.113.1:80 [fd00::1]:80", true},
	} {
		var g guard
		var err error
		for address := range strings.FieldsSeq(c.addresses) {
			err = errors.Join(err, g.control(t.Context(), "tcp", address, nil))
		}
		if errors.Is(err, errPrivate) != c.refused {
			t.Errorf("%s: %v", c.addresses, err)
		}
	}
}
