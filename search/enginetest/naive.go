// Package enginetest holds what every search.Engine has to pass: Run compares
// an engine with Naive, which reads every passage for every question, on
// queries that a Generator makes of the collection's own words.
package enginetest

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"verbatim/corpus"
	"verbatim/search"
)

// A Doc is a passage that an engine holds.
type Doc struct {
	Row       int64
	Narrative *corpus.Narrative
	Passage   corpus.Passage
	Text      string
}

// A passage is a Doc with its words.
type passage struct {
	Doc
	tokens  []search.Token
	words   []int            // of each token, its place in the vocabulary
	places  map[string][]int // of each word, by number of token
	stems   map[string]int   // how often each stem occurs
	section []search.Token   // the words of its heading
	country string           // as countries are sorted
}

func newPassage(d Doc) *passage {
	p := &passage{
		Doc:     d,
		tokens:  search.Analyze(d.Text),
		places:  make(map[string][]int),
		stems:   make(map[string]int),
		section: search.Analyze(d.Passage.Section),
		country: search.FieldCountry.Key(d.Narrative.Country),
	}
	for i, t := range p.tokens {
		p.places[t.Word] = append(p.places[t.Word], i)
		p.stems[t.Stem]++
	}
	return p
}

func (p *passage) heading() bool { return p.Passage.Kind == corpus.Heading }

func (p *passage) value(f search.Field) string { return f.Value(p.Narrative, p.Passage) }

// Naive is the engine that the others are compared with. It is a second
// reading of what a query means, written apart from search.Match and as
// plainly as can be: it looks at every passage and counts everything.
type Naive struct {
	passages   []*passage // by row
	vocabulary []word     // every word once
	counted    int        // passages without headings: those that statistics count
	words      int        // of these together
	lexicon    *lexicon
	values     [][]string // of each field, sorted
	alike      sayings
}

// A word is as it is written, and its stem.
type word struct{ word, stem string }

// NewNaive makes the engine of the passages.
func NewNaive(docs []Doc) *Naive {
	n := new(Naive)
	numbers := make(map[string]int)
	for _, d := range docs {
		p := newPassage(d)
		n.passages = append(n.passages, p)
		if !p.heading() {
			n.counted++
			n.words += len(p.tokens)
		}
		for _, t := range p.tokens {
			number, seen := numbers[t.Word]
			if !seen {
				number = len(n.vocabulary)
				numbers[t.Word] = number
				n.vocabulary = append(n.vocabulary, word{t.Word, t.Stem})
			}
			p.words = append(p.words, number)
		}
	}
	slices.SortFunc(n.passages, func(a, b *passage) int { return cmp.Compare(a.Row, b.Row) })
	n.lexicon = newLexicon(n.vocabulary)
	for _, f := range search.Fields {
		n.values = append(n.values, n.distinct(f))
	}
	return n
}

// generation is the only state that a Naive ever has.
const generation = "naive"

// Find implements search.Engine.
func (n *Naive) Find(ctx context.Context, q search.Question) (*search.Found, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if q.Generation != "" && q.Generation != generation {
		return nil, fmt.Errorf("generation %q: %w", q.Generation, search.ErrGone)
	}
	found, _, err := n.answer(newReader(q.Query, n.vocabulary), q)
	return found, err
}

// answer answers a question whose query is read, and returns the passages that
// match it, filters aside.
func (n *Naive) answer(r *reader, q search.Question) (found *search.Found, matching []*passage, err error) {
	for _, t := range r.terms {
		if err := search.CheckExpansion(t, len(r.accepted[t])); err != nil {
			return nil, nil, err
		}
	}
	var chosen []*passage
	headings := 0
	for _, p := range n.passages {
		if _, ok := r.read(q.Query.Root, p); ok {
			if p.heading() && !q.Headings {
				if passes(p, q.Filters, "") {
					headings++
				}
				continue
			}
			matching = append(matching, p)
			if passes(p, q.Filters, "") {
				chosen = append(chosen, p)
			}
		}
	}
	found = &search.Found{Total: len(chosen), Facets: make(map[search.Field][]search.Count), Generation: generation, Headings: headings}
	if q.Narratives {
		found.Narratives = len(byNarrative(chosen))
	}
	for _, f := range q.Facets {
		found.Facets[f] = count(f, matching, q.Filters)
	}
	if q.AtMost > 0 && found.Total > q.AtMost {
		return found, matching, nil
	}
	found.Hits, found.Left, err = n.rank(q, r, chosen)
	return found, matching, err
}

// byNarrative counts the passages of each narrative.
func byNarrative(passages []*passage) map[string]int {
	counts := make(map[string]int)
	for _, p := range passages {
		counts[p.Narrative.ID]++
	}
	return counts
}

// firsts keeps the first passage of each narrative.
func firsts(passages []*passage) (kept []*passage) {
	seen := make(map[string]bool)
	for _, p := range passages {
		if !seen[p.Narrative.ID] {
			kept = append(kept, p)
		}
		seen[p.Narrative.ID] = true
	}
	return kept
}

// passes reports whether a passage has, for every field but one, a value that one
// of the field's filters accepts.
func passes(p *passage, filters map[search.Field][]*search.Filter, but search.Field) bool {
	for field, any := range filters {
		accepts := func(f *search.Filter) bool { return f.Accepts(p.value(field)) }
		if field != but && len(any) > 0 && !slices.ContainsFunc(any, accepts) {
			return false
		}
	}
	return true
}

// count counts the values of a field in the passages that pass the filters of
// the other fields.
func count(field search.Field, passages []*passage, filters map[search.Field][]*search.Filter) []search.Count {
	counts := make(map[string]int)
	for _, p := range passages {
		if passes(p, filters, field) && p.value(field) != "" {
			counts[field.Shown(p.value(field))]++
		}
	}
	var sorted []search.Count
	for value, n := range counts {
		sorted = append(sorted, search.Count{Value: value, Count: n})
	}
	slices.SortFunc(sorted, func(a, b search.Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return sorted
}

// Values implements search.Engine.
func (n *Naive) Values(ctx context.Context, field search.Field) ([]search.Count, error) {
	return count(field, n.passages, nil), ctx.Err()
}

// Generation implements search.Engine.
func (n *Naive) Generation(ctx context.Context) (string, error) { return generation, ctx.Err() }

// Words implements search.Engine.
func (n *Naive) Words(ctx context.Context, t *search.Term) ([]search.Count, error) {
	r := newReader(&search.Query{Root: &search.Phrase{Terms: []*search.Term{t}}}, n.vocabulary)
	var counts []search.Count
	for _, word := range r.accepted[t] {
		df, err := statistics{n, r}.HavingWord(word)
		if err != nil {
			return nil, err
		}
		counts = append(counts, search.Count{Value: word, Count: df})
	}
	if df := n.inTwoWords(t); df > 0 {
		counts = append(counts, search.Count{Value: t.Apart[0].Text + "-" + t.Apart[1].Text, Count: df})
	}
	slices.SortFunc(counts, func(a, b search.Count) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Value, b.Value))
	})
	return counts, ctx.Err()
}

// inTwoWords counts the passages that have a term in two words.
func (n *Naive) inTwoWords(t *search.Term) (df int) {
	if t.Apart == nil {
		return 0
	}
	phrase := &search.Phrase{Terms: t.Apart}
	r := newReader(&search.Query{Root: phrase}, n.vocabulary)
	for _, p := range n.passages {
		if len(r.occurrences(phrase, p)) > 0 {
			df++
		}
	}
	return df
}

// rank sorts passages and returns the part of them that is asked for, and how many are
// left where those that say the same are folded.
func (n *Naive) rank(q search.Question, r *reader, passages []*passage) (hits []search.Hit, left int, err error) {
	scorer, err := search.NewScorer(q.Query, statistics{n, r})
	if err != nil {
		return nil, 0, err
	}
	scores := make(map[*passage]float64)
	for _, p := range passages {
		scores[p] = n.score(scorer, r.features(scorer, p), p)
	}
	slices.SortFunc(passages, func(a, b *passage) int {
		byRow := cmp.Compare(a.Row, b.Row)
		switch q.Sort {
		case search.SortNewest:
			return cmp.Or(cmp.Compare(b.Narrative.Year, a.Narrative.Year), byRow)
		case search.SortOldest:
			return cmp.Or(cmp.Compare(a.Narrative.Year, b.Narrative.Year), byRow)
		case search.SortCountry:
			return cmp.Or(cmp.Compare(a.country, b.country), byRow)
		}
		return cmp.Or(cmp.Compare(scores[b], scores[a]), byRow)
	})
	matching, folds := byNarrative(passages), q.Folds(len(passages))
	folded := map[*passage][]search.Folded{}
	if folds {
		passages = n.fold(passages, folded)
	}
	if q.Group {
		passages = firsts(passages)
	}
	if folds && q.Limit > 0 {
		left = q.Left(len(passages))
	}
	for i, p := range passages {
		if i < q.Offset || i >= q.Offset+q.Limit {
			continue
		}
		hit := search.Hit{Row: p.Row, Score: scores[p], Folded: folded[p]}
		if q.Narratives {
			hit.Matching = matching[p.Narrative.ID]
		}
		if q.Explain {
			hit.Explanation = scorer.Explain(r.features(scorer, p), n.norm(p))
		}
		hits = append(hits, hit)
	}
	return hits, left, nil
}

// score adds up a score as search/score.go defines it.
func (n *Naive) score(scorer *search.Scorer, e *search.Features, p *passage) float64 {
	base := 0.0
	for i, frequency := range e.Frequency {
		if frequency > 0 {
			base += scorer.Term(i, frequency, n.norm(p))
		}
	}
	return scorer.Boost(base, e, n.norm(p))
}

func (n *Naive) norm(p *passage) float64 {
	return search.LengthNorm(len(p.tokens), float64(n.words)/float64(max(n.counted, 1)))
}

// statistics counts what a score needs to know of the collection.
type statistics struct {
	*Naive
	reading *reader
}

func (s statistics) Passages() int { return s.counted }

func (s statistics) Having(t *search.Term) (df int, err error) {
	for _, p := range s.passages {
		if !p.heading() && s.reading.frequency(t, p) > 0 {
			df++
		}
	}
	return df, nil
}

func (s statistics) HavingWord(word string) (df int, err error) {
	for _, p := range s.passages {
		if !p.heading() && len(p.places[word]) > 0 {
			df++
		}
	}
	return df, nil
}

// features counts, word by word, what boosts a passage.
func (r *reader) features(scorer *search.Scorer, p *passage) *search.Features {
	e := &search.Features{}
	for _, t := range scorer.Terms {
		exact := 0
		if t.Written() != "" {
			exact = len(p.places[t.Text])
		}
		e.Frequency = append(e.Frequency, r.frequency(t, p))
		e.Exact = append(e.Exact, exact)
		e.Heading = append(e.Heading, slices.ContainsFunc(p.section, func(k search.Token) bool { return slices.Contains(t.ScoringStems(), k.Stem) }))
	}
	for _, name := range scorer.Names {
		e.Named = append(e.Named, name.Filter.Accepts(p.value(name.Filter.Field)))
	}
	for _, pair := range scorer.Pairs {
		adjacent, near := 0, 0
		for _, i := range standing(scorer.Terms[pair.First], p) {
			for _, j := range standing(scorer.Terms[pair.Second], p) {
				if j == i+1 {
					adjacent++
				}
				if i-search.NearWords <= j && j <= i+search.NearWords {
					near++
				}
			}
		}
		e.Adjacent = append(e.Adjacent, adjacent)
		e.Near = append(e.Near, near)
	}
	return e
}

// standing returns the places of the words that count for a term.
func standing(t *search.Term, p *passage) (places []int) {
	for i, k := range p.tokens {
		if slices.Contains(t.ScoringStems(), k.Stem) {
			places = append(places, i)
		}
	}
	return places
}
