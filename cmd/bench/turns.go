package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"verbatim/cmd/bench/compare"
	"verbatim/cmd/bench/workload"
)

// Two builds of this program are compared by turns: each in a process of its own, with
// a library and an index of its own, asked the same questions. A turn is a class of
// questions, each asked once: a line of JSON to "bench turn", and one back.

// A turn is what the questions of a class took, and found, in a process.
type turn struct {
	CPU   []time.Duration
	Total []int
}

func turnCommand() *cobra.Command {
	var lib string
	c := &cobra.Command{
		Use: "turn", Short: "Take turns: a class of questions a line, as JSON, from standard input",
		Hidden: true, Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return takeTurns(c.Context(), c.InOrStdin(), c.OutOrStdout(), lib)
		},
	}
	c.Flags().StringVar(&lib, "library", "", "folder of the library")
	return c
}

func takeTurns(ctx context.Context, in io.Reader, out io.Writer, lib string) (err error) {
	product, err := compare.OpenProduct(lib)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, product.Close()) }()
	answers := json.NewEncoder(out)
	for questions := json.NewDecoder(in); ; {
		var class workload.Class
		if err := questions.Decode(&class); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		cpu, total := compare.Turn(ctx, product, class.Questions)
		if err := answers.Encode(turn{cpu, total}); err != nil {
			return err
		}
	}
}

func turnsCommand() *cobra.Command {
	var base, baseLibrary, lib, only string
	var questions, rounds int
	c := &cobra.Command{
		Use: "turns", Short: "Compare with another build of this program, by turns",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return compareBuilds(c.Context(), c.OutOrStdout(), base, baseLibrary, lib, only, questions, rounds)
		},
	}
	c.Flags().StringVar(&base, "base", "", "the other build")
	c.Flags().StringVar(&baseLibrary, "base-library", "", "the library that it is asked")
	c.Flags().StringVar(&lib, "library", "", "the library that this one is asked; questions are drawn from it")
	c.Flags().StringVar(&only, "class", "*", "the classes to ask, as a file name pattern")
	c.Flags().IntVar(&questions, "questions", 40, "questions of each class")
	c.Flags().IntVar(&rounds, "rounds", 7, "times that each is asked, after once to warm up")
	return c
}

func compareBuilds(ctx context.Context, out io.Writer, base, baseLibrary, lib, only string, questions, rounds int) (err error) {
	classes, err := drawFrom(ctx, lib, questions)
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	var takers [2]*taker
	for i, b := range [2][2]string{{base, baseLibrary}, {self, lib}} {
		if takers[i], err = startTaker(ctx, b[0], b[1]); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, takers[i].stop()) }()
	}
	fmt.Fprintf(out, "%-26s%18s%18s%29s\n", "CPU ms, median/95th", "base", "tree", "ratio (95th, by question)")
	logs, n := 0.0, 0.0
	for _, class := range classes {
		if chosen, err := filepath.Match(only, class.Name); err != nil || !chosen {
			continue
		}
		took, totals, err := askByTurns(takers[:], class, rounds)
		if err != nil {
			return err
		}
		logs, n = logs+math.Log(printTurns(out, class.Name, took, totals)), n+1
	}
	fmt.Fprintf(out, "tree ÷ base %.3f (geometric mean of %.0f classes)\n", math.Exp(logs/max(n, 1)), n)
	return nil
}

func drawFrom(ctx context.Context, dir string, questions int) (classes []workload.Class, err error) {
	product, err := compare.OpenProduct(dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, product.Close()) }()
	sample, err := workload.NewSample(ctx, product.Library(), sampled)
	if err != nil {
		return nil, err
	}
	return workload.Draw(sample, questions), nil
}

// askByTurns returns, for each build and question, the median over the rounds of what
// it took, and what it found. In each round another build begins.
func askByTurns(takers []*taker, class workload.Class, rounds int) (took [2][]time.Duration, totals [2][]int, err error) {
	var all [2][][]time.Duration
	for round := range rounds + 1 {
		for n := range takers {
			at := (n + round) % len(takers)
			t, err := takers[at].turn(class)
			if err != nil {
				return took, totals, err
			}
			if totals[at] = t.Total; round > 0 {
				all[at] = append(all[at], t.CPU)
			}
		}
	}
	for i, turns := range all {
		for question := range class.Questions {
			var times []time.Duration
			for _, t := range turns {
				times = append(times, t[question])
			}
			slices.Sort(times)
			took[i] = append(took[i], compare.Percentile(times, 50))
		}
	}
	return took, totals, nil
}

// printTurns prints the line of a class, and returns the ratio of the medians.
func printTurns(out io.Writer, name string, took [2][]time.Duration, totals [2][]int) float64 {
	logs := 0.0
	for i := range took[0] {
		logs += math.Log(float64(took[1][i]) / float64(max(1, took[0][i])))
	}
	byQuestion := math.Exp(logs / float64(max(1, len(took[0]))))
	base, tree := slices.Sorted(slices.Values(took[0])), slices.Sorted(slices.Values(took[1]))
	ratio := func(percent int) float64 {
		return float64(compare.Percentile(tree, percent)) / float64(max(1, compare.Percentile(base, percent)))
	}
	fmt.Fprintf(out, "%-26s%9.3f/%8.3f%9.3f/%8.3f%9.2f (%.2f, %.2f)", name, ms(base, 50), ms(base, 95), ms(tree, 50), ms(tree, 95),
		ratio(50), ratio(95), byQuestion)
	if a, b := sum(totals[0]), sum(totals[1]); a != b {
		fmt.Fprintf(out, "  totals %d, %d", a, b)
	}
	fmt.Fprintln(out)
	return ratio(50)
}

// A taker is a process that takes turns.
type taker struct {
	process *exec.Cmd
	in      io.WriteCloser
	out     *json.Decoder
}

func startTaker(ctx context.Context, build, lib string) (*taker, error) {
	t := &taker{process: exec.CommandContext(ctx, build, "turn", "--library", lib)}
	t.process.Stderr = os.Stderr
	var err error
	if t.in, err = t.process.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := t.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	t.out = json.NewDecoder(out)
	return t, t.process.Start()
}

// turn has the process ask a class of questions.
func (t *taker) turn(class workload.Class) (took turn, err error) {
	if err := json.NewEncoder(t.in).Encode(class); err != nil {
		return turn{}, err
	}
	return took, t.out.Decode(&took)
}

func (t *taker) stop() error { return errors.Join(t.in.Close(), t.process.Wait()) }

func sum(all []int) (sum int) {
	for _, n := range all {
		sum += n
	}
	return sum
}
