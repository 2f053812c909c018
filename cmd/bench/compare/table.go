package compare

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"
)

// A Table prints what engines took, class by class. The first engine is the
// one that others are compared with.
type Table struct {
	out     io.Writer
	engines []Engine
	ratios  map[string][]ratios // of each other engine, class by class
}

// ratios are how many times the processor time of the first engine another takes:
// for the median, the 95th percentile, and the median without texts and marks.
type ratios [3]float64

// NewTable begins a table with its head.
func NewTable(out io.Writer, engines []Engine) *Table {
	t := &Table{out, engines, map[string][]ratios{}}
	fmt.Fprintf(out, "%-26s%-19s%18s%16s%16s\n", "", "", "wall ms", "CPU ms", "CPU ms, bare")
	fmt.Fprintf(out, "%-26s%-19s%9s%9s%8s%8s%8s%8s%11s%10s%8s%24s\n", "", "",
		"median", "95th", "median", "95th", "median", "95th", "KB/answer", "passages", "differ", "times CPU med/95th/bare")
	return t
}

// Add prints the lines of a class.
func (t *Table) Add(all []Times) {
	best := map[string]ratios{} // of the ways of an engine
	for i, times := range all {
		name := times.Class
		if i > 0 {
			name = ""
		}
		if times.Cannot || len(times.Wall) == 0 {
			fmt.Fprintf(t.out, "%-26s%-19s%9s\n", name, times.Engine, "–")
			continue
		}
		fmt.Fprintf(t.out, "%-26s%-19s%9.3f%9.3f%8.3f%8.3f%8.3f%8.3f%11.1f%10d%8d", name, times.Engine,
			ms(Percentile(times.Wall, 50)), ms(Percentile(times.Wall, 95)),
			ms(Percentile(times.CPU, 50)), ms(Percentile(times.CPU, 95)),
			ms(Percentile(times.bare(), 50)), ms(Percentile(times.bare(), 95)),
			float64(times.Allocated)/1000, mean(times.Totals), times.Differ)
		if i > 0 && !all[0].Cannot {
			r := ratios{ratio(times.CPU, all[0].CPU, 50), ratio(times.CPU, all[0].CPU, 95), ratio(times.bare(), all[0].bare(), 50)}
			fmt.Fprintf(t.out, "%10.2f%7.2f%7.2f", r[0], r[1], r[2])
			engine, _, _ := strings.Cut(times.Engine, ",")
			if other, twice := best[engine]; twice && other[0] < r[0] {
				r = other
			}
			best[engine] = r
		}
		fmt.Fprintln(t.out)
		if times.Differ > 0 {
			fmt.Fprintf(t.out, "%-26s%-19s  the first that differs: %s\n", "", "", times.First)
		}
	}
	for engine, r := range best {
		t.ratios[engine] = append(t.ratios[engine], r)
	}
}

// bare is what an answer without texts and marks takes.
func (t *Times) bare() []time.Duration {
	if len(t.Bare) == 0 {
		return t.CPU
	}
	return t.Bare
}

// Finish prints the geometric means of the ratios. Of an engine that is asked in
// several ways the better one counts, for each class.
func (t *Table) Finish() {
	fmt.Fprintln(t.out)
	for _, e := range t.engines[1:] {
		all := t.ratios[e.Name()]
		if len(all) == 0 {
			continue
		}
		var means ratios
		for i := range means {
			sum := 0.0
			for _, r := range all {
				sum += math.Log(r[i])
			}
			means[i] = math.Exp(sum / float64(len(all)))
		}
		least := slices.MinFunc(all, func(a, b ratios) int { return int(math.Copysign(1, a[0]-b[0])) })
		fmt.Fprintf(t.out, "%s takes %.2f times the processor time of %s at the median, %.2f at the 95th percentile, %.2f without texts and marks (geometric means of %d classes; least %.2f)\n",
			e.Name(), means[0], t.engines[0].Name(), means[1], means[2], len(all), least[0])
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
