package quote

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"verbatim/corpus"
	"verbatim/corpus/prose"
	"verbatim/corpus/series"
	"verbatim/search"
	"verbatim/search/quote/article"
)

// An Attribution is what comes with a quotation about its source. Empty members
// say nothing.
type Attribution struct {
	Country string // any name that corpus.CountryName knows
	Year    int
	Report  string // its name or a part of it, or its publisher's
}

func (a Attribution) empty() bool { return a == Attribution{} }

// agrees reports whether a narrative is one that the attribution means.
func (a Attribution) agrees(n *corpus.Narrative) bool {
	return (a.Country == "" || search.FieldCountry.Key(a.Country) == search.FieldCountry.Key(n.Country)) &&
		(a.Year == 0 || a.Year == n.Year) &&
		(a.Report == "" || a.isOf(n))
}

// isOf reports whether a narrative is of the report that was given: of its series,
// or by a part of its name, title or publisher.
func (a Attribution) isOf(n *corpus.Narrative) bool {
	if s := series.Named(a.Report); s != nil && s == series.Of(n.Report) {
		return true
	}
	return a.names(n.Report) || a.names(n.Title) || a.names(n.Publisher)
}

// names reports whether the report that was given is a part of a name.
func (a Attribution) names(name string) bool {
	return strings.Contains(prose.FoldString(name), strings.TrimSpace(prose.FoldString(a.Report)))
}

// filters returns the attribution as an engine is asked; nil if nothing in it can
// be.
func (a Attribution) filters() filters {
	all := filters{}
	if a.Country != "" {
		all[search.FieldCountry] = []*search.Filter{{Field: search.FieldCountry, Value: a.Country}}
	}
	if a.Year != 0 {
		all[search.FieldYear] = []*search.Filter{{Field: search.FieldYear, Value: strconv.Itoa(a.Year), Low: a.Year, High: a.Year}}
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// String is the attribution in words: "Kenya, 2021, Trafficking in Persons Report".
func (a Attribution) String() string {
	var parts []string
	if a.Country != "" {
		short, _ := corpus.CountryName(a.Country)
		parts = append(parts, short)
	}
	if a.Year != 0 {
		parts = append(parts, strconv.Itoa(a.Year))
	}
	if a.Report != "" {
		parts = append(parts, a.Report)
	}
	return strings.Join(parts, ", ")
}

// An origin is all that is known of where a quotation is said to be from: what was
// said by hand, what its sentence names, and what the text before that names.
type origin struct {
	said             Attribution
	sentence, before article.Names
	lead             string // of an article: what its sentence has before the quotation
}

// target is the source that the quotation is said to be from. Sure reports whether
// that was said by hand, or is plain from the sentence: a country, and the year of
// a report or the report's name.
func (o origin) target() (a Attribution, sure bool) {
	if !o.said.empty() {
		return o.said, true
	}
	s, b := o.sentence, o.before
	if s.Empty() {
		return a, false
	}
	if len(s.Countries) == 1 {
		a.Country = s.Countries[0]
	} else if len(s.Countries) == 0 && len(b.Countries) > 0 {
		a.Country = b.Countries[len(b.Countries)-1]
	}
	switch {
	case s.Edition != 0:
		a.Year = s.Edition
	case len(s.Years) == 1:
		a.Year = s.Years[0]
	case len(s.Years) == 0:
		a.Year = b.Edition
	}
	if len(s.Reports) == 1 {
		a.Report = s.Reports[0]
	}
	return a, len(s.Countries) == 1 && s.Edition != 0
}

// rank says how well a narrative agrees with where the quotation is said to be
// from: the more the better.
func (o origin) rank(n *corpus.Narrative) int {
	rank := 0
	if !o.said.empty() && o.said.agrees(n) {
		rank += 1000
	}
	return rank + 20*agreement(o.sentence, n) + agreement(o.before, n)
}

// agreement counts what of the names in a text a narrative is of, at most 15.
func agreement(names article.Names, n *corpus.Narrative) (score int) {
	for i, c := range names.Countries {
		if c == n.Country {
			score += 6
			if i == len(names.Countries)-1 { // the last one is nearest
				score++
			}
		}
	}
	switch {
	case names.Edition == n.Year:
		score += 4
	case slices.Contains(names.Years, n.Year):
		score += 2
	}
	for _, report := range names.Reports {
		if (Attribution{Report: report}).isOf(n) {
			score++
		}
	}
	return min(score, 15)
}

// A Hint is what the sentence around a quotation says of its source. It is no
// verdict: the sentence may speak of something else.
type Hint struct {
	Field  string // country, year or report; or speaker: someone who publishes no report
	Value  string
	Agrees bool // a place where the quotation stands is of it
}

// hint tells what the sentence around a quotation says of its source, and
// whether that goes together with where it stands. Of one that stands in more
// places than were looked at it says nothing.
func (r *Result) hint(context string, names article.Names) {
	r.Context = context
	if r.Total > 0 && r.narratives == nil {
		return
	}
	add := func(field, value string, said Attribution) {
		r.Hints = append(r.Hints, Hint{field, value, r.standsIn(said)})
	}
	for _, c := range names.Countries {
		add("country", c, Attribution{Country: c})
	}
	for _, y := range names.Years {
		add("year", strconv.Itoa(y), Attribution{Year: y})
	}
	for _, s := range names.Reports {
		add("report", s, Attribution{Report: s})
	}
	agree := !slices.ContainsFunc(r.Hints, func(h Hint) bool { return !h.Agrees })
	if len(names.Countries) == 1 && len(names.Years) == 1 && agree && !r.standsIn(Attribution{Country: names.Countries[0], Year: names.Years[0]}) {
		r.Notes = append(r.Notes, fmt.Sprintf("the sentence names %s and %d; the quotation was found in each, but not in both together", names.Countries[0], names.Years[0]))
	}
	if speaker := article.Speaker(context); speaker != "" && !r.Verdict.Stands() {
		r.Hints = append(r.Hints, Hint{"speaker", speaker, false})
	}
}

// HintNotes returns the hints in words: what the sentence names, what of it the
// quotation does not stand in, and who says it.
func (r *Result) HintNotes() (notes []string) {
	var agree, differ []string
	for _, h := range r.Hints {
		switch {
		case h.Field == "speaker":
			notes = append(notes, fmt.Sprintf("by its sentence this was said by someone (“%s”), and not by a report", h.Value))
		case h.Agrees || len(r.narratives) == 0:
			agree = append(agree, h.Value)
		default:
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
