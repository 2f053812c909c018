package library

import (
	"context"
	"crypto/rand"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite"
)

//go:embed schema.sql
var librarySchema string

//go:embed schema_from1.sql
var schemaFrom1 string

//go:embed schema_from2.sql
var schemaFrom2 string

// migrations are the steps from each version of the tables to the next.
var migrations = map[int]string{1: schemaFrom1, 2: schemaFrom2}

// File is the name of a library's database, in its folder.
const File = "library.db"

const (
	schemaVersion = 3
	applicationID = 0x7672626d // "vrbm"
	sqliteMagic   = "SQLite format 3\x00"
)

// ErrNoLibrary says that there is no library at a place.
var ErrNone = errors.New("there is no library")

// openDatabase opens the database at path; the options are the driver's.
func openDatabase(path, mode, options string) (*sql.DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") { // C:/…
		path = "/" + path
	}
	name := url.URL{Scheme: "file", Path: path}
	return sql.Open("sqlite", name.String()+"?mode="+mode+"&_busy_timeout=2000&_foreign_keys=1&"+options)
}

// createDatabase makes an empty library in dir unless there is one. It is made
// under another name and then renamed, so that a library that is there is
// whole; the lock keeps two from making it at once.
func createDatabase(dir string) error {
	path := filepath.Join(dir, File)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	unlock, err := lockDir(dir)
	if err != nil {
		return err
	}
	defer unlock()
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	unfinished := path + ".new"
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(unfinished + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	if err := writeSchema(unfinished); err != nil {
		return err
	}
	if err := os.Rename(unfinished, path); err != nil {
		return err
	}
	return syncDir(dir)
}

// writeSchema makes the tables of an empty library in one transaction: each that stands
// alone waits for the disk three times.
func writeSchema(path string) (err error) {
	db, err := openDatabase(path, "rwc", "_synchronous=FULL")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	for _, step := range []string{
		"BEGIN",
		librarySchema,
		"INSERT INTO meta (only, identity, revision) VALUES (1, '" + rand.Text() + "', 0)",
		fmt.Sprintf("PRAGMA application_id = %d", applicationID),
		fmt.Sprintf("PRAGMA user_version = %d", schemaVersion),
		"COMMIT",
		"PRAGMA journal_mode = WAL",
	} {
		if _, err := db.Exec(step); err != nil {
			return err
		}
	}
	return nil
}

// syncDir makes a renaming in dir durable. Where directories cannot be synced
// (Windows) there is nothing to do.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	_ = d.Sync()
	return nil
}

// checkMagic distinguishes a file that is no database from one that is damaged, which
// SQLite does not.
func checkMagic(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return ErrNone
	}
	if err != nil {
		return err
	}
	defer f.Close()
	magic := make([]byte, len(sqliteMagic))
	if _, err := f.Read(magic); err != nil || string(magic) != sqliteMagic {
		return fmt.Errorf("%s is not an SQLite database", path)
	}
	return nil
}

// checkSchema makes sure that the database is a library, and returns its version:
// this program's, or one that migrate brings up to date.
func checkSchema(ctx context.Context, db interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}, path string) (version int, err error) {
	var application int
	err = db.QueryRowContext(ctx, "SELECT application_id, user_version FROM pragma_application_id, pragma_user_version").
		Scan(&application, &version)
	switch {
	case err != nil:
		return 0, err
	case application != applicationID:
		return 0, fmt.Errorf("%s is another application's database (application id %#x)", path, application)
	case version > schemaVersion:
		return 0, fmt.Errorf("%s was made by a newer verbatim (library version %d, this program knows %d)",
			path, version, schemaVersion)
	case version != schemaVersion && migrations[version] == "":
		return 0, fmt.Errorf("%s has an unknown library version %d", path, version)
	}
	return version, nil
}
