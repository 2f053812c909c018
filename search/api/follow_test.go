package api

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"testing"

	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/enginetest"
)

func newFollowHandler(t *testing.T) http.Handler {
	t.Helper()
	lib := enginetest.Library(t, "testdata/follow/editions.jsonl")
	return newHandler(search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib))), slog.New(slog.DiscardHandler))
}

// Of three editions: a wording that comes back, one that is edited, one that is
// dropped, and one that shares its opening with that one alone.
func TestThreads(t *testing.T) {
	testAnswers(t, newFollowHandler(t), "testdata/follow/*.txt")
}

// Each passage of the threads has the thread that it is in.
func TestThreadOfPassage(t *testing.T) {
	handler := newFollowHandler(t)
	var all answer.Threads
	read(t, handler, "/api/v1/threads?country=Ivory+Coast&report=Trafficking+in+Persons+Report", &all)
	if len(all.Threads) == 0 {
		t.Fatal("no threads")
	}
	for _, want := range all.Threads {
		for _, p := range want.Passages {
			var got answer.PassageThread
			read(t, handler, "/api/v1/passages/"+p.Passage+"/thread", &got)
			if got.Country != all.Country || got.First != want.First || got.Last != want.Last || got.Status != want.Status || len(got.Passages) != len(want.Passages) {
				t.Errorf("%s is in %v, want %v", p.Passage, got, want)
			}
		}
	}
}

// read asks for a path and decodes the answer.
func read(t *testing.T, handler http.Handler, path string, into any) {
	t.Helper()
	response := ask(t, handler, "GET", path)
	if response.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", path, response.Code, response.Body)
	}
	if err := json.Unmarshal(response.Body.Bytes(), into); err != nil {
		t.Fatal(err)
	}
}
