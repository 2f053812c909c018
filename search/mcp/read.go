package mcp

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"verbatim/corpus"
	"verbatim/corpus/library"
	"verbatim/search"
	"verbatim/search/cite"
)

const readHelp = `Read a narrative (a report's text about one country and year) by its identifier, a part at a time. Example: {"narrative": "trafficking-in-persons-2023-north-korea", "section": "recommendations"}`

const citeHelp = `Cite a passage: returns the quotation with its citation, and records for reference managers. Styles: chicago (the default), apa, plain, bibtex, ris. Example: {"passage": "trafficking-in-persons-2023-north-korea.3153aca8f1", "style": "apa"}`

// maxRead bounds the text that read_narrative returns at once, in bytes.
const maxRead = 12_000

// A ReadInput is what read_narrative takes.
type ReadInput struct {
	Narrative string `json:"narrative" jsonschema:"the identifier"`
	Section   string `json:"section,omitempty" jsonschema:"only this section"`
	From      int    `json:"from,omitempty" jsonschema:"the number of the first passage, from 1; the member next of the answer before"`
}

// A ReadOutput is what it returns.
type ReadOutput struct {
	Narrative string    `json:"narrative"`
	Title     string    `json:"title"`
	Country   string    `json:"country"`
	Year      int       `json:"year"`
	Report    string    `json:"report"`
	Tier      string    `json:"tier,omitempty"`
	Link      string    `json:"link"`
	Source    string    `json:"source,omitempty" jsonschema:"where it was published"`
	Total     int       `json:"total" jsonschema:"passages in all"`
	Sections  []string  `json:"sections"`
	Passages  []Passage `json:"passages"`
	Next      int       `json:"next,omitempty" jsonschema:"give it as from to read on"`
}

// A Passage is one of a narrative.
type Passage struct {
	Passage string `json:"passage"`
	Number  int    `json:"number" jsonschema:"its place, from 1"`
	Section string `json:"section,omitempty"`
	Kind    string `json:"kind"`
	Text    string `json:"text"`
}

func (s *server) read(ctx context.Context, in ReadInput) (ReadOutput, error) {
	n, err := s.narrative(ctx, in.Narrative)
	if err != nil {
		return ReadOutput{}, err
	}
	out := ReadOutput{
		Narrative: n.ID, Title: n.Title, Country: n.Country, Year: n.Year, Report: n.Report, Tier: n.Tier,
		Link: s.link(search.NarrativeLink(n.ID)), Source: n.URL, Total: len(n.Passages), Sections: []string{}, Passages: []Passage{},
	}
	room := maxRead
	for i, p := range n.Passages {
		if !slices.Contains(out.Sections, p.Section) {
			out.Sections = append(out.Sections, p.Section)
		}
		wanted := i+1 >= in.From && (in.Section == "" || strings.EqualFold(p.Section, in.Section)) && out.Next == 0
		switch text := p.Span.In(n.Text); {
		case !wanted:
		case len(text) > room && len(out.Passages) > 0:
			out.Next = i + 1
		default:
			room -= len(text)
			out.Passages = append(out.Passages, Passage{p.ID, i + 1, p.Section, string(p.Kind), text})
		}
	}
	if len(out.Passages) == 0 && in.Section != "" {
		return out, fmt.Errorf("the narrative has no section %q; its sections are %s", in.Section, strings.Join(out.Sections, ", "))
	}
	return out, nil
}

// narrative reads a narrative, and names the nearest ones if it is not there.
func (s *server) narrative(ctx context.Context, id string) (*corpus.Narrative, error) {
	n, err := s.searcher.Library().Narrative(ctx, id)
	if errors.Is(err, library.ErrNotFound) {
		if nearest, failed := s.searcher.Library().Nearest(ctx, id, 3); failed == nil && len(nearest) > 0 {
			return nil, fmt.Errorf("there is no narrative %q; the nearest are %s", id, strings.Join(nearest, ", "))
		}
	}
	return n, err
}

// narrativeScheme is what addresses of narratives as resources begin with.
const narrativeScheme = "verbatim://narratives/"

// resource reads a narrative as a resource.
func (s *server) resource(ctx context.Context, r *sdk.ReadResourceRequest) (*sdk.ReadResourceResult, error) {
	n, err := s.searcher.Library().Narrative(ctx, strings.TrimPrefix(r.Params.URI, narrativeScheme))
	if errors.Is(err, library.ErrNotFound) {
		return nil, sdk.ResourceNotFoundError(r.Params.URI)
	}
	if err != nil {
		return nil, err
	}
	return &sdk.ReadResourceResult{Contents: []*sdk.ResourceContents{{URI: r.Params.URI, MIMEType: "text/plain", Text: n.Text}}}, nil
}

// A CiteInput is what cite takes.
type CiteInput struct {
	Passage string `json:"passage" jsonschema:"the identifier"`
	Style   string `json:"style,omitempty" jsonschema:"chicago, apa, plain, bibtex or ris"`
}

// A CiteOutput is what it returns.
type CiteOutput struct {
	Citation string `json:"citation"`
	Quoted   string `json:"quoted" jsonschema:"the passage in quotation marks with its citation"`
	Link     string `json:"link"`
	AtSource string `json:"at_source,omitempty" jsonschema:"leads to the words on the page where they were published"`
}

func (s *server) cite(ctx context.Context, in CiteInput) (CiteOutput, error) {
	e, err := s.searcher.Library().PassageByID(ctx, in.Passage)
	if err != nil {
		return CiteOutput{}, err
	}
	write := map[string]func(cite.Source) string{"": cite.Chicago, "bibtex": cite.BibTeX, "ris": cite.RIS}
	for _, style := range cite.Styles {
		write[style.Name] = style.Write
	}
	if write[in.Style] == nil {
		return CiteOutput{}, fmt.Errorf("style: write chicago, apa, plain, bibtex or ris, not %q", in.Style)
	}
	source := cite.Source{Entry: e, Link: s.link(search.Link(e.Passage.ID))}
	out := CiteOutput{Citation: write[in.Style](source), Quoted: cite.Quoted(source, cite.Plain), Link: source.Link}
	if e.Narrative.URL != "" {
		out.AtSource = cite.AtSource(e.Narrative.URL, e.Text)
	}
	return out, nil
}
