package pdf

import (
	"cmp"
	"regexp"
	"slices"

	"verbatim/corpus/prose"
)

// An element is what the order of reading is about: a line, or a table as a whole.
type element struct {
	box
	line  *line
	table *table
}

// core is the part of an element that others on the same row overlap.
func (e *element) core() box {
	if e.line != nil {
		return e.line.core()
	}
	return e.box
}

// A column is elements that are read one after the other, from the top down.
type column []element

const (
	gutterWidth = 0.8 // in type sizes: narrower, and lines side by side are one
	apart       = 1.1 // in type sizes, of white between lines: more, and they are of different paragraphs
	shortCell   = 16  // bytes
	maxHigher   = 60  // rows that a column can begin above those to its left
	maxNesting  = 6   // columns within columns
)

// order puts the elements of a page, or of a column, into columns in the order
// of reading: rows from the top down; where rows leave a gutter free between
// them, what is to the left of it before what is to the right (Baird's
// whitespace, and the XY-cut, with columns before paragraphs).
func order(elements []element, size float64, depth int) []column {
	rows := rowsOf(elements)
	if len(rows) == 0 {
		return nil
	}
	var columns []column
	var plain column // rows that are read across
	for i := 0; i < len(rows); {
		s := spreadAt(rows[i:], size)
		across := rows[i : i+max(1, s.rows)]
		i += len(across)
		if s.rows == 0 || depth == maxNesting {
			for _, r := range across {
				plain = append(plain, r.joined()...)
			}
			continue
		}
		if t := s.cells(across); t != nil {
			plain = append(plain, element{box: t.box, table: t})
			continue
		}
		if len(plain) > 0 {
			columns, plain = append(columns, plain), nil
		}
		for _, side := range s.sides(across) {
			columns = append(columns, order(side, size, depth+1)...)
		}
	}
	if len(plain) > 0 {
		columns = append(columns, plain)
	}
	return columns
}

// A row is elements at one height, from left to right.
type row struct {
	box
	elements []element
	taken    []span // from left to right
}

func rowsOf(elements []element) (rows []row) {
	slices.SortStableFunc(elements, func(a, b element) int {
		return cmp.Or(cmp.Compare(b.core().top, a.core().top), cmp.Compare(a.left, b.left))
	})
	for _, e := range elements {
		core := e.core()
		if n := len(rows); n > 0 && rows[n-1].takes(&e) {
			r := &rows[n-1]
			r.box, r.elements = r.box.with(core), append(r.elements, e)
			continue
		}
		rows = append(rows, row{box: core, elements: []element{e}})
	}
	for i := range rows {
		r := &rows[i]
		slices.SortStableFunc(r.elements, func(a, b element) int { return cmp.Compare(a.left, b.left) })
		r.elements = withMarks(r.elements)
		for _, e := range r.elements {
			if n := len(r.taken); n > 0 && e.left <= r.taken[n-1].right {
				r.taken[n-1].right = max(r.taken[n-1].right, e.right)
			} else {
				r.taken = append(r.taken, span{e.left, e.right})
			}
		}
	}
	return rows
}

// takes reports whether an element is on a row: at its height, or less than a line
// lower and beside it, as the lines of columns are that are not in step.
func (r *row) takes(e *element) bool {
	core := e.core()
	if core.top-max(r.bottom, core.bottom) > 0.3*min(core.height(), r.height()) {
		return true
	}
	line := core.height() / 0.55
	if e.line == nil || r.elements[0].core().bottom-core.bottom > 0.9*line {
		return false
	}
	return !slices.ContainsFunc(r.elements, func(o element) bool {
		return o.left < e.right+gutterWidth*line && e.left < o.right+gutterWidth*line
	})
}

// withMarks joins the mark of a list item or the number of a heading to what it
// marks: they are no column of their own.
func withMarks(elements []element) (joined []element) {
	for i := 0; i < len(elements); i++ {
		e := elements[i]
		if i+1 < len(elements) && e.line != nil && elements[i+1].line != nil {
			next := elements[i+1].line
			onLine := next.core().overlaps(e.line.core())
			if mark, size := e.line, next.style.size; onLine && next.left-mark.right < 4*size && mark.isMark() && !next.isMark() {
				l := newLine(append(slices.Clip(mark.words), next.words...))
				l.style, l.baseline = next.style, next.baseline
				e = element{box: l.box, line: &l}
				i++
			}
		}
		joined = append(joined, e)
	}
	return joined
}

func (b box) overlaps(o box) bool { return b.bottom < o.top && o.bottom < b.top }

// marked reports whether a line begins with a mark. A bare number is one if it
// stands apart.
func (l *line) marked() bool {
	if len(l.words) < 2 {
		return false
	}
	first, second := &l.words[0], &l.words[1]
	return isMark(first) || bareNumber.MatchString(first.text) && second.left-first.right > 0.6*first.style.size
}

var bareNumber = regexp.MustCompile(`^(\d{1,3}|[A-Z](\.\d{1,2}){1,3}|\d{1,3}(\.\d{1,3}){1,3}\.?)$`)

var numbering = regexp.MustCompile(`^\(?(\d{1,3}|[ivxIVX]{1,5}|[A-Za-z])[.)]$`)

// bullets are the marks of list items: where words have places, strokes and stars that
// stand apart are some. Fonts of ornaments have others.
const bullets = prose.Bullets + "*-–—"

func (l *line) isMark() bool {
	return len(l.words) == 1 && (isMark(&l.words[0]) || bareNumber.MatchString(l.words[0].text))
}

func isMark(w *word) bool {
	return numbering.MatchString(w.text) || isBullet(w)
}

// joined makes one line of the lines of a row that stand close enough to be
// read across.
func (r row) joined() (joined []element) {
	for _, e := range r.elements {
		if n := len(joined); n > 0 && e.line != nil && joined[n-1].line != nil {
			before := joined[n-1].line
			near := e.left-before.right < 2.5*max(before.style.size, e.line.style.size)
			if near && e.line.core().overlaps(before.core()) {
				l := newLine(append(slices.Clip(before.words), e.line.words...))
				joined[n-1] = element{box: l.box, line: &l}
				continue
			}
		}
		joined = append(joined, e)
	}
	return joined
}

// Columns side by side: how many rows they take, and the gutters between them.
type spread struct {
	rows    int
	gutters []span
}

// spreadAt finds columns that begin with the first row; there are none if its
// rows are 0. They end before the first row that no gutter passes.
func spreadAt(rows []row, size float64) (s spread) {
	width := gutterWidth * size
	first := s.opening(rows, width, size)
	if first < 0 {
		return spread{}
	}
	s.rows = first + 1
	for i := s.rows; i < len(rows); i++ {
		shared := freeOf(s.gutters, rows[i].taken, width)
		if len(shared) == 0 {
			s.rows = s.trimmed(rows[:i], size)
			break
		}
		if s.banner(rows, i, size) || s.after(rows, i, len(shared)) {
			break
		}
		s.gutters, s.rows = shared, i+1
	}
	if !s.holds(rows[:s.rows], size) {
		return spread{}
	}
	return s
}

// opening finds the first row that has gutters. Rows before it belong to the
// columns only if they stand close above, to the right of a gutter: a column
// can begin higher than those to its left.
func (s *spread) opening(rows []row, width, size float64) int {
	for i, r := range rows[:min(len(rows), maxHigher)] {
		if found := gaps(r.taken, width); found != nil {
			for _, above := range rows[:i] {
				if found = freeOf(found, above.taken, width); len(found) == 0 || above.taken[0].left < found[0].right-0.01 {
					return -1
				}
			}
			s.gutters = found
			return i
		}
		if i+1 < len(rows) && r.bottom-rows[i+1].top > apart*size {
			return -1
		}
	}
	return -1
}

// gaps are the stretches between what is taken, if they are wide enough.
func gaps(taken []span, width float64) (gaps []span) {
	for i := 1; i < len(taken); i++ {
		if taken[i].left-taken[i-1].right >= width {
			gaps = append(gaps, span{taken[i-1].right, taken[i].left})
		}
	}
	return gaps
}

// freeOf is what the taken stretches leave of gutters.
func freeOf(gutters, taken []span, width float64) (left []span) {
	for _, g := range gutters {
		for _, t := range taken {
			switch {
			case t.right <= g.left || t.left >= g.right:
			case t.left <= g.left:
				g.left = t.right
			default:
				g.right = t.left
			}
		}
		if g.right-g.left >= width {
			left = append(left, g)
		}
	}
	return left
}

// banner reports whether row i is a title over all columns, though it is not as
// wide: it is of larger type and stands to the left alone, no column has text
// beside it, and below it all columns begin anew at one height.
func (s spread) banner(rows []row, i int, size float64) bool {
	r := rows[i]
	if i+1 == len(rows) || len(r.elements) != 1 || r.elements[0].line == nil || r.elements[0].line.style.size < 1.4*size {
		return false
	}
	below := rows[i+1]
	return last(r.taken).right <= s.gutters[0].left &&
		rows[i-1].bottom-r.top > apart*size && r.bottom-below.top > 0.3*size &&
		last(below.taken).left >= last(s.gutters).right-0.01
}

// after reports whether row i comes after a table that the rows before it are: it
// stands to the left alone, and either leaves fewer gutters or stands further from
// them than they from each other.
func (s spread) after(rows []row, i, shared int) bool {
	if i < 3 || len(rows[i].elements) != 1 || rows[i].taken[0].left >= s.gutters[0].left {
		return false
	}
	pitch := (rows[0].bottom - rows[i-1].bottom) / float64(i-1)
	return (shared < len(s.gutters) || rows[i-1].bottom-rows[i].bottom > 1.5*pitch) && s.cells(rows[:i]) != nil
}

// trimmed leaves out the last rows before a row that ends columns, if they
// stand to the left alone and apart from those above: a heading, or a short
// paragraph, of what follows.
func (s spread) trimmed(rows []row, size float64) int {
	end := len(rows)
	for i := len(rows) - 1; i > 0 && last(rows[i].taken).right <= s.gutters[0].left; i-- {
		if rows[i-1].bottom-rows[i].top > apart*size {
			end = i
		}
	}
	return end
}

// holds distinguishes columns from gaps that happen to stand over one another: there
// are lines under lines on each side, or a good many rows.
func (s spread) holds(rows []row, size float64) bool {
	if len(rows) >= 5 {
		return true
	}
	for _, side := range s.sides(rows) {
		if len(side) == 0 {
			return false
		}
		extent := side[0].core()
		for _, e := range side {
			extent = extent.with(e.core())
		}
		if extent.height() < 1.7*size {
			return false
		}
	}
	return true
}

// sides parts the elements of rows at the gutters.
func (s spread) sides(rows []row) [][]element {
	sides := make([][]element, len(s.gutters)+1)
	for _, r := range rows {
		for _, e := range r.elements {
			i := 0
			for i < len(s.gutters) && e.left >= s.gutters[i].right-0.01 {
				i++
			}
			sides[i] = append(sides[i], e)
		}
	}
	return sides
}

// cells makes a table of columns whose rows are short words and figures side
// by side, as tables without rules are; or nil.
func (s spread) cells(rows []row) *table {
	t := &table{box: rows[0].box}
	short, filled := 0, 0
	for _, r := range rows {
		cells := make([][]line, len(s.gutters)+1)
		for i, side := range s.sides([]row{r}) {
			for _, e := range side {
				if e.table != nil {
					return nil
				}
				cells[i] = append(cells[i], *e.line)
				t.box = t.box.with(e.box)
			}
			if n := len(cells[i]); n > 1 {
				return nil // columns of text that are not in step
			} else if n == 1 && i > 0 {
				filled++
				if len(cells[i][0].text()) <= shortCell {
					short++
				}
			}
		}
		t.rows = append(t.rows, cells)
	}
	if len(rows) < 3 || filled*10 < len(rows)*len(s.gutters)*6 || short*10 < filled*9 {
		return nil
	}
	return t
}
