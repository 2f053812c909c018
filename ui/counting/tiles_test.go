package counting

import (
	"testing"

	"verbatim/corpus"
	"verbatim/search/count"
)

// Each square of the layout is of a country that the gazetteer knows by that code, and
// none has two.
func TestLayoutOfTheWorld(t *testing.T) {
	seen := map[string]bool{}
	for y, row := range world() {
		if len(row) != len(world()[0]) {
			t.Errorf("row %d has %d columns, the first %d", y, len(row), len(world()[0]))
		}
		for _, code := range row {
			if code == sea {
				continue
			}
			if _, known := corpus.CountryName(code); known != code || seen[code] {
				t.Errorf("row %d: %s is no country, or stands there twice", y, code)
			}
			seen[code] = true
		}
	}
	if len(seen) < 190 {
		t.Errorf("the layout has %d countries", len(seen))
	}
}

// No row of a table is without its square, wherever the place is.
func TestEveryRowHasASquare(t *testing.T) {
	rows := []count.Row{}
	for _, country := range []string{"Kenya", "Taiwan", "Kosovo", "Atlantis", "", "Turkey", "Hong Kong"} {
		rows = append(rows, count.Row{Values: []string{country}, Counts: count.Counts{Passages: 3}})
	}
	m := newTiles(rows, Ask{Queries: []string{"labor"}}, "labor", Passages)
	found := map[string]string{}
	places := map[string]bool{}
	for _, tile := range m.Tiles {
		if places[tile.X+" "+tile.Y] {
			t.Errorf("two squares at %s, %s", tile.X, tile.Y)
		}
		places[tile.X+" "+tile.Y] = true
		if tile.Text == "3" {
			found[tile.Country] = tile.Code
		}
	}
	want := map[string]string{"Kenya": "KE", "Taiwan": "TW", "Kosovo": "XK", "Atlantis": "Atla", "none": "none", "Turkey": "TR", "Hong Kong": "HK"}
	for country, code := range want {
		if found[country] != code {
			t.Errorf("the square of %s says %q, want %q", country, found[country], code)
		}
	}
	if m.Below == "" {
		t.Error("nothing says that some squares are not in the layout")
	}
}
