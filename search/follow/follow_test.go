package follow_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"verbatim/corpus/corpustest"
	"verbatim/corpus/prose"
	"verbatim/index/indextest"
	"verbatim/search/enginetest"
	"verbatim/search/follow"
)

const actions = "Findings on the Worst Forms of Child Labor: suggested actions"

// newFollower imports files into a library and indexes it.
func newFollower(t *testing.T, files ...string) *follow.Follower {
	t.Helper()
	return follow.New(indextest.Searcher(t, enginetest.Imported(t, files...)))
}

// reached is how many of the published first years are found.
const reached = 65

// The Department of Labor prints beside each suggested action in which years it
// was suggested: the first of them is the first year of the action's thread.
func TestFirstYearsArePublishedOnes(t *testing.T) {
	folder, ok := corpustest.HasData(t)
	if !ok {
		t.Log("the published years of suggested actions are not there: they are not compared")
		return
	}
	file, err := os.Open(filepath.Join(folder, "lineage", "suggested-years.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	table := csv.NewReader(file)
	table.Comma, table.LazyQuotes = '\t', true
	rows, err := table.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	f := newFollower(t, filepath.Join(folder, "corpora", "child-labor-actions-2014-2022.jsonl.gz"))
	right := 0
	for _, row := range rows[1:] {
		edition, _ := strconv.Atoi(row[1])
		want, _ := strconv.Atoi(row[4])
		got := firstYear(t, f, row[0], edition, row[5])
		if got == want {
			right++
		} else {
			t.Logf("%s %d: first in %d, want %d: %s", row[0], edition, got, want, row[5])
		}
	}
	t.Logf("%d of %d", right, len(rows)-1)
	if right < reached {
		t.Errorf("%d of %d first years are right, want %d", right, len(rows)-1, reached)
	}
}

// firstYear returns the first year of the thread that has a wording in an edition.
func firstYear(t *testing.T, f *follow.Follower, country string, edition int, text string) int {
	t.Helper()
	found, err := f.Threads(t.Context(), follow.Request{Country: country, Report: actions})
	if err != nil {
		t.Fatal(err)
	}
	for _, thread := range found.Threads {
		for _, p := range thread.Passages {
			if p.Year == edition && prose.FoldString(prose.OneLine(p.Text)) == prose.FoldString(prose.OneLine(text)) {
				return thread.First
			}
		}
	}
	return 0
}
