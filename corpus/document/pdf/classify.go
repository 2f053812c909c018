package pdf

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"verbatim/corpus/document"
)

// What a block is shows in how it looks, compared with the running text.
const (
	largeType    = 1.12 // times the text's size: headings
	smallType    = 0.92 // notes, captions, labels
	headingLines = 5
	headingBytes = 250
	runInWords   = 12
)

var (
	notesHeading = regexp.MustCompile(`(?i)^(\d+\.? |[ivx]+\. )?(references|end ?notes|foot ?notes|notes|sources|works cited|bibliography)$`)
	noteMark     = regexp.MustCompile(`^([*†‡§¶^]|\d{1,3}\b|[⁰¹²³⁴⁵⁶⁷⁸⁹]|[a-z][.)]|(Sources?|Notes?)\b)`)
	recommended  = regexp.MustCompile(`^\d{1,3}\.\d{1,3}\.? .*[;.)]( and)?$`) // "128.45 Ratify the Convention (Norway)"
	figure       = regexp.MustCompile(`^(Figure|Chart|Map) `)
)

// A look is what distinguishes the levels of headings.
type look struct {
	size         float64
	caps         bool
	bold, italic bool
}

// classify says what kind each piece is, by the size of the running text.
func classify(pieces []piece, body float64) {
	inNotes, inFigure := false, false
	for i := range pieces {
		p := &pieces[i]
		if p.kind == document.Row {
			continue
		}
		inFigure = inFigure && !p.first
		text := joinLines(p.lines)
		small := p.style.size < smallType*body
		alike := numberedAlike(pieces, i)
		heading := p.isHeading(text, body) && !alike && !goesOnAfter(pieces, i)
		switch {
		case captioned.MatchString(text) && (p.lines[0].bold() || small) && len(text) < headingBytes:
			p.kind, p.cells = document.Row, [][]line{p.lines}
			inFigure = figure.MatchString(text)
		case small && inFigure:
			p.kind, p.cells = document.Row, [][]line{p.lines}
		case notesHeading.MatchString(text) && (heading || small):
			p.kind, inNotes = document.Heading, true
		case heading:
			p.kind, inNotes = document.Heading, false
		case inNotes, small && p.isNote(text, pieces[:i]):
			p.kind = document.Note
		case alike, p.lines[0].marked():
			p.kind = document.Item
		}
	}
}

// numberedAlike reports whether a piece is one of a run of numbered paragraphs,
// such as recommendations: it begins with a number like 128.45 and stands
// right after or before one with the next number, in the same type. Headings have text
// between them.
func numberedAlike(pieces []piece, i int) bool {
	series, n := pieces[i].numbered()
	if n == 0 {
		return false
	}
	for _, k := range []int{i - 1, i + 1} {
		if k < 0 || k >= len(pieces) {
			continue
		}
		if other, m := pieces[k].numbered(); m > 0 && m == n+k-i && other == series && pieces[k].style.size == pieces[i].style.size {
			return true
		}
	}
	return false
}

// goesOnAfter reports whether a piece that the end of a page or column cuts off
// goes on in the next one, in the same type: then it is no heading.
func goesOnAfter(pieces []piece, i int) bool {
	if !pieces[i].open || !pieces[i].unfinished() {
		return false
	}
	for _, next := range pieces[i+1:] {
		if next.kind != document.Row {
			return next.first && next.style == pieces[i].style && !begun(next.lines[0].words[0].text)
		}
	}
	return false
}

// numbered returns the number that a piece begins with: of 128.45 "128" and 45, of
// "12." nothing and 12. Without one, n is 0.
func (p *piece) numbered() (series string, n int) {
	if p.kind == document.Row || len(p.lines[0].words) < 2 {
		return "", 0
	}
	first := p.lines[0].words[0].text
	if dot := strings.IndexByte(first, '.'); dot > 0 && dot < len(first)-1 {
		if _, err := strconv.Atoi(first[:dot]); err != nil {
			return "", 0
		}
		series, first = first[:dot], first[dot+1:]
	} else if dot < 0 {
		return "", 0
	}
	n, err := strconv.Atoi(strings.TrimSuffix(first, "."))
	if err != nil {
		return "", 0
	}
	return series, n
}

// isHeading reports whether a piece is a heading: short, no sentence and no
// recommendation, and larger, bolder or in capitals. The text is the piece's.
func (p *piece) isHeading(text string, body float64) bool {
	first := &p.lines[0].words[0]
	switch {
	case len(p.lines) > headingLines || len(text) > headingBytes || !strings.ContainsFunc(text, unicode.IsLetter):
		return false
	case leaders.MatchString(text) || isBullet(first) || !begun(first.text):
		return false
	case p.style.size < smallType*body || p.style.size <= largeType*body && !p.bold() && !allCaps(text):
		return false
	case recommended.MatchString(text), len(p.lines) > 1 && p.lines[0].marked() && strings.HasSuffix(text, ":"):
		return false
	case p.bold() && len(p.lines) == 1 && strings.HasSuffix(text, "?"):
		return true
	}
	return !ended(strings.TrimSuffix(text, ":"))
}

func (p *piece) bold() bool {
	return !slices.ContainsFunc(p.lines, func(l line) bool { return !l.bold() })
}

func allCaps(text string) bool {
	letters := 0
	for _, r := range text {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters >= 4
}

// isNote recognizes notes among what is set in small type: they begin with a mark,
// or come after a table or other notes.
func (p *piece) isNote(text string, before []piece) bool {
	if noteMark.MatchString(text) {
		return true
	}
	if len(before) == 0 {
		return false
	}
	b := last(before)
	return b.page == p.page && (b.kind == document.Note || b.kind == document.Row)
}

// headingLevels returns headings their levels: the larger the higher; of one
// size, capitals before bold before italics.
func headingLevels(pieces []piece) map[look]int {
	var looks []look
	for i := range pieces {
		if p := &pieces[i]; p.kind == document.Heading {
			looks = append(looks, p.look())
		}
	}
	weight := func(b bool) int {
		if b {
			return 0
		}
		return 1
	}
	slices.SortFunc(looks, func(a, b look) int {
		return cmp.Or(cmp.Compare(b.size, a.size), cmp.Compare(weight(a.caps), weight(b.caps)),
			cmp.Compare(weight(a.bold), weight(b.bold)), cmp.Compare(weight(!a.italic), weight(!b.italic)))
	})
	levels := map[look]int{}
	for i, l := range slices.Compact(looks) {
		levels[l] = min(i+1, 6)
	}
	return levels
}

func (p *piece) look() look {
	return look{p.style.size, allCaps(joinLines(p.lines)), p.bold(), p.style.italic}
}

// runIn counts the words of a heading that begins a paragraph: bold ones, if
// others follow, up to a colon, stop or dash.
func (p *piece) runIn() int {
	words := wordsOf(p.lines)
	n := 0
	for n < len(words) && words[n].style.bold {
		n++
	}
	if n == 0 || n == len(words) || n > runInWords || !strings.HasSuffix(strings.TrimRight(words[n-1].text, "–—-"), ":") && !strings.HasSuffix(words[n-1].text, ".") && !strings.HasSuffix(words[n-1].text, "—") {
		return 0
	}
	return n
}

func joinLines(lines []line) string {
	texts := make([]string, len(lines))
	for i := range lines {
		texts[i] = lines[i].text()
	}
	return strings.Join(texts, " ")
}
