package quote_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"verbatim/search/quote"
)

func TestCheckTellsArticlesFromQuotations(t *testing.T) {
	checker := newChecker(t, map[string]string{
		"Fiji, 2020": `Police arrested 14 women for “moral crimes against the state” and held them for months in the capital.`,
	})
	for _, c := range []struct{ text, want string }{
		{`Police arrested 14 women for "moral crimes against the state" and held them for months`, "normalized"},
		{`Police arrested 41 women for "moral crimes against the state" and held them for months`, "altered"},
		{`“Police arrested 41 women for ‘moral crimes against the state’ and held them”`, "altered"},
		{`Police arrested 14 women`, "verbatim"},
		{`The reporter writes of “moral crimes against the state” as if there were such a thing.`, "verbatim"},
		{`The report has “moral crimes against the state” and “women for moral crimes” and “held” there.`, "verbatim altered unchecked"},
		{`No quotation marks in this text about something else.`, "not_found"},
		{"Police arrested 14 wo-\nmen for", "normalized"},
	} {
		results, err := checker.Check(t.Context(), quote.Request{Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range results.Results {
			got = append(got, string(r.Verdict))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %s, want %s", c.text, got, c.want)
		}
	}
}

// What an article says itself before a few words of a sentence is not left out.
func TestArticleSaysItToo(t *testing.T) {
	checker := newChecker(t, map[string]string{
		"Fiji, 2020": `The government did not provide shelter to victims. Officials claimed that all prisoners received care.`,
	})
	for article, want := range map[string][]quote.Warning{
		`The report says that the government would “provide shelter to victims” there.`:                     {quote.NegationOmitted, quote.SentenceGoesOn},
		`The report says that the government did not “provide shelter to victims” there.`:                   nil,
		`There was, it writes, no sign that it would “provide shelter to victims” there.`:                   nil,
		`In the prisons “all prisoners received care” at that time.`:                                        {quote.QualifierOmitted, quote.SentenceGoesOn},
		`Officials claimed that “all prisoners received care” at that time.`:                                nil,
		`The report has a sentence on victims. It says that they “provide shelter to victims” in the city.`: {quote.NegationOmitted, quote.SentenceGoesOn},
	} {
		checked, err := checker.Check(t.Context(), quote.Request{Text: article, As: quote.AsArticle})
		if err != nil {
			t.Fatal(err)
		}
		if got := checked.Results[0].Warnings; !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", article, got, want)
		}
	}
}

func TestCheckBounds(t *testing.T) {
	checker := newChecker(t, map[string]string{"Fiji, 2020": "Text."})
	for text, want := range map[string]error{
		"":                               quote.ErrEmpty,
		" … “” \n":                       quote.ErrEmpty,
		strings.Repeat("word ", 1001):    quote.ErrTooLong,
		strings.Repeat("word ", 200_000): quote.ErrTooLong,
		strings.Repeat("w", 1<<20):       nil,
		strings.Repeat("“two of them” ", 1000): nil,
		strings.Repeat("“", 1<<19):             quote.ErrEmpty,
		strings.Repeat("a “", 1<<17):           quote.ErrTooLong,
		strings.Repeat("[a] ", 1<<17):          quote.ErrTooLong,
		strings.Repeat("a … ", 1<<17):          quote.ErrTooLong,
	} {
		if _, err := checker.Check(t.Context(), quote.Request{Text: text}); !errors.Is(err, want) {
			t.Errorf("%.20q: %v, want %v", text, err, want)
		}
	}
}
