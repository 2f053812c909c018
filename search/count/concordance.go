package count

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"verbatim/corpus/library"
	"verbatim/search"
	"verbatim/search/admit"
)

// An Order is an order of the lines of a concordance.
type Order string

// The orders. Lines that are equal stand in library order.
const (
	ByLibrary Order = "library"
	ByLeft    Order = "left"  // by the words before the match, the nearest first
	ByRight   Order = "right" // by the words behind it
	ByMatch   Order = "match" // by its own words, then by those behind it
	ByCountry Order = "country"
	ByYear    Order = "year"
)

// Orders lists them; the first is used where none is chosen.
var Orders = []Order{ByLibrary, ByLeft, ByRight, ByMatch, ByCountry, ByYear}

// A ConcordanceRequest asks for the matches of a query, each on a line.
type ConcordanceRequest struct {
	Text    string
	Mode    search.Mode
	Filters map[search.Field][]string
	Context int   // words on either side; 0: 8
	Sort    Order // empty: ByLibrary
	Sample  int   // how many lines to choose by chance; 0: all
	Seed    uint64
	Size    int    // lines wanted; 0: 100
	Cursor  string // Concordance.Next of the page before, or empty
}

// A Concordance is the answer.
type Concordance struct {
	Query  *search.Query
	Total  int // lines: those of the sample, if there is one
	Offset int // the first line's place, from 0
	Lines  []Line
	Next   string // the cursor of the next page; empty on the last
}

// A Line is a match with the words around it, cut from the passage's text.
type Line struct {
	library.Entry
	Left, Match, Right string
}

const (
	maxContext = 50
	maxLines   = 1000
	maxSample  = 100_000
)

// Concordance answers a request with a page of lines.
func (c *Counter) Concordance(ctx context.Context, r ConcordanceRequest) (*Concordance, error) {
	if err := r.complete(); err != nil {
		return nil, err
	}
	offset, err := decodeCursor(r.Cursor)
	if err != nil {
		return nil, err
	}
	found, err := c.sorted(ctx, r)
	if err != nil {
		return nil, err
	}
	answer := &Concordance{Query: found.query, Total: len(found.lines), Offset: min(offset, len(found.lines))}
	page := found.lines[answer.Offset:]
	page = page[:min(len(page), r.Size)]
	if answer.Lines, err = c.show(ctx, page, r.Context); err != nil {
		return nil, err
	}
	if end := answer.Offset + len(page); end < answer.Total {
		answer.Next = encodeCursor(end)
	}
	return answer, nil
}

// AllLines returns how many lines there are, and yields them all: Size and Cursor
// do not count. After an error it ends.
func (c *Counter) AllLines(ctx context.Context, r ConcordanceRequest) (total int, lines iter.Seq2[Line, error], err error) {
	if err := r.complete(); err != nil {
		return 0, nil, err
	}
	found, err := c.sorted(ctx, r)
	if err != nil {
		return 0, nil, err
	}
	return len(found.lines), func(yield func(Line, error) bool) {
		for some := range slices.Chunk(found.lines, maxLines/2) {
			shown, err := c.show(ctx, some, r.Context)
			if err != nil {
				yield(Line{}, err)
				return
			}
			for _, line := range shown {
				if !yield(line, nil) {
					return
				}
			}
		}
	}, nil
}

// complete fills in what was not chosen, and checks the rest.
func (r *ConcordanceRequest) complete() error {
	r.Context, r.Sort, r.Size = cmp.Or(r.Context, 8), cmp.Or(r.Sort, ByLibrary), cmp.Or(r.Size, 100)
	switch {
	case r.Context < 1 || r.Context > maxContext:
		return wrong("context: want 1 to %d words, got %d", maxContext, r.Context)
	case r.Size < 1 || r.Size > maxLines:
		return wrong("size: want 1 to %d lines, got %d", maxLines, r.Size)
	case r.Sample < 0 || r.Sample > maxSample:
		return wrong("sample: want 1 to %d lines, got %d", maxSample, r.Sample)
	case !slices.Contains(Orders, r.Sort):
		return wrong("sort: want library, left, right, match, country or year, got %q", r.Sort)
	case strings.TrimSpace(r.Text) == "":
		return wrong("the query is empty: type a word or a phrase")
	}
	return nil
}

// A line is a match before its text is read. Its key is what it is sorted by: the
// ranks of words, and one more, so that 0 stands for no word.
type line struct {
	row        int64
	start, end uint32 // places of words
	key        [sortedWords]uint32
}

// sortedWords is how many words lines are sorted by.
const sortedWords = 3

// sorted are the lines of a query in an order.
type sorted struct {
	query *search.Query
	lines []line
}

// sorted returns all lines that a request asks for, in order, and keeps them while
// the library stays as it is, since pages follow one another.
func (c *Counter) sorted(ctx context.Context, r ConcordanceRequest) (*sorted, error) {
	state, err := c.searcher.State(ctx)
	if err != nil {
		return nil, err
	}
	key := fmt.Sprint(state, r.Text, "\x00", r.Mode, r.Filters, r.Sort, r.Sample, r.Seed)
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
	collected := &collector{sort: r.Sort}
	scan := search.Scan{Matches: true, Fields: []search.Field{search.FieldCountry, search.FieldYear}, Words: r.Sort == ByLeft || r.Sort == ByRight || r.Sort == ByMatch}
	q, err := c.searcher.Scan(ctx, search.Request{Text: r.Text, Mode: r.Mode, Filters: r.Filters}, scan, collected.add)
	if err != nil {
		return nil, err
	}
	found := &sorted{q, sample(collected.lines, r.Sample, r.Seed)}
	if r.Sort != ByLibrary { // which they are in
		err = sortLines(ctx, found.lines)
	}
	if err != nil {
		return nil, err
	}
	if len(found.lines) <= maxKept {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.lines.put(key, found)
	}
	return found, nil
}

// sortLines sorts lines by their keys; those that are equal stay in library order.
func sortLines(ctx context.Context, lines []line) error {
	compared := 0
	slices.SortFunc(lines, func(a, b line) int {
		if compared++; compared%comparisonsPerLook == 0 && ctx.Err() != nil {
			compared = -1 // the order does not matter any more: all are equal, which is soon sorted
		}
		if compared <= 0 {
			compared = -1
			return 0
		}
		return cmp.Or(slices.Compare(a.key[:], b.key[:]), cmp.Compare(a.row, b.row), cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end))
	})
	return ctx.Err()
}

// comparisonsPerLook is how many lines are compared between two looks at the time.
const comparisonsPerLook = 1 << 16

// maxKept bounds the lines that are kept of one query, to about 10 MB.
const maxKept = 300_000

// A collector makes lines of what a scan finds.
type collector struct {
	sort  Order
	lines []line
	ranks map[string]uint32 // of values, in the order of their field
}

// add is a search.Visit.
func (c *collector) add(in *search.Collection, p *search.Scanned) error {
	for _, m := range p.Matches {
		c.lines = append(c.lines, line{p.Row, uint32(m.Start), uint32(m.End), c.key(in, p, m)})
	}
	return nil
}

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

// sample chooses some of the lines by chance, and leaves them in their order: the
// same ones for the same seed. Each choice is as likely (Knuth, "The Art of
// Computer Programming", volume 2, 3.4.2, algorithm S).
func sample(lines []line, size int, seed uint64) []line {
	if size == 0 || size >= len(lines) {
		return lines
	}
	random := rand.New(rand.NewPCG(seed, 0))
	chosen := make([]line, 0, size)
	for i, l := range lines {
		if random.IntN(len(lines)-i) < size-len(chosen) {
			chosen = append(chosen, l)
		}
	}
	return chosen
}

// show cuts lines from the texts of their passages.
func (c *Counter) show(ctx context.Context, lines []line, context int) ([]Line, error) {
	var rows []int64
	place := map[int64]int{}
	for _, l := range lines {
		if _, known := place[l.row]; !known {
			place[l.row] = len(rows)
			rows = append(rows, l.row)
		}
	}
	entries, err := c.searcher.Library().Passages(ctx, rows)
	if err != nil {
		return nil, err
	}
	tokens := make([][]search.Token, len(entries))
	shown := make([]Line, 0, len(lines))
	for _, l := range lines {
		at := place[l.row]
		if tokens[at] == nil {
			tokens[at] = search.Analyze(entries[at].Text)
		}
		line, err := cut(entries[at], tokens[at], l, context)
		if err != nil {
			return nil, err
		}
		shown = append(shown, line)
	}
	return shown, nil
}

// cut cuts a line from a passage, with so many words on either side. At the ends
// of the passage the marks before its first and behind its last word are kept.
func cut(e library.Entry, tokens []search.Token, l line, context int) (Line, error) {
	start, end := int(l.start), int(l.end)
	if start >= end || end > len(tokens) {
		return Line{}, fmt.Errorf("the index has a match in passage %s that its text does not have", e.Passage.ID)
	}
	from, to := 0, len(e.Text)
	if first := start - context; first > 0 {
		from = tokens[first].Span.Start
	}
	if last := end + context; last < len(tokens) {
		to = tokens[last-1].Span.End
	}
	match := tokens[start].Span
	match.End = tokens[end-1].Span.End
	return Line{e, e.Text[from:match.Start], match.In(e.Text), e.Text[match.End:to]}, nil
}

func encodeCursor(offset int) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "line %d", offset))
}

func decodeCursor(cursor string) (offset int, err error) {
	if cursor == "" {
		return 0, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		offset, err = strconv.Atoi(strings.TrimPrefix(string(raw), "line "))
	}
	if err != nil || offset < 0 || offset > search.MaxRow {
		return 0, wrong("invalid cursor")
	}
	return offset, nil
}
