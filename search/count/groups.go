package count

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"verbatim/search"
)

// A group is the passages that agree in some fields.
type group struct {
	values     []string
	passages   int
	matches    int
	words      int
	narratives int
	narrative  uint32 // the last one that was counted, and one more
}

func (g *group) add(p *search.Scanned, narrative uint32) {
	g.passages++
	g.matches += len(p.Matches)
	g.words += p.Length
	g.addNarrative(narrative)
}

func (g *group) addNarrative(narrative uint32) {
	if narrative+1 != g.narrative { // the passages of a narrative stand side by side
		g.narrative = narrative + 1
		g.narratives++
	}
}

// groups collects passages by the values of fields.
type groups struct {
	by       []int // places of the fields in search.Fields
	all      group
	byKey    map[uint64]*group
	byValues map[string]*group
	order    []*group // see sort
	last     *group   // of the passage before, which mostly is that of the next
	lastKey  uint64
}

func newGroups(by []search.Field) *groups {
	g := &groups{byKey: map[uint64]*group{}, byValues: map[string]*group{}}
	for _, f := range by {
		g.by = append(g.by, slices.Index(search.Fields, f))
	}
	return g
}

var narrativeField = slices.Index(search.Fields, search.FieldNarrative)

// add is a search.Visit.
func (g *groups) add(c *search.Collection, p *search.Scanned) error {
	narrative := p.Values[narrativeField]
	g.all.add(p, narrative)
	g.of(c, p).add(p, narrative)
	return nil
}

// addNarrative is a search.Visit that counts a passage's narrative and not the passage.
func (g *groups) addNarrative(c *search.Collection, p *search.Scanned) error {
	narrative := p.Values[narrativeField]
	g.all.addNarrative(narrative)
	g.of(c, p).addNarrative(narrative)
	return nil
}

// of returns the group of a passage.
func (g *groups) of(c *search.Collection, p *search.Scanned) *group {
	key := uint64(0)
	for _, f := range g.by {
		key = key*uint64(len(c.Values[f])) + uint64(p.Values[f])
	}
	if g.last == nil || key != g.lastKey {
		g.last, g.lastKey = g.keyed(key, c, p), key
	}
	return g.last
}

// keyed returns the group with a key, and makes it if it is new.
func (g *groups) keyed(key uint64, c *search.Collection, p *search.Scanned) *group {
	if known := g.byKey[key]; known != nil {
		return known
	}
	added := &group{}
	for _, f := range g.by {
		added.values = append(added.values, c.Values[f][p.Values[f]])
	}
	g.byKey[key] = added
	g.byValues[strings.Join(added.values, "\x00")] = added
	return added
}

// with returns the group with some values, or nil.
func (g *groups) with(values []string) *group { return g.byValues[strings.Join(values, "\x00")] }

// sort puts the groups in the order of their values: years as numbers.
func (g *groups) sort() {
	ranks := make([]map[string]int, len(g.by)) // of the values of each field, since comparing two takes long
	for i, f := range g.by {
		ranks[i] = ranksOf(search.Fields[f], g.byKey, i)
	}
	g.order = slices.SortedFunc(maps.Values(g.byKey), func(a, b *group) int {
		for i := range g.by {
			if c := ranks[i][a.values[i]] - ranks[i][b.values[i]]; c != 0 {
				return c
			}
		}
		return 0
	})
}

// ranksOf returns the place of each value that groups have of their ith field.
func ranksOf(field search.Field, groups map[uint64]*group, i int) map[string]int {
	ranks := map[string]int{}
	for _, g := range groups {
		ranks[g.values[i]] = 0
	}
	for rank, value := range slices.SortedFunc(maps.Keys(ranks), func(a, b string) int { return compareValues(field, a, b) }) {
		ranks[value] = rank
	}
	return ranks
}

func compareValues(field search.Field, a, b string) int {
	if field == search.FieldYear {
		x, errX := strconv.Atoi(a)
		y, errY := strconv.Atoi(b)
		if errX == nil && errY == nil {
			return cmp.Compare(x, y)
		}
	}
	return cmp.Or(cmp.Compare(field.Key(a), field.Key(b)), cmp.Compare(a, b))
}
