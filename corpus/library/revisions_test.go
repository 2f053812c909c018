package library

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"verbatim/corpus"
	"verbatim/corpus/series"
)

const chad = "trafficking-in-persons-2023-chad"

// removes takes narratives out, in one import.
func removes(t testing.TB, l *Library, ids ...string) {
	t.Helper()
	im, err := l.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		if err := im.Remove(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	if err := im.Commit(); err != nil {
		t.Fatal(err)
	}
}

// wantRemoved wants a *RemovedError of just now, which is ErrNotFound as well.
func wantRemoved(t *testing.T, what string, err error) {
	t.Helper()
	gone, ok := errors.AsType[*RemovedError](err)
	if !ok || !errors.Is(err, ErrNotFound) || gone.ID != chad || !strings.HasSuffix(gone.Title, ": Chad") || time.Since(gone.Removed) > time.Minute {
		t.Errorf("%s: %v, want a RemovedError", what, err)
	}
}

func TestRevisions(t *testing.T) {
	l := newLibrary(t)
	var texts []*corpus.Narrative
	for i, paragraphs := range [][]string{{"First.", "Same."}, {"Same.", "Second."}, {"Third.", "Same.", "More."}} {
		n := written("Chad", "a.txt", paragraphs...)
		n.Source.SHA256 = fmt.Sprintf("%064d", i)
		n.Source.Imported = time.Unix(1_700_000_000+int64(i), 0).UTC()
		imports(t, l, n, written("Mali", "a.txt", "M."), n) // the same twice is once
		texts = append(texts, n)
	}
	found, err := l.Revisions(t.Context(), chad)
	if err != nil || len(found) != 3 {
		t.Fatalf("%+v, %v", found, err)
	}
	for i, r := range found {
		head := *texts[i]
		head.Text, head.Passages = "", nil
		if r.Number != i+1 || !reflect.DeepEqual(r.Narrative, &head) || r.Passages != len(texts[i].Passages) || r.Retired.IsZero() != (i == 2) {
			t.Errorf("%+v of %+v", r, r.Narrative)
		}
		whole, err := l.RevisionOf(t.Context(), chad, r.Number)
		if err != nil || !reflect.DeepEqual(whole, texts[i]) {
			t.Errorf("revision %d is %+v, %v", r.Number, whole, err)
		}
		for _, p := range whole.Passages {
			e, err := l.PassageByID(t.Context(), p.ID)
			text := p.Span.In(whole.Text)
			if err != nil || e.Text != text || e.Retired.IsZero() != (text == "Same." || i == 2) {
				t.Errorf("%s: %+v, %v", p.ID, e, err)
			}
		}
	}
	for _, number := range []int{-1, 0, 4} {
		if _, err := l.RevisionOf(t.Context(), chad, number); !errors.Is(err, ErrNotFound) {
			t.Errorf("revision %d: %v, want ErrNotFound", number, err)
		}
	}
	if _, err := l.Revisions(t.Context(), "nothing"); !errors.Is(err, ErrNotFound) {
		t.Errorf("revisions of nothing: %v, want ErrNotFound", err)
	}
}

// A text that comes back is a revision of its own, and its passages are
// current again.
func TestRevisionComesBack(t *testing.T) {
	l := newLibrary(t)
	for _, text := range []string{"One.", "Two.", "One."} {
		imports(t, l, written("Chad", "a.txt", text))
	}
	found, err := l.Revisions(t.Context(), chad)
	if err != nil || len(found) != 3 {
		t.Fatalf("%+v, %v", found, err)
	}
	e, err := l.PassageByID(t.Context(), all(t, l)[0].Passages[0].ID)
	if err != nil || e.Row != 3 || !e.Retired.IsZero() {
		t.Errorf("%+v, %v", e, err)
	}
}

func TestRemove(t *testing.T) {
	defer func(d time.Duration) { retention = d }(retention)
	l := newLibrary(t)
	old := written("Chad", "a.txt", "Old.")
	imports(t, l, old)
	now := written("Chad", "a.txt", "New.", "More.", strings.Repeat("Not to be seen. ", 1000))
	imports(t, l, now, written("Mali", "a.txt", "M."))
	rows := all(t, l)[0].Rows
	removes(t, l, chad)

	check := func() {
		t.Helper()
		if found := all(t, l); len(found) != 1 || found[0].Country != "Mali" {
			t.Errorf("All yields %+v", found)
		}
		page, err := l.Narratives(t.Context(), Filter{Countries: []string{"Chad"}}, 0, 10)
		if err != nil || page.Total != 0 {
			t.Errorf("the list holds %+v, %v", page, err)
		}
		if s, err := l.Stats(t.Context()); err != nil || s.Narratives != 1 || s.Older != 0 || s.Removed != 1 {
			t.Errorf("%+v, %v", s, err)
		}
		_, err = l.Narrative(t.Context(), chad)
		wantRemoved(t, "narrative", err)
		_, err = l.Revisions(t.Context(), chad)
		wantRemoved(t, "revisions", err)
		_, err = l.RevisionOf(t.Context(), chad, 1)
		wantRemoved(t, "revision 1", err)
		for _, n := range []*corpus.Narrative{old, now} {
			_, err = l.PassageByID(t.Context(), n.Passages[0].ID)
			wantRemoved(t, "passage", err)
		}
		im, err := l.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		wantRemoved(t, "removal", im.Remove(t.Context(), chad))
		if err := im.Remove(t.Context(), "nothing"); !errors.Is(err, ErrNotFound) {
			t.Errorf("removal of nothing: %v, want ErrNotFound", err)
		}
		if err := im.Commit(); err != nil { // what is refused does no harm
			t.Error(err)
		}
	}
	check()
	if r := revision(t, l); r != 3 {
		t.Errorf("revision %d, want 3", r)
	}
	// An index of before can still show its hits.
	entries, err := l.Passages(t.Context(), rows)
	if err != nil || entries[1].Text != "More." || entries[1].Retired.IsZero() {
		t.Errorf("%+v, %v", entries, err)
	}
	if _, err := l.Successors(t.Context(), entries[0]); !errors.Is(err, ErrNotFound) {
		t.Errorf("successors: %v", err)
	}

	if deleted, err := l.Deleted(t.Context()); err != nil || deleted != nil {
		t.Errorf("deleted: %v, %v", deleted, err)
	}

	// An import after the time of grace deletes the texts, though it brings
	// nothing new.
	retention = -time.Second
	imports(t, l, written("Mali", "a.txt", "M."))
	check()
	if deleted, err := l.Deleted(t.Context()); err != nil || !slices.Equal(deleted, []RowRange{{1, 5}}) {
		t.Errorf("deleted: %v, %v; want the rows 1 to 4", deleted, err)
	}
	if _, err := l.Passages(t.Context(), rows); !errors.Is(err, ErrNotFound) {
		t.Errorf("deleted passages: %v, want ErrNotFound", err)
	}
	var texts int
	if err := l.read.QueryRow("SELECT COUNT(*) FROM passages").Scan(&texts); err != nil || texts != 1 {
		t.Errorf("%d passages are kept, want 1; %v", texts, err)
	}
	if file, err := os.ReadFile(filepath.Join(l.Dir(), File)); err != nil || bytes.Contains(file, []byte("Not to be seen.")) {
		t.Errorf("the file still holds the text, %v", err)
	}
	if r := revision(t, l); r != 3 {
		t.Errorf("revision %d, want 3", r)
	}

	// It can come again, under its ID; what it said before is not there.
	again := written("Chad", "a.txt", "New.")
	if got := imports(t, l, again); got[0] != Added || again.ID != chad {
		t.Errorf("%v %s", got[0], again.ID)
	}
	if e, err := l.PassageByID(t.Context(), again.Passages[0].ID); err != nil || e.Row != 6 {
		t.Errorf("%+v, %v, want row 6", e, err)
	}
	_, err = l.PassageByID(t.Context(), old.Passages[0].ID)
	if _, ok := errors.AsType[*RemovedError](err); ok || !errors.Is(err, ErrNotFound) {
		t.Errorf("a passage of before: %v, want ErrNotFound alone", err)
	}
	if s, err := l.Stats(t.Context()); err != nil || s.Older != 0 || s.Removed != 0 {
		t.Errorf("%+v, %v", s, err)
	}
	if found, err := l.Revisions(t.Context(), chad); err != nil || len(found) != 1 {
		t.Errorf("%+v, %v", found, err)
	}
}

func TestSuccessors(t *testing.T) {
	l := newLibrary(t)
	imports(t, l, written("Chad", "a.txt",
		"Increase funding for shelters.",
		"Increase funding for inspectors.",
		"Train police and prosecutors on the law. Adopt a national action plan by the end of the year.",
		"Publish data on prosecutions.",
		"Amend the penal code.",
	))
	old := all(t, l)[0]
	imports(t, l, written("Chad", "a.txt",
		"Increase funding for shelters.",
		"Increase funding for labor inspectors.",
		"Train police and prosecutors on the law.",
		"Adopt a national action plan by the end of the year.",
		"PUBLISH data on prosecutions.", // the same passage but for case
	))
	for i, want := range [][]string{
		nil,
		{"Increase funding for labor inspectors."},
		{"Adopt a national action plan by the end of the year.", "Train police and prosecutors on the law."},
		nil,
		nil, // it was left out
	} {
		e, err := l.PassageByID(t.Context(), old.Passages[i].ID)
		if err != nil {
			t.Fatal(err)
		}
		found, err := l.Successors(t.Context(), e)
		if err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, s := range found {
			texts = append(texts, s.Text)
			if current, err := l.PassageByID(t.Context(), s.ID); err != nil || !reflect.DeepEqual(current, s) {
				t.Errorf("the successor is %+v, by its ID %+v, %v", s, current, err)
			}
		}
		if !reflect.DeepEqual(texts, want) {
			t.Errorf("%q has the successors %q, want %q", e.Text, texts, want)
		}
	}
}

// Of passages that are equally alike, the one in the same section is the
// successor, then the nearest.
func TestSuccessorsOfEqualLikeness(t *testing.T) {
	l := newLibrary(t)
	old := written("Chad", "a.txt", "Zero.", "Zero one two.", "Three.")
	old.Passages[1].Section = series.Protection
	imports(t, l, old)
	row := all(t, l)[0].Rows[1]
	now := written("Chad", "a.txt", "One two four.", "Five.", "One two six.", "One two seven.")
	now.Passages[3].Section = series.Protection
	imports(t, l, now)
	entries, err := l.Passages(t.Context(), []int64{row})
	if err != nil {
		t.Fatal(err)
	}
	found, err := l.Successors(t.Context(), entries[0])
	if err != nil || len(found) != 3 || found[0].Seq != 3 || found[1].Seq != 0 || found[2].Seq != 2 {
		t.Errorf("%+v, %v", found, err)
	}
}

func TestNearest(t *testing.T) {
	l := newLibrary(t)
	var texts []*corpus.Narrative
	for _, country := range []string{"Chad", "Mali", "Malawi", "North Korea", "South Korea"} {
		for year := 2019; year <= 2023; year++ {
			n := written(country, "a.txt")
			n.Year = year
			texts = append(texts, n)
		}
	}
	imports(t, l, texts...)
	for name, want := range map[string]string{
		"trafficking-in-persons-2022-mail":        "trafficking-in-persons-2022-mali",
		"traficking-in-person-2021-mali":          "trafficking-in-persons-2021-mali",
		"North Korea 2020":                        "trafficking-in-persons-2020-north-korea",
		"trafficking-in-persons-2030-south-korea": "trafficking-in-persons-2020-south-korea",
		"malawi": "trafficking-in-persons-2019-malawi",
	} {
		got, err := l.Nearest(t.Context(), name, 3)
		if err != nil || len(got) != 3 || got[0] != want {
			t.Errorf("nearest to %q: %q, %v, want %s first", name, got, err, want)
		}
	}
	if got, err := l.Nearest(t.Context(), "北", 3); err != nil || len(got) > 3 {
		t.Errorf("%q, %v", got, err)
	}
}
