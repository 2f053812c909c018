package opensearch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"verbatim/corpus/library"
	"verbatim/search"
)

// An Index answers questions from an index in a cluster. It looks every second at what is
// published there. Documents that an edition has stay until two others have been
// published, and some seconds more (grace): so whoever knows the state of a moment ago
// may answer from it.
type Index struct {
	client   *client
	alias    string
	library  *library.Library
	stop     context.CancelFunc
	watching sync.WaitGroup
	pages    pages

	loading  sync.Mutex // held by who looks at the state
	mu       sync.Mutex
	newest   *generation
	before   *generation // nil if there is none
	identity string      // of the library that it was made of
	looked   time.Time   // when the state was seen last
	damaged  chan struct{}
}

// lookEvery is how often the state is looked at. A state that was seen fresh ago counts
// as the present one; grace is how long documents stay that no edition has any more.
const (
	lookEvery = time.Second
	fresh     = 2 * time.Second
	grace     = 5 * time.Second
)

func open(ctx context.Context, c *client, alias string, lib *library.Library) (*Index, error) {
	x := &Index{client: c, alias: alias, library: lib, damaged: make(chan struct{}, 1)}
	if err := x.load(ctx); err != nil {
		return nil, fmt.Errorf("open index %s: %w", alias, err)
	}
	watching, stop := context.WithCancel(context.WithoutCancel(ctx))
	x.stop = stop
	x.watching.Go(func() { x.watch(watching) })
	return x, nil
}

// watch looks for new editions. What cannot be read is tried again.
func (x *Index) watch(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			_ = x.load(ctx)
		}
	}
}

// load reads the state, and makes generations of its editions.
func (x *Index) load(ctx context.Context) error {
	x.loading.Lock()
	defer x.loading.Unlock()
	began := time.Now()
	index, err := x.client.resolve(ctx, x.alias)
	if err != nil {
		return err
	}
	s, err := x.client.state(ctx, index)
	if err != nil {
		return err
	}
	x.mu.Lock()
	newest, before := x.newest, x.before
	x.mu.Unlock()
	known := func(e edition) *generation {
		for _, g := range []*generation{newest, before} {
			if g != nil && g.index == index && g.edition == e {
				return g
			}
		}
		return nil
	}
	words := newVocabulary()
	if newest != nil && newest.index == index {
		words = newest.vocabulary
	}
	have := words.documents()
	if err := x.client.readWords(ctx, index, words, have, s.Vocabulary); err != nil {
		return err
	}
	words.haveDocuments(s.Vocabulary)
	var of []*generation
	for _, e := range s.Kept {
		g := known(e)
		if g == nil {
			g = &generation{client: x.client, index: index, name: search.GenerationName(s.Library, e.Revision), edition: e,
				reference: s.Reference, vocabulary: words, counts: map[string]int{}, values: map[string][]search.Count{}}
		}
		of = append(of, g)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.newest, x.before = of[0], nil
	if len(of) > 1 {
		x.before = of[1]
	}
	x.identity, x.looked = s.Library, began
	return nil
}

// published returns the newest generation, whatever the library is.
func (x *Index) published(ctx context.Context) (*generation, error) {
	kept, err := x.kept(ctx)
	if err != nil {
		return nil, err
	}
	return kept[0], nil
}

// kept returns the generations that can be asked, the newest first.
func (x *Index) kept(ctx context.Context) (kept []*generation, err error) {
	x.mu.Lock()
	looked := x.looked
	x.mu.Unlock()
	if time.Since(looked) > fresh {
		if err := x.load(ctx); err != nil {
			return nil, err
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if kept = []*generation{x.newest}; x.before != nil {
		kept = append(kept, x.before)
	}
	return kept, nil
}

// acquire returns a generation by name, or the newest of those that the library has the
// texts of: one that follows another machine's may be behind the index, which that one
// keeps. What is on its way is waited for, and what is not known is looked for once: it may
// have been published since.
func (x *Index) acquire(ctx context.Context, name string) (*generation, error) {
	looked := false
	for began := time.Now(); ; {
		kept, err := x.kept(ctx)
		if err != nil {
			return nil, err
		}
		revision, err := x.library.Revision(ctx)
		if err != nil {
			return nil, err
		}
		ahead := false
		for _, g := range kept {
			switch {
			case name != "" && g.name != name:
			case g.edition.Revision <= revision:
				return g, nil
			default:
				ahead = true
			}
		}
		switch {
		case !ahead && looked:
			return nil, search.ErrGone
		case !ahead:
			if err := x.load(ctx); err != nil {
				return nil, err
			}
			looked = true
			continue
		case time.Since(began) > fresh:
			return nil, unavailable(fmt.Errorf("the library is at revision %d, and the index no more", revision))
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(patience):
		}
	}
}

// asked does a question's work on a generation. If it took so long that documents of the
// generation may be gone, or the index is, the answer does not count; a question about
// the newest generation is asked again then.
func (x *Index) asked(ctx context.Context, name string, work func(g *generation) error) error {
	for try := 0; ; try++ {
		began := time.Now()
		g, err := x.acquire(ctx, name)
		if err != nil {
			return err
		}
		err = work(g)
		gone := missing(err)
		if err != nil && !gone {
			return err
		}
		if !gone && time.Since(began) < grace-fresh {
			return nil
		}
		if err := x.load(ctx); err != nil {
			return err
		}
		there, err := x.acquire(ctx, g.name)
		switch {
		case err == nil && there == g && !gone:
			return nil
		case err != nil && !errors.Is(err, search.ErrGone):
			return err
		case try == rounds:
			return search.ErrGone
		}
	}
}

// Find implements search.Engine.
func (x *Index) Find(ctx context.Context, question search.Question) (found *search.Found, err error) {
	err = x.asked(ctx, question.Generation, func(g *generation) (err error) {
		found, err = g.find(ctx, question, &x.pages)
		return err
	})
	return found, err
}

// Values implements search.Engine.
func (x *Index) Values(ctx context.Context, field search.Field) (counts []search.Count, err error) {
	err = x.asked(ctx, "", func(g *generation) (err error) {
		counts, err = g.valuesOf(ctx, field)
		return err
	})
	return counts, err
}

// Generation implements search.Engine.
func (x *Index) Generation(ctx context.Context) (string, error) {
	g, err := x.acquire(ctx, "")
	if err != nil {
		return "", err
	}
	return g.name, nil
}

// Words implements search.Engine.
func (x *Index) Words(ctx context.Context, t *search.Term) (counts []search.Count, err error) {
	err = x.asked(ctx, "", func(g *generation) (err error) {
		counts, err = g.wordCounts(ctx, t)
		return err
	})
	return counts, err
}

// Scan implements search.Engine. A scan that outlives its generation ends with
// search.ErrGone.
func (x *Index) Scan(ctx context.Context, question search.Question, wanted search.Scan, visit search.Visit) error {
	visited := false
	return x.asked(ctx, question.Generation, func(g *generation) error {
		if visited { // what was visited cannot be taken back
			return search.ErrGone
		}
		return g.scan(ctx, question, wanted, func(c *search.Collection, p *search.Scanned) error {
			visited = true
			return visit(c, p)
		})
	})
}

// Alike implements search.Engine.
func (x *Index) Alike(ctx context.Context, row int64) (rows []int64, err error) {
	err = x.asked(ctx, "", func(g *generation) (err error) {
		rows, err = g.alike(ctx, row)
		return err
	})
	return rows, err
}

// Check implements search.Index.
func (x *Index) Check(ctx context.Context, lib *library.Library) error {
	g, err := x.published(ctx)
	if err != nil {
		return err
	}
	x.mu.Lock()
	identity := x.identity
	x.mu.Unlock()
	return search.CheckState(ctx, lib, identity, g.edition.Revision)
}

// Size implements search.Index. Its parts are shards; its words may be more than there
// are passages left that have them.
func (x *Index) Size(ctx context.Context) (search.Size, error) {
	g, err := x.published(ctx)
	if err != nil {
		return search.Size{}, err
	}
	var stats struct {
		Shards struct{ Total int } `json:"_shards"`
		All    struct {
			Primaries struct {
				Store struct {
					Bytes int64 `json:"size_in_bytes"`
				}
			}
		} `json:"_all"`
	}
	if err := x.client.do(ctx, http.MethodGet, "/"+g.index+"/_stats/store", nil, &stats); err != nil {
		return search.Size{}, err
	}
	var settings map[string]struct {
		Settings struct {
			Index struct {
				Shards json.Number `json:"number_of_shards"`
			}
		}
	}
	if err := x.client.do(ctx, http.MethodGet, "/"+g.index+"/_settings/index.number_of_shards", nil, &settings); err != nil {
		return search.Size{}, err
	}
	shards, err := settings[g.index].Settings.Index.Shards.Int64()
	return search.Size{Passages: g.edition.Passages, Parts: int(shards), Words: g.vocabulary.Len(), Bytes: stats.All.Primaries.Store.Bytes}, err
}

// Damaged implements search.Index: OpenSearch keeps copies of its own, and what it
// cannot read is an error until an operator mends it.
func (x *Index) Damaged() <-chan struct{} { return x.damaged }

// Close implements search.Index.
func (x *Index) Close() error {
	x.stop()
	x.watching.Wait()
	x.client.http.CloseIdleConnections()
	return nil
}
