package opensearch

import (
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
	room       []uint32
}

func newSayings(v *vocabulary) *sayings {
	return &sayings{vocabulary: v, known: map[string]uint32{}, having: map[uint32][]uint32{}}
}

// add returns the wording of a passage, given its words and which of these are names.
func (s *sayings) add(words []uint32, names func(at int) bool) uint32 {
	compared, near := alike.Compared(words, names, func(n uint32) bool { return alike.IsNumber(s.vocabulary.Word(n)) }, nil)
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
	s.room = alike.Rarest(compared, s.room)
	s.measure.Take(compared)
	seen := map[uint32]bool{}
	for _, word := range s.room {
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
		ends := first(h.Fields.Ends)
		of[first(h.Fields.Row)] = said.add(words.numbers, func(at int) bool { return isName(ends, at) })
		return ctx.Err()
	}
	own := object{"term": object{fieldRow: row}}
	if err := g.each(ctx, allOf(append(g.live(), own)...), want{words: true}, read); err != nil || len(of) == 0 {
		return nil, err
	}
	if err := g.each(ctx, allOf(append(g.live(), said.candidates(), not(own))...), want{words: true}, read); err != nil {
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

// candidates is the query for passages among which are all that say what the first
// wording says: they have one of its rarest words.
func (s *sayings) candidates() object {
	if len(s.compared[0]) == 0 {
		return everything
	}
	var words []string
	for _, n := range alike.Rarest(s.compared[0], nil) {
		if n >= alike.ANumber { // each may have another name there
			return everything
		}
		words = append(words, token(s.vocabulary.Word(n)))
	}
	return anyTerm(fieldWords, words)
}

// folded returns the hits that a question wants where of passages that say the same only
// the first in order is one, and how many there are. All that is found is read.
func (t *translation) folded(question search.Question, query object) (hits []candidate, left int, err error) {
	grouped := question.Group
	question.Group = false
	o, err := t.order(question, query)
	if err != nil {
		return nil, 0, err
	}
	o.sayings = newSayings(t.of.vocabulary)
	o.scored()
	o.size = maxChunk
	if err := o.upTo(t.ctx, t.of.edition.Passages); err != nil {
		return nil, 0, err
	}
	heads, err := o.fold(t.ctx)
	if err != nil {
		return nil, 0, err
	}
	seen := map[int64]bool{} // narratives
	for _, c := range heads {
		if grouped && seen[c.narrative] {
			continue
		}
		seen[c.narrative] = true
		if left++; left > question.Offset && len(hits) < question.Limit {
			hits = append(hits, c)
		}
	}
	return hits, left, nil
}

// fold folds passages in order into those before that say the same.
func (o *order) fold(ctx context.Context) (heads []candidate, err error) {
	folding := search.NewFolding(o.sayings)
	for _, c := range o.ready {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		place, first := folding.Next(c.wording)
		if first {
			heads = append(heads, c)
			continue
		}
		into := &heads[place]
		into.folded = append(into.folded, search.Folded{Row: c.row, Country: c.country, Year: c.year})
	}
	return heads, nil
}
