package count_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"verbatim/search"
	"verbatim/search/count"
	"verbatim/search/enginetest"
)

// What is counted of each wording once is what the scan finds when it compares each
// passage with each of those before it, by year.
func TestDistinctIsThatOfTheScan(t *testing.T) {
	c := newCollection(t)
	same := enginetest.NewNaive(c.docs)
	less := 0
	for n, q := range c.questions(t, questionsWanted()/2) {
		want, all := map[string]int{}, 0
		for _, doc := range c.firsts(t, same, q) {
			marks, _ := c.marks(q, doc)
			want[strconv.Itoa(c.docs[doc].Narrative.Year)] += len(marks)
			all += len(marks)
		}
		got, err := c.Count(t.Context(), count.Request{Codes: []count.Code{{Name: "x", Q: q.String()}}, By: []search.Field{search.FieldYear}, Distinct: true})
		if err != nil {
			continue // it stands for too many words
		}
		found := map[string]int{}
		for _, r := range got.Rows {
			if r.Matches > 0 {
				found[r.Values[0]] = r.Matches
			}
		}
		maps.DeleteFunc(want, func(_ string, n int) bool { return n == 0 })
		if !maps.Equal(found, want) || got.Totals[0].Matches != all {
			t.Errorf("%s: matches by year %v, want %v", q, found, want)
		}
		order := count.Orders[n%len(count.Orders)]
		total, lines, err := c.AllLines(t.Context(), count.ConcordanceRequest{Text: q.String(), Sort: order, Distinct: true})
		if err != nil {
			t.Fatal(err)
		}
		listed := 0
		for _, err := range lines(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			listed++
		}
		if total != all || listed != all {
			t.Errorf("%s: %d lines of %d, want %d", q, listed, total, all)
		}
		every, err := c.Count(t.Context(), count.Request{Codes: []count.Code{{Name: "x", Q: q.String()}}})
		if err != nil {
			t.Fatal(err)
		}
		less += every.Totals[0].Matches - all
	}
	if less == 0 {
		t.Error("nothing is said twice: this test tests nothing")
	}
}

// firsts returns the docs that a query finds and that say what none of an earlier year
// says.
func (c *collection) firsts(t *testing.T, same *enginetest.Naive, q *search.Query) (firsts []int) {
	t.Helper()
	wordings := map[int64]uint32{}
	var in search.Wordings
	everything, err := search.Parse("")
	if err == nil {
		err = same.Scan(t.Context(), search.Question{Query: everything}, search.Scan{Wording: true}, func(c *search.Collection, p *search.Scanned) error {
			in, wordings[p.Row] = c.Wordings, p.Wording
			return nil
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	var found []int
	for i := range c.docs {
		if _, ok := c.marks(q, i); ok {
			found = append(found, i)
		}
	}
	slices.SortStableFunc(found, func(a, b int) int { return c.docs[a].Narrative.Year - c.docs[b].Narrative.Year })
	taken := map[uint32]bool{}
	for _, i := range found {
		if w := wordings[c.docs[i].Row]; !taken[w] {
			in.Others(w, func(other uint32) { taken[other] = true })
			firsts = append(firsts, i)
		}
	}
	return firsts
}

// Each group has a row though all of its passages repeat others.
func TestDistinctKeepsGroups(t *testing.T) {
	c := newCollection(t)
	groups := func(distinct bool) string {
		got, err := c.Count(t.Context(), count.Request{Codes: []count.Code{{Name: "x", Q: "labor"}}, By: []search.Field{search.FieldNarrative}, Distinct: distinct})
		if err != nil {
			t.Fatal(err)
		}
		var rows []string
		for _, r := range got.Rows {
			rows = append(rows, fmt.Sprint(r.Values, r.Of.Narratives))
		}
		return strings.Join(rows, "\n")
	}
	if got, want := groups(true), groups(false); got != want {
		t.Errorf("groups with each wording once:\n%s\nwant\n%s", got, want)
	}
}
