package library

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"verbatim/corpus"
	"verbatim/corpus/prose"
)

// Passages returns the passages in the rows asked for, in that order. Those of
// narratives that were replaced, or removed within the last day, are there as
// well, as they were. The error is ErrNotFound if a row is not there. Answers
// share their Narratives, which are not to be changed.
func (l *Library) Passages(ctx context.Context, rows []int64) ([]Entry, error) {
	entries, err := l.passages(ctx, rows)
	if err != nil {
		return nil, err
	}
	for i, e := range entries {
		if e.Narrative == nil {
			return nil, fmt.Errorf("passage in row %d: %w", rows[i], ErrNotFound)
		}
	}
	return entries, nil
}

// passages returns the passages in rows as they are in one revision; that of a row
// which is not there has no Narrative.
func (l *Library) passages(ctx context.Context, rows []int64) ([]Entry, error) {
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
		if entries[i].Narrative == nil {
			entries[i] = found[row]
		}
	}
	return entries, nil
}

// An Excerpt is passages that stand one after the other in a narrative.
type Excerpt struct {
	Text    string  // from the start of the first to the end of the last
	Entries []Entry // their spans are of Text
}

// Around returns a passage with those beside it in its narrative: to either side one,
// if there is one, and more until so many bytes of the text are reached. The error is
// ErrNotFound if the passage is not there.
func (l *Library) Around(ctx context.Context, e Entry, reach int) (Excerpt, error) {
	for n := 4; ; n *= 4 {
		beside, at, err := l.beside(ctx, e, n)
		if err != nil {
			return Excerpt{}, err
		}
		own := beside[at].Span
		from, to := at, at
		for from > 0 && (from == at || own.Start-beside[from].Span.Start < reach) {
			from--
		}
		for to+1 < len(beside) && (to == at || beside[to].Span.End-own.End < reach) {
			to++
		}
		if reached := own.Start-beside[from].Span.Start >= reach; from == 0 && at == n && !reached {
			continue
		}
		if reached := beside[to].Span.End-own.End >= reach; to == at+n && !reached {
			continue
		}
		return excerptOf(beside[from : to+1]), nil
	}
}

// beside returns a passage with those beside it in its narrative, at most n to either
// side, and its place among them.
func (l *Library) beside(ctx context.Context, e Entry, n int) (all []Entry, at int, err error) {
	first := e.Row - int64(min(n, e.Seq))
	rows := make([]int64, 0, 2*n+1)
	for row := first; row <= e.Row+int64(n); row++ {
		rows = append(rows, row)
	}
	entries, err := l.passages(ctx, rows)
	if err != nil {
		return nil, 0, err
	}
	own := entries[e.Row-first]
	if own.Narrative == nil {
		return nil, 0, fmt.Errorf("passage in row %d: %w", e.Row, ErrNotFound)
	}
	for _, o := range entries {
		if o.Narrative != nil && o.Row-int64(o.Seq) == own.Row-int64(own.Seq) {
			if o.Row == e.Row {
				at = len(all)
			}
			all = append(all, o)
		}
	}
	return all, at, nil
}

func excerptOf(entries []Entry) Excerpt {
	s := Excerpt{Entries: entries}
	var text strings.Builder
	for i := range entries {
		if i > 0 {
			text.WriteString(entries[i].before)
		}
		start := text.Len()
		text.WriteString(entries[i].Text)
		entries[i].Span = prose.Span{Start: start, End: text.Len()}
	}
	s.Text = text.String()
	return s
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
		if checksum(p.Text) != p.sum || checksum(p.before) != p.beforeSum {
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
	narrative, hash, sum, beforeSum int64
	nth                             int
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
	var narrative, row, start, hash, nth, runIn, page, sum, beforeSum int64
	var section, under, number, kind, before, text string
	dest := []any{&revision, &narrative, &row, &start, &hash, &nth, &section, &under, &number, &kind, &runIn, &page, &before, &beforeSum, &text, &sum}
	for read.Next() {
		if err := read.Scan(dest...); err != nil {
			return nil, 0, err
		}
		p := cutPassage{narrative: narrative, hash: hash, sum: sum, beforeSum: beforeSum, nth: int(nth)}
		p.Row, p.before, p.Text = row, before, text
		p.Passage = corpus.Passage{Span: prose.Span{Start: int(start)}, Section: section, Under: under, Number: number,
			Kind: corpus.Kind(kind), RunIn: int(runIn), Page: int(page)}
		found = append(found, p)
	}
	return found, revision, read.Err()
}
