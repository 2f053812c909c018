package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
)

// ErrNoHistory says that a library does not know what has changed since a
// revision: it is one to come, or from before a library of an older version
// was brought up to date. Whoever keeps something made of the library must
// make it anew.
var ErrNoHistory = errors.New("the changes since then are not known")

// Changes are what became of a library since a revision.
type Changes struct {
	Revision int64      // of the library now
	Removed  []RowRange // passages that were current at that revision and are no longer; in order, no two touch
	Passages int        // passages that are current now and were not then
}

// A RowRange is the rows First up to the one before End.
type RowRange struct{ First, End int64 }

// ChangesSince returns what has changed since a revision of the library; at
// revision 0 it was empty. A narrative that was replaced, or removed and added
// again, stands in other rows than before, whatever it says. The error may be
// ErrNoHistory. Who holds the lock has the same state in a call of AddedSince.
func (l *Library) ChangesSince(ctx context.Context, since int64) (Changes, error) {
	var changes Changes
	err := l.atOnce(ctx, func(tx *sql.Tx) (err error) {
		changes, err = changesSince(ctx, tx, since)
		return err
	})
	if err != nil {
		return Changes{}, fmt.Errorf("read library %s: %w", l.dir, err)
	}
	return changes, nil
}

func changesSince(ctx context.Context, tx *sql.Tx, since int64) (c Changes, err error) {
	if c.Revision, err = checkHistory(ctx, tx, since); err != nil {
		return c, err
	}
	err = tx.QueryRowContext(ctx, "SELECT COALESCE(SUM(passages), 0) FROM narratives WHERE ended = 0 AND added > ?", since).
		Scan(&c.Passages)
	if err != nil {
		return c, err
	}
	c.Removed, err = rowRanges(tx.QueryContext(ctx, `SELECT first, first + passages FROM narratives
		WHERE ended > 0 AND ended > ? AND added <= ? AND passages > 0 ORDER BY first`, since, since))
	return c, err
}

// Deleted returns the rows of passages whose text is deleted: of narratives that
// were removed more than a day ago. In order, no two touch. Whoever keeps
// something made of them must delete it too.
func (l *Library) Deleted(ctx context.Context) (rows []RowRange, err error) {
	rows, err = rowRanges(l.read.QueryContext(ctx, `SELECT first, first + passages FROM narratives
		WHERE ended > 0 AND status = 'deleted' AND passages > 0 ORDER BY first`))
	if err != nil {
		return nil, fmt.Errorf("read library %s: %w", l.dir, err)
	}
	return rows, nil
}

// rowRanges reads ranges that come in order, and joins those that touch.
func rowRanges(rows *sql.Rows, err error) (ranges []RowRange, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r RowRange
		if err := rows.Scan(&r.First, &r.End); err != nil {
			return nil, err
		}
		if last := len(ranges) - 1; last >= 0 && ranges[last].End == r.First {
			ranges[last].End = r.End
		} else {
			ranges = append(ranges, r)
		}
	}
	return ranges, rows.Err()
}

// checkHistory returns the library's revision if it knows what has changed since
// the one asked for.
func checkHistory(ctx context.Context, tx *sql.Tx, since int64) (revision int64, err error) {
	var history int64
	if err := tx.QueryRowContext(ctx, "SELECT revision, history FROM meta").Scan(&revision, &history); err != nil {
		return 0, err
	}
	if since > revision || since < history && since != 0 {
		return 0, fmt.Errorf("revision %d: %w", since, ErrNoHistory)
	}
	return revision, nil
}

// AddedSince yields the narratives that are current now and were not at a
// revision, in library order, as All does: AddedSince(ctx, 0) is All. The error
// may be ErrNoHistory.
func (l *Library) AddedSince(ctx context.Context, since int64) iter.Seq2[Stored, error] {
	return func(yield func(Stored, error) bool) {
		err := l.atOnce(ctx, func(tx *sql.Tx) error {
			return l.addedSince(ctx, tx, since, func(s Stored) bool { return yield(s, nil) })
		})
		if err != nil {
			yield(Stored{}, fmt.Errorf("read library %s: %w", l.dir, err))
		}
	}
}

func (l *Library) addedSince(ctx context.Context, tx *sql.Tx, since int64, yield func(Stored) bool) error {
	if _, err := checkHistory(ctx, tx, since); err != nil {
		return err
	}
	// Later revisions have later rows: the first one that is new begins all.
	var first int64
	err := tx.QueryRowContext(ctx, "SELECT row FROM narratives WHERE ended = 0 AND added > ? ORDER BY added, row LIMIT 1", since).
		Scan(&first)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return l.narrativesFrom(ctx, tx, first, yield)
}
