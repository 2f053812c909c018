package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"verbatim/corpus/fetch"
)

// A reportSite serves a hub at /r/ and pages below it, on this machine, and
// counts requests.
type reportSite struct {
	*httptest.Server
	mutex sync.Mutex
	asked map[string]int
	pages []string
}

func newReportSite(t *testing.T, pages int) *reportSite {
	s := &reportSite{asked: map[string]int{}}
	for i := range pages {
		s.pages = append(s.pages, fmt.Sprintf("country-%d", i+1))
	}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

func (s *reportSite) serve(w http.ResponseWriter, r *http.Request) {
	s.mutex.Lock()
	s.asked[r.URL.Path]++
	s.mutex.Unlock()
	w.Header().Set("Content-Type", "text/html")
	switch {
	case r.URL.Path == "/r/":
		for _, page := range s.pages {
			fmt.Fprintf(w, "<a href='%s/'>%s</a>\n", page, page)
		}
	case strings.HasPrefix(r.URL.Path, "/r/country-"):
		fmt.Fprintf(w, "<h1>%s</h1>\n%s", r.URL.Path, strings.Repeat("<p>The government did not report.</p>\n", 2000))
	default:
		http.NotFound(w, r)
	}
}

// requests counts those for pages.
func (s *reportSite) requests() (n int) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for page, asked := range s.asked {
		if page != "/robots.txt" {
			n += asked
		}
	}
	return n
}

// checkFetched wants every file in a folder to be one that the manifest names,
// and as it says; whether all that it names are there is told.
func checkFetched(t *testing.T, folder string) (files int, complete bool) {
	t.Helper()
	entries, err := fetch.ReadManifest(folder)
	if err != nil {
		t.Fatal(err)
	}
	list, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if f.Name() == fetch.ManifestName || strings.HasPrefix(f.Name(), ".fetch") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(folder, f.Name()))
		sum := sha256.Sum256(data)
		if e, ok := entries[f.Name()]; err != nil || !ok || e.SHA256 != hex.EncodeToString(sum[:]) || e.Bytes != int64(len(data)) {
			t.Errorf("%s is not what the manifest says: %+v, %v", f.Name(), e, err)
		}
		files++
	}
	return files, files == len(entries)
}

func TestFetch(t *testing.T) {
	s, site := newSession(t), newReportSite(t, 5)
	folder := filepath.Join(t.TempDir(), "report")
	out, errOut := s.want(0, "fetch", site.URL+"/r/", "--into", folder, "--pause", "0")
	if !strings.HasPrefix(out, "6 pages in "+folder+" (0.") || !strings.HasSuffix(out, " MB): 6 new\n") || errOut != "" {
		t.Errorf("%q, %q", out, errOut)
	}
	if files, complete := checkFetched(t, folder); files != 6 || !complete {
		t.Errorf("%d files", files)
	}
	site.pages = append(site.pages, "gone")
	out, errOut = s.want(1, "fetch", site.URL+"/r/", "--into", folder, "--pause", "0", "--refresh")
	if !strings.HasSuffix(out, ": 0 new, 1 changed, 5 unchanged; 1 failure\n") || errOut != "not fetched: "+site.URL+"/r/gone/: 404 Not Found\n" {
		t.Errorf("%q, %q", out, errOut)
	}
	out, _ = s.want(1, "fetch", site.URL+"/r/", "--into", folder, "--pause", "0", "--json")
	var answer fetchAnswer
	if err := json.Unmarshal([]byte(out), &answer); err != nil {
		t.Fatal(err)
	}
	if answer.Present != 6 || answer.Complete || len(answer.Failed) != 1 || answer.Failed[0].Error != "404 Not Found" {
		t.Errorf("%+v", answer)
	}
	_, errOut = s.want(1, "fetch", site.URL+"/r/", "--into", folder, "--limit", "3")
	if !strings.Contains(errOut, "stopped at the limit of 3 pages: 4 more are linked; to get more, set a higher --limit") {
		t.Errorf("%q", errOut)
	}
	for _, c := range []struct {
		code int
		args []string
		says string
	}{
		{2, []string{"fetch"}, "accepts 1 arg"},
		{2, []string{"fetch", "www.state.gov/reports/"}, "it must start with https:// or http://"},
		{2, []string{"fetch", site.URL, "--pause=-1s"}, "--pause: want a time"},
		{2, []string{"fetch", site.URL, "--limit", "0"}, "--limit: want a number"},
		{1, []string{"fetch", site.URL + "/r/country-1/", "--into", t.TempDir(), "--pause", "0"}, "the hub page has no links to pages below it"},
	} {
		if out, errOut := s.want(c.code, c.args...); !strings.Contains(errOut, c.says) {
			t.Errorf("%q says %q, want %q", c.args, out+errOut, c.says)
		}
	}
}

// TestFetchIsInterrupted ends it as Ctrl-C does, and goes on.
func TestFetchIsInterrupted(t *testing.T) {
	t.Parallel()
	s, site := newSession(t), newReportSite(t, 5)
	folder := filepath.Join(t.TempDir(), "report")
	c := s.program("fetch", site.URL+"/r/", "--into", folder, "--pause", "200ms")
	var said bytes.Buffer
	c.Stdout, c.Stderr = &said, &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for site.requests() < 3 {
		time.Sleep(10 * time.Millisecond)
	}
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := c.Wait(); c.ProcessState.ExitCode() != 1 || !strings.Contains(said.String(), " new\nverbatim: stopped\n") {
		t.Errorf("%v: %q", err, said.String())
	}
	files, complete := checkFetched(t, folder)
	if files == 0 || files == 6 || !complete {
		t.Errorf("%d files, complete: %v", files, complete)
	}
	out, _ := s.want(0, "fetch", site.URL+"/r/", "--into", folder, "--pause", "0")
	if want := fmt.Sprintf(": %d new, %d there already\n", 6-files, files); !strings.HasSuffix(out, want) {
		t.Errorf("%q, want %q", out, want)
	}
}

// TestKillFetch kills it at random moments until it is done.
func TestKillFetch(t *testing.T) {
	t.Parallel()
	s, site := newSession(t), newReportSite(t, 60)
	folder := filepath.Join(t.TempDir(), "report")
	killed := 0
	for {
		c := s.program("fetch", site.URL+"/r/", "--into", folder, "--pause", "0")
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		// The patience grows, so that a busy machine gets on as well.
		patience := time.Duration(20+rand.IntN(80)+10*killed) * time.Millisecond
		timer := time.AfterFunc(patience, func() { c.Process.Kill() })
		err := c.Wait()
		timer.Stop()
		if err == nil {
			break
		}
		if killed++; killed > 200 {
			t.Fatal("killed 200 times and not done")
		}
		if _, err := os.Stat(folder); err == nil {
			checkFetched(t, folder)
		}
	}
	files, complete := checkFetched(t, folder)
	if files != 61 || !complete {
		t.Errorf("%d files, want 61", files)
	}
	// A kill costs one page at most: the one on its way.
	asked := site.requests()
	if asked > 61+killed {
		t.Errorf("%d requests for 61 pages, killed %d times", asked, killed)
	}
	t.Logf("killed %d times, %d requests for 61 pages", killed, asked)
	if left, err := filepath.Glob(filepath.Join(folder, ".fetch-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
