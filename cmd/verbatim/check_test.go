package main

import (
	"encoding/json"
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
		{0, "The government … its results|--country|Bolivia", quote.Elided, ""},
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
