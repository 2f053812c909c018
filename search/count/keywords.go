package count

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"verbatim/corpus"
	"verbatim/search"
	"verbatim/search/admit"
)

// A KeywordsRequest asks what sets one part of the library apart from another.
type KeywordsRequest struct {
	Text       string // of both parts, only the passages that it finds; empty: all
	Mode       search.Mode
	Filters    map[search.Field][]string // the part
	Against    map[search.Field][]string // the other
	Of         Unit                      // what is compared; empty: words
	Min        int                       // occurrences in the part at least; 0: 5
	Narratives int                       // narratives of the part that have it at least; 0: 3
	Size       int                       // how many to return; 0: 50
}

// A Unit is what keywords are.
type Unit string

// The units.
const (
	Words Unit = "word"
	Stems Unit = "stem" // words with one stem together
	// Openings are the first words of a passage: of recommendations, unless the filters
	// choose a kind. Each passage has one.
	Openings Unit = "opening"
)

// Units lists them; the first is used where none is chosen.
var Units = []Unit{Words, Stems, Openings}

// openingWords is how many words an opening has; a shorter passage is its own opening.
const openingWords = 3

// Keywords are the answer.
type Keywords struct {
	Of                          Unit
	Query                       *search.Query
	Part, Against               Size
	LeastCount, LeastNarratives int
	Total                       int
	List                        []Keyword // by score
}

// A Size is how large a part is.
type Size struct {
	Places     int // words, or openings
	Narratives int
}

// A Keyword is a word or opening that is more frequent in a part than in the other.
type Keyword struct {
	Word       string // with Stems the most frequent form
	Count      int    // in the part
	Against    int    // in the other
	Narratives int    // of the part that have it
	Score      float64
	Ratio      float64 // log2 of how many times as frequent it is: see logRatio
	Query      string  // finds the passages; of an opening, also those that have it further on
}

// Keywords compares two parts word by word, or opening by opening: log-likelihood says
// how sure the difference is (Rayson and Garside, "Comparing Corpora using Frequency
// Profiling", 2000), the log ratio how large it is. Words of one country's report alone
// are kept out by the least number of narratives.
func (c *Counter) Keywords(ctx context.Context, r KeywordsRequest) (*Keywords, error) {
	if err := r.complete(); err != nil {
		return nil, err
	}
	ctx, leave, err := admit.All(ctx, c.searcher.Engine())
	if err != nil {
		return nil, err
	}
	defer leave()
	answer := &Keywords{Of: r.Of, LeastCount: r.Min, LeastNarratives: r.Narratives}
	part, other := newSpread(r.Of), newSpread(r.Of)
	for _, side := range []struct {
		filters map[search.Field][]string
		into    *spread
	}{{r.Filters, part}, {r.Against, other}} {
		request := search.Request{Text: r.Text, Mode: r.Mode, Filters: r.of(side.filters)}
		scan := search.Scan{Words: true, Fields: []search.Field{search.FieldNarrative}}
		if answer.Query, err = c.searcher.Scan(ctx, request, scan, side.into.add); err != nil {
			return nil, err
		}
	}
	answer.Part, answer.Against = part.Size, other.Size
	if part.Places > 0 && other.Places > 0 {
		answer.compare(part.merged(), other.merged(), r)
	}
	for i, k := range answer.List {
		answer.List[i].Query = r.finding(k.Word)
	}
	return answer, ctx.Err()
}

// complete fills in what was not chosen, and checks the rest.
func (r *KeywordsRequest) complete() error {
	r.Of, r.Min, r.Narratives, r.Size = cmp.Or(r.Of, Words), cmp.Or(r.Min, 5), cmp.Or(r.Narratives, 3), cmp.Or(r.Size, 50)
	switch {
	case r.Min < 1 || r.Narratives < 1 || r.Size < 1 || r.Size > maxSize:
		return wrong("min, narratives and size: want 1 or more, and size at most %d", maxSize)
	case !slices.Contains(Units, r.Of):
		return wrong("form: want word, stem or opening, got %q", r.Of)
	}
	return nil
}

// of returns the filters of a part: openings are those of recommendations, unless a kind
// is chosen.
func (r *KeywordsRequest) of(filters map[search.Field][]string) map[search.Field][]string {
	if r.Of != Openings || len(filters[search.FieldKind]) > 0 {
		return filters
	}
	filters = maps.Clone(filters)
	if filters == nil {
		filters = map[search.Field][]string{}
	}
	filters[search.FieldKind] = []string{string(corpus.Recommendation)}
	return filters
}

// finding returns a query for the passages that have a keyword, or empty where the
// language cannot say it.
func (r *KeywordsRequest) finding(word string) string {
	if r.Of != Stems {
		word = `"` + word + `"`
	}
	if strings.TrimSpace(r.Text) != "" {
		word = "(" + r.Text + ") " + word
	}
	if parsed, err := search.Parse(word); err == nil {
		return parsed.String()
	}
	return ""
}

// compare lists what is more frequent in a part than in the other.
func (k *Keywords) compare(part, other map[string]spreadCount, r KeywordsRequest) {
	size, otherSize := k.Part.Places, k.Against.Places
	for key, n := range part {
		word := Keyword{Word: n.word, Count: n.count, Against: other[key].count, Narratives: n.narratives}
		word.Ratio = logRatio(word.Count, size, word.Against, otherSize)
		if word.Count < r.Min || word.Narratives < r.Narratives || word.Ratio <= 0 {
			continue
		}
		word.Score = logLikelihood(word.Count, size-word.Count, word.Against, otherSize-word.Against)
		k.List = append(k.List, word)
	}
	slices.SortFunc(k.List, func(a, b Keyword) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Word, b.Word))
	})
	k.Total = len(k.List)
	k.List = k.List[:min(len(k.List), r.Size)]
}
