package ui

import (
	"fmt"
	"slices"
	"strconv"

	"verbatim/search"
	"verbatim/search/answer"
)

// A years is the choice of years: a span to type, and how many passages each
// year has, drawn and as a table.
type years struct {
	From, To string
	Several  []string // what is chosen where it is not one span
	Bars     []bar
	Peak     yearCount
	Rows     []yearCount
}

// A yearCount is a year, its passages, and where it is chosen or given up.
type yearCount struct {
	Year     int
	Count    int
	Selected bool
	Link     string
}

// A bar of the histogram stands on its ground, in units of the drawing.
type bar struct {
	X, Y, Width, Height float64
	Selected            bool
}

// The drawing's size, and that of a bar at most; the style sheet gives the
// real one.
const chartWidth, chartHeight, widest = 224.0, 48.0, 32.0

// newYears makes the choice of a facet's values; nil where there are none.
func newYears(q question, f search.Facet) *years {
	y := &years{}
	var ok bool
	if y.From, y.To, ok = q.years(); !ok {
		y.Several = q.Filters[search.FieldYear]
	}
	var chosen []int
	for _, v := range f.Values {
		year, _ := strconv.Atoi(v.Value) // they are numbers in the library
		y.Rows = append(y.Rows, yearCount{Year: year, Count: v.Count, Selected: v.Selected})
		if v.Selected {
			chosen = append(chosen, year)
		}
	}
	if len(y.Rows) == 0 {
		return nil
	}
	slices.SortFunc(y.Rows, func(a, b yearCount) int { return a.Year - b.Year })
	for i, r := range y.Rows {
		y.Rows[i].Link = q.filtered(search.FieldYear, spans(toggled(chosen, r.Year))...).link()
		if r.Count > y.Peak.Count {
			y.Peak = r
		}
	}
	y.draw()
	return y
}

// draw makes the bars: one for each year from the first to the last, also for
// those without passages, so that a gap is seen as one.
func (y *years) draw() {
	first := y.First()
	step := chartWidth / float64(y.Last()-first+1)
	for _, r := range y.Rows {
		// The smallest can still be seen.
		height := max(1.5, chartHeight*float64(r.Count)/float64(y.Peak.Count))
		width := min(step*0.8, widest)
		y.Bars = append(y.Bars, bar{
			X: (float64(r.Year-first)+0.5)*step - width/2, Y: chartHeight - height,
			Width: width, Height: height, Selected: r.Selected,
		})
	}
}

// coordinate writes a place in the drawing.
func coordinate(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// First and Last are the ends of the drawing.
func (y *years) First() int { return y.Rows[0].Year }

// Last is the last year.
func (y *years) Last() int { return y.Rows[len(y.Rows)-1].Year }

// Narrowed reports whether some years are chosen.
func (y *years) Narrowed() bool {
	return slices.ContainsFunc(y.Rows, func(r yearCount) bool { return r.Selected })
}

// Summary says what the drawing shows.
func (y *years) Summary() string {
	if y.First() == y.Last() {
		return fmt.Sprintf("Passages by year: %s in %d", answer.Number(y.Peak.Count), y.Peak.Year)
	}
	return fmt.Sprintf("Passages by year, %d to %d; the most are %s in %d", y.First(), y.Last(), answer.Number(y.Peak.Count), y.Peak.Year)
}

// toggled returns the years with one more, or less.
func toggled(years []int, year int) []int {
	if i := slices.Index(years, year); i >= 0 {
		return slices.Delete(slices.Clone(years), i, i+1)
	}
	return append(slices.Clone(years), year)
}

// spans writes years as filters: those that follow one another as one span.
func spans(years []int) (list []string) {
	slices.Sort(years)
	for i := 0; i < len(years); {
		end := i
		for end+1 < len(years) && years[end+1] == years[end]+1 {
			end++
		}
		span := strconv.Itoa(years[i])
		if end > i {
			span += ".." + strconv.Itoa(years[end])
		}
		list = append(list, span)
		i = end + 1
	}
	return list
}
