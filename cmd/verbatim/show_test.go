package main

import (
	"encoding/json"
	"strings"
	"testing"

	"verbatim/search/answer"
)

// TestShow prints the sample as it was understood.
func TestShow(t *testing.T) {
	s := newSession(t)
	s.want(0, "search", "labor")
	out, _ := s.want(0, "show", "trafficking-in-persons-2023-north-korea")
	for _, want := range []string{
		"2023 Trafficking in Persons Report: North Korea\n", "country    North Korea (KP)\n", "tier       Tier 3\n",
		"\n[recommendations]\nrecommendation: End the use of state-sponsored forced labor,",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("lacks %q:\n%s", want, out)
		}
	}
	_, errOut := s.want(1, "show", "trafficking-in-persons-2023-korea")
	if !strings.Contains(errOut, "the nearest are trafficking-in-persons-2023-north-korea") {
		t.Errorf("%q", errOut)
	}
	out, _ = s.want(0, "show", "trafficking-in-persons-2023-north-korea", "--json")
	var shown answer.ShownNarrative
	if err := json.Unmarshal([]byte(out), &shown); err != nil || shown.Code != "KP" || len(shown.Passages) != 12+2 { // with two headings
		t.Errorf("%v: %+v", err, shown)
	}
}

// TestDryRun shows what an import would bring, and changes nothing.
func TestDryRun(t *testing.T) {
	s := newSession(t)
	file := s.file("mali-2020.txt", "MALI: Tier 2\n\nThe wording.\n\nPROTECTION\n\nMore of it.\n")
	out, _ := s.want(0, "import", "--dry-run", file)
	for _, want := range []string{"2020 Trafficking in Persons Report: Mali\n", "[overview]\nparagraph: The wording.\n", "[protection]\nparagraph: More of it.\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("lacks %q:\n%s", want, out)
		}
	}
	s.want(1, "status") // there is no library yet
	out, _ = s.want(0, "import", "--dry-run", s.file("nobody-knows.txt", "Text.\n"))
	if !strings.Contains(out, "no country is known; if it is about one, --country says it; no year is known; --year says it") {
		t.Errorf("%q", out)
	}
}
