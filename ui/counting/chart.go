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
	Summary       string
	Width, Height string
	Left, Right   string // of the plot
	LabelsAt      string // where the numbers end
	YearsAt       string // where the years stand
	Ticks         []Tick // of the numbers
	Years         []Tick
	Curves        []Curve
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
	Dashes string
	Color  string
}

// A frame is a drawing's size and margins, in its own units, about how many steps its
// scale has, and whether the first and the last year alone have a label.
type frame struct {
	width, height, left, right, top, bottom float64
	ticks                                   int
	ends                                    bool
}

// The frames of the chart of a page, and of one of many.
var (
	largeFrame = frame{480, 280, 52, 20, 12, 30, 4, false}
	smallFrame = frame{240, 130, 56, 18, 12, 26, 2, true}
)

// Dashes and colours of the curves. The colours are at least 3:1 on light and on
// dark paper alike, since a saved drawing may be put on either.
var (
	dashes = [MaxQueries]string{"", "7 4", "2 3", "10 3 2 3", "4 2", "12 4"}
	colors = [MaxQueries]string{"#b5482f", "#2f78b5", "#4d8a3d", "#8a63b0", "#a37a12", "#5f7d86"}
)

// newChart draws series from the first year to the last, on a scale up to the highest
// number.
func newChart(f frame, all []series, first, last int, highest float64, u Unit) *Chart {
	step := tickStep(highest/float64(f.ticks), u)
	ceiling := max(math.Ceil(highest/step-1e-9)*step, step)
	x := func(year int) float64 {
		if first == last {
			return (f.left + f.width - f.right) / 2
		}
		return f.left + float64(year-first)/float64(last-first)*(f.width-f.left-f.right)
	}
	y := func(n float64) float64 { return f.height - f.bottom - n/ceiling*(f.height-f.top-f.bottom) }
	c := &Chart{
		Summary: summary(all, first, last, u), Width: coordinate(f.width), Height: coordinate(f.height),
		Left: coordinate(f.left), Right: coordinate(f.width - f.right), LabelsAt: coordinate(f.left - 6), YearsAt: coordinate(f.height - 10),
	}
	for n := 0.0; n <= ceiling+step/2; n += step {
		c.Ticks = append(c.Ticks, Tick{coordinate(y(n)), tickLabel(n, step, u)})
	}
	every := (last - first + 8) / 8 // at most 8 labels fit
	if f.ends {
		every = last - first
	}
	for year := first; year <= last; year += max(every, 1) {
		c.Years = append(c.Years, Tick{coordinate(x(year)), strconv.Itoa(year)})
	}
	for i, s := range all {
		curve := Curve{Label: s.label, Number: i + 1, Dashes: dashes[i], Color: colors[i], Sample: shape(i, 16, 6)}
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

// highest is the largest number of several series.
func highest(all []series) (n float64) {
	for _, s := range all {
		for _, of := range s.years {
			n = max(n, of)
		}
	}
	return n
}

// tickStep returns the next round distance; counts have whole ones.
func tickStep(raw float64, u Unit) float64 {
	if raw <= 0 {
		return 1
	}
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
