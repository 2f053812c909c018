package opensearch

import (
	"context"

	"verbatim/search"
)

// scorer prepares the scoring of a question: what it needs to know of the collection is
// asked at once, and kept. Having is how many passages have its terms, added up. The words
// that a term stands for are counted as well: who reads the answer is told of them.
func (t *translation) scorer() (_ *search.Scorer, having int, err error) {
	s := &statistics{passages: t.of.edition.Counted, having: map[*search.Term]int{}, havingWord: map[string]int{}}
	terms := search.ScoringTerms(t.query.Root)
	var queries []object
	for _, term := range terms {
		query := t.words(term)
		var err error
		switch {
		case term.Kind == search.Literal:
			query = anyTerm(fieldStems, tokens(term.ScoringStems()))
		case term.Apart != nil:
			query, err = t.term(term)
		}
		if err != nil {
			return nil, 0, err
		}
		queries = append(queries, query)
	}
	for _, term := range terms {
		queries = append(queries, object{"term": object{fieldWords: token(term.Written())}})
	}
	for _, term := range terms {
		if term.Kind == search.Stemmed {
			queries = append(queries, t.of.countsOf(t.lookups.Words(term))...)
		}
	}
	counts, err := t.of.countAll(t.ctx, queries, true)
	if err != nil {
		return nil, 0, err
	}
	for i, term := range terms {
		s.having[term], s.havingWord[term.Written()] = counts[i], counts[len(terms)+i]
		having += counts[i]
	}
	scorer, err := search.NewScorer(t.query, s)
	return scorer, having, err
}

// statistics are what was counted beforehand.
type statistics struct {
	passages   int
	having     map[*search.Term]int
	havingWord map[string]int
}

func (s *statistics) Passages() int                      { return s.passages }
func (s *statistics) Having(t *search.Term) (int, error) { return s.having[t], nil }
func (s *statistics) HavingWord(w string) (int, error)   { return s.havingWord[w], nil }

// bounds returns clauses whose scores add up to an upper bound of a passage's score, up
// to slack.
func (t *translation) bounds(c *search.Scorer) (clauses []object, err error) {
	occurring := func(field, word string, weight float64) {
		if weight > 0 {
			clauses = append(clauses, object{"term": object{field: object{"value": token(word), "boost": weight}}})
		}
	}
	stems := make([]object, len(c.Terms))
	for i, term := range c.Terms {
		bound := c.Bound(i)
		of := term.ScoringStems()
		if of == nil {
			clauses = append(clauses, t.atMost(t.words(term), bound.Form, 1))
			continue
		}
		for _, stem := range of {
			occurring(fieldStems, stem, bound.Form)
		}
		if term.Apart != nil { // how often is not known
			apart, err := t.placed(&search.Phrase{Terms: term.Apart})
			if err != nil {
				return nil, err
			}
			clauses = append(clauses, t.atMost(apart, bound.Form, search.MaxFrequency))
		}
		if term.Written() != "" {
			occurring(fieldWords, term.Written(), bound.Exact)
		}
		stems[i] = anyTerm(fieldStems, tokens(of))
		clauses = append(clauses, constant(anyTerm(fieldHeads, tokens(of)), bound.Heading))
	}
	for i, name := range c.Names {
		query, err := t.filter(name.Filter)
		if err != nil {
			return nil, err
		}
		clauses = append(clauses, constant(query, c.OfName(i)))
	}
	for i, p := range c.Pairs {
		clauses = append(clauses, constant(allOf(stems[p.First], stems[p.Second]), c.BoundOfPair(i)))
	}
	return clauses, nil
}

func constant(query object, score float64) object {
	return object{"constant_score": object{"filter": query, "boost": score}}
}

// atMost gives the passages of a query what a term adds that occurs so often.
func (t *translation) atMost(query object, weight float64, often int) object {
	none, average := search.LengthNorm(0, 1), max(t.of.edition.average(), 1e-9)
	return object{"script_score": object{
		"query": object{"constant_score": object{"filter": query}},
		"script": object{
			"source": "params.most * params.often / (params.often + params.none + params.each * doc['length'].value)",
			"params": object{"most": weight * search.Saturation(1, 0), "often": float64(often), "none": none, "each": (search.LengthNorm(1, 1) - none) / average},
		},
	}}
}

// slack makes an upper bound of what OpenSearch computes in numbers of 32 bits, and by a
// length that passages had on average when the index was made.
func (g *generation) slack(score float64) float64 {
	return score*max(1, g.edition.average()/g.reference)*(1+1e-5) + 1e-9
}

// wordCounts counts the passages that have each of the words of a term, and the term in
// two words.
func (g *generation) wordCounts(ctx context.Context, term *search.Term) ([]search.Count, error) {
	numbers := g.vocabulary.accepted(ctx, term)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	counts, err := g.countWords(ctx, numbers, true)
	if err != nil {
		return nil, err
	}
	list := []search.Count{}
	var uncounted []uint32 // no passage has them, but maybe a heading
	for i, n := range numbers {
		if counts[i] == 0 {
			uncounted = append(uncounted, n)
			continue
		}
		list = append(list, search.Count{Value: g.vocabulary.Word(n), Count: counts[i]})
	}
	if counts, err = g.countWords(ctx, uncounted, false); err != nil {
		return nil, err
	}
	for i, n := range uncounted {
		if counts[i] > 0 {
			list = append(list, search.Count{Value: g.vocabulary.Word(n)})
		}
	}
	if term.Apart != nil {
		q := search.NewQuery(term.InTwoWords())
		found, err := g.find(ctx, search.Question{Query: q}, nil)
		if err != nil {
			return nil, err
		}
		if found.Total > 0 {
			list = append(list, search.Count{Value: q.String(), Count: found.Total})
		}
	}
	search.SortCounts(list)
	return list, nil
}
