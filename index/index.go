// Package index is the Bleve engine: it finds the passages that a query asks
// for. It is a cache made from the library, and can be made again at any time.
//
// Bleve's segments keep the dictionary and the postings, as bitmaps. A token
// forward index next to them keeps each passage's words in order as numbers. A query is
// answered in two steps: bitmaps give the candidates, which for words,
// booleans and filters is the answer; where order, distance or sentence
// matters, search.Matcher runs over the tokens of the candidates. So what
// matches is defined in package search alone.
//
// An index is a few parts that are never changed, and for each the set of its
// passages that were removed. What is added to the library becomes a part (see
// Update), and parts are merged so that they stay few (see tiers). A question is
// answered in each part; what depends on the whole collection, such as the
// number of passages that have a word, is summed over the parts first, so that
// the answer is the one that a single part would give, to the last bit.
package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"verbatim/corpus/library"
	"verbatim/search"
)

// An Index answers questions from the index in a folder. It notices when
// another generation is published there, opens it next to the one in use, and
// then answers from that one; questions about the generation before are
// answered as long as it is kept. Parts that both have are open once. It is safe
// for use by several goroutines.
type Index struct {
	dir      string
	stop     chan struct{}
	watching sync.WaitGroup
	damaged  chan struct{} // see Damaged

	loading sync.Mutex  // held by who loads
	seen    os.FileInfo // of the manifest that newest was read from

	mu     sync.Mutex
	newest *generation
	before *generation // the one before newest, for pages that are still turned
	closed bool
}

// lookEvery is how often the folder is looked at for a new generation.
const lookEvery = time.Second

// Open opens the index in dir. An error that is ErrStale says that there is
// none, or one that is damaged or of another version.
func Open(dir string) (*Index, error) {
	x := &Index{dir: dir, stop: make(chan struct{}), damaged: make(chan struct{}, 1)}
	err := x.load()
	// A generation that is replaced while it is being opened is gone.
	for try := 0; try < 3 && errors.Is(err, os.ErrNotExist) && !errors.Is(err, search.ErrNone); try++ {
		err = x.load()
	}
	if err != nil {
		return nil, fmt.Errorf("open index %s: %w", dir, err)
	}
	x.watching.Go(x.watch)
	return x, nil
}

// watch looks for new generations. One that cannot be opened is tried again;
// until then questions are answered from the one in use.
func (x *Index) watch() {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-x.stop:
			return
		case <-tick.C:
			_ = x.load()
		}
	}
}

// load opens what the manifest names, if it is another one than was seen.
func (x *Index) load() (err error) {
	x.loading.Lock()
	defer x.loading.Unlock()
	defer x.guard(&err)()
	info, err := os.Stat(filepath.Join(x.dir, manifestFile))
	if err == nil && x.seen != nil && os.SameFile(info, x.seen) && info.ModTime().Equal(x.seen.ModTime()) {
		return nil
	}
	m, err := readManifest(x.dir)
	if err != nil {
		return err
	}
	open, giveBack := x.borrowParts()
	g, err := openGeneration(x.dir, m, open)
	if err == nil {
		x.adopt(g)
		x.seen = info
	}
	return errors.Join(err, giveBack())
}

// borrowParts returns the parts that are open, by name, and keeps them open until
// they are given back.
func (x *Index) borrowParts() (open map[string]*part, giveBack func() error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	open = map[string]*part{}
	for _, g := range []*generation{x.newest, x.before} {
		if g != nil {
			for _, v := range g.parts {
				open[v.name] = v.part
			}
		}
	}
	for _, p := range open {
		p.users++
	}
	return open, func() error {
		x.mu.Lock()
		defer x.mu.Unlock()
		var errs []error
		for _, p := range open {
			errs = append(errs, p.drop())
		}
		return errors.Join(errs...)
	}
}

// adopt makes g the newest generation. If it is the same state of the
// collection, only in other parts, the one before stays what it is.
func (x *Index) adopt(g *generation) {
	x.mu.Lock()
	defer x.mu.Unlock()
	g.users = 1
	for _, v := range g.parts {
		v.users++
	}
	switch {
	case x.closed:
		_ = g.drop()
		return
	case x.newest == nil:
	case x.newest.manifest.generation() == g.manifest.generation():
		_ = x.newest.drop()
	default:
		if x.before != nil {
			_ = x.before.drop()
		}
		x.before = x.newest
	}
	x.newest = g
}

// drop takes one user away; the last one drops the parts.
func (g *generation) drop() error {
	if g.users--; g.users > 0 {
		return nil
	}
	var errs []error
	for _, v := range g.parts {
		errs = append(errs, v.drop())
	}
	return errors.Join(errs...)
}

// drop takes one user away; the last one closes the files.
func (p *part) drop() error {
	if p.users--; p.users > 0 {
		return nil
	}
	return p.close()
}

// Close returns back what the index holds, when the questions under way are
// answered.
func (x *Index) Close() error {
	x.mu.Lock()
	wasClosed := x.closed
	x.closed = true
	x.mu.Unlock()
	if wasClosed {
		return nil
	}
	close(x.stop)
	x.watching.Wait()
	x.mu.Lock()
	defer x.mu.Unlock()
	var errs []error
	for _, g := range []*generation{x.newest, x.before} {
		if g != nil {
			errs = append(errs, g.drop())
		}
	}
	x.newest, x.before = nil, nil
	return errors.Join(errs...)
}

// Check implements search.Index.
func (x *Index) Check(ctx context.Context, lib *library.Library) error {
	g, err := x.acquire("")
	if err != nil {
		return err
	}
	defer x.release(g)
	return search.CheckState(ctx, lib, g.manifest.Library, g.manifest.Revision)
}

// acquire returns a generation by name, or the newest, to be released. One that is not
// known may have been published since it was last looked for one.
func (x *Index) acquire(name string) (*generation, error) {
	g, err := x.known(name)
	if errors.Is(err, search.ErrGone) {
		_ = x.load()
		g, err = x.known(name)
	}
	return g, err
}

func (x *Index) known(name string) (*generation, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closed {
		return nil, errors.New("the index is closed")
	}
	for _, g := range []*generation{x.newest, x.before} {
		if g != nil && (name == "" || g.name == name) {
			g.users++
			return g, nil
		}
	}
	return nil, search.ErrGone
}

func (x *Index) release(g *generation) {
	x.mu.Lock()
	defer x.mu.Unlock()
	_ = g.drop()
}

// Find implements search.Engine.
func (x *Index) Find(ctx context.Context, question search.Question) (found *search.Found, err error) {
	defer x.guard(&err)()
	g, err := x.acquire(question.Generation)
	if err != nil {
		return nil, err
	}
	defer x.release(g)
	return g.find(ctx, question)
}

// Values implements search.Engine.
func (x *Index) Values(_ context.Context, field search.Field) ([]search.Count, error) {
	g, err := x.acquire("")
	if err != nil {
		return nil, err
	}
	defer x.release(g)
	if f := slices.Index(search.Fields, field); f >= 0 {
		return g.counts[f], nil
	}
	return nil, nil
}

// Generation implements search.Engine.
func (x *Index) Generation(context.Context) (string, error) {
	g, err := x.acquire("")
	if err != nil {
		return "", err
	}
	defer x.release(g)
	return g.manifest.generation(), nil
}

// Words implements search.Engine.
func (x *Index) Words(ctx context.Context, t *search.Term) (counts []search.Count, err error) {
	defer x.guard(&err)()
	g, err := x.acquire("")
	if err != nil {
		return nil, err
	}
	defer x.release(g)
	return g.wordCounts(ctx, t)
}

// Alike implements search.Engine.
func (x *Index) Alike(ctx context.Context, row int64) (rows []int64, err error) {
	defer x.guard(&err)()
	g, err := x.acquire("")
	if err != nil {
		return nil, err
	}
	defer x.release(g)
	return g.alike(row), ctx.Err()
}

// Size implements search.Index.
func (x *Index) Size(context.Context) (size search.Size, err error) {
	defer x.guard(&err)()
	g, err := x.acquire("")
	if err != nil {
		return search.Size{}, err
	}
	defer x.release(g)
	return g.size(), nil
}

// A Folder is where an index of this engine lies: its search.Keeper.
type Folder string

// Open implements search.Keeper.
func (f Folder) Open(context.Context) (search.Index, error) {
	x, err := Open(string(f))
	if err != nil {
		return nil, err // not an interface that holds nil
	}
	return x, nil
}

// Build implements search.Keeper.
func (f Folder) Build(ctx context.Context, lib *library.Library, progress func(done, total int)) error {
	return Build(ctx, string(f), lib, progress)
}

// Update implements search.Keeper.
func (f Folder) Update(ctx context.Context, lib *library.Library, progress func(done, total int)) error {
	return Update(ctx, string(f), lib, progress)
}

// Exists implements search.Keeper.
func (f Folder) Exists(context.Context) (bool, error) { return Exists(string(f)), nil }

// Leftovers implements search.Keeper.
func (f Folder) Leftovers(context.Context) ([]string, error) { return Leftovers(string(f)) }

// Sweep implements search.Keeper.
func (f Folder) Sweep(context.Context) error { return Sweep(string(f)) }
