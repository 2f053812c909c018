package enginetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/corpus/series"
	"verbatim/search"
)

// sampleDocs puts passages together of the sentences of testdata.
func sampleDocs(t testing.TB) (docs []Doc) {
	t.Helper()
	file, err := os.ReadFile("testdata/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	sentences := strings.Split(strings.TrimSpace(string(file)), "\n")
	narratives := []*corpus.Narrative{
		{ID: "trafficking-2019-norland", Report: "Trafficking", Country: "Norland", Year: 2019, Tier: "Tier 2"},
		{ID: "trafficking-2022-norland", Report: "Trafficking", Country: "Norland", Year: 2022, Tier: "Tier 2 Watch List"},
		{ID: "trafficking-2022-sudmark", Report: "Trafficking", Country: "Sudmark", Year: 2022, Tier: "Tier 3"},
		{ID: "work-2021-cote-divoire", Report: "Children’s Work", Country: "Côte d’Ivoire", Year: 2021},
	}
	passages := []corpus.Passage{
		{Section: series.Overview, Kind: corpus.Paragraph},
		{Section: series.Recommendations, Kind: corpus.Recommendation},
		{Section: series.Protection, Kind: corpus.Paragraph},
		{Kind: corpus.Item},
	}
	rnd := rand.New(rand.NewPCG(2, 2))
	for row := range 200 {
		var text []string
		for range 1 + rnd.IntN(5) {
			text = append(text, sentences[rnd.IntN(len(sentences))])
		}
		docs = append(docs, Doc{
			Row:       int64(3 * row),
			Narrative: narratives[rnd.IntN(len(narratives))],
			Passage:   passages[rnd.IntN(len(passages))],
			Text:      strings.Join(text, " "),
		})
	}
	docs[100].Text = "— * —" // a passage without words
	return docs
}

func TestNaivePasses(t *testing.T) {
	docs := sampleDocs(t)
	Run(t, NewNaive(docs), docs, 500, true)
	Run(t, NewNaive(docs), docs, 500, false)
}

// A wildcard that stands for too many words is an error, under NOT too.
func TestNaiveBoundsWildcards(t *testing.T) {
	var text strings.Builder
	for i := range 1025 {
		fmt.Fprintf(&text, "word%d ", i)
	}
	docs := sampleDocs(t)
	docs[0].Text = text.String()
	for query, fine := range map[string]bool{"labor word*": false, "labor -word*": false, "labor word1*": true} {
		q, err := search.Parse(query)
		if err != nil {
			t.Fatal(err)
		}
		_, err = NewNaive(docs).Find(t.Context(), search.Question{Query: q})
		if syntax, ok := errors.AsType[*search.SyntaxError](err); ok == fine || !fine && !strings.HasPrefix(query[syntax.Pos:], "word") {
			t.Errorf("%s: error %v", query, err)
		}
	}
}

// The suite is worth something only if it finds out the engines that are wrong.
func TestSuiteFindsBrokenEngines(t *testing.T) {
	docs := sampleDocs(t)
	for name, spoil := range map[string]func(*Naive, search.Question) (*search.Found, error){
		"drops the last hit": func(n *Naive, q search.Question) (*search.Found, error) {
			found, err := n.Find(context.Background(), q)
			if found != nil && len(found.Hits) > 3 {
				found.Hits = found.Hits[:len(found.Hits)-1]
			}
			return found, err
		},
		"swaps two hits": func(n *Naive, q search.Question) (*search.Found, error) {
			found, err := n.Find(context.Background(), q)
			if found != nil && len(found.Hits) > 3 {
				found.Hits[1], found.Hits[2] = found.Hits[2], found.Hits[1]
			}
			return found, err
		},
		"is a little off in scores": func(n *Naive, q search.Question) (*search.Found, error) {
			found, err := n.Find(context.Background(), q)
			if found != nil && len(found.Hits) > 0 {
				found.Hits[0].Score *= 1 + 1e-15
			}
			return found, err
		},
		"ignores NOT": func(n *Naive, q search.Question) (*search.Found, error) {
			query := *q.Query
			query.Root = withoutNot(query.Root)
			q.Query = &query
			return n.Find(context.Background(), q)
		},
		"counts facets with their own filters": func(n *Naive, q search.Question) (*search.Found, error) {
			found, err := n.Find(context.Background(), q)
			if found != nil {
				q.Limit, q.Offset = len(docs), 0
				all, _ := n.Find(context.Background(), q)
				var chosen []*passage
				for _, p := range n.passages {
					if slices.ContainsFunc(all.Hits, func(h search.Hit) bool { return h.Row == p.Row }) {
						chosen = append(chosen, p)
					}
				}
				for f := range found.Facets {
					found.Facets[f] = count(f, chosen, nil)
				}
			}
			return found, err
		},
		"gives two passages of a narrative": func(n *Naive, q search.Question) (*search.Found, error) {
			q.Group = false
			return n.Find(context.Background(), q)
		},
		"forgets that states go": func(n *Naive, q search.Question) (*search.Found, error) {
			q.Generation = ""
			return n.Find(context.Background(), q)
		},
	} {
		t.Run(name, func(t *testing.T) {
			var said quiet
			run(&said, t.Context(), spoiled{NewNaive(docs), spoil}, docs, 500, false)
			if len(said) == 0 {
				t.Error("the suite did not notice")
			} else {
				t.Logf("noticed: %s", said[0])
			}
		})
	}
}

// A spoiled engine answers in a way of its own.
type spoiled struct {
	*Naive
	find func(*Naive, search.Question) (*search.Found, error)
}

func (s spoiled) Find(_ context.Context, q search.Question) (*search.Found, error) {
	return s.find(s.Naive, q)
}

// withoutNot lets everything pass where NOT stands.
func withoutNot(n search.Node) search.Node {
	all := func(nodes []search.Node) (kept []search.Node) {
		for _, c := range nodes {
			kept = append(kept, withoutNot(c))
		}
		return kept
	}
	switch n := n.(type) {
	case *search.And:
		return &search.And{Nodes: all(n.Nodes), Listed: n.Listed}
	case *search.Or:
		return &search.Or{Nodes: all(n.Nodes)}
	case *search.Not:
		return search.Everything{}
	}
	return n
}

// quiet keeps the differences that a suite finds.
type quiet []string

func (q *quiet) Helper() {}

func (q *quiet) Logf(string, ...any) {}

func (q *quiet) Errorf(format string, args ...any) {
	*q = append(*q, fmt.Sprintf(format, args...))
}

// For any query and any text, search.Match and the naive reading agree, and
// what is marked can be sliced.
func FuzzMatch(f *testing.F) {
	docs := sampleDocs(f)
	generator := NewGenerator(NewNaive(docs), 3)
	for _, d := range docs[:150] {
		f.Add(generator.Text(), d.Text)
	}
	for _, odd := range [][2]string{
		{`"to be"~1 NEAR/2 (to OR "be to")`, "to be or not to be, to be"},
		{`"a b"~2 PRE/1 c`, "c a x a b a b x b c"},
		{`éa?* OR -ab~2`, "É́aß. ﬁ abé a\u00adb"},
		{"1⁄2", "1⁄2 or 1/2 or ½"},
	} {
		f.Add(odd[0], odd[1])
	}
	f.Fuzz(func(t *testing.T, query, text string) {
		q, err := search.Parse(query)
		if err != nil {
			return
		}
		text = strings.ToValidUTF8(text, "\ufffd")
		if len(text) > 2000 {
			return // the naive reading takes its time
		}
		d := docs[0]
		d.Text = text
		want, wantOK := Spans(q, d)
		got, gotOK := search.Match(q, d.Narrative, d.Passage, text)
		if gotOK != wantOK || gotOK && !slices.Equal(got, want) {
			t.Errorf("%s: Match gives %t %s\nwant %t %s", q, gotOK, mark(text, got), wantOK, mark(text, want))
		}
		at := 0
		for _, s := range got {
			if s.Start < at || s.End <= s.Start || s.End > len(text) || !utf8.ValidString(text[at:s.Start]) || !utf8.ValidString(s.In(text)) {
				t.Fatalf("%s in %q: bad spans %v", q, text, got)
			}
			at = s.End
		}
	})
}
