package library

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"verbatim/corpus"
)

// A Revision is a narrative as it was imported once: what an ID stood for until
// another text took its place. Source says when it came and from which file.
type Revision struct {
	Summary
	Number  int       // from 1, the oldest
	Retired time.Time // when the next one took its place; zero if it is current
}

// A RemovedError says that a narrative was taken out of the library. It is
// ErrNotFound as well.
type RemovedError struct {
	ID, Title string
	Removed   time.Time
}

func (e *RemovedError) Error() string { return "it was removed on " + e.Removed.Format(time.DateOnly) }

// Unwrap returns ErrNotFound.
func (e *RemovedError) Unwrap() error { return ErrNotFound }

// Revisions lists what a narrative was and is, the oldest first. The error is
// ErrNotFound if there is no narrative with this ID, and a *RemovedError if
// there was one.
func (l *Library) Revisions(ctx context.Context, id string) ([]Revision, error) {
	var revisions []Revision
	err := l.atOnce(ctx, func(tx *sql.Tx) error {
		found, err := l.revisions(ctx, tx, id)
		for i, r := range found {
			revisions = append(revisions, Revision{r.summary(), i + 1, timeOf(r.retired)})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("revisions of narrative %s: %w", id, err)
	}
	return revisions, nil
}

// RevisionOf returns a narrative whole, as it was in its revision with a number,
// with the IDs that its passages had. The error is ErrNotFound if there is
// none, and a *RemovedError if the narrative was removed.
func (l *Library) RevisionOf(ctx context.Context, id string, number int) (*corpus.Narrative, error) {
	var stored Stored
	err := l.atOnce(ctx, func(tx *sql.Tx) error {
		found, err := l.revisions(ctx, tx, id)
		if err != nil {
			return err
		}
		if number < 1 || number > len(found) {
			return fmt.Errorf("%w: there are 1 to %d", ErrNotFound, len(found))
		}
		stored, err = found[number-1].whole(ctx, tx.StmtContext(ctx, l.stmts.passages))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("revision %d of narrative %s: %w", number, id, err)
	}
	return stored.Narrative, nil
}

// atOnce reads one state of the library, whatever is committed meanwhile.
func (l *Library) atOnce(ctx context.Context, read func(*sql.Tx) error) error {
	tx, err := l.read.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err = read(tx); err != nil && ctx.Err() != nil {
		return ctx.Err() // the driver may say that its statement is closed
	}
	return err
}

func (l *Library) revisions(ctx context.Context, tx *sql.Tx, id string) ([]*narrativeRow, error) {
	found, err := scanNarratives(tx.StmtContext(ctx, l.stmts.revisions).QueryContext(ctx, id))
	if err == nil && len(found) == 0 {
		err = missing(ctx, tx, id)
	}
	return found, err
}

// missing says why there is no narrative with an ID.
func missing(ctx context.Context, tx *sql.Tx, id string) error {
	gone := &RemovedError{ID: id}
	var at int64
	err := tx.QueryRowContext(ctx, `SELECT title, retired FROM narratives
		WHERE id = ? AND ended > 0 AND status IN ('removed', 'deleted') ORDER BY row DESC LIMIT 1`, id).Scan(&gone.Title, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	if err != nil {
		return err
	}
	gone.Removed = timeOf(at)
	return gone
}

// timeOf returns the time of what the tables hold: seconds since 1970, or 0.
func timeOf(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// How alike a passage must be to one that is no more to be its successor, and
// how many are given. A paragraph cut in two halves has two, each of about 0.67.
const (
	leastSimilarity = 0.5
	mostSuccessors  = 3
)

// Successors returns the passages of the current narrative that most likely say
// now what a retired one said (at most 3, the likeliest first, none if it was
// left out): those that are new since then and share the most words with it.
// Of equals the one in the same section comes first, then the one in the
// nearest place. A passage that is current has none. The error is a
// *RemovedError if the narrative was removed.
func (l *Library) Successors(ctx context.Context, e Entry) ([]Entry, error) {
	if e.Retired.IsZero() {
		return nil, nil
	}
	var then, now Stored
	err := l.atOnce(ctx, func(tx *sql.Tx) (err error) {
		if now, err = l.stored(ctx, tx, l.stmts.byID, e.Narrative.ID); err != nil {
			return err
		}
		then, err = l.stored(ctx, tx, l.stmts.byPassage, e.Row)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("successors of passage %s: %w", e.ID, err)
	}
	return successors(e, then, now), nil
}

func successors(e Entry, then, now Stored) []Entry {
	stood := make(map[string]bool, len(then.Passages))
	for _, p := range then.Passages {
		stood[p.ID] = true
	}
	type candidate struct {
		Entry
		similarity float64
	}
	var found []candidate
	words := wordsOf(e.Text)
	for i, p := range now.Passages {
		if stood[p.ID] {
			continue
		}
		if like := similarity(words, wordsOf(p.Span.In(now.Text))); like >= leastSimilarity {
			found = append(found, candidate{now.entry(i), like})
		}
	}
	elsewhere := func(c candidate) int {
		if c.Section == e.Section {
			return 0
		}
		return 1
	}
	away := func(c candidate) int { return max(c.Seq-e.Seq, e.Seq-c.Seq) }
	slices.SortStableFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.similarity, a.similarity), elsewhere(a)-elsewhere(b), away(a)-away(b))
	})
	var entries []Entry
	for _, c := range found[:min(len(found), mostSuccessors)] {
		entries = append(entries, c.Entry)
	}
	return entries
}

// entry returns a passage of a current narrative as it is shown.
func (s Stored) entry(i int) Entry {
	head := *s.Narrative
	head.Text, head.Passages = "", nil
	p := s.Passages[i]
	return Entry{Row: s.Rows[i], Passage: p, Text: p.Span.In(s.Text), Narrative: &head, Seq: i}
}
