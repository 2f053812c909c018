package library

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"verbatim/corpus"
	"verbatim/corpus/prose"
)

// A narrativeRow is a row of narrativeColumns.
type narrativeRow struct {
	corpus.Narrative
	row, first      int64
	passages        int // headings are among them
	headings, bytes int
	repairs, known  string
	tail            string
	tailSum         int64
	imported        int64
	retired         int64
}

const (
	narrativeColumns = `n.row, n.first, n.passages, n.headings, n.bytes, n.repairs, n.known, n.retired,
		n.id, n.report, n.publisher, n.title, n.country, n.code, n.year, n.tier, n.language, n.url, n.symbol,
		s.name, s.sha256, n.imported, n.tail, n.tail_sum`
	narrativeTables = ` FROM narratives n JOIN sources s ON s.row = n.source`
	underColumn     = `COALESCE((SELECT titles FROM paths WHERE row = p.path), '')`
	entryColumns    = `p.row, p.start, p.hash, p.nth, p.section, ` + underColumn + `, p.number, p.kind, p.run_in, p.page, p.text, p.sum, ` + narrativeColumns
)

// selectPassages is for the passages of a narrative, in their order; see whole.
const selectPassages = "SELECT hash, nth, section, " + underColumn + ", number, kind, run_in, page, before, before_sum, text, sum FROM passages p WHERE row >= ? AND row < ? ORDER BY row"

func (r *narrativeRow) dest() []any {
	return []any{&r.row, &r.first, &r.passages, &r.headings, &r.bytes, &r.repairs, &r.known, &r.retired,
		&r.ID, &r.Report, &r.Publisher, &r.Title, &r.Country, &r.CountryCode, &r.Year, &r.Tier, &r.Language, &r.URL, &r.Symbol,
		&r.Source.Name, &r.Source.SHA256, &r.imported, &r.tail, &r.tailSum}
}

// finish fills in what is stored in another form.
func (r *narrativeRow) finish() error {
	r.Source.Imported = timeOf(r.imported)
	r.Repairs, r.Known = nil, nil
	if r.repairs != "null" && r.repairs != "[]" {
		if err := json.Unmarshal([]byte(r.repairs), &r.Repairs); err != nil {
			return err
		}
	}
	if r.known == "null" || r.known == "{}" {
		return nil
	}
	return json.Unmarshal([]byte(r.known), &r.Known)
}

func (r *narrativeRow) summary() Summary {
	return Summary{&r.Narrative, r.row, r.passages - r.headings, r.headings}
}

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
	var hash, nth, runIn, page, beforeSum, sum int64
	var section, under, number, kind, before, own string
	var between string // what stood before a passage that was as it should be: mostly the same
	var betweenSum int64
	for rows.Next() {
		if err := rows.Scan(&hash, &nth, &section, &under, &number, &kind, &runIn, &page, &before, &beforeSum, &own, &sum); err != nil {
			return Stored{}, err
		}
		if before != between || beforeSum != betweenSum {
			between, betweenSum = before, checksum(before)
		}
		if betweenSum != beforeSum || checksum(own) != sum {
			return Stored{}, r.damaged()
		}
		text.WriteString(before)
		start := text.Len()
		text.WriteString(own)
		s.Rows = append(s.Rows, r.first+int64(len(s.Rows)))
		s.Passages = append(s.Passages, corpus.Passage{ID: passageID(r.ID, hash, int(nth)), Span: prose.Span{Start: start, End: text.Len()},
			Section: section, Under: under, Number: number, Kind: corpus.Kind(kind), RunIn: int(runIn), Page: int(page)})
	}
	if err := rows.Err(); err != nil {
		return Stored{}, err
	}
	text.WriteString(r.tail)
	if s.Text = text.String(); len(s.Text) != r.bytes || len(s.Rows) != r.passages || checksum(r.tail) != r.tailSum {
		return Stored{}, r.damaged()
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
			OR n.id = ?1 AND n.ended > 0 AND n.status = 'replaced' ORDER BY n.row`},
		{&s.ids, "SELECT id FROM narratives WHERE ended = 0 ORDER BY row"},
		{&s.passages, selectPassages},
		{&s.byRows, `SELECT (SELECT revision FROM meta), narrative, row, start, hash, nth, section, ` + underColumn + `, number, kind, run_in, page, before, before_sum, text, sum
			FROM passages p WHERE row IN (SELECT value FROM json_each(?))`},
		{&s.byRow, narratives + " WHERE n.row = ?"},
		{&s.byHash, byHash + " AND n.ended = 0"},
		{&s.byOldHash, byHash + " AND n.ended > 0 AND n.status = 'replaced' ORDER BY n.row DESC LIMIT 1"},
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
