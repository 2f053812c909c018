package plain

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// maxHeading is how many characters a heading has at most.
const maxHeading = 160

// Enumerations of headings, highest first.
var enumerations = []*regexp.Regexp{
	regexp.MustCompile(`^(?i:section|chapter|part|article|annex|appendix) (?:\d{1,3}|[IVX]{1,5}|[A-Z])\b[.:]? *`),
	regexp.MustCompile(`^[IVX]{1,5}\. +`),
	regexp.MustCompile(`^(?:\d{1,2}|[A-Z])\. +`),
	regexp.MustCompile(`^(?:[a-z]\.|\d{1,2}\.\d{1,2}\.?) +`),
}

// An outline gives headings their levels: of each kind, the level below those
// of the higher kinds that the text has shown. The kinds are the enumerations
// by their place, and then these.
type outline struct{ seen [capitals + 1]bool }

const (
	plainHeading = 4
	capitals     = 5
)

// order is that of the kinds, highest first.
var order = [...]int{0, capitals, 1, 2, 3, plainHeading}

// level returns the level of a heading, from 2; 1 is for a title that is
// underlined twice.
func (o *outline) level(text string, rule byte) int {
	kind := enumeration(text)
	switch {
	case rule == '=':
		return 1
	case kind < 0 && (rule == '-' || inCapitals(text)):
		kind = capitals
	case kind < 0:
		kind = plainHeading
	}
	o.seen[kind] = true
	level := 2
	for _, higher := range order {
		if higher == kind {
			break
		}
		if o.seen[higher] {
			level++
		}
	}
	return min(level, 6)
}

// enumeration returns the kind of enumeration that the text begins with, or -1.
func enumeration(text string) int {
	for i, e := range enumerations {
		if e.MatchString(text) {
			return i
		}
	}
	return -1
}

// titleLike reports whether a line is written as a title is: it begins with a
// capital or a number, does not end as a sentence does, and all its words have
// capitals but the small ones.
func titleLike(text string) bool {
	return looksHeaded(text) && titleWords(text)
}

// looksHeaded reports whether a line can be a heading by its ends and length.
func looksHeaded(text string) bool {
	if bareEnumeration(text) {
		return true
	}
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	_, silent := mark(text)
	return utf8.RuneCountInString(text) <= maxHeading && silent == 0 &&
		(enumeration(text) >= 0 || unicode.IsUpper(first) || unicode.IsDigit(first)) &&
		!strings.ContainsRune(".!?;,…", last) && strings.ContainsFunc(text, unicode.IsLetter)
}

// bareEnumeration recognizes "Section 1.", the number of the heading that follows.
func bareEnumeration(text string) bool {
	return len(text) < 20 && enumerations[0].FindString(text) == text
}

// titleWords reports whether a line has capitals as a title has, behind what counts it.
func titleWords(text string) bool {
	if e := enumeration(text); e >= 0 {
		text = text[len(enumerations[e].FindString(text)):]
	}
	if strings.Contains(text, "://") || strings.Contains(text, "www.") {
		return false // a title names no address
	}
	return prose.InTitleCase(text)
}

// inCapitals reports whether a text is in capitals and has two of them: a single one
// counts something, and scripts without capitals tell nothing here.
func inCapitals(text string) bool {
	first := strings.IndexFunc(text, unicode.IsUpper)
	return prose.InCapitals(text) && first != strings.LastIndexFunc(text, unicode.IsUpper)
}

// open reports whether a heading cannot end with this line: it stops after a
// small word, a comma or a stroke, or within brackets.
func open(text string) bool {
	last := text[strings.LastIndexByte(text, ' ')+1:]
	return prose.Minor(last) || strings.HasSuffix(text, ",") || strings.HasSuffix(text, "-") || strings.HasSuffix(text, "–") ||
		strings.Count(text, "(") > strings.Count(text, ")")
}

// largerType is the part of the column that a title fills at least where it is
// broken: it is set in larger type than the text.
const largerType = 0.8

// maxTitles is how many titles without capitals or numbers may follow each
// other, line on line: more are the lines of a list or an address.
const maxTitles = 2

// heading adds the headings that begin with the next line, if they are some.
func (r *reader) heading() bool {
	if r.at < r.listed {
		return false
	}
	ends := r.headings(r.at)
	for _, end := range ends {
		r.add(document.Heading, 0, end)
	}
	return len(ends) > 0
}

// headings returns the ends of the headings that stand from line i on, up to the
// text below them. There are none if nothing stands below. What looks like
// headings and is a list or an address it notes in listed.
func (r *reader) headings(i int) (ends []int) {
	titles, certain, above := 0, true, -1
	for i < len(r.lines) && r.ctx.Err() == nil {
		end, sure := r.headingEnd(i)
		if end == i {
			break
		}
		kind := enumeration(r.lines[i].text)
		if kind >= 0 && kind == above { // two that are counted and have nothing below: a list
			r.listed = r.listEnd(end, kind)
			return ends[:len(ends)-1]
		}
		above = kind
		if sure || r.lines[i].gap > 0 {
			titles = 0
		}
		if !sure {
			titles++
			certain = false
		}
		if titles > maxTitles {
			r.listed = r.listEnd(end, -1)
			return nil
		}
		ends = append(ends, end)
		i = end
	}
	if i == len(r.lines) && !certain {
		r.listed = i
		return nil
	}
	return ends
}

// listEnd returns the end of the lines like titles that follow line i without an
// empty line, or that are counted as those before.
func (r *reader) listEnd(i, kind int) int {
	for i < len(r.lines) {
		if counted := kind >= 0 && enumeration(r.lines[i].text) == kind; !counted && r.lines[i].gap > 0 {
			break
		}
		end, _ := r.titleEnd(i)
		if end == i {
			break
		}
		i = end
	}
	return i
}

// headingEnd returns the line behind the heading that begins with line i, or i if
// none does, and whether its form alone makes it one.
func (r *reader) headingEnd(i int) (end int, sure bool) {
	if end, sure = r.titleEnd(i); end == i && r.standsAlone(i) {
		end++
	}
	return end, sure
}

// titleAt reports whether a title begins with line i, with text below it.
func (r *reader) titleAt(i int) bool {
	end, _ := r.titleEnd(i)
	return end > i && end < len(r.lines)
}

// titleEnd returns the line behind the title that begins with line i, or i if
// none does: a line that is underlined, in capitals, enumerated, or written as
// titles are.
func (r *reader) titleEnd(i int) (end int, sure bool) {
	first := r.lines[i]
	if first.rule != 0 || bareEnumeration(first.text) {
		return i + 1, true
	}
	sure = inCapitals(first.text) && looksHeaded(first.text)
	if !sure && !titleLike(strings.TrimRight(first.text, ",")) {
		return i, false
	}
	end = i + 1
	for end < len(r.lines) && end < i+3 && r.titleGoesOn(r.lines[end-1], r.lines[end]) {
		end++
	}
	last := r.lines[end-1]
	if strings.HasSuffix(last.text, ",") || !sure && open(strings.ToLower(last.text)) {
		return i, false
	}
	numbered := enumeration(first.text) >= 0
	if end < len(r.lines) && !sure && r.lines[end].gap == 0 && !r.lines[end].turned {
		next := r.lines[end]
		if startsLower(next.text) && !startsItem(next) || !numbered && r.forced(last, next) {
			return i, false // it is the beginning of a paragraph
		}
	}
	return end, sure || numbered
}

// titleGoesOn reports whether a title that is broken over lines has b after a.
func (r *reader) titleGoesOn(a, b line) bool {
	if b.gap > 0 || b.turned || enumeration(b.text) >= 0 || startsItem(b) || strings.HasSuffix(a.text, ":") {
		return false
	}
	if inCapitals(a.text) != inCapitals(b.text) || !titleWords(strings.ToUpper(b.text[:1])+b.text[1:]) || ended(b.text) {
		return false
	}
	return open(a.text) || startsLower(b.text) || r.wrap.nearly(a, b, largerType)
}

// standsAlone reports whether line i is a heading that is not written as a title:
// one short line between empty lines, between text that ends as sentences do.
func (r *reader) standsAlone(i int) bool {
	l := r.lines[i]
	if l.gap == 0 && i > 0 || i+1 == len(r.lines) || r.lines[i+1].gap == 0 {
		return false
	}
	if !looksHeaded(l.text) || utf8.RuneCountInString(l.text) > 70 || startsItem(l) {
		return false
	}
	below := r.end(i + 1)
	return (i == 0 || !goesOn(r.lines[i-1].text)) && ended(r.lines[below-1].text)
}

// minRunIns is how many paragraphs of a text must begin with a heading before
// any does: one may be a remark, as "Note: The year begins in July."
const minRunIns = 3

// runIn is what may be a heading that begins its paragraph.
var runIn = regexp.MustCompile(`^(\p{Lu}[^.:;!?]{2,100}):\s+[\p{Lu}“"]`)

// markRunIns marks the headings that begin paragraphs, written as titles are:
// "Child Abuse: The law forbids it."
func markRunIns(blocks []document.Block) {
	ends := make(map[int]int)
	for i, b := range blocks {
		if m := runIn.FindStringSubmatch(b.Text); b.Kind == document.Paragraph && m != nil && titleWords(m[1]) {
			ends[i] = len(m[1]) + len(":")
		}
	}
	if len(ends) < minRunIns {
		return
	}
	for i, end := range ends {
		blocks[i].RunIn = end
	}
}
