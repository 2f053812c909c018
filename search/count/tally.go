package count

import "verbatim/search"

// A tally counts words by their numbers, and brings the counts of several
// lexicons together by word or by stem.
type tally struct {
	stems    bool
	places   int
	lexicons []search.Lexicon
	counts   [][]int32
	merged   map[string]counted // of a tally that is kept: see frequencies
}

func newTally(stems bool) *tally { return &tally{stems: stems} }

// of returns the counts of a lexicon's words.
func (t *tally) of(l search.Lexicon) []int32 {
	if n := len(t.lexicons); n == 0 || t.lexicons[n-1] != l {
		t.lexicons, t.counts = append(t.lexicons, l), append(t.counts, make([]int32, l.Len()))
	}
	return t.counts[len(t.counts)-1]
}

// addPassage is a search.Visit.
func (t *tally) addPassage(_ *search.Collection, p *search.Scanned) error {
	counts := t.of(p.Lexicon)
	for _, n := range p.Words {
		counts[n]++
	}
	t.places += len(p.Words)
	return nil
}

// A counted is a word, or the most frequent of those with a stem.
type counted struct {
	word  string
	most  int // of word
	count int
}

// merge returns the counts by word or by stem.
func (t *tally) merge() map[string]counted {
	words := map[string]int{}
	stems := map[string]string{}
	for i, l := range t.lexicons {
		for n, count := range t.counts[i] {
			if count > 0 {
				word := l.Word(uint32(n))
				words[word] += int(count)
				if t.stems {
					stems[word] = l.Stem(uint32(n))
				}
			}
		}
	}
	merged := make(map[string]counted, len(words))
	for word, count := range words {
		key := word
		if t.stems {
			key = stems[word]
		}
		c := merged[key]
		if c.count += count; count > c.most || count == c.most && word < c.word {
			c.word, c.most = word, count
		}
		merged[key] = c
	}
	return merged
}
