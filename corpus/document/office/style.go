package office

import (
	"regexp"
	"strconv"
	"strings"
)

// A style is what a style, or a paragraph itself, says about its text.
type style struct {
	name     string
	based    string
	outline  int  // level of a heading from 1; 0 if nothing is said; bodyText if it is none
	listed   bool // its paragraphs are items of lists
	quoted   bool // its paragraphs are quotations
	contents bool // its paragraphs are lines of a table of contents
	list     listing
	form     form

	unnumbered bool // its headings have no number
}

const bodyText = 10

// A form is how characters look; nil means that nothing is said.
type form struct{ bold, underlined, hidden, raised *bool }

// A look is how characters look.
type look struct{ bold, underlined, hidden, raised bool }

func (s *style) copied() *style {
	c := *s
	return &c
}

// level returns the level of the headings of a style, or 0.
func (s *style) level() int {
	if s.outline == bodyText {
		return 0
	}
	return s.outline
}

func (f form) look() look {
	is := func(b *bool) bool { return b != nil && *b }
	return look{is(f.bold), is(f.underlined), is(f.hidden), is(f.raised)}
}

// inherit takes from the form that this one is based on what it does not say
// itself.
func (f *form) inherit(from form) {
	for _, p := range []struct {
		own  **bool
		from *bool
	}{{&f.bold, from.bold}, {&f.underlined, from.underlined}, {&f.hidden, from.hidden}, {&f.raised, from.raised}} {
		if *p.own == nil {
			*p.own = p.from
		}
	}
}

// headingName is the name of a built-in heading style, in English as Word
// itself writes it in all languages, and as other programs write it.
var (
	headingName   = regexp.MustCompile(`^(?i:heading|überschrift|titre|título|titulo|titolo|kop|rubrik|overskrift|nagłówek|nadpis|заголовок|标题|見出し|제목) ?([1-9])$`)
	contentsName  = regexp.MustCompile(`^(?i:toc (?:heading|[1-9])|table of figures)$`)
	quotationName = regexp.MustCompile(`^(?i:(?:intense )?quote|quotations?|block text)$`)
	listName      = regexp.MustCompile(`^(?i:list (?:bullet|number)(?: [1-9])?)$`)
)

// nameSays takes what a built-in style is from its name.
func (s *style) nameSays() {
	switch m := headingName.FindStringSubmatch(s.name); {
	case contentsName.MatchString(s.name):
		s.contents = true
	case quotationName.MatchString(s.name):
		s.quoted = true
	case listName.MatchString(s.name):
		s.listed = true
	case s.outline != 0:
	case m != nil:
		s.outline, _ = strconv.Atoi(m[1])
	case strings.EqualFold(s.name, "title"):
		s.outline = 1
	case strings.EqualFold(s.name, "subtitle"):
		s.outline = 2
	}
}
