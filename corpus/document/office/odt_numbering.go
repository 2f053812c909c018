package office

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"verbatim/corpus/document"
)

// outlineStyle is what the style that numbers headings is called.
const outlineStyle = "Outline"

// A place is where a paragraph of an OpenDocument text stands in a list.
type place struct {
	list     *list // nil outside lists
	style    string
	level    int  // from 0
	item     bool // it begins an item
	numbered bool // that item has a number
	start    int  // what its level counts from here on; 0 to go on
}

// readListStyle reads how the levels of a list are numbered, or those of headings.
func (r *odt) readListStyle(e element) error {
	var levels [maxLevels]level
	name := e.attr("name")
	if e.name == "text:outline-style" {
		name = outlineStyle
	}
	for i := range levels {
		levels[i] = level{start: 1, format: "none", restart: -1}
	}
	err := r.each(func(e element) error {
		i := whole(e.attr("level"), 0) - 1
		if i < 0 || i >= maxLevels {
			return nil
		}
		if e.name == "text:list-level-style-number" || e.name == "text:outline-level-style" {
			levels[i].start = whole(e.attr("start-value"), 1)
			levels[i].format, levels[i].text = numberFormat(e), numberText(e, i)
		}
		var child func(element) error
		child = func(inner element) error {
			levels[i].glued = levels[i].glued || inner.attr("label-followed-by") == "nothing"
			return r.each(child, nil)
		}
		return r.each(child, nil)
	}, nil)
	for i, l := range levels {
		levels[i].text = withoutUnnumbered(l.text, levels, i)
	}
	r.listStyles[name] = levels
	return err
}

// numberFormat returns the format of a level by the name that Word has for it.
func numberFormat(e element) string {
	switch format := e.attr("num-format"); format {
	case "":
		return "none"
	case "a", "A":
		word := map[string]string{"a": "lowerLetter", "A": "upperLetter"}[format]
		if e.attr("num-letter-sync") == "true" {
			return word
		}
		return word + "s"
	case "i":
		return "lowerRoman"
	case "I":
		return "upperRoman"
	}
	return "decimal"
}

var numberOfLevel = regexp.MustCompile(`%(\d+)%`)

// numberText returns how the number of a level, from 0, is written, with %1 for that of
// the first: LibreOffice says it so in newer files, and else what stands before and
// after it, and how many levels above are written with it.
func numberText(e element, at int) string {
	if e.attr("num-format") == "" {
		return ""
	}
	if text := e.attr("num-list-format"); text != "" {
		return numberOfLevel.ReplaceAllString(text, "%$1")
	}
	first := max(at+1-whole(e.attr("display-levels"), 1), 0)
	var numbers []string
	for i := min(first, at); i <= at; i++ {
		numbers = append(numbers, fmt.Sprintf("%%%d", i+1))
	}
	return e.attr("num-prefix") + strings.Join(numbers, ".") + e.attr("num-suffix")
}

// withoutUnnumbered takes the levels above that have no number, and the stops after
// them, out of the text of a level.
func withoutUnnumbered(text string, levels [maxLevels]level, at int) string {
	for i := range at {
		if levels[i].format == "none" {
			text = strings.ReplaceAll(text, fmt.Sprintf("%%%d.", i+1), "")
		}
	}
	return text
}

// enter returns the place in a list that begins at another place: a list of its own,
// one that goes on, or the next level of the list that it stands in.
func (r *odt) enter(e element, at place) place {
	own := place{list: at.list, style: e.attr("style-name"), level: at.level + 1}
	if own.style == "" {
		own.style = at.style
	}
	if at.list == nil {
		own.level = 0
		switch continued := r.lists[e.attr("continue-list")]; {
		case continued != nil:
			own.list = continued
		case own.style == outlineStyle:
			own.list = r.headings
		case e.attr("continue-numbering") == "true" && r.last[own.style] != nil:
			own.list = r.last[own.style]
		default:
			r.begun++
			own.list = &list{id: strconv.Itoa(r.begun)}
		}
		r.last[own.style] = own.list
		if id := e.attr("id"); id != "" {
			r.lists[id] = own.list
		}
	}
	return own
}

// enterItem returns the place of an item of a list.
func (at place) enterItem(e element) place {
	at.item, at.numbered = true, e.name == "text:list-item"
	at.start = whole(e.attr("start-value"), 0)
	return at
}

// number puts the number before a paragraph that has one: the first of an item, and a
// heading. Where no style says how it is numbered, it is the one that the file writes
// down for it, if it does.
func (r *odt) number(p *paragraph, e element, at place) {
	if e.name == "text:h" && at.list == nil {
		at = place{list: r.headings, style: outlineStyle, level: p.level - 1, item: true, start: whole(e.attr("start-value"), 0)}
		at.numbered = e.attr("is-list-header") != "true" && !r.style("paragraph", e.attr("style-name")).unnumbered
	}
	levels, known := r.listStyles[at.style]
	if !at.item || !at.numbered || r.hiding != "" || at.level < 0 || at.level >= maxLevels {
		return
	}
	said := ""
	if written := document.Clean(p.number); written != "" {
		said = written + " "
	}
	if known {
		at.list.levels = levels
		if at.start > 0 {
			r.numbers.restart(at.list, at.level, at.start)
		}
		said = r.numbers.next(at.list, at.level)
	}
	r.putNumber(p, said)
}

// restart makes a level of a list count from a number.
func (n *numbering) restart(l *list, at, from int) {
	c := n.counter(l)
	c.n[at], c.started[at] = from-1, true
}

// lettersOf writes 1 as A, 26 as Z, 27 as AA, 28 as AB.
func lettersOf(n int) string {
	var out []byte
	for ; n > 0; n = (n - 1) / 26 {
		out = append(out, byte('A'+(n-1)%26))
	}
	slices.Reverse(out)
	return string(out)
}
