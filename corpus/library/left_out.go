package library

import (
	"context"
	"database/sql"
	"fmt"

	"verbatim/corpus"
)

// LeftOut returns what is in the file of a narrative and in no narrative of it, with
// the reasons, in the order of the file as far as its reader tells. The error is
// ErrNotFound if there is no narrative with this ID.
func (l *Library) LeftOut(ctx context.Context, id string) (left []corpus.LeftOut, err error) {
	err = l.atOnce(ctx, func(tx *sql.Tx) error {
		found, err := scanNarratives(tx.StmtContext(ctx, l.stmts.byID).QueryContext(ctx, id))
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return missing(ctx, tx, id)
		}
		left, err = scanLeftOut(tx.QueryContext(ctx, leftOutQuery, found[0].row))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("what was left out of narrative %s: %w", id, err)
	}
	return left, nil
}

const leftOutQuery = "SELECT why, words, page, text FROM left_out WHERE narrative = ? ORDER BY nth"

func scanLeftOut(rows *sql.Rows, err error) (left []corpus.LeftOut, _ error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var o corpus.LeftOut
		if err := rows.Scan(&o.Why, &o.Words, &o.Page, &o.Text); err != nil {
			return nil, err
		}
		left = append(left, o)
	}
	return left, rows.Err()
}
