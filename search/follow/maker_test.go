package follow_test

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A maker makes editions.
type maker struct {
	random *rand.Rand
	real   [][]string // recommendations by narrative
	made   [][][]made // by country and edition
}

// A made recommendation is one of an edition.
type made struct {
	text string
	how  string   // it came about
	from []string // the wordings before
}

const (
	leastWords   = 6    // of a recommendation
	mostEdited   = 0.3  // of its words, from one edition to the next
	mostInCommon = 0.45 // of the words of two, in order, that ask for different things
)

// write makes the editions of all countries, and returns a file with them.
func (m *maker) write(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "made.jsonl")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	out := json.NewEncoder(file)
	for country := range madeCountries {
		m.made = append(m.made, m.country())
		for e, edition := range m.made[country] {
			var text strings.Builder
			text.WriteString("## Recommendations\n")
			for _, one := range edition {
				text.WriteString("\n- " + one.text)
			}
			if err := out.Encode(map[string]any{"report": madeReport, "country": madeCountry(country), "year": firstMade + e, "markdown": text.String()}); err != nil {
				t.Fatal(err)
			}
		}
	}
	return name
}

// country makes the editions of one.
func (m *maker) country() (editions [][]made) {
	live, used := []made{}, []string{}
	for tries := 0; len(live) < 14 && tries < 3000; tries++ {
		if text := m.fresh(used, nil); text != "" {
			live, used = append(live, made{text: text}), append(used, text)
		}
	}
	editions = append(editions, live)
	gone := [][]made{nil, nil} // by editions ago
	for range madeEditions - 1 {
		var dropped []made
		live, dropped = m.next(live, &used)
		for i, back := range gone {
			for _, one := range back {
				if m.random.IntN(2) == 0 {
					live = append(live, made{one.text, "returned", []string{one.text}})
				} else if i == 0 {
					gone[1] = append(gone[1], one)
				}
			}
			gone[i] = nil
		}
		gone[0] = dropped
		if text := m.fresh(used, nil); text != "" {
			live, used = append(live, made{text: text, how: "new"}), append(used, text)
		}
		m.random.Shuffle(len(live), func(i, j int) { live[i], live[j] = live[j], live[i] })
		editions = append(editions, slices.Clone(live))
	}
	return editions
}

// next edits the recommendations of an edition.
func (m *maker) next(live []made, used *[]string) (edited, dropped []made) {
	replace := func(one made, how string, fits func(string) bool) {
		dropped = append(dropped, one)
		if text := m.fresh(*used, fits); text != "" {
			*used = append(*used, text)
			edited = append(edited, made{text: text, how: how})
		}
	}
	for i := 0; i < len(live); i++ {
		text := live[i].text
		words := strings.Fields(text)
		add := func(text, how string, from ...string) { edited = append(edited, made{text, how, from}) }
		switch n := m.random.IntN(100); {
		case n < 15:
			add(m.withMore(words), "added", text)
		case n < 30 && len(words) > leastWords+1:
			add(m.withLess(words), "cut", text)
		case n < 34 && len(words) >= 2*leastWords:
			half := len(words)/2 + m.random.IntN(3) - 1
			add(strings.Join(words[:half], " ")+".", "split", text)
			add(capital(strings.Join(words[half:], " ")), "split", text)
		case n < 38 && i+1 < len(live):
			i++
			add(strings.TrimRight(text, ".;")+" and "+lower(live[i].text), "merged", text, live[i].text)
		case n < 42:
			dropped = append(dropped, live[i])
		case n < 46:
			replace(live[i], "same matter", func(other string) bool { return sharedLong(text, other) >= 2 })
		case n < 50:
			replace(live[i], "same opening", func(other string) bool { return opening(text, other) >= 2 })
		default:
			add(text, "unchanged", text)
		}
	}
	return edited, dropped
}

// fresh returns a real recommendation that asks for something else than those
// used, or nothing if there is none that fits.
func (m *maker) fresh(used []string, fits func(string) bool) string {
	for range 4000 {
		list := m.real[m.random.IntN(len(m.real))]
		if len(list) == 0 {
			continue
		}
		text := list[m.random.IntN(len(list))]
		if len(strings.Fields(text)) < leastWords || fits != nil && !fits(text) {
			continue
		}
		if !slices.ContainsFunc(used, func(u string) bool { return inCommon(u, text) > mostInCommon }) {
			return text
		}
	}
	return ""
}

// withMore adds words of another recommendation.
func (m *maker) withMore(words []string) string {
	n := 1 + m.random.IntN(max(1, int(float64(len(words))*mostEdited)))
	list := m.real[m.random.IntN(len(m.real))]
	for len(list) == 0 {
		list = m.real[m.random.IntN(len(m.real))]
	}
	from := strings.Fields(list[m.random.IntN(len(list))])
	n = min(n, len(from))
	at, start := 1+m.random.IntN(len(words)-1), m.random.IntN(len(from)-n+1)
	return strings.Join(slices.Insert(slices.Clone(words), at, from[start:start+n]...), " ")
}

// withLess leaves words out.
func (m *maker) withLess(words []string) string {
	n := 1 + m.random.IntN(max(1, int(float64(len(words))*mostEdited)))
	n = min(n, len(words)-leastWords)
	at := m.random.IntN(len(words) - n + 1)
	return capital(strings.Join(slices.Delete(slices.Clone(words), at, at+n), " "))
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
func lower(s string) string   { return strings.ToLower(s[:1]) + s[1:] }

var (
	parts = strings.NewReplacer(".", " ", ",", " ", ";", " ", ":", " ", "(", " ", ")", " ", "’", " ", "'", " ", `"`, " ", "-", " ")
	words = map[string][]string{} // of each text, since it is compared with many
)

func plain(text string) []string {
	list, known := words[text]
	if !known {
		list = strings.Fields(parts.Replace(strings.ToLower(text)))
		words[text] = list
	}
	return list
}

// inCommon is how much of the words of the shorter of two texts the other has, in
// order, from 0 to 1.
func inCommon(a, b string) float64 {
	x, y := plain(a), plain(b)
	row := make([]int, len(y)+1)
	for _, w := range x {
		diagonal := 0
		for j, v := range y {
			above := row[j+1]
			if w == v {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(row[j+1], row[j])
			}
			diagonal = above
		}
	}
	return float64(row[len(y)]) / float64(max(1, min(len(x), len(y))))
}

// opening is how many words two texts begin with in common.
func opening(a, b string) (n int) {
	x, y := plain(a), plain(b)
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	return n
}

// sharedLong is how many words of four letters and more two texts have in common
// after their opening, whatever they end in.
func sharedLong(a, b string) (n int) {
	from := opening(a, b)
	long := func(text string) map[string]bool {
		beginnings := map[string]bool{}
		for _, w := range plain(text)[from:] {
			if len(w) > 3 {
				beginnings[w[:min(len(w), 6)]] = true
			}
		}
		return beginnings
	}
	other := long(b)
	for w := range long(a) {
		if other[w] {
			n++
		}
	}
	return n
}
