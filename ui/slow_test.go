package ui

import (
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"verbatim/search"
	"verbatim/search/admit"
	"verbatim/search/enginetest"
)

// TestExportsAreBounded holds as many exports as there may be at once, and asks for
// another: it is told at once to come again. A client that leaves is no error.
func TestExportsAreBounded(t *testing.T) {
	lib := enginetest.Library(t)
	var log bytes.Buffer
	var mu sync.Mutex
	r := gin.New()
	Register(r, search.NewSearcher(lib, admit.New(enginetest.NewNaive(enginetest.Docs(t, lib)))), "1", slog.New(slog.NewTextHandler(lockedWriter{&mu, &log}, nil)))
	hold := make(chan struct{})
	held := make(chan struct{}, admit.MaxExports)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		if request.Header.Get("Hold") != "" {
			w = &heldWriter{w, held, hold, sync.Once{}}
		}
		r.ServeHTTP(w, request)
	}))
	defer server.Close()
	var all sync.WaitGroup
	for range admit.MaxExports {
		all.Go(func() {
			request, _ := http.NewRequest("GET", server.URL+"/search.csv?q=the", nil)
			request.Header.Set("Hold", "1")
			if answer, err := http.DefaultClient.Do(request); err == nil {
				answer.Body.Close()
			}
		})
	}
	for range admit.MaxExports {
		<-held
	}
	answer, err := http.Get(server.URL + "/search.csv?q=the")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusServiceUnavailable || answer.Header.Get("Retry-After") == "" {
		t.Errorf("one more: %d, Retry-After %q", answer.StatusCode, answer.Header.Get("Retry-After"))
	}
	close(hold)
	all.Wait()

	left, err := net.Dial("tcp", strings.TrimPrefix(server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(left, "GET /search.csv?q=the HTTP/1.1\r\nHost: localhost\r\n\r\n")
	_ = left.(*net.TCPConn).SetLinger(0)
	left.Close()
	time.Sleep(100 * time.Millisecond)
	mu.Lock()
	defer mu.Unlock()
	if strings.Contains(log.String(), "ERROR") {
		t.Errorf("a client that leaves is in the log:\n%s", &log)
	}
}

type lockedWriter struct {
	mu  *sync.Mutex
	out io.Writer
}

func (l lockedWriter) Write(data []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.out.Write(data)
}

// A heldWriter stops at the first write until it is let go.
type heldWriter struct {
	http.ResponseWriter
	held chan<- struct{}
	hold <-chan struct{}
	once sync.Once
}

func (w *heldWriter) Write(data []byte) (int, error) {
	w.once.Do(func() { w.held <- struct{}{}; <-w.hold })
	return w.ResponseWriter.Write(data)
}
