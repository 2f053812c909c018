package search

import (
	"testing"

	"verbatim/corpus"
	"verbatim/corpus/importing"
)

// sampleText is the longest passage of the sample: 137 words.
func sampleText(b *testing.B) (*corpus.Narrative, corpus.Passage, string) {
	n, err := importing.Sample()
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

// Ten texts of one answer, as long as passages are.
func BenchmarkMark(b *testing.B) {
	n, _, _ := sampleText(b)
	for _, text := range []string{`workers`, `"forced labor" workers NEAR/5 overseas`, `workers /s overseas`, `work* lab?r`, `workrs~1`} {
		q, err := Parse(text)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				m := newMarker(q)
				for i := range 10 {
					p := n.Passages[i%len(n.Passages)]
					m.match(n, &p, p.Span.In(n.Text), nil)
				}
				m.release()
			}
		})
	}
}

// What a question costs before it is looked up.
func BenchmarkParse(b *testing.B) {
	for _, text := range []string{
		`workers`, `labor inspectors`, `pretrial detention`, `(workers OR employers) AND wages NOT strike`, `labor NEAR/5 inspectors`, `work*`,
		`"the government did not"`, `did the government increase its efforts to identify victims`,
	} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				if _, err := Parse(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
