// Package feed writes what came into a library and went as an Atom feed: RFC 4287,
// in pages as RFC 5005 has them. Start with Write.
package feed

import (
	"cmp"
	"encoding/xml"
	"html"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"

	"verbatim/corpus"
	"verbatim/corpus/prose"
	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/changes"
)

// A Feed is a page of changes, and where it stands.
type Feed struct {
	Asked   string // the question, for its title; empty: all
	Origin  string // the scheme and host that links begin with
	Self    string // its path and query
	Address string // those of its first page
	Search  string // the path and query of the page that it belongs to
	Changes *changes.Changes
}

// MediaType is what a feed is sent as.
const MediaType = "application/atom+xml; charset=utf-8"

type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle"`
	Updated  string      `xml:"updated"`
	Author   atomPerson  `xml:"author"`
	Links    []atomLink  `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID        string       `xml:"id"`
	Title     string       `xml:"title"`
	Published string       `xml:"published,omitempty"`
	Updated   string       `xml:"updated"`
	Author    *atomPerson  `xml:"author,omitempty"`
	Link      atomLink     `xml:"link"`
	Category  atomCategory `xml:"category"`
	Content   atomContent  `xml:"content"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// Write writes a feed. An entry's identifier follows from that of its passage: it
// is the same in every feed, and after every rebuild.
func Write(w io.Writer, f Feed) error {
	feed := atomFeed{
		ID: identifier(f.Address), Title: cmp.Or(f.Asked, "All passages") + " – verbatim", Subtitle: answer.ChangeSentence(f.Changes),
		Updated: f.Changes.When.UTC().Format(time.RFC3339), Author: atomPerson{"verbatim"},
		Links: []atomLink{
			{"self", "application/atom+xml", f.Origin + f.Self},
			{"alternate", "text/html", f.Origin + f.Search},
		},
		Entries: make([]atomEntry, len(f.Changes.List)),
	}
	if f.Changes.When.IsZero() {
		feed.Updated = time.Unix(0, 0).UTC().Format(time.RFC3339)
	}
	if f.Changes.Next != "" {
		feed.Links = append(feed.Links, atomLink{"next", "application/atom+xml", f.Origin + f.Address + "&cursor=" + f.Changes.Next})
	}
	for i, c := range f.Changes.List {
		feed.Entries[i] = entry(c, f.Origin)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return xml.NewEncoder(w).Encode(feed)
}

func entry(c changes.Change, origin string) atomEntry {
	n := c.Narrative
	title := answer.Label(search.FieldSection, c.Section)
	if of := strings.TrimSpace(n.Country + " " + corpus.YearText(n.Year)); of != "" {
		title = of + ": " + title
	}
	at := c.When.UTC().Format(time.RFC3339)
	e := atomEntry{
		ID: identifier(c.Passage.ID), Title: title + ". " + n.Report, Published: at, Updated: at,
		Link:     atomLink{"alternate", "text/html", origin + search.Link(c.Passage.ID)},
		Category: atomCategory{answer.ChangeCame},
		Content:  atomContent{"html", "<blockquote><p>" + marked(c.Text, c.Spans) + "</p></blockquote>"},
	}
	if n.Publisher != "" {
		e.Author = &atomPerson{n.Publisher}
	}
	if c.Went {
		e.Title, e.Published, e.Category.Term = "No longer in the library: "+e.Title, "", answer.ChangeWent
		e.Content = atomContent{"text", "This passage was replaced or removed. Its page tells what there is now."}
	}
	return e
}

// marked writes a text as HTML, with what matches marked.
func marked(text string, spans []prose.Span) string {
	var b strings.Builder
	for _, piece := range answer.Cut(text, spans) {
		text := html.EscapeString(piece.Text)
		if piece.Marked {
			text = "<mark>" + text + "</mark>"
		}
		b.WriteString(text)
	}
	return b.String()
}

// identifier makes a URN of a name: RFC 9562, version 5.
func identifier(of string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("verbatim:"+of)).URN()
}
