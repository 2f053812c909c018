package count

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"verbatim/search"
	"verbatim/search/admit"
)

// A line is a match before its text is read. Its key is what it is sorted by: the
// ranks of words, and one more, so that 0 stands for no word.
type line struct {
	row        int64
	start, end uint32 // places of words
	key        [sortedWords]uint32
}

// sortedWords is how many words lines are sorted by.
const sortedWords = 3

// compare puts lines in order: those of equal keys in library order.
func (a line) compare(b line) int {
	return cmp.Or(slices.Compare(a.key[:], b.key[:]), cmp.Compare(a.row, b.row), cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end))
}

// A sorted is a part of the lines of a query in an order. Lines that are too many for
// memory are found in parts, each by going through all matches again.
type sorted struct {
	query *search.Query
	state string // of what was asked
	total int    // lines in all
	first int    // the place of the first line of this part, from 0
	lines []line
}

// last reports whether no lines follow.
func (s *sorted) last() bool { return s.first+len(s.lines) >= s.total }

// maxKept bounds the lines of a part, to about 10 MB.
const maxKept = 300_000

// part returns the part that has a line, by its place; the last one for a place behind
// all lines.
func (c *Counter) part(ctx context.Context, r ConcordanceRequest, place int) (*sorted, error) {
	found, err := c.find(ctx, r, nil, true)
	for err == nil && !found.last() && place >= found.first+len(found.lines) {
		found, err = c.after(ctx, r, found, true)
	}
	return found, err
}

// after returns the part that follows upon another.
func (c *Counter) after(ctx context.Context, r ConcordanceRequest, before *sorted, keep bool) (*sorted, error) {
	found, err := c.find(ctx, r, before, keep)
	if err == nil && (found.state != before.state || len(found.lines) == 0) {
		err = fmt.Errorf("the library has changed meanwhile: %w", search.ErrGone)
	}
	return found, err
}

// find finds the part of the lines behind another, or the first one. It keeps what pages
// ask for while the library stays as it is, since they follow one another; an export goes
// through all parts once.
func (c *Counter) find(ctx context.Context, r ConcordanceRequest, before *sorted, keep bool) (*sorted, error) {
	state, err := c.searcher.State(ctx)
	if err != nil {
		return nil, err
	}
	found := &sorted{state: fmt.Sprint(state, r.Text, "\x00", r.Mode, r.Filters, r.Sort, r.Sample, r.Seed, r.Distinct)}
	collected := &collector{ctx: ctx, sort: r.Sort, kept: c.kept}
	if before != nil {
		found.first = before.first + len(before.lines)
		collected.behind = &before.lines[len(before.lines)-1]
	}
	key := fmt.Sprint(found.state, found.first)
	c.mu.Lock()
	known, ok := c.lines.get(key)
	c.mu.Unlock()
	if ok {
		return known, nil
	}
	ctx, leave, err := admit.All(ctx, c.searcher.Engine())
	if err != nil {
		return nil, err
	}
	defer leave()
	if found.query, err = c.collect(ctx, r, collected); err != nil {
		return nil, err
	}
	found.total, found.lines = collected.total, slices.Clone(collected.lines)
	if keep {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.lines.put(key, found)
	}
	return found, nil
}

// collect goes through the matches of a request. For a sample it does so twice: the
// first time to count them.
func (c *Counter) collect(ctx context.Context, r ConcordanceRequest, into *collector) (*search.Query, error) {
	request := search.Request{Text: r.Text, Mode: r.Mode, Filters: r.Filters}
	chosen, err := c.choose(ctx, request, r.Distinct)
	if err != nil {
		return nil, err
	}
	if r.Sample > 0 {
		all := 0
		count := func(_ *search.Collection, p *search.Scanned) error {
			all += len(p.Matches)
			return nil
		}
		if _, err := c.searcher.Scan(ctx, request, search.Scan{Matches: true, Fields: noFields}, chosen.only(count, nil)); err != nil {
			return nil, err
		}
		into.sample = newSample(all, r.Sample, r.Seed)
	}
	scan := search.Scan{Matches: true, Fields: []search.Field{search.FieldCountry, search.FieldYear}, Words: r.Sort == ByLeft || r.Sort == ByRight || r.Sort == ByMatch}
	q, err := c.searcher.Scan(ctx, request, scan, chosen.only(into.add, nil))
	if err == nil {
		err = into.cut()
	}
	return q, err
}

// A collector makes lines of what a scan finds, and keeps the first of them.
type collector struct {
	ctx    context.Context
	sort   Order
	kept   int
	sample *sample // if not all are wanted
	behind *line   // the lines that follow upon this one are wanted; nil: all
	least  *line   // lines from this one on are not wanted, since enough come before
	total  int     // lines so far, with those that are not kept
	lines  []line
	ranks  map[string]uint32 // of values, in the order of their field
}

// add is a search.Visit.
func (c *collector) add(in *search.Collection, p *search.Scanned) error {
	for _, m := range p.Matches {
		if !c.sample.takes() {
			continue
		}
		c.total++
		l := line{p.Row, uint32(m.Start), uint32(m.End), c.key(in, p, m)}
		if c.behind != nil && l.compare(*c.behind) <= 0 || c.least != nil && l.compare(*c.least) >= 0 {
			continue
		}
		if c.lines = append(c.lines, l); len(c.lines) >= 2*c.kept {
			if err := c.cut(); err != nil {
				return err
			}
		}
	}
	return nil
}

// cut puts the lines in order and keeps the first.
func (c *collector) cut() error {
	if c.sort != ByLibrary { // which they are in
		if err := sortLines(c.ctx, c.lines); err != nil {
			return err
		}
	}
	if len(c.lines) > c.kept {
		least := c.lines[c.kept]
		c.least, c.lines = &least, c.lines[:c.kept]
	}
	return nil
}

// sortLines sorts lines.
func sortLines(ctx context.Context, lines []line) error {
	compared, ended := 0, false
	slices.SortFunc(lines, func(a, b line) int {
		if compared++; compared%comparisonsPerLook == 0 {
			ended = ctx.Err() != nil
		}
		if ended { // the order does not matter any more: all are equal, which is soon sorted
			return 0
		}
		return a.compare(b)
	})
	return ctx.Err()
}

// comparisonsPerLook is how many lines are compared between two looks at the time.
const comparisonsPerLook = 1 << 16

func (c *collector) key(in *search.Collection, p *search.Scanned, m search.Range) (key [sortedWords]uint32) {
	word := func(at int) uint32 {
		if at < 0 || at >= len(p.Words) {
			return 0
		}
		return p.Lexicon.Rank(p.Words[at]) + 1
	}
	for i := range key {
		switch c.sort {
		case ByLeft:
			key[i] = word(m.Start - 1 - i)
		case ByRight:
			key[i] = word(m.End + i)
		case ByMatch:
			key[i] = word(m.Start + i)
		}
	}
	switch c.sort {
	case ByCountry:
		key[0] = c.rank(in, search.FieldCountry, p)
	case ByYear:
		key[0] = c.rank(in, search.FieldYear, p)
	}
	return key
}

// rank returns the place of a passage's value among those of a field.
func (c *collector) rank(in *search.Collection, field search.Field, p *search.Scanned) uint32 {
	f := slices.Index(search.Fields, field)
	if c.ranks == nil {
		values := slices.Clone(in.Values[f])
		slices.SortFunc(values, func(a, b string) int { return compareValues(field, a, b) })
		c.ranks = map[string]uint32{}
		for i, value := range values {
			c.ranks[value] = uint32(i)
		}
	}
	return c.ranks[in.Values[f][p.Values[f]]]
}

// A sample chooses some of a number of lines by chance: the same ones for the same
// seed. Each choice is as likely (Knuth, "The Art of Computer Programming", volume 2,
// 3.4.2, algorithm S).
type sample struct {
	left, wanted int
	random       *rand.Rand
}

// newSample chooses so many of all; nil is all of them.
func newSample(all, wanted int, seed uint64) *sample {
	if wanted >= all {
		return nil
	}
	return &sample{all, wanted, rand.New(rand.NewPCG(seed, 0))}
}

// takes reports whether the next line is chosen.
func (s *sample) takes() bool {
	if s == nil {
		return true
	}
	taken := s.random.IntN(s.left) < s.wanted
	s.left--
	if taken {
		s.wanted--
	}
	return taken
}
