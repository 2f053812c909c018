package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"verbatim/cmd/bench/compare"
	"verbatim/cmd/bench/workload"
)

// A growth is what each class of question costs in libraries of several sizes.
type growth struct {
	passages []int
	classes  []string
	medians  map[string][]float64 // of each class: milliseconds, by size
	sample   *workload.Sample     // that the last questions were drawn from
}

func growCommand() *cobra.Command {
	var plot string
	var questions, rounds int
	c := &cobra.Command{
		Use:   "grow LIBRARY...",
		Short: "Tell how the cost of questions grows from one library to the next larger one",
		Args:  cobra.MinimumNArgs(2),
		RunE: func(c *cobra.Command, libraries []string) error {
			g := growth{medians: map[string][]float64{}}
			for i, dir := range libraries {
				if err := g.add(c.Context(), dir, i == len(libraries)-1, questions, rounds); err != nil {
					return fmt.Errorf("%s: %w", dir, err)
				}
			}
			g.print(c.OutOrStdout())
			if plot == "" {
				return nil
			}
			return os.WriteFile(plot, []byte(g.svg()), 0o644)
		},
	}
	c.Flags().StringVar(&plot, "plot", "", "file to draw the costs into, as SVG")
	c.Flags().IntVar(&questions, "questions", 40, "questions of each class")
	c.Flags().IntVar(&rounds, "rounds", 5, "times that each is asked, after once to warm up")
	return c
}

// add asks a library questions from its own text; the last one those of the
// library before it, so that the same questions are compared.
func (g *growth) add(ctx context.Context, dir string, last bool, questions, rounds int) (err error) {
	product, err := compare.OpenProduct(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, product.Close()) }()
	size, err := product.Size()
	if err != nil {
		return err
	}
	if !last {
		if g.sample, err = workload.NewSample(ctx, product.Library(), sampled); err != nil {
			return err
		}
	}
	g.passages = append(g.passages, size.Passages)
	for _, class := range workload.Draw(g.sample, questions) {
		times, err := compare.Run(ctx, []compare.Engine{product}, class, rounds)
		if err != nil {
			return err
		}
		if len(times[0].Wall) == 0 {
			continue
		}
		if len(g.passages) == 1 {
			g.classes = append(g.classes, class.Name)
		}
		g.medians[class.Name] = append(g.medians[class.Name], ms(times[0].Wall, 50))
	}
	return nil
}

// print prints the medians, and how many times as long the last library takes as
// the one before it.
func (g *growth) print(out io.Writer) {
	fmt.Fprintf(out, "%-26s", "passages")
	for _, n := range g.passages {
		fmt.Fprintf(out, "%11d", n)
	}
	last := len(g.passages) - 1
	fmt.Fprintf(out, "%9.1f times\n", float64(g.passages[last])/float64(g.passages[last-1]))
	for _, class := range g.classes {
		fmt.Fprintf(out, "%-26s", class)
		medians := g.medians[class]
		for _, m := range medians {
			fmt.Fprintf(out, "%11.3f", m)
		}
		fmt.Fprintf(out, "%9.1f\n", medians[len(medians)-1]/medians[len(medians)-2])
	}
}

// The plot is logarithmic in both directions: a line that rises as steeply as
// the frame costs in proportion to the passages.
const (
	plotWidth, plotHeight = 760, 520
	plotMargin            = 60
	plotLabels            = 190
)

func (g *growth) svg() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11">`+"\n", plotWidth, plotHeight)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="white"/>`+"\n", plotWidth, plotHeight)
	for decade := math.Floor(math.Log10(g.least())); decade <= 2; decade++ {
		_, y := g.point(g.passages[0], math.Pow(10, decade))
		fmt.Fprintf(&b, `<path d="M%d %.1fH%d" stroke="#ddd"/><text x="8" y="%.1f">%g ms</text>`+"\n", plotMargin, y, plotWidth-plotLabels, y+4, math.Pow(10, decade))
	}
	for _, n := range g.passages {
		x, _ := g.point(n, 1)
		fmt.Fprintf(&b, `<path d="M%.1f %dV%d" stroke="#ddd"/><text x="%.1f" y="%d" text-anchor="middle">%d</text>`+"\n", x, plotMargin/2, plotHeight-plotMargin, x, plotHeight-plotMargin+18, n)
	}
	for i, class := range g.classes {
		color := fmt.Sprintf("hsl(%d 65%% 40%%)", i*360/len(g.classes))
		var line strings.Builder
		for at, m := range g.medians[class] {
			x, y := g.point(g.passages[at], m)
			fmt.Fprintf(&line, "%.1f,%.1f ", x, y)
		}
		y := plotMargin/2 + i*(plotHeight-plotMargin)/len(g.classes)
		fmt.Fprintf(&b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="1.5"/><text x="%d" y="%d" fill="%s">%s</text>`+"\n",
			strings.TrimSpace(line.String()), color, plotWidth-plotLabels+20, y, color, class)
	}
	fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="middle">passages</text></svg>`+"\n", (plotMargin+plotWidth-plotLabels)/2, plotHeight-12)
	return b.String()
}

func (g *growth) least() float64 {
	least := 1.0
	for _, medians := range g.medians {
		for _, m := range medians {
			least = min(least, m)
		}
	}
	return least
}

// point is where a cost stands in the plot.
func (g *growth) point(passages int, ms float64) (x, y float64) {
	first, last := math.Log10(float64(g.passages[0])), math.Log10(float64(g.passages[len(g.passages)-1]))
	low := math.Floor(math.Log10(g.least()))
	x = plotMargin + (math.Log10(float64(passages))-first)/(last-first)*(plotWidth-plotLabels-plotMargin)
	y = plotHeight - plotMargin - (math.Log10(ms)-low)/(2-low)*(plotHeight-1.5*plotMargin)
	return x, y
}
