package library

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"
)

// A history is a library that changes at random, and what it held at each of
// its revisions: the rows of its passages, and the narratives as All gave them.
type history struct {
	l          *Library
	rows       []map[int64]bool
	narratives [][]Stored
}

func (h *history) note(t *testing.T) {
	t.Helper()
	if r := revision(t, h.l); r != int64(len(h.rows)) {
		t.Fatalf("revision %d, want %d", r, len(h.rows))
	}
	rows := map[int64]bool{}
	narratives := all(t, h.l)
	for _, s := range narratives {
		for _, row := range s.Rows {
			rows[row] = true
		}
	}
	h.rows, h.narratives = append(h.rows, rows), append(h.narratives, narratives)
}

// change adds, replaces and removes a few narratives in one import. It says
// whether the library was changed.
func (h *history) change(t *testing.T, r *rand.Rand) bool {
	t.Helper()
	im, err := h.l.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer im.Rollback()
	changed := false
	countries := []string{"Chad", "Cuba", "Fiji", "Iran", "Mali", "Peru"}
	for range 1 + r.IntN(4) {
		n := written(countries[r.IntN(len(countries))], "a.txt")
		if r.IntN(3) == 0 {
			err := im.Remove(t.Context(), BaseID(n))
			if err != nil && !errors.Is(err, ErrNotFound) {
				t.Fatal(err)
			}
			changed = changed || err == nil
			continue
		}
		var paragraphs []string
		for i := range r.IntN(4) { // some have none
			paragraphs = append(paragraphs, fmt.Sprintf("Text %d, %d.", r.IntN(2), i))
		}
		n = written(n.Country, "a.txt", paragraphs...)
		if len(paragraphs) == 0 { // no row tells it from one before
			n.URL = fmt.Sprint("https://example.org/", r.Uint64())
		}
		outcome, err := im.Add(t.Context(), n, 0)
		if err != nil {
			t.Fatal(err)
		}
		changed = changed || outcome != Unchanged
	}
	if err := im.Commit(); err != nil {
		t.Fatal(err)
	}
	return changed
}

// What ChangesSince and AddedSince say is what a comparison of the whole
// library then and now says, whatever happened in between, and however long
// ago texts were deleted.
func TestChangesSince(t *testing.T) {
	defer func(d time.Duration) { retention = d }(retention)
	for seed := range fewer(8) {
		if seed == fewer(8)/2 {
			retention = -time.Second
		}
		r := rand.New(rand.NewPCG(seed, 4))
		h := &history{l: newLibrary(t)}
		h.note(t)
		for len(h.rows) < 25 {
			if h.change(t, r) {
				h.note(t)
				h.compare(t)
			}
		}
	}
}

// fewer is of how many libraries to follow the changes, of so many without -short.
func fewer(libraries uint64) uint64 {
	if testing.Short() {
		return libraries / 2
	}
	return libraries
}

// compare asks for the changes since each revision.
func (h *history) compare(t *testing.T) {
	t.Helper()
	now := len(h.rows) - 1
	for since := range h.rows {
		got, err := h.l.ChangesSince(t.Context(), int64(since))
		if err != nil {
			t.Fatal(err)
		}
		want := Changes{Revision: int64(now)}
		var gone []int64
		for row := range maps.Keys(h.rows[since]) {
			if !h.rows[now][row] {
				gone = append(gone, row)
			}
		}
		slices.Sort(gone)
		for _, row := range gone {
			if last := len(want.Removed) - 1; last >= 0 && want.Removed[last].End == row {
				want.Removed[last].End++
			} else {
				want.Removed = append(want.Removed, RowRange{row, row + 1})
			}
		}
		for row := range h.rows[now] {
			if !h.rows[since][row] {
				want.Passages++
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("from revision %d to %d:\ngot  %+v\nwant %+v", since, now, got, want)
		}
		h.compareAdded(t, since)
	}
}

func (h *history) compareAdded(t *testing.T, since int) {
	t.Helper()
	var want, got []Stored
	for _, s := range h.narratives[len(h.narratives)-1] {
		if !slices.ContainsFunc(h.narratives[since], func(then Stored) bool { return reflect.DeepEqual(s, then) }) {
			want = append(want, s)
		}
	}
	for s, err := range h.l.AddedSince(t.Context(), int64(since)) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, s)
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("added since %d:\ngot  %+v\nwant %+v", since, got, want)
	}
}

func TestChangesSinceARevisionToCome(t *testing.T) {
	l := newLibrary(t)
	imports(t, l, written("Chad", "a.txt", "A."))
	wantNoHistory(t, l, 2)
}

func wantNoHistory(t *testing.T, l *Library, since int64) {
	t.Helper()
	if _, err := l.ChangesSince(t.Context(), since); !errors.Is(err, ErrNoHistory) {
		t.Errorf("changes since %d: %v, want ErrNoHistory", since, err)
	}
	for s, err := range l.AddedSince(t.Context(), since) {
		if !errors.Is(err, ErrNoHistory) {
			t.Errorf("added since %d: %+v, %v, want ErrNoHistory", since, s, err)
		}
	}
}
