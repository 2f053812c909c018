package importing

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"verbatim/corpus"
	"verbatim/corpus/series"
)

// TestNewSeries adds a made-up series, with headers, ratings and sections of its
// own: this file is all that it takes.
func TestNewSeries(t *testing.T) {
	header := regexp.MustCompile(`^Chapter on (\pL+) \[(Grade [A-C])\]$`)
	sections := map[string]string{"rivers": "Rivers and lakes", "harbors": "Harbors"}
	section := func(heading string) string {
		if folded := strings.ToLower(heading); sections[folded] != "" {
			return folded
		}
		return ""
	}
	series.Register(&series.Series{
		Name: "Survey of Inland Waters", Publisher: "Office of Waters",
		Names: regexp.MustCompile(`\bsurvey of inland waters\b`),
		Tiers: []string{"Grade A", "Grade B", "Grade C"},
		Header: func(line string) (h series.Header, ok bool) {
			m := header.FindStringSubmatch(line)
			if m == nil {
				return h, false
			}
			return series.Header{Name: m[1], Tier: m[2], Bare: true}, true
		},
		Sections: &series.Sections{
			First: "rivers", Titles: sections, Of: section,
			Heading: func(line string) bool { return section(line) != "" },
			RunIn:   func(string) int { return 0 },
			Joints:  func(string, bool) []int { return nil },
		},
	})
	path := filepath.Join(t.TempDir(), "2019 Survey of Inland Waters.txt")
	text := "2019 Survey of Inland Waters\n\nChapter on Mali [Grade B]\n\nThe Niger is navigable.\n\nHarbors\n\n" +
		"Mopti was dredged.\n\nChapter on Chad [Grade C]\n\nThe lake is smaller than it was.\n"
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for n, err := range readFile(path) {
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&got, "%s, %s, %d: %s, %s\n", n.Report, n.Publisher, n.Year, n.Country, n.Tier)
		for _, p := range n.Passages {
			if p.Kind == corpus.Heading {
				continue
			}
			fmt.Fprintf(&got, "  %s: %s\n", p.Section, p.Span.In(n.Text))
		}
	}
	want := `Survey of Inland Waters, Office of Waters, 2019: Mali, Grade B
  rivers: The Niger is navigable.
  harbors: Mopti was dredged.
Survey of Inland Waters, Office of Waters, 2019: Chad, Grade C
  rivers: The lake is smaller than it was.
`
	if got.String() != want {
		t.Errorf("got\n%swant\n%s", &got, want)
	}
	if title, ok := series.SectionTitle("rivers"); !ok || title != "Rivers and lakes" {
		t.Errorf("the section is called %q, %t", title, ok)
	}
}
