package cite

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"verbatim/corpus"
)

// around is how many characters a selector quotes before and after.
const around = 32

// Selector writes where a passage stands as a W3C SpecificResource with a
// TextQuoteSelector (Web Annotation Data Model, 2017, 4.2.4): its words, and
// some before and after. It is of the official page, where that is known.
// The passage is one of the narrative, which comes whole.
func Selector(n *corpus.Narrative, p corpus.Passage, link string) ([]byte, error) {
	source := n.URL
	if source == "" {
		source = link
	}
	before, after := n.Text[:p.Span.Start], n.Text[p.Span.End:]
	return indented(map[string]any{
		"@context": "http://www.w3.org/ns/anno.jsonld",
		"type":     "SpecificResource",
		"source":   source,
		"selector": map[string]string{
			"type":   "TextQuoteSelector",
			"exact":  p.Span.In(n.Text),
			"prefix": last(before, around),
			"suffix": first(after, around),
		},
	})
}

// first and last return so many characters of a text, or all of it.
func first(text string, n int) string {
	end := 0
	for ; n > 0 && end < len(text); n-- {
		_, w := utf8.DecodeRuneInString(text[end:])
		end += w
	}
	return text[:end]
}

func last(text string, n int) string {
	start := len(text)
	for ; n > 0 && start > 0; n-- {
		_, w := utf8.DecodeLastRuneInString(text[:start])
		start -= w
	}
	return text[start:]
}

// A passage of more than wholeWords words is named by its first and last
// edgeWords ones.
const wholeWords, edgeWords = 16, 6

// AtSource returns the address of a page with a text fragment that leads to the
// passage in it (WICG, "URL Fragment Text Directives"). It is empty if there
// is no page of the web, and the page alone where the address has a fragment
// of its own.
func AtSource(page, text string) string {
	u, err := url.Parse(page)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	if u.Fragment != "" {
		return page
	}
	words := strings.Fields(text)
	if len(words) == 0 {
		return page
	}
	fragment := directive(words)
	if len(words) > wholeWords {
		fragment = directive(words[:edgeWords]) + "," + directive(words[len(words)-edgeWords:])
	}
	return strings.TrimSuffix(page, "#") + "#:~:text=" + fragment
}

// directive writes words as a text directive wants them: with all but letters,
// digits, dots, underscores and tildes as percent signs and bytes. So the
// hyphen, the comma and the ampersand, which part directives, are words' own.
func directive(words []string) string {
	escaped := url.QueryEscape(strings.Join(words, " "))
	return strings.NewReplacer("+", "%20", "-", "%2D").Replace(escaped)
}
