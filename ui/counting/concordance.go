package counting

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/count"
)

// A Concordance is a page of matches, each on a line with the words around it.
type Concordance struct {
	Form        Form
	Heading     string
	Record      *Record // nil: nothing was asked
	Notes       []string
	Choices     []Choice
	Position    string
	Lines       []ConcordanceLine
	First, Next string // addresses
}

// A ConcordanceLine is a match, and leads to its passage.
type ConcordanceLine struct {
	Left, Match, Right string
	LeftJoins          bool // no space stands between Left and Match
	RightJoins         bool // none stands between Match and Right
	Link               string
	Where              string
	Language           string // empty unless it is another than the page's
}

// chosenLines is how many lines a sample has.
const chosenLines = "100"

var orderLabels = []string{"library", "words left", "words right", "match", "country", "year"}

// NewConcordance makes what a page asks for.
func NewConcordance(ctx context.Context, counter *count.Counter, a Ask, s Source, form Form) (*Concordance, error) {
	p := &Concordance{Form: form, Heading: "Concordance"}
	if len(a.Queries) == 0 {
		return p, nil
	}
	a.Queries = a.Queries[:1]
	r := count.ConcordanceRequest{Text: a.Queries[0], Mode: a.Mode, Filters: a.Filters, Sort: count.Order(a.Chosen.Get("sort")), Cursor: a.Chosen.Get("cursor")}
	r.Context = wholeNumber(a.Chosen.Get("context"))
	r.Sample = wholeNumber(a.Chosen.Get("sample"))
	r.Seed = uint64(wholeNumber(a.Chosen.Get("seed")))
	found, err := counter.Concordance(ctx, r)
	if err != nil {
		return nil, err
	}
	total, err := counter.Count(ctx, count.Request{Codes: a.Codes(), Mode: a.Mode, Filters: a.Filters})
	if err != nil {
		return nil, err
	}
	sentence := answer.CountSentence(total, a.Filters)
	if r.Sample > 0 {
		sentence += " " + answer.Count(found.Total, "of the matches was chosen by chance", "of the matches were chosen by chance") + ", with seed " + strconv.FormatUint(r.Seed, 10) + "."
	}
	file := url.Values{}
	for _, name := range []string{"sort", "context", "sample", "seed"} {
		if value := a.Chosen.Get(name); value != "" {
			file.Set(name, value)
		}
	}
	p.Record = newRecord(a, s, "Concordance", sentence,
		Option{Label: "CSV of all lines", Link: a.file("/api/v1/concordance.csv", file)}, Option{Label: "JSON", Link: a.file("/api/v1/concordance", file)})
	p.Notes = found.Query.Notes
	p.Choices = concordanceChoices(a, r)
	p.list(a, found)
	return p, nil
}

func concordanceChoices(a Ask, r count.ConcordanceRequest) []Choice {
	var orders []string
	for _, o := range count.Orders {
		orders = append(orders, string(o))
	}
	sample := Choice{Label: "Lines", Options: []Option{{"all", a.with("sample", ""), r.Sample == 0}}}
	if r.Sample == 0 {
		sample.Options = append(sample.Options, Option{chosenLines + " by chance", a.with("sample", chosenLines), false})
	} else {
		sample.Options = append(sample.Options, Option{strconv.Itoa(r.Sample) + " by chance", a.Link(), true},
			Option{"another choice", a.with("seed", strconv.FormatUint(r.Seed+1, 10)), false})
	}
	return []Choice{
		a.choice("Order", "sort", orders, orderLabels),
		a.choice("Words on either side", "context", []string{"8", "5", "12", "20"}, []string{"8", "5", "12", "20"}),
		sample,
	}
}

// list lays out a page of lines.
func (p *Concordance) list(a Ask, found *count.Concordance) {
	query := a.shared().Encode()
	for _, line := range found.Lines {
		l := answer.NewConcordanceLine(line)
		p.Lines = append(p.Lines, ConcordanceLine{
			Left: l.Left, Match: l.Match, Right: l.Right,
			LeftJoins: strings.TrimRightFunc(line.Left, unicode.IsSpace) == line.Left, RightJoins: strings.TrimLeftFunc(line.Right, unicode.IsSpace) == line.Right,
			Link: search.Link(l.Passage) + "?" + query, Where: line.Narrative.Place(), Language: foreign(line.Narrative.Language),
		})
	}
	if len(p.Lines) == 0 {
		p.Position = "No lines"
		return
	}
	p.Position = "Lines " + answer.Number(found.Offset+1) + " to " + answer.Number(found.Offset+len(p.Lines)) + " of " + answer.Number(found.Total)
	if found.Offset > 0 {
		p.First = a.with("cursor", "")
	}
	if found.Next != "" {
		p.Next = a.with("cursor", found.Next)
	}
}

// wholeNumber reads a number; what is none goes without saying.
func wholeNumber(text string) int {
	n, _ := strconv.Atoi(text)
	return max(n, 0)
}

// foreign returns the language of a text where it is not the page's own.
func foreign(language string) string {
	if language == "en" || len(language) > 3 && language[:3] == "en-" {
		return ""
	}
	return language
}
