package ui

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"verbatim/corpus/importing"
	"verbatim/search"
	"verbatim/search/enginetest"
)

// A passage's address outlives the text that it is of: after a change it shows
// what the passage was, and leads to what it is.
func TestPassageLinksOutliveTheText(t *testing.T) {
	edition := filepath.Join(t.TempDir(), "norland.jsonl")
	write := func(text string) {
		t.Helper()
		data := `{"report":"Wages","country":"Norland","year":2020,"markdown":"` + text + `"}`
		if err := os.WriteFile(edition, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(`The government did not report its results in 2020.\n\nIt convicted 12 traffickers.\n\nThe weather was fine in the whole of that year.`)
	lib := enginetest.Library(t, edition)
	r := reader{t: t, handler: newHandler(search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib))), slog.New(slog.DiscardHandler))}
	narrative, err := lib.Narrative(t.Context(), "wages-2020-norland")
	if err != nil {
		t.Fatal(err)
	}
	changed, kept, left := narrative.Passages[0].ID, narrative.Passages[1].ID, narrative.Passages[2].ID

	write(`Something new.\n\nThe government did report its results in 2020.\n\nIt convicted 12 traffickers.`)
	if _, err := importing.Files(t.Context(), lib, []string{edition}, nil); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"GET /p/" + kept, "status 200", "body contains <h1>Norland, 2020</h1>", "body lacks was replaced", "body contains <h2 id=\"cite\">Cite</h2>",
		"GET /p/" + changed, "status 200", "body contains The text of this narrative was replaced on <time datetime=",
		"body contains The government did <del>not</del> report its results in 2020.",
		"body lacks <h2 id=\"cite\">Cite</h2>",
		"follow The government did report its results in 2020.", "status 200", "body lacks was replaced", "body contains <p>The government did report its results in 2020.</p></blockquote>",
		"GET /p/" + left, "status 200", "body contains Nothing in the new text says what this passage said:</p>", "body contains The weather was fine", "body lacks <del>",
		"GET /p/" + left + "/chicago.txt", "status 404",
		"GET /n/wages-2020-norlund", "status 404", "body contains <a href=\"/n/wages-2020-norland\">wages-2020-norland</a>",
		"follow wages-2020-norland", "status 200",
	} {
		if err := r.follow(line); err != nil {
			t.Errorf("%s: %v", line, err)
		}
	}

	removal, err := lib.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(removal.Remove(t.Context(), narrative.ID), removal.Commit()); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"GET /p/" + kept, "status 410", "body contains <h1>Removed</h1>", "body contains was taken out of the library on",
		"GET /n/" + narrative.ID, "status 410", "body contains <h1>Removed</h1>",
	} {
		if err := r.follow(line); err != nil {
			t.Errorf("%s: %v", line, err)
		}
	}
}
