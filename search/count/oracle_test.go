package count_test

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"verbatim/corpus"
	"verbatim/corpus/prose"
	"verbatim/index/indextest"
	"verbatim/search"
	"verbatim/search/count"
	"verbatim/search/enginetest"
)

// A collection is a library with an index, and what the naive reading of a query
// finds in it, word by word.
type collection struct {
	*count.Counter
	docs     []enginetest.Doc
	analyzed [][]search.Token
}

func newCollection(t *testing.T) *collection {
	t.Helper()
	lib := enginetest.Library(t, "testdata/library.jsonl")
	c := &collection{Counter: count.New(indextest.Searcher(t, lib)), docs: withoutHeadings(enginetest.Docs(t, lib))}
	for _, d := range c.docs {
		c.analyzed = append(c.analyzed, search.Analyze(d.Text))
	}
	return c
}

// marks returns the words that are marked in a document, as ranges of their
// places.
func (c *collection) marks(q *search.Query, doc int) (ranges []search.Range, ok bool) {
	spans, ok := enginetest.Spans(q, c.docs[doc])
	for _, s := range spans {
		first, end := -1, 0
		for i, t := range c.analyzed[doc] {
			if s.Start <= t.Span.Start && t.Span.End <= s.End {
				if first < 0 {
					first = i
				}
				end = i + 1
			}
		}
		ranges = append(ranges, search.Range{Start: first, End: end})
	}
	return ranges, ok
}

// questions yields generated queries that name no field, and a few fixed ones.
func (c *collection) questions(t *testing.T, n int) (queries []*search.Query) {
	t.Helper()
	generator := enginetest.NewGenerator(enginetest.NewNaive(c.docs), 7)
	for len(queries) < n {
		_, q, err := generator.Question()
		if err != nil {
			t.Fatal(err)
		}
		if _, everything := q.Query.Root.(search.Everything); !everything && q.Query.Mode == search.ModeAll {
			queries = append(queries, q.Query)
		}
	}
	return queries
}

// questions is how many queries are tried, if it is not left to the test.
var questions = flag.Int("questions", 0, "try so many generated queries: go test ./search/count -run OfTheScan -questions 5000")

func questionsWanted() int {
	switch {
	case *questions > 0:
		return *questions
	case testing.Short():
		return 60
	}
	return 400
}

// Counts by every pair of fields are what counting document by document gives.
func TestCountsAreThoseOfTheScan(t *testing.T) {
	c := newCollection(t)
	for n, q := range c.questions(t, questionsWanted()) {
		by := []search.Field{count.Fields[n%len(count.Fields)], count.Fields[(n/len(count.Fields)+n+1)%len(count.Fields)]}
		if by[0] == by[1] {
			by = by[:1]
		}
		got, err := c.Count(t.Context(), count.Request{Codes: []count.Code{{Name: "x", Q: q.String()}}, By: by})
		if _, expected := errors.AsType[*search.SyntaxError](err); expected {
			continue // it stands for too many words
		}
		if err != nil {
			t.Fatal(q, err)
		}
		want := c.table(q, by)
		for _, r := range got.Rows {
			key := strings.Join(r.Values, "|")
			row := fmt.Sprint(r.Passages, r.Matches, r.Narratives, r.Of.Passages, r.Of.Words, r.Of.Narratives)
			if row != want[key] {
				t.Errorf("%s by %v, %s: %s, want %s", q, by, key, row, want[key])
			}
			delete(want, key)
		}
		if len(want) > 0 {
			t.Errorf("%s by %v lacks the groups %v", q, by, slices.Sorted(maps.Keys(want)))
		}
	}
}

// table counts document by document.
func (c *collection) table(q *search.Query, by []search.Field) map[string]string {
	type cell struct {
		passages, matches, ofPassages, ofWords int
		narratives, ofNarratives               map[string]bool
	}
	cells := map[string]*cell{}
	for i, d := range c.docs {
		var values []string
		for _, f := range by {
			values = append(values, f.Value(d.Narrative, d.Passage))
		}
		key := strings.Join(values, "|")
		if cells[key] == nil {
			cells[key] = &cell{narratives: map[string]bool{}, ofNarratives: map[string]bool{}}
		}
		in := cells[key]
		in.ofPassages++
		in.ofWords += len(c.analyzed[i])
		in.ofNarratives[d.Narrative.ID] = true
		if marks, ok := c.marks(q, i); ok {
			in.passages++
			in.matches += len(marks)
			in.narratives[d.Narrative.ID] = true
		}
	}
	table := map[string]string{}
	for key, in := range cells {
		table[key] = fmt.Sprint(in.passages, in.matches, len(in.narratives), in.ofPassages, in.ofWords, len(in.ofNarratives))
	}
	return table
}

// Concordances in every order are those that cutting and sorting texts gives.
func TestConcordanceIsThatOfTheScan(t *testing.T) {
	c := newCollection(t)
	for n, q := range c.questions(t, questionsWanted()) {
		order := count.Orders[n%len(count.Orders)]
		_, lines, err := c.AllLines(t.Context(), count.ConcordanceRequest{Text: q.String(), Sort: order, Context: 1 + n%7})
		if _, expected := errors.AsType[*search.SyntaxError](err); expected {
			continue
		}
		if err != nil {
			t.Fatal(q, err)
		}
		want := c.lines(q, order, 1+n%7)
		i := 0
		for l, err := range lines(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if got := l.Left + "[" + l.Match + "]" + l.Right; i >= len(want) || got != want[i] {
				t.Fatalf("%s by %s, line %d: %s\nwant %s", q, order, i, got, want[min(i, len(want)-1)])
			}
			i++
		}
		if i != len(want) {
			t.Errorf("%s: %d lines, want %d", q, i, len(want))
		}
	}
}

// lines cuts the lines of a concordance from the texts, and sorts them.
func (c *collection) lines(q *search.Query, order count.Order, context int) (lines []string) {
	type keyed struct {
		key  []string
		line string
	}
	var all []keyed
	for i, d := range c.docs {
		marks, ok := c.marks(q, i)
		if !ok {
			continue
		}
		tokens := c.analyzed[i]
		word := func(at int) string {
			if at < 0 || at >= len(tokens) {
				return ""
			}
			return tokens[at].Word
		}
		for _, m := range marks {
			k := keyed{}
			switch order {
			case count.ByLeft:
				k.key = []string{word(m.Start - 1), word(m.Start - 2), word(m.Start - 3)}
			case count.ByRight:
				k.key = []string{word(m.End), word(m.End + 1), word(m.End + 2)}
			case count.ByMatch:
				k.key = []string{word(m.Start), word(m.Start + 1), word(m.Start + 2)}
			case count.ByCountry:
				k.key = []string{search.FieldCountry.Key(d.Narrative.Country)}
			case count.ByYear:
				k.key = []string{fmt.Sprint(d.Narrative.Year)}
			}
			from, to := 0, len(d.Text)
			if m.Start > context {
				from = tokens[m.Start-context].Span.Start
			}
			if m.End+context < len(tokens) {
				to = tokens[m.End+context-1].Span.End
			}
			start, end := tokens[m.Start].Span.Start, tokens[m.End-1].Span.End
			k.line = d.Text[from:start] + "[" + d.Text[start:end] + "]" + d.Text[end:to]
			all = append(all, k)
		}
	}
	slices.SortStableFunc(all, func(a, b keyed) int { return slices.Compare(a.key, b.key) })
	for _, k := range all {
		lines = append(lines, k.line)
	}
	return lines
}

// Collocates and their scores are those of the formulas on counts made by hand.
func TestCollocatesAreThoseOfTheScan(t *testing.T) {
	c := newCollection(t)
	for n, q := range c.questions(t, questionsWanted()) {
		window, measure, within := 1+n%6, count.Measures[n%3], []string{"passage", "sentence"}[n%2]
		got, err := c.Collocates(t.Context(), count.CollocatesRequest{Text: q.String(), Window: window, Measure: measure, Within: within, Min: 1, Size: 1000})
		if _, expected := errors.AsType[*search.SyntaxError](err); expected {
			continue
		}
		if err != nil {
			t.Fatal(q, err)
		}
		want := c.near(q, window, within)
		if got.Matches != want.matches || got.Total != len(want.near) {
			t.Errorf("%s: %d matches and %d words, want %d and %d", q, got.Matches, got.Total, want.matches, len(want.near))
		}
		for _, w := range got.List {
			if w.Count != want.near[w.Word] || w.Frequency != want.all[w.Word] {
				t.Errorf("%s, window %d, %s: %s is near %d times of %d, want %d of %d", q, window, within, w.Word, w.Count, w.Frequency, want.near[w.Word], want.all[w.Word])
			}
			if score := want.score(measure, w.Word); math.Abs(score-w.Score) > 1e-9*max(1, math.Abs(score)) {
				t.Errorf("%s: the %s of %s is %v, want %v", q, measure, w.Word, w.Score, score)
			}
		}
		if !slices.IsSortedFunc(got.List, func(a, b count.Collocate) int { return cmp.Compare(b.Score, a.Score) }) {
			t.Errorf("%s: not in the order of the score", q)
		}
	}
}

// nearby is what is counted by hand of the words near matches.
type nearby struct {
	near, all               map[string]int
	matches, window, places int
}

func (c *collection) near(q *search.Query, window int, within string) nearby {
	n := nearby{near: map[string]int{}, all: map[string]int{}}
	for i := range c.docs {
		tokens := c.analyzed[i]
		marks, _ := c.marks(q, i)
		n.matches += len(marks)
		for at, t := range tokens {
			near, inside := false, false
			for _, m := range marks {
				inside = inside || m.Start <= at && at < m.End
				before, after := at < m.Start && m.Start-at <= window, at >= m.End && at-m.End < window
				if within == "sentence" {
					before = before && t.Sentence == tokens[m.Start].Sentence
					after = after && t.Sentence == tokens[m.End-1].Sentence
				}
				near = near || before || after
			}
			if inside {
				continue
			}
			n.places++
			n.all[t.Word]++
			if near {
				n.window++
				n.near[t.Word]++
			}
		}
	}
	return n
}

func (n nearby) score(m count.Measure, word string) float64 {
	o11, r1, c1, all := float64(n.near[word]), float64(n.window), float64(n.all[word]), float64(n.places)
	expected := r1 * c1 / all
	switch m {
	case count.MI:
		return math.Log2(o11 / expected)
	case count.LogDice:
		return 14 + math.Log2(2*o11/(float64(n.matches)+c1))
	}
	g := 0.0
	for _, cell := range [][2]float64{
		{o11, expected}, {r1 - o11, r1 * (all - c1) / all}, {c1 - o11, (all - r1) * c1 / all}, {all - r1 - c1 + o11, (all - r1) * (all - c1) / all},
	} {
		if cell[0] > 0 {
			g += 2 * cell[0] * math.Log(cell[0]/cell[1])
		}
	}
	if o11 < expected {
		return -g
	}
	return g
}

// A sample is the same for the same seed, and its lines are of the whole.
func TestSampleOfLines(t *testing.T) {
	c := newCollection(t)
	page := func(seed uint64) (lines []string) {
		found, err := c.Concordance(t.Context(), count.ConcordanceRequest{Text: "the", Sample: 5, Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range found.Lines {
			lines = append(lines, prose.OneLine(l.Left+l.Match+l.Right))
		}
		return lines
	}
	if a, b := page(1), page(1); len(a) != 5 || !slices.Equal(a, b) {
		t.Errorf("two samples of one seed: %q and %q", a, b)
	}
	if a, b := page(1), page(2); slices.Equal(a, b) {
		t.Errorf("two seeds give one sample: %q", a)
	}
}

// Pages of lines follow one another.
func TestPagesOfLines(t *testing.T) {
	c := newCollection(t)
	all, err := c.Concordance(t.Context(), count.ConcordanceRequest{Text: "the", Sort: count.ByRight, Size: 1000})
	if err != nil {
		t.Fatal(err)
	}
	seen, cursor := 0, ""
	for {
		page, err := c.Concordance(t.Context(), count.ConcordanceRequest{Text: "the", Sort: count.ByRight, Size: 7, Cursor: cursor})
		if err != nil || page.Offset != seen || page.Total != all.Total {
			t.Fatalf("page from %d: %+v, %v", seen, page, err)
		}
		for i, l := range page.Lines {
			if want := all.Lines[seen+i]; l.Left != want.Left || l.Right != want.Right || l.Passage.ID != want.Passage.ID {
				t.Fatalf("line %d differs", seen+i)
			}
		}
		if seen += len(page.Lines); page.Next == "" {
			break
		}
		cursor = page.Next
	}
	if seen != all.Total || seen == 0 {
		t.Errorf("%d lines on pages, %d in all", seen, all.Total)
	}
}

// withoutHeadings returns the docs that counts are of.
func withoutHeadings(docs []enginetest.Doc) []enginetest.Doc {
	return slices.DeleteFunc(docs, func(d enginetest.Doc) bool { return d.Passage.Kind == corpus.Heading })
}
