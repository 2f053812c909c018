// Package answer holds what every face of verbatim shows: the structures that the
// terminal prints as JSON and the JSON interface sends, and what pages, exports and
// other programs show of hits, quotations, narratives and the library. Start with
// Results.
package answer

import (
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/corpus/prose"
	"verbatim/search"
)

// Results are the answer to a search.
type Results struct {
	Query      Query                         `json:"query"`
	Total      int                           `json:"total"`
	Narratives int                           `json:"narratives"`
	Matches    *int                          `json:"matches,omitempty"` // if they were asked for
	Folded     *int                          `json:"folded,omitempty"`  // with fold: how many hits are left
	Hits       []Hit                         `json:"hits"`
	Facets     map[search.Field][]FacetValue `json:"facets"`
	Next       string                        `json:"next"`
}

// A Query is a question as it was understood.
type Query struct {
	Text       string      `json:"text"`
	Canonical  string      `json:"canonical"`
	Mode       search.Mode `json:"mode"`
	Notes      []string    `json:"notes"`
	Suggestion string      `json:"suggestion"`
	Words      []WordForms `json:"words"`
	Offers     []Offer     `json:"offers"`
}

// WordForms are what a word of a question found in any form: the forms with most
// passages of the library, and how many there are more.
type WordForms struct {
	Written string `json:"written"`
	Stem    string `json:"stem"`
	Forms   []Form `json:"forms"`
	More    int    `json:"more"`
}

// A Form is a word, and how many passages of the library have it.
type Form struct {
	Word     string `json:"word"`
	Passages int    `json:"passages"`
}

// An Offer is another question that may be meant, and how many passages it finds.
type Offer struct {
	Label    string      `json:"label"`
	Query    string      `json:"query"`
	Mode     search.Mode `json:"mode"`
	Passages int         `json:"passages"`
}

// newQuery says how a question was understood.
func newQuery(text string, r *search.Results) Query {
	q := Query{text, r.Query.String(), r.Query.Mode, append([]string{}, r.Query.Notes...), r.Suggestion, []WordForms{}, []Offer{}}
	for _, w := range r.Words {
		forms := make([]Form, len(w.Forms))
		for i, f := range w.Forms {
			forms[i] = Form{f.Value, f.Count}
		}
		q.Words = append(q.Words, WordForms{w.Written, w.Stem, forms, w.More})
	}
	for _, o := range r.Offers {
		q.Offers = append(q.Offers, Offer{o.Label, o.Query, o.Mode, o.Total})
	}
	return q
}

// A Hit is a passage that was found, and where in it.
type Hit struct {
	Passage
	Spans       []Span   `json:"spans"`
	Score       float64  `json:"score"`
	Explanation []Reason `json:"explanation,omitempty"`
	Alike       *Alike   `json:"alike,omitempty"` // with fold
}

// A Reason is a part of a score, in words.
type Reason struct {
	Text  string  `json:"text"`
	Score float64 `json:"score"`
}

// A Passage is a passage in its narrative.
type Passage struct {
	ID        string      `json:"passage"`
	Narrative Metadata    `json:"narrative"`
	Section   string      `json:"section"`
	Path      []string    `json:"path"` // the headings that it stands under, its section last
	Kind      corpus.Kind `json:"kind"`
	Number    string      `json:"number"` // as printed before it, or empty
	Text      string      `json:"text"`
	Page      int         `json:"page,omitempty"`     // of the file, from 1
	Replaced  string      `json:"replaced,omitempty"` // when another text took its place, as RFC 3339 writes it
	Link      string      `json:"link"`
}

// Metadata says which narrative it is.
type Metadata struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Report    string `json:"report"`
	Publisher string `json:"publisher"`
	Country   string `json:"country"`
	Year      int    `json:"year"`   // 0 if it is not known
	Symbol    string `json:"symbol"` // of the document, or empty
	Tier      string `json:"tier"`
	URL       string `json:"url"`
}

// A Span is a half-open range of a text, in Unicode code points.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// A FacetValue is a value that filters can have.
type FacetValue struct {
	Value    string `json:"value"`
	Count    int    `json:"count"`
	Selected bool   `json:"selected"`
}

// Narratives are a page of the library's narratives.
type Narratives struct {
	Narratives []Listed `json:"narratives"`
	Total      int      `json:"total"`
	Next       string   `json:"next"`
}

// A Listed narrative comes with its size in passages and words.
type Listed struct {
	Metadata
	Passages int `json:"passages"`
	Words    int `json:"words"`
}

// A Narrative comes with all of its passages.
type Narrative struct {
	Metadata
	Words    int                `json:"words"` // as a search finds them
	Passages []NarrativePassage `json:"passages"`
}

// A NarrativePassage is a passage within its narrative.
type NarrativePassage struct {
	ID      string      `json:"id"`
	Section string      `json:"section"`
	Path    []string    `json:"path"`
	Kind    corpus.Kind `json:"kind"`
	Number  string      `json:"number"`
	Text    string      `json:"text"`
}

// A Status says how the process fares.
type Status struct {
	Status    string     `json:"status"`
	Following *Following `json:"following,omitempty"` // of a server that follows another's library
}

// A Following says how a copy of another server's library fares.
type Following struct {
	Revision int64  `json:"revision"` // of the copy, which is what questions are answered from
	Newest   int64  `json:"newest"`   // the other's, when it answered last
	Seen     string `json:"seen"`     // when that was, UTC; empty if it never did
	Answers  bool   `json:"answers"`  // whether the other one answers at present
}

// NewFollowing makes what is said of a copy that answers from a revision.
func NewFollowing(f *library.Following, revision int64) *Following {
	said := &Following{Revision: revision, Newest: f.Revision, Answers: f.Trouble == ""}
	if !f.Seen.IsZero() {
		said.Seen = f.Seen.UTC().Format(time.RFC3339)
	}
	return said
}

// NewResults makes the answer to a search; text is the question as typed.
func NewResults(text string, r *search.Results) Results {
	results := Results{
		Query: newQuery(text, r),
		Total: r.Total, Narratives: r.Narratives, Matches: r.Matches, Folded: r.Left,
		Hits:   make([]Hit, 0, len(r.Hits)),
		Facets: make(map[search.Field][]FacetValue),
		Next:   r.Next,
	}
	for _, hit := range r.Hits {
		shown := Hit{NewPassage(hit.Entry), codePoints(hit.Text, hit.Spans), rounded(hit.Score), newReasons(hit.Explanation), nil}
		if r.Left != nil {
			shown.Alike = NewAlike(hit)
		}
		results.Hits = append(results.Hits, shown)
	}
	for _, facet := range r.Facets {
		values := make([]FacetValue, 0, len(facet.Values))
		for _, v := range facet.Values {
			values = append(values, FacetValue(v))
		}
		results.Facets[facet.Field] = values
	}
	return results
}

func newReasons(parts []search.Reason) (reasons []Reason) {
	for _, p := range parts {
		reasons = append(reasons, Reason{p.Text, rounded(p.Score)})
	}
	return reasons
}

// rounded leaves out the digits that differ between machines.
func rounded(score float64) float64 { return math.Round(score*1e6) / 1e6 }

// codePoints counts in code points what spans count in bytes. Spans are in
// order and do not overlap, so that the text is read once.
func codePoints(text string, spans []prose.Span) []Span {
	counted := make([]Span, len(spans))
	at, n := 0, 0
	to := func(end int) int {
		n += utf8.RuneCountInString(text[at:end])
		at = end
		return n
	}
	for i, s := range spans {
		counted[i].Start = to(s.Start)
		counted[i].End = to(s.End)
	}
	return counted
}

func NewPassage(e library.Entry) Passage {
	p := Passage{e.Passage.ID, newMetadata(e.Narrative), e.Passage.Section, path(e.Passage), e.Passage.Kind, e.Number, e.Text, e.Passage.Page, "", search.Link(e.Passage.ID)}
	if !e.Retired.IsZero() {
		p.Replaced = e.Retired.UTC().Format(time.RFC3339)
	}
	return p
}

func newMetadata(n *corpus.Narrative) Metadata {
	return Metadata{n.ID, n.Title, n.Report, n.Publisher, n.Country, n.Year, n.Symbol, n.Tier, n.URL}
}

// NewNarratives makes the answer of a page of narratives, given how many words each
// has, by ID.
func NewNarratives(p library.Page, words map[string]int) Narratives {
	narratives := Narratives{Narratives: []Listed{}, Total: p.Total}
	for _, n := range p.Narratives {
		narratives.Narratives = append(narratives.Narratives, Listed{newMetadata(n.Narrative), n.Passages, words[n.Narrative.ID]})
	}
	if p.Next > 0 {
		narratives.Next = strconv.FormatInt(p.Next, 10)
	}
	return narratives
}

// path returns the headings that a passage stands under; none is an empty list.
func path(p corpus.Passage) []string { return append([]string{}, p.Path()...) }

// NewNarrative makes the answer that a narrative is, with its headings among the
// passages or without. Their words are not counted.
func NewNarrative(n *corpus.Narrative, headings bool) Narrative {
	narrative := Narrative{Metadata: newMetadata(n), Passages: []NarrativePassage{}}
	for _, p := range n.Passages {
		text := p.Span.In(n.Text)
		if p.Kind != corpus.Heading {
			narrative.Words += len(search.Analyze(text))
		} else if !headings {
			continue
		}
		narrative.Passages = append(narrative.Passages, NarrativePassage{p.ID, p.Section, path(p), p.Kind, p.Number, text})
	}
	return narrative
}
