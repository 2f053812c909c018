package workload

import (
	"context"
	"slices"
	"strconv"

	"verbatim/corpus/library"
	"verbatim/search"
)

// A Sample is every nth passage of a library, with how common their words are.
type Sample struct {
	passages []passage
	having   map[string]int // passages of the sample that have the word
}

type passage struct {
	Text          string
	Words         []string // folded
	Country, Year string
	Narrative     string // its identifier
}

// minWords is how long a passage must be that questions are drawn from.
const minWords = 12

// NewSample reads about so many passages of a library.
func NewSample(ctx context.Context, lib *library.Library, passages int) (*Sample, error) {
	stats, err := lib.Stats(ctx)
	if err != nil {
		return nil, err
	}
	every := max(1, stats.Passages/passages)
	s := &Sample{having: map[string]int{}}
	at := 0
	for stored, err := range lib.All(ctx) {
		if err != nil {
			return nil, err
		}
		for _, p := range stored.Passages {
			if at++; at%every == 0 {
				s.add(passage{Text: p.Span.In(stored.Text), Country: stored.Country, Year: strconv.Itoa(stored.Year), Narrative: stored.ID})
			}
		}
	}
	return s, nil
}

func (s *Sample) add(p passage) {
	for _, t := range search.Analyze(p.Text) {
		p.Words = append(p.Words, t.Word)
	}
	distinct := slices.Clone(p.Words)
	slices.Sort(distinct)
	for _, w := range slices.Compact(distinct) {
		s.having[w]++
	}
	if len(p.Words) >= minWords {
		s.passages = append(s.passages, p)
	}
}

// share is how large a part of the passages has a word.
func (s *Sample) share(word string) float64 {
	return float64(s.having[word]) / float64(len(s.passages))
}

// A fitness says by the share of the passages that have it whether a word is
// one that is looked for.
type fitness func(share float64) bool

func rare(share float64) bool { return share < 0.0005 }

func content(share float64) bool { return 0.0005 <= share && share < 0.02 }

func common(share float64) bool { return 0.02 <= share && share < 0.15 }

func anyWord(float64) bool { return true }

// plain reports whether a word is of letters alone, which every engine reads alike.
func plain(word string) bool {
	for _, r := range word {
		if r < 'a' || r > 'z' {
			return false
		}
	}
	return len(word) > 1
}

func (d *drawer) passage() *passage { return &d.passages[d.IntN(len(d.passages))] }

// some returns n different words of a passage that are fit, or fewer.
func (d *drawer) some(p *passage, n int, fit fitness) (chosen []string) {
	for _, i := range d.Perm(len(p.Words)) {
		w := p.Words[i]
		if len(chosen) < n && plain(w) && len(w) > 2 && fit(d.share(w)) && !slices.Contains(chosen, w) {
			chosen = append(chosen, w)
		}
	}
	return chosen
}

// stretch returns n words that follow one another and are all fit.
func (d *drawer) stretch(n int, fit fitness) (text []string, ok bool) {
	p := d.passage()
	if len(p.Words) < n {
		return nil, false
	}
	at := d.IntN(len(p.Words) - n + 1)
	text = p.Words[at : at+n]
	ok = !slices.ContainsFunc(text, func(w string) bool { return !plain(w) || !fit(d.share(w)) })
	return text, ok
}
