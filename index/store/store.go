// Package store opens a library together with its index, and keeps the two in
// step: the index is made, brought up to date or made anew whenever it is not of
// the library's present state. Start with Open; whoever changes the library does so
// within Locked and calls Refresh.
package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"

	"verbatim/corpus/importing"
	"verbatim/corpus/library"
	"verbatim/index"
	"verbatim/search"
	"verbatim/search/admit"
)

// A Store is an open library with its index.
type Store struct {
	Library *library.Library
	Index   search.Index
	turns   *admit.Engine // the index, in turns
	asked   search.Engine // who answers: turns, or, of a follower, what awaits them
	stop    context.CancelFunc
	mending sync.WaitGroup
	follows atomic.Pointer[library.Following] // nil if it follows none
}

// ErrGone says that a library which was there is not there any more.
var ErrGone = errors.New("the library is gone")

// Options say what keeps the index, and what a caller wants to know of what happens
// meanwhile. Any of them may be nil.
type Options struct {
	// Keeper returns what keeps the index of a library; nil: the embedded engine, in a
	// folder of the library's own.
	Keeper func(lib *library.Library) search.Keeper

	// Notice is called with a sentence that a person should read.
	Notice func(message string)

	// Indexing is called when passages are about to be indexed. It returns what is
	// called with how many of how many are, and what is called at the end.
	Indexing func() (progress func(done, total int), end func())

	// Copying is the same for the narratives of a first copy.
	Copying func() (progress func(done, total int), end func())
}

func (o Options) notice(format string, args ...any) {
	if o.Notice != nil {
		o.Notice(fmt.Sprintf(format, args...))
	}
}

func (o Options) indexing(work func(progress func(done, total int)) error) error {
	return watched(o.Indexing, work)
}

// watched does work, and tells who wants to know how far it is.
func watched(watch func() (progress func(done, total int), end func()), work func(progress func(done, total int)) error) error {
	if watch == nil {
		return work(nil)
	}
	progress, end := watch()
	defer end()
	return work(progress)
}

// Open opens the library in the folder dir, and its index, made anew if it is not
// of the library's present state. A library that is not there is made first, and
// filled by fill, or with the sample if fill is nil.
func Open(ctx context.Context, dir string, fill func(context.Context, *library.Library) error, o Options) (*Store, error) {
	lib, err := library.Open(dir)
	if errors.Is(err, library.ErrNone) && index.Exists(filepath.Join(dir, indexFolder)) {
		return nil, fmt.Errorf("%w: %s has its index, and no library.db; put it back from a copy, or remove the folder to begin anew", ErrGone, dir)
	}
	if errors.Is(err, library.ErrNone) {
		lib, err = create(ctx, dir, fill, o)
	}
	if err != nil {
		return nil, err
	}
	x, err := openIndex(ctx, lib, o)
	if err != nil {
		return nil, errors.Join(err, lib.Close())
	}
	s := &Store{Library: lib, Index: x, turns: admit.New(x)}
	s.asked = s.turns
	mending, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stop = stop
	s.mending.Go(func() { s.mend(mending, o) })
	return s, nil
}

// mend makes the index anew when its files cannot be read any more. Meanwhile questions
// get an error.
func (s *Store) mend(ctx context.Context, o Options) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.Index.Damaged():
		}
		err := Locked(s.Library, func() error { return rebuild(ctx, s.Library, search.ErrDamaged, o) })
		if err != nil && ctx.Err() == nil {
			o.notice("the index cannot be made anew: %v", err)
		}
	}
}

// Searcher returns what answers questions about the library, each in its turn.
func (s *Store) Searcher() *search.Searcher { return search.NewSearcher(s.Library, s.asked) }

// Close closes both.
func (s *Store) Close() error {
	s.stop()
	s.mending.Wait()
	return errors.Join(s.Index.Close(), s.Library.Close())
}

// indexFolder is the name of an index's folder, in that of its library.
const indexFolder = "index"

// IndexFolder returns the folder of a library's index.
func IndexFolder(lib *library.Library) string { return filepath.Join(lib.Dir(), indexFolder) }

func (o Options) keeper(lib *library.Library) search.Keeper {
	if o.Keeper != nil {
		return o.Keeper(lib)
	}
	return index.Folder(IndexFolder(lib))
}

func create(ctx context.Context, dir string, fill func(context.Context, *library.Library) error, o Options) (*library.Library, error) {
	what := "the demonstration collection"
	if fill == nil {
		what, fill = "the sample", importing.AddSample
	}
	lib, err := library.Create(dir)
	if err != nil {
		return nil, err
	}
	o.notice("made a library with %s in %s", what, dir)
	if err := Locked(lib, func() error { return fill(ctx, lib) }); err != nil {
		return nil, errors.Join(err, lib.Close())
	}
	return lib, nil
}

// Locked does work while no other process writes. The error is library.ErrLocked
// if another one does.
func Locked(lib *library.Library, work func() error) error {
	unlock, err := lib.Lock()
	if err != nil {
		return err
	}
	defer unlock()
	return work()
}

// openIndex opens the index of a library. One that is stale is brought up to
// date, or, if another process is about to do that, used as it is.
func openIndex(ctx context.Context, lib *library.Library, o Options) (search.Index, error) {
	if shared, err := o.shared(lib); shared || err != nil {
		return openShared(ctx, lib, o, err)
	}
	x, err := openCurrent(ctx, lib, o)
	if !errors.Is(err, search.ErrStale) {
		return x, err
	}
	if errors.Is(err, search.ErrAhead) {
		return nil, fmt.Errorf("%w; import again what is missing, or accept the library as it is with \"verbatim reindex\"", err)
	}
	why := err
	locked := Locked(lib, func() error {
		// Another process may have done it while this one waited.
		if x, err = openCurrent(ctx, lib, o); !errors.Is(err, search.ErrStale) {
			return err
		}
		if errors.Is(err, search.ErrBehind) {
			return Refresh(ctx, lib, o)
		}
		return rebuild(ctx, lib, err, o)
	})
	if errors.Is(locked, library.ErrLocked) {
		if x, err = o.keeper(lib).Open(ctx); err == nil {
			o.notice("an import is under way: this is the state before it")
			return x, nil
		}
	}
	if locked != nil && ctx.Err() == nil {
		return openBefore(ctx, lib, why, locked, o)
	}
	if locked != nil || x != nil {
		return x, locked
	}
	return o.keeper(lib).Open(ctx)
}

// openBefore opens the last whole index of a library where it cannot be brought up to
// date: on a full disk, or one that cannot be written.
func openBefore(ctx context.Context, lib *library.Library, why, failed error, o Options) (search.Index, error) {
	x, err := o.keeper(lib).Open(ctx)
	if err != nil || !errors.Is(why, search.ErrBehind) {
		if err == nil {
			err = x.Close()
		}
		return nil, errors.Join(fmt.Errorf("the index cannot be made: %w", failed), err)
	}
	o.notice("the index is older than the library and cannot be brought up to date (%v): answers are of the library as it was then", failed)
	return x, nil
}

// openCurrent opens the index of a library if it is of its present state.
func openCurrent(ctx context.Context, lib *library.Library, o Options) (search.Index, error) {
	x, err := o.keeper(lib).Open(ctx)
	if err != nil {
		return nil, err
	}
	if err := x.Check(ctx, lib); err != nil {
		return nil, errors.Join(err, x.Close())
	}
	return x, nil
}

// Refresh brings the index up to date, and makes it anew if that cannot be done.
// The caller holds the lock.
func Refresh(ctx context.Context, lib *library.Library, o Options) error {
	if shared, err := o.shared(lib); shared || err != nil {
		return err
	}
	err := o.indexing(func(progress func(done, total int)) error {
		return o.keeper(lib).Update(ctx, lib, progress)
	})
	if errors.Is(err, search.ErrStale) {
		return rebuild(ctx, lib, err, o)
	}
	return err
}

// rebuild makes the index anew, and says why.
func rebuild(ctx context.Context, lib *library.Library, why error, o Options) error {
	if !errors.Is(why, search.ErrNone) {
		o.notice("%v: rebuilding it from the library", why)
	}
	return Rebuild(ctx, lib, o)
}

// Rebuild makes the index anew. The caller holds the lock. The error is a
// *library.FollowsError if the index is not this library's alone.
func Rebuild(ctx context.Context, lib *library.Library, o Options) error {
	if shared, err := o.shared(lib); shared || err != nil {
		return cmp.Or(err, lib.CheckOwn())
	}
	return o.indexing(func(progress func(done, total int)) error {
		return o.keeper(lib).Build(ctx, lib, progress)
	})
}

// Sweep removes what a process left in the index that died. If another one is
// writing, it is left alone, or removed by that one.
func Sweep(ctx context.Context, lib *library.Library, o Options) error {
	if shared, err := o.shared(lib); shared || err != nil {
		return err
	}
	keeper := o.keeper(lib)
	left, err := keeper.Leftovers(ctx)
	if err != nil || len(left) == 0 {
		return err
	}
	err = Locked(lib, func() error { return keeper.Sweep(ctx) })
	if errors.Is(err, library.ErrLocked) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return nil // what is left takes room, and harms nobody
	}
	return err
}

// OpenIndex opens the index of a library as it is, without bringing it up to date. The
// error may be search.ErrStale.
func OpenIndex(ctx context.Context, lib *library.Library, o Options) (search.Index, error) {
	return o.keeper(lib).Open(ctx)
}
