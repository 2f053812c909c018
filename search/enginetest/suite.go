package enginetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"verbatim/corpus/prose"
	"verbatim/search"
)

// Run checks an engine that holds the docs: it must answer a number of
// generated queries exactly as Naive does. Simple restricts the queries to
// words and phrases. Run also checks that search.Match accepts and marks what
// Naive does.
func Run(t *testing.T, engine search.Engine, docs []Doc, queries int, simple bool) {
	t.Helper()
	run(t, t.Context(), engine, docs, queries, simple)
}

// A reporter is the part of testing.T that the suite needs; the suite's own
// test has another one.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
	Logf(format string, args ...any)
}

// maxDifferences is after how many the suite stops: more help nobody.
const maxDifferences = 10

// A suite is one run of the comparison.
type suite struct {
	reporter
	ctx         context.Context
	engine      search.Engine
	naive       *Naive
	rand        *rand.Rand
	differences int
	tally       [4]int // queries with 0, 1 to 9, and 10 or more passages, and with an error
}

func run(t reporter, ctx context.Context, engine search.Engine, docs []Doc, queries int, simple bool) {
	t.Helper()
	s := &suite{reporter: t, ctx: ctx, engine: engine, naive: NewNaive(docs), rand: rand.New(rand.NewPCG(1, 1))}
	s.checkValues()
	s.checkGeneration()
	generator := NewGenerator(s.naive, 1)
	generator.Simple = simple
	for range queries {
		text, question, err := generator.Question()
		if err != nil {
			s.differ("the generator made %s, which does not parse: %v", text, err)
		} else {
			s.check(text, question)
		}
		if s.differences >= maxDifferences {
			t.Errorf("%d differences: the rest is not looked at", s.differences)
			return
		}
	}
	s.checkAlike()
	t.Logf("%d queries: %d with no passage, %d with 1 to 9, %d with 10 or more, %d with an error", queries, s.tally[0], s.tally[1], s.tally[2], s.tally[3])
}

func (s *suite) differ(format string, args ...any) {
	s.Helper()
	s.differences++
	s.Errorf(format, args...)
}

func (s *suite) checkValues() {
	s.Helper()
	for _, f := range search.Fields {
		want, _ := s.naive.Values(s.ctx, f)
		if got, err := s.engine.Values(s.ctx, f); err != nil || !slices.Equal(got, want) {
			s.differ("values of %s: got %v, error %v\nwant %v", f, got, err, want)
		}
	}
}

// checkGeneration asks twice for one state of the collection, and for one that
// never was.
func (s *suite) checkGeneration() {
	s.Helper()
	all, err := search.Parse("")
	if err != nil {
		s.differ("the empty query: %v", err)
		return
	}
	question := search.Question{Query: all, Sort: search.SortRelevance}
	found, err := s.engine.Find(s.ctx, question)
	if err != nil {
		s.differ("the empty query: %v", err)
		return
	}
	question.Generation = found.Generation
	if again, err := s.engine.Find(s.ctx, question); err != nil || again.Generation != found.Generation || found.Generation == "" {
		s.differ("asked for generation %q again, got %+v, error %v", found.Generation, again, err)
	}
	if name, err := s.engine.Generation(s.ctx); err != nil || name != found.Generation {
		s.differ("the generation is %q, error %v, and %q answered", name, err, found.Generation)
	}
	question.Generation = "one that never was"
	if _, err := s.engine.Find(s.ctx, question); !errors.Is(err, search.ErrGone) {
		s.differ("asked for a generation that never was: error %v, want %v", err, search.ErrGone)
	}
}

// check compares the answers to one question.
func (s *suite) check(text string, q search.Question) {
	s.Helper()
	r := newReader(q.Query, s.naive.vocabulary)
	want, matching, wantErr := s.naive.answer(r, q)
	got, gotErr := s.engine.Find(s.ctx, q)
	if message := compareErrors(gotErr, wantErr); message != "" {
		s.differ("%s%s", describe(text, q), message)
	}
	if gotErr != nil || wantErr != nil {
		s.tally[3]++
		return
	}
	if message := compare(q, got, want); message != "" {
		s.differ("%s%s%s", describe(text, q), message, s.show(r, concerned(got, want)))
	}
	if s.rand.IntN(20) == 0 {
		s.checkWords(q.Query)
	}
	if s.rand.IntN(4) == 0 {
		s.checkScan(text, q, r)
	}
	if s.rand.IntN(4) == 0 {
		s.checkAtMost(text, q, want)
	}
	if q.Limit == turned && s.rand.IntN(4) == 0 {
		s.turn(text, q, r)
	}
	s.tally[min(want.Total, 1)+min(want.Total/10, 1)]++
	s.checkMatch(text, q, r, matching)
}

// checkAtMost asks the question once more, by one who has no use for more passages than
// about so many.
func (s *suite) checkAtMost(text string, q search.Question, want *search.Found) {
	s.Helper()
	total := want.Total
	q.AtMost, q.Facets = max(1, total-2+s.rand.IntN(4)), nil
	got, err := s.engine.Find(s.ctx, q)
	switch {
	case err != nil:
		s.differ("%sat most %d: %v", describe(text, q), q.AtMost, err)
	case total > q.AtMost && (got.Total <= q.AtMost || len(got.Hits) > 0):
		s.differ("%sat most %d: %d passages and %d hits of %d", describe(text, q), q.AtMost, got.Total, len(got.Hits), total)
	case total <= q.AtMost:
		if message := compare(q, got, want); message != "" {
			s.differ("%sat most %d:\n%s", describe(text, q), q.AtMost, message)
		}
	}
}

// turned is how large the pages are that are turned, and turns how many.
const (
	turned = 10
	turns  = 4
)

// turn compares the pages that come next, and one again that was.
func (s *suite) turn(text string, q search.Question, r *reader) {
	s.Helper()
	first := q.Offset
	for n := range turns {
		q.Offset = first + (n+1)%turns*turned
		want, _, _ := s.naive.answer(r, q)
		got, err := s.engine.Find(s.ctx, q)
		if err != nil {
			s.differ("%serror: %v\n", describe(text, q), err)
			return
		}
		if message := compare(q, got, want); message != "" {
			s.differ("%s%s%s", describe(text, q), message, s.show(r, concerned(got, want)))
			return
		}
		if len(want.Hits) < turned {
			return
		}
	}
}

// checkWords compares the words that the terms of a query accept.
func (s *suite) checkWords(q *search.Query) {
	s.Helper()
	for _, t := range search.Terms(q.Root) {
		want, _ := s.naive.Words(s.ctx, t)
		if got, err := s.engine.Words(s.ctx, t); err != nil || !slices.Equal(got, want) {
			s.differ("words of %s: got %v, error %v\nwant %v", t, got, err, want)
		}
	}
}

func compareErrors(got, want error) string {
	switch {
	case got == nil && want == nil, got != nil && want != nil && got.Error() == want.Error():
		return ""
	}
	return fmt.Sprintf("error: %v\nwant:  %v\n", got, want)
}

// compare says how an answer differs from the one that is wanted.
func compare(q search.Question, got, want *search.Found) string {
	var b strings.Builder
	if got.Total != want.Total {
		fmt.Fprintf(&b, "total: %d, want %d\n", got.Total, want.Total)
	}
	if got.Narratives != want.Narratives {
		fmt.Fprintf(&b, "narratives: %d, want %d\n", got.Narratives, want.Narratives)
	}
	if got.Headings != want.Headings {
		fmt.Fprintf(&b, "headings: %d, want %d\n", got.Headings, want.Headings)
	}
	if got.Left != want.Left {
		fmt.Fprintf(&b, "left: %d, want %d\n", got.Left, want.Left)
	}
	same := sameHit
	if q.Unscored && q.Sort != search.SortRelevance {
		same = func(a, b search.Hit) bool {
			return sameHit(a, b) || a.Score == 0 && sameHit(search.Hit{Row: a.Row, Score: b.Score, Matching: a.Matching, Explanation: a.Explanation, Folded: a.Folded}, b)
		}
	}
	if !slices.EqualFunc(got.Hits, want.Hits, same) {
		at := 0
		for at < min(len(got.Hits), len(want.Hits)) && same(got.Hits[at], want.Hits[at]) {
			at++
		}
		fmt.Fprintf(&b, "hits, from number %d of %d: %v\nwant, from number %d of %d: %v\n",
			at, len(got.Hits), head(got.Hits[at:]), at, len(want.Hits), head(want.Hits[at:]))
	}
	for _, f := range q.Facets {
		if !slices.Equal(got.Facets[f], want.Facets[f]) {
			fmt.Fprintf(&b, "facet %s: %v\nwant: %v\n", f, got.Facets[f], want.Facets[f])
		}
	}
	return b.String()
}

func sameHit(a, b search.Hit) bool {
	return a.Row == b.Row && a.Score == b.Score && a.Matching == b.Matching && slices.Equal(a.Explanation, b.Explanation) && slices.Equal(a.Folded, b.Folded)
}

func head[T any](all []T) []T { return all[:min(len(all), 5)] }

// concerned returns the rows of the hits in which two answers differ.
func concerned(got, want *search.Found) (rows []int64) {
	for i := range max(len(got.Hits), len(want.Hits)) {
		if i < len(got.Hits) && i < len(want.Hits) && sameHit(got.Hits[i], want.Hits[i]) {
			continue
		}
		for _, hits := range [][]search.Hit{got.Hits, want.Hits} {
			if i < len(hits) && !slices.Contains(rows, hits[i].Row) {
				rows = append(rows, hits[i].Row)
			}
		}
	}
	return rows
}

// describe says what was asked.
func describe(text string, q search.Question) string {
	var b strings.Builder
	fmt.Fprintf(&b, "query:     %s\ncanonical: %s\n", text, q.Query)
	fmt.Fprintf(&b, "asked:     mode %s, sort %s, offset %d, limit %d, fold up to %d (a page %t), group %t, headings %t", q.Query.Mode, q.Sort, q.Offset, q.Limit, q.FoldUpTo, q.FoldPage, q.Group, q.Headings)
	for _, f := range search.Fields {
		for _, filter := range q.Filters[f] {
			fmt.Fprintf(&b, ", %s", filter)
		}
	}
	return b.String() + "\n"
}

// show prints the first few of some passages, with the marks of Naive.
func (s *suite) show(r *reader, rows []int64) string {
	var b strings.Builder
	for _, p := range s.naive.passages {
		if slices.Contains(head(rows), p.Row) {
			spans, ok := r.spans(p)
			fmt.Fprintf(&b, "passage %d (%s, %d; matches: %t): %s\n", p.Row, p.Narrative.Country, p.Narrative.Year, ok, mark(p.Text, spans))
		}
	}
	return b.String()
}

// mark puts brackets around spans of a text.
func mark(text string, spans []prose.Span) string {
	var b strings.Builder
	at := 0
	for _, s := range spans {
		b.WriteString(text[at:s.Start] + "[" + s.In(text) + "]")
		at = s.End
	}
	return b.String() + text[at:]
}

// How many passages of each query search.Match is tried on.
const (
	sampleMatching = 50
	sampleOthers   = 20
)

// checkMatch compares search.Match with Naive on some of the passages that
// match, and on some others.
func (s *suite) checkMatch(text string, q search.Question, r *reader, matching []*passage) {
	s.Helper()
	sample := slices.Clone(matching)
	s.rand.Shuffle(len(sample), func(i, j int) { sample[i], sample[j] = sample[j], sample[i] })
	sample = sample[:min(len(sample), sampleMatching)]
	for range sampleOthers {
		sample = append(sample, s.naive.passages[s.rand.IntN(len(s.naive.passages))])
	}
	for _, p := range sample {
		want, wantOK := r.spans(p)
		got, gotOK := search.Match(q.Query, p.Narrative, p.Passage, p.Text)
		if gotOK != wantOK || gotOK && !slices.Equal(got, want) {
			s.differ("%spassage %d\nMatch: %t %s\nwant:  %t %s\n", describe(text, q), p.Row, gotOK, mark(p.Text, got), wantOK, mark(p.Text, want))
			return
		}
	}
}
