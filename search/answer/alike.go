package answer

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"verbatim/search"
)

// Alike are the passages that were folded into a hit: they match too, and say the same.
type Alike struct {
	Count     int            `json:"count"`
	Years     []int          `json:"years"`
	Countries []string       `json:"countries"`
	Text      string         `json:"text"`     // in words: see AlikeInWords
	Passages  []AlikePassage `json:"passages"` // the first of them, at most search.MaxAlike
}

// An AlikePassage is one of them.
type AlikePassage struct {
	Passage string `json:"passage"`
	Country string `json:"country"`
	Year    int    `json:"year"` // 0 if it is not known
	Report  string `json:"report"`
	Text    string `json:"text"`
	Link    string `json:"link"`
}

// NewAlike says what was folded into a hit.
func NewAlike(hit search.Result) *Alike {
	a := &Alike{Count: len(hit.Folded), Years: []int{}, Countries: []string{}, Text: AlikeInWords(hit), Passages: []AlikePassage{}}
	for _, f := range hit.Folded {
		if year, err := strconv.Atoi(f.Year); err == nil {
			a.Years = append(a.Years, year)
		}
		if f.Country != "" {
			a.Countries = append(a.Countries, f.Country)
		}
	}
	slices.Sort(a.Years)
	slices.Sort(a.Countries)
	a.Years, a.Countries = slices.Compact(a.Years), slices.Compact(a.Countries)
	for _, e := range hit.Alike {
		a.Passages = append(a.Passages, AlikePassage{e.Passage.ID, e.Narrative.Country, e.Narrative.Year, e.Narrative.Report, e.Text, search.Link(e.Passage.ID)})
	}
	return a
}

// AlikeInWords says where what was folded into a hit stands: "same in 2017, 2018 and
// 2020, and in 3 other countries". It is empty if nothing was.
func AlikeInWords(hit search.Result) string {
	var years, others []string
	for _, f := range hit.Folded {
		if f.Country != hit.Narrative.Country {
			others = append(others, f.Country)
		} else {
			years = append(years, cmp.Or(f.Year, "an unknown year"))
		}
	}
	slices.Sort(years)
	slices.Sort(others)
	years, others = slices.Compact(years), slices.Compact(others)
	var places []string
	if n := len(years); n > 1 {
		years = []string{strings.Join(years[:n-1], ", ") + " and " + years[n-1]}
	}
	places = append(places, years...)
	switch {
	case len(others) == 1 && others[0] != "":
		places = append(places, others[0])
	case len(others) > 0:
		places = append(places, Count(len(others), "other country", "other countries"))
	}
	if len(places) == 0 {
		return ""
	}
	return fmt.Sprintf("same in %s", strings.Join(places, ", and in "))
}
