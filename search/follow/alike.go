package follow

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/search"
	"verbatim/search/admit"
)

// Alike is how much of the words of the longer of two passages the other must have,
// in the same order, to say the same; a number may stand for another, and a name.
const Alike = 0.8

// A Twin is a passage that says the same as another.
type Twin struct {
	Entry      library.Entry
	Exact      bool    // after folding
	Similarity float64 // from Alike to 1
}

// Alike returns the passages anywhere in the library that say the same as one, the
// likeliest first. None is missed, but of passages that are names and numbers
// alone: of two that share so many words, one must have one of the rarest of the
// other, if so many of these are asked for as it may lack, and one more.
func (f *Follower) Alike(ctx context.Context, own library.Entry) (twins []Twin, err error) {
	ctx, leave, err := admit.All(ctx, f.searcher.Engine())
	if err != nil {
		return nil, err
	}
	defer leave()
	words := wordsToCompare(own.Text)
	rarest, err := f.rarest(ctx, words)
	if err != nil || len(rarest) == 0 {
		return nil, err
	}
	rows, err := f.having(ctx, rarest)
	if err != nil {
		return nil, err
	}
	folded := prose.OneLine(prose.FoldString(own.Text))
	for batch := range slices.Chunk(rows, 500) {
		entries, err := f.searcher.Library().Passages(ctx, batch)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.Passage.ID == own.Passage.ID || !e.Retired.IsZero() {
				continue
			}
			s, err := inOrder(ctx, words, wordsToCompare(e.Text))
			if err != nil {
				return nil, err
			}
			if s >= Alike {
				twins = append(twins, Twin{e, prose.OneLine(prose.FoldString(e.Text)) == folded, s})
			}
		}
	}
	slices.SortStableFunc(twins, func(a, b Twin) int {
		if a.Exact != b.Exact {
			if a.Exact {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Similarity, a.Similarity)
	})
	return twins, nil
}

// What stands for a name and for a number.
const (
	aName   = "\x00name"
	aNumber = "\x00number"
)

// wordsToCompare returns the words of a text, folded. A run of names is one: words that
// begin with a capital, but for the first of a sentence.
func wordsToCompare(text string) (words []string) {
	sentence := -1
	for _, t := range search.Analyze(text) {
		word := t.Word
		first, _ := utf8.DecodeRuneInString(t.Span.In(text))
		switch {
		case strings.ContainsFunc(word, unicode.IsDigit):
			word = aNumber
		case unicode.IsUpper(first) && t.Sentence == sentence:
			word = aName
		}
		sentence = t.Sentence
		if word == aName && len(words) > 0 && words[len(words)-1] == aName {
			continue
		}
		words = append(words, word)
	}
	return words
}

// inOrder is how many words two texts have in common, in order, of those of the
// longer: the longest common subsequence.
func inOrder(ctx context.Context, a, b []string) (float64, error) {
	most := max(len(a), len(b))
	if least := min(len(a), len(b)); most == 0 || float64(least) < Alike*float64(most) {
		return 0, nil
	}
	row := make([]int, len(b)+1)
	work := 0
	for _, word := range a {
		if work += len(b); work > wordsPerLook {
			if work = 0; ctx.Err() != nil {
				return 0, ctx.Err()
			}
		}
		before := 0 // the place above on the left
		for j, other := range b {
			above := row[j+1]
			if word == other {
				row[j+1] = before + 1
			} else {
				row[j+1] = max(above, row[j])
			}
			before = above
		}
	}
	return float64(row[len(b)]) / float64(most), ctx.Err()
}

// wordsPerLook is how many pairs of words are compared between two looks at the time.
const wordsPerLook = 1 << 18

// rarest returns the rarest words: one more than a passage that is alike may lack.
func (f *Follower) rarest(ctx context.Context, words []string) (rarest []search.Node, err error) {
	type counted struct {
		term  *search.Term
		count int
	}
	terms, seen := []counted{}, map[string]int{}
	for _, w := range words {
		seen[w]++
		if seen[w] > 1 || w == aName || w == aNumber {
			continue
		}
		t := &search.Term{Kind: search.Literal, Text: w}
		counts, err := f.searcher.Engine().Words(ctx, t)
		if err != nil {
			return nil, err
		}
		c := counted{term: t}
		for _, n := range counts {
			c.count += n.Count
		}
		terms = append(terms, c)
	}
	slices.SortStableFunc(terms, func(a, b counted) int { return cmp.Compare(a.count, b.count) })
	lacking := int(float64(len(words))*(1-Alike) + 1e-9)
	for asked := 0; len(terms) > 0 && asked <= lacking; terms = terms[1:] {
		rarest = append(rarest, &search.Phrase{Terms: []*search.Term{terms[0].term}, Quoted: true})
		asked += seen[terms[0].term.Text]
	}
	return rarest, nil
}

// having returns the rows of the passages that have any of the nodes.
func (f *Follower) having(ctx context.Context, nodes []search.Node) (rows []int64, err error) {
	question := search.Question{Query: search.NewQuery(search.AnyOf(nodes...)), Headings: true}
	err = f.searcher.Engine().Scan(ctx, question, search.Scan{Fields: []search.Field{}}, func(_ *search.Collection, p *search.Scanned) error {
		rows = append(rows, p.Row)
		return ctx.Err()
	})
	return rows, err
}
