package office

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// maxLevels is how many levels a list has: 9 in Word, 10 in OpenDocument.
const maxLevels = 10

// A listing says which list a paragraph is of, and on which level; the level is
// less than 0 if the list tells it by the paragraph's style.
type listing struct {
	id, style string
	level     int
}

// A numbering has the lists of a document: how they count, and how far they are.
type numbering struct {
	lists    map[string]*list // by the identifier of a w:num
	abstract map[string]*list
	counts   map[string]*counter
}

// A list is how the levels of a list are numbered.
type list struct {
	id        string // of the abstract list: those that have it count together
	styled    string // a style whose list is meant
	levels    [maxLevels]level
	restarted [maxLevels]bool // at the level's start, when the list is first used
	used      bool
}

type level struct {
	start   int
	format  string
	text    string // with %1 for the number of the first level
	glued   bool   // no space follows the number
	decimal bool   // numbers of the levels above are written in figures
	restart int    // the level from 1 after which it restarts; 0 never, -1 after any above
	style   string // of its paragraphs
}

// A counter is how far the levels of a list have counted.
type counter struct {
	n       [maxLevels]int
	started [maxLevels]bool
}

// readNumbering reads the lists.
func (r *docx) readNumbering(part string) error {
	r.numbers = &numbering{lists: make(map[string]*list), abstract: make(map[string]*list), counts: make(map[string]*counter)}
	err := r.read(part, func(element) error {
		return r.each(func(e element) error {
			switch e.name {
			case "w:abstractNum":
				l, err := r.abstractList(e)
				r.numbers.abstract[l.id] = l
				return err
			case "w:num":
				l, err := r.list()
				r.numbers.lists[e.attr("numId")] = l
				return err
			}
			return nil
		}, nil)
	})
	for _, l := range r.numbers.lists {
		r.styledList(l)
	}
	return err
}

// styledList gives a list that is meant by a style the levels of that.
func (r *docx) styledList(l *list) {
	s := r.styles[l.styled]
	if l.styled == "" || s == nil {
		return
	}
	if meant := r.numbers.lists[s.list.id]; meant != nil && meant != l {
		l.id, l.levels = meant.id, meant.levels
	}
}

func (r *docx) abstractList(e element) (*list, error) {
	l := &list{id: e.attr("abstractNumId")}
	for i := range l.levels {
		l.levels[i] = level{start: 1, format: "decimal", restart: -1}
	}
	err := r.each(func(e element) error {
		switch e.name {
		case "w:lvl":
			return r.level(l, e)
		case "w:numStyleLink":
			l.styled = e.attr("val")
		}
		return nil
	}, nil)
	return l, err
}

// list reads a list that is made of an abstract one.
func (r *docx) list() (*list, error) {
	l := &list{}
	err := r.each(func(e element) error {
		switch e.name {
		case "w:abstractNumId":
			if abstract := r.numbers.abstract[e.attr("val")]; abstract != nil {
				*l = *abstract
			}
		case "w:lvlOverride":
			i, err := strconv.Atoi(e.attr("ilvl"))
			if err != nil || i < 0 || i >= maxLevels {
				return nil
			}
			return r.each(func(e element) error {
				switch e.name {
				case "w:startOverride":
					l.levels[i].start, l.restarted[i] = whole(e.attr("val"), 1), true
				case "w:lvl":
					return r.level(l, e)
				}
				return nil
			}, nil)
		}
		return nil
	}, nil)
	return l, err
}

// level reads a level of a list.
func (r *docx) level(l *list, e element) error {
	i, err := strconv.Atoi(e.attr("ilvl"))
	if err != nil || i < 0 || i >= maxLevels {
		return nil
	}
	v := level{start: 0, format: "decimal", restart: -1}
	err = r.each(func(e element) error {
		val := e.attr("val")
		switch e.name {
		case "w:start":
			v.start = whole(val, 1)
		case "w:numFmt":
			v.format = val
		case "w:lvlText":
			v.text = val
		case "w:suff":
			v.glued = val == "nothing"
		case "w:isLgl":
			v.decimal = isOn(e)
		case "w:lvlRestart":
			v.restart = whole(val, 0)
		case "w:pStyle":
			v.style = val
		}
		return nil
	}, nil)
	l.levels[i] = v
	return err
}

func whole(val string, otherwise int) int {
	n, err := strconv.Atoi(val)
	if err != nil || n < 0 {
		return otherwise
	}
	return n
}

// number puts the number that Word shows before a paragraph of a list.
func (r *docx) number(p *paragraph) {
	l := r.numbers.lists[p.list.id]
	if l == nil || p.list.id == "0" || r.hiding != "" {
		return
	}
	r.putNumber(p, r.numbers.next(l, l.at(p.list)))
}

// putNumber puts a number before a paragraph, unless that is empty.
func (l *ledger) putNumber(p *paragraph, said string) {
	if said == "" || len(strings.TrimSpace(string(p.text))) == 0 {
		return
	}
	if last, _ := utf8.DecodeLastRuneInString(said); strings.ContainsRune(".)", last) {
		if first, _ := utf8.DecodeRune(p.text); unicode.IsLetter(first) {
			said += " " // what is glued to a number on the page is not so as text: "1.Adopt"
		}
	}
	l.d.Letters += prose.Letters(said)
	p.text = append([]byte(said), p.text...)
	if p.emphasized > 0 || !p.plain {
		p.emphasized += len(said)
	}
}

// at returns the level of a list that a paragraph is on.
func (l *list) at(p listing) int {
	if p.level >= 0 {
		return p.level
	}
	for i := range l.levels {
		if p.style != "" && l.levels[i].style == p.style {
			return i
		}
	}
	return 0
}

// next counts on a level of a list, and returns the number with what follows it;
// nothing for bullets.
func (n *numbering) next(l *list, at int) string {
	c := n.counter(l)
	if !l.used {
		l.used = true
		for i, restarted := range l.restarted {
			c.started[i] = c.started[i] && !restarted
		}
	}
	for i := range at + 1 {
		switch {
		case !c.started[i]:
			c.n[i], c.started[i] = l.levels[i].start, true
		case i == at:
			c.n[i]++
		}
	}
	for i := at + 1; i < maxLevels; i++ {
		if restart := l.levels[i].restart; restart < 0 || restart > at {
			c.started[i] = false
		}
	}
	return l.written(c, at)
}

// counter returns how far a list has counted.
func (n *numbering) counter(l *list) *counter {
	c := n.counts[l.id]
	if c == nil {
		c = new(counter)
		n.counts[l.id] = c
	}
	return c
}

// written writes the number of a level.
func (l *list) written(c *counter, at int) string {
	v := l.levels[at]
	if v.format == "bullet" || v.format == "none" && !strings.Contains(v.text, "%") {
		return ""
	}
	said := v.text
	for i := maxLevels - 1; i >= 0; i-- { // %10 before %1
		format := l.levels[i].format
		if v.decimal {
			format = "decimal"
		}
		said = strings.ReplaceAll(said, fmt.Sprintf("%%%d", i+1), formatted(c.n[i], format))
	}
	if said = document.Clean(said); said != "" && !v.glued {
		said += " "
	}
	return said
}

// formatted writes a number in a format of Word; in figures if it is none of those
// that reports have.
func formatted(n int, format string) string {
	switch format {
	case "none":
		return ""
	case "lowerLetter":
		return strings.ToLower(lettered(n))
	case "upperLetter":
		return lettered(n)
	case "lowerLetters":
		return strings.ToLower(lettersOf(n))
	case "upperLetters":
		return lettersOf(n)
	case "lowerRoman":
		return strings.ToLower(prose.Roman(n))
	case "upperRoman":
		return prose.Roman(n)
	case "decimalZero":
		return fmt.Sprintf("%02d", n)
	}
	return strconv.Itoa(n)
}

// lettered writes 1 as A, 26 as Z, 27 as AA, 28 as BB.
func lettered(n int) string {
	if n < 1 || n > 26*16 {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(rune('A'+(n-1)%26)), (n-1)/26+1)
}
