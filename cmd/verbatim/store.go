package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"verbatim/corpus"
	"verbatim/index"
	"verbatim/search"
)

// A store is an open library with its index.
type store struct {
	library *corpus.Library
	index   *index.Index
}

func (s *store) searcher() *search.Searcher { return search.NewSearcher(s.library, s.index) }

func (s *store) close() error {
	return errors.Join(s.index.Close(), s.library.Close())
}

// indexDir is the index's folder in a library's.
func indexDir(library *corpus.Library) string { return filepath.Join(library.Dir(), "index") }

// openStore opens the library, with the sample in it if it is new, and its
// index, made anew if it is not of the library's present state.
func (a *app) openStore(ctx context.Context) (*store, error) {
	library, err := corpus.OpenLibrary(a.library)
	if errors.Is(err, corpus.ErrNoLibrary) {
		library, err = a.newLibrary(ctx)
	}
	if err != nil {
		return nil, err
	}
	x, err := a.openIndex(ctx, library)
	if err != nil {
		return nil, errors.Join(err, library.Close())
	}
	return &store{library, x}, nil
}

// newLibrary makes a library with the sample in it.
func (a *app) newLibrary(ctx context.Context) (*corpus.Library, error) {
	library, err := corpus.CreateLibrary(a.library)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(a.errOut, "made a library with the sample in %s\n", a.library)
	err = a.locked(library, func() error { return library.AddSample(ctx) })
	if err != nil {
		return nil, errors.Join(err, library.Close())
	}
	return library, nil
}

// locked does work while no other process writes.
func (a *app) locked(library *corpus.Library, work func() error) error {
	unlock, err := library.Lock()
	if err != nil {
		return err
	}
	defer unlock()
	return work()
}

// openIndex opens the index of a library. One that is stale is brought up to
// date, or, if another process is about to do that, used as it is.
func (a *app) openIndex(ctx context.Context, library *corpus.Library) (*index.Index, error) {
	x, err := openCurrent(ctx, library)
	if !errors.Is(err, index.ErrStale) {
		return x, err
	}
	locked := a.locked(library, func() error {
		// Another process may have done it while this one waited.
		if x, err = openCurrent(ctx, library); !errors.Is(err, index.ErrStale) {
			return err
		}
		if errors.Is(err, index.ErrBehind) {
			return a.refreshIndex(ctx, library)
		}
		return a.rebuildIndex(ctx, library, err)
	})
	if errors.Is(locked, corpus.ErrLocked) {
		if x, err = index.Open(indexDir(library)); err == nil {
			fmt.Fprintln(a.errOut, "an import is under way: this is the state before it")
			return x, nil
		}
	}
	if locked != nil || x != nil {
		return x, locked
	}
	return index.Open(indexDir(library))
}

// openCurrent opens the index of a library if it is of its present state.
func openCurrent(ctx context.Context, library *corpus.Library) (*index.Index, error) {
	x, err := index.Open(indexDir(library))
	if err != nil {
		return nil, err
	}
	if err := x.Check(ctx, library); err != nil {
		return nil, errors.Join(err, x.Close())
	}
	return x, nil
}

// refreshIndex brings the index up to date, and makes it anew if that cannot be
// done. The lock is held.
func (a *app) refreshIndex(ctx context.Context, library *corpus.Library) error {
	err := a.indexing(func(progress func(done, total int)) error {
		return index.Update(ctx, indexDir(library), library, progress)
	})
	if errors.Is(err, index.ErrStale) {
		return a.rebuildIndex(ctx, library, err)
	}
	return err
}

// rebuildIndex makes the index anew, and tells why. The lock is held.
func (a *app) rebuildIndex(ctx context.Context, library *corpus.Library, why error) error {
	if !errors.Is(why, index.ErrNone) {
		fmt.Fprintf(a.errOut, "%v: rebuilding it from the library\n", why)
	}
	return a.buildIndex(ctx, library)
}

// buildIndex makes the index anew. The lock is held.
func (a *app) buildIndex(ctx context.Context, library *corpus.Library) error {
	return a.indexing(func(progress func(done, total int)) error {
		return index.Build(ctx, indexDir(library), library, progress)
	})
}

// indexing shows a progress bar of the passages that are indexed.
func (a *app) indexing(work func(progress func(done, total int)) error) error {
	bar := a.progress("indexing", "passages")
	defer bar.done()
	return work(func(done, total int) { bar.set(int64(done), int64(total)) })
}

// sweepIndex removes what a process left in the index's folder that died. If
// another one is writing, it is to be left alone, or removed by that one.
func (a *app) sweepIndex(library *corpus.Library) error {
	left, err := index.Leftovers(indexDir(library))
	if err != nil || len(left) == 0 {
		return err
	}
	err = a.locked(library, func() error { return index.Sweep(indexDir(library)) })
	if errors.Is(err, corpus.ErrLocked) {
		return nil
	}
	return err
}
