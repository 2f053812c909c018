package main

import (
	"strings"
	"testing"
)

// Headings are text: found when they are asked for, quoted, and left out of all other
// answers, which say that they match.
func TestHeadings(t *testing.T) {
	s := newSession(t)
	s.want(0, "import", s.file("Kenya 2019 human rights report.md", `# Kenya 2019 Human Rights Report

## Section 7. Worker Rights

### b. Prohibition of Forced or Compulsory Labor

The law prohibits forced labor.

### e. Acceptable Conditions of Work

Wages are low.
`))
	out, _ := s.want(0, "search", "--json", `"prohibition of forced"`)
	if !strings.Contains(out, `"total": 0`) || !strings.Contains(out, "1 heading matches too") {
		t.Errorf("without kind:heading:\n%s", out)
	}
	out, _ = s.want(0, "search", "--json", `"prohibition of forced" kind:heading`)
	if !strings.Contains(out, `"total": 1`) || !strings.Contains(out, `"text": "b. Prohibition of Forced or Compulsory Labor"`) {
		t.Errorf("with kind:heading:\n%s", out)
	}
	for question, total := range map[string]string{
		`section:"worker rights"`: `"total": 2`, `section:"worker rights" kind:heading`: `"total": 3`,
		`section:"acceptable conditions"`: `"total": 1`, `labor NOT kind:heading`: `"total": 1`,
	} {
		if out, _ := s.want(0, "search", "--json", question); !strings.Contains(out, total) {
			t.Errorf("%s: want %s:\n%s", question, total, out)
		}
	}
	out, _ = s.want(0, "check", "Prohibition of Forced or Compulsory Labor")
	if !strings.Contains(out, "verbatim") {
		t.Errorf("check of a heading:\n%s", out)
	}
	out, _ = s.want(0, "status")
	if !strings.Contains(out, "passages      2\nheadings      4, not counted among the passages\n") {
		t.Errorf("status:\n%s", out)
	}
}
