package fetch

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// maxToken bounds a piece of markup: a tag, or the text of a script.
const maxToken = 16 << 20

// A link is an address as a page has it.
type link struct {
	address string
	base    *url.URL // what it is relative to
	next    bool     // it leads to the next page of a list
}

// links returns the links of an HTML page to follow: those of <a>, <area> and
// <link rel="next">, and the addresses that are values of an <option>, which is
// how some hubs list their countries. It is at the address base.
func links(page io.Reader, contentType string, base *url.URL, follow func(link)) error {
	// Addresses in the page's own encoding: it matters beyond ASCII.
	page, err := charset.NewReader(page, contentType)
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil {
		return err
	}
	tokens := html.NewTokenizer(page)
	tokens.SetMaxBuf(maxToken)
	based := false
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			if err := tokens.Err(); !errors.Is(err, io.EOF) {
				return fmt.Errorf("its links were read in part: %w", err)
			}
			return nil
		case html.StartTagToken, html.SelfClosingTagToken:
			tag := tokens.Token()
			if tag.DataAtom == atom.Base && !based { // the first one counts
				if u, err := base.Parse(attribute(tag, "href")); err == nil {
					base, based = u, true
				}
				continue
			}
			if address, next := linkOf(tag); address != "" {
				follow(link{address, base, next})
			}
		}
	}
}

// linkOf returns the address that a tag links to, or nothing.
func linkOf(tag html.Token) (address string, next bool) {
	for rel := range strings.FieldsSeq(attribute(tag, "rel")) {
		next = next || strings.EqualFold(rel, "next")
	}
	switch tag.DataAtom {
	case atom.A, atom.Area:
		return attribute(tag, "href"), next
	case atom.Link:
		if next {
			return attribute(tag, "href"), true
		}
	case atom.Option:
		// Most values are no addresses: numbers, codes, names.
		value := strings.TrimSpace(attribute(tag, "value"))
		for _, start := range []string{"/", "./", "../", "http://", "https://"} {
			if strings.HasPrefix(value, start) {
				return value, false
			}
		}
	}
	return "", false
}

func attribute(tag html.Token, name string) string {
	for _, a := range tag.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
