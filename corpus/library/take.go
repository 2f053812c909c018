package library

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Take writes a delta into a copy: its first, or one since what the copy has. What the
// library deleted of removed texts is deleted at Commit. It returns how many texts are
// not what their checksums say: they are damaged in the library that was copied, and
// are never shown, there and here.
func (im *Tx) Take(ctx context.Context, d *Delta) (damaged int, err error) {
	if damaged, err = im.take(ctx, d); err != nil {
		im.broken = errors.Join(im.broken, err)
		err = fmt.Errorf("copy into library %s: %w", im.l.dir, err)
	}
	return damaged, err
}

func (im *Tx) take(ctx context.Context, d *Delta) (damaged int, err error) {
	before, err := im.Copied(ctx)
	switch {
	case err != nil:
		return 0, err
	case d.Format > schemaVersion:
		return 0, fmt.Errorf("the library that is copied has version %d, and this program knows %d: update this one", d.Format, schemaVersion)
	case d.Format < schemaVersion:
		return 0, fmt.Errorf("the library that is copied has version %d, and this program has %d: update the other", d.Format, schemaVersion)
	case before.Library != "" && before.Library != d.Library:
		return 0, NotACopyError("the copy is of another library")
	case d.Revision < before.Revision:
		return 0, NotACopyError("the library is older than the copy")
	}
	if im.due = d.Removed - 1; d.Removed == 0 {
		im.due = math.MaxInt64
	}
	if before.Library == d.Library && d.Revision == before.Revision && d.Last == before.Row {
		return 0, nil
	}
	im.revision, im.changed = d.Revision, true
	// Who takes another piece begins from this one's revision.
	if _, err := im.tx.ExecContext(ctx, "UPDATE meta SET identity = ?, revision = ?, history = ?", d.Library, d.Revision, d.History); err != nil {
		return 0, err
	}
	for _, e := range d.Ended {
		if _, err := im.tx.ExecContext(ctx, "UPDATE narratives SET ended = ?, retired = ?, status = ? WHERE row = ? AND status <> 'deleted'",
			e.Ended, e.Retired, ending(e.Status), e.Row); err != nil {
			return 0, err
		}
	}
	for _, rows := range d.Rows {
		n, err := im.takeRows(ctx, rows)
		if err != nil {
			return 0, fmt.Errorf("table %s: %w", rows.Table, err)
		}
		damaged += n
	}
	return damaged, im.checkWhole(ctx, before.Row)
}

// ending is how a text ended, for a copy that still has it: purge deletes it.
func ending(status string) string {
	if status == "deleted" {
		return "removed"
	}
	return status
}

// takeRows writes rows into their table. It returns how many of them have a text that is
// not what its checksum says.
func (im *Tx) takeRows(ctx context.Context, rows Rows) (damaged int, err error) {
	bytes, err := im.columns(ctx, rows)
	if err != nil {
		return 0, err
	}
	if rows.Whole {
		if _, err := im.tx.ExecContext(ctx, "DELETE FROM "+rows.Table); err != nil {
			return 0, err
		}
	}
	query := "INSERT INTO " + rows.Table + " (" + strings.Join(rows.Columns, ", ") + ") VALUES (?" + strings.Repeat(", ?", len(rows.Columns)-1) + ")"
	if rows.Table == "sources" || rows.Table == "paths" { // of which narratives before may have had some
		query += " ON CONFLICT (row) DO NOTHING"
	}
	insert, err := im.tx.PrepareContext(ctx, query)
	if err != nil {
		return 0, err
	}
	defer insert.Close()
	for _, values := range rows.Values {
		if err := rows.decode(values, bytes); err != nil {
			return 0, err
		}
		if _, err := insert.ExecContext(ctx, values...); err != nil {
			return 0, err
		}
		if rows.Table == "passages" && !rows.sound(values) {
			damaged++
		}
	}
	return damaged, nil
}

// columns returns which columns of the table have bytes. The error says that the rows are
// of no table that is copied, or have not its columns.
func (im *Tx) columns(ctx context.Context, rows Rows) (bytes map[string]bool, err error) {
	for _, t := range copiedTables {
		if t.name != rows.Table {
			continue
		}
		var own Rows
		err := own.read(im.tx.QueryContext(ctx, "SELECT name, type FROM pragma_table_info(?)", rows.Table))
		bytes = map[string]bool{}
		for _, column := range own.Values {
			bytes[column[0].(string)] = column[1] == "BLOB"
		}
		for _, c := range rows.Columns {
			if _, known := bytes[c]; !known || len(rows.Columns) != len(bytes) {
				return nil, fmt.Errorf("it has the columns %q", rows.Columns)
			}
		}
		return bytes, err
	}
	return nil, errors.New("it is not one of those that are copied")
}

// decode turns the values of a row, as JSON has them, into those of the table.
func (r *Rows) decode(values []any, bytes map[string]bool) (err error) {
	if len(values) != len(r.Columns) {
		return fmt.Errorf("a row has %d values, want %d", len(values), len(r.Columns))
	}
	for i, v := range values {
		switch v := v.(type) {
		case json.Number:
			values[i], err = v.Int64()
		case string:
			if bytes[r.Columns[i]] {
				values[i], err = base64.StdEncoding.DecodeString(v)
			}
		case int64, []byte:
		default:
			err = fmt.Errorf("%s is a %T", r.Columns[i], v)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// sound reports whether the texts of a passage are what their checksums say.
func (r *Rows) sound(values []any) bool {
	value := func(column string) any { return values[slices.Index(r.Columns, column)] }
	text, _ := value("text").(string)
	before, _ := value("before").(string)
	return value("sum") == checksum(text) && value("before_sum") == checksum(before)
}

// checkWhole makes sure that the narratives after a row have all their passages.
func (im *Tx) checkWhole(ctx context.Context, after int64) error {
	var id string
	err := im.tx.QueryRowContext(ctx, `SELECT id FROM narratives n WHERE row > ? AND status <> 'deleted' AND passages <>
		(SELECT COUNT(*) FROM passages p WHERE p.row >= n.first AND p.row < n.first + n.passages AND p.narrative = n.row) LIMIT 1`, after).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil {
		err = fmt.Errorf("passages of %s are missing", id)
	}
	return err
}
