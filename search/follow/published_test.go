package follow_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"verbatim/corpus"
	"verbatim/corpus/corpustest"
	"verbatim/corpus/prose"
	"verbatim/search/follow"
)

const actions = "Findings on the Worst Forms of Child Labor: suggested actions"

// So many of the published first years must be found at least: of the 69 in the table,
// and, of all, this part.
const (
	tableRight = 64
	allRight   = 0.81
)

// The Department of Labor prints beside each suggested action in which years it was
// suggested: the first of them that the library has is the first year of the action's
// thread. A table has those of five countries. Those of more are where the pages of its
// reports have as many years as actions.
func TestFirstYearsArePublishedOnes(t *testing.T) {
	folder, ok := corpustest.HasData(t)
	if !ok {
		t.Log("the published years of suggested actions are not there: they are not compared")
		return
	}
	suggested := filepath.Join(folder, "corpora", "child-labor-actions-2014-2022.jsonl.gz")
	f := newFollower(t, suggested)
	table := publishedInTable(t, folder)
	right := foundFirst(t, f, table)
	if right < tableRight {
		t.Errorf("%d of the %d first years of the table are right, want %d", right, len(table), tableRight)
	}
	reports := publishedInReports(t, folder, actionsOf(t, suggested))
	right += foundFirst(t, f, reports)
	all := len(table) + len(reports)
	t.Logf("%d of %d", right, all)
	if float64(right) < allRight*float64(all) || all < 500 {
		t.Errorf("%d of %d first years are right, want %.2f", right, all, allRight)
	}
}

// foundFirst returns how many published first years are those of the actions' threads.
func foundFirst(t *testing.T, f *follow.Follower, list []published) (right int) {
	t.Helper()
	threads := map[string]*follow.Threads{} // of each country
	for _, p := range list {
		if threads[p.country] == nil {
			found, err := f.Threads(t.Context(), follow.Request{Country: p.country, Report: actions})
			if err != nil {
				t.Fatal(err)
			}
			threads[p.country] = found
		}
		if got := firstYear(threads[p.country], p.edition, p.action); got == p.first {
			right++
		} else {
			t.Logf("%s %d: first in %d, want %d: %s", p.country, p.edition, got, p.first, p.action)
		}
	}
	return right
}

// firstYear returns the first year of the thread that has a wording in an edition.
func firstYear(found *follow.Threads, edition int, text string) int {
	wanted := prose.FoldString(prose.OneLine(text))
	for _, thread := range found.Threads {
		for _, p := range thread.Passages {
			if p.Year == edition && prose.FoldString(prose.OneLine(p.Text)) == wanted {
				return thread.First
			}
		}
	}
	return 0
}

// A published action says in which edition that the library has it was suggested first.
type published struct {
	country string
	edition int
	action  string
	first   int
}

func publishedInTable(t *testing.T, folder string) (list []published) {
	t.Helper()
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
	for _, row := range rows[1:] {
		edition, _ := strconv.Atoi(row[1])
		first, _ := strconv.Atoi(row[4])
		list = append(list, published{row[0], edition, row[5], first})
	}
	return list
}

// An edition is a line of a collection.
type edition struct {
	Country  string
	Year     int
	Markdown string
}

// editionsIn visits the narratives of a collection.
func editionsIn(t *testing.T, name string, visit func(edition)) {
	t.Helper()
	for line := range corpustest.Lines(t, name, 1, math.MaxInt) {
		var e edition
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatal(err)
		}
		e.Country, _ = corpus.CountryName(e.Country)
		visit(e)
	}
}

// letters leaves of a text its words in small letters, with a space after each.
func letters(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }), " ") + " "
}

// actionsOf returns the actions of each country and year, by their letters.
func actionsOf(t *testing.T, name string) map[string]map[int]map[string]string {
	t.Helper()
	all := map[string]map[int]map[string]string{}
	editionsIn(t, name, func(e edition) {
		if all[e.Country] == nil {
			all[e.Country] = map[int]map[string]string{}
		}
		of := map[string]string{}
		for line := range strings.Lines(e.Markdown) {
			if action, is := strings.CutPrefix(line, "- "); is {
				of[letters(action)] = strings.TrimSpace(action)
			}
		}
		all[e.Country][e.Year] = of
	})
	return all
}

var (
	suggestedTable = regexp.MustCompile(`(?s)Suggested Action\s(.*?)Year\(s\)\s+(?:Suggested|Action\s+Recommended)([\s0-9–,;-]*)`)
	suggestedYears = regexp.MustCompile(`20\d\d(?: ?[–-] ?20\d\d)?(?:[,;] ?20\d\d(?: ?[–-] ?20\d\d)?)*`)
	suggestedArea  = regexp.MustCompile(`^(?:area|legal framework|enforcement|coordination|government policies|social programs|suggested action) `)
)

// publishedInReports reads the tables of reports that have a year beside each action, and
// nothing but actions.
func publishedInReports(t *testing.T, folder string, actions map[string]map[int]map[string]string) (list []published) {
	t.Helper()
	editionsIn(t, filepath.Join(folder, "corpora", "child-labor-2013-2021.jsonl.gz"), func(e edition) {
		known := actions[e.Country][e.Year]
		for _, m := range suggestedTable.FindAllStringSubmatch(e.Markdown, -1) {
			columns := strings.Split(m[1], "Suggested Action")
			found, years := actionsIn(letters(columns[len(columns)-1]), known), suggestedYears.FindAllString(m[2], -1)
			if len(found) == 0 || len(found) != len(years) || slices.ContainsFunc(years, func(y string) bool { return !strings.HasSuffix(y, strconv.Itoa(e.Year)) }) {
				continue
			}
			for i, action := range found {
				said, _ := strconv.Atoi(years[i][:4])
				first := e.Year
				for year := range actions[e.Country] {
					if year >= said {
						first = min(first, year)
					}
				}
				list = append(list, published{e.Country, e.Year, action, first})
			}
		}
	})
	return list
}

// actionsIn returns the actions that a text has one after the other; none if it has anything
// else.
func actionsIn(text string, known map[string]string) (found []string) {
	for text != "" {
		longest := ""
		for action := range known {
			if len(action) > len(longest) && strings.HasPrefix(text, action) {
				longest = action
			}
		}
		if longest == "" {
			if longest = suggestedArea.FindString(text); longest == "" {
				return nil
			}
		} else {
			found = append(found, known[longest])
		}
		text = text[len(longest):]
	}
	return found
}
