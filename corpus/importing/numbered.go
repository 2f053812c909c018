package importing

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// numberedItem is how a paragraph or item begins that is numbered within its list or
// chapter: "128.45", "12.3.".
var numberedItem = regexp.MustCompile(`^\(?(\d{1,4})\.(\d{1,4})\.?\)?\s+\S`)

// leastEmpty is how many numbered headings in a row with nothing below them are none.
const leastEmpty = 3

// demote makes items of numbered lines that a reader took for headings, since they
// are short and bold: those whose number is one of a list of text, or that stand in a
// row with no text below, and those that end with a semicolon. A heading is above text.
func demote(d *document.Document) {
	var list []numbered
	texts := map[int]map[int]bool{} // numbers of texts that are no headings, by what is before the point
	for i, b := range d.Blocks {
		if b.Kind == document.Heading && strings.HasSuffix(b.Text, ";") { // the list goes on
			b.Kind, b.Level = document.Item, 0
			d.Blocks[i] = b
		}
		n, ok := numberedAt(d.Blocks, i)
		if !ok {
			continue
		}
		list = append(list, n)
		if b.Kind != document.Heading {
			if texts[n.major] == nil {
				texts[n.major] = map[int]bool{}
			}
			texts[n.major][n.minor] = true
		}
	}
	for i := 0; i < len(list); {
		end := i + 1
		for end < len(list) && list[end].at == list[end-1].at+1 && list[end].heading && list[i].heading && list[end].major == list[i].major {
			end++
		}
		row := end - i
		for ; i < end; i++ {
			n := list[i]
			if n.heading && (row >= leastEmpty || texts[n.major][n.minor-1] || texts[n.major][n.minor+1]) {
				d.Blocks[n.at].Kind, d.Blocks[n.at].Level = document.Item, 0
				if texts[n.major] == nil {
					texts[n.major] = map[int]bool{}
				}
				texts[n.major][n.minor] = true
			}
		}
	}
}

// numbered is a block that begins with a number such as 128.45.
type numbered struct {
	at, major, minor int
	heading          bool
}

func numberedAt(blocks []document.Block, at int) (n numbered, ok bool) {
	m := numberedItem.FindStringSubmatch(blocks[at].Text)
	if m == nil {
		return n, false
	}
	n = numbered{at: at, heading: blocks[at].Kind == document.Heading}
	n.major, _ = strconv.Atoi(m[1])
	n.minor, _ = strconv.Atoi(m[2])
	return n, true
}

// An outline is the headings that are open: each is around the next.
type outline []opened

type opened struct {
	level  int
	style  int    // twice the number of its style; see inner
	number string // as it is written
	title  string
}

// enter opens a heading, closes those that are not around it, and returns the
// headings around it, the outermost first, one a line. A heading is around the next
// if its level is higher; of equal levels, as writers give them who mark all headings
// alike, if both are numbered and the next one's style of numbers stands below:
// "Section 7." is around "a.". The elements behind it tell where a heading without a
// number stands: see inner.
func (o *outline) enter(level int, title string, behind []element) (under string) {
	next := opened{level: level, title: title}
	if next.style, next.number = numberingOf(title); next.style == 0 {
		next.style = o.inner(level, behind)
	}
	for len(*o) > 0 && !(*o)[len(*o)-1].around(next) {
		*o = (*o)[:len(*o)-1]
	}
	titles := make([]string, len(*o))
	for i, h := range *o {
		titles[i] = h.title
	}
	*o = append(*o, next)
	return strings.Join(titles, "\n")
}

func (h opened) around(next opened) bool {
	if h.level != next.level {
		return h.level < next.level
	}
	return h.style > 0 && h.style < next.style
}

// inner returns the style of a heading without a number that stands between two whose
// numbers follow each other, of its level: below the style of these, since the first
// goes on around it. "c. Torture", "Prison Conditions", "d. Arrest". It returns 0 for
// any other.
func (o *outline) inner(level int, behind []element) (style int) {
	open := map[int]string{} // numbers of the headings of this level that are open, by style
	for _, h := range *o {
		if h.level == level && h.style%2 == 1 {
			return h.style // another one of the same two
		}
		if h.level == level && h.style > 0 {
			open[h.style] = h.number
		}
	}
	if len(open) == 0 {
		return 0
	}
	for _, e := range behind {
		if e.title == "" || e.level == 0 || e.level > level {
			continue
		}
		if e.level < level {
			return 0
		}
		next, number := numberingOf(e.title)
		if before, ok := open[next]; ok && follows(before, number) {
			return next + 1
		} else if ok {
			return 0
		}
	}
	return 0
}

// follows reports whether a number is the next one, in figures, letters or Roman
// numerals.
func follows(number, next string) bool {
	if n, err := strconv.Atoi(number); err == nil {
		return next == strconv.Itoa(n+1)
	}
	number, next = strings.ToLower(number), strings.ToLower(next)
	if len(number) == 1 && len(next) == 1 && next[0] == number[0]+1 {
		return true
	}
	n := prose.RomanValue(number)
	return n > 0 && prose.RomanValue(next) == n+1
}

// styles are the ways to number headings, from the outermost. Letters that are Roman
// numerals too are numerals only with another such letter, or as I, V and X.
var styles = []*regexp.Regexp{
	regexp.MustCompile(`^(?i:part|chapter) ((?i:[ivxlc]+|\d+|[a-z]))\b`),
	regexp.MustCompile(`^(?i:section|article) ((?i:[ivxlc]+|\d+|[a-z]))\b`),
	regexp.MustCompile(`^([IVX]|[IVXLC]{2,})[.)]\s`),
	regexp.MustCompile(`^([A-Z])[.)]\s`),
	regexp.MustCompile(`^(\d{1,3})[.)]\s`),
	regexp.MustCompile(`^\(?([a-z])[.)]\s`),
	regexp.MustCompile(`^\(?([ivx]+)[.)]\s`),
}

// byWord is how many of styles begin with a word: with one that counts.
const byWord = 2

func counts(word string) bool {
	return slices.ContainsFunc([]string{"part", "chapter", "section", "article"}, func(w string) bool { return strings.EqualFold(w, word) })
}

// numberingOf returns how a heading is numbered, twice the place of its style, from 2,
// the outermost, and its number; 0 if it is not.
func numberingOf(title string) (style int, number string) {
	first, until := 0, len(styles)
	switch end := strings.IndexAny(title, ".) "); {
	case end < 0 || title[end] != ' ': // no word stands before the number
		first = byWord
	case counts(title[:end]):
		until = byWord
	default:
		return 0, ""
	}
	for i, s := range styles[first:until] {
		if m := s.FindStringSubmatch(title + " "); m != nil {
			return 2 * (first + i + 1), m[1]
		}
	}
	return 0, ""
}
