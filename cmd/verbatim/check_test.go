package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"verbatim/search/answer"
	"verbatim/search/quote"
)

// checked returns the answer to check --json.
func (s *session) checked(code int, args ...string) []answer.Quotation {
	s.t.Helper()
	out, _ := s.want(code, append([]string{"check", "--json"}, args...)...)
	var checks answer.Checks
	if err := json.Unmarshal([]byte(out), &checks); err != nil {
		s.t.Fatal(err)
	}
	return checks.Quotes
}

func TestCheckQuote(t *testing.T) {
	s := two(t)
	for _, c := range []struct {
		code    int
		args    string
		verdict quote.Verdict
		warning quote.Warning
	}{
		{0, "The government did not report its results.", quote.Verbatim, ""},
		{0, "[T]he government did not report", quote.Normalized, ""},
		{0, "The government has … reported its results|--country|Bolivia", quote.Elided, ""},
		{1, "The government … its results|--country|Bolivia", quote.Elided, quote.VerbOmitted},
		{1, "The government … its results", quote.Elided, quote.NegationOmitted}, // in Albania less is left out
		{1, "The government did … report", quote.Elided, quote.NegationOmitted},
		{1, "The government did report its results.", quote.Altered, ""},
		{1, "The unicorns of the government galloped away.", quote.NotFound, ""},
		{0, "The government did not report|--country|Albania|--year|2020", quote.Verbatim, ""},
		{1, "The government did not report|--country|Chad", quote.Verbatim, quote.Misattributed},
		{1, "The government did not report|--year|1999", quote.Verbatim, quote.Misattributed},
		{1, "The government did not report|--report|Human Rights", quote.Verbatim, quote.Misattributed},
	} {
		got := s.checked(c.code, strings.Split(c.args, "|")...)
		if len(got) != 1 || got[0].Verdict != c.verdict {
			t.Errorf("%s: %+v, want %s", c.args, got, c.verdict)
			continue
		}
		if warned := len(got[0].Warnings) > 0 && got[0].Warnings[0] == c.warning; warned != (c.warning != "") {
			t.Errorf("%s: warnings %q, want %q", c.args, got[0].Warnings, c.warning)
		}
	}
}

func TestCheckTells(t *testing.T) {
	s := two(t)
	out, _ := s.want(1, "check", "The government did report its results.")
	const want = `“The government did report its results.”
  altered
  Albania 2020, Tier 2. Test
    test-2020-albania.f5cab1bcc9
    The government did [-not-] report its results.
    - missing: “not” (negation)
`
	if out != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
}

// A stock phrase stands in very many places: the five nearest to what is named are
// shown, and the rest is counted.
func TestCheckStockPhrase(t *testing.T) {
	s := newSession(t)
	var lines strings.Builder
	for i, country := range strings.Fields("Albania Bolivia Chad Denmark Ecuador Fiji Ghana Haiti India Jordan Kenya Laos Mali Nepal Oman Peru Qatar") {
		for year := 2010; year <= 2020; year++ {
			fmt.Fprintf(&lines, `{"report":"Test","country":%q,"year":%d,"markdown":"The country has %d courts. The law prohibits all forms of trafficking in persons."}`+"\n", country, year, 10+i)
		}
	}
	s.want(0, "import", s.file("stock.jsonl", lines.String()))
	article := s.file("article.txt", "In its 2017 report on Kenya the department wrote: “The law prohibits all forms of trafficking in persons.” It did not say more.\n")
	out, _ := s.want(0, "check", "--file", article)
	const want = `“The law prohibits all forms of trafficking in persons.”
  verbatim: 187 places, 11 years, 17 countries
  note: the sentence names Kenya, 2017
  Kenya 2017. Test
    test-2017-kenya.9a01ca811d
  Kenya 2010. Test
    test-2010-kenya.9a01ca811d
  Kenya 2011. Test
    test-2011-kenya.9a01ca811d
  Kenya 2012. Test
    test-2012-kenya.9a01ca811d
  Kenya 2013. Test
    test-2013-kenya.9a01ca811d
  and 182 more places
  in all by year: 2010 17, 2011 17, 2012 17, 2013 17, 2014 17, 2015 17, 2016 17, 2017 17, 2018 17, 2019 17, 2020 17; by country: Albania 11, Bolivia 11, Chad 11, Denmark 11, Ecuador 11, Fiji 11, Ghana 11, Haiti 11, India 11, Jordan 11, Kenya 11, Laos 11, and 5 more
`
	if out != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
	quoted := s.checked(0, "--file", article)[0]
	if quoted.Total != 187 || quoted.Years != 11 || quoted.Countries != 17 || len(quoted.Places) > quote.MaxPlaces {
		t.Errorf("%d places, %d years, %d countries; %d are listed", quoted.Total, quoted.Years, quoted.Countries, len(quoted.Places))
	}
}

func TestCheckFile(t *testing.T) {
	s := two(t)
	article := s.file("article.txt", "In Albania “the government did not report its results,” it says.\n\nThe “new” law\n\n> Victims received medical services.\n")
	out, _ := s.want(0, "check", "--file", article)
	if !strings.Contains(out, "3 quotations: 1 verbatim, 1 normalized, 1 unchecked") {
		t.Errorf("got\n%s", out)
	}
	if got := s.checked(1, "--file", article, "--short"); got[1].Verdict != quote.NotFound {
		t.Errorf("%+v", got[1])
	}
	one := s.file("quote", "“Victims received\nmedical services.”")
	if got := s.checked(0, "--file", one); len(got) != 1 || got[0].Verdict != quote.Verbatim {
		t.Errorf("%+v", got)
	}
}

// An article is written with a note at each quotation; the exit code is that of the
// check.
func TestCheckAnnotate(t *testing.T) {
	s := two(t)
	article := s.file("article.html", "<p>In Albania “the government did report its results,” it says.</p>\n")
	out := filepath.Join(t.TempDir(), "checked.html")
	s.want(1, "check", "--file", article, "--annotate", out)
	annotated, err := os.ReadFile(out)
	if err != nil || !strings.Contains(string(annotated), `“<mark class="verbatim-bad"`) || !strings.Contains(string(annotated), "missing: “not” (negation)") {
		t.Errorf("%v\n%s", err, annotated)
	}
	for _, args := range [][]string{{"a quotation"}, {"--file", s.file("a.txt", "“a”")}, {"--file", article, "--as", "quote"}} {
		s.want(2, append([]string{"check", "--annotate", out}, args...)...)
	}
	s.want(1, "check", "--file", article, "--annotate", article)
}

func TestCheckUsage(t *testing.T) {
	s := two(t)
	for _, args := range [][]string{{"check"}, {"check", "a", "--file", "b.txt"}, {"check", "a", "--as", "book"}, {"check", "a", "--year", "last"}} {
		s.want(2, args...)
	}
	for _, args := range [][]string{{"check", "--file", "/nowhere/a.txt"}, {"check", "--file", s.file("a.xyz", "a")}, {"check", "…"}} {
		if _, errOut := s.want(1, args...); !strings.HasPrefix(errOut, "verbatim: ") {
			t.Errorf("%q says %q", args, errOut)
		}
	}
}
