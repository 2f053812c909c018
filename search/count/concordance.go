package count

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"verbatim/corpus/library"
	"verbatim/search"
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
	// Distinct leaves out the passages that say what one of an earlier year says, of
	// those that match.
	Distinct bool
	Size     int    // lines wanted; 0: 100
	Cursor   string // Concordance.Next of the page before, or empty
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
	found, err := c.part(ctx, r, offset)
	if err != nil {
		return nil, err
	}
	answer := &Concordance{Query: found.query, Total: found.total, Offset: min(offset, found.total)}
	for len(answer.Lines) < r.Size && answer.Offset+len(answer.Lines) < answer.Total {
		at := answer.Offset + len(answer.Lines)
		if at >= found.first+len(found.lines) {
			if found, err = c.after(ctx, r, found, true); err != nil {
				return nil, err
			}
		}
		page := found.lines[at-found.first:]
		shown, err := c.show(ctx, page[:min(len(page), r.Size-len(answer.Lines))], r.Context)
		if err != nil {
			return nil, err
		}
		answer.Lines = append(answer.Lines, shown...)
	}
	if end := answer.Offset + len(answer.Lines); end < answer.Total {
		answer.Next = encodeCursor(end)
	}
	return answer, nil
}

// AllLines returns how many lines there are, and what yields them all: Size and Cursor
// do not count. After an error it ends. However many they are, so many of them are in
// memory as in one part of the sorted lines. Reading them has a context of its own, since
// it may take as long as the reader takes.
func (c *Counter) AllLines(ctx context.Context, r ConcordanceRequest) (total int, lines func(context.Context) iter.Seq2[Line, error], err error) {
	if err := r.complete(); err != nil {
		return 0, nil, err
	}
	found, err := c.find(ctx, r, nil, false)
	if err != nil {
		return 0, nil, err
	}
	return found.total, func(ctx context.Context) iter.Seq2[Line, error] {
		return func(yield func(Line, error) bool) { c.each(ctx, r, found, yield) }
	}, nil
}

// each yields the lines of a part and of all behind it.
func (c *Counter) each(ctx context.Context, r ConcordanceRequest, part *sorted, yield func(Line, error) bool) {
	for {
		for some := range slices.Chunk(part.lines, maxLines/2) {
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
		if part.last() {
			return
		}
		var err error
		if part, err = c.after(ctx, r, part, false); err != nil {
			yield(Line{}, err)
			return
		}
	}
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
