// Package reading lays out texts to be read: what of them is marked, and where.
package reading

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/corpus/prose"
	"verbatim/search"
	"verbatim/search/quote"
)

// A place that a check has found is marked where it is opened: the address names the
// stretches, mark=12-80, in code points from the start of the passage on. A narrative's
// page is told the passage as well: at=p-047d485f37.
const (
	markedIn = "mark"
	markedAt = "at"
)

// NarrativeLink leads from the page of a passage to its narrative, where the same is marked.
func NarrativeLink(values url.Values, own corpus.Passage, narrative string) string {
	anchor := search.Anchor(own)
	return search.NarrativeLink(narrative) + "?" + url.Values{markedIn: values[markedIn], markedAt: {anchor}}.Encode() + "#" + anchor
}

// QuotedLink leads to a place, with what was quoted to be marked there.
func QuotedLink(p *quote.Place) string {
	if len(p.Spans) == 0 {
		return p.Link()
	}
	var stretches []string
	for _, s := range p.Spans {
		start := utf8.RuneCountInString(p.Text[:s.Start])
		stretches = append(stretches, fmt.Sprintf("%d-%d", start, start+utf8.RuneCountInString(s.In(p.Text))))
	}
	return p.Link() + "?" + url.Values{markedIn: stretches}.Encode()
}

// quotedSpans reads the stretches of an address as spans of a text; what is no stretch of
// it is left aside.
func quotedSpans(values url.Values, text string) (spans []prose.Span) {
	for _, stretch := range values[markedIn] {
		from, to, _ := strings.Cut(stretch, "-")
		start, err := strconv.Atoi(from)
		end, err2 := strconv.Atoi(to)
		if err != nil || err2 != nil || start < 0 || end <= start {
			continue
		}
		s := prose.Span{Start: runeAt(text, start), End: runeAt(text, end)}
		if last := len(spans) - 1; s.End > s.Start && (last < 0 || spans[last].End <= s.Start) {
			spans = append(spans, s)
		}
	}
	return spans
}

// runeAt returns where the nth code point of a text begins; its end where it has fewer.
func runeAt(text string, n int) int {
	for i := range text {
		if n == 0 {
			return i
		}
		n--
	}
	return len(text)
}

// Marks returns what an address says was quoted in a narrative, from a passage on,
// as spans of the texts of the passages that it touches; nil where it says nothing.
func Marks(values url.Values, n *corpus.Narrative, own corpus.Passage) map[string][]prose.Span {
	spans := quotedSpans(values, n.Text[own.Span.Start:])
	if len(spans) == 0 {
		return nil
	}
	marks := make(map[string][]prose.Span)
	for _, p := range n.Passages {
		for _, s := range spans {
			s.Start, s.End = max(s.Start+own.Span.Start, p.Span.Start)-p.Span.Start, min(s.End+own.Span.Start, p.Span.End)-p.Span.Start
			if s.Start < s.End {
				marks[p.ID] = append(marks[p.ID], s)
			}
		}
	}
	return marks
}

// MarksAt is the same for a narrative's page, which names the passage.
func MarksAt(values url.Values, n *corpus.Narrative) map[string][]prose.Span {
	i := slices.IndexFunc(n.Passages, func(p corpus.Passage) bool { return search.Anchor(p) == values.Get(markedAt) })
	if i < 0 {
		return nil
	}
	return Marks(values, n, n.Passages[i])
}
