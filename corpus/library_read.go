package corpus

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
)

// An Entry is a passage as it is shown: with its text, and its narrative
// without text and passages.
type Entry struct {
	Row int64 // the passage's number in the library, never used again
	Passage
	Text      string
	Narrative *Narrative
	Seq       int // its place among the narrative's passages, from 0
}

// A Stored is a whole narrative with the rows of its passages.
type Stored struct {
	*Narrative
	Rows []int64 // Rows[i] is the row of Passages[i]
}

// A Summary is a narrative in a list: without text and passages.
type Summary struct {
	Narrative *Narrative
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
	page, err := l.narratives(ctx, f, after, size)
	if err != nil {
		return Page{}, fmt.Errorf("list narratives: %w", err)
	}
	return page, nil
}

func (l *Library) narratives(ctx context.Context, f Filter, after int64, size int) (page Page, err error) {
	tx, err := l.read.BeginTx(ctx, nil)
	if err != nil {
		return page, err
	}
	defer tx.Rollback()
	where, args := f.where()
	err = tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM narratives n WHERE "+where, args...).Scan(&page.Total)
	if err != nil {
		return page, err
	}
	rows, err := tx.QueryContext(ctx, "SELECT "+narrativeColumns+narrativeTables+" WHERE "+where+
		" AND n.row > ? ORDER BY n.row LIMIT ?", append(args, after, size+1)...)
	if err != nil {
		return page, err
	}
	found, err := scanNarratives(rows)
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
		page.Narratives = append(page.Narratives, Summary{&r.Narrative, r.row, r.passages, r.words})
	}
	return page, nil
}

// where gives the filter as an SQL condition on the narratives n.
func (f Filter) where() (condition string, args []any) {
	all := []string{"n.ended = 0"}
	add := func(column string, values []string) {
		if len(values) == 0 {
			return
		}
		for _, v := range values {
			args = append(args, v)
		}
		all = append(all, "n."+column+" COLLATE NOCASE IN (?"+strings.Repeat(", ?", len(values)-1)+")")
	}
	var countries []string
	for _, name := range f.Countries {
		short, _ := CountryName(name)
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

// Narrative gives the narrative with an ID, whole. The error is ErrNotFound if
// there is none.
func (l *Library) Narrative(ctx context.Context, id string) (*Narrative, error) {
	n, err := l.narrative(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("narrative %s: %w", id, err)
	}
	return n, nil
}

func (l *Library) narrative(ctx context.Context, id string) (*Narrative, error) {
	tx, err := l.read.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	rows, err := tx.StmtContext(ctx, l.stmts.byID).QueryContext(ctx, id)
	if err != nil {
		return nil, err
	}
	found, err := scanNarratives(rows)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, ErrNotFound
	}
	stored, err := found[0].whole(ctx, tx.StmtContext(ctx, l.stmts.passages))
	return stored.Narrative, err
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
		rows, err := after.QueryContext(ctx, last)
		if err != nil {
			return err
		}
		found, err := scanNarratives(rows)
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

// Passages gives the passages in the rows asked for, in that order. Those of
// narratives that were replaced within the last day are there as well, as they
// were. The error is ErrNotFound if a row is not there.
func (l *Library) Passages(ctx context.Context, rows []int64) ([]Entry, error) {
	asked, err := json.Marshal(rows)
	if err != nil {
		return nil, fmt.Errorf("passages: %w", err)
	}
	found, err := l.entries(ctx, l.stmts.byRows, string(asked))
	if err != nil {
		return nil, fmt.Errorf("passages: %w", err)
	}
	place := make(map[int64]int, len(found))
	for i, e := range found {
		place[e.Row] = i
	}
	entries := make([]Entry, len(rows))
	for i, row := range rows {
		at, ok := place[row]
		if !ok {
			return nil, fmt.Errorf("passage in row %d: %w", row, ErrNotFound)
		}
		entries[i] = found[at]
	}
	return entries, nil
}

// PassageByID gives the passage with an ID. The error is ErrNotFound if there
// is none.
func (l *Library) PassageByID(ctx context.Context, id string) (Entry, error) {
	narrative, hash, nth, ok := splitPassageID(id)
	if !ok {
		return Entry{}, fmt.Errorf("passage %q: %w", id, ErrNotFound)
	}
	found, err := l.entries(ctx, l.stmts.byHash, narrative, hash, nth)
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Entry{}, fmt.Errorf("passage %s: %w", id, err)
	}
	return found[0], nil
}

// entries runs a query for entryColumns.
func (l *Library) entries(ctx context.Context, query *sql.Stmt, args ...any) ([]Entry, error) {
	rows, err := query.QueryContext(ctx, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var entries []Entry
	narratives := map[int64]*Narrative{}
	var r narrativeRow
	var e Entry
	var hash int64
	var nth int
	dest := append([]any{&e.Row, &e.Span.Start, &hash, &nth, &e.Section, &e.Kind, &e.RunIn, &e.Page, &e.Text}, r.dest()...)
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return nil, err
		}
		n, ok := narratives[r.row]
		if !ok {
			if err := r.finish(); err != nil {
				return nil, err
			}
			whole := r.Narrative
			n = &whole
			narratives[r.row] = n
		}
		e.ID = passageID(r.ID, hash, nth)
		e.Span.End = e.Span.Start + len(e.Text)
		e.Seq = int(e.Row - r.first)
		e.Narrative = n
		entries = append(entries, e)
	}
	return entries, rows.Err()
}

// Stats says how much there is in a library.
type Stats struct {
	Narratives, Passages, Words int
	Sources, Countries, Reports int
	FirstYear, LastYear         int   // 0 in an empty library
	TextBytes                   int64 // of the narratives' texts
	DiskBytes                   int64 // of the database and its log
}

// Stats counts what the library holds.
func (l *Library) Stats(ctx context.Context) (Stats, error) {
	var s Stats
	err := l.read.QueryRowContext(ctx, `SELECT COUNT(*), COALESCE(SUM(passages), 0), COALESCE(SUM(words), 0),
		COUNT(DISTINCT source), COUNT(DISTINCT country), COUNT(DISTINCT report),
		COALESCE(MIN(year), 0), COALESCE(MAX(year), 0), COALESCE(SUM(bytes), 0)
		FROM narratives WHERE ended = 0`).
		Scan(&s.Narratives, &s.Passages, &s.Words, &s.Sources, &s.Countries, &s.Reports,
			&s.FirstYear, &s.LastYear, &s.TextBytes)
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
	Narrative
	row, first      int64
	passages, words int
	bytes           int
	repairs, tail   string
	imported        int64
}

const (
	narrativeColumns = `n.row, n.first, n.passages, n.words, n.bytes, n.repairs,
		n.id, n.report, n.publisher, n.title, n.country, n.code, n.year, n.tier, n.language, n.url,
		s.name, s.sha256, n.imported, n.tail`
	narrativeTables = ` FROM narratives n JOIN sources s ON s.row = n.source`
	entryColumns    = `p.row, p.start, p.hash, p.nth, p.section, p.kind, p.run_in, p.page, p.text, ` + narrativeColumns
)

func (r *narrativeRow) dest() []any {
	return []any{&r.row, &r.first, &r.passages, &r.words, &r.bytes, &r.repairs,
		&r.ID, &r.Report, &r.Publisher, &r.Title, &r.Country, &r.CountryCode, &r.Year, &r.Tier, &r.Language, &r.URL,
		&r.Source.Name, &r.Source.SHA256, &r.imported, &r.tail}
}

// finish fills in what is stored in another form.
func (r *narrativeRow) finish() error {
	r.Source.Imported = time.Unix(r.imported, 0).UTC()
	r.Repairs = nil
	if r.repairs == "null" || r.repairs == "[]" {
		return nil
	}
	return json.Unmarshal([]byte(r.repairs), &r.Repairs)
}

func scanNarratives(rows *sql.Rows) ([]*narrativeRow, error) {
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
	s.Passages = make([]Passage, 0, r.passages)
	var text strings.Builder
	text.Grow(r.bytes)
	var row, hash int64
	var nth int
	var p Passage
	var before, own string
	for rows.Next() {
		if err := rows.Scan(&row, &hash, &nth, &p.Section, &p.Kind, &p.RunIn, &p.Page, &before, &own); err != nil {
			return Stored{}, err
		}
		text.WriteString(before)
		start := text.Len()
		text.WriteString(own)
		s.Rows = append(s.Rows, row)
		p.ID, p.Span = passageID(r.ID, hash, nth), Span{start, text.Len()}
		s.Passages = append(s.Passages, p)
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
	revision, byID, after, passages, byRows, byHash *sql.Stmt
}

func (s *statements) prepare(ctx context.Context, db *sql.DB) error {
	entries := "SELECT " + entryColumns + narrativeTables
	return prepareAll(ctx, db, []toPrepare{
		{&s.revision, "SELECT revision FROM meta"},
		{&s.byID, "SELECT " + narrativeColumns + narrativeTables + " WHERE n.id = ? AND n.ended = 0"},
		{&s.after, "SELECT " + narrativeColumns + narrativeTables + " WHERE n.row > ? AND n.ended = 0 ORDER BY n.row LIMIT 100"},
		{&s.passages, "SELECT row, hash, nth, section, kind, run_in, page, before, text FROM passages WHERE row >= ? AND row < ? ORDER BY row"},
		{&s.byRows, entries + ` JOIN passages p ON p.narrative = n.row
			WHERE p.row IN (SELECT value FROM json_each(?))`},
		{&s.byHash, entries + ` JOIN passages p ON p.row >= n.first AND p.row < n.first + n.passages
			WHERE n.id = ? AND n.ended = 0 AND p.hash = ? AND p.nth = ?`},
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
