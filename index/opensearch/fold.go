package opensearch

import (
	"cmp"
	"context"
	"encoding/binary"
	"slices"

	"verbatim/search"
	"verbatim/search/alike"
)

// sayings tell which of the passages that a question finds say the same. Those of which
// the same is compared have one wording. Two wordings that say nearly the same have one of
// the rarest words of both in common, as package index/alike tells: late in the
// vocabulary are rare ones.
type sayings struct {
	vocabulary *vocabulary
	measure    alike.Measure
	known      map[string]uint32   // wordings, by what is compared
	compared   [][]uint32          // of each wording
	others     [][]uint32          // of each wording: those that say nearly the same
	having     map[uint32][]uint32 // of each word: the wordings of which it is one of the rarest
	room       []alike.Rare
}

func newSayings(v *vocabulary) *sayings {
	return &sayings{vocabulary: v, known: map[string]uint32{}, having: map[uint32][]uint32{}}
}

// of returns the wording of the passage that was read last.
func (s *sayings) of(r *reader) uint32 {
	compared, near := alike.Compared(r.numbers, r.names, func(n uint32) bool { return alike.IsNumber(s.vocabulary.Word(n)) }, nil)
	key := make([]byte, 1, 1+4*len(compared))
	if near {
		key[0] = 1
	}
	for _, w := range compared {
		key = binary.LittleEndian.AppendUint32(key, w)
	}
	if wording, known := s.known[string(key)]; known {
		return wording
	}
	wording := uint32(len(s.compared))
	s.known[string(key)] = wording
	s.compared, s.others = append(s.compared, compared), append(s.others, nil)
	if near {
		s.relate(wording)
	}
	return wording
}

// relate finds the wordings before one that say nearly the same.
func (s *sayings) relate(wording uint32) {
	compared := s.compared[wording]
	rarest, sure := alike.Rarest(compared, s.room)
	s.room = rarest
	s.measure.Take(compared)
	seen := map[uint32]bool{}
	for _, rare := range rarest[:sure] {
		word := rare.Word()
		for _, other := range s.having[word] {
			if seen[other] || !alike.CanBe(len(compared), len(s.compared[other])) {
				continue
			}
			if seen[other] = true; s.measure.Same(s.compared[other]) {
				s.others[wording], s.others[other] = append(s.others[wording], other), append(s.others[other], wording)
			}
		}
		s.having[word] = append(s.having[word], wording)
	}
}

// Len implements search.Wordings.
func (s *sayings) Len() int { return len(s.compared) }

// Others implements search.Wordings.
func (s *sayings) Others(wording uint32, visit func(other uint32)) {
	for _, other := range s.others[wording] {
		visit(other)
	}
}

// alike returns the rows of the other passages that say the same as the one in a row.
func (g *generation) alike(ctx context.Context, row int64) (rows []int64, err error) {
	said, of := newSayings(g.vocabulary), map[int64]uint32{}
	words := reader{vocabulary: g.vocabulary}
	read := func(h *hit) error {
		if err := words.read(&h.Fields, nil); err != nil {
			return err
		}
		of[first(h.Fields.Row)] = said.of(&words)
		return ctx.Err()
	}
	own := object{"term": object{fieldRow: row}}
	if err := g.each(ctx, allOf(append(g.live(), own)...), want{words: true}, read); err != nil || len(of) == 0 {
		return nil, err
	}
	if err := g.each(ctx, allOf(append(g.live(), said.candidates(0), not(own))...), want{words: true}, read); err != nil {
		return nil, err
	}
	for other, wording := range of {
		if other != row && (wording == of[row] || slices.Contains(said.others[of[row]], wording)) {
			rows = append(rows, other)
		}
	}
	slices.Sort(rows)
	return rows, nil
}

// maxLooked is up to how many words of a wording are looked for: OpenSearch allows a
// thousand clauses in all.
const maxLooked = 256

// candidates is the query for passages among which are all that say what a wording says:
// such a passage lacks no more words of it than the measure allows.
func (s *sayings) candidates(wording uint32) object {
	compared := s.compared[wording]
	words := slices.DeleteFunc(slices.Clone(compared), func(n uint32) bool { return n >= alike.ANumber })
	slices.SortFunc(words, func(a, b uint32) int { return cmp.Compare(b, a) }) // late in the vocabulary are rare ones
	words = slices.Compact(words)
	words = words[:min(len(words), maxLooked)]
	least := len(words) - (len(compared) - alike.Enough(len(compared)))
	if least < 1 {
		return s.oneOfTheRarest(compared)
	}
	queries := make([]object, len(words))
	for i, n := range words {
		queries[i] = object{"term": object{fieldWords: token(s.vocabulary.Word(n))}}
	}
	return object{"bool": object{"should": queries, "minimum_should_match": least}}
}

// oneOfTheRarest is the same for wordings of many words: the passages have one of the
// rarest of them.
func (s *sayings) oneOfTheRarest(compared []uint32) object {
	var words []string
	rarest, sure := alike.Rarest(compared, nil)
	for _, r := range rarest[:sure] {
		n := r.Word()
		if n >= alike.ANumber { // each may have another name there
			return everything
		}
		words = append(words, token(s.vocabulary.Word(n)))
	}
	return anyTerm(fieldWords, words)
}

// A folding folds passages, as they come in order, into the first that says the same.
type folding struct {
	said  *sayings
	query object // what the question finds
	heads []candidate
	of    map[uint32]int // of each wording that a head has: the head
	taken int            // passages of the order that it had
}

func newFolding(v *vocabulary, query object) *folding {
	return &folding{said: newSayings(v), query: query, of: map[uint32]int{}}
}

// head returns the first head that says what a wording says.
func (f *folding) head(wording uint32) (at int, ok bool) {
	at, ok = f.of[wording]
	for _, other := range f.said.others[wording] {
		if o, is := f.of[other]; is && (!ok || o < at) {
			at, ok = o, true
		}
	}
	return at, ok
}

// take takes the passages of an order that are new.
func (f *folding) take(ctx context.Context, ready []candidate) error {
	for ; f.taken < len(ready); f.taken++ {
		c := ready[f.taken]
		at, said := f.head(c.wording)
		if !said {
			f.of[c.wording] = len(f.heads)
			f.heads = append(f.heads, c)
			continue
		}
		f.heads[at].folded = append(f.heads[at].folded, search.Folded{Row: c.row, Country: c.country, Year: c.year})
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// shown returns which heads are hits: of each narrative the first, if only that is wanted.
func (f *folding) shown(grouped bool) (shown []int) {
	seen := map[int64]bool{}
	for i, c := range f.heads {
		if !grouped || !seen[c.narrative] {
			shown = append(shown, i)
		}
		seen[c.narrative] = true
	}
	return shown
}

// foldedPage returns the hits that a question wants, where of passages that say the same
// only the first in order is one, and how many there are, as far as that is wanted. If no
// more than a page is, only so many passages are put in order as it takes, and what is
// folded into the hits of the page is looked for by their words.
func (o *order) foldedPage(ctx context.Context, question search.Question) (page []candidate, left int, err error) {
	f := o.folding
	wanted := o.of.edition.Passages
	if question.FoldPage {
		wanted = question.Offset + question.Limit + 1
	}
	o.size = max(o.size, min(4*wanted, maxChunk))
	var shown []int
	for {
		if err := f.take(ctx, o.ready); err != nil {
			return nil, 0, err
		}
		if shown = f.shown(question.Group); len(shown) >= wanted || o.all {
			break
		}
		if err := o.upTo(ctx, len(o.ready)+1); err != nil {
			return nil, 0, err
		}
	}
	end := min(question.Offset+question.Limit, len(shown))
	shown, left = shown[min(question.Offset, end):end], question.Left(len(shown))
	for _, at := range shown {
		page = append(page, f.heads[at])
	}
	if !o.all && len(page) > 0 {
		err = o.findFolded(ctx, shown, page)
	}
	return page, left, err
}

// findFolded finds what is folded into the hits of a page, in order: at are their places
// among the heads.
func (o *order) findFolded(ctx context.Context, at []int, page []candidate) error {
	queries := make([]object, len(page))
	for i, c := range page {
		queries[i] = allOf(o.folding.query, o.folding.said.candidates(c.wording), not(object{"term": object{fieldRow: c.row}}))
	}
	folded := make([][]candidate, len(page))
	err := o.of.eachOf(ctx, queries, want{words: true, values: scoredValues, sort: sortOf(o.question.Sort)}, func(i int, h *hit) error {
		c := candidate{row: first(h.Fields.Row)}
		if err := o.read(&c, &h.Fields); err != nil {
			return err
		}
		if head, said := o.folding.head(c.wording); said && head == at[i] {
			folded[i] = append(folded[i], c)
		}
		return ctx.Err()
	})
	for i := range page {
		if o.byScore {
			slices.SortFunc(folded[i], func(a, b candidate) int {
				return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.row, b.row))
			})
		}
		page[i].folded = nil
		for _, c := range folded[i] {
			page[i].folded = append(page[i].folded, search.Folded{Row: c.row, Country: c.country, Year: c.year})
		}
	}
	return err
}
