package ui

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"verbatim/search"
	"verbatim/search/answer"
)

// A question is what a person asks, as it stands in a page's address: all that
// an answer depends on.
type question struct {
	search.Request
	Fold   string                  // "0": of passages that say the same each is shown, and not one of them
	Folded bool                    // they were
	ByName bool                    // the values of facets stand by name, not by count
	Find   map[search.Field]string // what the values of a facet must have in them
}

// grouped is the value of the parameter group for one hit a narrative.
const grouped = "narrative"

// questionOf reads an address. What it does not know it leaves aside: people
// follow links that others have added to.
func questionOf(values url.Values) question {
	q := question{Request: search.Request{
		Text:    values.Get("q"),
		Mode:    search.Mode(values.Get("mode")),
		Sort:    search.Sort(values.Get("sort")),
		Cursor:  values.Get("cursor"),
		Group:   values.Get("group") == grouped,
		Explain: values.Get("explain") == "1",
		Size:    sizeOf(values.Get("size")),
		Filters: make(map[search.Field][]string),
	}, Fold: values.Get("fold"), ByName: values.Get("values") == "name", Find: make(map[search.Field]string)}
	for _, field := range search.Facets {
		if find := strings.TrimSpace(values.Get(finder(field))); find != "" {
			q.Find[field] = find
		}
		for _, value := range values[string(field)] {
			if value = strings.TrimSpace(value); value != "" && !slices.Contains(q.Filters[field], value) {
				q.Filters[field] = append(q.Filters[field], value)
			}
		}
	}
	if span := yearSpan(values.Get("from"), values.Get("to")); span != "" {
		q.Filters[search.FieldYear] = []string{span}
	}
	return q
}

// sizeOf reads how many results a page is to have. What is no number is refused with the
// rest of what cannot be: there is none of -1.
func sizeOf(text string) int {
	if text == "" {
		return 0
	}
	if n, err := strconv.Atoi(text); err == nil && n != 0 {
		return n
	}
	return -1
}

// singles are the parameters of a question that have one value. A button of the form adds
// one behind the value that the form has: the last counts.
var singles = []string{"q", "mode", "sort", "group", "size", "values", "explain", "fold", "cursor"}

// tidied returns the values of an address without those that say nothing, and whether
// they were so.
func tidied(values url.Values) (tidy url.Values, were bool) {
	tidy, were = make(url.Values, len(values)), true
	for name, list := range values {
		if slices.Contains(singles, name) && len(list) > 1 {
			list, were = list[len(list)-1:], false
		}
		kept := slices.DeleteFunc(slices.Clone(list), func(v string) bool { return v == "" && name != "q" })
		if were = were && len(kept) == len(list); len(kept) > 0 {
			tidy[name] = kept
		}
	}
	return tidy, were
}

// yearSpan makes the filter of the two fields of the form; of empty ones none.
func yearSpan(from, to string) string {
	from, to = strings.TrimSpace(from), strings.TrimSpace(to)
	switch {
	case from == "" && to == "":
		return ""
	case from == to:
		return from
	}
	from, to = cmp.Or(from, answer.FirstYear), cmp.Or(to, answer.LastYear)
	if len(from) == len(to) && from > to {
		from, to = to, from // the years between them are the same
	}
	return from + ".." + to
}

// years returns the ends of the years that were chosen, if they are one year or
// one span; an open end is empty.
func (q question) years() (from, to string, ok bool) {
	chosen := q.Filters[search.FieldYear]
	if len(chosen) != 1 {
		return "", "", len(chosen) == 0
	}
	from, to, isSpan := strings.Cut(chosen[0], "..")
	if !isSpan {
		to = from
	}
	return strings.TrimPrefix(from, answer.FirstYear), strings.TrimPrefix(to, answer.LastYear), true
}

// finder is the parameter that searches the values of a facet.
func finder(f search.Field) string { return "find-" + string(f) }

func (q question) empty() bool {
	return strings.TrimSpace(q.Text) == "" && len(q.Filters) == 0
}

// values are what an address has besides the text and the cursor; what goes
// without saying is left out.
func (q question) values() url.Values {
	values := q.look()
	for field, chosen := range q.Filters {
		values[string(field)] = chosen
	}
	for field, text := range q.Find {
		values.Set(finder(field), text)
	}
	return values
}

// look is the part of the values that links change, and no field of the form.
func (q question) look() url.Values {
	values := make(url.Values)
	if q.Mode != "" && q.Mode != search.ModeAll {
		values.Set("mode", string(q.Mode))
	}
	if q.Sort != "" && q.Sort != search.SortRelevance {
		values.Set("sort", string(q.Sort))
	}
	if q.Group {
		values.Set("group", grouped)
	}
	if q.Fold == "0" {
		values.Set("fold", q.Fold)
	}
	if q.ByName {
		values.Set("values", "name")
	}
	if q.Explain {
		values.Set("explain", "1")
	}
	if q.Size != 0 && q.Size != search.DefaultSize {
		values.Set("size", strconv.Itoa(q.Size))
	}
	return values
}

// link is the address of the question.
func (q question) link() string { return "/search?" + q.encode() }

func (q question) encode() string {
	values := q.values()
	values.Set("q", q.Text)
	if q.Cursor != "" {
		values.Set("cursor", q.Cursor)
	}
	return values.Encode()
}

// suffix is what makes a page of a narrative or passage remember the question.
func (q question) suffix() string {
	if q.empty() {
		return ""
	}
	return "?" + q.at("").encode()
}

// asking is the question with another text, in a mode, from the first page.
func (q question) asking(text string, mode search.Mode) question {
	q.Text, q.Mode, q.Cursor = text, mode, ""
	return q
}

// at is the question at a cursor.
func (q question) at(cursor string) question {
	q.Cursor = cursor
	return q
}

// filtered is the question with other filters in a field, from the first page.
func (q question) filtered(field search.Field, values ...string) question {
	filters := make(map[search.Field][]string)
	maps.Copy(filters, q.Filters)
	if filters[field] = values; len(values) == 0 {
		delete(filters, field)
	}
	q.Filters, q.Cursor = filters, ""
	return q
}

// without is the question with a filter less, from the first page.
func (q question) without(field search.Field, value string) question {
	kept := slices.DeleteFunc(slices.Clone(q.Filters[field]), func(v string) bool { return v == value })
	return q.filtered(field, kept...)
}
