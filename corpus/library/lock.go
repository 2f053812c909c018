package library

import (
	"context"
	"errors"
	"fmt"
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
