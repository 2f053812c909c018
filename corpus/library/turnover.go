package library

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"
)

// A Turnover says which passages came and went since a revision of the library. A
// passage is the same, whatever its row, as long as its ID is.
type Turnover struct {
	Since, Revision int64     // Revision is the library's now
	Came            []Stretch // that are current, and have been since a later revision
	Went            []Stretch // that are current no longer, and were until a later revision; newest first
	Deleted         int       // narratives that were removed and whose texts are deleted: they are not in Went
}

// A Stretch is passages in consecutive rows, and the revision that brought them or
// that no longer has them.
type Stretch struct {
	RowRange
	Revision int64
	When     time.Time
}

// TurnoverSince returns what came and went since a revision: since 0, or since the
// first revision whose changes are known, all that did. The stretches that came are
// in the order of their rows. The error may be ErrNoHistory.
func (l *Library) TurnoverSince(ctx context.Context, since int64) (t Turnover, err error) {
	err = l.atOnce(ctx, func(tx *sql.Tx) (err error) {
		t.Since = since
		if t.Revision, err = checkHistory(ctx, tx, since); err != nil {
			return err
		}
		lineages, err := lineagesSince(ctx, tx, since)
		if err != nil {
			return err
		}
		for _, l := range lineages {
			if err := t.add(ctx, tx, l); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Turnover{}, fmt.Errorf("read library %s: %w", l.dir, err)
	}
	slices.SortFunc(t.Came, func(a, b Stretch) int { return cmp.Compare(a.First, b.First) })
	slices.SortFunc(t.Went, func(a, b Stretch) int {
		return cmp.Or(cmp.Compare(b.Revision, a.Revision), cmp.Compare(a.First, b.First))
	})
	return t, nil
}

// RevisionAt returns the library's revision at a time: the newest that was made
// before. The error may be ErrNoHistory.
func (l *Library) RevisionAt(ctx context.Context, at time.Time) (revision int64, err error) {
	err = l.atOnce(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `SELECT MAX(
			(SELECT COALESCE(MAX(added), 0) FROM narratives WHERE imported < ?1),
			(SELECT COALESCE(MAX(ended), 0) FROM narratives WHERE ended > 0 AND retired < ?1))`, at.Unix()).Scan(&revision)
		if err == nil {
			_, err = checkHistory(ctx, tx, revision)
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("read library %s: %w", l.dir, err)
	}
	return revision, nil
}

// A state is a narrative's text from one revision to another.
type state struct {
	RowRange
	added, ended      int64 // revisions; ended is 0 if it is current
	imported, retired time.Time
	deleted           bool // its passages are no longer there
	keys              []passageKey
}

// A passageKey is what tells a passage from the others of its narrative.
type passageKey struct{ hash, nth int64 }

// A lineage is the states of a narrative, the oldest first, whatever IDs it had.
type lineage []*state

// lineagesSince reads the states that began or ended after a revision, by narrative,
// but for those that were written and replaced in one transaction.
func lineagesSince(ctx context.Context, tx *sql.Tx, since int64) (lineages []lineage, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT COALESCE(a.new, n.id), n.first, n.first + n.passages, n.added, n.ended,
		n.imported, n.retired, n.status = 'deleted' FROM narratives n LEFT JOIN addresses a ON a.old = n.id
		WHERE (n.added > ?1 OR n.ended > ?1) AND n.added <> n.ended ORDER BY n.row`, since)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	place := map[string]int{}
	for rows.Next() {
		var id string
		var s state
		var imported, retired int64
		if err := rows.Scan(&id, &s.First, &s.End, &s.added, &s.ended, &imported, &retired, &s.deleted); err != nil {
			return nil, err
		}
		s.imported, s.retired = timeOf(imported), timeOf(retired)
		at, known := place[id]
		if !known {
			at = len(lineages)
			place[id], lineages = at, append(lineages, nil)
		}
		lineages[at] = append(lineages[at], &s)
	}
	return lineages, rows.Err()
}

// add adds what came and went of a narrative.
func (t *Turnover) add(ctx context.Context, tx *sql.Tx, l lineage) error {
	if only := l[0]; len(l) == 1 && only.ended == 0 {
		t.Came = append(t.Came, Stretch{only.RowRange, only.added, only.imported})
		return nil
	}
	for _, s := range l {
		if err := s.readKeys(ctx, tx); err != nil {
			return err
		}
	}
	present := map[passageKey]bool{}
	if last := l[len(l)-1]; last.ended == 0 {
		t.came(l)
		for _, k := range last.keys {
			present[k] = true
		}
	}
	t.went(l, present)
	return nil
}

func (s *state) readKeys(ctx context.Context, tx *sql.Tx) error {
	if s.deleted {
		return nil
	}
	rows, err := tx.QueryContext(ctx, "SELECT hash, nth FROM passages WHERE row >= ? AND row < ? ORDER BY row", s.First, s.End)
	if err != nil {
		return err
	}
	defer rows.Close()
	s.keys = make([]passageKey, 0, s.End-s.First)
	for rows.Next() {
		var k passageKey
		if err := rows.Scan(&k.hash, &k.nth); err != nil {
			return err
		}
		s.keys = append(s.keys, k)
	}
	if int64(len(s.keys)) != s.End-s.First && rows.Err() == nil {
		return errors.New("passages are missing: verbatim verify says which")
	}
	return rows.Err()
}

// came adds the passages of the current state, each with the state that brought it:
// the first from which on all have had it. One that already was there at t.Since did
// not come.
func (t *Turnover) came(l lineage) {
	current := l[len(l)-1]
	since := make(map[passageKey]*state, len(current.keys))
	for _, k := range current.keys {
		since[k] = current
	}
	for i := len(l) - 2; i >= 0 && l[i].ended == l[i+1].added; i-- {
		for _, k := range l[i].keys {
			if since[k] == l[i+1] {
				since[k] = l[i]
			}
		}
	}
	for i, k := range current.keys {
		if first := since[k]; first.added > t.Since {
			t.Came = extend(t.Came, Stretch{rowAt(current, i), first.added, first.imported})
		}
	}
}

// went adds the passages that no current state has, from the newest state that had
// them.
func (t *Turnover) went(l lineage, seen map[passageKey]bool) {
	if slices.ContainsFunc(l, func(s *state) bool { return s.deleted }) {
		t.Deleted++
	}
	for _, s := range slices.Backward(l) {
		if s.ended == 0 {
			continue
		}
		for i, k := range s.keys {
			if !seen[k] {
				seen[k] = true
				t.Went = extend(t.Went, Stretch{rowAt(s, i), s.ended, s.retired})
			}
		}
	}
}

func rowAt(s *state, i int) RowRange {
	row := s.First + int64(i)
	return RowRange{row, row + 1}
}

// extend adds a stretch to others, as a part of the last one where it is one with it.
func extend(list []Stretch, s Stretch) []Stretch {
	if last := len(list) - 1; last >= 0 && list[last].End == s.First && list[last].Revision == s.Revision {
		list[last].End = s.End
		return list
	}
	return append(list, s)
}
