package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"verbatim/cmd/bench/compare"
	"verbatim/cmd/bench/workload"
)

// sampled is how many passages questions are drawn from.
const sampled = 20_000

func askCommand() *cobra.Command {
	var lib string
	var questions, rounds int
	var only string
	c := &cobra.Command{
		Use:   "ask",
		Short: "Ask a library questions of every class, one at a time",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return ask(c.Context(), c.OutOrStdout(), lib, only, questions, rounds)
		},
	}
	c.Flags().StringVar(&lib, "library", "", "folder of the library")
	c.Flags().StringVar(&only, "class", "*", "the classes to ask, as a file name pattern")
	c.Flags().IntVar(&questions, "questions", 40, "questions of each class")
	c.Flags().IntVar(&rounds, "rounds", 5, "times that each is asked, after once to warm up")
	return c
}

func ask(ctx context.Context, out io.Writer, dir, only string, questions, rounds int) (err error) {
	start := time.Now()
	product, err := compare.OpenProduct(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, product.Close()) }()
	opened := time.Since(start)
	size, err := product.Size()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s, %d processors; %d passages in %d parts, %d words, opened in %v\n\n", runtime.Version(), runtime.NumCPU(),
		size.Passages, size.Parts, size.Words, opened.Round(time.Millisecond))
	sample, err := workload.NewSample(ctx, product.Library(), sampled)
	if err != nil {
		return err
	}
	engines := []compare.Engine{product}
	table := compare.NewTable(out, engines)
	for _, class := range workload.Draw(sample, questions) {
		if chosen, err := filepath.Match(only, class.Name); err != nil || !chosen {
			continue
		}
		times, err := compare.Run(ctx, engines, class, rounds)
		if err != nil {
			return err
		}
		table.Add(times)
	}
	return nil
}
