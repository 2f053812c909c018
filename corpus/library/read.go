package library

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"verbatim/corpus"
	"verbatim/corpus/prose"
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
	Passages  int
	Words     int // separated by white space
}

// A Filter chooses narratives: those that agree with one of the values in each
// field that has values. Case does not matter.
type Filter struct {
	Countries []string // any name that CountryName knows, or as in the library
	Years     []Years
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
	if len(years) > 0 {
		all = append(all, "("+strings.Join(years, " OR ")+")")
	}
	return strings.Join(all, " AND "), args
}

// Narrative returns the narrative with an ID, whole. The error is ErrNotFound if
// there is none, and a *RemovedError if there was one.
func (l *Library) Narrative(ctx context.Context, id string) (*corpus.Narrative, error) {
	var stored Stored
	err := l.atOnce(ctx, func(tx *sql.Tx) (err error) {
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
		var hash int64
		var nth int
		dest := append([]any{&e.Row, &e.Span.Start, &hash, &nth, &e.Section, &e.Kind, &e.RunIn, &e.Page, &e.Text}, r.dest()...)
		if err := errors.Join(rows.Scan(dest...), r.finish()); err != nil {
			return nil, err
		}
		e.complete(&r, hash, nth)
		entries = append(entries, e)
	}
	return entries, rows.Err()
}

// Stats says how much there is in a library.
type Stats struct {
	Narratives, Passages, Words int
	Sources, Countries, Reports int
	FirstYear, LastYear         int   // 0 in an empty library
	Older                       int   // texts that were replaced, and are kept
	Removed                     int   // narratives that were removed, and have not come again
	TextBytes                   int64 // of the narratives' texts
	DiskBytes                   int64 // of the database and its log
}

// Stats counts what the library holds.
func (l *Library) Stats(ctx context.Context) (Stats, error) {
	var s Stats
	err := l.read.QueryRowContext(ctx, `SELECT COUNT(*), COALESCE(SUM(passages), 0), COALESCE(SUM(words), 0),
		COUNT(DISTINCT source), COUNT(DISTINCT country), COUNT(DISTINCT report),
		COALESCE(MIN(year), 0), COALESCE(MAX(year), 0), COALESCE(SUM(bytes), 0),
		(SELECT COUNT(*) FROM narratives WHERE ended > 0 AND fate = 'replaced'),
		(SELECT COUNT(DISTINCT id) FROM narratives WHERE ended > 0 AND fate <> 'replaced'
			AND id NOT IN (SELECT id FROM narratives WHERE ended = 0))
		FROM narratives WHERE ended = 0`).
		Scan(&s.Narratives, &s.Passages, &s.Words, &s.Sources, &s.Countries, &s.Reports,
			&s.FirstYear, &s.LastYear, &s.TextBytes, &s.Older, &s.Removed)
	if err != nil {
		return s, fmt.Errorf("read library %s: %w", l.dir, err)
	}
	for _, suffix := range []string{"", "-wal"} {
		info, err := os.Stat(filepath.Join(l.dir, libraryFile+suffix))
		if err == nil {
			s.DiskBytes += info.Size()
		} else if !errors.Is(err, os.ErrNotExist) {
			return s, fmt.Errorf("read library %s: %w", l.dir, err)
		}
	}
	return s, nil
}

// A narrativeRow is a row of narrativeColumns.
type narrativeRow struct {
	corpus.Narrative
	row, first      int64
	passages, words int
	bytes           int
	repairs, tail   string
	imported        int64
	retired         int64
}

const (
	narrativeColumns = `n.row, n.first, n.passages, n.words, n.bytes, n.repairs, n.retired,
		n.id, n.report, n.publisher, n.title, n.country, n.code, n.year, n.tier, n.language, n.url,
		s.name, s.sha256, n.imported, n.tail`
	narrativeTables = ` FROM narratives n JOIN sources s ON s.row = n.source`
	entryColumns    = `p.row, p.start, p.hash, p.nth, p.section, p.kind, p.run_in, p.page, p.text, ` + narrativeColumns
)

func (r *narrativeRow) dest() []any {
	return []any{&r.row, &r.first, &r.passages, &r.words, &r.bytes, &r.repairs, &r.retired,
		&r.ID, &r.Report, &r.Publisher, &r.Title, &r.Country, &r.CountryCode, &r.Year, &r.Tier, &r.Language, &r.URL,
		&r.Source.Name, &r.Source.SHA256, &r.imported, &r.tail}
}

// finish fills in what is stored in another form.
func (r *narrativeRow) finish() error {
	r.Source.Imported = timeOf(r.imported)
	r.Repairs = nil
	if r.repairs == "null" || r.repairs == "[]" {
		return nil
	}
	return json.Unmarshal([]byte(r.repairs), &r.Repairs)
}

func (r *narrativeRow) summary() Summary { return Summary{&r.Narrative, r.row, r.passages, r.words} }

// scanNarratives reads narrativeColumns.
func scanNarratives(rows *sql.Rows, err error) ([]*narrativeRow, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []*narrativeRow
	for rows.Next() {
		r := &narrativeRow{}
		if err := rows.Scan(r.dest()...); err != nil {
			return nil, err
		}
		if err := r.finish(); err != nil {
			return nil, err
		}
		found = append(found, r)
	}
	return found, rows.Err()
}

// whole puts the text together and reads the passages.
func (r *narrativeRow) whole(ctx context.Context, passages *sql.Stmt) (Stored, error) {
	rows, err := passages.QueryContext(ctx, r.first, r.first+int64(r.passages))
	if err != nil {
		return Stored{}, err
	}
	defer rows.Close()
	s := Stored{&r.Narrative, make([]int64, 0, r.passages)}
	s.Passages = make([]corpus.Passage, 0, r.passages)
	var text strings.Builder
	text.Grow(r.bytes)
	// database/sql takes these types as they are; an int or a Kind it would
	// turn into text and back.
	var hash, nth, runIn, page int64
	var section, kind, before, own string
	for rows.Next() {
		if err := rows.Scan(&hash, &nth, &section, &kind, &runIn, &page, &before, &own); err != nil {
			return Stored{}, err
		}
		text.WriteString(before)
		start := text.Len()
		text.WriteString(own)
		s.Rows = append(s.Rows, r.first+int64(len(s.Rows)))
		s.Passages = append(s.Passages, corpus.Passage{ID: passageID(r.ID, hash, int(nth)), Span: prose.Span{Start: start, End: text.Len()},
			Section: section, Kind: corpus.Kind(kind), RunIn: int(runIn), Page: int(page)})
	}
	if err := rows.Err(); err != nil {
		return Stored{}, err
	}
	text.WriteString(r.tail)
	if s.Text = text.String(); len(s.Text) != r.bytes || len(s.Rows) != r.passages {
		return Stored{}, fmt.Errorf("narrative %s is damaged: it has %d passages and %d bytes of %d and %d",
			r.ID, len(s.Rows), len(s.Text), r.passages, r.bytes)
	}
	return s, nil
}

// statements are those that are asked again and again.
type statements struct {
	revision, byID, byPassage, after, revisions, ids, passages, byRows, byRow, byHash, byOldHash *sql.Stmt
}

func (s *statements) prepare(ctx context.Context, db *sql.DB) error {
	narratives := "SELECT " + narrativeColumns + narrativeTables
	entries := "SELECT " + entryColumns + narrativeTables
	byHash := entries + " JOIN passages p ON p.row >= n.first AND p.row < n.first + n.passages WHERE n.id = ? AND p.hash = ? AND p.nth = ?"
	return prepareAll(ctx, db, []toPrepare{
		{&s.revision, "SELECT revision FROM meta"},
		{&s.byID, narratives + " WHERE n.id = ? AND n.ended = 0"},
		{&s.byPassage, narratives + " WHERE n.row = (SELECT narrative FROM passages WHERE row = ?)"},
		{&s.after, narratives + " WHERE n.row > ? AND n.ended = 0 ORDER BY n.row LIMIT 100"},
		{&s.revisions, narratives + ` WHERE n.id = ?1 AND n.ended = 0
			OR n.id = ?1 AND n.ended > 0 AND n.fate = 'replaced' ORDER BY n.row`},
		{&s.ids, "SELECT id FROM narratives WHERE ended = 0 ORDER BY row"},
		{&s.passages, "SELECT hash, nth, section, kind, run_in, page, before, text FROM passages WHERE row >= ? AND row < ? ORDER BY row"},
		{&s.byRows, `SELECT (SELECT revision FROM meta), narrative, row, start, hash, nth, section, kind, run_in, page, text
			FROM passages WHERE row IN (SELECT value FROM json_each(?))`},
		{&s.byRow, narratives + " WHERE n.row = ?"},
		{&s.byHash, byHash + " AND n.ended = 0"},
		{&s.byOldHash, byHash + " AND n.ended > 0 AND n.fate = 'replaced' ORDER BY n.row DESC LIMIT 1"},
	})
}

type toPrepare struct {
	stmt  **sql.Stmt
	query string
}

func prepareAll(ctx context.Context, on interface {
	PrepareContext(context.Context, string) (*sql.Stmt, error)
}, list []toPrepare) (err error) {
	for _, p := range list {
		if *p.stmt, err = on.PrepareContext(ctx, p.query); err != nil {
			return err
		}
	}
	return nil
}
