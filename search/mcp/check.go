package mcp

import (
	"context"
	"fmt"

	"verbatim/search/answer"
	"verbatim/search/quote"
)

const checkHelp = `Check whether a quotation stands in the reports, word for word. ALWAYS check every quotation from a report before you print it. Verdicts: verbatim (the source has these characters), normalized (only typography or case differs), house_style (another house's spelling), elided (all of it is there, what is left out is marked), altered (every word that differs is listed: print it as the source has it), partial, not_found (do not print it as a quotation). Read the warnings too. If the text has several quotations in quotation marks, each is checked. Example: {"text": "Authorities did not report any investigations", "country": "Kenya", "year": "2023"}`

// Bounds of a check.
const (
	maxChecked = 40_000 // bytes
	maxPlaces  = 3
)

// A CheckInput is what check_quotation takes.
type CheckInput struct {
	Text    string `json:"text" jsonschema:"the quotation, or a text with quotations in quotation marks"`
	Country string `json:"country,omitempty" jsonschema:"the country that it is said to be about"`
	Year    string `json:"year,omitempty" jsonschema:"the year of the report that it is said to be from"`
	Report  string `json:"report,omitempty" jsonschema:"the report that it is said to be from"`
}

// A CheckOutput is what it returns.
type CheckOutput struct {
	Quotations []Checked `json:"quotations"`
}

// A Checked is what is known of a quotation.
type Checked struct {
	Quotation string   `json:"quotation"`
	Verdict   string   `json:"verdict"`
	Meaning   string   `json:"meaning"`
	Warnings  []string `json:"warnings"`
	Notes     []string `json:"notes"`
	Places    int      `json:"places" jsonschema:"where it stands, or what is nearest to it, in all"`
	First     []Place  `json:"first" jsonschema:"the first of these places"`
}

// A Place is a passage with what differs from the quotation.
type Place struct {
	Found
	Edits []string `json:"edits" jsonschema:"every word that differs"`
}

func (s *server) check(ctx context.Context, in CheckInput) (CheckOutput, error) {
	if len(in.Text) > maxChecked {
		return CheckOutput{}, fmt.Errorf("text: at most %d bytes are checked at once; check a part at a time", maxChecked)
	}
	year, err := yearOf(in.Year)
	if err != nil {
		return CheckOutput{}, err
	}
	checked, err := s.checker.Check(ctx, quote.Request{Text: in.Text, Said: quote.Attribution{Country: in.Country, Year: year, Report: in.Report}})
	if err != nil {
		return CheckOutput{}, err
	}
	out := CheckOutput{Quotations: []Checked{}}
	for i := range checked.Results {
		out.Quotations = append(out.Quotations, s.checked(&checked.Results[i]))
	}
	return out, nil
}

func (s *server) checked(r *quote.Result) Checked {
	c := Checked{
		Quotation: r.Quote, Verdict: string(r.Verdict), Meaning: answer.VerdictMeanings[r.Verdict],
		Warnings: []string{}, Notes: append([]string{}, r.Notes...), Places: r.Total, First: []Place{},
	}
	for _, w := range r.Warnings {
		c.Warnings = append(c.Warnings, string(w)+": "+answer.WarningMeanings[w])
	}
	c.Notes = append(c.Notes, r.HintNotes()...)
	for i := range r.Places[:min(len(r.Places), maxPlaces)] {
		p := &r.Places[i]
		place := Place{s.found(answer.NewPassage(p.Entry)), []string{}}
		for _, e := range p.Edits() {
			place.Edits = append(place.Edits, answer.EditInWords(e))
		}
		c.First = append(c.First, place)
	}
	return c
}
