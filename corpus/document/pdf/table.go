package pdf

import (
	"cmp"
	"math"
	"slices"
)

// A table is recognized by its rules: what lies between them stands side by side, in
// columns that no text crosses. It takes the lines out of the page's text.
type table struct {
	box
	rows [][][]line // rows of cells of lines
}

// tables takes the tables out of a page's lines: it returns them, and the lines
// that are in none.
func tables(drawings []box, lines []line) ([]table, []line) {
	var found []table
	for _, levels := range stacks(levels(drawings, lines)) {
		bands, outside := newBands(levels, lines)
		for i := 0; i < len(bands); {
			n := tabular(bands[i:])
			if n < 2 {
				outside = append(outside, bands[i].lines...)
				i++
				continue
			}
			t, beside := newTable(bands[i : i+n])
			if i > 0 && bands[i-1].title(t) {
				outside = outside[:len(outside)-len(bands[i-1].lines)] // where they went before
				t.rows = append([][][]line{{bands[i-1].lines}}, t.rows...)
			}
			found, outside = append(found, t), append(outside, beside...)
			i += n
		}
		lines = outside
	}
	return found, lines
}

// title reports whether a band is one line that stands over a whole table.
func (b band) title(t table) bool {
	if len(b.lines) == 0 || b.over.y-b.under.y > 2.5*b.size() {
		return false
	}
	return !slices.ContainsFunc(b.lines, func(l line) bool {
		return !l.core().overlaps(b.lines[0].core()) || l.left < t.left-sameEdge || l.right > t.right+sameEdge
	})
}

// A band is what lies between two levels.
type band struct {
	over, under level
	lines       []line
}

// newBands puts lines between the levels of a stack where they are, and returns
// those that are elsewhere.
func newBands(levels []level, lines []line) (bands []band, outside []line) {
	left, right := math.Inf(1), math.Inf(-1)
	for i, l := range levels {
		left, right = min(left, l.left()), max(right, l.right())
		if i > 0 {
			bands = append(bands, band{over: levels[i-1], under: l})
		}
	}
	for _, l := range lines {
		y, x := l.core().middle(), (l.left+l.right)/2
		i, _ := slices.BinarySearchFunc(bands, y, func(b band, y float64) int { return cmp.Compare(y, b.under.y) })
		if i == len(bands) || y > bands[0].over.y || x < left || x > right {
			outside = append(outside, l)
			continue
		}
		bands[i].lines = append(bands[i].lines, l.splitAt(bands[i].joints())...)
	}
	return bands, outside
}

// joints are where the rules over a band and those under it end and begin
// alike: cells side by side, however close their text.
func (b band) joints() (common []float64) {
	for _, over := range b.over.joints() {
		if slices.ContainsFunc(b.under.joints(), func(under float64) bool { return math.Abs(over-under) < sameEdge/2 }) {
			common = append(common, over)
		}
	}
	return common
}

// tabular says how many of the first bands make a table, or 0: those that leave
// the same room between columns, and are set no larger than the first, which is
// its head. A heading of a part may cross the columns.
func tabular(bands []band) (n int) {
	var gutters []span // that all bands so far have in common
	for i, b := range bands {
		gaps := gapsOf(b.lines)
		switch {
		case len(b.lines) == 0:
			if i == 0 {
				return 0
			}
		case captioned.MatchString(b.lines[0].text()) || b.size() > 1.15*bands[0].size():
			return n
		case i == 0:
			if len(gaps) == 0 || b.long(gaps) {
				return 0
			}
			gutters, n = gaps, 1
		case len(gaps) > 0:
			if gutters = free(gutters, b.lines); len(gutters) == 0 || b.prose(gaps) {
				return n
			}
			n = i + 1
		case crosses(b.lines, gutters):
			if len(b.lines) > 1 || b.over.y-b.under.y > 2.5*b.size() {
				return n
			}
		default:
			n = i + 1
		}
	}
	return n
}

// size is the largest type in a band.
func (b band) size() (size float64) {
	for _, l := range b.lines {
		size = max(size, l.style.size)
	}
	return size
}

// columns parts the lines of a band at gaps.
func (b band) columns(gaps []span) [][]line {
	columns := make([][]line, len(gaps)+1)
	for _, l := range b.lines {
		i, _ := slices.BinarySearchFunc(gaps, l.left, func(g span, x float64) int { return cmp.Compare(g.right, x+0.01) })
		columns[i] = append(columns[i], l)
	}
	return columns
}

// long distinguishes text from the head of a table.
func (b band) long(gaps []span) bool {
	return slices.ContainsFunc(b.columns(gaps), func(lines []line) bool { return len(lines) > 6 })
}

// minGutter is the least room between columns, in points.
const minGutter = 3.0

// gapsOf finds the stretches between lines that no line enters.
func gapsOf(lines []line) (gaps []span) {
	byLeft := slices.SortedFunc(slices.Values(lines), func(a, b line) int { return cmp.Compare(a.left, b.left) })
	right := math.Inf(1)
	for i, l := range byLeft {
		if l.left-right >= minGutter {
			gaps = append(gaps, span{right, l.left})
		}
		if i == 0 {
			right = l.right
		}
		right = max(right, l.right)
	}
	return gaps
}

// free is what the lines leave of gutters.
func free(gutters []span, lines []line) (left []span) {
	for _, g := range gutters {
		for _, l := range lines {
			switch {
			case l.right <= g.left || l.left >= g.right:
			case l.left-g.left > g.right-l.right:
				g.right = l.left
			default:
				g.left = l.right
			}
		}
		if g.right-g.left >= minGutter {
			left = append(left, g)
		}
	}
	return left
}

// crosses reports whether a line runs over most gutters.
func crosses(lines []line, gutters []span) bool {
	return slices.ContainsFunc(lines, func(l line) bool {
		crossed := 0
		for _, g := range gutters {
			if l.left < g.left && l.right > g.right {
				crossed++
			}
		}
		return crossed*2 >= len(gutters)
	})
}

// prose distinguishes columns of running text, whose lines are full, from cells.
func (b band) prose(gaps []span) bool {
	const long, full = 8, 0.75 // lines of a column, and how much of its width most of them take
	for _, lines := range b.columns(gaps) {
		if len(lines) < long {
			return false
		}
		extent, filled := lines[0].box, 0
		for _, l := range lines {
			extent = extent.with(l.box)
		}
		for _, l := range lines {
			if l.width() > full*extent.width() {
				filled++
			}
		}
		if filled*2 < len(lines) {
			return false
		}
	}
	return true
}

// newTable sorts the lines of bands into cells, and returns those that stand next to
// the table. A cell reaches down to the next level that covers its column.
func newTable(bands []band) (t table, beside []line) {
	t.bottom, t.top = last(bands).under.y, bands[0].over.y
	t.left, t.right = math.Inf(1), math.Inf(-1)
	for _, b := range bands {
		for _, l := range []level{b.over, b.under} {
			t.left, t.right = min(t.left, l.left()), max(t.right, l.right())
		}
	}
	var all []line
	for i := range bands {
		var inside []line
		for _, l := range bands[i].lines {
			if x := (l.left + l.right) / 2; x < t.left || x > t.right {
				beside = append(beside, l)
			} else {
				inside = append(inside, l)
			}
		}
		bands[i].lines, all = inside, append(all, inside...)
	}
	edges := columnEdges(bands, all)
	open := make([]int, len(edges)+1) // the row in which the cell of a column began
	for i, b := range bands {
		cells := make([][]line, len(edges)+1)
		for fwd := range cells {
			if i == 0 || b.over.covers(columnMiddle(t.box, edges, fwd)) {
				open[fwd] = i
			}
		}
		t.rows = append(t.rows, cells)
		for _, l := range b.lines {
			for _, piece := range l.splitAt(edges) {
				fwd, _ := slices.BinarySearch(edges, piece.left+1)
				at := &t.rows[open[fwd]][fwd]
				*at = append(*at, piece)
			}
		}
	}
	if len(bands) <= 2 {
		t.rows = unruled(t.rows)
	}
	return t, beside
}

func columnMiddle(b box, edges []float64, fwd int) float64 {
	left, right := b.left, b.right
	if fwd > 0 {
		left = edges[fwd-1]
	}
	if fwd < len(edges) {
		right = edges[fwd]
	}
	return (left + right) / 2
}

// columnEdges finds where columns end: where no line crosses but those that
// span, and where rules meet again and again.
func columnEdges(bands []band, lines []line) []float64 {
	var cells []line
	for _, b := range bands {
		if len(b.lines) > 1 {
			cells = append(cells, b.lines...)
		}
	}
	gutters := gapsOf(cells)
	var edges []float64
	for _, joint := range sharedJoints(bands) {
		crossing := 0
		for _, l := range lines {
			if l.left < joint-2 && l.right > joint+2 {
				crossing++
			}
		}
		in := slices.IndexFunc(gutters, func(g span) bool { return g.left-sameEdge < joint && joint < g.right+sameEdge })
		if in >= 0 || crossing*5 < len(lines) {
			edges = append(edges, joint)
		}
		if in >= 0 {
			gutters = slices.Delete(gutters, in, in+1)
		}
	}
	for _, g := range gutters {
		edges = append(edges, (g.left+g.right)/2)
	}
	slices.Sort(edges)
	return edges
}

// sharedJoints are the joints of two levels or more.
func sharedJoints(bands []band) (joints []float64) {
	var all []float64
	for i := range bands {
		all = append(all, bands[i].under.joints()...)
	}
	slices.Sort(all)
	for from, i := 0, 1; i <= len(all); i++ {
		if i == len(all) || all[i]-all[i-1] > sameEdge {
			if i-from > 1 {
				joints = append(joints, all[(from+i)/2])
			}
			from = i
		}
	}
	return joints
}

// splitAt parts a line at the edges of columns that lie between its words.
func (l line) splitAt(edges []float64) (pieces []line) {
	from := 0
	for i := 1; i < len(l.words); i++ {
		a, b := l.words[i-1].right, l.words[i].left
		if slices.ContainsFunc(edges, func(e float64) bool { return a <= e+1 && e-1 <= b && b-a > 1 }) {
			pieces = append(pieces, newLine(l.words[from:i:i]))
			from = i
		}
	}
	return append(pieces, newLine(l.words[from:]))
}

// unruled makes a row of each line where no rules part rows: where most lines
// have text in every column, and none goes on the one above it.
func unruled(rows [][][]line) (parted [][][]line) {
	for _, cells := range rows {
		lines, full := textRows(cells)
		if len(lines) < 4 || full*10 < len(lines)*8 || slices.ContainsFunc(slices.Concat(cells...), goesOn) {
			parted = append(parted, cells)
			continue
		}
		parted = append(parted, lines...)
	}
	return parted
}

// goesOn reports whether a line begins as the rest of a sentence does.
func goesOn(l line) bool { return !begun(l.words[0].text) }

// textRows parts a row at its lines, and counts those with text in each column.
func textRows(cells [][]line) (rows [][][]line, full int) {
	type placed struct {
		line
		column int
	}
	var all []placed
	for fwd, lines := range cells {
		for _, l := range lines {
			all = append(all, placed{l, fwd})
		}
	}
	slices.SortStableFunc(all, func(a, b placed) int { return cmp.Compare(b.baseline, a.baseline) })
	var baseline float64
	for i, p := range all {
		if i == 0 || baseline-p.baseline > 0.5*p.style.size {
			rows = append(rows, make([][]line, len(cells)))
			baseline = p.baseline
		}
		row := *last(rows)
		row[p.column] = append(row[p.column], p.line)
	}
	for _, row := range rows {
		if !slices.ContainsFunc(row, func(lines []line) bool { return len(lines) == 0 }) {
			full++
		}
	}
	return rows, full
}
