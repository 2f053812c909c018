package follow_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"verbatim/corpus"
	"verbatim/corpus/corpustest"
	"verbatim/index/indextest"
	"verbatim/search/follow"
)

// Editions are made from real recommendations, with edits that are known: at least
// so many of the links must be right, and so many of them found.
const linksRight = 0.98

const (
	madeCountries = 30
	madeEditions  = 6
	madeReport    = "Made report"
	firstMade     = 2010
)

// Editions are made of the demonstration collection's recommendations, and where it is
// there of what states recommend to each other, which begins with the same few words
// far more often.
func TestLinksOfMadeEditions(t *testing.T) {
	t.Run("demo", func(t *testing.T) { testMadeEditions(t, demoRecommendations(t)) })
	if file, ok := corpustest.Collection(t, "upr-recommendations-2008-2014.jsonl.gz"); ok && !testing.Short() {
		t.Run("upr", func(t *testing.T) { testMadeEditions(t, paragraphsOf(t, file)) })
	}
}

func testMadeEditions(t *testing.T, real [][]string) {
	m := &maker{random: rand.New(rand.NewPCG(7, 19)), real: real}
	f := newFollower(t, m.write(t))
	tally := map[string]*tallied{}
	for country := range madeCountries {
		found, err := f.Threads(t.Context(), follow.Request{Country: madeCountry(country), Report: madeReport})
		if err != nil {
			t.Fatal(err)
		}
		m.compare(t, country, found, tally)
	}
	all := tallied{}
	for _, how := range slices.Sorted(maps.Keys(tally)) {
		t.Logf("%-12s %v", how, *tally[how])
		all.add(*tally[how])
	}
	t.Logf("%-12s %v", "all", all)
	if all.precision() < linksRight || all.recall() < linksRight {
		t.Errorf("%.3f of the links are right and %.3f of those there are found, want %.2f", all.precision(), all.recall(), linksRight)
	}
	if all.openings > 0 {
		t.Errorf("%d links are between recommendations that share their opening alone", all.openings)
	}
}

// A tallied counts links.
type tallied struct{ right, wrong, missed, openings int }

func (a *tallied) add(b tallied) {
	a.right, a.wrong, a.missed, a.openings = a.right+b.right, a.wrong+b.wrong, a.missed+b.missed, a.openings+b.openings
}

func (a tallied) precision() float64 { return float64(a.right) / float64(max(1, a.right+a.wrong)) }
func (a tallied) recall() float64    { return float64(a.right) / float64(max(1, a.right+a.missed)) }

func (a tallied) String() string {
	return fmt.Sprintf("%5d right, %3d wrong, %3d missed", a.right, a.wrong, a.missed)
}

func madeCountry(n int) string { return fmt.Sprintf("Madeland %c%c", 'A'+n/26, 'A'+n%26) }

// demoRecommendations returns the recommendations of each narrative of the
// demonstration collection that has some.
func demoRecommendations(t *testing.T) (real [][]string) {
	t.Helper()
	for n, err := range indextest.Demo(t).Library().All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, p := range n.Passages {
			if p.Kind == corpus.Recommendation {
				list = append(list, p.Span.In(n.Text))
			}
		}
		if len(list) > 0 {
			real = append(real, list)
		}
	}
	return real
}

// paragraphsOf returns the lines of each narrative of a file.
func paragraphsOf(t *testing.T, name string) (real [][]string) {
	t.Helper()
	editionsIn(t, name, func(e edition) {
		var list []string
		for line := range strings.Lines(e.Markdown) {
			// What is in brackets at the end is the state that recommends it.
			line, _, _ = strings.Cut(strings.TrimLeft(line, "-#* "), "(")
			if line = strings.TrimSpace(line); len(strings.Fields(line)) >= leastWords {
				list = append(list, line)
			}
		}
		real = append(real, list)
	})
	return real
}

// compare counts the links of a made country: of each passage, whether what it is
// said to come from is all that it was made of.
func (m *maker) compare(t *testing.T, country int, found *follow.Threads, tally map[string]*tallied) {
	t.Helper()
	texts, from := map[string]string{}, map[string][]string{}
	for _, thread := range found.Threads {
		for _, p := range thread.Passages {
			texts[p.Passage.ID] = p.Text
			from[fmt.Sprint(p.Year, p.Text)] = p.From
		}
	}
	for e, edition := range m.made[country][1:] {
		for _, own := range edition {
			var got []string
			for _, id := range from[fmt.Sprint(firstMade+e+1, own.text)] {
				got = append(got, texts[id])
			}
			if tally[own.how] == nil {
				tally[own.how] = &tallied{}
			}
			tally[own.how].count(t, own, got)
		}
	}
}

// count compares where a passage comes from with where it is said to come from.
func (a *tallied) count(t *testing.T, own made, got []string) {
	t.Helper()
	for _, from := range own.from {
		if slices.Contains(got, from) {
			a.right++
			continue
		}
		a.missed++
		t.Logf("missed, %s:\n   %s\n<- %s\n   linked with %q", own.how, own.text, from, got)
	}
	for _, from := range got {
		if slices.Contains(own.from, from) {
			continue
		}
		a.wrong++
		alone := opening(from, own.text) > 0 && sharedLong(from, own.text) == 0
		if alone {
			a.openings++
		}
		t.Logf("wrong, %s (shares the opening alone: %t):\n   %s\n<- %s", own.how, alone, own.text, from)
	}
}
