package html

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// A counter numbers the items of a list as browsers do.
type counter struct {
	ordered bool
	next    int
	step    int
	form    string // "1", "a", "A", "i" or "I"
}

func newCounter(n *html.Node) counter {
	style := strings.ReplaceAll(attr(n, "style"), " ", "")
	c := counter{ordered: roleOf(n) == ordered && !strings.Contains(style, "list-style:none") && !strings.Contains(style, "list-style-type:none")}
	c.next, c.step, c.form = 1, 1, attr(n, "type")
	if hasAttr(n, "reversed") {
		c.step, c.next = -1, 0
		for child := range n.ChildNodes() {
			if roleOf(child) == item {
				c.next++
			}
		}
	}
	if start, err := strconv.Atoi(strings.TrimSpace(attr(n, "start"))); err == nil {
		c.next = start
	}
	return c
}

// number writes the number of an item that a browser shows before it, unless its
// text has it already.
func (f *flow) number(n *html.Node) {
	if len(f.lists) == 0 || !f.lists[len(f.lists)-1].ordered {
		return
	}
	c := &f.lists[len(f.lists)-1]
	if value, err := strconv.Atoi(strings.TrimSpace(attr(n, "value"))); err == nil {
		c.next = value
	}
	mark := c.mark() + "."
	c.next += c.step
	text := shownText(n)
	if prose.Letters(text) == 0 || strings.HasPrefix(text, mark) || strings.HasPrefix(text, "("+strings.TrimSuffix(mark, ".")+")") {
		return
	}
	f.add(mark + " ")
	f.plain = -1 // the number itself is neither bold nor not
	f.page.Restored += prose.Letters(mark)
}

// mark returns the next number in the list's form.
func (c *counter) mark() string {
	n := c.next
	switch letter := n >= 1 && n <= 26; {
	case c.form == "a" && letter:
		return string(rune('a' + n - 1))
	case c.form == "A" && letter:
		return string(rune('A' + n - 1))
	case c.form == "i":
		return strings.ToLower(prose.Roman(n))
	case c.form == "I":
		return prose.Roman(n)
	}
	return strconv.Itoa(n)
}

// raise adds what stands above the line: figures as such, so that they are no part
// of the word or number before them ("2011–2020¹⁴"), and anything else as it is.
// The mark of a note that is no figure would be part of the word: it is left out.
func (f *flow) raise(n *html.Node) {
	if mark := document.Clean(shownText(n)); withinPage(n) && noteMark.MatchString(mark) && raisedFigures(n) == "" {
		f.page.LeaveOut("numbers of notes", mark, 0)
		return
	}
	if figures := raisedFigures(n); figures != "" {
		f.add(figures)
		return
	}
	f.children(n)
}

// noteMark is a note's number in figures or small letters.
var noteMark = regexp.MustCompile(`^(?:\d{1,4}|[ivxlc]{1,6}|[a-z])$`)

// withinPage reports whether an element is a link within the page, or in one, or holds
// one and nothing else.
func withinPage(n *html.Node) bool {
	for _, a := range []*html.Node{n, n.Parent, n.FirstChild} {
		if a != nil && a.DataAtom == atom.A && strings.HasPrefix(attr(a, "href"), "#") {
			return true
		}
	}
	return false
}

// opensNote reports whether an element is the number that begins a note's text, and leads
// back to where the text refers to it.
func (f *flow) opensNote(n *html.Node) bool {
	return n.DataAtom == atom.A && withinPage(n) && strings.TrimSpace(f.text.String()) == "" && noteMark.MatchString(document.Clean(shownText(n)))
}

// raisedFigures returns the text of a raised element in Unicode's raised figures, or
// nothing if it is not of figures alone: "3", "[14]", "1, 2".
func raisedFigures(n *html.Node) string {
	text := strings.Trim(document.Clean(shownText(n)), "[]()")
	if !strings.ContainsAny(text, "0123456789") || strings.Trim(text, "0123456789,;–- []") != "" {
		return ""
	}
	var out strings.Builder
	for _, r := range text {
		switch {
		case '0' <= r && r <= '9':
			out.WriteRune([]rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[r-'0'])
		case r == ' ' || r == '[' || r == ']':
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}
