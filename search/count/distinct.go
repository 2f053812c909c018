package count

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"verbatim/search"
)

// firsts are the passages of which each says something that none of an earlier year
// says, of those that a request finds: their rows, ascending.
type firsts []int64

// distinct returns the first passages of what a request finds: going through them by
// year, and in library order within one, each is taken that says what none of those
// taken before says. Passages without a year come last.
func (c *Counter) distinct(ctx context.Context, r search.Request) (firsts, error) {
	type said struct {
		row     int64
		year    int
		wording uint32
	}
	var all []said
	var wordings search.Wordings
	scan := search.Scan{Wording: true, Fields: []search.Field{search.FieldYear}}
	_, err := c.searcher.Scan(ctx, r, scan, func(in *search.Collection, p *search.Scanned) error {
		wordings = in.Wordings
		year, err := strconv.Atoi(in.Values[yearField][p.Values[yearField]])
		if err != nil {
			year = noYear
		}
		all = append(all, said{p.Row, year, p.Wording})
		return nil
	})
	if err != nil || wordings == nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b said) int { return cmp.Or(cmp.Compare(a.year, b.year), cmp.Compare(a.row, b.row)) })
	taken := make([]bool, wordings.Len()) // by wording, with those that say nearly the same
	var rows firsts
	for _, s := range all {
		if taken[s.wording] {
			continue
		}
		taken[s.wording] = true
		wordings.Others(s.wording, func(other uint32) { taken[other] = true })
		rows = append(rows, s.row)
	}
	slices.Sort(rows)
	return rows, ctx.Err()
}

var yearField = slices.Index(search.Fields, search.FieldYear)

// noYear is later than any year.
const noYear = 1 << 30

// only returns a Visit that calls visit with these passages alone, and others, if it is
// not nil, with the rest. It is for one scan, which comes to them in order.
func (f firsts) only(visit, others search.Visit) search.Visit {
	return func(c *search.Collection, p *search.Scanned) error {
		for len(f) > 0 && f[0] < p.Row {
			f = f[1:]
		}
		switch {
		case len(f) > 0 && f[0] == p.Row:
			return visit(c, p)
		case others != nil:
			return others(c, p)
		}
		return nil
	}
}
