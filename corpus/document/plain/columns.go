package plain

import (
	"errors"
	"slices"
	"strings"
	"unicode"
)

// Text taken out of a PDF with its layout ("pdftotext -layout") has two columns side
// by side on its lines. The gutter between them tells the columns apart: many lines
// have a wide gap, or nothing at all, before one and the same place.
const (
	leastGap     = 2    // spaces that part two columns where a line has both
	drift        = 3    // characters by which the right column's beginning may differ
	leastPairs   = 4    // lines of a page that have both columns
	leastWidth   = 20   // characters of a column's lines, half of them at least
	cleanPart    = 0.85 // of the lines that go beyond the gutter, those that leave it free
	doubtfulPart = 0.5
	longestPage  = 90 // lines; where no page ends for longer, what follows what is not known
)

// columnTurn stands at the end of the left column of a page.
const columnTurn = "\v"

// ErrColumns is the error for text in two columns that cannot be told apart.
var ErrColumns = errors.New("the text has two columns side by side, and they cannot be told apart for certain: import the PDF itself, or its text without the layout (pdftotext without -layout)")

// oneColumn returns a text with the two columns of each page that has them one after
// the other, and whether any has.
func oneColumn(text string) (result string, found bool, err error) {
	var out strings.Builder
	for i, page := range pagesOf(text) {
		if i > 0 && page.fed {
			out.WriteByte('\f')
		}
		gutter, certain := findGutter(page.lines)
		if gutter == 0 {
			out.WriteString(strings.Join(page.lines, "\n") + "\n")
			continue
		}
		if !certain || len(page.lines) > longestPage {
			return text, true, ErrColumns
		}
		found = true
		left, right := splitColumns(page.lines, gutter)
		out.WriteString(strings.Join(left, "\n") + "\n" + columnTurn + strings.Join(right, "\n") + "\n")
		if !page.fed {
			out.WriteString(columnTurn)
		}
	}
	if !found {
		return text, false, nil
	}
	return out.String(), true, nil
}

// A page is what stands between two page ends: form feeds, or numbers alone on a
// line in the middle.
type page struct {
	lines []string
	fed   bool // a form feed stands before it
}

func pagesOf(text string) (pages []page) {
	for i, sheet := range strings.Split(text, "\f") {
		p := page{fed: i > 0}
		for line := range strings.SplitSeq(strings.TrimSuffix(sheet, "\n"), "\n") {
			p.lines = append(p.lines, strings.TrimRightFunc(untabbed(line), unicode.IsSpace))
			if indent := indentOf(line); indent > 2*leastWidth && pageNumber.MatchString(strings.TrimSpace(line)) {
				pages = append(pages, p)
				p = page{}
			}
		}
		if i == 0 || len(p.lines) > 0 || p.fed {
			pages = append(pages, p)
		}
	}
	return pages
}

func untabbed(line string) string {
	if !strings.Contains(line, "\t") {
		return line
	}
	var out strings.Builder
	column := 0
	for _, r := range line {
		if r != '\t' {
			out.WriteRune(r)
			column++
			continue
		}
		for next := column + tabWidth - column%tabWidth; column < next; column++ {
			out.WriteByte(' ')
		}
	}
	return out.String()
}

// findGutter returns the column at which the right column of a page begins, in
// characters, or 0 if it has one column; and whether the lines leave no doubt.
func findGutter(lines []string) (at int, certain bool) {
	rows := make([][]rune, len(lines))
	votes := map[int]int{}
	for i, line := range lines {
		rows[i] = []rune(line)
		for _, g := range gaps(rows[i]) {
			votes[g]++
		}
	}
	most := 0
	for g := range votes {
		n := 0
		for d := -1; d <= 1; d++ {
			n += votes[g+d]
		}
		if n > most || n == most && votes[g] > votes[at] {
			at, most = g, n
		}
	}
	if most < leastPairs || !isColumns(rows, at) {
		return 0, false
	}
	return at, judgeGutter(rows, at) >= cleanPart
}

// gaps returns the places behind wide gaps within a row.
func gaps(row []rune) (at []int) {
	spaces, begun := 0, false
	for i, r := range row {
		if r == ' ' || r == '\u00a0' {
			spaces++
			continue
		}
		if begun && spaces >= leastGap && i >= leastWidth {
			at = append(at, i)
		}
		spaces, begun = 0, true
	}
	return at
}

// judgeGutter returns the part of the lines beyond the gutter that leave it free.
func judgeGutter(rows [][]rune, at int) float64 {
	free, beyond := 0, 0
	for _, row := range rows {
		if len(row) <= at+drift {
			continue
		}
		beyond++
		if cutAt(row, at) >= 0 {
			free++
		}
	}
	return float64(free) / float64(max(beyond, 1))
}

// isColumns reports whether what stands on both sides of a gutter is running text.
func isColumns(rows [][]rune, at int) bool {
	var left, right []int
	for _, row := range rows {
		cut := cutAt(row, at)
		if cut < 0 {
			continue
		}
		l, r := strings.TrimSpace(string(row[:cut])), strings.TrimSpace(string(row[cut:]))
		if l != "" && r != "" {
			left, right = append(left, len([]rune(l))), append(right, len([]rune(r)))
		}
	}
	if len(left) < leastPairs || judgeGutter(rows, at) < doubtfulPart {
		return false
	}
	slices.Sort(left)
	slices.Sort(right)
	return left[len(left)/2] >= leastWidth && right[len(right)/2] >= leastWidth
}

// cutAt returns where a row is cut at a gutter: where the right column begins, near
// it, behind the widest gap; -1 if the row's text runs over it.
func cutAt(row []rune, at int) (cut int) {
	cut, widest := -1, 0
	for i := max(1, at-drift); i <= at+drift && i < len(row); i++ {
		if row[i] == ' ' || row[i-1] != ' ' {
			continue
		}
		gap := 0
		for gap < i && row[i-1-gap] == ' ' {
			gap++
		}
		if gap > widest && (gap >= leastGap || i == at) {
			cut, widest = i, gap
		}
	}
	return cut
}

// splitColumns parts the lines of a page at its gutter. A line that runs over the
// gutter, as a title does, goes with the left column.
func splitColumns(lines []string, at int) (left, right []string) {
	for _, line := range lines {
		row := []rune(line)
		cut := cutAt(row, at)
		if len(row) <= at-drift || cut < 0 {
			left, right = append(left, line), append(right, "")
			continue
		}
		left = append(left, strings.TrimRight(string(row[:cut]), " "))
		right = append(right, string(row[cut:]))
	}
	return left, trimmedLines(right)
}

// trimmedLines takes the empty lines off both ends.
func trimmedLines(lines []string) []string {
	for len(lines) > 0 && strings.TrimSpace(lines[0]) == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}
