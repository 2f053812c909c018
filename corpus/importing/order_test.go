package importing

import (
	"strings"
	"testing"

	"verbatim/corpus/document"
)

// blocksOf makes a document of lines: # begins a heading, and its level is how many there are.
func blocksOf(lines ...string) *document.Document {
	d := &document.Document{}
	for _, line := range lines {
		text := strings.TrimLeft(line, "# ")
		b := document.Block{Text: text, Level: strings.Count(line[:len(line)-len(text)], "#")}
		if b.Level > 0 {
			b.Kind = document.Heading
		}
		d.Add(b)
	}
	return d
}

func countriesOf(d *document.Document, path string) (names []string) {
	for n, err := range narratives(d, fileOf{path: path}) {
		if err != nil {
			names = append(names, err.Error())
		} else {
			names = append(names, n.Country)
		}
	}
	return names
}

// TestAllCountries parts books on all countries.
func TestAllCountries(t *testing.T) {
	all := []string{"Angola", "Bahrain", "Chad", "Denmark", "Egypt", "France", "Georgia", "Hungary", "India", "Japan", "Kenya"}
	for name, c := range map[string]struct {
		more []string // lines put in, before the country that they name first
		want string   // in place of the first of all
	}{
		"by names as they are written": {
			[]string{"Georgia", "# GAMBIA", "Head of state: A. B.", "A text."}, "Angola, Bahrain, Chad, Denmark, Egypt, France, The Gambia, Georgia, Hungary, India, Japan, Kenya",
		},
		"an official name on the next line": {
			[]string{"Denmark", "# CONGO", "# (DEMOCRATIC REPUBLIC OF THE)", "Head of state: A. B.", "A text."}, "Angola, Bahrain, Chad, Congo, Democratic Republic of the, Denmark, Egypt, France, Georgia, Hungary, India, Japan, Kenya",
		},
		"a name that is no country's, by how its text begins": {
			[]string{"France", "FARAWAY ISLANDS", "Head of state: A. B.", "A text."}, "Angola, Bahrain, Chad, Denmark, Egypt, Faraway Islands, France, Georgia, Hungary, India, Japan, Kenya",
		},
		"a heading of the countries' level in their order": {
			[]string{"France", "# FARAWAY ISLANDS", "President: A. B.", "A text."}, "Angola, Bahrain, Chad, Denmark, Egypt, Faraway Islands, France, Georgia, Hungary, India, Japan, Kenya",
		},
		"two in the wrong order, as on one page": {
			[]string{"Denmark", "# DJIBOUTI", "Head of state: A. B.", "A text."}, "Angola, Bahrain, Chad, Djibouti, Denmark, Egypt, France, Georgia, Hungary, India, Japan, Kenya",
		},
		"a heading of somebody else's text is no chapter": {
			[]string{"France", "## SWEDEN", "It asked a question."}, "Angola, Bahrain, Chad, Denmark, Egypt, France, Georgia, Hungary, India, Japan, Kenya",
		},
		"back matter is of no country": {
			[]string{"", "# APPENDIX", "Treaties."}, ", Angola, Bahrain, Chad, Denmark, Egypt, France, Georgia, Hungary, India, Japan, Kenya",
		},
	} {
		var lines []string
		for _, country := range all {
			if country == c.more[0] {
				lines = append(lines, c.more[1:]...)
			}
			lines = append(lines, "# "+strings.ToUpper(country), "Head of state: A. B.", "A text on it.", "## Background", "More of it.")
		}
		if c.more[0] == "" {
			lines = append(lines, c.more[1:]...)
		}
		if got := strings.Join(countriesOf(blocksOf(lines...), "world.pdf"), ", "); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, c.want)
		}
	}
}

// TestLabeledCountries parts a book whose chapters begin with a line that says so.
func TestLabeledCountries(t *testing.T) {
	var lines []string
	for _, c := range []string{"Angola", "Arctic Ocean", "Burma", "Chad", "Falkland Islands (Islas Malvinas) (dependent territory of the UK)", "Gabon", "Israel (also see separate entries) Note: more.", "Ivory Coast", "Japan", "St. Lucia", "Tonga", "Taiwan"} {
		lines = append(lines, "Country:  "+c, "- Geography", "Total area: 12 km2")
	}
	lines = append(lines, "# Appendix A: The United Nations System", "Its organs.")
	want := ", Angola, Arctic Ocean, Burma, Chad, Falkland Islands, Gabon, Israel, Cote d'Ivoire, Japan, Saint Lucia, Tonga, Taiwan"
	if got := strings.Join(countriesOf(blocksOf(lines...), "book.txt"), ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
