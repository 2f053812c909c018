package follow

import (
	"cmp"
	"context"
	"slices"

	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/search"
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
	rows, err := f.saying(ctx, own)
	if err != nil {
		return nil, err
	}
	reader, measure := alike.NewReader(), alike.Measure{}
	words, _ := reader.Read(own.Text)
	folded := prose.OneLine(prose.FoldString(own.Text))
	for batch := range slices.Chunk(rows, 500) {
		entries, err := f.searcher.Library().Passages(ctx, batch)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			other, _ := reader.Read(e.Text)
			twin := Twin{e, prose.OneLine(prose.FoldString(e.Text)) == folded, 1}
			if most := max(len(words), len(other)); most > 0 {
				twin.Similarity = float64(measure.Common(words, other)) / float64(most)
			}
			twins = append(twins, twin)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
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

// saying returns the rows of the other passages that say the same as one.
func (f *Follower) saying(ctx context.Context, own library.Entry) (rows []int64, err error) {
	type said struct {
		row     int64
		wording uint32
	}
	var all []said
	var wordings search.Wordings
	wording, known := uint32(0), false
	question := search.Question{Query: search.NewQuery(search.Everything{}), Headings: true}
	scan := search.Scan{Wording: true, Fields: []search.Field{}}
	err = f.searcher.Engine().Scan(ctx, question, scan, func(c *search.Collection, p *search.Scanned) error {
		wordings = c.Wordings
		if p.Row == own.Row {
			wording, known = p.Wording, true
			return nil
		}
		all = append(all, said{p.Row, p.Wording})
		return nil
	})
	if err != nil || !known {
		return nil, err
	}
	same := map[uint32]bool{wording: true}
	wordings.Others(wording, func(other uint32) { same[other] = true })
	for _, s := range all {
		if same[s.wording] {
			rows = append(rows, s.row)
		}
	}
	return rows, nil
}
