package count

import (
	"cmp"
	"context"
	"slices"

	"verbatim/search"
	"verbatim/search/admit"
)

// A KeywordsRequest asks which words set one part of the library apart from
// another.
type KeywordsRequest struct {
	Filters    map[search.Field][]string // the part
	Against    map[search.Field][]string // the other
	Stems      bool
	Min        int // occurrences in the part at least; 0: 5
	Narratives int // narratives of the part that have it at least; 0: 3
	Size       int // how many to return; 0: 50
}

// Keywords are the answer.
type Keywords struct {
	Words, AgainstWords int // of each part, all together
	Total               int
	List                []Keyword // by score
}

// A Keyword is a word that is more frequent in a part than in the other.
type Keyword struct {
	Word       string
	Count      int // in the part
	Against    int // in the other
	Narratives int // of the part that have it
	Score      float64
	Ratio      float64 // log2 of how many times as frequent it is: see logRatio
}

// Keywords compares two parts word by word: log-likelihood says how sure the
// difference is (Rayson and Garside, "Comparing Corpora using Frequency Profiling",
// 2000), the log ratio how large it is. Words of one country's report alone are
// kept out by the least number of narratives.
func (c *Counter) Keywords(ctx context.Context, r KeywordsRequest) (*Keywords, error) {
	r.Min, r.Narratives, r.Size = cmp.Or(r.Min, 5), cmp.Or(r.Narratives, 3), cmp.Or(r.Size, 50)
	if r.Min < 1 || r.Narratives < 1 || r.Size < 1 || r.Size > maxSize {
		return nil, wrong("min, narratives and size: want 1 or more, and size at most %d", maxSize)
	}
	ctx, leave, err := admit.All(ctx, c.searcher.Engine())
	if err != nil {
		return nil, err
	}
	defer leave()
	part, other := newSpread(r.Stems), newTally(r.Stems)
	if _, err := c.searcher.Scan(ctx, search.Request{Filters: r.Filters}, search.Scan{Words: true, Fields: []search.Field{search.FieldNarrative}}, part.add); err != nil {
		return nil, err
	}
	if _, err := c.searcher.Scan(ctx, search.Request{Filters: r.Against}, search.Scan{Words: true, Fields: noFields}, other.addPassage); err != nil {
		return nil, err
	}
	answer := &Keywords{Words: part.counts.places, AgainstWords: other.places}
	if answer.Words == 0 || answer.AgainstWords == 0 {
		return answer, nil
	}
	against, narratives := other.merge(), part.merged()
	for key, n := range part.counts.merge() {
		k := Keyword{Word: n.word, Count: n.count, Against: against[key].count, Narratives: narratives[key]}
		k.Ratio = logRatio(k.Count, answer.Words, k.Against, answer.AgainstWords)
		if k.Count < r.Min || k.Narratives < r.Narratives || k.Ratio <= 0 {
			continue
		}
		k.Score = logLikelihood(k.Count, answer.Words-k.Count, k.Against, answer.AgainstWords-k.Against)
		answer.List = append(answer.List, k)
	}
	slices.SortFunc(answer.List, func(a, b Keyword) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Word, b.Word))
	})
	answer.Total = len(answer.List)
	answer.List = answer.List[:min(len(answer.List), r.Size)]
	return answer, nil
}

// A spread counts words, and how many narratives have each.
type spread struct {
	counts   *tally
	lexicons []*spreadLexicon
}

// A spreadLexicon counts the narratives that have each word of a lexicon, or each
// stem.
type spreadLexicon struct {
	search.Lexicon
	keys       []uint32 // of each word, a number for its word or stem
	texts      []string // of each key
	seen       []uint32 // of each key, the last narrative that had it, and one more
	narratives []int
}

func newSpread(stems bool) *spread { return &spread{counts: newTally(stems)} }

// add is a search.Visit.
func (s *spread) add(c *search.Collection, p *search.Scanned) error {
	if n := len(s.lexicons); n == 0 || s.lexicons[n-1].Lexicon != p.Lexicon {
		s.lexicons = append(s.lexicons, newSpreadLexicon(p.Lexicon, s.counts.stems))
	}
	l, narrative := s.lexicons[len(s.lexicons)-1], p.Values[narrativeField]+1
	for _, n := range p.Words {
		if key := l.keys[n]; l.seen[key] != narrative {
			l.seen[key] = narrative
			l.narratives[key]++
		}
	}
	return s.counts.addPassage(c, p)
}

func newSpreadLexicon(of search.Lexicon, stems bool) *spreadLexicon {
	l := &spreadLexicon{Lexicon: of, keys: make([]uint32, of.Len())}
	known := map[string]uint32{}
	for n := range l.keys {
		text := of.Word(uint32(n))
		if stems {
			text = of.Stem(uint32(n))
		}
		key, is := known[text]
		if !is {
			key = uint32(len(l.texts))
			known[text] = key
			l.texts = append(l.texts, text)
		}
		l.keys[n] = key
	}
	l.seen, l.narratives = make([]uint32, len(l.texts)), make([]int, len(l.texts))
	return l
}

// merged returns how many narratives have each word or stem. A narrative is in one
// lexicon, so that none is counted twice.
func (s *spread) merged() map[string]int {
	all := map[string]int{}
	for _, l := range s.lexicons {
		for key, n := range l.narratives {
			if n > 0 {
				all[l.texts[key]] += n
			}
		}
	}
	return all
}
