package pdf

import (
	"math"
	"strings"

	"verbatim/corpus/document"
)

// reach is how many pages after its own a sentence can go on.
const reach = 2

// flow joins the pieces of a text that go on in another column or page, or
// after a table: what ends without ending its sentence, with what begins without
// beginning one. Tables and notes that stand between follow the whole.
func flow(pieces []piece) []piece {
	var flowed []piece
	gone := make([]bool, len(pieces))
	for i := range pieces {
		if gone[i] {
			continue
		}
		p := pieces[i]
		for p.kind != document.Row && p.kind != document.Heading && p.unfinished() {
			j := continuation(pieces, gone, i, &p)
			if j < 0 {
				break
			}
			gone[j] = true
			p.lines = append(p.lines, pieces[j].lines...)
			p.open = pieces[j].open
		}
		flowed = append(flowed, p)
	}
	return flowed
}

// unfinished reports whether a piece ends amid a sentence, or amid an address,
// whose stops end nothing.
func (p *piece) unfinished() bool {
	end := last(p.lines)
	return !ended(end.text()) || address.MatchString(last(end.words).text)
}

// continuation finds the piece after i that goes on what p has begun, or -1.
func continuation(pieces []piece, gone []bool, i int, p *piece) int {
	through := last(p.lines)
	for j := i + 1; j < len(pieces) && pieces[j].page <= p.page+reach; j++ {
		next := &pieces[j]
		switch {
		case gone[j] || next.kind == document.Row || next.kind == document.Note && p.kind != document.Note:
			continue
		case next.kind == document.Item && p.kind == document.Paragraph && next.numeral():
			// a sentence that ends "on Tier / 3." looks like an item's beginning
		case next.kind == document.Heading || next.kind == document.Item || math.Abs(next.style.size-p.style.size) > 0.3:
			return -1
		}
		text := next.lines[0].text()
		lower := !begun(next.lines[0].words[0].text)
		switch {
		case next.kind == document.Note && noteMark.MatchString(text) && !lower:
			return -1
		case lower, !ended(through.text()) && p.open && next.first && full(p.lines, through):
			return j
		}
		return -1
	}
	return -1
}

// numeral reports whether a list item begins with a number that can as well belong
// to a sentence: no list begins with it.
func (p *piece) numeral() bool {
	return number(p.lines[0].words[0].text) > 1
}

// full reports whether the last line of a piece is as long as those before it: the
// sentence did not end there.
func full(lines []line, end *line) bool {
	right, left := end.right, end.left
	for _, l := range lines[max(0, len(lines)-20):] {
		right, left = max(right, l.right), min(left, l.left)
	}
	return strings.HasSuffix(end.text(), ",") || right-end.right < 0.15*(right-left)
}
