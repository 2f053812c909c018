package library

import (
	"context"
	"errors"
	"fmt"
)

// A DamagedError says that a text in the library is not the one that was imported:
// the file was changed from outside, or the disk has lost bits of it. Such a text is
// never shown.
type DamagedError struct {
	Narrative string // its ID
	File      string // that it was imported from
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("the text of %s in the library is not what was imported, and is not shown: import %s again", e.Narrative, e.File)
}

func (r *narrativeRow) damaged() error { return &DamagedError{r.ID, r.Source.Name} }

// A Damage is what Verify finds wrong with a narrative.
type Damage struct {
	Narrative string
	File      string // that it was imported from
	Earlier   bool   // it is a wording that was replaced since
	Err       error
}

// Verify reads every text that the library keeps, also those that were replaced, and
// compares it with what was imported. It returns what differs, and how many narratives
// it has read. progress, if not nil, is called with how many of how many are read.
func (l *Library) Verify(ctx context.Context, progress func(done, total int)) (damages []Damage, read int, err error) {
	rows, err := l.keptRows(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("verify library %s: %w", l.dir, err)
	}
	for i, k := range rows {
		if err := l.verify(ctx, k.row); ctx.Err() != nil {
			return damages, i, ctx.Err()
		} else if err != nil {
			damages = append(damages, Damage{k.id, k.file, k.ended, err})
		}
		if progress != nil {
			progress(i+1, len(rows))
		}
	}
	return damages, len(rows), nil
}

type keptRow struct {
	row      int64
	id, file string
	ended    bool
}

// keptRows lists the rows of narratives whose texts are kept.
func (l *Library) keptRows(ctx context.Context) (kept []keptRow, err error) {
	rows, err := l.read.QueryContext(ctx, `SELECT n.row, n.id, s.name, n.ended > 0`+narrativeTables+` WHERE n.status <> 'deleted' ORDER BY n.row`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var k keptRow
		if err := rows.Scan(&k.row, &k.id, &k.file, &k.ended); err != nil {
			return nil, err
		}
		kept = append(kept, k)
	}
	return kept, rows.Err()
}

// verify reads the narrative in a row. The error is what is wrong with it.
func (l *Library) verify(ctx context.Context, row int64) error {
	found, err := scanNarratives(l.stmts.byRow.QueryContext(ctx, row))
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return errors.New("its row is gone")
	}
	_, err = found[0].whole(ctx, l.stmts.passages)
	return err
}
