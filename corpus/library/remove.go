package library

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Remove takes a narrative out of the library, with all that it said before it
// was last replaced: nothing finds it any more after Commit. Its text is
// deleted a day later, by the import that is the first from then on; that there
// was such a narrative stays known (see RemovedError). The error is ErrNotFound
// if there is none, or none any more.
func (im *Tx) Remove(ctx context.Context, id string) error {
	if err := im.remove(ctx, id); err != nil {
		if !errors.Is(err, ErrNotFound) {
			im.broken = errors.Join(im.broken, err)
		}
		return fmt.Errorf("remove narrative %s: %w", id, err)
	}
	return nil
}

func (im *Tx) remove(ctx context.Context, id string) error {
	result, err := im.tx.ExecContext(ctx, `UPDATE narratives SET ended = ?, retired = ?, status = 'removed'
		WHERE id = ? AND ended = 0`, im.revision, time.Now().Unix(), id)
	if err != nil {
		return err
	}
	switch n, err := result.RowsAffected(); {
	case err != nil:
		return err
	case n == 0:
		return missing(ctx, im.tx, id)
	}
	im.changed = true
	_, err = im.tx.ExecContext(ctx, `UPDATE narratives SET status = 'removed'
		WHERE id = ? AND ended > 0 AND status = 'replaced'`, id)
	return err
}

// retention is how long a removed narrative's passages can still be shown. An
// import of many files is many transactions, and the index follows only after
// the last one: until then, who searches has the index of before.
var retention = 24 * time.Hour

// purge deletes the texts of what was removed long ago, and reports whether there
// were any.
func (im *Tx) purge(ctx context.Context) (purged bool, err error) {
	before := im.due
	if before == 0 {
		before = time.Now().Add(-retention).Unix()
	}
	const due = " FROM narratives WHERE status = 'removed' AND retired <= ?"
	if err := im.tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1"+due+")", before).Scan(&purged); err != nil || !purged {
		return false, err
	}
	ranges, err := rowRanges(im.tx.QueryContext(ctx, "SELECT first, first + passages"+due+" ORDER BY first", before))
	if err != nil {
		return false, err
	}
	for _, r := range ranges {
		if _, err := im.tx.ExecContext(ctx, "DELETE FROM passages WHERE row >= ? AND row < ?", r.First, r.End); err != nil {
			return false, err
		}
	}
	_, err = im.tx.ExecContext(ctx, "DELETE FROM left_out WHERE narrative IN (SELECT row"+due+")", before)
	if err != nil {
		return false, err
	}
	_, err = im.tx.ExecContext(ctx, `UPDATE narratives SET status = 'deleted', tail = '', tail_sum = ?, repairs = '[]'
		WHERE status = 'removed' AND retired <= ?`, checksum(""), before)
	return true, err
}
