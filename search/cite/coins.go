package cite

import (
	"net/url"

	"verbatim/corpus"
)

// COinS writes a source as the title of a span of class Z3988, by which reference
// managers know on a page what can be cited there: OpenURL ContextObject in SPAN, with
// the book format of ANSI/NISO Z39.88-2004. The narrative is a chapter.
func COinS(s Source) string {
	n := s.Narrative
	values := url.Values{
		"ctx_ver": {"Z39.88-2004"}, "rft_val_fmt": {"info:ofi/fmt:kev:mtx:book"}, "rft.genre": {"bookitem"},
	}
	for key, value := range map[string]string{
		"rft.atitle": n.Country, "rft.btitle": n.Report, "rft.pub": n.Publisher, "rft.aucorp": n.Publisher,
		"rft.date": corpus.YearText(n.Year), "rft.pages": page(s), "rft_id": n.URL,
	} {
		if value != "" {
			values.Set(key, value)
		}
	}
	if n.Country == "" { // the report itself
		values.Set("rft.genre", "report")
	}
	return values.Encode()
}

// A Description says what a narrative is in the vocabulary of schema.org.
type Description struct {
	Context   string       `json:"@context,omitempty"`
	Type      string       `json:"@type"`
	Name      string       `json:"name,omitempty"`
	Date      string       `json:"datePublished,omitempty"`
	Language  string       `json:"inLanguage,omitempty"`
	Link      string       `json:"url,omitempty"`
	Source    string       `json:"isBasedOn,omitempty"`
	About     *Description `json:"about,omitempty"`
	Publisher *Description `json:"publisher,omitempty"`
	PartOf    *Description `json:"isPartOf,omitempty"`
}

// Describe describes a narrative that is shown at a link: a chapter of its report on
// its country, or the report.
func Describe(n *corpus.Narrative, link string) Description {
	report := Description{Type: "Report", Name: n.Report, Date: corpus.YearText(n.Year)}
	if n.Publisher != "" {
		report.Publisher = &Description{Type: "Organization", Name: n.Publisher}
	}
	d := report
	if n.Country != "" {
		d = Description{Type: "Chapter", Name: n.Title, About: &Description{Type: "Country", Name: n.Country}, PartOf: &report}
	}
	d.Context, d.Link, d.Source, d.Language = "https://schema.org", link, n.URL, n.Language
	return d
}
