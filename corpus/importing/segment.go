package importing

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus"
	"verbatim/corpus/document"
	"verbatim/corpus/prose"
	"verbatim/corpus/series"
)

// An element is a heading or a block of a text.
type element struct {
	span  prose.Span
	title string      // of a heading; empty for a block
	level int         // of a heading, from 1, the highest; 0 if it opens no section: a line of the title
	kind  corpus.Kind // of a block
	runIn int         // see Passage
	page  int
}

// A segmenter collects the passages of one narrative. A heading names the
// section of the passages that follow.
type segmenter struct {
	text     string
	own      *series.Sections // of the report's series; nil if it has none
	element  element
	section  string
	outline  outline
	under    string // the headings around the section: see Passage
	advises  bool   // the section holds recommendations
	listed   bool   // so does the table whose rows are read, by its first cell
	rows     bool   // the element before is a row
	empty    bool   // the section has no passages yet but headings
	passages []corpus.Passage
}

// passagesOf finds the passages of a text, given its headings and blocks.
func passagesOf(text, report string, elements []element) []corpus.Passage {
	g := &segmenter{text: text, passages: make([]corpus.Passage, 0, len(elements))}
	if s := series.Of(report); s != nil {
		g.own = s.Sections
	}
	if g.own != nil {
		g.section = g.own.First
	}
	whole := ofTheWhole(elements)
	for i, e := range elements {
		if e.title != "" {
			g.heading(e, elements[i+1:])
			if i == whole {
				g.outline = nil
			}
			continue
		}
		alone := (i == 0 || elements[i-1].title != "") && (i+1 == len(elements) || elements[i+1].title != "")
		g.block(e, alone)
	}
	if g.own != nil && g.own.Reason != nil {
		g.nameBefore()
	}
	if advises(report) {
		markAdvice(g.passages)
	}
	return g.passages
}

// ofTheWhole returns 0 if the text begins with a heading that is the only one of the
// highest level: the title of the whole, which is no section around the others; or -1.
func ofTheWhole(elements []element) int {
	for i, e := range elements {
		if i == 0 && e.level == 0 || i > 0 && e.level > 0 && e.level <= elements[0].level {
			return -1
		}
	}
	return 0
}

// heading starts a section, and is a passage of it. A bare "Section 1." is the
// number of the heading that follows it. Behind are the elements that follow.
func (g *segmenter) heading(e element, behind []element) {
	g.rows = false
	if e.level > 0 {
		if title := g.titled(e, behind); title != "" {
			g.section, g.empty, g.advises = title, true, advises(title)
		}
	}
	s := prose.Trim(g.text, e.span)
	if !strings.ContainsFunc(s.In(g.text), readable) {
		return
	}
	g.passages = append(g.passages, corpus.Passage{Span: s, Section: g.section, Under: g.under, Kind: corpus.Heading, Page: e.page})
}

// titled returns the name of the section that a heading begins; empty if the section
// before goes on.
func (g *segmenter) titled(e element, behind []element) string {
	title := prose.OneLine(e.title)
	if last := len(g.passages) - 1; g.empty && last >= 0 && strings.HasSuffix(g.section, ".") && bareNumber.MatchString(g.section) {
		title = g.section + " " + title
		g.passages[last].Section = title
		g.outline = g.outline[:len(g.outline)-1]
	}
	if g.own != nil {
		if own := g.own.Of(title); own != title {
			if own != "" {
				g.outline, g.under = nil, ""
			}
			return own
		}
	}
	g.under = g.outline.enter(e.level, title, behind)
	return title
}

var bareNumber = regexp.MustCompile(`^(?i:section) \d+\.$`)

// advises reports whether a title says that recommendations stand below it, or "suggested
// … actions".
func advises(title string) bool {
	lower := strings.ToLower(title)
	if !strings.Contains(lower, "recommendation") && !strings.Contains(lower, "suggested") {
		return false
	}
	suggested := false
	for word := range strings.FieldsFuncSeq(lower, func(r rune) bool { return !readable(r) && r != '_' }) {
		switch word {
		case "recommendation", "recommendations":
			return true
		case "suggested":
			suggested = true
		case "action", "actions":
			if suggested {
				return true
			}
		}
	}
	return false
}

// block adds the passages of a block: table rows, list items or a paragraph.
// Alone says that it is all of its section: the recommendations of a
// Trafficking in Persons Report are then the parts of one paragraph.
func (g *segmenter) block(e element, alone bool) {
	g.element = e
	if e.kind == corpus.Row && !g.rows { // the head of a table
		first, _, _ := strings.Cut(e.span.In(g.text), document.CellMark)
		g.listed = advises(first)
	}
	g.rows = e.kind == corpus.Row
	if e.kind == corpus.Row || e.kind == corpus.Note {
		g.add(e.span, e.kind)
		return
	}
	parts, bullet := prose.Items(g.text, e.span)
	if e.kind == corpus.Item {
		bullet[0] = true
	}
	if g.own != nil && g.advises {
		parts, bullet = splitInline(g.text, parts, bullet)
		alone = alone && len(parts) == 1 && !bullet[0]
		if parts, bullet = g.atJoints(parts, bullet, alone); alone && len(parts) == 1 {
			parts = clauses(g.text, e.span)
			bullet = make([]bool, len(parts))
		}
	}
	for i, p := range parts {
		if bullet[i] {
			g.add(p, corpus.Item)
		} else {
			g.add(p, corpus.Paragraph)
		}
	}
}

// add makes a passage of the span, unless it has nothing to read in it.
func (g *segmenter) add(s prose.Span, kind corpus.Kind) {
	s = prose.Trim(g.text, s)
	if !strings.ContainsFunc(s.In(g.text), readable) {
		return
	}
	number := numberOf(s.In(g.text))
	if kind == corpus.Row && g.listed && number != "" || g.advises && kind != corpus.Row && kind != corpus.Note {
		kind = corpus.Recommendation
	}
	g.empty = false
	p := corpus.Passage{Span: s, Section: g.section, Under: g.under, Number: number, Kind: kind, Page: g.element.page}
	if s.Start == g.element.span.Start {
		p.RunIn = min(g.element.runIn, s.Len())
	}
	g.passages = append(g.passages, p)
}

// printedNumber is how a passage begins that is numbered: "12.", "128.45", "(a)".
var printedNumber = regexp.MustCompile(`^(?:¶\s*)?(?:(\d{1,4}(?:\.\d{1,4})+)\.?|(\d{1,4})[.)]|\((\d{1,3}|[a-z]{1,4})\)|([a-z])\))\s+\S`)

// numberOf returns the printed number of a passage, without stops and brackets; empty
// if it has none.
func numberOf(text string) string {
	if !mayBeNumbered(text) {
		return ""
	}
	if m := printedNumber.FindStringSubmatch(text[:min(len(text), 40)]); m != nil {
		return m[1] + m[2] + m[3] + m[4]
	}
	return ""
}

// mayBeNumbered reports whether a text begins as printedNumber may, at a glance.
func mayBeNumbered(text string) bool {
	if text == "" {
		return false
	}
	switch c := text[0]; {
	case '0' <= c && c <= '9', c == '(', c == "¶"[0]:
		return true
	case 'a' <= c && c <= 'z':
		return strings.HasPrefix(text[1:], ")")
	}
	return false
}

// nameBefore names the opening paragraphs of a narrative that stand before the
// one which says why the country has its rating, if no section has that name:
// see series.Sections.
func (g *segmenter) nameBefore() {
	reason := -1
	for i, p := range g.passages {
		if p.Section == g.own.Before {
			return
		}
		if reason < 0 && p.Section == g.own.First && g.own.Reason.MatchString(prose.FoldString(p.Span.In(g.text))) {
			reason = i
		}
	}
	for i := range reason {
		if g.passages[i].Section == g.own.First && g.passages[i].Kind != corpus.Heading {
			g.passages[i].Section = g.own.Before
		}
	}
}

func readable(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// atJoints cuts parts where one recommendation follows another without a mark: see
// series.Sections.Joints.
func (g *segmenter) atJoints(parts []prose.Span, bullet []bool, alone bool) (cut []prose.Span, marks []bool) {
	if g.own.Joints == nil {
		return parts, bullet
	}
	for i, p := range parts {
		from := p.Start
		for _, at := range g.own.Joints(p.In(g.text), alone) {
			cut, marks = append(cut, prose.Trim(g.text, prose.Span{Start: from, End: p.Start + at})), append(marks, bullet[i])
			from = p.Start + at
		}
		cut, marks = append(cut, prose.Span{Start: from, End: p.End}), append(marks, bullet[i])
	}
	return cut, marks
}

// splitInline cuts parts at " • ", as the reports of 2019 to 2021 write lists, and
// at " * " behind the end of a sentence.
func splitInline(text string, parts []prose.Span, bullet []bool) (cut []prose.Span, marks []bool) {
	for i, p := range parts {
		mark := bullet[i]
		for {
			at := inlineBullet(p.In(text))
			if at < 0 {
				break
			}
			if head := prose.Trim(text, prose.Span{Start: p.Start, End: p.Start + at}); head.Len() > 0 {
				cut, marks = append(cut, head), append(marks, mark)
			}
			_, w := utf8.DecodeRuneInString(text[p.Start+at:])
			p.Start += at + w
			mark = true
		}
		if p = prose.Trim(text, p); p.Len() > 0 {
			cut, marks = append(cut, p), append(marks, mark)
		}
	}
	return cut, marks
}

// inlineBullet returns the place of the first bullet in a text, or -1. Within a line only
// those of prose.Bullets count that the reports have there: others may be anything.
func inlineBullet(text string) int {
	bullet := strings.IndexFunc(text, func(r rune) bool { return strings.ContainsRune("•‣▪●", r) })
	if m := inlineStar.FindStringIndex(text); m != nil && (bullet < 0 || m[1] < bullet) {
		return m[1] - len("*")
	}
	return bullet
}

// inlineStar is a star that stands for a bullet: at the beginning, or behind the end
// of a sentence or clause.
var inlineStar = regexp.MustCompile(`^\s*\*|[.;:!?]["”’')]*\s+\*`)

// clauses cuts a span at the semicolons that stand outside brackets, as the
// reports up to 2018 write their recommendations.
func clauses(text string, s prose.Span) []prose.Span {
	var cut []prose.Span
	depth, start := 0, s.Start
	for i := s.Start; i < s.End; i++ {
		switch text[i] {
		case '(', '[':
			depth++
		case ')', ']':
			depth = max(0, depth-1)
		case ';':
			if depth == 0 {
				cut = append(cut, prose.Trim(text, prose.Span{Start: start, End: i}))
				start = i + 1
			}
		}
	}
	return append(cut, prose.Trim(text, prose.Span{Start: start, End: s.End}))
}

// markAdvice marks the passages of a report whose name says that it holds
// recommendations: its list items, or its paragraphs where it has no items.
func markAdvice(passages []corpus.Passage) {
	kind := corpus.Paragraph
	for _, p := range passages {
		if p.Kind == corpus.Item {
			kind = corpus.Item
		}
	}
	for i := range passages {
		if passages[i].Kind == kind {
			passages[i].Kind = corpus.Recommendation
		}
	}
}
