package answer

import (
	"time"

	"verbatim/corpus"
)

// A ShownNarrative is what show --json prints.
type ShownNarrative struct {
	ID        string                  `json:"id"`
	Title     string                  `json:"title"`
	Report    string                  `json:"report"`
	Publisher string                  `json:"publisher"`
	Country   string                  `json:"country"`
	Code      string                  `json:"country_code"`
	Year      int                     `json:"year"`
	Symbol    string                  `json:"symbol"`
	Tier      string                  `json:"tier"`
	Language  string                  `json:"language"`
	URL       string                  `json:"url"`
	File      string                  `json:"file"`
	SHA256    string                  `json:"sha256"`
	Imported  time.Time               `json:"imported"`
	Repairs   []string                `json:"repairs"`
	Known     map[string]corpus.Known `json:"known"` // where each value is from
	Passages  []shownPassage          `json:"passages"`
}

type shownPassage struct {
	ID      string      `json:"id"`
	Section string      `json:"section"`
	Path    []string    `json:"path"`
	Kind    corpus.Kind `json:"kind"`
	Number  string      `json:"number"`
	Page    int         `json:"page,omitempty"`
	Text    string      `json:"text"`
}

func NewShownNarrative(n *corpus.Narrative) ShownNarrative {
	shown := ShownNarrative{n.ID, n.Title, n.Report, n.Publisher, n.Country, n.CountryCode, n.Year, n.Symbol, n.Tier, n.Language, n.URL,
		n.Source.Name, n.Source.SHA256, n.Source.Imported, append([]string{}, n.Repairs...), n.Known, []shownPassage{}}
	if shown.Known == nil {
		shown.Known = map[string]corpus.Known{}
	}
	for _, p := range n.Passages {
		shown.Passages = append(shown.Passages, shownPassage{p.ID, p.Section, path(p), p.Kind, p.Number, p.Page, p.Span.In(n.Text)})
	}
	return shown
}

// A LeftOut is text of a file that is in no narrative, and why.
type LeftOut struct {
	Why   string `json:"why"`
	Words int    `json:"words"`
	Page  int    `json:"page,omitempty"` // of the file, from 1
	Text  string `json:"text"`
}

// NewLeftOut makes what show --left-out --json prints.
func NewLeftOut(left []corpus.LeftOut) []LeftOut {
	all := make([]LeftOut, 0, len(left))
	for _, l := range left {
		all = append(all, LeftOut{l.Why, l.Words, l.Page, l.Text})
	}
	return all
}
