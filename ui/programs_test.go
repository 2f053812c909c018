package ui

import (
	"log/slog"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"verbatim/search"
	"verbatim/search/api"
	"verbatim/search/enginetest"
)

// TestPrograms does what the page for programs shows: it asks each address, and runs
// the Python.
func TestPrograms(t *testing.T) {
	lib := enginetest.Library(t)
	searcher := search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib)))
	r := gin.New()
	api.Register(r, searcher, "1", slog.New(slog.DiscardHandler))
	Register(r, searcher, "1", slog.New(slog.DiscardHandler))
	server := httptest.NewServer(r)
	defer server.Close()

	address := regexp.MustCompile(regexp.QuoteMeta(here) + `[^"\s]*`)
	var script strings.Builder
	for _, e := range programExamples {
		for _, found := range address.FindAllString(e.Curl+"\n"+e.R, -1) {
			if strings.HasSuffix(found, "/check") {
				continue // it is posted to: Python does that
			}
			path, err := url.Parse(strings.TrimPrefix(found, here))
			if err != nil {
				t.Errorf("%s: %v", e.Title, err)
				continue
			}
			answer := httptest.NewRecorder()
			r.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), "GET", path.String(), nil))
			if answer.Code != 200 || !strings.Contains(answer.Body.String(), "abor") {
				t.Errorf("%s: %s answers %d: %.200s", e.Title, found, answer.Code, answer.Body)
			}
		}
		script.WriteString(strings.ReplaceAll(e.Python, here, server.URL) + "\n")
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Log("python3 is missing: the Python is not run")
		return
	}
	run := exec.CommandContext(t.Context(), python, "-")
	run.Stdin, run.Env = strings.NewReader(script.String()), append(os.Environ(), "NO_PROXY=*")
	out, err := run.CombinedOutput()
	for _, want := range []string{"3 passages\n", "3 of 3\n", "\"forced labor\" North Korea 2023 3 of ", "verbatim /p/trafficking", "3 came and 0 went"} {
		if err != nil || !strings.Contains(string(out), want) {
			t.Errorf("%v: want %q in\n%s", err, want, out)
		}
	}
}
