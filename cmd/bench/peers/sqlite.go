package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite"

	"verbatim/cmd/bench/compare"
	"verbatim/cmd/bench/workload"
	"verbatim/corpus/library"
	"verbatim/search"
)

// SQLite FTS5 with its Porter stemmer, through the driver that verbatim has.
// The fields stand in a table of their own, each with an index.

type sqlite struct{ db *sql.DB }

func connect(dir string) (*sql.DB, error) {
	return sql.Open("sqlite", "file:"+filepath.Join(dir, "fts.db")+"?_pragma=mmap_size(4000000000)&_pragma=cache_size(-200000)")
}

func buildSQLite(ctx context.Context, dir string, library *library.Library) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	db, err := connect(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	columns := strings.Join(facetNames(), ", ")
	if _, err := db.ExecContext(ctx, `CREATE VIRTUAL TABLE passages USING fts5(text, tokenize = 'porter unicode61 remove_diacritics 2');
		CREATE TABLE fields (row INTEGER PRIMARY KEY, `+columns+`)`); err != nil {
		return err
	}
	for batch, err := range batches(ctx, library, 10_000) {
		if err != nil {
			return err
		}
		if err := insert(ctx, db, batch); err != nil {
			return err
		}
	}
	for _, f := range facetNames() {
		if _, err := db.ExecContext(ctx, fmt.Sprintf("CREATE INDEX fields_%s ON fields (%s)", f, f)); err != nil {
			return err
		}
	}
	_, err = db.ExecContext(ctx, "INSERT INTO passages (passages) VALUES ('optimize'); ANALYZE")
	return err
}

func insert(ctx context.Context, db *sql.DB, batch []passage) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	text, err := tx.PrepareContext(ctx, "INSERT INTO passages (rowid, text) VALUES (?, ?)")
	if err != nil {
		return err
	}
	fields, err := tx.PrepareContext(ctx, "INSERT INTO fields VALUES (?, ?, ?, ?, ?, ?, ?)")
	if err != nil {
		return err
	}
	for _, p := range batch {
		args := []any{p.row}
		for _, v := range p.values() {
			args = append(args, v)
		}
		_, failed := text.ExecContext(ctx, p.row, p.text)
		if _, err := fields.ExecContext(ctx, args...); err != nil || failed != nil {
			return errors.Join(err, failed)
		}
	}
	return tx.Commit()
}

func openSQLite(dir, _ string) (compare.Engine, error) {
	db, err := connect(dir)
	return &sqlite{db}, err
}

func (s *sqlite) Name() string { return "SQLite FTS5" }
func (s *sqlite) Close() error { return s.db.Close() }

// fts is the language of FTS5.
var fts = language[string]{
	word:   func(t *search.Term) (string, error) { return quoted(t.Text), nil },
	phrase: func(words []string) (string, error) { return quoted(strings.Join(words, " ")), nil },
	wildcard: func(pattern string) (string, error) {
		if !isPrefix(pattern) || strings.HasSuffix(pattern, "?") {
			return "", compare.ErrCannot
		}
		return quoted(strings.TrimSuffix(pattern, "*")) + " *", nil
	},
	near: func(n *search.Near) (string, error) {
		if n.Within != search.WithinWords {
			return "", compare.ErrCannot
		}
		both := operands(n)
		return fmt.Sprintf("NEAR(%s %s, %d)", quoted(both[0]), quoted(both[1]), n.Distance-1), nil
	},
	all: func(wanted, unwanted []string) string {
		all := "(" + strings.Join(wanted, " AND ") + ")"
		return strings.Join(append([]string{all}, unwanted...), " NOT ")
	},
	any: func(wanted []string) string { return "(" + strings.Join(wanted, " OR ") + ")" },
}

func quoted(s string) string { return `"` + s + `"` }

// Ask implements compare.Engine.
func (s *sqlite) Ask(ctx context.Context, q workload.Question) (answer compare.Answer, err error) {
	if q.Task == workload.Quote {
		return answer, compare.ErrCannot
	}
	root, err := parse(q.Text, q.Mode)
	if err != nil {
		return answer, err
	}
	match, err := translate(fts, root)
	if err != nil {
		return answer, err
	}
	from, args := "passages", []any{match}
	conditions := []string{"passages MATCH ?"}
	for field, value := range q.Filters {
		from = "passages JOIN fields ON fields.row = passages.rowid"
		conditions = append(conditions, string(field)+" = ?")
		args = append(args, value)
	}
	where := strings.Join(conditions, " AND ")
	count := s.db.QueryRowContext(ctx, "SELECT COUNT(*) FROM "+from+" WHERE "+where, args...)
	if err := count.Scan(&answer.Total); err != nil {
		return answer, err
	}
	for _, field := range counted(q.Task) {
		if err := s.facet(ctx, field, where, args); err != nil {
			return answer, err
		}
	}
	answer.Hits, err = s.hits(ctx, q, from, where, args)
	return answer, err
}

func (s *sqlite) facet(ctx context.Context, field, where string, args []any) error {
	rows, err := s.db.QueryContext(ctx, fmt.Sprintf("SELECT %s, COUNT(*) FROM passages JOIN fields ON fields.row = passages.rowid WHERE %s GROUP BY 1 ORDER BY 2 DESC",
		field, where), args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var value string
		var n int
		if err := rows.Scan(&value, &n); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (s *sqlite) hits(ctx context.Context, q workload.Question, from, where string, args []any) (hits []string, err error) {
	skip, size := shown(q.Task)
	if size == 0 {
		return nil, nil
	}
	text := "highlight(passages, 0, '<mark>', '</mark>')"
	if q.Bare {
		text = "''"
	}
	rows, err := s.db.QueryContext(ctx, fmt.Sprintf("SELECT passages.rowid, %s FROM %s WHERE %s ORDER BY rank LIMIT %d OFFSET %d",
		text, from, where, size, skip), args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var row int64
		var text string
		if err := rows.Scan(&row, &text); err != nil {
			return nil, err
		}
		hits = append(hits, text)
	}
	return hits, rows.Err()
}

// shown says which hits a task wants.
func shown(t workload.Task) (skip, size int) {
	switch t {
	case workload.ByYear, workload.Count:
		return 0, 0
	case workload.Page:
		return 1000, 10
	case workload.Export:
		return 0, 1000
	}
	return 0, 10
}

// counted says which fields a task wants counted.
func counted(t workload.Task) []string {
	switch t {
	case workload.Facets:
		return facetNames()
	case workload.ByYear:
		return []string{string(search.FieldYear)}
	}
	return nil
}

// facetNames are the search.Facets.
func facetNames() []string {
	names := make([]string, len(search.Facets))
	for i, f := range search.Facets {
		names[i] = string(f)
	}
	return names
}
