package main

import (
	"strings"
	"testing"
)

// TestFollowAll tells what changed in all countries after a year: of those in which nothing
// did, only how many they are.
func TestFollowAll(t *testing.T) {
	s := newSession(t)
	for _, country := range []string{"mali", "chad"} {
		for _, year := range []string{"2020", "2021"} {
			text := "Train inspectors in all regions of the country."
			if country+year == "mali2021" {
				text = "Train inspectors in all regions of the country and in mines."
			}
			s.want(0, "import", s.file(country+"-"+year+".md", "# Reports on Work\n\n## Recommendations\n\n- "+text+"\n"), "--report", "Reports on Work")
		}
	}
	out, errOut := s.want(0, "follow", "--report", "Reports on Work", "--since", "2020")
	want := `Mali, Reports on Work: 1 wording over 2 editions

1. 2020 to 2021, continued
   2020 new       Train inspectors in all regions of the country.
   2021 edited    “country.” → “country and in mines.”

`
	if out != want || !strings.Contains(errOut, "1 country: nothing changed after 2020\n") {
		t.Errorf("%s%s", out, errOut)
	}
	if out, errOut = s.want(0, "follow", "--report", "Reports on Work", "--country", "Chad", "--since", "2020"); out != "Chad, Reports on Work: 0 wordings over 2 editions\n\n" || errOut != "" {
		t.Errorf("%s%s", out, errOut)
	}
}
