package corpus

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A block is a stretch of text between blank lines.
// blocks gives the spans of the blocks of text[within], trimmed of white space.
func blocks(text string, within Span) []Span {
	var found []Span
	start, end := -1, 0
	for line := range lines(text, within) {
		trimmed := trim(text, line)
		if trimmed.Len() > 0 {
			if start < 0 {
				start = trimmed.Start
			}
			end = trimmed.End
			continue
		}
		if start >= 0 {
			found = append(found, Span{start, end})
			start = -1
		}
	}
	if start >= 0 {
		found = append(found, Span{start, end})
	}
	return found
}

// lines yields the spans of the lines of text[within], without their ends.
func lines(text string, within Span) func(func(Span) bool) {
	return func(yield func(Span) bool) {
		for at := within.Start; at < within.End; {
			next := within.End
			if i := strings.IndexByte(text[at:within.End], '\n'); i >= 0 {
				next = at + i
			}
			if !yield(Span{at, next}) {
				return
			}
			at = next + 1
		}
	}
}

// trim takes the white space off both ends of a span.
func trim(text string, s Span) Span {
	for s.Start < s.End {
		r, w := utf8.DecodeRuneInString(text[s.Start:s.End])
		if !unicode.IsSpace(r) {
			break
		}
		s.Start += w
	}
	for s.Start < s.End {
		r, w := utf8.DecodeLastRuneInString(text[s.Start:s.End])
		if !unicode.IsSpace(r) {
			break
		}
		s.End -= w
	}
	return s
}

// An element is a heading or a block of a text.
type element struct {
	span  Span
	title string // of a heading; empty for a block
	kind  Kind   // of a block; empty where its text has to tell
	runIn int    // see Passage
	page  int
}

// A segmenter collects the passages of one narrative. A heading names the
// section of the passages that follow.
type segmenter struct {
	text     string
	tip      bool // a Trafficking in Persons Report: its sections have fixed names
	element  element
	section  string
	advises  bool // the section holds recommendations
	empty    bool // the section has no passages yet
	passages []Passage
}

// segment finds the passages of a text, given its headings and blocks.
func segment(text, report string, elements []element) []Passage {
	g := &segmenter{text: text, tip: isTIP(report)}
	if g.tip {
		g.section = Overview
	}
	for i, e := range elements {
		if e.title != "" {
			g.heading(e.title)
			continue
		}
		alone := (i == 0 || elements[i-1].title != "") && (i+1 == len(elements) || elements[i+1].title != "")
		g.block(e, alone)
	}
	if g.tip {
		g.profile()
	}
	if advice.MatchString(report) {
		markAdvice(g.passages)
	}
	return g.passages
}

// heading starts a section. A bare "Section 1." is the number of the heading
// that follows it.
func (g *segmenter) heading(title string) {
	title = strings.Join(strings.Fields(title), " ")
	if g.empty && bareNumber.MatchString(g.section) {
		title = g.section + " " + title
	}
	g.empty = true
	g.section = title
	g.advises = advice.MatchString(title)
	if g.tip {
		g.section = tipSection(title)
	}
}

var (
	bareNumber = regexp.MustCompile(`^(?i:section) \d+\.$`)
	advice     = regexp.MustCompile(`(?i)\brecommendations?\b|\bsuggested\b.*\bactions?\b`)
)

// block adds the passages of a block: table rows, list items or a paragraph.
// Alone says that it is all of its section: the recommendations of a
// Trafficking in Persons Report are then the parts of one paragraph.
func (g *segmenter) block(e element, alone bool) {
	g.element = e
	switch {
	case e.kind == Row || e.kind == Note:
		g.add(e.span, e.kind)
		return
	case e.kind == "" && isRow(e.span.In(g.text)):
		for line := range lines(g.text, e.span) {
			g.add(line, Row)
		}
		return
	}
	parts, bullet := items(g.text, e.span)
	if e.kind == Item {
		bullet[0] = true
	}
	if g.tip && g.advises {
		if parts, bullet = splitInline(g.text, parts, bullet); alone && len(parts) == 1 && !bullet[0] {
			parts = clauses(g.text, e.span)
			bullet = make([]bool, len(parts))
		}
	}
	for i, p := range parts {
		if bullet[i] {
			g.add(p, Item)
		} else {
			g.add(p, Paragraph)
		}
	}
}

func isRow(block string) bool {
	return len(block) > 1 && strings.HasPrefix(block, "|") && strings.HasSuffix(block, "|")
}

// add makes a passage of the span, unless it has nothing to read in it.
func (g *segmenter) add(s Span, kind Kind) {
	s = trim(g.text, s)
	if !strings.ContainsFunc(s.In(g.text), readable) {
		return
	}
	if g.advises && kind != Row && kind != Note {
		kind = Recommendation
	}
	g.empty = false
	p := Passage{Span: s, Section: g.section, Kind: kind, Page: g.element.page}
	if s.Start == g.element.span.Start {
		p.RunIn = min(g.element.runIn, s.Len())
	}
	g.passages = append(g.passages, p)
}

// profile names the opening paragraphs of a narrative of the years in which the
// trafficking profile stood there, up to the one that says why the country is
// on its tier.
func (g *segmenter) profile() {
	why := -1
	for i, p := range g.passages {
		if p.Section == Profile {
			return
		}
		if why < 0 && p.Section == Overview && standards.MatchString(p.Span.In(g.text)) {
			why = i
		}
	}
	for i := range why {
		if g.passages[i].Section == Overview {
			g.passages[i].Section = Profile
		}
	}
}

// standards is in the paragraph that says why a country is on its tier.
var standards = regexp.MustCompile(`(?i)\bgovernment\b[^.]*\bminimum\s+standards\b`)

func readable(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// bulletMarks are those that begin a list item.
const bulletMarks = "•‣◦▪●·⁃"

// bulleted gives the text of a list item without its mark, and whether the
// line is one.
func bulleted(text string, line Span) (Span, bool) {
	line = trim(text, line)
	r, w := utf8.DecodeRuneInString(line.In(text))
	if strings.ContainsRune(bulletMarks, r) && w < line.Len() {
		return trim(text, Span{line.Start + w, line.End}), true
	}
	if strings.HasPrefix(line.In(text), "- ") {
		return trim(text, Span{line.Start + 2, line.End}), true
	}
	return line, false
}

// items cuts a block at the lines that begin with a bullet. What stands before
// the first is a part of its own with bullet false.
func items(text string, block Span) (parts []Span, bullet []bool) {
	for line := range lines(text, block) {
		s, is := bulleted(text, line)
		if !is && len(parts) > 0 {
			parts[len(parts)-1].End = s.End
			continue
		}
		parts, bullet = append(parts, s), append(bullet, is)
	}
	return parts, bullet
}

// splitInline cuts parts at " • ", as the reports of 2019 to 2021 write lists.
func splitInline(text string, parts []Span, bullet []bool) (cut []Span, marks []bool) {
	for i, p := range parts {
		mark := bullet[i]
		for {
			at := strings.IndexFunc(p.In(text), func(r rune) bool { return strings.ContainsRune("•‣▪●", r) })
			if at < 0 {
				break
			}
			if head := trim(text, Span{p.Start, p.Start + at}); head.Len() > 0 {
				cut, marks = append(cut, head), append(marks, mark)
			}
			_, w := utf8.DecodeRuneInString(text[p.Start+at:])
			p.Start += at + w
			mark = true
		}
		if p = trim(text, p); p.Len() > 0 {
			cut, marks = append(cut, p), append(marks, mark)
		}
	}
	return cut, marks
}

// clauses cuts a span at the semicolons that stand outside brackets, as the
// reports up to 2018 write their recommendations.
func clauses(text string, s Span) []Span {
	var cut []Span
	depth, start := 0, s.Start
	for i := s.Start; i < s.End; i++ {
		switch text[i] {
		case '(', '[':
			depth++
		case ')', ']':
			depth = max(0, depth-1)
		case ';':
			if depth == 0 {
				cut = append(cut, trim(text, Span{start, i}))
				start = i + 1
			}
		}
	}
	return append(cut, trim(text, Span{start, s.End}))
}

// tipSection gives the fixed name of a section of the Trafficking in Persons
// Report by its heading, or the heading where it has none.
func tipSection(heading string) string {
	switch folded := FoldString(heading); {
	case strings.Contains(folded, "recommendation"):
		return Recommendations
	case strings.HasPrefix(folded, "prosecution"):
		return Prosecution
	case strings.HasPrefix(folded, "protection"):
		return Protection
	case strings.HasPrefix(folded, "prevention"):
		return Prevention
	case strings.HasPrefix(folded, "trafficking profile"), folded == "profile":
		return Profile
	}
	return heading
}

// markAdvice marks the passages of a report whose name says that it holds
// recommendations: its list items, or its paragraphs where it has no items.
func markAdvice(passages []Passage) {
	kind := Paragraph
	for _, p := range passages {
		if p.Kind == Item {
			kind = Item
		}
	}
	for i := range passages {
		if passages[i].Kind == kind {
			passages[i].Kind = Recommendation
		}
	}
}

// isTIP says whether a report is the Trafficking in Persons Report.
func isTIP(report string) bool {
	return strings.HasPrefix(FoldString(report), "trafficking in persons")
}
