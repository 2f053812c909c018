package analysis

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"verbatim/corpus"
	"verbatim/corpus/corpustest"
	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/index/forward"
	"verbatim/search"
	"verbatim/search/alike"
	"verbatim/search/enginetest"
)

// The tokens of passages are the words, names and sentences that search and alike find.
func TestTokensAreThoseOfSearch(t *testing.T) {
	const odd = "U. S. officers and the U.S. Drank 1⁄2 of it. NGOs’ l’Ivoire ʼn Ph.D.s met. Ärzte" +
		"organisationsüberwachungsstelle (Überwachung), labor.The ﬁrst ¼ a\u200bb. 3,5. Éa É É x"
	var n corpus.Narrative
	n.Text = odd + " " + odd
	for i := range n.Text {
		n.Passages = append(n.Passages, corpus.Passage{Span: prose.Span{Start: i, End: len(n.Text)}})
	}
	words := forward.NewWords()
	check(t, words, newTokenizer(words).narrative(library.Stored{Narrative: &n}))

	count, lib := 0, enginetest.Library(t, corpustest.EveryNth(t, corpustest.Demo(t)[0], 10))
	words = forward.NewWords()
	for n, err := range Added(t.Context(), lib, 0, words) {
		if err != nil {
			t.Fatal(err)
		}
		check(t, words, n)
		count += len(n.Passages)
	}
	if stats, err := lib.Stats(t.Context()); err != nil || count != stats.Passages+stats.Headings || count == 0 {
		t.Errorf("%d passages, want %d; %v", count, stats.Passages, err)
	}
}

func check(t *testing.T, words *forward.Words, n Narrative) {
	t.Helper()
	for i, p := range n.Passages {
		text := p.Span.In(n.Text)
		tokens := search.Analyze(text)
		var want []forward.Token
		names := alike.Names(text, tokens)
		for i, token := range tokens {
			w := words.Word(token.Word, token.Stem)
			if names[i] {
				w |= forward.Name
			}
			want = append(want, w)
		}
		for _, at := range search.Sentences(tokens) {
			want[at] |= forward.Begins
		}
		if fmt.Sprint(n.Tokens[i]) != fmt.Sprint(want) {
			t.Fatalf("%q: tokens %x, want %x", text, n.Tokens[i], want)
		}
	}
}

// A table gives what was put into it, for words that differ in a letter or in length alone.
func TestTable(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	table, want := newTable(), map[string]forward.Token{}
	for n := range forward.Token(60_000) {
		word := make([]byte, 1+random.IntN(20))
		for i := range word {
			word[i] = byte(random.IntN(3))
		}
		token, known := table.get(string(word))
		if before, there := want[string(word)]; there != known || token != before {
			t.Fatalf("%v: got %d, %t, want %d, %t", word, token, known, before, there)
		}
		if !known {
			table.put(string(word), n)
			want[string(word)] = n
		}
	}
}
