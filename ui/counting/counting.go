// Package counting lays out what a researcher counts for pages: tables, heat maps,
// charts, a map of the world, concordances, collocates and keywords, each with what is
// needed to state and repeat it.
package counting

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/count"
)

// MaxQueries is how many queries a page counts side by side.
const MaxQueries = 6

// An Ask is what a page of counts is asked, as it stands in its address.
type Ask struct {
	Page    string // its path
	Queries []string
	Mode    search.Mode
	Filters map[search.Field][]string
	Chosen  url.Values // what else is chosen on this page, by parameter
}

// An Option is a link to the same question asked in another way.
type Option struct {
	Label  string
	Link   string
	Chosen bool
}

// A Choice is a row of options.
type Choice struct {
	Label   string
	Options []Option
}

// chosen names the parameters of each page besides the queries and filters.
var chosen = map[string][]string{
	"/counts":      {"unit", "rows", "columns", "table"},
	"/trends":      {"unit", "lines", "table"},
	"/map":         {"unit", "table"},
	"/concordance": {"sort", "context", "sample", "seed", "cursor"},
	"/collocates":  {"window", "within", "measure", "form"},
	"/keywords":    {"form", "narratives"},
}

// NewAsk makes what a page is asked of its address and of the part that all pages
// understand: mode and filters. Of too many queries the first are kept.
func NewAsk(page string, values url.Values, r search.Request) Ask {
	a := Ask{Page: page, Mode: r.Mode, Filters: r.Filters, Chosen: url.Values{}}
	for _, q := range values["q"] {
		if q = strings.TrimSpace(q); q != "" && !slices.Contains(a.Queries, q) && len(a.Queries) < MaxQueries {
			a.Queries = append(a.Queries, q)
		}
	}
	for _, name := range chosen[page] {
		if value := values.Get(name); value != "" {
			a.Chosen.Set(name, value)
		}
	}
	if page == "/keywords" {
		for _, field := range search.Facets {
			for _, value := range values[against+string(field)] {
				if value = strings.TrimSpace(value); value != "" {
					a.Chosen.Add(against+string(field), value)
				}
			}
		}
	}
	return a
}

// Codes are the queries, each named by itself.
func (a Ask) Codes() (codes []count.Code) {
	for _, q := range a.Queries {
		codes = append(codes, count.Code{Name: q, Q: q})
	}
	return codes
}

// shared are the parameters that all pages and files understand.
func (a Ask) shared() url.Values {
	values := url.Values{"q": slices.Clone(a.Queries)}
	if a.Mode != "" && a.Mode != search.ModeAll {
		values.Set("mode", string(a.Mode))
	}
	for field, list := range a.Filters {
		values[string(field)] = list
	}
	return values
}

// Link is the address of the page.
func (a Ask) Link() string {
	values := a.shared()
	maps.Copy(values, a.Chosen)
	return a.Page + "?" + values.Encode()
}

// with is the address with another choice, from the first page; an empty value is
// what goes without saying.
func (a Ask) with(name, value string) string {
	values := url.Values{}
	maps.Copy(values, a.Chosen)
	values.Del("cursor")
	if values.Set(name, value); value == "" {
		values.Del(name)
	}
	a.Chosen = values
	return a.Link()
}

// file is the address of a file of the JSON interface, with further parameters.
func (a Ask) file(path string, more url.Values) string {
	values := a.shared()
	maps.Copy(values, more)
	return path + "?" + values.Encode()
}

// search is the address of a search for one of the queries, with further filters.
func (a Ask) search(query string, filters map[search.Field]string) string {
	values := a.shared()
	values["q"] = []string{query}
	for field, value := range filters {
		values[string(field)] = []string{value}
	}
	return "/search?" + values.Encode()
}

// choice makes the options of a parameter; the first value goes without saying.
func (a Ask) choice(label, name string, values, labels []string) Choice {
	c := Choice{Label: label}
	now := cmp.Or(a.Chosen.Get(name), values[0])
	for i, value := range values {
		link := a.with(name, value)
		if i == 0 {
			link = a.with(name, "")
		}
		c.Options = append(c.Options, Option{labels[i], link, value == now})
	}
	return c
}

// tabled is the query that a table or map is of, where there is one for each.
func (a Ask) tabled() string {
	number, _ := strconv.Atoi(a.Chosen.Get("table"))
	return a.Queries[min(max(number, 1), len(a.Queries))-1]
}

// tableChoice is the choice of that query; none where there is one.
func (a Ask) tableChoice(label string) []Choice {
	if len(a.Queries) < 2 {
		return nil
	}
	var numbers []string
	for i := range a.Queries {
		numbers = append(numbers, strconv.Itoa(i+1))
	}
	return []Choice{a.choice(label, "table", numbers, a.Queries)}
}

// withFilter returns filters with another value of one.
func withFilter(filters map[search.Field][]string, field search.Field, value string) map[search.Field][]string {
	filters = maps.Clone(filters)
	if filters == nil {
		filters = map[search.Field][]string{}
	}
	filters[field] = []string{value}
	return filters
}

// A Form is what a page can be asked.
type Form struct {
	Page    string
	Queries []string
	More    bool // another query can be added
	Place   bool // another country can be added
	Faces   []Option
	Chosen  []Option // filters, each leading to the page without it
	Hidden  url.Values
	Spans   bool // the years are one span or all, and can be typed
	From    string
	To      string
}

// faces are the pages, in the order of their links.
var faces = []Option{{Label: "Counts", Link: "/counts"}, {Label: "Trends", Link: "/trends"}, {Label: "Map", Link: "/map"}, {Label: "Concordance", Link: "/concordance"}, {Label: "Collocates", Link: "/collocates"}, {Label: "Keywords", Link: "/keywords"}}

// Faces are the pages that a question can be looked at on; the one asked is chosen.
func Faces(a Ask) (list []Option) {
	for _, f := range faces {
		on := a
		on.Page, on.Chosen = f.Link, nil
		list = append(list, Option{f.Label, on.Link(), f.Link == a.Page})
	}
	return list
}

// NewForm makes the form of a page; several reports whether it takes several queries.
func NewForm(a Ask, several bool, label func(search.Field, string) string) Form {
	f := Form{Page: a.Page, Queries: a.Queries, Faces: Faces(a), Hidden: a.shared()}
	if f.More = several && len(a.Queries) < MaxQueries; len(a.Queries) == 0 {
		f.Queries, f.More = []string{""}, several
	}
	if !several {
		f.Queries = f.Queries[:1]
	}
	f.Place = a.Page == "/counts" || a.Page == "/trends"
	f.Hidden.Del("q")
	for name, list := range a.Chosen {
		if name != "cursor" && name != "table" {
			f.Hidden[name] = list
		}
	}
	for _, field := range search.Facets {
		for _, value := range a.Filters[field] {
			less := a
			less.Filters = map[search.Field][]string{}
			for other, values := range a.Filters {
				if less.Filters[other] = values; other == field {
					less.Filters[other] = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == value })
				}
			}
			f.Chosen = append(f.Chosen, Option{Label: label(field, value), Link: less.Link()})
		}
	}
	return f
}

// A Source is where an answer comes from: what a citation of it says.
type Source struct {
	Origin  string // the scheme and host of this server
	Program string // its version
	Library string // the library's version
	Day     time.Time
}

// A Record says what was counted, so that it can be stated and repeated.
type Record struct {
	Sentence string
	Link     string
	Citation string
	Files    []Option
}

// newRecord makes the record of an answer: what names the kind of answer.
func newRecord(a Ask, s Source, what, sentence string, files ...Option) *Record {
	var quoted []string
	for _, q := range a.Queries {
		quoted = append(quoted, "“"+q+"”")
	}
	subject := what + " of " + strings.Join(quoted, ", ")
	if under := answer.FiltersInWords(a.Filters); under != "" {
		subject += " (" + under + ")"
	}
	return a.record(s, subject+".", sentence, files...)
}

// record makes the record of an answer whose citation begins with its subject, a sentence.
func (a Ask) record(s Source, subject, sentence string, files ...Option) *Record {
	link := s.Origin + a.Link()
	citation := subject + " verbatim " + s.Program + ", library " + s.Library + ", " + s.Day.Format("2 January 2006") + ", " + link
	return &Record{Sentence: sentence, Link: link, Citation: citation, Files: files}
}
