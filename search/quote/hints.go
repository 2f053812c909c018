package quote

import (
	"regexp"
	"strconv"
	"strings"

	"verbatim/corpus"
)

// A Hint is what the sentence around a quotation says of its source. It is no
// verdict: the sentence may speak of something else.
type Hint struct {
	Field  string // country, year or report
	Value  string
	Agrees bool // a place where the quotation stands is of it
}

var (
	hintYear = regexp.MustCompile(`\b(?:19|20)\d\d\b`)
	// capitals is a run of words with capitals, and small words between them.
	capitals = regexp.MustCompile(`\p{Lu}[\pL'’.-]*(?:\s+(?:(?:of|the|and|du|da|e)\s+)*(?:d['’])?\p{Lu}[\pL'’.-]*)*`)
	// hintReports are the names by which reports and their publishers go.
	hintReports = []struct {
		said  *regexp.Regexp
		means string
	}{
		{regexp.MustCompile(`(?i)\btrafficking in persons report\b|\bTIP report\b`), "Trafficking in Persons Report"},
		{regexp.MustCompile(`(?i)\bhuman rights (?:practices|reports?)\b`), "Human Rights Practices"},
		{regexp.MustCompile(`(?i)\bchild labor (?:report|findings)\b|\bworst forms of child labor\b`), "Findings on the Worst Forms of Child Labor"},
		{regexp.MustCompile(`(?i)\bfactbook\b`), "World Factbook"},
		{regexp.MustCompile(`(?i)\buniversal periodic review\b|\bUPR\b`), "Universal Periodic Review"},
		{regexp.MustCompile(`(?i)\bstate department\b|\bdepartment of state\b`), "U.S. Department of State"},
		{regexp.MustCompile(`(?i)\blabor department\b|\bdepartment of labor\b`), "U.S. Department of Labor"},
	}
)

// hints reads what a sentence says of the source of a quotation that stands in
// the places.
func hints(context string, places []Place) (found []Hint) {
	add := func(field, value string, said Attribution) {
		for _, h := range found {
			if h.Field == field && h.Value == value {
				return
			}
		}
		h := Hint{Field: field, Value: value}
		for _, p := range places {
			h.Agrees = h.Agrees || said.agrees(p.Entry.Narrative)
		}
		found = append(found, h)
	}
	for _, name := range countriesIn(context) {
		add("country", name, Attribution{Country: name})
	}
	for _, year := range hintYear.FindAllString(context, -1) {
		n, _ := strconv.Atoi(year) // it is four digits
		add("year", year, Attribution{Year: n})
	}
	for _, r := range hintReports {
		if r.said.MatchString(context) {
			add("report", r.means, Attribution{Report: r.means})
		}
	}
	return found
}

// countriesIn gives the short names of the countries that a text names, longest
// names first where they overlap. Abbreviations are left out: "US" is more
// often who says than who is meant.
func countriesIn(text string) (names []string) {
	for _, run := range capitals.FindAllString(text, -1) {
		words := strings.Fields(run)
		for from := 0; from < len(words); from++ {
			for to := len(words); to > from; to-- {
				name := strings.TrimRight(strings.Join(words[from:to], " "), ".'’")
				name = strings.TrimSuffix(strings.TrimSuffix(name, "’s"), "'s")
				if strings.ToUpper(name) == name {
					continue
				}
				if short, code := corpus.CountryName(name); code != "" {
					names = append(names, short)
					from = to - 1
					break
				}
			}
		}
	}
	return names
}
