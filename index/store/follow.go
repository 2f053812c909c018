package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"verbatim/corpus/library"
	"verbatim/corpus/mirror"
	"verbatim/search"
)

// OpenFollower opens the library in the folder dir as a copy of a writer's, which it
// follows from then on, with its index, until it is closed. Where there is none, the
// writer's is copied first, however long that takes; a writer that does not answer is
// waited for. A copy that is there answers, whether the writer does or not.
func OpenFollower(ctx context.Context, dir string, w *mirror.Writer, o Options) (*Store, error) {
	lib, err := library.Open(dir)
	if errors.Is(err, library.ErrNone) {
		if err := copyFirst(ctx, dir, w, o); err != nil {
			return nil, err
		}
		lib, err = library.Open(dir)
	}
	if err != nil {
		return nil, err
	}
	known, err := lib.Following()
	if err = errors.Join(err, lib.Close()); err != nil {
		return nil, err
	}
	if known == nil {
		return nil, fmt.Errorf("the library in %s follows none, and would be lost: say with --library where the copy of %s is to be", dir, w.Address)
	}
	s, err := Open(ctx, dir, nil, o)
	if err != nil {
		return nil, err
	}
	f := &follower{store: s, writer: w, options: o, told: *known, awaiting: &awaiting{Engine: s.turns, store: s, asked: make(chan struct{}, 1)}}
	s.asked = f.awaiting
	f.told.Writer, f.told.Trouble = w.Address, ""
	told := f.told
	s.follows.Store(&told)
	following, stop := context.WithCancel(context.WithoutCancel(ctx))
	stopMending := s.stop
	s.stop = func() { stopMending(); stop() }
	s.mending.Go(func() { f.run(following) })
	return s, nil
}

// Following says how the following of a writer fares; nil if the library follows none.
func (s *Store) Following() *library.Following { return s.follows.Load() }

// askEvery is how often a writer is asked for what is new.
const askEvery = time.Second

func copyFirst(ctx context.Context, dir string, w *mirror.Writer, o Options) error {
	o.notice("copying the library of %s into %s", w.Address, dir)
	for told := false; ; told = true {
		err := watched(o.Copying, func(progress func(done, total int)) error { return w.Copy(ctx, dir, progress) })
		if _, again := errors.AsType[*mirror.NoAnswerError](err); !again || ctx.Err() != nil {
			return err
		}
		if !told {
			o.notice("%v; it is asked again until it does", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(askEvery):
		}
	}
}

// A follower keeps a library the same as a writer's. Its library follows at once, and its
// index when the writer's has: so both answer from the same states, and a cursor of one
// holds at the other.
type follower struct {
	store   *Store
	writer  *mirror.Writer
	options Options

	awaiting *awaiting

	indexed int64     // the revision that the index was brought to
	due     bool      // whether the library was changed since
	late    time.Time // since when it has been behind; zero if it is not
	told    library.Following
	noted   time.Time // when it was written beside the library
}

func (f *follower) run(ctx context.Context) {
	f.indexed, _ = f.store.Searcher().Indexed(ctx) // 0 has it brought up to date
	tick := time.NewTicker(askEvery)
	defer tick.Stop()
	f.reach(ctx)
	for {
		seen, err := f.writer.Pull(ctx, f.store.Library)
		if err == nil {
			err = f.index(ctx, seen)
		}
		if ctx.Err() == nil && !errors.Is(err, library.ErrLocked) { // who holds the lock is soon done
			f.tell(ctx, seen, err)
		}
		f.reach(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-f.awaiting.asked:
			time.Sleep(askAgain)
		}
	}
}

// askAgain is how soon a writer is asked again where a question waits for it.
const askAgain = 30 * time.Millisecond

// reach notes which revision questions can be asked about. What cannot be read is as it
// was.
func (f *follower) reach(ctx context.Context) {
	revision := f.indexed
	if shared, err := f.options.shared(f.store.Library); err == nil && shared {
		if revision, err = f.store.Library.Revision(ctx); err != nil {
			return
		}
	}
	f.awaiting.reached.Store(revision)
}

// patience is how long an index waits for the writer's to be of the library's revision,
// once the writer's has left its own: where one import follows another, that may never be.
const patience = 2 * time.Second

// index brings the index up to date, if it is time.
func (f *follower) index(ctx context.Context, seen mirror.Seen) error {
	lib := f.store.Library
	if shared, err := f.options.shared(lib); shared || err != nil {
		return err
	}
	f.due = f.due || seen.Changed
	revision, err := lib.Revision(ctx)
	if err != nil || revision == f.indexed && !f.due {
		return err
	}
	if f.late.IsZero() {
		f.late = time.Now()
	}
	underWay := seen.Indexed < revision && (seen.Indexed <= f.indexed || time.Since(f.late) < patience)
	if underWay && revision != f.indexed {
		return nil
	}
	err = Locked(lib, func() error { return Refresh(ctx, lib, f.options) })
	if err == nil {
		f.indexed, f.due, f.late = revision, false, time.Time{}
	}
	return err
}

// tell notes how the following fares, and says so where that changes.
func (f *follower) tell(ctx context.Context, seen mirror.Seen, failed error) {
	now := f.told
	if failed == nil {
		now.Revision, now.Seen, now.Trouble = seen.Revision, time.Now().UTC().Truncate(time.Second), ""
	} else {
		now.Trouble = failed.Error()
	}
	if seen.Damaged > 0 {
		f.options.notice("texts that are damaged in the library of %s, and are not shown: %d; verbatim verify says which", now.Writer, seen.Damaged)
	}
	changed := (now.Trouble == "") != (f.told.Trouble == "")
	switch _, other := errors.AsType[library.NotACopyError](failed); {
	case changed && failed == nil:
		f.options.notice("%s answers again", now.Writer)
	case changed && other:
		f.options.notice("%v. The copy in %s stays as it is, and answers; to take that library instead, remove this folder and start again", failed, f.store.Library.Dir())
	case changed:
		revision, _ := f.store.Library.Revision(ctx)
		f.options.notice("%v; until that is over, answers are of revision %d of the library", failed, revision)
	}
	if changed || now.Revision != f.told.Revision || time.Since(f.noted) > noteEvery {
		f.noted = time.Now()
		if err := f.store.Library.Follow(now); err != nil {
			f.options.notice("%v", err)
		}
	}
	f.told = now
	f.store.follows.Store(&now)
}

// noteEvery is how often what is beside the library is written anew, so that who reads it
// knows that somebody follows.
const noteEvery = 20 * time.Second

// shared reports whether the index of a library is kept by the writer that it follows: on
// a cluster, where the copies of a library have one index. It is used as it is.
func (o Options) shared(lib *library.Library) (bool, error) {
	if o.Keeper == nil {
		return false, nil
	}
	f, err := lib.Following()
	return f != nil, err
}

func openShared(ctx context.Context, lib *library.Library, o Options, err error) (search.Index, error) {
	if err != nil {
		return nil, err
	}
	x, err := o.keeper(lib).Open(ctx)
	if errors.Is(err, search.ErrStale) {
		err = fmt.Errorf("%w; the server that is followed keeps it: it needs the same --engine and --opensearch", err)
	}
	return x, err
}
