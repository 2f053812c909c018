// Package library keeps narratives on disk, with all that was replaced: it is the
// truth that an index is made of. Start with Create or Open; a Library reads, and
// InTransaction writes, under Lock. Every change makes a new revision, and
// ChangesSince lists what changed since one.
package library

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/corpus/library/walindex"
	"verbatim/corpus/prose"
)

// ErrNotFound says that the library has no such narrative or passage.
var ErrNotFound = errors.New("not found")

// A Library keeps narratives on disk. It may be read while it is written, by
// this process and by others: a reader sees the library as it was before an
// import until the import is committed. A Library is safe for concurrent use.
type Library struct {
	dir      string
	identity string
	read     *sql.DB     // a pool that cannot write
	pinned   *sql.Conn   // of that pool: as long as it is open, so is the WAL-index
	write    *sql.DB     // one connection, made by the first import
	still    os.FileInfo // of the file, if it was opened as one that does not change
	commits  *walindex.Index
	release  func() // behind the closing of all connections
	newest   atomic.Pointer[newest]
	stmts    statements
	cache    cache
}

// A newest is the revision that the library had when its WAL-index was in a state.
type newest struct {
	state    walindex.State
	revision int64
}

// Create opens the library in the folder dir, and makes the folder and
// an empty library first where there is none.
func Create(dir string) (*Library, error) {
	if err := createDatabase(dir); err != nil {
		return nil, fmt.Errorf("create library %s: %w", dir, err)
	}
	return Open(dir)
}

// Open opens the library in the folder dir. The error is ErrNoLibrary
// if there is none. One that an older version of the program made is brought
// up to date first, under the lock: the error is ErrLocked if another process
// holds it.
func Open(dir string) (*Library, error) {
	l := &Library{dir: dir, release: walindex.Hold()}
	if err := l.open(filepath.Join(dir, File)); err != nil {
		return nil, fmt.Errorf("open library %s: %w", dir, errors.Join(err, l.Close()))
	}
	return l, nil
}

func (l *Library) open(path string) (err error) {
	if err := checkMagic(path); err != nil {
		return err
	}
	ctx := context.Background()
	if err := l.openToRead(ctx, path); err != nil {
		return err
	}
	version, err := checkSchema(ctx, l.read, path)
	if err != nil {
		return err
	}
	if version < schemaVersion {
		if err := migrate(ctx, l.dir); err != nil {
			return fmt.Errorf("it was made by an older verbatim and cannot be brought up to date: %w", err)
		}
	} else if l.still == nil {
		dropBackup(l.dir)
	}
	if err := l.read.QueryRowContext(ctx, "SELECT identity FROM meta").Scan(&l.identity); err != nil {
		return err
	}
	// Checkpoints come after each commit (see Tx.Commit), not within. What
	// is deleted is overwritten: a text that was removed is not in the file.
	l.write, err = openDatabase(path, "rw", "_txlock=immediate&_synchronous=FULL&_pragma=secure_delete(1)"+
		"&_pragma=cache_size(-65536)&_pragma=wal_autocheckpoint(0)")
	if err != nil {
		return err
	}
	l.write.SetMaxOpenConns(1)
	if err := l.stmts.prepare(ctx, l.read); err != nil || l.still != nil {
		return err
	}
	return l.watchCommits(ctx, path)
}

// watchCommits maps what tells whether anything was committed, while a connection holds
// the file of it.
func (l *Library) watchCommits(ctx context.Context, path string) (err error) {
	if l.pinned, err = l.read.Conn(ctx); err != nil {
		return err
	}
	if _, err := l.pinned.ExecContext(ctx, "SELECT 1 FROM sqlite_schema"); err != nil {
		return err
	}
	l.commits, err = walindex.Open(path)
	return err
}

// openToRead opens the database for reading. Nothing is mapped into memory: a file that
// is cut short under a map ends the process.
//
// Readers of a database in WAL mode share memory through a file next to it. Where
// none can be made, on a medium that cannot be written or in the folder of another
// user, the database is opened as one that does not change, if all that was imported
// is in it; see still.
func (l *Library) openToRead(ctx context.Context, path string) (err error) {
	const options = "_query_only=1&_pragma=cache_size(-8192)"
	if l.read, err = openDatabase(path, "ro", options); err != nil {
		return err
	}
	// A reader that goes through the whole library keeps a connection while
	// it does: there must be others next to it, and next to the one that is pinned.
	connections := max(4, 2*runtime.NumCPU()) + 1
	l.read.SetMaxOpenConns(connections)
	l.read.SetMaxIdleConns(connections)
	failed := l.read.PingContext(ctx)
	if failed == nil {
		_, failed = l.read.ExecContext(ctx, "SELECT 1 FROM sqlite_schema")
	}
	if failed == nil {
		return nil
	}
	if wal, err := os.Stat(path + "-wal"); err == nil && wal.Size() > 0 {
		return fmt.Errorf("its last import is not in %s yet, and its folder cannot be written: open it once where it can be (%w)", File, failed)
	}
	if l.still, err = os.Stat(path); err != nil {
		return errors.Join(failed, err)
	}
	if err := l.read.Close(); err != nil {
		return err
	}
	if l.read, err = openDatabase(path, "ro", options+"&immutable=1"); err != nil {
		return err
	}
	l.read.SetMaxOpenConns(connections)
	l.read.SetMaxIdleConns(connections)
	return nil
}

// ErrChanged says that a library which was opened as one that does not change has
// changed.
var ErrChanged = errors.New("the library was changed by another user: start again to read it")

// checkStill returns ErrChanged if the library was opened as one that does not change,
// and its file is not what it was.
func (l *Library) checkStill() error {
	if l.still == nil {
		return nil
	}
	now, err := os.Stat(filepath.Join(l.dir, File))
	if err != nil {
		return err
	}
	if !os.SameFile(now, l.still) || now.Size() != l.still.Size() || !now.ModTime().Equal(l.still.ModTime()) {
		return ErrChanged
	}
	return nil
}

// Close closes the library. What was not committed is lost.
func (l *Library) Close() error {
	errs := []error{l.commits.Close()}
	if l.pinned != nil {
		_ = l.pinned.Close() // it goes back to its pool
	}
	for _, db := range []*sql.DB{l.read, l.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	l.release()
	return errors.Join(errs...)
}

// Dir is the folder of the library, as it was given.
func (l *Library) Dir() string { return l.dir }

// Identity is a random text that was made with the library: an index knows by
// it and the revision what it was made from.
func (l *Library) Identity() string { return l.identity }

// Revision is a number that grows with each change of the narratives.
func (l *Library) Revision(ctx context.Context) (int64, error) {
	err := ctx.Err()
	if err == nil {
		err = l.checkStill()
	}
	state, whole := l.commits.State()
	if known := l.newest.Load(); err == nil && whole && known != nil && known.state == state {
		return known.revision, nil
	}
	var revision int64
	if err == nil {
		// It takes less than being ready to stop.
		err = l.stmts.revision.QueryRowContext(context.WithoutCancel(ctx)).Scan(&revision)
	}
	if err != nil {
		return 0, fmt.Errorf("read library %s: %w", l.dir, err)
	}
	if whole { // what was read is of this state or a later one
		l.newest.Store(&newest{state, revision})
	}
	return revision, nil
}

// A key says what a narrative is about. A report may have several narratives
// of the same key: editions, and the ones that another file brings.
type key struct {
	report  string
	year    int
	country string
}

func keyOf(n *corpus.Narrative) key { return key{n.Report, n.Year, n.Country} }

// BaseID is the ID of a narrative that is the first of its key. The report's
// name loses a last word "report": trafficking-in-persons-2023-north-korea. What is
// not known is left out; without a report's name it begins with the title.
func BaseID(n *corpus.Narrative) string {
	var parts []string
	if n.Report != "" {
		parts = append(parts, strings.TrimSuffix(slug(n.Report), "-report"))
	} else {
		parts = append(parts, slug(n.Title))
	}
	if n.Year != 0 {
		parts = append(parts, strconv.Itoa(n.Year))
	}
	if n.Country != "" {
		parts = append(parts, slug(n.Country))
	}
	return strings.Join(parts, "-")
}

// slug makes lower-case ASCII words joined by "-" of a name. A name without
// any, in another script, gets a part of its checksum.
func slug(name string) string {
	words := strings.FieldsFunc(prose.FoldString(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	if len(words) == 0 {
		sum := sha256.Sum256([]byte(name))
		return "x" + hex.EncodeToString(sum[:4])
	}
	return strings.Join(words, "-")
}

// passageHash returns 40 bits of the checksum of a passage's text, in lower case
// and with one space between words. It stays as it is, whatever else becomes
// of folding: identifiers of passages are made of it.
func passageHash(text string) int64 {
	var most [1 << 10]byte // room for nearly all passages
	folded := most[:0]
	parted := false // white space stands before the next word
	for i := 0; i < len(text); {
		if c := smallLetters[text[i]]; c != 0 && !parted {
			folded = append(folded, c)
			i++
			continue
		}
		r, w := utf8.DecodeRuneInString(text[i:])
		i += w
		if unicode.IsSpace(r) {
			parted = true
			continue
		}
		if parted && len(folded) > 0 {
			folded = append(folded, ' ')
		}
		parted = false
		folded = utf8.AppendRune(folded, unicode.ToLower(r))
	}
	sum := sha256.Sum256(folded)
	return int64(binary.BigEndian.Uint64(sum[:8]) >> 24)
}

// smallLetters has the characters of ASCII in lower case; 0 for white space and for what
// is not ASCII.
var smallLetters = func() (table [256]byte) {
	for r := range rune(utf8.RuneSelf) {
		if !unicode.IsSpace(r) {
			table[r] = byte(unicode.ToLower(r))
		}
	}
	return table
}()

// hashOf returns the hash that a passage's ID is made of. Headings have hashes of
// their own, so that no other passage changes its ID for an equal heading.
func hashOf(p corpus.Passage, text string) int64 {
	if p.Kind == corpus.Heading {
		return passageHash("# " + p.Span.In(text))
	}
	return passageHash(p.Span.In(text))
}

// passageID is the ID of the nth passage (from 1) with this hash in a narrative.
func passageID(narrative string, hash int64, nth int) string {
	id := append(make([]byte, 0, len(narrative)+16), narrative...)
	id = append(id, '.')
	id = hex.AppendEncode(id, binary.BigEndian.AppendUint64(nil, uint64(hash))[3:])
	if nth > 1 {
		id = append(id, '.')
		id = strconv.AppendInt(id, int64(nth), 10)
	}
	return string(id)
}

// splitPassageID is the inverse of passageID.
func splitPassageID(id string) (narrative string, hash int64, nth int, ok bool) {
	narrative, rest, _ := strings.Cut(id, ".")
	digits, count, several := strings.Cut(rest, ".")
	hash, err := strconv.ParseInt(digits, 16, 64)
	if err != nil {
		return "", 0, 0, false
	}
	nth = 1
	if several {
		if nth, err = strconv.Atoi(count); err != nil {
			return "", 0, 0, false
		}
	}
	// Only the form that passageID writes is an ID.
	return narrative, hash, nth, passageID(narrative, hash, nth) == id
}

// digest is the checksum of all that was read of a narrative: not of the file
// that it came from, nor of when.
func digest(n *corpus.Narrative) [sha256.Size]byte {
	sum := sha256.New()
	part := func(s string) {
		sum.Write(binary.AppendUvarint(nil, uint64(len(s))))
		sum.Write([]byte(s))
	}
	for _, s := range []string{
		n.Report, n.Publisher, n.Title, n.Country, n.CountryCode, strconv.Itoa(n.Year),
		n.Tier, n.Language, n.URL, n.Text, strconv.Itoa(len(n.Passages)),
	} {
		part(s)
	}
	for _, p := range n.Passages {
		place := strconv.Itoa(p.Span.Start) + "-" + strconv.Itoa(p.Span.End)
		if p.RunIn > 0 {
			place += " run-in " + strconv.Itoa(p.RunIn)
		}
		if p.Page > 0 {
			place += " page " + strconv.Itoa(p.Page)
		}
		if p.Number != "" {
			place += " number " + p.Number
		}
		if p.Under != "" {
			place += " under " + p.Under
		}
		part(place)
		part(p.Section)
		part(string(p.Kind))
	}
	for _, s := range n.Repairs {
		part(s)
	}
	if n.Symbol != "" {
		part("symbol " + n.Symbol)
	}
	return [sha256.Size]byte(sum.Sum(nil))
}
