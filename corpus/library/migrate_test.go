package library

import (
	"database/sql"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// oldLibrary makes a library of version 1. It holds a narrative of two passages
// that has replaced another one; the revision is 2.
func oldLibrary(t testing.TB) (dir string) { return libraryOf(t, "library-1.sql") }

// libraryOf makes the library that a dump in testdata tells.
func libraryOf(t testing.TB, dump string) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "library")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	db, err := openDatabase(filepath.Join(dir, File), "rwc", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	made, err := os.ReadFile(filepath.Join("testdata", dump))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(string(made)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestOldLibraryIsBroughtUpToDate(t *testing.T) {
	dir := oldLibrary(t)
	l, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if l.Identity() != "DQLFNYBBHMQ73U4HBTSA32U5VL" || revision(t, l) != 2 {
		t.Errorf("identity %s, revision %d", l.Identity(), revision(t, l))
	}
	want := written("Chad", "a.txt", "New.", "Same.")
	want.Source.SHA256 = "1f" + want.Source.SHA256[2:]
	want.Source.Imported = time.Unix(1_700_000_100, 0).UTC()
	NameAll(want, "trafficking-in-persons-2023-chad")
	now := all(t, l)
	if len(now) != 1 || !reflect.DeepEqual(now[0], Stored{want, []int64{3, 4}}) {
		t.Fatalf("the library holds %+v, want %+v", now[0].Narrative, want)
	}
	old, err := l.Passages(t.Context(), []int64{1, 2})
	if err != nil || old[0].Text != "Old." || old[0].Narrative.Source.Imported.Unix() != 1_700_000_000 {
		t.Errorf("what was replaced: %+v, %v", old, err)
	}
	// The text is known for what it was.
	if got := imports(t, l, written("Chad", "a.txt", "New.", "Same.")); got[0] != Unchanged {
		t.Errorf("the same again is %v", got[0])
	}

	if c, err := l.ChangesSince(t.Context(), 2); err != nil || !reflect.DeepEqual(c, Changes{Revision: 2}) {
		t.Errorf("changes %+v, %v", c, err)
	}
	wantNoHistory(t, l, 1)
	imports(t, l, written("Mali", "a.txt", "M."), written("Chad", "a.txt", "Newer."))
	c, err := l.ChangesSince(t.Context(), 2)
	if want := (Changes{3, []RowRange{{3, 5}}, 2}); err != nil || !reflect.DeepEqual(c, want) {
		t.Errorf("changes %+v, %v, want %+v", c, err, want)
	}
	if rows := all(t, l)[0].Rows; rows[0] != 5 {
		t.Errorf("the next passage is in row %d, want 5", rows[0])
	}
}

// The tables of a library that was brought up to date are those of a new one.
func TestOldLibraryGetsTheSameTables(t *testing.T) {
	old, err := Open(oldLibrary(t))
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	got, want := tables(t, old.read), tables(t, newLibrary(t).read)
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A library of version 2 has all that it had, with the same IDs, and checksums of
// its texts. The copy that was kept meanwhile is gone.
func TestLibraryOfVersion2(t *testing.T) {
	l, err := Open(libraryOf(t, "library-2.sql"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if got, want := tables(t, l.read), tables(t, newLibrary(t).read); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	n, err := l.Narrative(t.Context(), "trafficking-in-persons-2023-kenya")
	if err != nil || n.Text != "KENYA (Tier 2)\n\nThe government does not fully meet the minimum standards.\n\nPrevention\n\nIt tried." {
		t.Fatalf("%+v, %v", n, err)
	}
	if id := n.Passages[1].ID; id != "trafficking-in-persons-2023-kenya.8a89e9955b" {
		t.Errorf("passage %s", id)
	}
	var wrong int
	err = l.read.QueryRow(`SELECT COUNT(*) FROM passages JOIN narratives n ON n.row = narrative
		WHERE sum <> ? AND sum <> ? OR before_sum = 0 OR tail_sum <> ?`,
		checksum("It tried."), checksum("The government does not fully meet the minimum standards."), checksum("")).Scan(&wrong)
	if err != nil || wrong != 0 {
		t.Errorf("%d checksums are wrong, %v", wrong, err)
	}
	wantNoBackup(t, l.dir)
}

func wantNoBackup(t *testing.T, dir string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(dir, File+backupSuffix)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the copy of the library from before: %v, want none", err)
	}
}

// A library that cannot be brought up to date is as it was, and so is a copy of it,
// which the error names. The next start tries again, and leaves no copy.
func TestMigrationThatFails(t *testing.T) {
	dir := libraryOf(t, "library-2.sql")
	change := func(statement string) {
		t.Helper()
		db, err := openDatabase(filepath.Join(dir, File), "rw", "")
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	change("CREATE TABLE paths (x TEXT)")
	backup := filepath.Join(dir, File+backupSuffix)
	for range 2 {
		_, err := Open(dir)
		if err == nil || !strings.Contains(err.Error(), backup) {
			t.Fatalf("%v, want an error that names %s", err, backup)
		}
		if v := versionOf(t, dir); v != 2 {
			t.Errorf("it has version %d, want 2", v)
		}
		db, err := openDatabase(backup, "ro", "")
		if err != nil {
			t.Fatal(err)
		}
		var texts int
		if err := db.QueryRow("SELECT COUNT(*) FROM passages").Scan(&texts); err != nil || texts != 2 {
			t.Errorf("the copy has %d passages, %v", texts, err)
		}
		db.Close()
	}
	change("DROP TABLE paths")
	l, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	wantNoBackup(t, dir)
}

// tables lists the columns of all tables, and the indexes.
func tables(t *testing.T, db *sql.DB) string {
	t.Helper()
	rows, err := db.Query(`
		SELECT format('%s: %d %s %s %d %s %d', t.name, c.cid, c.name, c.type, c."notnull", c.dflt_value, c.pk)
		FROM pragma_table_list t JOIN pragma_table_info(t.name) c WHERE t.schema = 'main' AND t.name <> 'sqlite_schema'
		UNION ALL SELECT COALESCE(sql, name) FROM sqlite_schema WHERE type = 'index'
		UNION ALL SELECT format('version %d', user_version) FROM pragma_user_version
		ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// An old library cannot be brought up to date while another process writes; it
// is as it was then.
func TestOldLibraryThatIsLocked(t *testing.T) {
	t.Parallel()
	dir := oldLibrary(t)
	unlock, err := lockDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		_, err = Open(dir)
		if !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), "older verbatim") {
			t.Errorf("%v, want ErrLocked and the reason", err)
		}
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	l, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
}

// A process that is killed while it brings an old library up to date leaves an
// old library, or a new one, with all that was in it.
func TestKilledWhileMigrating(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	t.Parallel()
	large := func() (dir string) {
		dir = oldLibrary(t)
		db, err := openDatabase(filepath.Join(dir, File), "rw", "")
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec(manyOldNarratives); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	usual := time.Duration(0)
	for i := range 10 {
		dir := large()
		cmd, out := child(t, "migrate", dir)
		wantSaid(t, out, "opening")
		start := time.Now()
		if i > 0 {
			time.AfterFunc(rand.N(usual), func() { cmd.Process.Kill() })
		}
		for out.Scan() {
		}
		cmd.Wait()
		if i == 0 {
			usual = time.Since(start)
		}
		t.Logf("killed after %v: version %d", time.Since(start), versionOf(t, dir))
		l, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		checkIntegrity(t, l)
		wantNoBackup(t, dir)
		var current, replaced int
		err = l.read.QueryRow(`SELECT SUM(ended = 0 AND added = 2 AND status = ''), SUM(ended = 2 AND status = 'replaced') FROM narratives`).
			Scan(&current, &replaced)
		if err != nil || current != 20_001 || replaced != 1 || len(all(t, l)) != current {
			t.Errorf("%d current and %d replaced narratives, %v", current, replaced, err)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// manyOldNarratives adds 20,000 narratives without passages.
const manyOldNarratives = `
	WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20000)
	INSERT INTO narratives (id, report, year, country, code, publisher, title, tier, language, url,
		repairs, source, ordinal, digest, retired, first, passages, words, bytes, tail)
	SELECT id || '-' || n, report, year, country || n, code, publisher, title, tier, language, url,
		repairs, source, ordinal, digest, 0, 0, 0, 0, length(tail), tail
	FROM narratives, numbers WHERE row = 2`

// versionOf returns the version of a library's tables.
func versionOf(t *testing.T, dir string) (version int) {
	t.Helper()
	path := filepath.Join(dir, File)
	db, err := openDatabase(path, "ro", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if version, err = checkSchema(t.Context(), db, path); err != nil {
		t.Fatal(err)
	}
	return version
}
