package library

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"verbatim/corpus"
)

// TestCopy changes a library at random, in every way, and has a copy follow it, piece by
// piece: whenever the copy has all, its tables are the library's, row for row.
func TestCopy(t *testing.T) {
	defer func(d time.Duration) { retention = d }(retention)
	for seed := range fewer(6) {
		r := rand.New(rand.NewPCG(seed, 1))
		h, c := &history{l: newLibrary(t)}, newLibrary(t)
		h.note(t)
		// What is removed is deleted at once, or later.
		retention = time.Duration(seed%2)*time.Hour - time.Second
		bytes := int64(DeltaBytes)
		for range 25 {
			bytes = 1 + r.Int64N(1000)
			if r.IntN(5) == 0 {
				edit(t, h.l, r)
			} else {
				h.change(t, r)
			}
			if r.IntN(3) == 0 {
				take(t, h.l, c, bytes, r.IntN(2) == 0)
				wantSame(t, c, h.l)
			}
		}
		take(t, h.l, c, bytes, false)
		for _, l := range []*Library{h.l, c} {
			if _, err := l.write.Exec("UPDATE narratives SET retired = retired - 7200 WHERE ended > 0"); err != nil {
				t.Fatal(err)
			}
		}
		inTransaction(t, h.l, func(*Tx) error { return nil }) // deletes what is due, and makes no revision
		take(t, h.l, c, bytes, false)
		wantSame(t, c, h.l)
	}
}

// edit says by hand that a narrative is of another year.
func edit(t *testing.T, l *Library, r *rand.Rand) {
	t.Helper()
	current := all(t, l)
	if len(current) == 0 {
		return
	}
	inTransaction(t, l, func(im *Tx) error {
		_, err := im.Edit(t.Context(), current[r.IntN(len(current))].ID, map[string]string{"year": "x"}, func(n *corpus.Narrative, _ map[string]string) {
			n.Year = 2000 + r.IntN(3)
		})
		return err
	})
}

// take brings a copy to the state of a library: all at once, or committed piece by piece.
func take(t *testing.T, from, to *Library, bytes int64, pieces bool) {
	t.Helper()
	im, err := to.BeginCopy(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { im.Rollback() }()
	for {
		at, err := im.Copied(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		d := deltaOf(t, from, at, bytes)
		if damaged, err := im.Take(t.Context(), d); damaged > 0 || err != nil {
			t.Fatal(damaged, err)
		}
		at, err = im.Copied(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		whole := at.Row == d.Last
		if pieces || whole {
			if err := im.Commit(); err != nil {
				t.Fatal(err)
			}
			checkIntegrity(t, to)
			if im, err = to.BeginCopy(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if whole {
			return
		}
	}
}

// deltaOf returns what a copy lacks, as it comes over the network.
func deltaOf(t *testing.T, from *Library, at Copied, bytes int64) *Delta {
	t.Helper()
	d, err := from.DeltaSince(t.Context(), at, bytes)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	numbers := json.NewDecoder(strings.NewReader(string(data)))
	numbers.UseNumber()
	d = &Delta{}
	if err := numbers.Decode(d); err != nil {
		t.Fatal(err)
	}
	return d
}

// wantSame wants two libraries to have the same rows.
func wantSame(t *testing.T, copied, l *Library) {
	t.Helper()
	got, want := strings.Split(dump(t, copied), "\n"), strings.Split(dump(t, l), "\n")
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("line %d: the copy has\n%s\nthe library\n%s", i, got[min(i, len(got)-1)], want[min(i, len(want)-1)])
		}
	}
}

// dump lists all that is in a library's tables.
func dump(t *testing.T, l *Library) string {
	t.Helper()
	var b strings.Builder
	for _, table := range []string{"meta", "sources", "paths", "narratives", "passages", "left_out", "edits", "addresses"} {
		var rows Rows
		if err := rows.read(l.read.Query("SELECT * FROM " + table + " ORDER BY 1, 2")); err != nil {
			t.Fatal(err)
		}
		for _, values := range rows.Values {
			fmt.Fprintf(&b, "%s %q\n", table, values)
		}
	}
	return b.String()
}

// A copy of a library that went another way since, or is another, takes nothing.
func TestNotACopy(t *testing.T) {
	l, c := newLibrary(t), newLibrary(t)
	imports(t, l, written("Chad", "a.txt", "One."), written("Mali", "a.txt", "Two."))
	take(t, l, c, DeltaBytes, false)
	before, err := c.Copied(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	older := anotherCopy(t, l)
	imports(t, l, written("Fiji", "a.txt", "Three."))
	take(t, l, c, DeltaBytes, false)
	wantNotACopy := func(what string, from *Library, at Copied, want string) {
		t.Helper()
		_, err := from.DeltaSince(t.Context(), at, DeltaBytes)
		if no, ok := errors.AsType[NotACopyError](err); !ok || !strings.Contains(string(no), want) {
			t.Errorf("%s: %v, want %q", what, err, want)
		}
	}
	at, err := c.Copied(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	wantNotACopy("another library", newLibrary(t), at, "another library")
	wantNotACopy("an older copy", older, at, "older than the copy")
	if _, err := older.DeltaSince(t.Context(), before, DeltaBytes); err != nil {
		t.Errorf("an older state of the copy: %v", err)
	}
	removes(t, older, "trafficking-in-persons-2023-chad")
	wantNotACopy("another history", older, at, "have both changed")
	imports(t, older, written("Fiji", "a.txt", "Three."))
	wantNotACopy("another history", older, at, "have both changed")
}

// anotherCopy is a library as it is put back from a copy of its file.
func anotherCopy(t *testing.T, l *Library) *Library {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(l.dir, File))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, File), data, 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// What a damaged or foreign delta would write is refused, and the copy is as it was.
func TestTakeRefuses(t *testing.T) {
	l := newLibrary(t)
	imports(t, l, written("Chad", "a.txt", "One.", "Two."), written("Mali", "a.txt", "Three."))
	rows := func(d *Delta, table string) *Rows {
		for i := range d.Rows {
			if d.Rows[i].Table == table {
				return &d.Rows[i]
			}
		}
		return nil
	}
	for what, spoil := range map[string]func(*Delta){
		"an unknown table":    func(d *Delta) { d.Rows[0].Table = "meta" },
		"an unknown column":   func(d *Delta) { rows(d, "passages").Columns[3] = "row) VALUES (1); --" },
		"a lost passage":      func(d *Delta) { p := rows(d, "passages"); p.Values = p.Values[1:] },
		"a lost value":        func(d *Delta) { p := rows(d, "passages"); p.Values[0] = p.Values[0][1:] },
		"a passage twice":     func(d *Delta) { p := rows(d, "passages"); p.Values = append(p.Values, p.Values[0]) },
		"a value of a kind":   func(d *Delta) { rows(d, "narratives").Values[0][3] = "x" },
		"a newer version":     func(d *Delta) { d.Format++ },
		"an older version":    func(d *Delta) { d.Format-- },
		"a narrative of none": func(d *Delta) { rows(d, "narratives").Values[0][0] = json.Number("77") },
	} {
		c := newLibrary(t)
		before := dump(t, c)
		d := deltaOf(t, l, Copied{}, DeltaBytes)
		spoil(d)
		im, err := c.BeginCopy(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := im.Take(t.Context(), d); err == nil {
			t.Errorf("%s is taken", what)
		}
		if err := im.Commit(); err == nil || dump(t, c) != before {
			t.Errorf("%s: the copy is not as it was, %v", what, err)
		}
	}
}

// A text that is damaged in the library is told, and not shown in the copy either.
func TestTakeDamaged(t *testing.T) {
	l, c := newLibrary(t), newLibrary(t)
	imports(t, l, written("Chad", "a.txt", "The Word is here."))
	if _, err := l.write.Exec("UPDATE passages SET text = 'The word is there.'"); err != nil {
		t.Fatal(err)
	}
	im, err := c.BeginCopy(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if damaged, err := im.Take(t.Context(), deltaOf(t, l, Copied{}, DeltaBytes)); damaged != 1 || err != nil {
		t.Fatal(damaged, err)
	}
	if err := im.Commit(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Narrative(t.Context(), "trafficking-in-persons-2023-chad"); err == nil {
		t.Error("a damaged text is shown")
	}
}

// What follows another library is changed by what that one has alone.
func TestFollowing(t *testing.T) {
	l := newLibrary(t)
	if f, err := l.Following(); f != nil || err != nil {
		t.Fatal(f, err)
	}
	want := Following{Writer: "https://writer.example.org", Revision: 7, Seen: time.Now().UTC().Truncate(time.Second), Trouble: "no answer"}
	if err := l.Follow(want); err != nil {
		t.Fatal(err)
	}
	if f, err := l.Following(); err != nil || *f != want {
		t.Errorf("%+v, %v; want %+v", f, err, want)
	}
	_, err := l.Begin(t.Context())
	if f, ok := errors.AsType[*FollowsError](err); !ok || f.Writer != want.Writer {
		t.Errorf("%v, want that it follows %s", err, want.Writer)
	}
}
