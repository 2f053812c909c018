package pdf

import (
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"verbatim/corpus/document"
)

// A sheet is a page whose words have become lines.
type sheet struct {
	*page
	lines []line
}

// Running heads and feet, and page numbers, are recognized by three things: they are
// the outermost lines of a page, they stand at the same height on a page next
// to it or the one after that (left and right pages differ), and they say the
// same there, numbers aside. From outside inwards, the first line that does
// not repeat ends them.
const (
	neighborhood = 2   // pages before and after that are looked at
	sameHeight   = 3.0 // points
	mostRows     = 6   // at most, at either end of a page
	runningParts = 12  // of a row, at most
)

var (
	digits     = regexp.MustCompile(`\d+`)
	pageNumber = regexp.MustCompile(`(?i)^[\[(–—| -]*(page )?(\d{1,4}|[ivxlc]{1,7})( (of|/) \d{1,4})?[\])–—| .-]*$`)
	wordy      = regexp.MustCompile(`\pL`)
	leafed     = regexp.MustCompile(`^\p{Lu}{1,4}$`) // letters by which people leaf
	captioned  = regexp.MustCompile(`^(Table|Figure|Chart|Box|Map) [0-9IVX]+[A-Za-z]?\b`)
)

// takeRunning takes the running lines from the sheets, records what they say,
// and returns how many were taken. A title that later pages repeat is kept where
// it stands first, and what stands out next to it.
func takeRunning(d *document.Document, sheets []sheet, body float64) (taken int) {
	repeats := make([]map[int]bool, len(sheets))
	for i := range sheets {
		repeats[i] = map[int]bool{}
		for _, top := range []bool{true, false} {
			markRunning(sheets, i, top, repeats[i])
		}
	}
	heads := tableHeads(sheets, repeats)
	seen := map[string]bool{}
	for i := range sheets {
		kept := sheets[i].lines[:0:0]
		titled := sheets[i].titled(repeats[i], seen, body)
		for j, l := range sheets[i].lines {
			text := l.text()
			key, upper := runningKey(text), l.middle() > sheets[i].box.middle()
			switch {
			case !repeats[i][j]:
				kept = append(kept, l)
				continue
			case heads[i][j]:
				taken++
				d.LeaveOut("heads of tables, where these go on", text, sheets[i].number)
				continue
			case titled && upper && !seen[key] && (l.style.size > body+0.5 || l.bold() && l.style.size > body-0.5):
				kept = append(kept, l)
			default:
				taken++
				if !seen[key] && !pageNumber.MatchString(text) {
					d.Running = append(d.Running, text)
				}
				d.LeaveOut(whyRunning(text, upper), text, sheets[i].number)
			}
			seen[key] = true
		}
		sheets[i].lines = kept
	}
	return taken
}

// whyRunning says what a running line is, at the upper or lower end of a page.
func whyRunning(text string, upper bool) string {
	switch {
	case pageNumber.MatchString(text):
		return "page numbers"
	case leafed.MatchString(text):
		return "letters at the edges of pages"
	case upper:
		return "page heads"
	}
	return "page feet"
}

// titled reports whether a running line of a sheet is a title: it stands there for
// the first time, and in large type.
func (s sheet) titled(repeats map[int]bool, seen map[string]bool, body float64) bool {
	for j, l := range s.lines {
		if repeats[j] && l.style.size > 1.5*body && !seen[runningKey(l.text())] && !pageNumber.MatchString(l.text()) {
			return true
		}
	}
	return false
}

// markRunning finds the running lines at one end of a sheet. White space parts
// them from the text.
func markRunning(sheets []sheet, i int, top bool, running map[int]bool) {
	s := sheets[i]
	rows := outerRows(s.lines, top)
	count := 0
	for n, row := range rows {
		if len(row) > runningParts {
			break
		}
		outermost, repeated := n == 0, 0
		for _, j := range row {
			if repeatsNearby(sheets, i, &s.lines[j]) || outermost && len(row) == 1 && edgeLetters(sheets, &s.lines[j]) || outermost && len(row) == 1 && s.loneNumber(j) {
				repeated++
			}
		}
		// What stands beside a page number runs too: the feet of two pages that
		// face each other can differ.
		if repeated == 0 || repeated < len(row) && !outermost {
			break
		}
		count++
	}
	for count > 0 && count < len(rows) && s.tight(rows[count-1], rows[count]) {
		count--
	}
	for _, row := range rows[:count] {
		for _, j := range row {
			running[j] = true
		}
	}
}

// tight reports whether two rows stand as close as the lines of a paragraph.
func (s sheet) tight(a, b []int) bool {
	for _, i := range a {
		for _, j := range b {
			p, q := s.lines[i].core(), s.lines[j].core()
			white := max(p.bottom-q.top, q.bottom-p.top)
			if white < 0.9*s.lines[i].style.size {
				return true
			}
		}
	}
	return false
}

// outerRows returns the lines at the top or bottom of a page as rows of indexes,
// from the edge inwards.
func outerRows(lines []line, top bool) (rows [][]int) {
	order := make([]int, len(lines))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if top {
			a, b = b, a
		}
		return int(math.Copysign(1, lines[a].middle()-lines[b].middle()))
	})
	var reach box
	for _, i := range order {
		core := lines[i].core()
		if n := len(rows); n > 0 && core.middle() > reach.bottom && core.middle() < reach.top {
			rows[n-1] = append(rows[n-1], i)
			continue
		} else if n == mostRows {
			break
		}
		rows, reach = append(rows, []int{i}), lines[i].box
	}
	return rows
}

func repeatsNearby(sheets []sheet, i int, l *line) bool {
	text := l.text()
	if captioned.MatchString(text) {
		return false
	}
	key, number := runningKey(text), numberOf(text)
	for k := max(0, i-neighborhood); k <= min(len(sheets)-1, i+neighborhood); k++ {
		for j := range sheets[k].lines {
			o := &sheets[k].lines[j]
			if k == i || math.Abs(o.baseline-l.baseline) > sameHeight {
				continue
			}
			switch other := o.text(); {
			case number != 0:
				if numberOf(other)-number == k-i {
					return true
				}
			case other == text, runningKey(other) == key && wordy.MatchString(text):
				return true
			}
		}
	}
	return false
}

// edgeLetters reports whether a line is the letters at the edge of a page by which
// people leaf: "K", "BOL". Such letters stand at the same height, in the same type,
// on half of the pages at least.
func edgeLetters(sheets []sheet, l *line) bool {
	const few = 4 // on more pages than these
	if !leafed.MatchString(l.text()) {
		return false
	}
	same := 0
	for k := range sheets {
		if slices.ContainsFunc(sheets[k].lines, func(o line) bool {
			return math.Abs(o.baseline-l.baseline) < sameHeight && o.style == l.style && utf8.RuneCountInString(o.text()) <= 4
		}) {
			same++
		}
	}
	return same > few && same*2 >= len(sheets)
}

// numberOf reads a page number, or returns 0.
func numberOf(text string) int {
	match := pageNumber.FindStringSubmatch(text)
	if match == nil {
		return 0
	}
	if n, err := strconv.Atoi(match[2]); err == nil {
		return n
	}
	n, before := 0, 0
	for _, digit := range slices.Backward([]byte(strings.ToLower(match[2]))) {
		value := map[byte]int{'i': 1, 'v': 5, 'x': 10, 'l': 50, 'c': 100}[digit]
		if value < before {
			value = -value
		} else {
			before = value
		}
		n += value
	}
	return n
}

// loneNumber recognizes a page number that stands alone at a page's very edge.
func (s sheet) loneNumber(j int) bool {
	l, edge := &s.lines[j], s.box.height()/8
	return numberOf(l.text()) != 0 && (l.top < s.box.bottom+edge || l.bottom > s.box.top-edge)
}

// runningKey is what running lines have in common: letters, and that there are numbers.
func runningKey(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, digits.ReplaceAllString(text, "#"))
}

// narrowCell is how wide the narrowest cell under the heads of a table is at most, as a
// part of the page: the columns of a text are all wider.
const narrowCell = 1.0 / 8

// tableHeads returns which of the running lines of each sheet are the heads of a table
// that goes on there, and its title: they stand under the page head, and nothing but
// pages that begin so repeats them. Where they say what the sheet before does not, a
// table begins: there they run no more.
func tableHeads(sheets []sheet, repeats []map[int]bool) []map[int]bool {
	heads := make([]map[int]bool, len(sheets))
	columns := namesOfColumns(sheets, repeats)
	elsewhere := map[string]bool{} // what runs on pages without such names, or outermost
	for i, s := range sheets {
		heads[i] = s.underHead(repeats[i])
		if !slices.ContainsFunc(slices.Collect(maps.Keys(heads[i])), func(j int) bool { return columns[runningKey(s.lines[j].text())] }) {
			heads[i] = nil
		}
		for j := range repeats[i] {
			if !heads[i][j] {
				elsewhere[runningKey(s.lines[j].text())] = true
			}
		}
	}
	for i, s := range sheets {
		for j := range heads[i] {
			if elsewhere[runningKey(s.lines[j].text())] {
				delete(heads[i], j)
			}
		}
		if beginsTable(sheets, i, heads[i]) {
			for j := range heads[i] {
				delete(repeats[i], j)
			}
		}
	}
	return heads
}

// namesOfColumns returns the keys of running lines that stand over the cells of a table
// on half of the sheets or more on which they run. On the others a cell goes on alone.
func namesOfColumns(sheets []sheet, repeats []map[int]bool) map[string]bool {
	over, runs := map[string]int{}, map[string]int{}
	for i, s := range sheets {
		columns := s.overColumns(repeats[i])
		for j := range repeats[i] {
			key := runningKey(s.lines[j].text())
			runs[key]++
			if columns[j] {
				over[key]++
			}
		}
	}
	names := map[string]bool{}
	for key, n := range over {
		names[key] = 2*n >= runs[key]
	}
	return names
}

// runningRows returns the rows of a sheet from its top, and how many of them run.
func (s sheet) runningRows(repeats map[int]bool) (rows [][]int, running int) {
	rows = outerRows(s.lines, true)
	for running < len(rows) && repeats[rows[running][0]] {
		running++
	}
	return rows, running
}

// underHead returns the running lines of a sheet's top but those of the outermost row.
func (s sheet) underHead(repeats map[int]bool) map[int]bool {
	rows, running := s.runningRows(repeats)
	found := map[int]bool{}
	for _, row := range rows[min(1, running):running] {
		for _, j := range row {
			found[j] = true
		}
	}
	return found
}

// overColumns returns the running lines of a sheet that stand over the cells of its
// first row of text, under the outermost row: over two columns or more, one of them narrow.
func (s sheet) overColumns(repeats map[int]bool) map[int]bool {
	rows, first := s.runningRows(repeats)
	if first < 2 || first == len(rows) || len(rows[first]) < 2 {
		return nil
	}
	found, over := map[int]bool{}, map[int]bool{}
	narrow := math.Inf(1)
	for _, row := range rows[1:first] {
		for _, j := range row {
			for _, cell := range rows[first] {
				if head, c := &s.lines[j], &s.lines[cell]; math.Abs(head.left-c.left) < sameColumn || math.Abs(head.right-c.right) < sameColumn {
					found[j], over[cell] = true, true
					narrow = min(narrow, c.width())
				}
			}
		}
	}
	if len(over) < 2 || narrow > narrowCell*s.box.width() {
		return nil
	}
	return found
}

// beginsTable reports whether one of the heads says what no line of the sheet before it
// does.
func beginsTable(sheets []sheet, i int, heads map[int]bool) bool {
	said := map[string]bool{}
	if i > 0 {
		for _, l := range sheets[i-1].lines {
			said[runningKey(l.text())] = true
		}
	}
	for j := range heads {
		if !said[runningKey(sheets[i].lines[j].text())] {
			return true
		}
	}
	return false
}
