package follow

import (
	"context"
	"math"
	"strings"
	"sync"

	"verbatim/corpus"
	"verbatim/search"
)

// rarity says how rare stems are among the passages of a report.
type rarity struct {
	*frequencies
	numbers map[string]int // of the stems that are compared: quicker than they are themselves
}

// number is that of a stem.
func (r rarity) number(stem string) int {
	n, known := r.numbers[stem]
	if !known {
		n = len(r.numbers)
		r.numbers[stem] = n
	}
	return n
}

// frequencies say in how many passages of a report each stem occurs.
type frequencies struct {
	passages map[string]int
	all      int
}

// weight is the inverse document frequency of a stem.
func (f *frequencies) weight(stem string) float64 {
	return math.Log((float64(f.all) + 1) / (float64(f.passages[stem]) + 0.5))
}

// counted are frequencies of one generation of the index: to count them is to go
// through all passages of a report.
type counted struct {
	mu         sync.Mutex
	generation string
	of         map[countedOf]*frequencies
}

// countedOf says whose frequencies they are: of a kind of passages of a report, or of all
// of them.
type countedOf struct {
	report string
	kind   corpus.Kind
}

// maxCounted bounds how many are kept: of a large report they take a few megabytes.
const maxCounted = 8

func (c *counted) get(generation string, of countedOf) *frequencies {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.generation != generation {
		return nil
	}
	return c.of[of]
}

func (c *counted) put(generation string, of countedOf, f *frequencies) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.generation != generation || len(c.of) >= maxCounted {
		c.generation, c.of = generation, map[countedOf]*frequencies{}
	}
	c.of[of] = f
}

// rarity returns how rare stems are among the passages of a report, of a kind if it is not
// empty.
func (f *Follower) rarity(ctx context.Context, report string, kind corpus.Kind) (rarity, error) {
	numbered := rarity{numbers: map[string]int{}}
	generation, err := f.searcher.Engine().Generation(ctx)
	if err != nil {
		return numbered, err
	}
	of := countedOf{report, kind}
	if numbered.frequencies = f.counted.get(generation, of); numbered.frequencies != nil {
		return numbered, nil
	}
	if numbered.frequencies, generation, err = f.count(ctx, of, generation); err == nil {
		f.counted.put(generation, of, numbered.frequencies)
	}
	return numbered, err
}

// count counts in how many passages each stem occurs, in the generation that it returns: that
// which it is given, or a newer one.
func (f *Follower) count(ctx context.Context, of countedOf, in string) (counted *frequencies, generation string, err error) {
	generation = in // a report without such passages has none to tell
	counted = &frequencies{passages: map[string]int{}}
	filters := map[search.Field][]string{search.FieldReport: {of.report}}
	if of.kind != "" {
		filters[search.FieldKind] = []string{string(of.kind)}
	}
	numbers := map[string]int{} // of stems, from 1 on
	last := []int{0}            // of each stem: the last passage that has it
	times := []int{0}           // and how many have it
	var lexicon search.Lexicon
	var stemOf []int // of each word of it: its stem's number, if that was asked for
	visit := func(c *search.Collection, p *search.Scanned) error {
		generation = c.Generation
		counted.all++
		if p.Lexicon != lexicon {
			lexicon, stemOf = p.Lexicon, make([]int, p.Lexicon.Len())
		}
		for _, word := range p.Words {
			n := stemOf[word]
			if n == 0 {
				stem := lexicon.Stem(word)
				if n = numbers[stem]; n == 0 {
					n = len(last)
					numbers[strings.Clone(stem)] = n
					last, times = append(last, 0), append(times, 0)
				}
				stemOf[word] = n
			}
			if last[n] != counted.all {
				last[n] = counted.all
				times[n]++
			}
		}
		return nil
	}
	_, err = f.searcher.Scan(ctx, search.Request{Filters: filters}, search.Scan{Words: true, Fields: []search.Field{}}, visit)
	for stem, n := range numbers {
		counted.passages[stem] = times[n]
	}
	return counted, generation, err
}
