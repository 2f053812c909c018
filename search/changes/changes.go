// Package changes tells what came into a library and what went, of all that a
// question finds. Start with Finder.Find.
package changes

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/search"
	"verbatim/search/admit"
)

// Bounds of a Request.
const (
	DefaultSize = 100
	MaxSize     = 1000
)

// MaxWent bounds the passages that went whose texts are read, since no index has them:
// those that went last.
const MaxWent = 20_000

// A Finder finds changes.
type Finder struct {
	searcher *search.Searcher
}

// New makes a Finder of changes in what a Searcher searches.
func New(s *search.Searcher) *Finder { return &Finder{s} }

// A Request says what to look for, and since when. Without a query and filters it
// asks for all.
type Request struct {
	Text    string // in the query language
	Mode    search.Mode
	Filters map[search.Field][]string
	Since   int64  // revision of the library
	Size    int    // of a page of changes, at most MaxSize; 0: DefaultSize
	After   string // Changes.Next of the page before, or empty
}

// Changes are the answer to a Request.
type Changes struct {
	Query           *search.Query
	Since, Revision int64     // what came or went after Since, up to Revision
	When            time.Time // of the newest change of the library, whatever it was of; zero if there is none
	Came, Went      int       // in all
	Deleted         int       // narratives that went and whose texts are deleted: whether they matched is not known
	Older           int       // passages that went before those that were looked at
	List            []Change  // a page of them, the newest first
	Next            string    // the cursor of the next page; empty on the last
}

// A Change is a passage that came, or that went, and where it matches.
type Change struct {
	library.Entry
	Spans []prose.Span // in bytes of Text
	place
	When time.Time
	Went bool
}

// A place is where a change stands in the list: newer revisions come first, and in
// each the rows in their order.
type place struct {
	Revision, Row int64
}

func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(q.Revision, p.Revision), cmp.Compare(p.Row, q.Row))
}

// Find lists what came and went since a revision, of all that a request asks for. The
// error may be library.ErrNoHistory, and a *search.SyntaxError for a request that
// cannot be understood.
func (f *Finder) Find(ctx context.Context, r Request) (*Changes, error) {
	after, err := parseCursor(r.After)
	if err != nil {
		return nil, err
	}
	ctx, leave, err := admit.All(ctx, f.searcher.Engine())
	if err != nil {
		return nil, err
	}
	defer leave()
	turnover, err := f.searcher.Library().TurnoverSince(ctx, r.Since)
	if err != nil {
		return nil, err
	}
	c := &Changes{Since: r.Since, Deleted: turnover.Deleted}
	asked := search.Request{Text: r.Text, Mode: r.Mode, Filters: r.Filters}
	if c.Revision, err = f.indexed(ctx, turnover.Revision); err != nil {
		return nil, err
	}
	c.newest(turnover)
	all, err := f.came(ctx, c, asked, turnover.Came)
	if err != nil {
		return nil, err
	}
	matching, err := f.searcher.Matching(ctx, asked)
	if err != nil {
		return nil, err
	}
	went, err := f.went(ctx, c, matching, turnover.Went)
	if err != nil {
		return nil, err
	}
	all = append(all, went...)
	slices.SortFunc(all, func(a, b Change) int { return a.compare(b.place) })
	first, listed := slices.BinarySearchFunc(all, after, func(c Change, p place) int { return c.compare(p) })
	if listed {
		first++
	}
	all = all[first:]
	if size := cmp.Or(r.Size, DefaultSize); len(all) > size {
		all = all[:size]
		c.Next = all[size-1].cursor()
	}
	c.List = all
	return c, f.show(ctx, matching, c.List)
}

// Since reads since when changes are wanted: a day, as in 2026-11-01, which begins at
// midnight in a place, or the number of a revision.
func (f *Finder) Since(ctx context.Context, text string, in *time.Location) (revision int64, err error) {
	if revision, err = strconv.ParseInt(text, 10, 64); err == nil && revision >= 0 {
		return revision, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, text, in)
	if err != nil {
		return 0, &search.SyntaxError{Pos: -1, Msg: fmt.Sprintf("want a day, as in 2026-11-01, or the number of a revision, got %q; 0 is since the beginning", text)}
	}
	return f.searcher.Library().RevisionAt(ctx, day)
}

// indexed returns the revision up to which the engine and the library can both tell:
// the engine may be behind while an import is being indexed.
func (f *Finder) indexed(ctx context.Context, revision int64) (int64, error) {
	indexed, err := f.searcher.Indexed(ctx)
	if err != nil || indexed == 0 {
		return revision, err
	}
	return min(revision, indexed), nil
}

func (c *Changes) newest(t library.Turnover) {
	for _, stretch := range slices.Concat(t.Came, t.Went) {
		if stretch.Revision <= c.Revision && stretch.When.After(c.When) {
			c.When = stretch.When
		}
	}
}

// came lists the passages that a request finds and that came.
func (f *Finder) came(ctx context.Context, c *Changes, asked search.Request, stretches []library.Stretch) (list []Change, err error) {
	c.Query, err = f.searcher.Scan(ctx, asked, search.Scan{Fields: []search.Field{}}, func(_ *search.Collection, p *search.Scanned) error {
		for len(stretches) > 0 && stretches[0].End <= p.Row {
			stretches = stretches[1:]
		}
		if len(stretches) > 0 && stretches[0].First <= p.Row && stretches[0].Revision <= c.Revision {
			list = append(list, Change{place: place{stretches[0].Revision, p.Row}, When: stretches[0].When})
		}
		return nil
	})
	c.Came = len(list)
	return list, err
}

// matching tells of a passage whether a request asks for it, and where it matches.
type matching = func(library.Entry) ([]prose.Span, bool, error)

// went lists the passages that a request asks for and that went. Their texts tell.
func (f *Finder) went(ctx context.Context, c *Changes, matching matching, stretches []library.Stretch) (list []Change, err error) {
	var some []Change
	look := func() error {
		if err := f.read(ctx, some); err != nil {
			return err
		}
		for _, change := range some {
			_, ok, err := matching(change.Entry)
			if err != nil {
				return err
			}
			if ok {
				change.Entry = library.Entry{}
				list = append(list, change)
			}
		}
		some = some[:0]
		return nil
	}
	looked := 0
	for _, stretch := range stretches {
		if stretch.Revision > c.Revision {
			continue
		}
		for row := stretch.First; row < stretch.End; row++ {
			if looked++; looked > MaxWent {
				c.Older++
				continue
			}
			some = append(some, Change{place: place{stretch.Revision, row}, When: stretch.When, Went: true})
			if len(some) == batch {
				if err := look(); err != nil {
					return nil, err
				}
			}
		}
	}
	err = look()
	c.Went = len(list)
	return list, err
}

// batch is how many texts are read at a time.
const batch = 200

// read reads the texts of changes.
func (f *Finder) read(ctx context.Context, list []Change) error {
	rows := make([]int64, len(list))
	for i, c := range list {
		rows[i] = c.place.Row
	}
	entries, err := f.searcher.Library().Passages(ctx, rows)
	if err != nil {
		return err
	}
	for i := range list {
		list[i].Entry = entries[i]
	}
	return nil
}

// show reads the texts of changes and marks what matches.
func (f *Finder) show(ctx context.Context, matching matching, list []Change) error {
	for some := range slices.Chunk(list, batch) {
		if err := f.read(ctx, some); err != nil {
			return err
		}
		for i := range some {
			spans, ok, err := matching(some[i].Entry)
			if err != nil {
				return err
			}
			if !ok {
				return fmt.Errorf("the index returned passage %s, and its text does not match", some[i].ID)
			}
			some[i].Spans = spans
		}
	}
	return nil
}

func (p place) cursor() string { return fmt.Sprintf("%d-%d", p.Revision, p.Row) }

// parseCursor returns the place that a page begins after: of none, before all.
func parseCursor(cursor string) (p place, err error) {
	if cursor == "" {
		return place{Revision: 1<<63 - 1}, nil
	}
	revision, row, _ := strings.Cut(cursor, "-")
	p.Revision, err = strconv.ParseInt(revision, 10, 64)
	if err == nil {
		p.Row, err = strconv.ParseInt(row, 10, 64)
	}
	if err != nil || p.Revision < 0 || p.Row < 0 || p.Revision > search.MaxRow || p.Row > search.MaxRow {
		return place{}, &search.SyntaxError{Pos: -1, Msg: "invalid cursor"}
	}
	return p, nil
}
