package mirror

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"verbatim/corpus/library"
)

// Seen is what a writer said of its library.
type Seen struct {
	Revision int64
	Indexed  int64 // the revision that its index is of: the one that it answers questions about
	Changed  bool  // whether the copy was changed
	Damaged  int   // texts that came and are damaged in the writer's library
}

// aside is the folder, in that of a library, in which a first copy grows. What is there
// is whole as far as it goes: a copy that ended goes on from it.
const aside = "copying"

// Copy copies the writer's library into a folder that has none, and notes that it follows
// the writer. The library appears there when it is complete. progress, if not nil, is
// called with the narratives that came so far and their number, both with those that were.
// After an error that is a *NoAnswerError, Copy goes on where it was.
func (w *Writer) Copy(ctx context.Context, dir string, progress func(done, total int)) error {
	err := w.copyAside(ctx, filepath.Join(dir, aside), progress)
	if _, other := errors.AsType[library.NotACopyError](err); other {
		// What came of another library that was there before is of no use.
		if err := os.RemoveAll(filepath.Join(dir, aside)); err != nil {
			return err
		}
		err = w.copyAside(ctx, filepath.Join(dir, aside), progress)
	}
	if err != nil {
		return err
	}
	for _, name := range []string{library.FollowingFile, library.File} {
		if err := os.Rename(filepath.Join(dir, aside, name), filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return os.RemoveAll(filepath.Join(dir, aside))
}

func (w *Writer) copyAside(ctx context.Context, dir string, progress func(done, total int)) (err error) {
	lib, err := library.Create(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lib.Close()) }()
	unlock, err := lib.Lock()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	for {
		at, err := lib.Copied(ctx)
		if err != nil {
			return err
		}
		d, err := w.ask(ctx, at)
		if err != nil {
			return err
		}
		err = w.change(ctx, lib, func(im *library.Tx) error {
			_, err := w.take(ctx, im, d)
			return err
		})
		if err != nil {
			return err
		}
		if at, err = lib.Copied(ctx); err != nil {
			return err
		}
		if progress != nil {
			progress(int(at.Row), int(d.Last))
		}
		if at.Row == d.Last {
			return lib.Follow(library.Following{Writer: w.Address, Revision: d.Revision})
		}
	}
}

// take writes a delta.
func (w *Writer) take(ctx context.Context, im *library.Tx, d *library.Delta) (damaged int, err error) {
	if damaged, err = im.Take(ctx, d); err != nil && ctx.Err() == nil {
		err = w.cannot(err)
	}
	return damaged, err
}

// change changes a copy: wholly, or not at all.
func (w *Writer) change(ctx context.Context, lib *library.Library, work func(*library.Tx) error) error {
	im, err := lib.BeginCopy(ctx)
	if err != nil {
		return err
	}
	if err := work(im); err != nil {
		return errors.Join(err, im.Rollback())
	}
	return im.Commit()
}

// Pull brings a copy to the present state of the writer's library: all of it, or nothing
// if there is an error. It takes the library's lock if there is something to write.
func (w *Writer) Pull(ctx context.Context, lib *library.Library) (seen Seen, err error) {
	at, err := lib.Copied(ctx)
	if err != nil {
		return seen, err
	}
	d, err := w.ask(ctx, at)
	if err != nil {
		return seen, err
	}
	seen = Seen{Revision: d.Revision, Indexed: d.Indexed}
	if !at.Lacks(d) {
		return seen, nil
	}
	unlock, err := lib.Lock()
	if err != nil {
		return seen, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	seen.Changed = true
	return seen, w.change(ctx, lib, func(im *library.Tx) error {
		for {
			damaged, err := w.take(ctx, im, d)
			if seen.Damaged += damaged; err != nil {
				return err
			}
			at, err := im.Copied(ctx)
			if err != nil || at.Row == d.Last {
				return err
			}
			if d, err = w.ask(ctx, at); err != nil {
				return err
			}
			seen.Revision, seen.Indexed = d.Revision, d.Indexed
		}
	})
}
