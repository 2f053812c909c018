package pdf

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/document"
)

// A piece is what will be a block: lines that belong together, or a row of a table.
type piece struct {
	kind  document.Kind
	lines []line
	cells [][]line // of a row
	style *style
	page  int
	first bool // of its column
	open  bool // followed by the end of its column
}

// A leading is the usual way from one baseline to the next, by type size.
type leading map[float64]float64

// leadings measures the leading of all columns.
func leadings(columns []column) leading {
	counts := map[float64]map[float64]int{}
	for _, c := range columns {
		for i := 1; i < len(c); i++ {
			a, b := c[i-1].line, c[i].line
			if a == nil || b == nil || a.style.size != b.style.size {
				continue
			}
			if way := math.Round((a.baseline-b.baseline)*4) / 4; way > 0 && way < 2*a.style.size {
				if counts[a.style.size] == nil {
					counts[a.style.size] = map[float64]int{}
				}
				counts[a.style.size][way]++
			}
		}
	}
	usual := leading{}
	for size, ways := range counts {
		most := 0
		for way, n := range ways {
			if n > most || n == most && way < usual[size] {
				usual[size], most = way, n
			}
		}
	}
	return usual
}

func (l leading) of(size float64) float64 {
	return cmp.Or(l[size], 1.2*size)
}

// pieces parts a column into pieces.
func (c column) pieces(page int, usual leading) (pieces []piece) {
	var lines []line
	end := func() {
		if len(lines) > 0 {
			pieces = append(pieces, piece{lines: lines, style: newLine(wordsOf(lines)).style, page: page})
			lines = nil
		}
	}
	for i, e := range c {
		if e.table != nil {
			end()
			for _, cells := range e.table.rows {
				pieces = append(pieces, piece{kind: document.Row, cells: cells, page: page})
			}
			continue
		}
		if len(lines) > 0 && c.parts(i, len(lines), usual) {
			end()
		}
		lines = append(lines, *e.line)
	}
	end()
	if len(pieces) > 0 {
		pieces[0].first, last(pieces).open = true, true
	}
	return pieces
}

func wordsOf(lines []line) (words []word) {
	for _, l := range lines {
		words = append(words, l.words...)
	}
	return words
}

// parts reports whether a paragraph begins with line i of a column; so many lines
// before it are one.
func (c column) parts(i, before int, usual leading) bool {
	a, b := c[i-1].line, c[i].line
	size := b.style.size
	switch way := a.baseline - b.baseline; {
	case math.Abs(a.style.size-size) > 0.06*size:
		return true
	case way < -0.5*size || way > 1.28*usual.of(size)+0.5:
		return true
	case a.bold() != b.bold() && last(a.words).style.bold != b.words[0].style.bold:
		return true
	case leaders.MatchString(a.text()), b.begins(a, c[i-before].line):
		return true
	case c.indented(i, before):
		return true
	}
	return !c[i-before].line.hangs(b) && c.deliberate(i) && ended(a.text()) && begun(b.words[0].text)
}

// hangs reports whether a line of a list item stands under the item's text rather
// than under its mark.
func (l *line) hangs(below *line) bool {
	return l.marked() && below.left > l.words[1].left-0.3*l.style.size
}

// bold reports whether all of a line is.
func (l *line) bold() bool {
	return !slices.ContainsFunc(l.words, func(w word) bool { return !w.style.bold })
}

// begins reports whether a line begins with the mark of a list item or note. A
// number or dash after a line that does not end a sentence is one only if the
// item so far has the number before it.
func (l *line) begins(above, first *line) bool {
	mark := l.words[0].text
	if footnote.MatchString(l.text()) && l.style.size == above.style.size && ended(above.text()) && footnote.MatchString(first.text()) {
		return true
	}
	if raised := plainFigures(mark); raised != mark && (ended(above.text()) || number(raised) == number(plainFigures(first.words[0].text))+1) {
		return true
	}
	if !l.marked() {
		return false
	}
	plain := strings.Contains("-–—", mark) || !isBullet(&l.words[0])
	if plain && first.hangs(l) {
		return false
	}
	return !plain || ended(above.text()) || above.bold() || number(mark) > 0 && number(mark) == number(first.words[0].text)+1
}

// leaders match a line of a table of contents.
var leaders = regexp.MustCompile(`(\. ?){5,}\d*$`)

// footnote matches the marks of notes that no numbers are.
var footnote = regexp.MustCompile(`^[*†‡§¶]+ ?\pL`)

func number(mark string) int {
	n, _ := strconv.Atoi(strings.Trim(mark, "(.)"))
	return n
}

// indented recognizes the first line of a paragraph by the white space before it:
// the line before and the one after begin further left. In a list item, all
// lines but the first are indented.
func (c column) indented(i, before int) bool {
	a, b := c[i-1].line, c[i].line
	if b.left-a.left < 0.8*b.style.size || b.left-a.left > 5*b.style.size || c[i-before].line.marked() {
		return false
	}
	return before > 1 || i+1 < len(c) && c[i+1].line != nil && c[i+1].line.left < b.left-0.5*b.style.size
}

// deliberate reports whether the line before i was ended before it was full: the
// first word of line i had room there, by the measure of the lines around.
func (c column) deliberate(i int) bool {
	a, b := c[i-1].line, c[i].line
	right := a.right
	for _, e := range c[max(0, i-4):min(len(c), i+4)] {
		if e.line != nil && e.line.style.size == a.style.size {
			right = max(right, e.line.right)
		}
	}
	return a.right+b.words[0].width()+0.8*a.style.size < right
}

// ended reports whether text ends as a sentence does: with a stop, and quotation
// marks, brackets or the numbers of sources after it.
func ended(text string) bool {
	text = strings.TrimRight(text, " \u00a0")
	for strings.HasSuffix(text, ")") || strings.HasSuffix(text, "]") {
		open := strings.LastIndexAny(text, "([")
		if open < 0 {
			break
		}
		inside := text[open+1 : len(text)-1]
		text = strings.TrimRight(text[:open], " \u00a0")
		if r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(inside, "”\"’'")); strings.ContainsRune(".!?", r) {
			return true
		}
	}
	text = strings.TrimRight(text, "”\"’'*†‡§"+string(superscripts))
	r, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(".!?:;…", r)
}

// begun reports whether a word can begin a sentence.
func begun(word string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(word, "“\"‘'([¿¡*†‡"))
	return !unicode.IsLower(r)
}
