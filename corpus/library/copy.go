package library

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
)

// A Copied says how far a copy of a library has come.
type Copied struct {
	Library  string // identity; empty if nothing is copied yet
	Revision int64
	Row      int64  // of the last narrative that the copy has
	Mark     string // see mark
	Removed  int64  // as in Delta
}

// A Delta is what a library has and a copy of it has not, or the first piece of that:
// the rows of its tables as they stand, so that the copy is the library to the letter,
// with its revisions, times and numbers. Rows are only added, but for how narratives
// ended, which Ended tells.
type Delta struct {
	Library  string   `json:"library"` // its identity
	Format   int      `json:"format"`  // of the tables
	Revision int64    `json:"revision"`
	Indexed  int64    `json:"indexed"` // the revision that its index is of; who has the index says so
	History  int64    `json:"history"`
	Removed  int64    `json:"removed"` // when the narrative was removed that was so first, of those whose texts are still there: seconds since 1970; 0 if there is none
	Last     int64    `json:"last"`    // row of the library's last narrative: where the delta ends before it, there is more
	Ended    []Ending `json:"ended"`
	Rows     []Rows   `json:"rows"`
}

// An Ending says how a narrative's text ended that the copy may still take for current.
type Ending struct {
	Row     int64  `json:"row"`
	Ended   int64  `json:"ended"`
	Retired int64  `json:"retired"`
	Status  string `json:"status"`
}

// Rows are some rows of a table: texts, whole numbers, and bytes in base64.
type Rows struct {
	Table   string   `json:"table"`
	Whole   bool     `json:"whole"` // all that the table has: what the copy has goes
	Columns []string `json:"columns"`
	Values  [][]any  `json:"values"`
}

// A NotACopyError says why a library is not the one that a copy was made of.
type NotACopyError string

func (e NotACopyError) Error() string { return string(e) }

// DeltaBytes is about how much text a delta has that is sent to another machine.
const DeltaBytes = 2 << 20

// DeltaSince returns what a copy lacks, or the first of it: about so many bytes of text,
// more if one narrative has more. The error is a NotACopyError if the copy is of another
// library, or has what this one has not.
func (l *Library) DeltaSince(ctx context.Context, c Copied, bytes int64) (*Delta, error) {
	d := &Delta{Ended: []Ending{}, Rows: []Rows{}}
	err := l.atOnce(ctx, func(tx *sql.Tx) error {
		if err := d.describe(ctx, tx); err != nil {
			return err
		}
		if err := d.checkCopy(ctx, tx, c); err != nil {
			return err
		}
		if d.Revision == c.Revision && d.Last == c.Row {
			return nil
		}
		if err := d.readEndings(ctx, tx, c); err != nil {
			return err
		}
		return d.readRows(ctx, tx, c.Row, bytes)
	})
	if err != nil {
		return nil, fmt.Errorf("read library %s: %w", l.dir, err)
	}
	return d, nil
}

// describe reads what is true of the whole library.
func (d *Delta) describe(ctx context.Context, tx *sql.Tx) error {
	d.Format = schemaVersion
	return tx.QueryRowContext(ctx, `SELECT identity, revision, history,
		COALESCE((SELECT MIN(retired) FROM narratives WHERE status = 'removed'), 0),
		COALESCE((SELECT MAX(row) FROM narratives), 0) FROM meta`).
		Scan(&d.Library, &d.Revision, &d.History, &d.Removed, &d.Last)
}

func (d *Delta) checkCopy(ctx context.Context, tx *sql.Tx, c Copied) error {
	switch {
	case c.Library == "" && c.Revision == 0 && c.Row == 0:
		return nil
	case c.Library != d.Library:
		return NotACopyError("the copy is of another library")
	case c.Revision > d.Revision:
		return NotACopyError(fmt.Sprintf("the library is older than the copy: it is at revision %d, and the copy at %d", d.Revision, c.Revision))
	}
	if here, err := mark(ctx, tx, c.Revision, c.Row); err != nil || here == c.Mark {
		return err
	}
	return NotACopyError(fmt.Sprintf("the library and the copy were the same once and have both changed since: revision %d of the copy is not the library's", c.Revision))
}

// mark is a checksum of what a revision did last: of the narrative in a row, the last one
// that there was, and of the last that had ended until then. A library that went on from
// an older copy of itself has another.
func mark(ctx context.Context, tx *sql.Tx, revision, row int64) (string, error) {
	var added, ended string
	err := tx.QueryRowContext(ctx, `SELECT
		COALESCE((SELECT row || ' ' || added || ' ' || imported || ' ' || hex(digest) FROM narratives WHERE row = ?2), ''),
		COALESCE((SELECT row || ' ' || ended || ' ' || retired FROM narratives
			WHERE ended > 0 AND ended <= ?1 AND row <= ?2 ORDER BY ended DESC, row DESC LIMIT 1), '')`, revision, row).Scan(&added, &ended)
	sum := sha256.Sum256([]byte(added + "\n" + ended))
	return hex.EncodeToString(sum[:8]), err
}

// readEndings reads how narratives ended of which the copy knows: those that did since
// its revision, and what became of their earlier texts with them.
func (d *Delta) readEndings(ctx context.Context, tx *sql.Tx, c Copied) error {
	rows, err := tx.QueryContext(ctx, `SELECT row, ended, retired, status FROM narratives WHERE ended > 0 AND row <= ?2
		AND id IN (SELECT id FROM narratives WHERE ended > 0 AND ended > ?1) ORDER BY row`, c.Revision, c.Row)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var e Ending
		if err := rows.Scan(&e.Row, &e.Ended, &e.Retired, &e.Status); err != nil {
			return err
		}
		d.Ended = append(d.Ended, e)
	}
	return rows.Err()
}

// The tables that are copied, each behind those that its rows refer to, with the rows that
// belong to the narratives in the rows ?1 to ?2. What was said by hand is little, and comes
// whole with the last piece.
var copiedTables = []struct{ name, condition string }{
	{"sources", "row IN (SELECT source FROM narratives WHERE row BETWEEN ?1 AND ?2)"},
	{"paths", "row IN (SELECT path FROM passages WHERE " + passagesBetween + ")"},
	{"narratives", "row BETWEEN ?1 AND ?2"},
	{"passages", passagesBetween},
	{"left_out", "narrative BETWEEN ?1 AND ?2"},
	{"edits", ""},
	{"addresses", ""},
}

// Later narratives have later passages.
const passagesBetween = `row >= (SELECT MIN(first) FROM narratives WHERE row BETWEEN ?1 AND ?2)
	AND row < (SELECT MAX(first + passages) FROM narratives WHERE row BETWEEN ?1 AND ?2)`

// readRows reads the narratives after a row, as many as there is room for, with all
// that belongs to them.
func (d *Delta) readRows(ctx context.Context, tx *sql.Tx, after, room int64) error {
	last, err := lastWithin(ctx, tx, after, room)
	if err != nil {
		return err
	}
	for _, t := range copiedTables {
		rows := Rows{Table: t.name, Whole: t.condition == ""}
		if rows.Whole && last < d.Last {
			continue
		}
		query := "SELECT * FROM " + t.name
		var args []any
		if !rows.Whole {
			query, args = query+" WHERE "+t.condition, []any{after + 1, last}
		}
		if err := rows.read(tx.QueryContext(ctx, query, args...)); err != nil {
			return err
		}
		d.Rows = append(d.Rows, rows)
	}
	return nil
}

// lastWithin returns the row of the last narrative after a row that there is room for;
// the row itself if there are none.
func lastWithin(ctx context.Context, tx *sql.Tx, after, room int64) (last int64, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT row, bytes + 200 * passages FROM narratives WHERE row > ? ORDER BY row", after)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	last = after
	for room > 0 && rows.Next() {
		var bytes int64
		if err := rows.Scan(&last, &bytes); err != nil {
			return 0, err
		}
		room -= bytes
	}
	return last, rows.Err()
}

func (r *Rows) read(rows *sql.Rows, err error) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	if r.Columns, err = rows.Columns(); err != nil {
		return err
	}
	r.Values = [][]any{}
	for rows.Next() {
		values := make([]any, len(r.Columns))
		into := make([]any, len(values))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		r.Values = append(r.Values, values)
	}
	return rows.Err()
}

// Copied says how far the library has come as a copy of another.
func (l *Library) Copied(ctx context.Context) (c Copied, err error) {
	err = l.atOnce(ctx, func(tx *sql.Tx) error {
		c, err = copied(ctx, tx)
		return err
	})
	return c, err
}

// Copied is Library.Copied as it is within the change.
func (im *Tx) Copied(ctx context.Context) (Copied, error) { return copied(ctx, im.tx) }

func copied(ctx context.Context, tx *sql.Tx) (c Copied, err error) {
	var d Delta
	if err = d.describe(ctx, tx); err != nil || d.Revision == 0 && d.Last == 0 {
		return c, err
	}
	c = Copied{Library: d.Library, Revision: d.Revision, Row: d.Last, Removed: d.Removed}
	c.Mark, err = mark(ctx, tx, c.Revision, c.Row)
	return c, err
}

// Lacks reports whether a copy lacks anything of what a delta has.
func (c Copied) Lacks(d *Delta) bool {
	return c.Revision != d.Revision || c.Row != d.Last || c.Removed != d.Removed
}
