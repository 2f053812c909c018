package library

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"

	"verbatim/corpus"
)

// An Outcome says what became of a narrative that was added.
type Outcome int

// The outcomes.
const (
	Added     Outcome = iota // it is new
	Replaced                 // it took the place, and the ID, of what its file said before
	Unchanged                // it was there already; nothing was written
	Conflict                 // another file has told otherwise of the same; both are kept
)

func (o Outcome) String() string {
	return [...]string{"added", "replaced", "unchanged", "beside"}[o]
}

// A Tx is a change of the library: all of it is seen after Commit, or
// nothing. It is for one goroutine.
type Tx struct {
	l        *Library
	conn     *sql.Conn
	tx       *sql.Tx
	stmts    txStatements
	claimed  map[claim][sha256.Size]byte
	paths    map[string]int64 // rows of the headings around sections
	revision int64            // that the library will have
	next     int64            // the row of the next passage
	changed  bool
	due      int64 // until when that was removed which is to be deleted, in seconds since 1970; 0: a day ago
	broken   error // a write failed half way: Commit must not succeed
}

// A claim is what one narrative of an import is known by.
type claim struct {
	key
	source  string
	ordinal int
}

// Begin begins an import. Another one at the same time is waited for, 2
// seconds at most; then the error is ErrLocked. The import ends with ctx, if
// it was not committed. The error is a *FollowsError if the library follows another.
func (l *Library) Begin(ctx context.Context) (*Tx, error) {
	if err := l.CheckOwn(); err != nil {
		return nil, err
	}
	return l.BeginCopy(ctx)
}

// BeginCopy is Begin for a change that only takes deltas: so a library may be changed
// that follows another.
func (l *Library) BeginCopy(ctx context.Context) (*Tx, error) {
	im := &Tx{l: l, claimed: map[claim][sha256.Size]byte{}, paths: map[string]int64{}}
	if err := im.begin(ctx); err != nil {
		return nil, fmt.Errorf("import into library %s: %w", l.dir, errors.Join(err, im.end()))
	}
	return im, nil
}

func (im *Tx) begin(ctx context.Context) (err error) {
	patience, cancel := context.WithTimeout(ctx, lockPatience)
	defer cancel()
	if im.conn, err = im.l.write.Conn(patience); err != nil {
		if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
			err = ErrLocked
		}
		return err
	}
	if im.tx, err = im.conn.BeginTx(ctx, nil); err != nil {
		if e, ok := errors.AsType[*sqlite.Error](err); ok && e.Code()&0xff == sqliteBusy {
			err = ErrLocked
		}
		return err
	}
	if err := im.stmts.prepare(ctx, im.tx); err != nil {
		return err
	}
	if err := im.tx.QueryRowContext(ctx, "SELECT revision + 1 FROM meta").Scan(&im.revision); err != nil {
		return err
	}
	var last int64
	err = im.tx.QueryRowContext(ctx, "SELECT seq FROM sqlite_sequence WHERE name = 'passages'").Scan(&last)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	im.next = last + 1
	return nil
}

const sqliteBusy = 5 // SQLITE_BUSY

// Add adds a narrative and sets its ID and those of its passages. ordinal says
// which it is of those with the same report, year and country in its file,
// from 0.
//
// A narrative takes the place of the one with the same report, year, country,
// file name and ordinal. One from a file of another name that says the same,
// word for word, is Unchanged; one that says something else is kept beside.
// So are two files of the same name in one import.
func (im *Tx) Add(ctx context.Context, n *corpus.Narrative, ordinal int) (Outcome, error) {
	if err := checkNarrative(n); err != nil {
		return 0, fmt.Errorf("add narrative %s: %w", BaseID(n), err)
	}
	outcome, err := im.add(ctx, n, ordinal)
	if err != nil {
		if ctx.Err() != nil { // the driver may say that its statement is closed
			err = ctx.Err()
		}
		im.broken = errors.Join(im.broken, err)
		return 0, fmt.Errorf("add narrative %s: %w", BaseID(n), err)
	}
	return outcome, nil
}

func (im *Tx) add(ctx context.Context, n *corpus.Narrative, ordinal int) (Outcome, error) {
	sum := digest(n)
	c := claim{keyOf(n), n.Source.Name, ordinal}
	namesake := false // another file of the same name, in this import
	for {
		earlier, taken := im.claimed[c]
		if !taken || earlier == sum {
			break
		}
		c.ordinal++
		namesake = true
	}
	im.claimed[c] = sum
	known, err := im.known(ctx, c.key)
	if err != nil {
		return 0, err
	}
	outcome, old := decide(known, c, sum)
	switch {
	case outcome == Unchanged && im.intact(ctx, old.row):
		NameAll(n, old.id)
		return Unchanged, nil
	case outcome == Unchanged: // the same, but what the library has of it is damaged
		outcome = Replaced
		n.ID = old.id
	case outcome == Replaced:
		n.ID = old.id
	default:
		if n.ID, err = im.freeID(ctx, BaseID(n)); err != nil {
			return 0, err
		}
		if namesake {
			outcome = Conflict
		}
	}
	return outcome, im.store(ctx, n, c.ordinal, old.row, sum)
}

// intact reports whether the text of the narrative in a row is what was imported.
func (im *Tx) intact(ctx context.Context, row int64) bool {
	found, err := scanNarratives(im.stmts.stored.QueryContext(ctx, row))
	if err != nil || len(found) == 0 {
		return false
	}
	_, err = found[0].whole(ctx, im.stmts.texts)
	return err == nil
}

// An existing is a narrative of the library with the same key as one to be added.
type existing struct {
	row, ordinal int64
	id, source   string
	sum          [sha256.Size]byte
}

// decide says what becomes of a narrative, and which of the library's it is
// the same as or replaces.
func decide(known []existing, c claim, sum [sha256.Size]byte) (Outcome, existing) {
	for _, r := range known {
		if r.source == c.source && r.ordinal == int64(c.ordinal) {
			if r.sum == sum {
				return Unchanged, r
			}
			return Replaced, r
		}
	}
	outcome := Added
	for _, r := range known {
		if r.source != c.source {
			if r.sum == sum {
				return Unchanged, r
			}
			outcome = Conflict
		}
	}
	return outcome, existing{}
}

func (im *Tx) known(ctx context.Context, k key) ([]existing, error) {
	rows, err := im.stmts.known.QueryContext(ctx, k.report, k.year, k.country)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var known []existing
	for rows.Next() {
		var r existing
		var sum []byte
		if err := rows.Scan(&r.row, &r.ordinal, &r.id, &r.source, &sum); err != nil {
			return nil, err
		}
		copy(r.sum[:], sum)
		known = append(known, r)
	}
	return known, rows.Err()
}

// freeID returns the first of base, base-2, base-3 … that is not in use.
func (im *Tx) freeID(ctx context.Context, base string) (string, error) {
	for n := 1; ; n++ {
		id := base
		if n > 1 {
			id = fmt.Sprintf("%s-%d", base, n)
		}
		var used bool
		if err := im.stmts.idUsed.QueryRowContext(ctx, id).Scan(&used); err != nil {
			return "", err
		}
		if !used {
			return id, nil
		}
	}
}

// Commit makes the import seen and durable: when it returns without an error,
// no crash undoes it.
func (im *Tx) Commit() error {
	if err := im.commit(); err != nil {
		return fmt.Errorf("import into library %s: %w", im.l.dir, errors.Join(err, im.end()))
	}
	return im.end()
}

func (im *Tx) commit() error {
	if im.broken != nil {
		return fmt.Errorf("an earlier write failed: %w", im.broken)
	}
	ctx := context.Background()
	purged, err := im.purge(ctx)
	if err != nil {
		return err
	}
	if !im.changed && !purged {
		return im.tx.Rollback()
	}
	if im.changed {
		if _, err := im.tx.ExecContext(ctx, "UPDATE meta SET revision = ?", im.revision); err != nil {
			return err
		}
	}
	if err := im.tx.Commit(); err != nil {
		return err
	}
	// The commit is durable in the log already. Emptying the log into the
	// database is worth a moment, but not to wait for a slow reader.
	for _, pragma := range []string{"busy_timeout(100)", "wal_checkpoint(TRUNCATE)", "busy_timeout(2000)"} {
		_, _ = im.conn.ExecContext(ctx, "PRAGMA "+pragma)
	}
	return nil
}

// Rollback ends an import without a trace. After Commit it does nothing.
func (im *Tx) Rollback() error { return im.end() }

func (im *Tx) end() error {
	var errs []error
	if im.tx != nil {
		if err := im.tx.Rollback(); !errors.Is(err, sql.ErrTxDone) {
			errs = append(errs, err)
		}
		im.tx = nil
	}
	if im.conn != nil {
		errs = append(errs, im.conn.Close())
		im.conn = nil
	}
	return errors.Join(errs...)
}

// InTransaction does all of work or nothing.
func (l *Library) InTransaction(ctx context.Context, work func(*Tx) error) error {
	im, err := l.Begin(ctx)
	if err != nil {
		return err
	}
	if err := work(im); err != nil {
		return errors.Join(err, im.Rollback())
	}
	return im.Commit()
}
