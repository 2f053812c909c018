package count

import (
	"context"
	"iter"
	"maps"
	"slices"

	"verbatim/corpus/library"
	"verbatim/search"
)

// A Coded is a passage with the codes that apply to it.
type Coded struct {
	library.Entry
	Codes []int // in Request.Codes, ascending
}

// Coded returns how many passages at least one code of a request finds, and yields
// them in library order, each once. After an error it ends.
func (c *Counter) Coded(ctx context.Context, r Request) (total int, passages iter.Seq2[Coded, error], err error) {
	codes := map[int64][]int{} // by row
	for i, code := range r.Codes {
		visit := func(_ *search.Collection, p *search.Scanned) error {
			codes[p.Row] = append(codes[p.Row], i)
			return nil
		}
		request := search.Request{Text: code.Q, Mode: r.Mode, Filters: r.Filters}
		chosen, err := c.choose(ctx, request, r.Distinct)
		if err == nil {
			_, err = c.searcher.Scan(ctx, request, search.Scan{Fields: noFields}, chosen.only(visit, nil))
		}
		if err != nil {
			return 0, nil, inCode(code, len(r.Codes), err)
		}
	}
	rows := slices.Sorted(maps.Keys(codes))
	return len(rows), func(yield func(Coded, error) bool) {
		for some := range slices.Chunk(rows, 200) {
			entries, err := c.searcher.Library().Passages(ctx, some)
			if err != nil {
				yield(Coded{}, err)
				return
			}
			for _, e := range entries {
				if !yield(Coded{e, codes[e.Row]}, nil) {
					return
				}
			}
		}
	}, nil
}
