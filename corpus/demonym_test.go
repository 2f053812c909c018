package corpus

import (
	"strings"
	"testing"
)

func TestDemonym(t *testing.T) {
	for word, want := range map[string]string{
		"Burmese": "Burma", "Kenyan": "Kenya", "Kenyans": "Kenya", "Burkinabé": "Burkina Faso", "North Korean": "North Korea",
		"South Africans": "South Africa", "Filipino": "Philippines",
		"Korean": "", "American": "", "polish": "", "Kenya": "", "": "",
	} {
		if got, ok := Demonym(word); got != want || ok != (want != "") {
			t.Errorf("Demonym(%q) = %q, %t, want %q", word, got, ok, want)
		}
	}
}

// Each line names a country as countries.txt has it, and no word leads to two.
func TestDemonymsTable(t *testing.T) {
	seen := map[string]string{}
	for row := range strings.Lines(demonymsText) {
		country, words, ok := strings.Cut(strings.TrimSpace(row), " | ")
		if !ok || row[0] == '#' {
			continue
		}
		if short, code := CountryName(country); short != country || code == "" {
			t.Errorf("%q is not the short name of a country: %q", country, short)
		}
		for word := range strings.FieldsSeq(words) {
			if other := seen[word]; other != "" {
				t.Errorf("%s leads to %s and %s", word, other, country)
			}
			seen[word] = country
		}
	}
	if len(seen) < 180 {
		t.Errorf("only %d demonyms", len(seen))
	}
}
