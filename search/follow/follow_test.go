package follow_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"verbatim/corpus"
	"verbatim/index/indextest"
	"verbatim/search/enginetest"
	"verbatim/search/follow"
)

func TestMain(m *testing.M) { os.Exit(enginetest.Main(m)) }

// newFollower imports files into a library and indexes it.
func newFollower(t *testing.T, files ...string) *follow.Follower {
	t.Helper()
	return follow.New(indextest.Searcher(t, enginetest.Imported(t, files...)))
}

// A passage that was split from another goes back to where that had it first.
func TestSplitGoesBack(t *testing.T) {
	const (
		part  = "Ensure that minimum age protections are extended to all children under 14 years, including in self-employment"
		other = "establish a list of occupations constituting light work, as well as the number of hours permitted in light work, for children ages 12 to 14."
	)
	name := filepath.Join(t.TempDir(), "split.jsonl")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for year, text := range map[int]string{2010: part + ", and " + other, 2011: part + ", and " + other, 2012: part + ".\n- E" + other[1:]} {
		n := map[string]any{"report": "Splits", "country": "Bolivia", "year": year, "markdown": "## Recommendations\n\n- " + text}
		if err := json.NewEncoder(file).Encode(n); err != nil {
			t.Fatal(err)
		}
	}
	found, err := newFollower(t, name).Threads(t.Context(), follow.Request{Country: "Bolivia", Report: "Splits"})
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Threads) != 2 {
		t.Fatalf("%d threads, want 2", len(found.Threads))
	}
	for _, thread := range found.Threads {
		if thread.First != 2010 || thread.Last != 2012 || thread.Status != follow.StatusContinued {
			t.Errorf("%d to %d, %s: %+v", thread.First, thread.Last, thread.Status, thread.Passages)
		}
	}
	last := found.Threads[1].Passages
	if len(last) != 1 || last[0].Change != follow.ChangeSplit {
		t.Errorf("the part that was split: %+v", last)
	}
}

// A section's heading is no wording of it.
func TestSectionWithoutHeading(t *testing.T) {
	name := filepath.Join(t.TempDir(), "headings.jsonl")
	line := `{"report": "Headings", "country": "Fiji", "year": 2020, "markdown": "## Children\n\nThe law sets a minimum age for marriage.\n"}`
	if err := os.WriteFile(name, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	f := newFollower(t, name)
	for kind, want := range map[corpus.Kind]string{"": "The law sets a minimum age for marriage.", corpus.Heading: "Children"} {
		found, err := f.Threads(t.Context(), follow.Request{Country: "Fiji", Report: "Headings", Section: "Children", Kind: kind})
		if err != nil {
			t.Fatal(err)
		}
		if len(found.Threads) != 1 || found.Threads[0].Passages[0].Text != want {
			t.Errorf("kind %q: %+v, want %q", kind, found.Threads, want)
		}
	}
}

// A report that has nothing to follow is told of, whoever asks first.
func TestNothingToFollow(t *testing.T) {
	name := filepath.Join(t.TempDir(), "headings.jsonl")
	if err := os.WriteFile(name, []byte(`{"report": "Headings", "country": "Fiji", "year": 2020, "markdown": "The law sets a minimum age for marriage."}`), 0o600); err != nil {
		t.Fatal(err)
	}
	found, err := newFollower(t, name).Threads(t.Context(), follow.Request{Country: "Fiji", Report: "Headings"})
	if err != nil || len(found.Threads) != 0 || len(found.Notes) != 1 {
		t.Errorf("%+v, %v", found, err)
	}
}

// Of wordings that stand in several sections each goes on in its own.
func TestSameWordingInSections(t *testing.T) {
	name := filepath.Join(t.TempDir(), "sections.jsonl")
	lines := `{"report": "Sections", "country": "Fiji", "year": 2020, "markdown": "## Law\n\n- Not applicable.\n\n## Courts\n\n- Not applicable."}
{"report": "Sections", "country": "Fiji", "year": 2021, "markdown": "## Courts\n\n- Not applicable.\n\n## Law\n\n- Not applicable."}`
	if err := os.WriteFile(name, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	found, err := newFollower(t, name).Threads(t.Context(), follow.Request{Country: "Fiji", Report: "Sections", Kind: corpus.Item})
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Threads) != 2 {
		t.Fatalf("%d threads, want 2", len(found.Threads))
	}
	for _, thread := range found.Threads {
		if len(thread.Passages) != 2 || thread.Passages[1].Moved {
			t.Errorf("%+v", thread.Passages)
		}
	}
}
