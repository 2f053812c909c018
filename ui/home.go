package ui

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"verbatim/corpus"
)

// A homePage says what this is, and what can be asked.
type homePage struct {
	Box      searchBox
	Examples []example
	Stats    corpus.Stats
}

// An example is a question with what it asks for.
type example struct{ Query, Means string }

// Link asks it.
func (e example) Link() string { return "/search?" + url.Values{"q": {e.Query}}.Encode() }

// examples find something in the sample, so that they do in a new library.
var examples = []example{
	{`forced labor`, "both words, in any form, anywhere in a passage"},
	{`"forced labor"`, "these words in this order, exactly"},
	{`"did not demonstrate"`, "no word is skipped: “not” counts"},
	{`workers NEAR/5 wages`, "at most five words apart"},
	{`victims /s abroad`, "in the same sentence"},
	{`prison AND (camp OR center)`, "either, with the other; NOT leaves out"},
	{`traffick*`, "words that begin so"},
	{`protocol section:recommendations`, "only there; also country:, year:2019..2023, tier:, kind:, report:"},
}

// Holdings says what the library holds: "The library holds 12 passages of 1
// narrative of 2023, from 1 report."
func (p *homePage) Holdings() string {
	s := p.Stats
	if s.Narratives == 0 {
		return "The library is empty: verbatim import adds reports to it."
	}
	years := fmt.Sprintf("%d", s.FirstYear)
	if s.LastYear > s.FirstYear {
		years = fmt.Sprintf("%d to %d", s.FirstYear, s.LastYear)
	}
	return fmt.Sprintf("The library holds %s of %s: %s, %s, %s.",
		count(s.Passages, "passage", "passages"), count(s.Narratives, "narrative", "narratives"),
		count(s.Countries, "country", "countries"), count(s.Reports, "report", "reports"), years)
}

func (*homePage) template() string { return "home" }
func (*homePage) title() string    { return "" }

func (s *server) home(c *gin.Context) (int, page, error) {
	stats, err := s.searcher.Library().Stats(c.Request.Context())
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, &homePage{Examples: examples, Stats: stats}, nil
}
