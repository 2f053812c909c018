package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"verbatim/corpus"
)

// An Entry is a passage as it is shown: with its text, and its narrative
// without text and passages.
type Entry struct {
	Row int64 // the passage's number in the library, never used again
	corpus.Passage
	Text      string
	Narrative *corpus.Narrative
	Seq       int       // its place among the narrative's passages, from 0
	Retired   time.Time // when another text took its narrative's place, or it was removed; zero if it is current
	before    string    // what stands between the passage before and this one; see Around
}

// A Stored is a whole narrative with the rows of its passages.
type Stored struct {
	*corpus.Narrative
	Rows []int64 // Rows[i] is the row of Passages[i]
}

// A Summary is a narrative in a list: without text and passages.
type Summary struct {
	Narrative *corpus.Narrative
	Row       int64
	Passages  int // headings are not counted
	Headings  int
}

// A Filter chooses narratives: those that agree with one of the values in each
// field that has values. Case does not matter.
type Filter struct {
	Countries []string // any name that CountryName knows, or as in the library
	Years     []Years
	NoYear    bool // those whose year is not known, beside any of Years
	Reports   []string
}

// Years are the years from From to To, both included. A zero end is open.
type Years struct {
	From, To int
}

// A Page is a part of a list.
type Page struct {
	Narratives []Summary
	Total      int   // of the whole list
	Next       int64 // what to give as after for the next page; 0 if this is the last
}

// Narratives lists the narratives that the filter chooses, in library order:
// at most size of them after the one in row after (0 for the beginning).
func (l *Library) Narratives(ctx context.Context, f Filter, after int64, size int) (Page, error) {
	var page Page
	err := l.atOnce(ctx, func(tx *sql.Tx) (err error) {
		page, err = listNarratives(ctx, tx, f, after, size)
		return err
	})
	if err != nil {
		return Page{}, fmt.Errorf("list narratives: %w", err)
	}
	return page, nil
}

func listNarratives(ctx context.Context, tx *sql.Tx, f Filter, after int64, size int) (page Page, err error) {
	where, args := f.where()
	err = tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM narratives n WHERE "+where, args...).Scan(&page.Total)
	if err != nil {
		return page, err
	}
	found, err := scanNarratives(tx.QueryContext(ctx, "SELECT "+narrativeColumns+narrativeTables+" WHERE "+where+
		" AND n.row > ? ORDER BY n.row LIMIT ?", append(args, after, size+1)...))
	if err != nil {
		return page, err
	}
	if len(found) > max(size, 0) {
		found = found[:max(size, 0)]
		page.Next = after
		if len(found) > 0 {
			page.Next = found[len(found)-1].row
		}
	}
	for _, r := range found {
		page.Narratives = append(page.Narratives, r.summary())
	}
	return page, nil
}

// where returns the filter as an SQL condition on the narratives n.
func (f Filter) where() (condition string, args []any) {
	all := []string{"n.ended = 0"}
	add := func(fwd string, values []string) {
		if len(values) == 0 {
			return
		}
		for _, v := range values {
			args = append(args, v)
		}
		all = append(all, "n."+fwd+" COLLATE NOCASE IN (?"+strings.Repeat(", ?", len(values)-1)+")")
	}
	var countries []string
	for _, name := range f.Countries {
		short, _ := corpus.CountryName(name)
		countries = append(countries, short)
	}
	add("country", countries)
	add("report", f.Reports)
	var years []string
	for _, y := range f.Years {
		years = append(years, "(n.year >= ? AND (? = 0 OR n.year <= ?))")
		args = append(args, y.From, y.To, y.To)
	}
	if f.NoYear {
		years = append(years, "n.year = 0")
	}
	if len(years) > 0 {
		all = append(all, "("+strings.Join(years, " OR ")+")")
	}
	return strings.Join(all, " AND "), args
}

// Narrative returns the narrative with an ID, whole, or the one that it leads to since
// it was edited. The error is ErrNotFound if
// there is none, and a *RemovedError if there was one.
func (l *Library) Narrative(ctx context.Context, id string) (*corpus.Narrative, error) {
	var stored Stored
	err := l.atOnce(ctx, func(tx *sql.Tx) (err error) {
		if id, err = leadsTo(ctx, tx, id); err != nil {
			return err
		}
		if stored, err = l.stored(ctx, tx, l.stmts.byID, id); errors.Is(err, ErrNotFound) {
			err = missing(ctx, tx, id)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("narrative %s: %w", id, err)
	}
	return stored.Narrative, nil
}

// stored runs a query for the narrativeColumns of one narrative, and reads it
// whole.
func (l *Library) stored(ctx context.Context, tx *sql.Tx, query *sql.Stmt, arg any) (Stored, error) {
	found, err := scanNarratives(tx.StmtContext(ctx, query).QueryContext(ctx, arg))
	if err != nil {
		return Stored{}, err
	}
	if len(found) == 0 {
		return Stored{}, ErrNotFound
	}
	return found[0].whole(ctx, tx.StmtContext(ctx, l.stmts.passages))
}

// All yields every narrative in library order, as it was when the iteration
// began. It keeps one narrative in memory at a time. After an error it ends.
func (l *Library) All(ctx context.Context) iter.Seq2[Stored, error] {
	return l.AddedSince(ctx, 0)
}

// narrativesFrom yields the current narratives from a row on.
func (l *Library) narrativesFrom(ctx context.Context, tx *sql.Tx, first int64, yield func(Stored) bool) error {
	after, passages := tx.StmtContext(ctx, l.stmts.after), tx.StmtContext(ctx, l.stmts.passages)
	for last := first - 1; ; {
		found, err := scanNarratives(after.QueryContext(ctx, last))
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return nil
		}
		for _, r := range found {
			stored, err := r.whole(ctx, passages)
			if err != nil {
				return err
			}
			if !yield(stored) {
				return nil
			}
			last = r.row
		}
	}
}

// complete fills in what follows from the passage's narrative.
func (e *Entry) complete(r *narrativeRow, hash int64, nth int) {
	e.ID = passageID(r.ID, hash, nth)
	e.Span.End = e.Span.Start + len(e.Text)
	e.Seq = int(e.Row - r.first)
	e.Narrative, e.Retired = &r.Narrative, timeOf(r.retired)
}

// PassageByID returns the passage with an ID: the current one, or, if it is only
// in older revisions of its narrative, the one in the newest of them, Retired
// when that was replaced (see Successors). The error is ErrNotFound if there is
// none, and a *RemovedError if its narrative was removed.
func (l *Library) PassageByID(ctx context.Context, id string) (Entry, error) {
	var e Entry
	err := l.atOnce(ctx, func(tx *sql.Tx) (err error) {
		e, err = l.passageByID(ctx, tx, id)
		return err
	})
	if err != nil {
		return Entry{}, fmt.Errorf("passage %s: %w", id, err)
	}
	return e, nil
}

func (l *Library) passageByID(ctx context.Context, tx *sql.Tx, id string) (Entry, error) {
	narrative, hash, nth, ok := splitPassageID(id)
	if !ok {
		return Entry{}, ErrNotFound
	}
	narrative, err := leadsTo(ctx, tx, narrative)
	if err != nil {
		return Entry{}, err
	}
	for _, stmt := range []*sql.Stmt{l.stmts.byHash, l.stmts.byOldHash} {
		found, err := entries(tx.StmtContext(ctx, stmt).QueryContext(ctx, narrative, hash, nth))
		if err != nil {
			return Entry{}, err
		}
		if len(found) > 0 {
			return found[0], nil
		}
	}
	if _, err := l.revisions(ctx, tx, narrative); err != nil {
		return Entry{}, err
	}
	return Entry{}, ErrNotFound
}

// entries reads entryColumns.
func entries(rows *sql.Rows, err error) ([]Entry, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var entries []Entry
	for rows.Next() {
		var r narrativeRow
		var e Entry
		var hash, sum int64
		var nth int
		dest := append([]any{&e.Row, &e.Span.Start, &hash, &nth, &e.Section, &e.Under, &e.Number, &e.Kind, &e.RunIn, &e.Page, &e.Text, &sum}, r.dest()...)
		if err := errors.Join(rows.Scan(dest...), r.finish()); err != nil {
			return nil, err
		}
		if checksum(e.Text) != sum {
			return nil, r.damaged()
		}
		e.complete(&r, hash, nth)
		entries = append(entries, e)
	}
	return entries, rows.Err()
}

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
