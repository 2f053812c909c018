package library

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Stats says how much there is in a library.
type Stats struct {
	Narratives, Passages, Words int // headings are not counted among passages and words, which white space separates
	Headings                    int
	Sources, Countries, Reports int
	FirstYear, LastYear         int   // 0 where no year is known
	Older                       int   // texts that were replaced, and are kept
	Removed                     int   // narratives that were removed, and have not come again
	TextBytes                   int64 // of the narratives' texts
	DiskBytes                   int64 // of the database and its log
}

// Stats counts what the library holds.
func (l *Library) Stats(ctx context.Context) (Stats, error) {
	var s Stats
	err := l.read.QueryRowContext(ctx, `SELECT COUNT(*), COALESCE(SUM(passages - headings), 0), COALESCE(SUM(headings), 0), COALESCE(SUM(words), 0),
		COUNT(DISTINCT source), COUNT(DISTINCT NULLIF(country, '')), COUNT(DISTINCT NULLIF(report, '')),
		COALESCE(MIN(NULLIF(year, 0)), 0), COALESCE(MAX(year), 0), COALESCE(SUM(bytes), 0),
		(SELECT COUNT(*) FROM narratives WHERE ended > 0 AND status = 'replaced'),
		(SELECT COUNT(DISTINCT id) FROM narratives WHERE ended > 0 AND status <> 'replaced'
			AND id NOT IN (SELECT id FROM narratives WHERE ended = 0))
		FROM narratives WHERE ended = 0`).
		Scan(&s.Narratives, &s.Passages, &s.Headings, &s.Words, &s.Sources, &s.Countries, &s.Reports,
			&s.FirstYear, &s.LastYear, &s.TextBytes, &s.Older, &s.Removed)
	if err != nil {
		return s, fmt.Errorf("read library %s: %w", l.dir, err)
	}
	for _, suffix := range []string{"", "-wal"} {
		info, err := os.Stat(filepath.Join(l.dir, File+suffix))
		if err == nil {
			s.DiskBytes += info.Size()
		} else if !errors.Is(err, os.ErrNotExist) {
			return s, fmt.Errorf("read library %s: %w", l.dir, err)
		}
	}
	return s, nil
}
