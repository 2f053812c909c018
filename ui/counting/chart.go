package counting

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"verbatim/search/answer"
)

// A Chart is a drawing of series by year. Its lines differ in dashes and in the
// shapes of their points, not in colour alone.
type Chart struct {
	Summary string
	Ticks   []Tick // of the numbers
	Years   []Tick
	Curves  []Curve
	Height  string // in a file, with the key below
}

// A Tick is a place on an axis with its label.
type Tick struct {
	At    string
	Label string
}

// A Curve is a series as it is drawn.
type Curve struct {
	Label  string
	Number int    // from 1
	Line   string // a path, broken where there is no report
	Points string // a path of shapes
	Sample string // the shape alone, for the key
	Above  string // in a file, where the line of the key begins
	Below  string // and its middle
	Dashes string
	Color  string
}

// The drawing's size and margins, in its own units.
const (
	chartWidth, chartHeight = 480.0, 280.0
	left, right             = 52.0, 20.0
	top, bottom             = 12.0, 30.0
)

// Dashes and colours of the curves. The colours are at least 3:1 on light and on
// dark paper alike, since a saved drawing may be put on either.
var (
	dashes = [MaxQueries]string{"", "7 4", "2 3", "10 3 2 3", "4 2", "12 4"}
	colors = [MaxQueries]string{"#b5482f", "#2f78b5", "#4d8a3d", "#8a63b0", "#a37a12", "#5f7d86"}
)

func newChart(all []series, first, last int, u Unit) *Chart {
	highest := 0.0
	for _, s := range all {
		for _, n := range s.years {
			highest = max(highest, n)
		}
	}
	step := tickStep(highest, u)
	ceiling := max(math.Ceil(highest/step-1e-9)*step, step)
	x := func(year int) float64 {
		if first == last {
			return (left + chartWidth - right) / 2
		}
		return left + float64(year-first)/float64(last-first)*(chartWidth-left-right)
	}
	y := func(n float64) float64 { return chartHeight - bottom - n/ceiling*(chartHeight-top-bottom) }
	c := &Chart{Summary: summary(all, first, last, u), Height: coordinate(chartHeight + 12 + float64(len(all))*20)}
	for n := 0.0; n <= ceiling+step/2; n += step {
		c.Ticks = append(c.Ticks, Tick{coordinate(y(n)), tickLabel(n, step, u)})
	}
	every := (last - first + 8) / 8 // at most 8 labels fit
	for year := first; year <= last; year += max(every, 1) {
		c.Years = append(c.Years, Tick{coordinate(x(year)), strconv.Itoa(year)})
	}
	for i, s := range all {
		curve := Curve{Label: s.label, Number: i + 1, Dashes: dashes[i], Color: colors[i], Sample: shape(i, 16, 6)}
		above := chartHeight + 8 + float64(i)*20
		curve.Above, curve.Below = coordinate(above), coordinate(above+6)
		before := 0
		for year := first; year <= last; year++ {
			n, there := s.years[year]
			if !there {
				continue
			}
			verb := "M"
			if before == year-1 && before > 0 {
				verb = "L"
			}
			before = year
			curve.Line += verb + coordinate(x(year)) + " " + coordinate(y(n))
			curve.Points += shape(i, x(year), y(n))
		}
		c.Curves = append(c.Curves, curve)
	}
	return c
}

// tickStep returns a round distance of about four ticks; counts have whole ones.
func tickStep(highest float64, u Unit) float64 {
	if highest <= 0 {
		return 1
	}
	raw := highest / 4
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range []float64{1, 2, 5, 10} {
		if m*power >= raw {
			raw = m * power
			break
		}
	}
	if u == PerMillion || u == Share {
		return raw
	}
	return max(1, raw)
}

func tickLabel(n, step float64, u Unit) string {
	if step < 1 {
		return strings.TrimSuffix(strconv.FormatFloat(n, 'f', 2, 64), "0")
	}
	if u == Share {
		return u.text(n)
	}
	return answer.Number(int(math.Round(n)))
}

// shape draws the point of a curve as a path: circle, square, triangle, diamond, or
// one of the last two turned.
func shape(number int, x, y float64) string {
	at := func(dx, dy float64) string { return coordinate(x+dx) + " " + coordinate(y+dy) }
	corners := [][]float64{
		1: {-3, -3, 3, -3, 3, 3, -3, 3},
		2: {0, -4, 4, 3, -4, 3},
		3: {0, -4.5, 4.5, 0, 0, 4.5, -4.5, 0},
		4: {0, 4, 4, -3, -4, -3},
		5: {-4, -2, 4, -2, 4, 2, -4, 2},
	}
	if number == 0 {
		return "M" + at(-3.2, 0) + "a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0 -6.4 0z"
	}
	path, verb := "", "M"
	for corner := range slices.Chunk(corners[number], 2) {
		path += verb + at(corner[0], corner[1])
		verb = "L"
	}
	return path + "z"
}

// summary says what the drawing shows.
func summary(all []series, first, last int, u Unit) string {
	var parts []string
	for _, s := range all {
		most, year := -1.0, 0
		for y := first; y <= last; y++ {
			if n, there := s.years[y]; there && n > most {
				most, year = n, y
			}
		}
		parts = append(parts, fmt.Sprintf("%s: the most is %s in %d", s.label, u.text(most), year))
	}
	return fmt.Sprintf("%s by year, %d to %d. %s", answer.Capital(u.label()), first, last, strings.Join(parts, "; "))
}

// coordinate writes a place in the drawing.
func coordinate(n float64) string { return strconv.FormatFloat(n, 'f', 1, 64) }
