package counting

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"verbatim/corpus"
	"verbatim/search/answer"
	"verbatim/search/count"
)

// tilesText is where each country's square is: see its head for whose layout it is.
//
//go:embed tiles.txt
var tilesText string

// sea stands in the layout where there is no country.
const sea = ".."

// A layout is the columns and rows of the world, with the code of each country, or sea.
type layout [][]string

var world = sync.OnceValue(func() (l layout) {
	for row := range strings.Lines(tilesText) {
		if codes := strings.Fields(row); len(codes) > 0 && codes[0] != "#" {
			l = append(l, codes)
		}
	}
	return l
})

// Tiles are a map of the world with a square for each country. It can be read without
// colour: each square has its country's code and its number.
type Tiles struct {
	Summary       string
	Width, Height string
	FileHeight    string // with the key below
	Tiles         []Tile
	Below         string // where the line about the squares below the map stands; empty: there are none
	Key           []Tile // the colours, with what they stand for, for a file
}

// A Tile is the square of a country; one without a text has no report.
type Tile struct {
	X, Y    string
	Country string
	Code    string
	Text    string // its number
	Size    string // of the letters of the number
	Link    string // to its passages, if it has any
	Depth   int    // of its colour, 0 to 4
	Color   string // the same, in a file
}

// The drawing's measures, in its own units: of a square with the gap behind it, and of
// the line above the squares that the layout lacks.
const (
	tilePitch = 36.0
	tileLine  = 24.0
)

// depthColors are the colours of squares in a file, as the style sheet has them on light
// paper.
var depthColors = [depthsOfScale + 1]string{"#ffffff", "#f7efe6", "#f1e0d0", "#ebcfba", "#e3bca3"}

// newTiles draws the rows of a table by country. A country that the layout does not have
// gets a square below the map.
func newTiles(rows []count.Row, a Ask, query string, u Unit) *Tiles {
	depths, found := newScale(rows, u), map[string]count.Row{}
	var others []count.Row
	for _, r := range rows {
		if _, code := corpus.CountryName(r.Values[0]); code != "" && world().has(code) {
			found[code] = r
		} else {
			others = append(others, r)
		}
	}
	t := &Tiles{}
	add := func(x, y float64, tile Tile) {
		tile.X, tile.Y, tile.Color = coordinate(x), coordinate(y), depthColors[tile.Depth]
		t.Tiles = append(t.Tiles, tile)
	}
	columns := 0
	for y, codes := range world() {
		columns = max(columns, len(codes))
		for x, code := range codes {
			if r, ok := found[code]; ok {
				add(float64(x)*tilePitch, float64(y)*tilePitch, a.newTile(r, code, query, u, depths))
			} else if code != sea {
				name, _ := corpus.CountryName(code)
				add(float64(x)*tilePitch, float64(y)*tilePitch, Tile{Country: name, Code: code})
			}
		}
	}
	height := float64(len(world())) * tilePitch
	if len(others) > 0 {
		t.Below = coordinate(height + tileLine*.6)
		height += tileLine
	}
	for i, r := range others {
		add(float64(i%columns)*tilePitch, height+float64(i/columns)*tilePitch, a.newTile(r, shortName(r.Values[0]), query, u, depths))
	}
	height += float64((len(others)+columns-1)/columns) * tilePitch
	for i, step := range depths.legend(u) {
		t.Key = append(t.Key, Tile{X: coordinate(float64(i) * 6 * tilePitch), Y: coordinate(height + tileLine/2), Text: step.Label, Color: depthColors[step.Depth]})
	}
	t.Width, t.Height, t.FileHeight = coordinate(float64(columns)*tilePitch), coordinate(height), coordinate(height+tilePitch)
	t.Summary = mapSummary(rows, query, u)
	return t
}

func (l layout) has(code string) bool {
	return slices.ContainsFunc(l, func(row []string) bool { return slices.Contains(row, code) })
}

func (a Ask) newTile(r count.Row, code, query string, u Unit, depths scale) Tile {
	text := u.text(u.of(r))
	t := Tile{Country: countryLabel(r.Values[0]), Code: code, Text: text, Size: "12", Depth: depths.depth(u.of(r))}
	if len(text) > 4 {
		t.Size = "10"
	}
	if len(text) > 6 {
		t.Size = "8"
	}
	if r.Passages > 0 {
		t.Link = a.inCountry(query, r.Values[0])
	}
	return t
}

// shortName is what stands in a square of a place that the layout does not have: its
// code or, where it has none, the beginning of its name.
func shortName(country string) string {
	if _, code := corpus.CountryName(country); code != "" {
		return code
	}
	letters := []rune(countryLabel(country))
	return string(letters[:min(len(letters), 4)])
}

// countryLabel names a country; narratives may have none.
func countryLabel(country string) string {
	if country == "" {
		return "none"
	}
	return country
}

// mapSummary says what the map shows.
func mapSummary(rows []count.Row, query string, u Unit) string {
	most := slices.MaxFunc(rows, func(a, b count.Row) int { return compareNumbers(u, a, b) })
	return answer.Capital(u.label()) + " of " + query + " by country; the most is " + u.text(u.of(most)) + " in " + countryLabel(most.Values[0])
}
