package count

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"verbatim/search"
)

// A choice is which passages count, of those that a request finds: all, or only those
// of which each says something that none of an earlier year says.
type choice struct {
	distinct bool
	rows     []int64 // of these, ascending
}

// choose chooses all that a request finds or, if distinct, the first passages: going
// through them by year, and in library order within one, each is taken that says what
// none of those taken before says. Passages without a year come last.
func (c *Counter) choose(ctx context.Context, r search.Request, distinct bool) (choice, error) {
	chosen := choice{distinct: distinct}
	if !distinct {
		return chosen, nil
	}
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
		return chosen, err
	}
	slices.SortFunc(all, func(a, b said) int { return cmp.Or(cmp.Compare(a.year, b.year), cmp.Compare(a.row, b.row)) })
	folding := search.NewFolding(wordings)
	for _, s := range all {
		if _, first := folding.Next(s.wording); first {
			chosen.rows = append(chosen.rows, s.row)
		}
	}
	slices.Sort(chosen.rows)
	return chosen, ctx.Err()
}

var yearField = slices.Index(search.Fields, search.FieldYear)

// noYear is later than any year.
const noYear = 1 << 30

// only returns a Visit that calls visit with these passages alone, and others, if it is
// not nil, with the rest. It is for one scan, which comes to them in order.
func (c choice) only(visit, others search.Visit) search.Visit {
	if !c.distinct {
		return visit
	}
	rows := c.rows
	return func(c *search.Collection, p *search.Scanned) error {
		for len(rows) > 0 && rows[0] < p.Row {
			rows = rows[1:]
		}
		switch {
		case len(rows) > 0 && rows[0] == p.Row:
			return visit(c, p)
		case others != nil:
			return others(c, p)
		}
		return nil
	}
}
