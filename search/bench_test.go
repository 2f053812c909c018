package search

import (
	"testing"

	"verbatim/corpus"
)

// sampleText is the longest passage of the sample: 137 words.
func sampleText(b *testing.B) (*corpus.Narrative, corpus.Passage, string) {
	n, err := corpus.Sample()
	if err != nil {
		b.Fatal(err)
	}
	return n, n.Passages[0], n.Passages[0].Span.In(n.Text)
}

func BenchmarkAnalyze(b *testing.B) {
	_, _, text := sampleText(b)
	b.SetBytes(int64(len(text)))
	var tokens []Token
	for b.Loop() {
		tokens = AppendTokens(tokens[:0], text)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(tokens)), "ns/word")
}

func BenchmarkMatch(b *testing.B) {
	n, p, text := sampleText(b)
	q, err := Parse(`"forced labor" workers NEAR/5 overseas`)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, ok := Match(q, n, p, text); !ok {
			b.Fatal("no match")
		}
	}
}
