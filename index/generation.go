package index

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"verbatim/index/alike"
	"verbatim/index/coarse"
	"verbatim/index/forward"
	"verbatim/index/paging"
	"verbatim/search"
)

// A generation is a published state of the collection, open for reading: its
// parts, and what must be known of all of them together. Numbers of passages,
// words and values are a part's own; what parts share they share by word, by
// value and by row.
type generation struct {
	manifest   manifest
	name       string // of its state
	parts      []*liveDocs
	passages   int       // without headings
	words      int       // of these
	norms      []float64 // search.LengthNorm by number of words
	saturation *coarse.Saturations
	values     [][]string       // of each field, by global number: sorted
	counts     [][]search.Count // of each field: the passages that have each value
	lexicons   lexicons
	orders     paging.Orders          // of the answers whose pages are turned
	wordings   func() *alike.Together // which passages say the same; made when it is asked for
	users      int                    // questions under way, and one for the Index itself; guarded by Index.mu
}

// openGeneration opens the generation of a manifest. Parts that are in open are
// shared; the others are opened. Errors are ErrStale.
func openGeneration(dir string, m manifest, open map[string]*part) (*generation, error) {
	g := &generation{manifest: m, name: m.generation()}
	for _, info := range m.Parts {
		p, shared := open[info.Name]
		if !shared {
			var err error
			if p, err = openPart(dir, info); err != nil {
				return nil, errors.Join(err, g.closeUnless(open))
			}
		}
		v, err := newLiveDocs(p, info.Removed.Bitmap)
		g.parts = append(g.parts, v)
		if err != nil {
			return nil, errors.Join(search.Stale("%w", err), g.closeUnless(open))
		}
	}
	g.prepare()
	return g, nil
}

// closeUnless closes the parts that are not in open.
func (g *generation) closeUnless(open map[string]*part) error {
	var errs []error
	for _, v := range g.parts {
		if open[v.name] == nil {
			errs = append(errs, v.close())
		}
	}
	return errors.Join(errs...)
}

// prepare computes what all questions need.
func (g *generation) prepare() {
	longest := 0
	for _, v := range g.parts {
		g.passages += v.passages()
		g.words += v.total
		longest = max(longest, v.longest)
	}
	average := 0.0
	if g.passages > 0 {
		average = float64(g.words) / float64(g.passages)
	}
	g.norms = make([]float64, longest+1)
	for n := range g.norms {
		g.norms[n] = search.LengthNorm(n, average)
	}
	g.saturation = &coarse.Saturations{}
	for f := range g.saturation {
		for length := range g.saturation[f] {
			g.saturation[f][length] = search.Saturation(f, g.norms[min(length, longest)])
		}
	}
	for f := range search.Fields {
		g.number(f)
	}
	g.wordings = sync.OnceValue(func() *alike.Together {
		var parts []*forward.Index
		for _, v := range g.parts {
			parts = append(parts, v.forward)
		}
		return alike.NewTogether(parts)
	})
}

// number numbers the values of a field over all parts, as they are shown, and counts
// them.
func (g *generation) number(f int) {
	var all []string
	for _, v := range g.parts {
		for _, value := range v.values[f] {
			all = append(all, search.Fields[f].Shown(value))
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	counts := make([]int, len(all))
	for _, v := range g.parts {
		numbers := make([]uint32, len(v.values[f]))
		for n, value := range v.values[f] {
			at, _ := slices.BinarySearch(all, search.Fields[f].Shown(value))
			numbers[n] = uint32(at)
			counts[at] += v.liveCounts[f][n]
		}
		v.global = append(v.global, numbers)
	}
	g.values = append(g.values, all)
	g.counts = append(g.counts, g.list(f, counts))
}

// find answers a question.
func (g *generation) find(ctx context.Context, question search.Question) (*search.Found, error) {
	found := &search.Found{Facets: map[search.Field][]search.Count{}, Generation: g.name, Revision: g.manifest.Revision}
	if g.turned(question, found) {
		return found, ctx.Err()
	}
	words := g.vocabularies(ctx)
	if err := g.checkExpansions(ctx, question.Query, words); err != nil {
		return nil, err
	}
	memory := borrowMemory()
	if answered, err := g.findLone(ctx, question, words, memory, found); err != nil {
		return nil, err
	} else if answered {
		memory.giveBack()
		return found, nil
	}
	parts := make([]*evaluation, len(g.parts))
	for i, v := range g.parts {
		var err error
		if parts[i], err = v.evaluate(ctx, question, i, words[i], memory); err != nil {
			return nil, err
		}
		found.Total += parts[i].result.n
		found.Headings += parts[i].leftOut
	}
	var err error
	if found.Facets, err = g.facets(ctx, question.Facets, parts); err != nil {
		return nil, err
	}
	if question.Narratives {
		found.Narratives = narratives(parts)
	}
	if found.Hits, found.Left, err = g.hits(question, found, parts); err == nil {
		memory.giveBack() // otherwise it may not be as others expect it
	}
	return found, err
}

// orderKey tells questions of different orders.
func orderKey(question search.Question) string {
	return fmt.Sprintln(question.Sort, question.Group, question.Headings, question.Narratives, question.Query.Mode, question)
}

// order returns the order that is kept of a question, if that is as far as it wants.
func (g *generation) order(question search.Question) (paging.Order, bool) {
	return g.orders.Get(orderKey(question), question.Offset+question.Limit)
}

// onPage returns the places of an order that a question wants.
func onPage(places []paging.Place, question search.Question) []paging.Place {
	return places[min(question.Offset, len(places)):min(question.Offset+question.Limit, len(places))]
}

// turned answers a question whose order is kept, if it wants nothing else.
func (g *generation) turned(question search.Question, found *search.Found) bool {
	if question.Offset == 0 || question.Limit == 0 || question.AtMost > 0 || question.Explain || len(question.Facets) > 0 {
		return false
	}
	order, kept := g.order(question)
	if !kept || question.Folds(order.Total) || !order.Scores && !question.Unscored {
		return false
	}
	found.Total, found.Narratives, found.Headings = order.Total, order.Narratives, order.Headings
	page := onPage(order.Places, question)
	found.Hits = make([]search.Hit, 0, len(page))
	for _, p := range page {
		hit := search.Hit{Row: int64(g.parts[p.Part].forward.Rows.At(p.Doc)), Matching: int(p.Matching)}
		if order.Scores {
			hit.Score = p.Key
		}
		found.Hits = append(found.Hits, hit)
	}
	return true
}

// alike returns the rows of the other passages that say the same as the one in a row.
func (g *generation) alike(row int64) (rows []int64) {
	for place, v := range g.parts {
		doc, there := v.forward.Rows.Find(uint64(row))
		if !there || !v.has(doc) {
			continue
		}
		g.wordings().Same(place, doc, func(place int, doc uint32) {
			if other := int64(g.parts[place].forward.Rows.At(doc)); other != row && g.parts[place].has(doc) {
				rows = append(rows, other)
			}
		})
	}
	return rows
}

// size is how much the generation holds.
func (g *generation) size() search.Size {
	s := search.Size{Parts: len(g.parts)}
	words := map[string]bool{}
	for i, v := range g.parts {
		s.Passages += g.manifest.Parts[i].live()
		for _, f := range g.manifest.Parts[i].Files {
			s.Bytes += f.Size
		}
		for n := range uint32(v.forward.Vocabulary.Len()) {
			if !v.hidden[n] {
				words[v.forward.Vocabulary.At(n)] = true
			}
		}
	}
	s.Words = len(words)
	return s
}
