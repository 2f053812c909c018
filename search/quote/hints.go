package quote

import (
	"fmt"
	"regexp"
	"slices"
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
	inMarks  = regexp.MustCompile(`[“«„"][^“”«»„"]*[”»“"]`)
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

// hint returns what the sentence around a quotation says of its source, and
// whether that goes together with where it stands. Of one that stands in more
// places than were looked at it says nothing.
func (r *Result) hint(context string) {
	r.Context = context
	if r.Total > 0 && r.narratives == nil {
		return
	}
	whole, single := Attribution{}, true
	for _, said := range hintsIn(context) {
		h := Hint{Agrees: r.standsIn(said)}
		switch {
		case said.Country != "":
			h.Field, h.Value = "country", said.Country
			single = single && whole.Country == ""
			whole.Country = said.Country
		case said.Year != 0:
			h.Field, h.Value = "year", strconv.Itoa(said.Year)
			single = single && whole.Year == 0
			whole.Year = said.Year
		default:
			h.Field, h.Value = "report", said.Report
		}
		r.Hints = append(r.Hints, h)
	}
	agree := !slices.ContainsFunc(r.Hints, func(h Hint) bool { return !h.Agrees })
	if single && agree && whole.Country != "" && whole.Year != 0 && !r.standsIn(whole) {
		r.Notes = append(r.Notes, fmt.Sprintf("the sentence names %s and %d; the quotation was found in each, but not in both together", whole.Country, whole.Year))
	}
}

// HintNotes puts the hints into words: what the sentence names, and what of it
// the quotation does not stand in.
func (r *Result) HintNotes() (notes []string) {
	var agree, differ []string
	for _, h := range r.Hints {
		if h.Agrees || len(r.narratives) == 0 {
			agree = append(agree, h.Value)
		} else {
			differ = append(differ, h.Value)
		}
	}
	if agree != nil {
		notes = append(notes, "the sentence names "+strings.Join(agree, ", "))
	}
	if differ != nil {
		notes = append(notes, "the sentence names "+strings.Join(differ, ", ")+", and the quotation was not found there")
	}
	return notes
}

func (r *Result) standsIn(said Attribution) bool {
	for _, n := range r.narratives {
		if said.agrees(n) {
			return true
		}
	}
	return false
}

// hintsIn reads what a sentence says of a source: each thing by itself, once.
// Other quotations in it say nothing.
func hintsIn(context string) (found []Attribution) {
	context = inMarks.ReplaceAllString(context, "…")
	add := func(a Attribution) {
		if !slices.Contains(found, a) {
			found = append(found, a)
		}
	}
	for _, name := range countriesIn(context) {
		add(Attribution{Country: name})
	}
	for _, year := range hintYear.FindAllString(context, -1) {
		n, _ := strconv.Atoi(year) // it is four digits
		add(Attribution{Year: n})
	}
	for _, r := range hintReports {
		if r.said.MatchString(context) {
			add(Attribution{Report: r.means})
		}
	}
	return found
}

// countriesIn returns the short names of the countries that a text names, longest
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
