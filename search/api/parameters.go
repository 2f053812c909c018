package api

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"verbatim/corpus/library"
	"verbatim/search"
)

// The filters of a search are its facets. Filters alone may be repeated.
var (
	searchParameters     = append([]string{"q", "mode", "sort", "size", "cursor", "explain", "matches", "facets", "fold"}, filterNames()...)
	narrativesParameters = []string{"country", "year", "report", "size", "cursor"}
)

func filterNames() []string {
	names := make([]string, len(search.Facets))
	for i, f := range search.Facets {
		names[i] = string(f)
	}
	return names
}

// checkParameters wants each parameter of a query string to be one of those
// known, so that a misspelled filter is not an answer without it.
func checkParameters(values url.Values, known []string) error {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if slices.Contains(known, name) {
			continue
		}
		if len(known) == 0 {
			return parameterError(fmt.Sprintf("there is no parameter %q: this path takes none", name))
		}
		return parameterError(fmt.Sprintf("there is no parameter %q; the parameters are %s", name, strings.Join(known, ", ")))
	}
	return nil
}

// once returns a parameter that may not be repeated.
func once(values url.Values, name string) (string, error) {
	if len(values[name]) > 1 {
		return "", parameterError(name + ": given more than once")
	}
	return values.Get(name), nil
}

// oneOrZero reads a parameter that is 1 or 0.
func oneOrZero(values url.Values, name string) (on bool, err error) {
	switch text, err := once(values, name); {
	case err != nil:
		return false, err
	case text == "1":
		return true, nil
	case text == "0", text == "":
		return false, nil
	}
	return false, parameterError(name + ": want 1 or 0")
}

// size reads how many answers are wanted.
func size(values url.Values) (int, error) {
	text, err := once(values, "size")
	if text == "" || err != nil {
		return search.DefaultSize, err
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > search.MaxSize {
		return 0, parameterError(fmt.Sprintf("size: want a number from 1 to %d", search.MaxSize))
	}
	return n, nil
}

func searchRequest(values url.Values) (r search.Request, err error) {
	var mode, sort string
	for _, p := range []struct {
		name string
		into *string
	}{{"q", &r.Text}, {"mode", &mode}, {"sort", &sort}, {"cursor", &r.Cursor}} {
		if *p.into, err = once(values, p.name); err != nil {
			return r, err
		}
	}
	r.Mode, r.Sort = search.Mode(mode), search.Sort(sort)
	r.Filters = make(map[search.Field][]string)
	for _, field := range search.Facets {
		if chosen := values[string(field)]; len(chosen) > 0 {
			r.Filters[field] = chosen
		}
	}
	if r.Explain, err = oneOrZero(values, "explain"); err != nil {
		return r, err
	}
	fold, err := oneOrZero(values, "fold")
	if err != nil {
		return r, err
	}
	if fold {
		r.FoldUpTo = search.FoldAll
	}
	if r.Matches, err = oneOrZero(values, "matches"); err != nil {
		return r, err
	}
	if values.Has("facets") {
		if r.Facets, err = facetNames(values); err != nil {
			return r, err
		}
	}
	r.Size, err = size(values)
	return r, err
}

// facetNames reads which facets are wanted, with commas between; of nothing, none.
func facetNames(values url.Values) ([]search.Field, error) {
	text, err := once(values, "facets")
	if err != nil {
		return nil, err
	}
	wanted := []search.Field{}
	for name := range strings.SplitSeq(text, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if !slices.Contains(search.Facets, search.Field(name)) {
			return nil, parameterError(fmt.Sprintf("facets: there is no facet %q; the facets are %s", name, strings.Join(filterNames(), ", ")))
		}
		wanted = append(wanted, search.Field(name))
	}
	return wanted, nil
}

// narrativesRequest reads which narratives are wanted: those that the filter
// chooses, so many after a row of the library.
func narrativesRequest(values url.Values) (f library.Filter, after int64, n int, err error) {
	f = library.Filter{Reports: values["report"]}
	for _, name := range values["country"] {
		if name == search.None {
			name = ""
		}
		f.Countries = append(f.Countries, name)
	}
	for _, text := range values["year"] {
		if text == search.None {
			f.NoYear = true
			continue
		}
		years, err := parseYears(text)
		if err != nil {
			return f, 0, 0, err
		}
		f.Years = append(f.Years, years)
	}
	cursor, err := once(values, "cursor")
	if err != nil {
		return f, 0, 0, err
	}
	if cursor != "" {
		if after, err = strconv.ParseInt(cursor, 10, 64); err != nil || after < 0 || after > search.MaxRow {
			return f, 0, 0, parameterError("cursor: this is not one that was given here")
		}
	}
	n, err = size(values)
	return f, after, n, err
}

func parseYears(text string) (y library.Years, err error) {
	var ok bool
	if y.From, y.To, ok = search.ParseYears(text); !ok {
		return y, parameterError("year: want a year or a range of years, as in 2019..2023")
	}
	if y.To < y.From {
		return y, parameterError("year: " + text + " ends before it begins")
	}
	return y, nil
}
