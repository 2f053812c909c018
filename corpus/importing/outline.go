package importing

import (
	"regexp"
	"strings"
)

// An outline is the headings that are open: each is around the next.
type outline []opened

type opened struct {
	level, style int
	title        string
}

// enter opens a heading, closes those that are not around it, and returns the
// headings around it, the outermost first, one a line. A heading is around the next
// if its level is higher; of equal levels, as writers give them who mark all headings
// alike, if both are numbered and the next one's style of numbers stands below:
// "Section 7." is around "a.".
func (o *outline) enter(level int, title string) (under string) {
	next := opened{level, styleOf(title), title}
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

// styles are the ways to number headings, from the outermost. Letters that are Roman
// numerals too are numerals only with another such letter, or as I, V and X.
var styles = []*regexp.Regexp{
	regexp.MustCompile(`^(?i:part|chapter) (?:[ivxlc]+|\d+|[a-z])\b`),
	regexp.MustCompile(`^(?i:section|article) (?:[ivxlc]+|\d+|[a-z])\b`),
	regexp.MustCompile(`^(?:[IVX]|[IVXLC]{2,})[.)]\s`),
	regexp.MustCompile(`^[A-Z][.)]\s`),
	regexp.MustCompile(`^\d{1,3}[.)]\s`),
	regexp.MustCompile(`^\(?[a-z][.)]\s`),
	regexp.MustCompile(`^\(?[ivx]+[.)]\s`),
}

// styleOf returns how a heading is numbered, from 1, the outermost; 0 if it is not.
func styleOf(title string) int {
	for i, s := range styles {
		if s.MatchString(title + " ") {
			return i + 1
		}
	}
	return 0
}
