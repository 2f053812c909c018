package library

import (
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"verbatim/corpus"
	"verbatim/corpus/prose"
	"verbatim/corpus/series"
)

// newLibrary makes an empty library that ends with the test.
func newLibrary(t testing.TB) *Library {
	t.Helper()
	l, err := Create(filepath.Join(t.TempDir(), "a library, 100% #1?"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// written makes a narrative of paragraphs below a heading.
func written(country, file string, paragraphs ...string) *corpus.Narrative {
	n := &corpus.Narrative{
		Report: "Trafficking in Persons Report", Publisher: "U.S. Department of State",
		Title: "2023 Trafficking in Persons Report: " + country, Year: 2023, Tier: "Tier 3", Language: "en",
		URL: "https://example.org/", Repairs: []string{"joined a word"},
		Source: corpus.Source{Name: file, SHA256: strings.Repeat("0f", 32), Imported: time.Unix(1_700_000_000, 0).UTC()},
	}
	n.Country, n.CountryCode = corpus.CountryName(country)
	n.Text = "# " + country + "\n\n"
	for _, p := range paragraphs {
		start := len(n.Text)
		n.Text += p + "\n\n"
		n.Passages = append(n.Passages, corpus.Passage{Span: prose.Span{Start: start, End: start + len(p)}, Section: series.Overview, Kind: corpus.Paragraph})
	}
	return n
}

// imports adds narratives in one import, each with its ordinal 0.
func imports(t testing.TB, l *Library, narratives ...*corpus.Narrative) []Outcome {
	t.Helper()
	im, err := l.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var outcomes []Outcome
	for _, n := range narratives {
		o, err := im.Add(t.Context(), n, 0)
		if err != nil {
			t.Fatal(err)
		}
		outcomes = append(outcomes, o)
	}
	if err := im.Commit(); err != nil {
		t.Fatal(err)
	}
	return outcomes
}

func revision(t testing.TB, l *Library) int64 {
	t.Helper()
	r, err := l.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// all returns what All yields.
func all(t testing.TB, l *Library) []Stored {
	t.Helper()
	var found []Stored
	for s, err := range l.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, s)
	}
	return found
}

func TestLibraryGivesBackWhatWasAdded(t *testing.T) {
	l := newLibrary(t)
	texts := []*corpus.Narrative{
		written("North Korea", "a.txt", "One – “two”.", "Trois, été.", "One – “two”.", "zero \x00 byte"),
		written("Côte d’Ivoire", "b.txt"), // a heading and no passage
		written("Narnia", "c.txt", "", "Four."),
	}
	texts[2].Repairs = nil
	texts[0].Passages[1].RunIn, texts[0].Passages[1].Page = len("Trois,"), 12
	imports(t, l, texts...)
	stored := all(t, l)
	if len(stored) != len(texts) {
		t.Fatalf("All yields %d narratives, want %d", len(stored), len(texts))
	}
	for i, want := range texts {
		n, err := l.Narrative(t.Context(), want.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, got := range []*corpus.Narrative{n, stored[i].Narrative} {
			if len(got.Passages) == 0 && len(want.Passages) == 0 {
				got.Passages = want.Passages
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		}
		for j, p := range want.Passages {
			byID, err := l.PassageByID(t.Context(), p.ID)
			if err != nil {
				t.Fatal(err)
			}
			byRow, err := l.Passages(t.Context(), stored[i].Rows[j:j+1])
			if err != nil {
				t.Fatal(err)
			}
			head := *want
			head.Text, head.Passages = "", nil
			entry := Entry{Row: stored[i].Rows[j], Passage: p, Text: p.Span.In(want.Text), Narrative: &head, Seq: j}
			byRow[0].before = "" // see TestAround
			for _, got := range []Entry{byID, byRow[0]} {
				if !reflect.DeepEqual(got, entry) {
					t.Errorf("got  %+v\nwant %+v", got, entry)
				}
			}
		}
	}
}

func TestLibraryIDs(t *testing.T) {
	l := newLibrary(t)
	n := written("North Korea", "a.txt", "No  change\n here.", "Other.", "no change HERE.", "No change here.")
	imports(t, l, n, written("Côte d'Ivoire", "a.txt"), written("Республика", "a.txt"))
	var ids []string
	for _, s := range all(t, l) {
		ids = append(ids, s.ID)
	}
	want := []string{
		"trafficking-in-persons-2023-north-korea",
		"trafficking-in-persons-2023-cote-d-ivoire",
		"trafficking-in-persons-2023-" + slug("Республика"),
	}
	if !reflect.DeepEqual(ids, want) {
		t.Errorf("IDs %q, want %q", ids, want)
	}
	const hash = "trafficking-in-persons-2023-north-korea.3d852da51a" // of "no change here."
	for i, want := range map[int]string{0: hash, 2: hash + ".2", 3: hash + ".3"} {
		if n.Passages[i].ID != want {
			t.Errorf("passage %d has ID %s, want %s", i, n.Passages[i].ID, want)
		}
	}
	for report, want := range map[string]string{
		"Report": "report-2023-chad", "Annual Report": "annual-2023-chad", "Reports & Co.": "reports-co-2023-chad",
	} {
		if got := BaseID(&corpus.Narrative{Report: report, Year: 2023, Country: "Chad"}); got != want {
			t.Errorf("baseID of %q is %s, want %s", report, got, want)
		}
	}
}

func TestImportTwiceChangesNothing(t *testing.T) {
	l := newLibrary(t)
	first := []*corpus.Narrative{written("Chad", "a.txt", "A."), written("Mali", "a.txt", "B.")}
	if got := imports(t, l, first...); !reflect.DeepEqual(got, []Outcome{Added, Added}) {
		t.Errorf("outcomes %v", got)
	}
	before, beforeRows := revision(t, l), all(t, l)
	again := []*corpus.Narrative{written("Chad", "a.txt", "A."), written("Mali", "renamed.txt", "B.")}
	again[0].Source.SHA256, again[0].Source.Imported = "other", time.Now()
	if got := imports(t, l, again...); !reflect.DeepEqual(got, []Outcome{Unchanged, Unchanged}) {
		t.Errorf("outcomes %v, want unchanged", got)
	}
	if after := revision(t, l); after != before || before != 1 {
		t.Errorf("revision %d, then %d", before, after)
	}
	if !reflect.DeepEqual(all(t, l), beforeRows) {
		t.Error("the library has changed")
	}
	if again[1].ID != first[1].ID || again[0].Passages[0].ID != first[0].Passages[0].ID {
		t.Error("what is unchanged did not get its ID")
	}
}

func TestReplaceKeepsIDAndOldPassages(t *testing.T) {
	l := newLibrary(t)
	imports(t, l, written("Chad", "a.txt", "Old.", "Same."), written("Mali", "a.txt", "B."))
	old := all(t, l)
	n := written("Chad", "a.txt", "New.", "Same.")
	if got := imports(t, l, n); got[0] != Replaced || n.ID != old[0].ID {
		t.Errorf("%v with ID %s", got[0], n.ID)
	}
	if r := revision(t, l); r != 2 {
		t.Errorf("revision %d, want 2", r)
	}
	now := all(t, l)
	if len(now) != 2 || now[0].ID != "trafficking-in-persons-2023-mali" || now[1].Text != n.Text {
		t.Errorf("the library holds %+v", now)
	}
	if e, err := l.PassageByID(t.Context(), old[0].Passages[0].ID); err != nil || e.Text != "Old." || time.Since(e.Retired) > time.Minute {
		t.Errorf("the old passage by ID: %+v, %v, want one that was just retired", e, err)
	}
	if e, err := l.PassageByID(t.Context(), old[0].Passages[1].ID); err != nil || e.Row != now[1].Rows[1] || !e.Retired.IsZero() {
		t.Errorf("the kept passage by ID is %+v, %v", e, err)
	}
	stats, err := l.Stats(t.Context())
	if err != nil || stats.Narratives != 2 || stats.Passages != 3 {
		t.Errorf("stats %+v, %v", stats, err)
	}
	entries, err := l.Passages(t.Context(), []int64{now[1].Rows[0], old[0].Rows[0]})
	if err != nil || entries[0].Text != "New." || entries[1].Text != "Old." || entries[1].Seq != 0 {
		t.Errorf("new and old passage: %+v, %v", entries, err)
	}

	// They are there for good.
	defer func(d time.Duration) { retention = d }(retention)
	retention = -time.Second
	imports(t, l, written("Peru", "a.txt", "C."))
	if entries, err := l.Passages(t.Context(), old[0].Rows); err != nil || entries[0].Text != "Old." {
		t.Errorf("the old passages after a day: %+v, %v", entries, err)
	}
	if got := all(t, l)[2].Rows[0]; got <= now[1].Rows[1] {
		t.Errorf("row %d was used again", got)
	}
}

func TestBeside(t *testing.T) {
	l := newLibrary(t)
	im, err := l.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer im.Rollback()
	const id = "trafficking-in-persons-2023-chad"
	for _, step := range []struct {
		file, text string
		ordinal    int
		want       Outcome
		id         string
	}{
		{"monthly.jsonl", "January.", 0, Added, id},
		{"monthly.jsonl", "February.", 1, Added, id + "-2"},
		{"copy.jsonl", "February.", 0, Unchanged, id + "-2"},
		{"other.jsonl", "Otherwise.", 0, Conflict, id + "-3"},
		// A second file of the same name in the same import: nothing is overwritten.
		{"monthly.jsonl", "January.", 0, Unchanged, id},
		{"monthly.jsonl", "March.", 0, Conflict, id + "-4"},
		{"monthly.jsonl", "March.", 0, Unchanged, id + "-4"},
	} {
		n := written("Chad", step.file, step.text)
		got, err := im.Add(t.Context(), n, step.ordinal)
		if err != nil || got != step.want || n.ID != step.id {
			t.Errorf("%+v: %v %s, %v", step, got, n.ID, err)
		}
	}
	if err := im.Commit(); err != nil {
		t.Fatal(err)
	}
	// In another import a file of the same name is the file's new version.
	n := written("Chad", "other.jsonl", "Otherwise, again.")
	if got := imports(t, l, n); got[0] != Replaced || n.ID != id+"-3" {
		t.Errorf("%v %s", got, n.ID)
	}
	if got := len(all(t, l)); got != 4 {
		t.Errorf("%d narratives, want 4", got)
	}
}

// Names that differ may make the same ID; none takes the other's.
func TestSameSlug(t *testing.T) {
	l := newLibrary(t)
	a, b := written("Oz!", "a.txt", "A."), written("OZ", "a.txt", "B.")
	if got := imports(t, l, a, b); !reflect.DeepEqual(got, []Outcome{Added, Added}) || b.ID != a.ID+"-2" {
		t.Errorf("%v %s %s", got, a.ID, b.ID)
	}
}

func TestRollback(t *testing.T) {
	l := newLibrary(t)
	im, err := l.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := im.Add(t.Context(), written("Chad", "a.txt", "A."), 0); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(im.Rollback(), im.Rollback()); err != nil {
		t.Fatal(err)
	}
	if len(all(t, l)) != 0 || revision(t, l) != 0 {
		t.Error("a rolled back import left something")
	}
	ctx, cancel := context.WithCancel(t.Context())
	if im, err = l.Begin(ctx); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := im.Add(ctx, written("Chad", "a.txt", "A."), 0); !errors.Is(err, context.Canceled) {
		t.Errorf("add after cancel: %v", err)
	}
	if err := im.Commit(); err == nil {
		t.Error("commit after a failed add has no error")
	}
	imports(t, l, written("Chad", "a.txt", "A."))
}

func TestBadSpans(t *testing.T) {
	l := newLibrary(t)
	im, err := l.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer im.Rollback()
	for _, spans := range [][]prose.Span{{{Start: 2, End: 1}}, {{Start: -1, End: 1}}, {{Start: 0, End: 99}}, {{Start: 0, End: 3}, {Start: 2, End: 4}}, {{Start: 0, End: 1}}, {{Start: 1, End: 3}}} {
		n := &corpus.Narrative{Report: "R", Country: "Chad", Text: "été."}
		for _, s := range spans {
			n.Passages = append(n.Passages, corpus.Passage{Span: s})
		}
		if _, err := im.Add(t.Context(), n, 0); err == nil {
			t.Errorf("passages %v were taken", spans)
		}
	}
	for _, bytes := range []int{-1, 1, 6} {
		n := &corpus.Narrative{Report: "R", Country: "Chad", Text: "été."}
		n.Passages = []corpus.Passage{{Span: prose.Span{Start: 0, End: len("été")}, RunIn: bytes}}
		if _, err := im.Add(t.Context(), n, 0); err == nil {
			t.Errorf("a heading of %d bytes was taken", bytes)
		}
	}
	if _, err := im.Add(t.Context(), &corpus.Narrative{Text: "\xff"}, 0); err == nil {
		t.Error("a text that is not UTF-8 was taken")
	}
	if err := im.Commit(); err != nil { // what is refused does no harm
		t.Error(err)
	}
}

func TestReaderSeesOldState(t *testing.T) {
	l := newLibrary(t)
	imports(t, l, written("Chad", "a.txt", "Old."))
	other, err := Open(l.Dir())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	im, err := l.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer im.Rollback()
	for i := range 300 { // more than a page or two
		n := written("Chad", "a.txt", "New.", strings.Repeat("word ", 2000))
		n.Year += i
		if _, err := im.Add(t.Context(), n, 0); err != nil {
			t.Fatal(err)
		}
	}
	for _, reader := range []*Library{l, other} {
		start := time.Now()
		found := all(t, reader)
		if len(found) != 1 || !strings.Contains(found[0].Text, "Old.") || revision(t, reader) != 1 {
			t.Errorf("a reader sees what is not committed: %d narratives", len(found))
		}
		if d := time.Since(start); d > time.Second {
			t.Errorf("a reader waited %v", d)
		}
	}
	// A reader that has begun keeps its state, and does not hold up the commit.
	for range other.All(t.Context()) {
		start := time.Now()
		if err := im.Commit(); err != nil {
			t.Error(err)
		}
		if d := time.Since(start); d > time.Second {
			t.Errorf("the commit waited %v for a reader", d)
		}
	}
	if revision(t, other) != 2 || len(all(t, other)) != 300 {
		t.Error("a reader does not see what is committed")
	}
}

func TestNarrativesList(t *testing.T) {
	l := newLibrary(t)
	var texts []*corpus.Narrative
	for _, country := range []string{"Chad", "North Korea", "Narnia"} {
		for year := 2019; year <= 2023; year++ {
			n := written(country, "a.txt", "One two three.", "Four.")
			n.Year = year
			texts = append(texts, n)
		}
	}
	texts[0].Report = "Another Report"
	imports(t, l, texts...)
	for _, test := range []struct {
		filter Filter
		want   int
	}{
		{Filter{}, 15},
		{Filter{Countries: []string{"DPRK"}}, 5},
		{Filter{Countries: []string{"chad", "narnia"}}, 10},
		{Filter{Years: []Years{{2020, 2021}}}, 6},
		{Filter{Years: []Years{{0, 2019}, {2023, 0}}}, 6},
		{Filter{Countries: []string{"Chad"}, Years: []Years{{2019, 2019}}}, 1},
		{Filter{NoYear: true}, 0},
		{Filter{NoYear: true, Years: []Years{{2020, 2021}}}, 6},
		{Filter{Reports: []string{"another report"}}, 1},
		{Filter{Reports: []string{"another report"}, Years: []Years{{2020, 0}}}, 0},
		{Filter{Countries: []string{"' OR 1=1 --"}}, 0},
	} {
		var ids []string
		for after, pages := int64(0), 0; pages == 0 || after != 0; pages++ {
			page, err := l.Narratives(t.Context(), test.filter, after, 4)
			if err != nil {
				t.Fatal(err)
			}
			if page.Total != test.want || len(page.Narratives) > 4 {
				t.Errorf("%+v: total %d, %d on the page", test.filter, page.Total, len(page.Narratives))
			}
			for _, s := range page.Narratives {
				ids = append(ids, s.Narrative.ID)
				if s.Passages != 2 || s.Narrative.Text != "" {
					t.Errorf("summary %+v", s)
				}
			}
			after = page.Next
		}
		if len(ids) != test.want {
			t.Errorf("%+v: %q, want %d", test.filter, ids, test.want)
		}
	}
	stats, err := l.Stats(t.Context())
	disk := stats.DiskBytes
	stats.DiskBytes, stats.TextBytes = 0, 0
	if want := (Stats{Narratives: 15, Passages: 30, Words: 60, Sources: 1, Countries: 3, Reports: 2, FirstYear: 2019, LastYear: 2023}); err != nil || stats != want || disk == 0 {
		t.Errorf("stats %+v, %v, want %+v", stats, err, want)
	}
}

func TestNotFound(t *testing.T) {
	l := newLibrary(t)
	imports(t, l, written("Chad", "a.txt", "A."))
	id := all(t, l)[0].Passages[0].ID
	for _, id := range []string{"", ".", "x", "x.0123456789", id + ".2", id + ".1", id + ".x", strings.ToUpper(id), id + "0"} {
		if _, err := l.PassageByID(t.Context(), id); !errors.Is(err, ErrNotFound) {
			t.Errorf("PassageByID(%q): %v, want ErrNotFound", id, err)
		}
		if _, err := l.Narrative(t.Context(), id); !errors.Is(err, ErrNotFound) {
			t.Errorf("Narrative(%q): %v, want ErrNotFound", id, err)
		}
	}
	if _, err := l.Passages(t.Context(), []int64{1, 99}); !errors.Is(err, ErrNotFound) {
		t.Errorf("Passages: %v, want ErrNotFound", err)
	}
	if entries, err := l.Passages(t.Context(), nil); err != nil || len(entries) != 0 {
		t.Errorf("no passages: %v, %v", entries, err)
	}
	if entries, err := l.Passages(t.Context(), []int64{1, 1}); err != nil || len(entries) != 2 {
		t.Errorf("a passage twice: %v, %v", entries, err)
	}
}
