package follow

import (
	"cmp"
	"context"
	"slices"

	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/search/admit"
	"verbatim/search/alike"
)

// A Twin is a passage that says the same as another.
type Twin struct {
	Entry      library.Entry
	Exact      bool    // after folding
	Similarity float64 // from alike.Least to 1
}

// Alike returns the passages anywhere in the library that say the same as one, as
// package alike defines it, the likeliest first: those that were found when they were
// indexed. A passage whose text was replaced is in no index and has none.
func (f *Follower) Alike(ctx context.Context, own library.Entry) (twins []Twin, err error) {
	ctx, leave, err := admit.All(ctx, f.searcher.Engine())
	if err != nil {
		return nil, err
	}
	defer leave()
	rows, err := f.searcher.Engine().Alike(ctx, own.Row)
	if err != nil {
		return nil, err
	}
	reader, measure := alike.NewReader(), alike.Measure{}
	words, _ := reader.Read(own.Text)
	measure.Take(words)
	folded := prose.OneLine(prose.FoldString(own.Text))
	entries, err := f.entries(ctx, rows)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		other, _ := reader.Read(e.Text)
		twin := Twin{e, prose.OneLine(prose.FoldString(e.Text)) == folded, 1}
		if most := max(len(words), len(other)); most > 0 {
			twin.Similarity = float64(measure.Common(other)) / float64(most)
		}
		twins = append(twins, twin)
	}
	slices.SortStableFunc(twins, func(a, b Twin) int {
		if a.Exact != b.Exact {
			if a.Exact {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Similarity, a.Similarity)
	})
	return twins, nil
}

// An Elsewhere are passages of another country or report that say the same as one.
type Elsewhere struct {
	Country string
	Report  string
	Entries []library.Entry // by year, the newest first
}

// AlsoIn returns where else a passage stands that says the same as one: in its own country
// and report, the oldest first, and in other countries and reports, where most of them are
// first. What else became of its wording over the years OfOne tells.
func (f *Follower) AlsoIn(ctx context.Context, own library.Entry) (here []library.Entry, list []Elsewhere, err error) {
	rows, err := f.searcher.Engine().Alike(ctx, own.Row)
	if err != nil {
		return nil, nil, err
	}
	entries, err := f.entries(ctx, rows)
	if err != nil {
		return nil, nil, err
	}
	type place struct{ country, report string }
	at := map[place]int{}
	for _, e := range entries {
		in := place{e.Narrative.Country, e.Narrative.Report}
		if in == (place{own.Narrative.Country, own.Narrative.Report}) {
			here = append(here, e)
			continue
		}
		i, known := at[in]
		if !known {
			i = len(list)
			at[in] = i
			list = append(list, Elsewhere{Country: in.country, Report: in.report})
		}
		list[i].Entries = append(list[i].Entries, e)
	}
	slices.SortStableFunc(here, func(a, b library.Entry) int { return a.Narrative.Year - b.Narrative.Year })
	for _, e := range list {
		slices.SortStableFunc(e.Entries, func(a, b library.Entry) int { return b.Narrative.Year - a.Narrative.Year })
	}
	slices.SortStableFunc(list, func(a, b Elsewhere) int {
		return cmp.Or(len(b.Entries)-len(a.Entries), cmp.Compare(a.Country, b.Country), cmp.Compare(a.Report, b.Report))
	})
	return here, list, ctx.Err()
}

// entries reads passages, so many at a time.
func (f *Follower) entries(ctx context.Context, rows []int64) (all []library.Entry, err error) {
	for batch := range slices.Chunk(rows, 500) {
		entries, err := f.searcher.Library().Passages(ctx, batch)
		if err != nil {
			return nil, err
		}
		all = append(all, entries...)
	}
	return all, nil
}
