// Package index is the Bleve engine: it finds the passages that a query asks
// for. It is a cache made from the library, and can be made again at any time.
//
// Bleve keeps the dictionary and the postings, as bitmaps. A token column
// beside it keeps each passage's words in order as numbers. A query is
// answered in two steps: bitmaps give the candidates, which for words,
// booleans and filters is the answer; where order, distance or sentence
// matters, search.Matcher runs over the tokens of the candidates. So what
// matches is defined in package search alone.
package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"verbatim/corpus"
	"verbatim/search"
)

// An Index answers questions from the index in a folder. It notices when
// another generation is published there, and answers from that one; questions
// about the generation before are answered as long as it is kept. It is safe
// for use by several goroutines.
type Index struct {
	dir     string
	mu      sync.Mutex
	newest  *generation
	before  *generation // the one before newest, for pages that are still turned
	checked time.Time
	seen    os.FileInfo // of the manifest that newest was read from
	closed  bool
}

// refreshEvery is how often the folder is looked at for a new generation.
const refreshEvery = time.Second

// Open opens the index in dir. An error that is ErrStale says that there is
// none, or one that is damaged or of another version.
func Open(dir string) (*Index, error) {
	x := &Index{dir: dir}
	if err := x.refresh(); err != nil {
		return nil, fmt.Errorf("open index %s: %w", dir, err)
	}
	return x, nil
}

// Check gives ErrStale if the index is not of the library's present state.
func (x *Index) Check(ctx context.Context, library *corpus.Library) error {
	g, err := x.acquire("")
	if err != nil {
		return err
	}
	defer x.release(g)
	revision, err := library.Revision(ctx)
	switch {
	case err != nil:
		return err
	case g.manifest.Library != library.Identity():
		return stale("it was made from another library")
	case g.manifest.Revision != revision:
		return stale("the library has changed since it was made")
	}
	return nil
}

// Close gives back what the index holds, when the questions under way are
// answered.
func (x *Index) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.closed = true
	var err error
	for _, g := range []*generation{x.newest, x.before} {
		if g != nil {
			err = errors.Join(err, g.drop())
		}
	}
	x.newest, x.before = nil, nil
	return err
}

// A generation is a published state of the index, open for reading.
type generation struct {
	manifest manifest
	*part
	users int // questions under way, and one for the Index itself; guarded by Index.mu
}

// drop takes one user away; the last one closes the files.
func (g *generation) drop() error {
	if g.users--; g.users > 0 {
		return nil
	}
	return g.part.close()
}

// refresh opens the generation that the manifest names, if it is a new one. A
// generation that is replaced while it is being opened is tried again.
func (x *Index) refresh() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closed {
		return errors.New("the index is closed")
	}
	if x.newest != nil && time.Since(x.checked) < refreshEvery {
		return nil
	}
	x.checked = time.Now()
	info, err := os.Stat(filepath.Join(x.dir, manifestFile))
	if err == nil && x.seen != nil && os.SameFile(info, x.seen) {
		return nil
	}
	for try := 0; ; try++ {
		g, err := openGeneration(x.dir)
		if err == nil {
			x.adopt(g, info)
			return nil
		}
		if x.newest != nil {
			return nil // goes on with what it has; Open says what is wrong
		}
		if try == 3 || !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
}

// adopt makes g the newest generation.
func (x *Index) adopt(g *generation, seen os.FileInfo) {
	x.seen = seen
	if x.newest != nil && x.newest.manifest.Generation == g.manifest.Generation {
		_ = g.part.close()
		return
	}
	if x.before != nil {
		_ = x.before.drop()
	}
	g.users = 1
	x.before, x.newest = x.newest, g
}

func openGeneration(dir string) (*generation, error) {
	m, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	p, err := openPart(filepath.Join(dir, m.Generation), m.Part)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStale, err)
	}
	return &generation{manifest: m, part: p}, nil
}

// acquire gives a generation by name, or the newest, to be released.
func (x *Index) acquire(name string) (*generation, error) {
	if err := x.refresh(); err != nil {
		return nil, err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, g := range []*generation{x.newest, x.before} {
		if g != nil && (name == "" || g.manifest.Generation == name) {
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
func (x *Index) Find(ctx context.Context, question search.Question) (*search.Found, error) {
	g, err := x.acquire(question.Generation)
	if err != nil {
		return nil, err
	}
	defer x.release(g)
	found, err := g.find(ctx, question)
	if err != nil {
		return nil, err
	}
	found.Generation = g.manifest.Generation
	return found, nil
}

// Values implements search.Engine.
func (x *Index) Values(_ context.Context, field search.Field) ([]search.Count, error) {
	g, err := x.acquire("")
	if err != nil {
		return nil, err
	}
	defer x.release(g)
	return g.values(field), nil
}

// Words implements search.Engine.
func (x *Index) Words(_ context.Context, t *search.Term) ([]search.Count, error) {
	g, err := x.acquire("")
	if err != nil {
		return nil, err
	}
	defer x.release(g)
	return g.wordCounts(t)
}

// A Size says what an index holds and takes.
type Size struct {
	Passages int
	Bytes    int64 // on disk
	Words    int   // distinct
}

// Size gives the size of the newest generation.
func (x *Index) Size() (Size, error) {
	g, err := x.acquire("")
	if err != nil {
		return Size{}, err
	}
	defer x.release(g)
	s := Size{Passages: g.manifest.Part.Passages, Words: g.column.words.len()}
	for _, f := range g.manifest.Part.Files {
		s.Bytes += f.Size
	}
	return s, nil
}
