package answer

import (
	"io"
	"iter"
	"math"
	"strconv"

	"verbatim/corpus"
	"verbatim/corpus/prose"
	"verbatim/search"
	"verbatim/search/count"
)

// Concordance is a page of matches, each on a line with the words around it.
type Concordance struct {
	Total  int               `json:"total"`
	Offset int               `json:"offset"` // the first line's place, from 0
	Lines  []ConcordanceLine `json:"lines"`
	Notes  []string          `json:"notes"`
	Next   string            `json:"next"`
}

// A ConcordanceLine is a match in its passage.
type ConcordanceLine struct {
	Left      string   `json:"left"`
	Match     string   `json:"match"`
	Right     string   `json:"right"`
	Passage   string   `json:"passage"`
	Narrative Metadata `json:"narrative"`
	Section   string   `json:"section"`
	Link      string   `json:"link"`
}

// NewConcordance makes the answer.
func NewConcordance(c *count.Concordance) Concordance {
	answer := Concordance{Total: c.Total, Offset: c.Offset, Lines: []ConcordanceLine{}, Notes: append([]string{}, c.Query.Notes...), Next: c.Next}
	for _, l := range c.Lines {
		answer.Lines = append(answer.Lines, NewConcordanceLine(l))
	}
	return answer
}

// NewConcordanceLine makes a line, each part of it on one line without the space at
// its ends.
func NewConcordanceLine(l count.Line) ConcordanceLine {
	return ConcordanceLine{
		Left: prose.OneLine(l.Left), Match: prose.OneLine(l.Match), Right: prose.OneLine(l.Right),
		Passage: l.Passage.ID, Narrative: newMetadata(l.Narrative), Section: l.Section, Link: search.Link(l.Passage.ID),
	}
}

// WriteConcordance writes lines as CSV.
func WriteConcordance(w io.Writer, lines iter.Seq2[count.Line, error]) error {
	var failed error
	err := writeTable(w, []string{"left", "match", "right", "country", "year", "report", "section", "passage"}, func(yield func([]string) bool) {
		for line, err := range lines {
			if failed = err; err != nil {
				return
			}
			l := NewConcordanceLine(line)
			if !yield([]string{l.Left, l.Match, l.Right, l.Narrative.Country, corpus.YearText(l.Narrative.Year), l.Narrative.Report, l.Section, l.Passage}) {
				return
			}
		}
	})
	if failed != nil {
		return failed
	}
	return err
}

// Collocates are the words that stand near the matches of a query.
type Collocates struct {
	Matches    int         `json:"matches"`
	Total      int         `json:"total"` // words that stand there often enough
	Collocates []Collocate `json:"collocates"`
	Notes      []string    `json:"notes"`
}

// A Collocate is one of them.
type Collocate struct {
	Word      string  `json:"word"`
	Count     int     `json:"count"`
	Frequency int     `json:"frequency"`
	Expected  float64 `json:"expected"`
	Score     float64 `json:"score"`
	Query     string  `json:"query"` // finds the passages
}

// NewCollocates makes the answer.
func NewCollocates(c *count.Collocates) Collocates {
	answer := Collocates{Matches: c.Matches, Total: c.Total, Collocates: []Collocate{}, Notes: append([]string{}, c.Query.Notes...)}
	for _, w := range c.List {
		answer.Collocates = append(answer.Collocates, Collocate{w.Word, w.Count, w.Frequency, hundredths(w.Expected), hundredths(w.Score), w.Query})
	}
	return answer
}

// WriteCollocates writes collocates as CSV.
func WriteCollocates(w io.Writer, c *count.Collocates) error {
	return writeTable(w, []string{"word", "count", "frequency", "expected", "score", "query"}, func(yield func([]string) bool) {
		decimals := func(n float64) string { return strconv.FormatFloat(n, 'f', 2, 64) }
		for _, l := range c.List {
			if !yield([]string{l.Word, strconv.Itoa(l.Count), strconv.Itoa(l.Frequency), decimals(l.Expected), decimals(l.Score), l.Query}) {
				return
			}
		}
	})
}

func hundredths(n float64) float64 { return math.Round(n*100) / 100 }
