package api

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"testing"

	"github.com/gin-gonic/gin"

	"verbatim/corpus/library"
	"verbatim/corpus/mirror"
	"verbatim/search"
	"verbatim/search/admit"
	"verbatim/search/enginetest"
)

// TestLibrary asks for what a copy has not: nothing, all, or of another library. The
// answer has its checksum.
func TestLibrary(t *testing.T) {
	lib := enginetest.Library(t)
	searcher := search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib)))
	at, err := lib.Copied(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	of := func(at library.Copied) string {
		return mirror.Path + "?" + url.Values{"library": {at.Library}, "since": {fmt.Sprint(at.Revision)}, "row": {fmt.Sprint(at.Row)}, "mark": {at.Mark}}.Encode()
	}
	other, later := at, at
	other.Library, later.Revision = "ANOTHER", at.Revision+1
	free := newHandler(searcher, slog.New(slog.DiscardHandler))
	engine := admit.New(searcher.Engine()) // of which as many exports are under way as may be
	for range admit.MaxExports {
		if _, err := admit.Export(engine); err != nil {
			t.Fatal(err)
		}
	}
	busy := newHandler(search.NewSearcher(lib, engine), slog.New(slog.DiscardHandler))
	for _, c := range []struct {
		what    string
		handler *gin.Engine
		path    string
		status  int
		rows    bool
	}{
		{"all", free, mirror.Path, http.StatusOK, true},
		{"nothing", free, of(at), http.StatusOK, false},
		{"another library", free, of(other), http.StatusConflict, false},
		{"a later revision", free, of(later), http.StatusConflict, false},
		{"no number", free, mirror.Path + "?since=x", http.StatusBadRequest, false},
		{"all, beside many", busy, mirror.Path, http.StatusServiceUnavailable, false},
		{"nothing, beside many", busy, of(at), http.StatusOK, false},
	} {
		answer := ask(t, c.handler, "GET", c.path)
		if answer.Code != c.status {
			t.Errorf("%s: %d, want %d: %.200s", c.what, answer.Code, c.status, answer.Body)
		}
		if c.status != http.StatusOK {
			continue
		}
		var d library.Delta
		if err := json.Unmarshal(answer.Body.Bytes(), &d); err != nil || d.Library != at.Library || (len(d.Rows) > 0) != c.rows {
			t.Errorf("%s: %v: %.200s", c.what, err, answer.Body)
		}
		if sum := answer.Header().Get(mirror.DigestField); sum != mirror.Digest(answer.Body.Bytes()) {
			t.Errorf("%s: the checksum is %s", c.what, sum)
		}
	}
}
