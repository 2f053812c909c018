package answer

import (
	"verbatim/corpus/prose"
	"verbatim/search/quote"
)

// Checks are the answer to a CheckRequest.
type Checks struct {
	Quotes   []Quotation `json:"quotes"`
	Unpaired []Unpaired  `json:"unpaired,omitempty"`
}

// An Unpaired is a quotation mark of an article that has no partner.
type Unpaired struct {
	Mark      string `json:"mark"`
	Paragraph int    `json:"paragraph"` // in which it stands, from 1
	Context   string `json:"context"`   // the sentence in which it stands
}

// A Share is how many places are of a year or country.
type Share struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// A Quotation is what is known of one.
type Quotation struct {
	Quote     string          `json:"quote"`
	Verdict   quote.Verdict   `json:"verdict"`
	Warnings  []quote.Warning `json:"warnings"`
	Notes     []string        `json:"notes"`
	Total     int             `json:"total"`
	Years     int             `json:"years"`
	Countries int             `json:"countries"`
	ByYear    []Share         `json:"by_year,omitempty"`    // of more places than are shown
	ByCountry []Share         `json:"by_country,omitempty"` // the most first
	Places    []Place         `json:"places"`
	Context   string          `json:"context,omitempty"`
	Hints     []Hint          `json:"hints,omitempty"`
}

// A Place is where a quotation stands, or what is nearest to it.
type Place struct {
	Passage
	Verdict   quote.Verdict   `json:"verdict"` // of this place
	Spans     []Span          `json:"spans"`
	Edits     []Edit          `json:"edits"`
	Omissions []Omission      `json:"omissions"`
	Warnings  []quote.Warning `json:"warnings"`
}

// An Edit is a difference between a quotation and its source.
type Edit struct {
	Op     quote.Op   `json:"op"`
	Quoted string     `json:"quoted"`
	Source string     `json:"source"`
	Kind   quote.Kind `json:"kind"`
	At     Span       `json:"at"`
	In     Span       `json:"in"`
}

// An Omission is what the author of a quotation marked as left out or replaced.
type Omission struct {
	Mark   string `json:"mark"`
	Source string `json:"source"`
	At     Span   `json:"at"`
	In     Span   `json:"in"`
}

// A Hint is what the sentence around a quotation says of its source.
type Hint struct {
	Field  string `json:"field"`
	Value  string `json:"value"`
	Agrees bool   `json:"agrees"`
}

// NewChecks makes the answer of results.
func NewChecks(checked *quote.Checked) Checks {
	checks := Checks{Quotes: []Quotation{}}
	for i := range checked.Results {
		checks.Quotes = append(checks.Quotes, newQuotation(&checked.Results[i]))
	}
	for _, u := range checked.Unpaired {
		checks.Unpaired = append(checks.Unpaired, Unpaired{u.Mark, u.Paragraph, prose.OneLine(u.Context)})
	}
	return checks
}

func newQuotation(r *quote.Result) Quotation {
	q := Quotation{
		Quote: r.Quote, Verdict: r.Verdict,
		Warnings: append([]quote.Warning{}, r.Warnings...), Notes: append([]string{}, r.Notes...),
		Total: r.Total, Years: r.Years, Countries: r.Countries, Places: []Place{}, Context: r.Context,
	}
	if r.Total > PlacesShown {
		for _, c := range r.ByYear {
			q.ByYear = append(q.ByYear, Share{c.Value, c.Places})
		}
		for _, c := range r.ByCountry {
			q.ByCountry = append(q.ByCountry, Share{c.Value, c.Places})
		}
	}
	for _, h := range r.Hints {
		q.Hints = append(q.Hints, Hint(h))
	}
	for i := range r.Places {
		q.Places = append(q.Places, newPlace(r, &r.Places[i]))
	}
	return q
}

func newPlace(r *quote.Result, p *quote.Place) Place {
	place := Place{
		Passage: NewPassage(p.Entry), Verdict: p.Verdict, Spans: codePoints(p.Text, p.Spans), Edits: []Edit{}, Omissions: []Omission{},
		Warnings: append([]quote.Warning{}, p.Warnings...),
	}
	place.Text, place.Link = p.Text, p.Link()
	for _, d := range p.Diff {
		at, in := codePoints(r.Quote, []prose.Span{d.At})[0], codePoints(p.Text, []prose.Span{d.In})[0]
		if d.Op == quote.Omit {
			place.Omissions = append(place.Omissions, Omission{d.Quoted, d.Source, at, in})
		} else {
			place.Edits = append(place.Edits, Edit{d.Op, d.Quoted, d.Source, d.Kind, at, in})
		}
	}
	return place
}
