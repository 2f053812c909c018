package fetch

import (
	"context"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A site is a server of reports that counts what it is asked. It runs within a
// synctest bubble, where time goes by only when all wait, and its connections
// are pipes: the client is the real one but for how it dials.
type site struct {
	*testing.T
	mux      *http.ServeMux
	folder   string
	options  Options
	mutex    sync.Mutex
	requests []request
	open     int // requests under way
}

// A request is one that the site got.
type request struct {
	url   string
	at    time.Duration // since the site began
	agent string
}

// inSite runs a test with a site that has a robots.txt only if the test adds it.
func inSite(t *testing.T, test func(s *site)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &site{T: t, mux: http.NewServeMux(), folder: filepath.Join(t.TempDir(), "report")}
		connections := make(chan net.Conn)
		listener := &pipeListener{connections, make(chan struct{})}
		server := &http.Server{Handler: s.recorded(time.Now())}
		go server.Serve(listener)
		s.options = Options{Agent: "verbatim/1.0 (test)", Pause: time.Second, Limit: 50, dial: listener.dial}
		test(s)
		server.Close()
	})
}

// recorded writes down each request.
func (s *site) recorded(begin time.Time) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mutex.Lock()
		s.requests = append(s.requests, request{r.URL.String(), time.Since(begin), r.UserAgent()})
		if s.open++; s.open > 1 {
			s.Errorf("%s is asked for while another request is under way", r.URL)
		}
		s.mutex.Unlock()
		defer func() {
			s.mutex.Lock()
			s.open--
			s.mutex.Unlock()
		}()
		s.mux.ServeHTTP(w, r)
	})
}

// A pipeListener is a network of one server.
type pipeListener struct {
	connections chan net.Conn
	closed      chan struct{}
}

func (l *pipeListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case l.connections <- theirs:
		return ours, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.connections:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error { close(l.closed); return nil }

func (l *pipeListener) Addr() net.Addr { return &net.TCPAddr{} }

// page adds a page with these links.
func (s *site) page(path string, links ...string) { s.mux.HandleFunc(path, linking(links...)) }

func linking(links ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, "<title>%s</title>\n", r.URL.Path)
		for _, l := range links {
			fmt.Fprintf(w, "<a href=%q>link</a>\n", l)
		}
	}
}

// answer adds a path that answers with a status and a text.
func (s *site) answer(path string, status int, text string) {
	s.mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(status)
		fmt.Fprint(w, text)
	})
}

// hub is the address of the hub of most tests.
const hubAddress = "http://reports.test/r/"

func (s *site) fetch() (Report, error) {
	return Fetch(s.Context(), hubAddress, s.folder, s.options)
}

// asked lists what was asked for, robots.txt aside, and forgets it.
func (s *site) asked() (urls []string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, r := range s.requests {
		if r.url != "/robots.txt" {
			urls = append(urls, r.url)
		}
	}
	s.requests = nil
	return urls
}

// entries returns the manifest, and checks that the folder holds what it names,
// and nothing else but what the test put there itself.
func (s *site) entries(others ...string) map[string]Entry {
	s.Helper()
	entries, err := ReadManifest(s.folder)
	if err != nil {
		s.Fatal(err)
	}
	f, err := openFolder(s.folder)
	if err != nil {
		s.Fatal(err)
	}
	defer f.close()
	for _, e := range entries {
		if !f.whole(e) {
			s.Errorf("%s is not the file of the manifest", e.File)
		}
		others = append(others, e.File)
	}
	others = append(others, ManifestName, lockName)
	slices.Sort(others)
	if got := s.files(); !slices.Equal(got, others) {
		s.Errorf("the folder holds %v, want %v", got, others)
	}
	return entries
}

func (s *site) files() (names []string) {
	s.Helper()
	err := filepath.WalkDir(s.folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, strings.TrimPrefix(filepath.ToSlash(path[len(s.folder):]), "/"))
		}
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	slices.Sort(names)
	return names
}

func (s *site) write(name, text string) {
	s.Helper()
	if err := os.MkdirAll(s.folder, 0o755); err != nil {
		s.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.folder, name), []byte(text), 0o644); err != nil {
		s.Fatal(err)
	}
}

// failures writes the failed pages as "path: reason".
func failures(list []*PageError) (lines []string) {
	for _, e := range list {
		lines = append(lines, strings.TrimPrefix(e.Error(), "http://reports.test"))
	}
	return lines
}
