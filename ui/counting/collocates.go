package counting

import (
	"context"
	"maps"
	"net/url"
	"strconv"

	"verbatim/search/answer"
	"verbatim/search/count"
)

// Collocates are a page of the words that stand near the matches of a query.
type Collocates struct {
	Form    Form
	Heading string
	Record  *Record // nil: nothing was asked
	Notes   []string
	Choices []Choice
	Measure string // the head of the scores
	Words   []Collocate
	Left    int // words that are not shown
}

// A Collocate is one of them, and leads to the passages that have it.
type Collocate struct {
	Word, Link       string
	Count, Frequency int
	Expected, Score  string
}

var measureLabels = []string{"logDice", "log-likelihood", "mutual information"}

// NewCollocates makes what a page asks for.
func NewCollocates(ctx context.Context, counter *count.Counter, a Ask, s Source, form Form) (*Collocates, error) {
	p := &Collocates{Form: form, Heading: "Collocates"}
	if len(a.Queries) == 0 {
		return p, nil
	}
	a.Queries = a.Queries[:1]
	r := count.CollocatesRequest{
		Text: a.Queries[0], Mode: a.Mode, Filters: a.Filters, Window: wholeNumber(a.Chosen.Get("window")),
		Within: a.Chosen.Get("within"), Measure: count.Measure(a.Chosen.Get("measure")), Stems: a.Chosen.Get("form") == "stem",
	}
	found, err := counter.Collocates(ctx, r)
	if err != nil {
		return nil, err
	}
	total, err := counter.Count(ctx, count.Request{Codes: a.Codes(), Mode: a.Mode, Filters: a.Filters})
	if err != nil {
		return nil, err
	}
	p.Record = newRecord(a, s, "Collocates", answer.CountSentence(total, a.Filters)+" "+windowInWords(r), Option{Label: "CSV", Link: a.file("/api/v1/collocates.csv", a.chosenOf())}, Option{Label: "JSON", Link: a.file("/api/v1/collocates", a.chosenOf())})
	p.Notes = found.Query.Notes
	p.Choices = collocateChoices(a)
	for i, m := range count.Measures {
		if r.Measure == m || r.Measure == "" && i == 0 {
			p.Measure = measureLabels[i]
		}
	}
	for _, w := range found.List {
		p.Words = append(p.Words, Collocate{w.Word, a.search(w.Query, nil), w.Count, w.Frequency, decimals(w.Expected), decimals(w.Score)})
	}
	p.Left = found.Total - len(found.List)
	return p, nil
}

// chosenOf are the page's own parameters.
func (a Ask) chosenOf() url.Values {
	values := url.Values{}
	maps.Copy(values, a.Chosen)
	return values
}

func windowInWords(r count.CollocatesRequest) string {
	window := 5
	if r.Window > 0 {
		window = r.Window
	}
	within := "the same passage"
	if r.Within == "sentence" {
		within = "the same sentence"
	}
	return "Counted are words at most " + answer.Count(window, "word", "words") + " from a match, in " + within + "."
}

func collocateChoices(a Ask) []Choice {
	var measures []string
	for _, m := range count.Measures {
		measures = append(measures, string(m))
	}
	windows := []string{"5", "1", "2", "3", "10"}
	return []Choice{
		a.choice("Words on either side", "window", windows, windows),
		a.choice("Within", "within", []string{"passage", "sentence"}, []string{"passage", "sentence"}),
		a.choice("By", "measure", measures, measureLabels),
		a.choice("Words", "form", []string{"word", "stem"}, []string{"as written", "by stem"}),
	}
}

func decimals(n float64) string { return strconv.FormatFloat(n, 'f', 2, 64) }
