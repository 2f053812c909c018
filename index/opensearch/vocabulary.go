package opensearch

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"

	"verbatim/search"
)

// A vocabulary has every word that a passage of the index has or had, with its stem. It
// grows with each import, and loses words when the index is built anew: whether a
// passage still has a word is asked where it matters. Words have numbers, in the order
// in which they came.
type vocabulary struct {
	mu      sync.RWMutex
	words   []string
	stems   []string
	numbers map[string]uint32   // of each token (see token)
	byStem  map[string][]uint32 // the words with a stem
	ranks   []uint32            // see rank; of the first words, until more came
	read    int                 // documents of the index that it has read
}

func newVocabulary() *vocabulary {
	return &vocabulary{numbers: map[string]uint32{}, byStem: map[string][]uint32{}}
}

// add returns the number of a word, which it has from now on.
func (v *vocabulary) add(word, stem string) uint32 {
	v.mu.Lock()
	defer v.mu.Unlock()
	key := token(word)
	n, known := v.numbers[key]
	if known {
		return n
	}
	n = uint32(len(v.words))
	v.numbers[key] = n
	v.words, v.stems = append(v.words, word), append(v.stems, stem)
	v.byStem[stem] = append(v.byStem[stem], n)
	return n
}

// Len is how many words there are.
func (v *vocabulary) Len() int {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return len(v.words)
}

// Word returns the word with a number.
func (v *vocabulary) Word(n uint32) string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.words[n]
}

// Stem returns the stem of the word with a number.
func (v *vocabulary) Stem(n uint32) string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.stems[n]
}

// documents returns how many documents of words were read.
func (v *vocabulary) documents() int {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.read
}

func (v *vocabulary) haveDocuments(n int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.read = n
}

// accepted returns the numbers of the words that a term accepts, ascending, until ctx
// ends.
func (v *vocabulary) accepted(ctx context.Context, t *search.Term) (numbers []uint32) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	switch t.Kind {
	case search.Literal:
		if n, ok := v.numbers[token(t.Text)]; ok {
			return []uint32{n}
		}
		return nil
	case search.Stemmed:
		for _, stem := range t.Stems {
			numbers = append(numbers, v.byStem[stem]...)
		}
		slices.Sort(numbers)
		return slices.Compact(numbers)
	}
	prefix := t.Prefix()
	for n, word := range v.words {
		if n%(1<<13) == 0 {
			runtime.Gosched()
			if ctx.Err() != nil {
				return nil
			}
		}
		if strings.HasPrefix(word, prefix) && t.Accepts(word, v.stems[n]) {
			numbers = append(numbers, uint32(n))
		}
	}
	return numbers
}

// rank returns the places of the words among all of them, sorted.
func (v *vocabulary) rank() []uint32 {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.ranks) == len(v.words) {
		return v.ranks
	}
	sorted := make([]uint32, len(v.words))
	for i := range sorted {
		sorted[i] = uint32(i)
	}
	slices.SortFunc(sorted, func(a, b uint32) int { return cmp.Compare(v.words[a], v.words[b]) })
	v.ranks = make([]uint32, len(sorted))
	for place, n := range sorted {
		v.ranks[n] = uint32(place)
	}
	return v.ranks
}

// A lookups is a vocabulary for one question: what its terms accept is looked up once.
type lookups struct {
	ctx        context.Context
	vocabulary *vocabulary
	found      map[*search.Term][]uint32
}

// Words implements search.Vocabulary. When there is no time left it gives some of the
// words; the caller looks at the context.
func (l *lookups) Words(t *search.Term) []uint32 {
	numbers, known := l.found[t]
	if !known {
		numbers = l.vocabulary.accepted(l.ctx, t)
		l.found[t] = numbers
	}
	return numbers
}

// A lexicon is a vocabulary as it was when a scan began.
type lexicon struct {
	words, stems []string
	ranks        []uint32
}

// lexicon returns the words that are known by now.
func (v *vocabulary) lexicon() *lexicon {
	ranks := v.rank()
	v.mu.RLock()
	defer v.mu.RUnlock()
	return &lexicon{v.words[:len(ranks)], v.stems[:len(ranks)], ranks}
}

func (l *lexicon) Len() int             { return len(l.words) }
func (l *lexicon) Word(n uint32) string { return l.words[n] }
func (l *lexicon) Stem(n uint32) string { return l.stems[n] }
func (l *lexicon) Rank(n uint32) uint32 { return l.ranks[n] }
