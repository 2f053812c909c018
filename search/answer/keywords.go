package answer

import (
	"io"
	"strconv"
	"strings"

	"verbatim/search"
	"verbatim/search/count"
)

// Keywords are the words, or openings, that set one part of the library apart from
// another.
type Keywords struct {
	Words        int       `json:"words"` // or openings
	AgainstWords int       `json:"against_words"`
	Total        int       `json:"total"`
	Keywords     []Keyword `json:"keywords"`
	Notes        []string  `json:"notes"`
	Sentence     string    `json:"sentence"` // what was compared, in words
}

// A Keyword is one of them.
type Keyword struct {
	Word       string  `json:"word"`
	Count      int     `json:"count"`
	Against    int     `json:"against"`
	Narratives int     `json:"narratives"`
	Score      float64 `json:"score"`
	LogRatio   float64 `json:"log_ratio"`
	Query      string  `json:"query"` // finds the passages
}

// NewKeywords makes the answer to a request.
func NewKeywords(k *count.Keywords, r count.KeywordsRequest) Keywords {
	answer := Keywords{
		Words: k.Part.Places, AgainstWords: k.Against.Places, Total: k.Total, Keywords: []Keyword{},
		Notes: append([]string{}, k.Query.Notes...), Sentence: KeywordsSentence(k, r),
	}
	for _, w := range k.List {
		answer.Keywords = append(answer.Keywords, Keyword{w.Word, w.Count, w.Against, w.Narratives, hundredths(w.Score), hundredths(w.Ratio), w.Query})
	}
	return answer
}

// KeywordsSentence says what was compared, in words.
func KeywordsSentence(k *count.Keywords, r count.KeywordsRequest) string {
	things, one, many := "Words", "word", "words"
	if k.Of == count.Openings {
		things, one, many = "Openings of recommendations", "opening", "openings"
		if len(r.Filters[search.FieldKind]) > 0 {
			things = "Openings of passages"
		}
	}
	part := func(filters map[search.Field][]string, size count.Size) string {
		under := FiltersInWords(filters)
		if under == "" {
			under = "the whole library"
		}
		return under + " (" + Count(size.Places, one, many) + " in " + Count(size.Narratives, "narrative", "narratives") + ")"
	}
	within := ""
	if strings.TrimSpace(r.Text) != "" {
		within = ", in the passages that match " + k.Query.String()
	}
	return things + " that are more frequent in " + part(r.Filters, k.Part) + " than in " + part(r.Against, k.Against) + within +
		": at least " + Count(k.LeastCount, "time", "times") + " there, and in at least " + Count(k.LeastNarratives, "narrative", "narratives") + "."
}

// WriteKeywords writes keywords as CSV.
func WriteKeywords(w io.Writer, k *count.Keywords) error {
	return writeTable(w, []string{"word", "count", "against", "narratives", "log_likelihood", "log_ratio", "query"}, func(yield func([]string) bool) {
		decimals := func(n float64) string { return strconv.FormatFloat(n, 'f', 2, 64) }
		for _, l := range k.List {
			if !yield([]string{l.Word, strconv.Itoa(l.Count), strconv.Itoa(l.Against), strconv.Itoa(l.Narratives), decimals(l.Score), decimals(l.Ratio), l.Query}) {
				return
			}
		}
	})
}
