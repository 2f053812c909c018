package main

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"verbatim/search/answer"
)

// two makes a session whose library has passages that differ in little.
func two(t *testing.T) *session {
	s := newSession(t)
	var lines []string
	for country, text := range map[string]string{
		"Albania": "The government did not report its results.",
		"Bolivia": "The government has publicly reported its results.",
		"Chad":    "Victims received medical services. Officials were absent.",
		"Denmark": "Labor inspectors were forced out; forced labor persists.",
	} {
		line, err := json.Marshal(map[string]any{"report": "Test", "country": country, "year": 2020, "tier": "Tier 2", "markdown": text})
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	slices.Sort(lines)
	s.want(0, "import", s.file("two.jsonl", strings.Join(lines, "\n")))
	return s
}

// TestNoWordIsSkipped holds what stop lists and loose phrases get wrong.
func TestNoWordIsSkipped(t *testing.T) {
	s := two(t)
	for _, c := range []struct{ query, countries string }{
		{`"government did not report"`, "Albania"},
		{`"did not"`, "Albania"},
		{`report NOT publicly`, "Albania"},
		{`-"not" results`, "Bolivia"},
		{`report`, "Albania Bolivia"},
		{`"victims services"~2`, "Chad"},
		{`"victims services"~1`, ""},
		{`victim /s service`, "Chad"},
		{`victim /s official`, ""},
		{`victim /p official`, "Chad"},
		{`"forced labor"`, "Denmark"},
		{`Tier 2: Watch List`, ""},
	} {
		code := 0
		if c.countries == "" {
			code = 1
		}
		var got []string
		for _, hit := range s.search(code, c.query, "--sort", "country").Hits {
			got = append(got, hit.Narrative.Country)
		}
		if strings.Join(got, " ") != c.countries {
			t.Errorf("%s finds %q, want %q", c.query, got, c.countries)
		}
	}
	if r := s.search(0, `"forced labor"`); len(r.Hits[0].Spans) != 1 {
		t.Errorf("marks %v, want one", r.Hits[0].Spans)
	}
}

func TestSlipsAreOffered(t *testing.T) {
	s := newSession(t)
	for query, want := range map[string]string{
		"traficking":              "trafficking",
		`"sex traficking"`:        `"sex trafficking"`,
		"traficking NOT children": "trafficking NOT children",
		"zebra":                   "",
		"trafficking":             "",
	} {
		out, _, _ := s.run("search", query, "--json")
		var r answer.Results
		if err := json.Unmarshal([]byte(out), &r); err != nil {
			t.Fatal(err)
		}
		if r.Query.Suggestion != want {
			t.Errorf("%s: suggestion %q, want %q", query, r.Query.Suggestion, want)
		}
		if got := r.Query.Canonical; got != query {
			t.Errorf("%s is now %s: a suggestion must not change the question", query, got)
		}
	}
}

// An operator in small letters is offered beside another spelling, and with it.
func TestOperatorsAreOfferedBesideSlips(t *testing.T) {
	s := newSession(t)
	out, _, _ := s.run("search", "traficking or labor", "--json")
	var r answer.Results
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatal(err)
	}
	if r.Query.Suggestion != "trafficking or labor" {
		t.Errorf("suggestion %q", r.Query.Suggestion)
	}
	if len(r.Query.Offers) == 0 || r.Query.Offers[0].Query != "trafficking OR labor" || r.Query.Offers[0].Passages == 0 {
		t.Errorf("offers %+v", r.Query.Offers)
	}
}

func TestExpansionsAreNoted(t *testing.T) {
	s := newSession(t)
	for query, want := range map[string]string{
		"traffick*":    "traffick*: trafficking, traffickers",
		"traficking~1": "traficking~1: trafficking",
		"forced labor": "labor: also labour",
		"Körea":        "Körea is read as korea: accents and the form of marks do not matter",
		"labor &":      "& has no letter or digit and is not searched for",
	} {
		if r := s.search(0, query); !slices.Contains(r.Query.Notes, want) {
			t.Errorf("%s: notes %q, want %q", query, r.Query.Notes, want)
		}
	}
	s.search(1, "zzz*")
}

func TestExplanationAddsUp(t *testing.T) {
	s := newSession(t)
	for _, hit := range s.search(0, `"forced labor" overseas worker*`, "--explain", "--mode", "any").Hits {
		sum := 0.0
		for _, part := range hit.Explanation {
			sum += part.Score
		}
		if len(hit.Explanation) == 0 || math.Abs(sum-hit.Score) > 1e-4 {
			t.Errorf("%s: the parts make %f, the score is %f", hit.ID, sum, hit.Score)
		}
	}
	if out, _ := s.want(0, "search", "forced labor", "--explain"); !strings.Contains(out, "forced and labor side by side") {
		t.Errorf("%q", out)
	}
}

func TestUnknownValuesListTheNearest(t *testing.T) {
	s := newSession(t)
	var lines []string
	for country := range strings.FieldsSeq("Albania Algeria Angola Argentina Armenia Australia Austria Azerbaijan Bahrain Bangladesh Barbados" +
		" Belarus Belgium Benin Bhutan Bolivia Botswana Brazil Bulgaria Burundi Cambodia Cameroon Canada Chad Chile China Colombia" +
		" Comoros Croatia Cuba Cyprus Denmark Djibouti Dominica Ecuador Egypt Eritrea Estonia Ethiopia Fiji Kenya Kuwait") {
		lines = append(lines, `{"report":"R","country":"`+country+`","year":2020,"markdown":"Text."}`)
	}
	s.want(0, "import", s.file("many.jsonl", strings.Join(lines, "\n")))
	if _, errOut := s.want(1, "search", "country:Kenia"); !strings.Contains(errOut, "the nearest of 42 are Kenya, ") {
		t.Errorf("%q", errOut)
	}
	if _, errOut := s.want(1, "search", "year:1999"); !strings.Contains(errOut, "the library has 2020") {
		t.Errorf("%q", errOut)
	}
}
