package library

import (
	"math/rand/v2"
	"testing"
	"time"

	"verbatim/corpus"
)

// What TurnoverSince tells is what a look at each revision tells: a passage came
// with the first revision from which on all had it, and went with the first after the
// last that had it.
func TestTurnoverSince(t *testing.T) {
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 5))
		h := &history{l: newLibrary(t)}
		h.note(t)
		for len(h.rows) < 20 {
			if h.change(t, r) {
				h.note(t)
			}
		}
		for since := range h.rows {
			h.compareTurnover(t, int64(since))
		}
	}
}

func (h *history) compareTurnover(t *testing.T, since int64) {
	t.Helper()
	now := int64(len(h.rows) - 1)
	has := map[string][]bool{} // by ID, at each revision
	rows := map[int64]string{}
	for revision, narratives := range h.narratives {
		for _, s := range narratives {
			for i, p := range s.Passages {
				if has[p.ID] == nil {
					has[p.ID] = make([]bool, now+1)
				}
				has[p.ID][revision] = true
				rows[s.Rows[i]] = p.ID
			}
		}
	}
	came, went := map[string]int64{}, map[string]int64{}
	for id, at := range has {
		last := now
		for last > 0 && at[last] != at[now] {
			last--
		}
		change := now
		for change > 0 && at[change-1] == at[now] {
			change--
		}
		switch {
		case change <= since:
		case at[now]:
			came[id] = change
		default:
			went[id] = change
		}
	}
	got, err := h.l.TurnoverSince(t.Context(), since)
	if err != nil {
		t.Fatal(err)
	}
	if got.Since != since || got.Revision != now || got.Deleted != 0 {
		t.Errorf("since %d: got %+v", since, got)
	}
	compareStretches(t, "came", got.Came, rows, came)
	compareStretches(t, "went", got.Went, rows, went)
}

func compareStretches(t *testing.T, what string, got []Stretch, rows map[int64]string, want map[string]int64) {
	t.Helper()
	found := 0
	for _, s := range got {
		for row := s.First; row < s.End; row++ {
			found++
			if want[rows[row]] != s.Revision || s.When.IsZero() {
				t.Errorf("%s: row %d, %s, at %d (%v), want %d", what, row, rows[row], s.Revision, s.When, want[rows[row]])
			}
		}
	}
	if found != len(want) {
		t.Errorf("%s: %d passages, want %d: %v", what, found, len(want), want)
	}
}

func TestTurnoverOfWhatWasEditedAndDeleted(t *testing.T) {
	defer func(d time.Duration) { retention = d }(retention)
	l := newLibrary(t)
	imports(t, l, written("Chad", "a.txt", "A.", "B."), written("Cuba", "b.txt", "C."))
	inTransaction(t, l, func(im *Tx) error {
		_, err := im.Edit(t.Context(), BaseID(written("Chad", "a.txt")), map[string]string{"country": "Niger"},
			func(n *corpus.Narrative, said map[string]string) { n.Country, n.CountryCode = said["country"], "NER" })
		return err
	})
	if got := turnoverSince(t, l, 1); len(got.Came) != 0 || len(got.Went) != 0 {
		t.Errorf("after an edit: %+v, want nothing new and nothing gone", got)
	}
	removes(t, l, BaseID(written("Cuba", "b.txt")))
	if got := turnoverSince(t, l, 2); len(got.Went) != 1 || got.Went[0].Revision != 3 || got.Deleted != 0 {
		t.Errorf("after the removal: %+v, want one that went", got)
	}
	retention = -time.Second
	imports(t, l, written("Peru", "c.txt", "D."))
	if got := turnoverSince(t, l, 2); len(got.Went) != 0 || got.Deleted != 1 || len(got.Came) != 1 {
		t.Errorf("after a day: %+v, want one deleted and one that came", got)
	}
}

func TestRevisionAt(t *testing.T) {
	l := newLibrary(t)
	imports(t, l, written("Chad", "a.txt", "A."))
	imported := written("Chad", "a.txt").Source.Imported
	for _, test := range []struct {
		at   time.Time
		want int64
	}{{imported, 0}, {imported.Add(time.Second), 1}} {
		if got, err := l.RevisionAt(t.Context(), test.at); got != test.want || err != nil {
			t.Errorf("at %v: %d, %v, want %d", test.at, got, err, test.want)
		}
	}
}

func inTransaction(t *testing.T, l *Library, do func(*Tx) error) {
	t.Helper()
	im, err := l.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer im.Rollback()
	if err := do(im); err != nil {
		t.Fatal(err)
	}
	if err := im.Commit(); err != nil {
		t.Fatal(err)
	}
}

func turnoverSince(t *testing.T, l *Library, since int64) Turnover {
	t.Helper()
	turnover, err := l.TurnoverSince(t.Context(), since)
	if err != nil {
		t.Fatal(err)
	}
	return turnover
}
