package compare

import (
	"fmt"
	"io"
	"math"
	"slices"
	"time"
)

// A Table prints what engines took, class by class. The first engine is the
// one that others are compared with.
type Table struct {
	out     io.Writer
	engines []Engine
	medians map[string][]float64 // of each other engine: how many times what the first took, class by class
}

// NewTable begins a table with its head.
func NewTable(out io.Writer, engines []Engine) *Table {
	t := &Table{out, engines, map[string][]float64{}}
	fmt.Fprintf(out, "%-26s%-14s%9s%9s%9s%9s%11s%12s%16s\n", "", "",
		"median ms", "95th", "99th", "CPU ms", "KB/answer", "passages", "times median/95th")
	return t
}

// Add prints the lines of a class.
func (t *Table) Add(all []Times) {
	for i, times := range all {
		name := times.Class
		if i > 0 {
			name = ""
		}
		if times.Cannot || len(times.Wall) == 0 {
			fmt.Fprintf(t.out, "%-26s%-14s%9s\n", name, times.Engine, "–")
			continue
		}
		fmt.Fprintf(t.out, "%-26s%-14s%9.3f%9.3f%9.3f%9.3f%11.1f%12d", name, times.Engine,
			ms(Percentile(times.Wall, 50)), ms(Percentile(times.Wall, 95)), ms(Percentile(times.Wall, 99)),
			ms(Percentile(times.CPU, 50)), float64(times.Allocated)/1000, mean(times.Totals))
		if i > 0 && !all[0].Cannot {
			median := ratio(times.Wall, all[0].Wall, 50)
			t.medians[times.Engine] = append(t.medians[times.Engine], median)
			fmt.Fprintf(t.out, "%9.1f%7.1f", median, ratio(times.Wall, all[0].Wall, 95))
		}
		fmt.Fprintln(t.out)
	}
}

// Finish prints the geometric means of the ratios of the medians.
func (t *Table) Finish() {
	fmt.Fprintln(t.out)
	for _, e := range t.engines[1:] {
		ratios := t.medians[e.Name()]
		sum := 0.0
		for _, r := range ratios {
			sum += math.Log(r)
		}
		if len(ratios) > 0 {
			fmt.Fprintf(t.out, "%s takes %.1f times what %s takes (geometric mean of %d medians; least %.1f)\n",
				e.Name(), math.Exp(sum/float64(len(ratios))), t.engines[0].Name(), len(ratios), slices.Min(ratios))
		}
	}
}

func ratio(a, b []time.Duration, percent int) float64 {
	return float64(Percentile(a, percent)) / float64(max(1, Percentile(b, percent)))
}

func ms(d time.Duration) float64 { return float64(d) / 1e6 }

func mean(all []int) int {
	sum := 0
	for _, n := range all {
		sum += n
	}
	return sum / max(1, len(all))
}
