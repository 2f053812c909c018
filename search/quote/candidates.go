package quote

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"slices"

	"verbatim/corpus/library"
	"verbatim/search"
)

// A finder finds the passages that may hold a quotation. It asks the engine,
// which knows words and not their form; what stands in the passages is looked
// at afterwards, in their text.
type finder struct {
	ctx     context.Context
	library *library.Library
	engine  search.Engine
	steps   int // see late
}

// late is for loops over texts, which call it in each step. It reports whether the
// time for the quotation is over, looks at ctx every so many steps, and lets
// others have the processor there.
func (f *finder) late() bool {
	if f.steps++; f.steps%stepsPerLook == 0 {
		runtime.Gosched()
		return f.ctx.Err() != nil
	}
	return false
}

// stepsPerLook is how many steps of a fraction of a microsecond are taken between
// two looks at the time.
const stepsPerLook = 1024

// filters are those that an attribution makes, as an engine takes them; nil
// lets all pass.
type filters map[search.Field][]*search.Filter

// batch is how many passages are read at a time.
const batch = 2000

// withAll yields the passages that have the words of all fragments, each
// fragment in its order, earliest first, and says how many there are. It ends
// when enough says so, which is asked between batches.
func (f *finder) withAll(fragments []fragment, filters filters, visit func(library.Entry), enough func(read int) bool) (count estimate, err error) {
	question := search.Question{Filters: filters, Sort: search.SortOldest, Limit: batch, Headings: true, Unscored: true, Facets: []search.Field{search.FieldYear, search.FieldCountry}}
	for {
		var phrases []search.Node
		for _, fragment := range fragments {
			if p := search.PhraseOf(fragment.text); len(p.Terms) > 0 {
				phrases = append(phrases, p)
			}
		}
		if phrases == nil {
			return count, nil
		}
		question.Query = search.NewQuery(search.AllOf(phrases...))
		found, err := f.engine.Find(f.ctx, question)
		if err != nil {
			return count, err
		}
		if question.Offset == 0 {
			count = estimate{found.Total, facet(found, search.FieldYear), facet(found, search.FieldCountry)}
		}
		entries, err := f.entries(found.Hits)
		if err != nil {
			return count, err
		}
		for _, e := range entries {
			visit(e)
			runtime.Gosched()
			if err := f.ctx.Err(); err != nil {
				return count, err
			}
		}
		question.Offset += len(entries)
		if len(entries) == 0 || question.Offset >= count.passages || enough(question.Offset) {
			return count, nil
		}
		question.Facets, question.Generation = nil, found.Generation
	}
}

// facet returns the counts of a facet.
func facet(found *search.Found, field search.Field) (counts []Count) {
	for _, c := range found.Facets[field] {
		counts = append(counts, Count{c.Value, c.Count})
	}
	return counts
}

func (f *finder) entries(hits []search.Hit) ([]library.Entry, error) {
	rows := make([]int64, len(hits))
	for i, h := range hits {
		rows[i] = h.Row
	}
	return f.library.Passages(f.ctx, rows)
}

// How many passages are compared with a quotation that does not stand anywhere
// as it is.
const (
	nearWanted   = 200 // are asked for
	nearRead     = 20  // of these are read, if the rest shares less with the quotation
	nearSurely   = 10  // of these, even if they share less than a third of what the first does
	nearRows     = 500 // of a run of words: what is in more tells little
	nearCompared = 16  // of these are set beside it word by word
	nearAlways   = 3   // of these, even if they share far less with it than the first
	nearWidely   = 6   // of these with their neighbours, if the quotation may go on there
	rareWords    = 6   // are asked for where no run of its words is found
	rareEnough   = 5000
)

// near returns the passages that share most runs of words with the quotation.
func (f *finder) near(fragments []fragment, filters filters) ([]library.Entry, error) {
	var shingles []search.Node
	for _, fragment := range fragments {
		shingles = append(shingles, shinglesOf(search.PhraseOf(fragment.text).Terms)...)
	}
	rows, enough, err := f.sharing(shingles, filters)
	if err != nil {
		return nil, err
	}
	if !enough {
		return f.withAny(shingles, filters)
	}
	return f.library.Passages(f.ctx, rows)
}

// A share says how much a passage shares with a quotation: how many runs of words, and
// their weight, the rare ones weighing more.
type share struct {
	runs   int
	weight float64
}

// sharing returns the rows of the passages that share most runs of words with the
// quotation, the best first. Runs that very many have are left out; enough is false
// where too little is left to tell by.
func (f *finder) sharing(shingles []search.Node, filters filters) (rows []int64, enough bool, err error) {
	shares := map[int64]share{}
	common, nowhere, err := f.share(shares, shingles, filters, true)
	if err != nil {
		return nil, false, err
	}
	most := 0
	for _, s := range shares {
		most = max(most, s.runs)
	}
	if common > 0 && 2*most < len(shingles) {
		return nil, false, nil
	}
	rows, tied := nearest(shares)
	if tied { // stock text: what stands where the quotation differs tells them apart
		if _, _, err := f.share(shares, pairsOf(nowhere), filters, false); err != nil {
			return nil, false, err
		}
		rows, _ = nearest(shares)
	}
	return rows, true, nil
}

// share counts runs of words for the passages that have them, or for those alone that
// have others. It returns how many runs very many have, and those that none has.
func (f *finder) share(shares map[int64]share, shingles []search.Node, filters filters, others bool) (common int, nowhere []search.Node, err error) {
	for _, s := range shingles {
		found, err := f.engine.Find(f.ctx, search.Question{
			Query: search.NewQuery(s), Filters: filters, Sort: search.SortOldest, Limit: nearRows, AtMost: nearRows, Headings: true, Unscored: true,
		})
		if err != nil {
			return 0, nil, err
		}
		switch {
		case found.Total > nearRows:
			common++
			continue
		case found.Total == 0:
			nowhere = append(nowhere, s)
		}
		weight := 20 - math.Log2(float64(max(1, found.Total)))
		for _, h := range found.Hits {
			if old, ok := shares[h.Row]; ok || others {
				shares[h.Row] = share{old.runs + 1, old.weight + weight}
			}
		}
	}
	return common, nowhere, nil
}

// nearest returns the rows that share most, the best first, and whether more share as
// much as the last of them.
func nearest(shares map[int64]share) (rows []int64, tied bool) {
	for row := range shares {
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b int64) int {
		return cmp.Or(cmp.Compare(shares[b].weight, shares[a].weight), cmp.Compare(a, b))
	})
	for n := nearSurely; n < min(len(rows), nearRead); n++ {
		if 3*shares[rows[n]].runs < shares[rows[0]].runs {
			return rows[:n], false
		}
	}
	for n := nearRead; n < len(rows); n++ {
		if shares[rows[n]].weight < shares[rows[nearRead-1]].weight {
			return rows[:n], false
		}
		if n == nearWanted {
			return rows[:n], true
		}
	}
	return rows, false
}

// pairsOf returns any two words of phrases that stand one after the other.
func pairsOf(phrases []search.Node) (pairs []search.Node) {
	for _, n := range phrases {
		if p, ok := n.(*search.Phrase); ok {
			for i := 1; i < len(p.Terms) && len(pairs) < maxShingles; i++ {
				pairs = append(pairs, &search.Phrase{Terms: p.Terms[i-1 : i+1], Quoted: true})
			}
		}
	}
	return pairs
}

// rare returns the passages that have the rarest words of the quotation.
func (f *finder) rare(fragments []fragment, filters filters) ([]library.Entry, error) {
	type counted struct {
		term  *search.Term
		count int
	}
	var terms []counted
	seen := map[string]bool{}
	for _, fragment := range fragments {
		for _, t := range search.PhraseOf(fragment.text).Terms {
			if seen[t.Text] {
				continue
			}
			seen[t.Text] = true
			counts, err := f.engine.Words(f.ctx, t)
			if err != nil {
				return nil, err
			}
			if len(counts) > 0 && counts[0].Count <= rareEnough {
				terms = append(terms, counted{t, counts[0].Count})
			}
		}
	}
	slices.SortStableFunc(terms, func(a, b counted) int { return cmp.Compare(a.count, b.count) })
	var words []search.Node
	for _, t := range terms[:min(len(terms), rareWords)] {
		words = append(words, &search.Phrase{Terms: []*search.Term{t.term}, Quoted: true})
	}
	return f.withAny(words, filters)
}

// withAny returns the best passages that have any of the nodes.
func (f *finder) withAny(nodes []search.Node, filters filters) ([]library.Entry, error) {
	if len(nodes) == 0 {
		return nil, nil
	}
	found, err := f.engine.Find(f.ctx, search.Question{
		Query: search.NewQuery(search.AnyOf(nodes...)), Filters: filters, Sort: search.SortRelevance, Limit: nearWanted, Headings: true,
	})
	if err != nil {
		return nil, err
	}
	return f.entries(found.Hits)
}

// maxShingles and maxShingle bound what the engine is asked for one fragment:
// how many runs, of how many words.
const (
	maxShingles = 48
	maxShingle  = 8
)

// shinglesOf cuts a run of words into short runs of equal length, so that a
// change in one leaves the others. Of three words any two make one.
func shinglesOf(terms []*search.Term) (shingles []search.Node) {
	n := len(terms)
	if n == 3 {
		of := func(i, j, slop int) search.Node {
			first, second := *terms[i], *terms[j]
			return &search.Phrase{Terms: []*search.Term{&first, &second}, Slop: slop, Quoted: true}
		}
		return []search.Node{of(0, 1, 0), of(1, 2, 0), of(0, 2, 1)}
	}
	size := 4
	if n < 12 {
		size = 3
	}
	pieces := min((n+size-1)/size, maxShingles)
	for i := range pieces {
		from, to := i*n/pieces, (i+1)*n/pieces
		shingles = append(shingles, &search.Phrase{Terms: terms[from:min(to, from+maxShingle)], Quoted: true})
	}
	return shingles
}
