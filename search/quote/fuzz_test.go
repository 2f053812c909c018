package quote_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"verbatim/corpus/prose"
	"verbatim/search/quote"
	"verbatim/search/quote/quotetest"
)

// FuzzCheck checks any text against a few narratives. What is called verbatim
// stands in each of its places, on the borders of words; and what is told of a
// place can be found where it is said to be.
func FuzzCheck(f *testing.F) {
	texts, err := os.ReadFile("testdata/article/library.txt")
	if err != nil {
		f.Fatal(err)
	}
	checker := newChecker(f, narrativesOf(string(texts)+strangeTexts))
	for _, seed := range []string{
		"The government did not report", "“[T]he  government … results.” (emphasis added)", "Courts convicted 14 [...] 2020, compared",
		"Côte d’Ivoire’s oﬃce—its “ﬁrst”", "没有报告", "a\u00ad\u200bb", "“‘’”", "[sic] […] [x]y", "fo\u0301o bar", "1, 2 and 3,4", "state's U.S. non-x",
		"\xff\xfe", "'a' 'b'", "The law … work … time", "| Cases | 14 |", "Protection The government did not effectively",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 {
			return
		}
		for _, as := range []quote.As{quote.AsQuote, quote.AsArticle} {
			results, err := checker.Check(t.Context(), quote.Request{Text: text, As: as, Short: true})
			if errors.Is(err, quote.ErrEmpty) || errors.Is(err, quote.ErrTooLong) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			for i := range results.Results {
				holds(t, &results.Results[i])
			}
		}
	})
}

const strangeTexts = `
# Cote d'Ivoire, 2020
Côte d’Ivoire’s oﬃce—its “ﬁrst”—is a 1,000-dollar, U.S.-funded non-governmental shelter … [sic] for “‘moral’ crimes”.

政府没有报告其执法结果。 foo fóo fo` + "\u0301" + `o a` + "\u00ad" + `b x` + "\u200b" + `y 1, 2 and 3,4.

- one
- two; and

| Year | Cases |
| 2021 | 14 |
`

func holds(t *testing.T, r *quote.Result) {
	t.Helper()
	for i := range r.Places {
		p := &r.Places[i]
		if p.Verdict == quote.Verbatim && !strings.Contains(quotetest.FoldSpace(p.Text), quotetest.FoldSpace(r.Quote)) {
			t.Errorf("%q is no part of %q", r.Quote, p.Text)
		}
		at := 0
		for _, s := range p.Spans {
			if s.Start < at || s.End <= s.Start || !onRunes(p.Text, s) {
				t.Errorf("%q: span %v of %q", r.Quote, s, p.Text)
			}
			at = s.End
		}
		at = 0
		for _, d := range p.Diff {
			if d.At.Start < at || d.At.In(r.Quote) != d.Quoted || d.In.In(p.Text) != d.Source {
				t.Errorf("%q in %q: %+v", r.Quote, p.Text, d)
			}
			at = d.At.End
		}
		if p.Verdict == quote.Altered && len(p.Edits()) == 0 {
			t.Errorf("%q is altered, and no edit says how", r.Quote)
		}
		if p.Verdict.Stands() && slices.ContainsFunc(p.Edits(), func(d quote.Difference) bool { return d.Kind != quote.Style }) {
			t.Errorf("%q is %s, with edits %+v", r.Quote, r.Verdict, p.Edits())
		}
		_ = r.Marked(p, func(_ quote.Op, text string) string { return text })
	}
}

func onRunes(text string, s prose.Span) bool {
	return utf8.RuneStart(text[s.Start]) && (s.End == len(text) || utf8.RuneStart(text[s.End]))
}
