package library

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// ErrLocked says that another process holds the right to write.
var ErrLocked = errors.New("another process is importing or indexing; try again when it is done")

// lockPatience bounds the wait for whoever is writing.
const lockPatience = time.Second

// Lock takes the right to write: to import, or to make an index of the
// library. It waits at most a second for another holder, in this process or
// another, and then returns an error that is ErrLocked. The right ends with
// unlock, and with the process, however it ends.
func (l *Library) Lock() (unlock func() error, err error) {
	return lockDir(l.dir)
}

func lockDir(dir string) (unlock func() error, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), lockPatience)
	defer cancel()
	// The file stays when the lock is given up: removing it would let two
	// processes hold locks on two files of the same name.
	lock := flock.New(filepath.Join(dir, "write.lock"))
	_, err = lock.TryLockContext(ctx, 20*time.Millisecond)
	if errors.Is(err, context.DeadlineExceeded) {
		err = ErrLocked
	}
	if err != nil {
		lock.Close()
		return nil, fmt.Errorf("lock library %s: %w", dir, err)
	}
	return lock.Close, nil
}

// A Following says which library on another machine a library follows, and how that
// fares. It stands in a file beside the library, which is there as long as the library
// follows: then nothing else changes it.
type Following struct {
	Writer   string    `json:"writer"`   // address
	Revision int64     `json:"revision"` // the newest that the writer was seen at
	Seen     time.Time `json:"seen"`     // when it answered last; zero if it never did
	Trouble  string    `json:"trouble"`  // why it is not followed at the moment, or empty
}

// FollowingFile is the name of the file in a library's folder that says so.
const FollowingFile = "following.json"

// A FollowsError says that a library follows another, which alone is imported into.
type FollowsError struct{ Writer, File string }

func (e *FollowsError) Error() string {
	return fmt.Sprintf("this library follows %s: do that there, and it comes here by itself; to make this a library of its own, remove %s", e.Writer, e.File)
}

// Following returns which library this one follows; nil if it follows none.
func (l *Library) Following() (*Following, error) {
	data, err := os.ReadFile(filepath.Join(l.dir, FollowingFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	f := &Following{}
	if err == nil {
		err = json.Unmarshal(data, f)
	}
	if err != nil {
		return nil, fmt.Errorf("read library %s: %s: %w", l.dir, FollowingFile, err)
	}
	return f, nil
}

// Follow notes which library this one follows, and how that fares.
func (l *Library) Follow(f Following) error {
	data, err := json.Marshal(f)
	if err != nil {
		return err
	}
	path := filepath.Join(l.dir, FollowingFile)
	if err := os.WriteFile(path+".new", append(data, '\n'), 0o644); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// CheckOwn returns a *FollowsError if the library follows another.
func (l *Library) CheckOwn() error {
	f, err := l.Following()
	if err == nil && f != nil {
		err = &FollowsError{f.Writer, filepath.Join(l.dir, FollowingFile)}
	}
	return err
}
