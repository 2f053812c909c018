package count_test

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"testing"

	"verbatim/corpus"
	"verbatim/search"
	"verbatim/search/count"
	"verbatim/search/enginetest"
)

// Keywords and their scores are those of the formulas on counts made by hand, for each
// pair of countries.
func TestKeywordsAreThoseOfTheScan(t *testing.T) {
	c := newCollection(t)
	countries := map[string]bool{}
	for _, d := range c.docs {
		countries[d.Narrative.Country] = true
	}
	compared := 0
	for part := range countries {
		for other := range countries {
			for i, unit := range count.Units {
				r := count.KeywordsRequest{Filters: in(part), Against: in(other), Of: unit, Min: 1 + i%2, Narratives: 1, Size: 1000}
				if part == "" || other == "" || part == other {
					continue
				}
				if unit == count.Words {
					r.Text = "the OR labor"
				}
				got, err := c.Keywords(t.Context(), r)
				if err != nil {
					t.Fatal(err)
				}
				c.checkKeywords(t, got, r)
				compared += got.Total
			}
		}
	}
	if compared < 100 {
		t.Errorf("%d keywords: this test tests little", compared)
	}
}

func in(country string) map[search.Field][]string {
	return map[search.Field][]string{search.FieldCountry: {country}}
}

func (c *collection) checkKeywords(t *testing.T, got *count.Keywords, r count.KeywordsRequest) {
	t.Helper()
	part, other := c.kept(t, r, r.Filters), c.kept(t, r, r.Against)
	want := 0
	for key, n := range part.counts {
		if n >= r.Min && float64(n)/float64(part.places) > cmp.Or(float64(other.counts[key]), .5)/float64(other.places) {
			want++
		}
	}
	if got.Total != want || got.Part.Places != part.places || got.Against.Places != other.places {
		t.Errorf("%v: %d of %d and %d, want %d of %d and %d", r, got.Total, got.Part.Places, got.Against.Places, want, part.places, other.places)
	}
	for _, k := range got.List {
		key := k.Word
		if r.Of == count.Stems {
			key = search.Analyze(k.Word)[0].Stem
		}
		if k.Count != part.counts[key] || k.Against != other.counts[key] || k.Narratives != len(part.narratives[key]) {
			t.Errorf("%v: %s is there %d and %d times in %d narratives, want %d and %d in %d", r, key, k.Count, k.Against, k.Narratives, part.counts[key], other.counts[key], len(part.narratives[key]))
		}
		if score := part.score(other, key); math.Abs(score-k.Score) > 1e-9*max(1, score) {
			t.Errorf("%v: the score of %s is %v, want %v", r, key, k.Score, score)
		}
		if _, err := search.Parse(k.Query); err != nil || k.Query == "" {
			t.Errorf("%v: %s leads to the query %q: %v", r, key, k.Query, err)
		}
	}
	if !slices.IsSortedFunc(got.List, func(a, b count.Keyword) int { return cmp.Compare(b.Score, a.Score) }) {
		t.Errorf("%v: not in the order of the score", r)
	}
}

// counted is what is counted by hand of a part.
type counted struct {
	places     int
	counts     map[string]int
	narratives map[string]map[string]bool
}

func (c *collection) kept(t *testing.T, r count.KeywordsRequest, filters map[search.Field][]string) counted {
	n := counted{counts: map[string]int{}, narratives: map[string]map[string]bool{}}
	var q *search.Query
	if r.Text != "" {
		var err error
		if q, err = search.Parse(r.Text); err != nil {
			t.Fatal(err)
		}
	}
	for i, d := range c.docs {
		if d.Narrative.Country != filters[search.FieldCountry][0] || r.Of == count.Openings && d.Passage.Kind != corpus.Recommendation {
			continue
		}
		if q != nil {
			if _, found := enginetest.Spans(q, d); !found {
				continue
			}
		}
		for _, key := range keysOf(c.analyzed[i], r.Of) {
			n.places++
			n.counts[key]++
			if n.narratives[key] == nil {
				n.narratives[key] = map[string]bool{}
			}
			n.narratives[key][d.Narrative.ID] = true
		}
	}
	return n
}

func keysOf(tokens []search.Token, of count.Unit) (keys []string) {
	for _, token := range tokens {
		key := token.Word
		if of == count.Stems {
			key = token.Stem
		}
		keys = append(keys, key)
	}
	if of == count.Openings && len(keys) > 0 {
		keys = []string{strings.Join(keys[:min(3, len(keys))], " ")}
	}
	return keys
}

// score is log-likelihood by the table of Rayson and Garside.
func (n counted) score(other counted, key string) (g float64) {
	a, b, c, d := float64(n.counts[key]), float64(other.counts[key]), float64(n.places), float64(other.places)
	for _, cell := range [][2]float64{
		{a, c * (a + b) / (c + d)}, {b, d * (a + b) / (c + d)},
		{c - a, c * (c + d - a - b) / (c + d)}, {d - b, d * (c + d - a - b) / (c + d)},
	} {
		if cell[0] > 0 {
			g += 2 * cell[0] * math.Log(cell[0]/cell[1])
		}
	}
	return g
}
