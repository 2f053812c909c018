package index

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"verbatim/corpus/corpustest"
	"verbatim/search"
	"verbatim/search/enginetest"
)

// TestWhatIsSaid asks the questions of testdata/said.txt, which says how it is read.
func TestWhatIsSaid(t *testing.T) {
	file, err := os.ReadFile(filepath.Join("testdata", "said.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for i, block := range strings.Split(strings.TrimSpace(string(file)), "\n\n")[1:] {
		lines := strings.Split(block, "\n")
		t.Run(strings.Trim(lines[0], "# ."), func(t *testing.T) {
			var text strings.Builder
			text.WriteString("2020 Trafficking in Persons Report: Kenya\n")
			for _, line := range lines {
				if passage, ok := strings.CutPrefix(line, "text: "); ok {
					text.WriteString("\n" + passage + "\n")
				}
			}
			path := filepath.Join(t.TempDir(), fmt.Sprintf("block-%d.txt", i))
			if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
				t.Fatal(err)
			}
			lib := enginetest.Library(t, path)
			searcher := search.NewSearcher(lib, newIndex(t, lib))
			for _, line := range lines {
				if strings.HasPrefix(line, "finds ") {
					checkSaid(t, searcher, line)
				}
			}
		})
	}
}

var finds = regexp.MustCompile(`^finds (\d+): (.*?)(?: (says|offers) (.*))?$`)

// checkSaid asks one question, of the passages of a block alone.
func checkSaid(t *testing.T, searcher *search.Searcher, line string) {
	t.Helper()
	m := finds.FindStringSubmatch(line)
	if m == nil {
		t.Fatalf("%s: want a number and a question", line)
	}
	total, err := strconv.Atoi(m[1])
	if err != nil {
		t.Fatal(err)
	}
	results, err := searcher.Search(t.Context(), search.Request{Text: m[2], Filters: map[search.Field][]string{search.FieldCountry: {"Kenya"}}})
	if err != nil {
		t.Errorf("%s: %v", m[2], err)
		return
	}
	if results.Total != total {
		t.Errorf("%s finds %d, want %d; notes %q", m[2], results.Total, total, results.Query.Notes)
	}
	said := slices.Clone(results.Query.Notes)
	if m[3] == "offers" {
		said = []string{results.Suggestion}
		for _, o := range results.Offers {
			said = append(said, o.Query)
		}
	}
	wanted := strings.ReplaceAll(m[4], " : ", ": ")
	if !slices.ContainsFunc(said, func(s string) bool { return strings.Contains(s, wanted) }) && wanted != "" {
		t.Errorf("%s: %q, want %q", m[2], said, wanted)
	}
}

// TestFacetsCountWhatChoosingFinds chooses every value of every facet of some
// questions.
func TestFacetsCountWhatChoosingFinds(t *testing.T) {
	searcher := demo(t)
	if !testing.Short() {
		searcher = withOthers(t)
	}
	for _, text := range []string{"executive OR summary", `"child labor" NOT police`, "women year:2015..2019", "kind:heading law"} {
		checkFacets(t, searcher, text)
	}
}

// withOthers searches the demonstration collection with other reports, where they are.
func withOthers(t *testing.T) *search.Searcher {
	t.Helper()
	reports := corpustest.Demo(t)
	for _, name := range []string{"child-labor-2013-2021.jsonl.gz", "human-rights-practices-2016-2023.jsonl.gz"} {
		if path, ok := corpustest.Collection(t, name); ok {
			reports = append(reports, corpustest.EveryNth(t, path, 40))
		}
	}
	lib := enginetest.Library(t, reports...)
	return search.NewSearcher(lib, newIndex(t, lib))
}

func checkFacets(t *testing.T, searcher *search.Searcher, text string) {
	t.Helper()
	results, err := searcher.Search(t.Context(), search.Request{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	for _, facet := range results.Facets {
		for _, v := range facet.Values {
			n, err := searcher.Count(t.Context(), search.Request{Text: text, Filters: map[search.Field][]string{facet.Field: {v.Value}}})
			if err != nil || n != v.Count {
				t.Errorf("%s: %s %q counts %d, and choosing it finds %d, error %v", text, facet.Field, v.Value, v.Count, n, err)
			}
		}
	}
}

// TestCanonicalFormPrintsItself holds that what an answer is recorded with can be asked
// again, in either mode.
func TestCanonicalFormPrintsItself(t *testing.T) {
	for _, text := range []string{
		`NOT imprecise AND "that" NEAR/15 actions COUNTRY:"Sao Tome and Principe"`, `a b OR c NOT d AND e`, `(a NEAR/5 b) PRE/20 c PRE/s d`,
		`"traff* victim?"~2 -"left out"`, `section:"=Section 7" report:Factbook pre-trial`, `country:Côte d'Ivoire`, `(a OR b c) (d e OR f)`,
	} {
		for _, mode := range []search.Mode{search.ModeAll, search.ModeAny} {
			q, err := search.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			printed := q.In(mode).String()
			again, err := search.Parse(printed)
			if err != nil || again.String() != printed {
				t.Errorf("%s in mode %s prints %s, and that %v, error %v", text, mode, printed, again, err)
			}
		}
	}
}
