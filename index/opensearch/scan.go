package opensearch

import (
	"context"
	"slices"

	"verbatim/search"
)

// scan goes through what a question finds.
func (g *generation) scan(ctx context.Context, question search.Question, wanted search.Scan, visit search.Visit) error {
	t := g.translate(ctx, question.Query)
	if err := t.checkExpansions(); err != nil {
		return err
	}
	root, err := t.node(question.Query.Root)
	if err != nil {
		return err
	}
	filters, err := t.filters(question.Filters)
	if err != nil {
		return err
	}
	within := append(append(g.live(), root), but(filters, "")...)
	if !question.Headings {
		within = append(within, noHeadings)
	}
	s := &scanner{collection: &search.Collection{Generation: g.name, Values: make([][]string, len(search.Fields))}, wanted: wanted, visit: visit}
	if err := s.number(ctx, g); err != nil {
		return err
	}
	s.passage.Lexicon, s.passage.Values = g.vocabulary.lexicon(), make([]uint32, len(search.Fields))
	s.words.vocabulary = g.vocabulary
	ask := want{values: []string{fieldLength}, words: wanted.Matches || wanted.Words}
	for f := range s.numbers {
		ask.values = append(ask.values, shownField(search.Fields[f]))
	}
	if wanted.Matches {
		s.matcher = question.Query.Bind(question.Query.Root, t.lookups)
		s.matcher.Until(func() bool { return ctx.Err() != nil })
		s.counting = search.BitsOf(s.matcher.Counting())
		ask.values = append(ask.values, compared(question.Query.Root)...)
	}
	slices.Sort(ask.values)
	ask.values = slices.Compact(ask.values)
	query := allOf(within...)
	if wanted.Wording {
		if err := s.relate(ctx, g, query); err != nil {
			return err
		}
	}
	return g.each(ctx, query, ask, func(h *hit) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return s.take(ctx, &h.Fields)
	})
}

// relate finds which passages of a query say the same, before any is visited.
func (s *scanner) relate(ctx context.Context, g *generation, query object) error {
	related := newSayings(g.vocabulary)
	s.wordings = map[int64]uint32{}
	s.collection.Wordings = related
	return g.each(ctx, query, want{words: true}, func(h *hit) error {
		if err := s.words.read(&h.Fields, nil); err != nil {
			return err
		}
		s.wordings[first(h.Fields.Row)] = related.of(&s.words)
		return ctx.Err()
	})
}

// compared returns the fields that filters within a node are compared with.
func compared(n search.Node) (names []string) {
	switch n := n.(type) {
	case *search.Filter:
		return []string{string(n.Field)}
	case *search.Not:
		return compared(n.Node)
	case *search.And:
		for _, c := range n.Nodes {
			names = append(names, compared(c)...)
		}
	case *search.Or:
		for _, c := range n.Nodes {
			names = append(names, compared(c)...)
		}
	}
	return names
}

// A scanner makes passages of documents, in the same memory.
type scanner struct {
	collection *search.Collection
	wanted     search.Scan
	visit      search.Visit
	matcher    *search.Matcher
	counting   search.Bits // of matcher
	words      reader
	passage    search.Scanned
	wordings   map[int64]uint32          // of each row, if they are wanted
	numbers    map[int]map[string]uint32 // of each field that is wanted, by its place: of its values
}

// number numbers the values of the fields that are wanted.
func (s *scanner) number(ctx context.Context, g *generation) error {
	s.numbers = map[int]map[string]uint32{}
	for f, field := range search.Fields {
		if s.wanted.Fields != nil && !slices.Contains(s.wanted.Fields, field) {
			continue
		}
		counts, err := g.valuesOf(ctx, field)
		if err != nil {
			return err
		}
		values := []string{""}
		for _, c := range counts {
			values = append(values, c.Value)
		}
		slices.Sort(values)
		s.numbers[f] = make(map[string]uint32, len(values))
		for i, v := range values {
			s.numbers[f][v] = uint32(i)
		}
		s.collection.Values[f] = values
	}
	return nil
}

// take makes a passage of a document, and visits it.
func (s *scanner) take(ctx context.Context, f *fields) error {
	p := &s.passage
	p.Row, p.Length = first(f.Row), first(f.Length)
	p.Wording = s.wordings[p.Row]
	for n, numbers := range s.numbers {
		value := f.value(search.Fields[n])
		if search.Fields[n] == search.FieldSection {
			value = first(f.Title)
		}
		p.Values[n] = numbers[value]
	}
	if s.matcher != nil {
		if err := s.words.read(f, s.counting); err != nil {
			return err
		}
		s.words.Value = f.value
		p.Matches = s.matcher.Ranges(&s.words.Words)
		if err := ctx.Err(); err != nil { // what the matcher says is not true then
			return err
		}
	} else if s.wanted.Words {
		if err := s.words.read(f, nil); err != nil {
			return err
		}
	}
	if s.wanted.Words {
		p.Words, p.Sentences = s.words.numbers, s.words.Sentences
	}
	return s.visit(s.collection, p)
}
