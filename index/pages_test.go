package index

import (
	"fmt"
	"slices"
	"testing"

	"verbatim/search"
)

// TestPagesAreOneOrder turns the pages of questions that differ in one thing each, all by
// turns and each page twice, and compares them with the answer as a whole.
func TestPagesAreOneOrder(t *testing.T) {
	x := demo(t).Engine()
	const all, size = 150, 13
	var questions []search.Question
	var wholes [][]search.Hit
	for _, text := range []string{`forced labor`, `forced OR labor`, `"forced labor"`, `labor year:2016..2019`} {
		for _, mode := range []search.Mode{search.ModeAll, search.ModeAny} {
			for _, sort := range search.Sorts {
				for _, group := range []bool{false, true} {
					q, err := search.Parse(text)
					if err != nil {
						t.Fatal(err)
					}
					questions = append(questions, search.Question{Query: q.In(mode), Sort: sort, Group: group, Narratives: true, Limit: all})
				}
			}
		}
	}
	totals := map[*search.Query]string{}
	find := func(q search.Question) []search.Hit {
		found, err := x.Find(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if counted := fmt.Sprint(found.Total, found.Narratives, found.Headings); totals[q.Query] == "" {
			totals[q.Query] = counted
		} else if totals[q.Query] != counted {
			t.Errorf("%s, from %d: counted %s, at first %s", q, q.Offset, counted, totals[q.Query])
		}
		return found.Hits
	}
	for _, q := range questions {
		wholes = append(wholes, find(q))
	}
	for from := 0; from < all; from += size {
		for i, q := range questions {
			q.Offset, q.Limit = from, size
			want := fmt.Sprint(wholes[i][min(from, len(wholes[i])):min(from+size, len(wholes[i]))])
			for range 2 {
				got := find(q)
				if got = got[:min(len(got), all-from)]; fmt.Sprint(got) != want {
					t.Errorf("%s, sort %s, group %t, from %d:\n%v, want\n%v", q, q.Sort, q.Group, from, got, want)
				}
			}
		}
	}
	if longest := slices.MaxFunc(wholes, func(a, b []search.Hit) int { return len(a) - len(b) }); len(longest) < all {
		t.Errorf("no question finds more than %d", len(longest))
	}
}
