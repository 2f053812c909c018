package pdf

import (
	"slices"

	"verbatim/corpus/document"
)

// takeSideways makes rows of the words that run up or down their page, page by
// page: the axis of a chart, a caption beside a picture. What a page near says in
// the same direction too runs along the edges of pages, and is left out.
func takeSideways(d *document.Document, pages []*page) [][]piece {
	turned := make([][]line, len(pages))
	for i, p := range pages {
		for _, words := range p.sideways {
			turned[i] = append(turned[i], lines(words)...)
		}
	}
	repeats := func(i int, key string) bool {
		for k := max(0, i-neighborhood); k <= min(len(pages)-1, i+neighborhood); k++ {
			if k != i && slices.ContainsFunc(turned[k], func(l line) bool { return runningKey(l.text()) == key }) {
				return true
			}
		}
		return false
	}
	rows := make([][]piece, len(pages))
	for i, p := range pages {
		for _, l := range turned[i] {
			if text := l.text(); repeats(i, runningKey(text)) {
				d.LeaveOut("text along the edges of pages", text, p.number)
				continue
			}
			rows[i] = append(rows[i], piece{kind: document.Row, cells: [][]line{{l}}, page: p.number})
		}
	}
	return rows
}
