package enginetest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"verbatim/search"
)

// Scan implements search.Engine.
func (n *Naive) Scan(ctx context.Context, q search.Question, wanted search.Scan, visit search.Visit) error {
	return n.scan(ctx, newReader(q.Query, n.vocabulary), q, wanted, visit)
}

// scan is Scan for a query that is read.
func (n *Naive) scan(ctx context.Context, r *reader, q search.Question, wanted search.Scan, visit search.Visit) error {
	for _, t := range r.terms {
		if err := search.CheckExpansion(t, len(r.accepted[t])); err != nil {
			return err
		}
	}
	collection := &search.Collection{Generation: generation, Values: n.values}
	if wanted.Wording {
		collection.Wordings = n.sayings()
	}
	for _, p := range n.passages {
		marks, ok := r.read(q.Query.Root, p)
		if !ok || !passes(p, q.Filters, "") || p.heading() && !q.Headings {
			continue
		}
		s := &search.Scanned{Row: p.Row, Length: len(p.tokens), Lexicon: n.lexicon}
		for f, field := range search.Fields {
			at, _ := slices.BinarySearch(collection.Values[f], field.Shown(p.value(field)))
			s.Values = append(s.Values, uint32(at))
		}
		if wanted.Wording {
			s.Wording = n.sayings().of[p]
		}
		if wanted.Matches {
			s.Matches = joined(marks, len(p.tokens))
		}
		if wanted.Words {
			for i, t := range p.tokens {
				s.Words = append(s.Words, n.lexicon.numbers[t.Word])
				if i == 0 || p.tokens[i-1].Sentence != t.Sentence {
					s.Sentences = append(s.Sentences, uint32(i))
				}
			}
		}
		if err := visit(collection, s); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// distinct returns the values of a field, sorted.
func (n *Naive) distinct(field search.Field) (values []string) {
	for _, p := range n.passages {
		values = append(values, field.Shown(p.value(field)))
	}
	slices.Sort(values)
	return slices.Compact(values)
}

// joined returns the ranges of words that are marked: two neighbouring words are
// in one if one mark holds both.
func joined(marks []stretch, words int) (ranges []search.Range) {
	marked := func(s stretch) bool {
		return slices.ContainsFunc(marks, func(m stretch) bool { return m.holds(s) })
	}
	for i := range words {
		switch {
		case !marked(stretch{i, i}):
		case i > 0 && marked(stretch{i - 1, i}):
			ranges[len(ranges)-1].End = i + 1
		default:
			ranges = append(ranges, search.Range{Start: i, End: i + 1})
		}
	}
	return ranges
}

// A lexicon has the words of the collection in alphabetical order, so that a
// word's number is its rank.
type lexicon struct {
	words   []word
	numbers map[string]uint32
}

func newLexicon(vocabulary []word) *lexicon {
	l := &lexicon{slices.Clone(vocabulary), map[string]uint32{}}
	slices.SortFunc(l.words, func(a, b word) int {
		if a.word < b.word {
			return -1
		}
		return 1
	})
	for i, w := range l.words {
		l.numbers[w.word] = uint32(i)
	}
	return l
}

func (l *lexicon) Len() int             { return len(l.words) }
func (l *lexicon) Word(n uint32) string { return l.words[n].word }
func (l *lexicon) Stem(n uint32) string { return l.words[n].stem }
func (l *lexicon) Rank(n uint32) uint32 { return n }

// checkScan compares what the engine goes through for a question: passages, the
// values of their fields, matches, words, stems and sentences. All that is counted
// follows from these.
func (s *suite) checkScan(text string, q search.Question, r *reader) {
	s.Helper()
	wanted := search.Scan{Matches: true, Words: true}
	want, wantErr := scanned(func(visit search.Visit) error { return s.naive.scan(s.ctx, r, q, wanted, visit) })
	got, gotErr := scanned(func(visit search.Visit) error { return s.engine.Scan(s.ctx, q, wanted, visit) })
	if message := compareErrors(gotErr, wantErr); message != "" {
		s.differ("%sscan: %s", describe(text, q), message)
		return
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			s.differ("%sscan: passage %d of %d is\n%s\nwant, of %d,\n%s", describe(text, q), i, len(got), at(got, i), len(want), at(want, i))
			return
		}
	}
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return "none"
}

// scanned writes each passage of a scan as a text.
func scanned(scan func(search.Visit) error) (list []string, err error) {
	words := map[string]uint32{}
	err = scan(func(c *search.Collection, p *search.Scanned) error {
		var text strings.Builder
		text.WriteString(fmt.Sprint(p.Row, p.Length, p.Matches, p.Sentences))
		for f := range search.Fields {
			text.WriteString(" " + c.Values[f][p.Values[f]])
		}
		for _, n := range p.Words {
			word := p.Lexicon.Word(n)
			text.WriteString(" " + word + "/" + p.Lexicon.Stem(n))
			if rank, known := words[word]; known && rank != p.Lexicon.Rank(n) {
				return fmt.Errorf("the rank of %s is %d, and elsewhere %d", word, p.Lexicon.Rank(n), rank)
			}
			words[word] = p.Lexicon.Rank(n)
		}
		list = append(list, text.String())
		return nil
	})
	if err == nil {
		err = checkRanks(words)
	}
	return list, err
}

// checkRanks makes sure that words are ranked as they are sorted.
func checkRanks(ranks map[string]uint32) error {
	words := slices.Sorted(maps.Keys(ranks))
	for i := range words {
		if i > 0 && ranks[words[i-1]] >= ranks[words[i]] {
			return fmt.Errorf("%s ranks before %s", words[i], words[i-1])
		}
	}
	return nil
}
