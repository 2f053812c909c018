package ui

import (
	"bytes"
	"encoding/xml"
	"errors"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"verbatim/search"
	"verbatim/search/changes"
	"verbatim/search/cite"
	"verbatim/search/feed"
)

// feed answers with what came and went of what a search finds, as an Atom feed.
func (s *server) feed(c *gin.Context) (int, page, error) {
	q := questionOf(c.Request.URL.Query())
	found, err := s.finder.Find(c.Request.Context(), changes.Request{
		Text: q.Text, Mode: q.Mode, Filters: q.Filters, After: q.Cursor,
	})
	if mistake, ok := errors.AsType[*search.SyntaxError](err); ok {
		return http.StatusBadRequest, misunderstood(q, mistake), nil
	}
	if err != nil {
		return 0, nil, err
	}
	var out bytes.Buffer
	err = feed.Write(&out, feed.Feed{
		Asked: q.Text, Origin: s.originOf(c.Request), Changes: found,
		Self: q.feed(), Address: q.at("").feed(), Search: q.at("").link(),
	})
	if err != nil {
		return 0, nil, err
	}
	s.send(c, http.StatusOK, feed.MediaType, out.Bytes())
	return 0, nil, nil
}

// feed is the address of the feed of a search. What orders its answers does not
// matter there.
func (q question) feed() string {
	q.Sort, q.Group, q.ByName, q.Explain, q.Find = "", false, false, false, nil
	return "/search.atom?" + q.encode()
}

// watch lists ways to hear of what is new in a search.
func watch(q question) []option {
	q = q.at("")
	return []option{{Label: "Save it in this browser", Link: "/saved?" + q.encode()}, {Label: "Feed of what is new", Link: q.feed()}}
}

// An alternate is another form of a page, for programs.
type alternate struct{ Type, Title, Link string }

// alternatesOf lists the other forms of the page at an address.
func alternatesOf(c *gin.Context) []alternate {
	const json = "application/json"
	switch c.FullPath() {
	case "/search":
		q := questionOf(c.Request.URL.Query())
		q.Group, q.ByName, q.Find = false, false, nil
		return []alternate{{json, "JSON", "/api/v1" + q.link()}, {"application/atom+xml", "What is new", q.at("").feed()}}
	case "/n/:id":
		return []alternate{{json, "JSON", "/api/v1/narratives/" + url.PathEscape(c.Param("id"))}}
	case "/p/:id":
		return []alternate{{json, "JSON", "/api/v1/passages/" + url.PathEscape(c.Param("id"))}}
	}
	return nil
}

// A record says to reference managers and search engines what a page can be cited as.
type record struct {
	COinS       string
	Description cite.Description
}

// Record is the page's; nil if it has none.
func (f frame) Record() *record {
	if p, ok := f.Page.(interface{ record() *record }); ok {
		return p.record()
	}
	return nil
}

func recordOf(s cite.Source) *record {
	n := *s.Narrative
	n.URL = webAddress(n.URL)
	s.Narrative = &n
	return &record{cite.COinS(s), cite.Describe(s.Narrative, s.Link)}
}

func (p *passagePage) record() *record { return p.known }

func (p *readPage) record() *record { return p.known }

// A description tells a browser how to search here: OpenSearch 1.1.
type description struct {
	XMLName       xml.Name         `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName     string           `xml:"ShortName"`
	Description   string           `xml:"Description"`
	InputEncoding string           `xml:"InputEncoding"`
	Image         descriptionImage `xml:"Image"`
	URLs          []descriptionURL `xml:"Url"`
}

type descriptionImage struct {
	Type string `xml:"type,attr"`
	Link string `xml:",chardata"`
}

type descriptionURL struct {
	Type     string `xml:"type,attr"`
	Rel      string `xml:"rel,attr,omitempty"`
	Template string `xml:"template,attr"`
}

// describe answers with the description that lets a browser's address bar search.
func (s *server) describe(c *gin.Context) (int, page, error) {
	origin := s.originOf(c.Request)
	icon, err := asset("icon.svg")
	if err != nil {
		return 0, nil, err
	}
	data, err := xml.Marshal(description{
		ShortName: "verbatim", Description: "Search report narratives to the letter", InputEncoding: "UTF-8",
		Image: descriptionImage{"image/svg+xml", origin + icon},
		URLs: []descriptionURL{
			{"text/html", "", origin + "/search?q={searchTerms}"},
			{"application/atom+xml", "", origin + "/search.atom?q={searchTerms}"},
			{"application/opensearchdescription+xml", "self", origin + "/opensearch.xml"},
		},
	})
	if err != nil {
		return 0, nil, err
	}
	s.send(c, http.StatusOK, "application/opensearchdescription+xml; charset=utf-8", append([]byte(xml.Header), data...))
	return 0, nil, nil
}
