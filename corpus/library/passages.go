package library

import (
	"context"
	"encoding/json"
	"fmt"

	"verbatim/corpus"
	"verbatim/corpus/prose"
)

// Passages returns the passages in the rows asked for, in that order. Those of
// narratives that were replaced, or removed within the last day, are there as
// well, as they were. The error is ErrNotFound if a row is not there. Answers
// share their Narratives, which are not to be changed.
func (l *Library) Passages(ctx context.Context, rows []int64) ([]Entry, error) {
	revision, err := l.Revision(ctx)
	if err != nil {
		return nil, fmt.Errorf("passages: %w", err)
	}
	entries := make([]Entry, len(rows))
	missing := l.cache.passages(revision, rows, entries)
	if len(missing) == 0 {
		return entries, nil
	}
	found, now, err := l.readPassages(ctx, missing)
	if err == nil && now != revision && len(missing) < len(rows) { // an import came between
		found, _, err = l.readPassages(ctx, rows)
		clear(entries)
	}
	if err != nil {
		return nil, fmt.Errorf("passages: %w", err)
	}
	for i, row := range rows {
		if entries[i].Narrative != nil {
			continue
		}
		e, ok := found[row]
		if !ok {
			return nil, fmt.Errorf("passage in row %d: %w", row, ErrNotFound)
		}
		entries[i] = e
	}
	return entries, nil
}

// pageful is how many passages at once are kept. Who asks for more reads through a
// whole answer, which would take the place of what is asked for again.
const pageful = 100

// readPassages reads passages, by row, as they are in one revision. Those that are
// not there are left out; if none is there, the revision is 0.
func (l *Library) readPassages(ctx context.Context, rows []int64) (found map[int64]Entry, revision int64, err error) {
	cut, revision, err := l.cutPassages(ctx, rows)
	if err != nil {
		return nil, 0, err
	}
	found = make(map[int64]Entry, len(cut))
	for _, p := range cut {
		// The connection that they were read on is free again: this may need one.
		r, err := l.described(ctx, revision, p.narrative)
		if err != nil {
			return nil, 0, err
		}
		if checksum(p.Text) != p.sum {
			return nil, 0, r.damaged()
		}
		p.complete(r, p.hash, p.nth)
		found[p.Row] = p.Entry
	}
	if len(rows) <= pageful {
		l.cache.putPassages(revision, found)
	}
	return found, revision, nil
}

// A cutPassage is a passage without its narrative.
type cutPassage struct {
	Entry
	narrative, hash, sum int64
	nth                  int
}

func (l *Library) cutPassages(ctx context.Context, rows []int64) (found []cutPassage, revision int64, err error) {
	asked, err := json.Marshal(rows)
	if err != nil {
		return nil, 0, err
	}
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	// Reading a few rows by their keys takes less than being ready to stop.
	read, err := l.stmts.byRows.QueryContext(context.WithoutCancel(ctx), string(asked))
	if err != nil {
		return nil, 0, err
	}
	defer read.Close()
	found = make([]cutPassage, 0, len(rows))
	// database/sql takes these types as they are; an int or a Kind it would
	// turn into text and back.
	var narrative, row, start, hash, nth, runIn, page, sum int64
	var section, under, number, kind, text string
	dest := []any{&revision, &narrative, &row, &start, &hash, &nth, &section, &under, &number, &kind, &runIn, &page, &text, &sum}
	for read.Next() {
		if err := read.Scan(dest...); err != nil {
			return nil, 0, err
		}
		p := cutPassage{narrative: narrative, hash: hash, sum: sum, nth: int(nth)}
		p.Row, p.Text = row, text
		p.Passage = corpus.Passage{Span: prose.Span{Start: int(start)}, Section: section, Under: under, Number: number,
			Kind: corpus.Kind(kind), RunIn: int(runIn), Page: int(page)}
		found = append(found, p)
	}
	return found, revision, read.Err()
}
