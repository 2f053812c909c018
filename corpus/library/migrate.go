package library

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
)

// backupSuffix names the copy of a library from before it was brought up to date.
const backupSuffix = ".before-update"

// The steps of migration call checksum.
func init() {
	sqlite.MustRegisterDeterministicScalarFunction("checksum", 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		text, ok := args[0].(string)
		if !ok {
			return nil, fmt.Errorf("checksum of a %T: want a text", args[0])
		}
		return checksum(text), nil
	})
}

// migrate brings a library of an older version up to date: wholly, or not at
// all if the process dies. It takes the lock, as one who imports does. A copy of
// the library as it was stands beside it until all is done; an error says where.
func migrate(ctx context.Context, dir string) error {
	unlock, err := lockDir(dir)
	if err != nil {
		return err
	}
	defer unlock()
	path := filepath.Join(dir, File)
	db, err := openDatabase(path, "rw", "_txlock=immediate&_synchronous=FULL")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	return errors.Join(migrateDatabase(ctx, db, path), db.Close())
}

func migrateDatabase(ctx context.Context, db *sql.DB, path string) error {
	version, err := checkSchema(ctx, db, path) // another process may have been first
	if err != nil || version == schemaVersion {
		return err
	}
	backup := path + backupSuffix
	if err := os.Remove(backup); err != nil && !errors.Is(err, os.ErrNotExist) { // of one that died
		return err
	}
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", backup); err != nil {
		return fmt.Errorf("a copy of it cannot be kept beside it: %w", errors.Join(err, os.Remove(backup)))
	}
	if err := migrateTables(ctx, db, version); err != nil {
		return fmt.Errorf("%w; the library is as it was, and a copy of it is %s", err, backup)
	}
	_, _ = db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)") // as after an import
	return os.Remove(backup)
}

// migrateTables takes the steps from a version to the present one, all or none.
func migrateTables(ctx context.Context, db *sql.DB, version int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for ; version < schemaVersion; version++ {
		if _, err := tx.ExecContext(ctx, migrations[version]); err != nil {
			return fmt.Errorf("from version %d: %w", version, err)
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", schemaVersion)); err != nil {
		return err
	}
	return tx.Commit()
}

// dropBackup removes the copy that a process left which died when it had brought the
// library up to date. Another that is at work with the library leaves it to the next.
func dropBackup(dir string) {
	backup := filepath.Join(dir, File) + backupSuffix
	if _, err := os.Stat(backup); err != nil {
		return
	}
	if unlock, err := lockDir(dir); err == nil {
		_ = os.Remove(backup)
		_ = unlock()
	}
}
