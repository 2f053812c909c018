package follow_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"verbatim/corpus"
	"verbatim/index/indextest"
	"verbatim/search/enginetest"
	"verbatim/search/follow"
)

const twoEditions = `{"report":"Report","country":"Kenya","year":2020,"markdown":"## Prevention\n\nThe government trained forty labor inspectors in the capital.\n\nThe commission did not meet during the year.\n\n## Protection\n\nThe shelter at the coast helped sixty children.\n\nOfficials screened migrants at the airport."}
{"report":"Report","country":"Kenya","year":2022,"markdown":"## Protection\n\nThe shelter at the coast helped ninety children.\n\nThe commission did not meet during the year.\n\n## Prosecution\n\nJudges convicted nine traffickers under the new law."}
`

// What an edition changed is told by section: what is new, edited or the same, what moved
// there from another section, and what is gone.
func TestChangedBySection(t *testing.T) {
	file := filepath.Join(t.TempDir(), "editions.jsonl")
	if err := os.WriteFile(file, []byte(twoEditions), 0o644); err != nil {
		t.Fatal(err)
	}
	lib := enginetest.Imported(t, file)
	f := follow.New(indextest.Searcher(t, lib))
	var editions []*corpus.Narrative
	for n, err := range lib.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		editions = append(editions, n.Narrative)
	}
	changed, err := f.ChangedSince(t.Context(), editions[0], editions[1])
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	fmt.Fprintf(&got, "since %d\n", changed.Before.Year)
	for _, s := range changed.Sections {
		got.WriteString(s.Section + "\n")
		for _, m := range s.Passages {
			fmt.Fprintf(&got, "  %s, moved %t: %s\n", m.Change, m.Moved, m.Text)
		}
		for _, m := range s.Dropped {
			got.WriteString("  dropped: " + m.Text + "\n")
		}
	}
	want := `since 2020
Protection
  edited, moved false: The shelter at the coast helped ninety children.
  unchanged, moved true: The commission did not meet during the year.
  dropped: Officials screened migrants at the airport.
Prosecution
  new, moved false: Judges convicted nine traffickers under the new law.
Prevention
  dropped: The government trained forty labor inspectors in the capital.
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
}

// Of real editions each passage is in one section, once: of the newer one with what became
// of it, of the older one as what a newer one comes from or as dropped.
func TestChangedHasEachPassageOnce(t *testing.T) {
	searcher := indextest.Demo(t)
	f := follow.New(searcher)
	compared := 0
	editions := map[string]*corpus.Narrative{} // the newest so far, by country and report
	for n, err := range searcher.Library().All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if compared > 60 {
			break
		}
		of := n.Report + " on " + n.Country
		old := editions[of]
		if editions[of] = n.Narrative; old == nil || old.Year >= n.Year {
			continue
		}
		changed, err := f.ChangedSince(t.Context(), old, n.Narrative)
		if err != nil {
			t.Fatal(err)
		}
		compared++
		var now, want, before []string
		for _, s := range changed.Sections {
			for _, m := range s.Passages {
				now = append(now, m.Passage.ID)
				if m.Change == follow.ChangeUnchanged || m.Change == follow.ChangeEdited {
					before = append(before, m.From...)
				}
			}
			for _, m := range s.Dropped {
				before = append(before, m.Passage.ID)
			}
		}
		for _, p := range n.Passages {
			if p.Kind != corpus.Heading {
				want = append(want, p.ID)
			}
		}
		slices.Sort(now)
		slices.Sort(want)
		slices.Sort(before)
		if !slices.Equal(now, want) || len(slices.Compact(slices.Clone(before))) != len(before) {
			t.Errorf("%s: passages are missing or there twice:\n%s", n.ID, strings.Join(now, " "))
		}
	}
	if compared == 0 {
		t.Error("no narrative has an edition before it")
	}
}

// What is also in its own and in other countries and reports is what is alike.
func TestAlsoIn(t *testing.T) {
	searcher := indextest.Demo(t)
	lib, f := searcher.Library(), follow.New(searcher)
	found, every := 0, 300
	if testing.Short() {
		every = 900
	}
	for i, d := range enginetest.Docs(t, lib) {
		if i%every > 0 {
			continue
		}
		own, err := lib.PassageByID(t.Context(), d.Passage.ID)
		if err != nil {
			t.Fatal(err)
		}
		twins, err := f.Alike(t.Context(), own)
		if err != nil {
			t.Fatal(err)
		}
		here, list, err := f.AlsoIn(t.Context(), own)
		if err != nil {
			t.Fatal(err)
		}
		var got, want []string
		for _, e := range here {
			if n := e.Narrative; n.Country != own.Narrative.Country || n.Report != own.Narrative.Report {
				t.Fatalf("%s is not of its country and report", e.Passage.ID)
			}
			got = append(got, e.Passage.ID)
		}
		for _, in := range list {
			for _, e := range in.Entries {
				if e.Narrative.Country != in.Country || e.Narrative.Report != in.Report {
					t.Fatalf("%s is not of %s in %s", e.Passage.ID, in.Country, in.Report)
				}
				got = append(got, e.Passage.ID)
			}
		}
		for _, twin := range twins {
			want = append(want, twin.Entry.Passage.ID)
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%q is also in %v, want %v", own.Text, got, want)
		}
		found += len(got)
	}
	if found == 0 {
		t.Error("no passage is also elsewhere: this test tests nothing")
	}
}
