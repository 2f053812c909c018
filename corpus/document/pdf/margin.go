package pdf

import (
	"math"
	"slices"
	"strconv"

	"verbatim/corpus/document"
)

// Numbers of lines at the margin count the lines of a page, all of them or every
// fifth, in a column of their own that no other text reaches.
const (
	fewNumbers  = 5   // numbers of lines on a page, at least
	marginGap   = 0.5 // type sizes between the numbers and the text, at least
	sameColumn  = 3.0 // points that the right or left ends of the numbers differ
	numberedRow = 0.9 // of the rows between the first number and the last, at least
)

// takeLineNumbers takes the numbers of lines from the margins of the sheets.
func takeLineNumbers(d *document.Document, sheets []sheet) {
	for i := range sheets {
		s := &sheets[i]
		numbers := s.lineNumbers()
		if numbers == nil {
			continue
		}
		var kept []line
		for j, l := range s.lines {
			if slices.Contains(numbers, j) {
				d.LeaveOut("line numbers at the margin", l.text(), s.number)
			} else {
				kept = append(kept, l)
			}
		}
		s.lines = kept
	}
}

// lineNumbers returns which lines of a sheet are the numbers of others, or nil.
func (s sheet) lineNumbers() []int {
	var found []int
	left := math.Inf(1) // of what is no number
	for j := range s.lines {
		l := &s.lines[j]
		if n, err := strconv.Atoi(l.text()); err == nil && n > 0 && n < 10_000 {
			found = append(found, j)
		} else {
			left = min(left, l.left)
		}
	}
	found = slices.DeleteFunc(found, func(j int) bool {
		return s.lines[j].right > left-marginGap*s.lines[j].style.size
	})
	if len(found) < fewNumbers {
		return nil
	}
	slices.SortFunc(found, func(a, b int) int { return int(math.Copysign(1, s.lines[b].baseline-s.lines[a].baseline)) })
	step := 0
	for k := 1; k < len(found); k++ {
		a, b := &s.lines[found[k-1]], &s.lines[found[k]]
		n, _ := strconv.Atoi(a.text())
		m, _ := strconv.Atoi(b.text())
		if k == 1 {
			step = m - n
		}
		aligned := math.Abs(a.right-b.right) < sameColumn || math.Abs(a.left-b.left) < sameColumn
		if m-n != step || !aligned {
			return nil
		}
	}
	if step != 1 && step != 5 && step != 10 || !s.counts(found, step) {
		return nil
	}
	return found
}

// counts reports whether the numbers count the rows of text beside them: so many
// rows lie between the first and the last, each number stands next to one, and most
// rows go on in the next, as those of no numbered list do.
func (s sheet) counts(numbers []int, step int) bool {
	top, bottom := s.lines[numbers[0]].baseline, s.lines[*last(numbers)].baseline
	rows, beside, long := map[int]bool{}, 0, 0
	widest := 0.0
	for j := range s.lines {
		if !slices.Contains(numbers, j) {
			widest = max(widest, s.lines[j].width())
		}
	}
	for j := range s.lines {
		l := &s.lines[j]
		if slices.Contains(numbers, j) || l.baseline > top+2 || l.baseline < bottom-2 {
			continue
		}
		if key := int(math.Round(l.baseline / 3)); !rows[key] {
			rows[key] = true
			if !ended(l.text()) && l.width() > 0.7*widest {
				long++
			}
		}
	}
	for _, j := range numbers {
		n := &s.lines[j]
		if slices.ContainsFunc(s.lines, func(l line) bool { return l.left > n.right && math.Abs(l.baseline-n.baseline) < 2 }) {
			beside++
		}
	}
	want := (len(numbers)-1)*step + 1
	return beside == len(numbers) && float64(len(rows)) > numberedRow*float64(want) && len(rows) <= want+1 && long*2 > len(rows)
}

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
