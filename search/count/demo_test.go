package count_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"verbatim/index/store"
	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/count"
)

// checkedCells were counted apart from this program, by regular expressions over the
// JSON lines of the demonstration collection: for "debt bondage", say, the matches of
// \b(debt\W+bondage|bonded\W+labor|debt\W+based\W+coercion)\b, whatever the case, in the
// lines that are no headings.
var checkedCells = []struct {
	name, country string
	year, matches int
}{
	{"forced labor", "North Korea", 2014, 5},
	{"forced labor", "Angola", 2017, 3},
	{"debt bondage", "India", 2018, 5},
	{"debt bondage", "Pakistan", 2020, 4},
	{"sex trafficking", "Thailand", 2016, 2},
	{"child labor", "Ghana", 2019, 7},
	{"corruption", "Kenya", 2014, 1},
	{"labor inspection", "Uganda", 2021, 6},
	{"conviction", "Bangladesh", 2020, 2},
	{"tier assessment", "Venezuela", 2022, 2},
}

// TestDemoCodebook counts the codebook that README.md names in the demonstration
// collection, compares cells with what was counted by other means, and has Python read
// the CSV as README.md shows.
func TestDemoCodebook(t *testing.T) {
	if testing.Short() {
		t.Skip("the demonstration collection takes seconds to index")
	}
	data, err := os.ReadFile("testdata/codebook.csv")
	if err != nil {
		t.Fatal(err)
	}
	codes, err := count.ReadCodebook(data)
	if err != nil || len(codes) != 25 {
		t.Fatalf("%d codes, %v", len(codes), err)
	}
	s, err := store.OpenDemo(t.Context(), t.TempDir(), "test", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	table, err := count.New(s.Searcher()).Count(t.Context(), count.Request{Codes: codes, By: []search.Field{search.FieldCountry, search.FieldYear}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range checkedCells {
		if got := matchesIn(table, c.name, c.country, c.year); got != c.matches {
			t.Errorf("%s in %s, %d: %d matches, want %d", c.name, c.country, c.year, got, c.matches)
		}
	}
	for i, total := range table.Totals {
		asked, err := s.Searcher().Search(t.Context(), search.Request{Text: codes[i].Q, Matches: true})
		if err != nil {
			t.Fatal(err)
		}
		if asked.Matches == nil || *asked.Matches != total.Matches || asked.Total != total.Passages || asked.Narratives != total.Narratives {
			t.Errorf("%s: a search has other numbers than the count", codes[i].Name)
		}
	}
	var file bytes.Buffer
	if err := answer.WriteCounts(&file, table); err != nil {
		t.Fatal(err)
	}
	readAsReadme(t, file.Bytes(), len(table.Rows))
}

// matchesIn returns a cell of a table by country and year; -1 if there is none.
func matchesIn(table *count.Table, name, country string, year int) int {
	for _, r := range table.Rows {
		if table.Codes[r.Code].Name == name && slices.Equal(r.Values, []string{country, strconv.Itoa(year)}) {
			return r.Matches
		}
	}
	return -1
}

var pythonFence = regexp.MustCompile("(?ms)^```python\n(.*?)^```")

// readAsReadme runs the Python of README.md over a file of counts: with pandas if it is
// there, and else its lines for the module csv.
func readAsReadme(t *testing.T, file []byte, rows int) {
	if all, err := csv.NewReader(bytes.NewReader(file)).ReadAll(); err != nil || len(all) != rows+1 {
		t.Fatalf("the CSV has %d rows, want %d and a head: %v", len(all), rows, err)
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no Python: its lines in README.md are not run")
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var scripts []string
	for _, fence := range pythonFence.FindAllSubmatch(readme, -1) {
		scripts = append(scripts, string(fence[1]))
	}
	if len(scripts) != 2 {
		t.Fatalf("README.md has %d scripts in Python, want one for pandas and one for csv", len(scripts))
	}
	script := scripts[1]
	if exec.Command(python, "-c", "import pandas").Run() == nil {
		script = scripts[0]
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "counts.csv"), file, 0o644); err != nil {
		t.Fatal(err)
	}
	run := exec.Command(python, "-c", script+"\nassert int(table['forced labor', 'Angola', 2017]) == 3, table")
	run.Dir = dir
	if output, err := run.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
}
