package pdf

import (
	"cmp"
	"regexp"
	"slices"
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
	noteMark     = regexp.MustCompile(`^([*†‡§¶^]|\d{1,3}\b|[a-z][.)]|(Sources?|Notes?)\b)`)
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
		switch {
		case captioned.MatchString(text) && (p.lines[0].bold() || small) && len(text) < headingBytes:
			p.kind, p.cells = document.Row, [][]line{p.lines}
			inFigure = figure.MatchString(text)
		case small && inFigure:
			p.kind, p.cells = document.Row, [][]line{p.lines}
		case notesHeading.MatchString(text) && (p.isHeading(text, body) || small):
			p.kind, inNotes = document.Heading, true
		case p.isHeading(text, body):
			p.kind, inNotes = document.Heading, false
		case inNotes, small && p.isNote(text, pieces[:i]):
			p.kind = document.Note
		case p.lines[0].marked():
			p.kind = document.Item
		}
	}
}

// isHeading reports whether a piece is a heading: short, no sentence, and larger, bolder or in
// capitals. The text is the piece's.
func (p *piece) isHeading(text string, body float64) bool {
	first := &p.lines[0].words[0]
	switch {
	case len(p.lines) > headingLines || len(text) > headingBytes || !strings.ContainsFunc(text, unicode.IsLetter):
		return false
	case leaders.MatchString(text) || isBullet(first) || !begun(first.text):
		return false
	case p.style.size < smallType*body || p.style.size <= largeType*body && !p.bold() && !allCaps(text):
		return false
	case p.bold() && len(p.lines) == 1:
		return !strings.HasSuffix(text, ".")
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
