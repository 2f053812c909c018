package pdf

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"verbatim/corpus/document"
)

// compose makes blocks of pages: lines of words, text without running lines,
// tables out of it, columns in order, pieces of columns, and the pieces mended.
func compose(ctx context.Context, d *document.Document, pages []*page) error {
	sheets := make([]sheet, len(pages))
	usualSize, known := usualSize(pages), vocabulary(pages)
	for i, p := range pages {
		p.words = joinDropCaps(p.words, known, usualSize)
		sheets[i] = sheet{p, lines(p.words)}
	}
	for _, p := range pages {
		d.Letters += p.letters
		for _, h := range p.hidden {
			d.LeaveOut(h.why, h.text, p.number)
		}
	}
	taken := takeRunning(d, sheets, textSize(sheets))
	takeLineNumbers(d, sheets)
	sideways := takeSideways(d, pages)
	found := make([][]table, len(sheets))
	for i := range sheets {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		found[i], sheets[i].lines = tables(sheets[i].rules, sheets[i].lines)
	}
	body := textSize(sheets)
	columns := make([][]column, len(sheets))
	for i := range sheets {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		columns[i] = order(elements(sheets[i].lines, found[i]), body, 0)
	}
	usual := leadings(slices.Concat(columns...))
	var pieces []piece
	for i, p := range pages {
		for _, c := range columns[i] {
			pieces = append(pieces, c.pieces(p.number, usual)...)
		}
		pieces = append(pieces, sideways[i]...)
	}
	classify(pieces, body)
	write(d, flow(pieces))
	if taken > 0 {
		d.Repaired("left out " + counted(taken, "line") + " that pages repeat: heads, feet and page numbers")
	}
	reportPages(d, pages)
	return nil
}

func elements(lines []line, tables []table) []element {
	var all []element
	for i := range lines {
		all = append(all, element{box: lines[i].box, line: &lines[i]})
	}
	for i := range tables {
		all = append(all, element{box: tables[i].box, table: &tables[i]})
	}
	return all
}

// usualSize is the type size that most characters are set in.
func usualSize(pages []*page) float64 {
	chars, size := map[float64]int{}, 0.0
	for _, p := range pages {
		for _, w := range p.words {
			chars[w.style.size] += len(w.text)
		}
	}
	for s, n := range chars {
		if n > chars[size] || n == chars[size] && s > size {
			size = s
		}
	}
	return size
}

// vocabulary counts the words of pages, in lower case.
func vocabulary(pages []*page) map[string]int {
	known := map[string]int{}
	for _, p := range pages {
		for _, w := range p.words {
			known[bare(w.text)]++
		}
	}
	return known
}

// textSize is the size of running text: the largest that much of the text is
// set in. Notes can be longer than the text, but not larger.
func textSize(sheets []sheet) float64 {
	const much = 0.4 // of what the most frequent size has
	chars, most := map[float64]int{}, 0
	for _, s := range sheets {
		for _, l := range s.lines {
			for _, w := range l.words {
				chars[w.style.size] += utf8.RuneCountInString(w.text)
				most = max(most, chars[w.style.size])
			}
		}
	}
	size := 1.0
	for s, n := range chars {
		if float64(n) >= much*float64(most) {
			size = max(size, s)
		}
	}
	return size
}

// write mends the pieces and adds them to the document.
func write(d *document.Document, pieces []piece) {
	m := newMender()
	for _, p := range pieces {
		m.learn(p.lines)
		for _, cell := range p.cells {
			m.learn(cell)
		}
	}
	levels := headingLevels(pieces)
	for _, p := range pieces {
		b := document.Block{Kind: p.kind, Page: p.page}
		switch p.kind {
		case document.Row:
			b.Text = m.row(p.cells)
		case document.Heading:
			b.Level = levels[p.look()]
			b.Text, _ = m.text(p.lines, 0)
		case document.Item:
			b.Text, _ = m.text(withoutBullet(p.lines), 0)
		default:
			b.Text, b.RunIn = m.text(p.lines, p.runIn())
		}
		d.Add(b)
	}
	m.report(d)
}

// row joins the cells of a row that have text.
func (m *mender) row(cells [][]line) string {
	var texts []string
	for _, cell := range cells {
		slices.SortStableFunc(cell, func(a, b line) int {
			if a.core().overlaps(b.core()) {
				return cmp.Compare(a.left, b.left)
			}
			return cmp.Compare(b.baseline, a.baseline)
		})
		if text, _ := m.text(cell, 0); text != "" {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, document.CellMark)
}

// withoutBullet takes the mark of a list item away; a number is text and stays.
func withoutBullet(lines []line) []line {
	first := lines[0].words
	if !isBullet(&first[0]) || len(first) == 1 {
		return lines
	}
	return append([]line{newLine(first[1:])}, lines[1:]...)
}

// reportPages records what of the pages is not in the text.
func reportPages(d *document.Document, pages []*page) {
	var silent, scanned, shuffled []int
	for _, p := range pages {
		if p.shuffled {
			shuffled = append(shuffled, p.number)
		}
		switch {
		case len(p.words) == 0 && p.drawings > 0:
			silent = append(silent, p.number)
		case p.scanned && len(p.words) > 0:
			scanned = append(scanned, p.number)
		}
	}
	if len(scanned) > 0 {
		d.Repaired(numbered(scanned) + ": scanned, with text that a machine read from the picture; words and their order can be wrong")
	}
	if len(shuffled) > 0 {
		d.Repaired(numbered(shuffled) + ": the file has the words in another order than they stand on the page; they were put in that one, and can be wrong")
	}
	if len(silent) > 0 {
		d.Repaired(fmt.Sprintf("no text on %s: pictures?", numbered(silent)))
	}
}

// numbered lists page numbers: "page 3", "pages 3, 5-7".
func numbered(pages []int) string {
	var parts []string
	for from, i := 0, 1; i <= len(pages); i++ {
		if i < len(pages) && pages[i] == pages[i-1]+1 {
			continue
		}
		if i-1 > from {
			parts = append(parts, fmt.Sprintf("%d-%d", pages[from], pages[i-1]))
		} else {
			parts = append(parts, fmt.Sprint(pages[from]))
		}
		from = i
	}
	if len(pages) == 1 {
		return "page " + parts[0]
	}
	return "pages " + strings.Join(parts, ", ")
}
