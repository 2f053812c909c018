package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"verbatim/cmd/bench/compare"
	"verbatim/cmd/bench/workload"
	"verbatim/index/opensearch"
)

// sampled is how many passages questions are drawn from.
const sampled = 20_000

func askCommand() *cobra.Command {
	var lib string
	var questions, rounds int
	var only, cluster string
	var cold bool
	c := &cobra.Command{
		Use:   "ask",
		Short: "Ask a library questions of every class, one at a time",
		Long: "Ask asks the embedded engine, and with --opensearch also the index that verbatim keeps of the\n" +
			"library at that address: whether the answers are equal is told first.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return ask(c.Context(), c.OutOrStdout(), lib, cluster, only, questions, rounds, cold)
		},
	}
	c.Flags().StringVar(&lib, "library", "", "folder of the library")
	c.Flags().StringVar(&cluster, "opensearch", "", "address of an OpenSearch node, to ask its index of the library too")
	c.Flags().StringVar(&only, "class", "*", "the classes to ask, as a file name pattern")
	c.Flags().BoolVar(&cold, "cold", false, "ask each once, with nothing of the library and its index in memory, and once more")
	c.Flags().IntVar(&questions, "questions", 40, "questions of each class")
	c.Flags().IntVar(&rounds, "rounds", 5, "times that each is asked, after once to warm up")
	return c
}

func ask(ctx context.Context, out io.Writer, dir, cluster, only string, questions, rounds int, cold bool) (err error) {
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
	drawn := append(workload.Draw(sample, questions), workload.DrawExports(sample, max(1, questions/4)))
	classes := slices.DeleteFunc(drawn, func(c workload.Class) bool {
		chosen, err := filepath.Match(only, c.Name)
		return err != nil || !chosen
	})
	if cold {
		return askCold(ctx, out, product, dir, classes)
	}
	engines := []compare.Engine{product}
	if cluster != "" {
		other, err := compare.OpenProductOn(dir, &opensearch.Cluster{Nodes: []string{cluster}})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, other.Close()) }()
		if err := equal(ctx, out, product, other, classes); err != nil {
			return err
		}
		engines = append(engines, other)
	}
	table := compare.NewTable(out, engines)
	for _, class := range classes {
		times, err := compare.Run(ctx, engines, class, rounds)
		if err != nil {
			return err
		}
		table.Add(times)
	}
	table.Finish()
	return nil
}

// askCold prints what answers take when nothing of the library and its index is in memory,
// how often a disk was waited for, and what the same answers take afterwards.
func askCold(ctx context.Context, out io.Writer, product *compare.Product, dir string, classes []workload.Class) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%-26s%16s%18s%16s\n%-26s%8s%8s%10s%8s%8s%8s\n", "", "cold, wall ms", "reads of a disk", "warm, wall ms", "", "median", "95th", "median", "95th", "median", "95th")
	for _, class := range classes {
		var took [2][]time.Duration
		var reads []int64
		for _, q := range class.Questions {
			if err := cool(dir); err != nil {
				return err
			}
			before := readFromDisk()
			for i := range took {
				start := time.Now()
				if _, err := product.Ask(ctx, q); err != nil {
					return fmt.Errorf("%s: %w", q.Text, err)
				}
				if took[i] = append(took[i], time.Since(start)); i == 0 {
					reads = append(reads, readFromDisk()-before)
				}
			}
		}
		slices.Sort(took[0])
		slices.Sort(took[1])
		slices.Sort(reads)
		fmt.Fprintf(out, "%-26s%8.2f%8.2f%10d%8d%8.2f%8.2f\n", class.Name, ms(took[0], 50), ms(took[0], 95),
			compare.Percentile(reads, 50), compare.Percentile(reads, 95), ms(took[1], 50), ms(took[1], 95))
	}
	return nil
}

// equal prints how many of the answers of two products differ, and the first that does.
func equal(ctx context.Context, out io.Writer, a, b *compare.Product, classes []workload.Class) error {
	asked, differ := 0, 0
	for _, class := range classes {
		for _, q := range class.Questions {
			how, err := a.Differs(ctx, b, q)
			if err != nil {
				return fmt.Errorf("%s: %w", q.Text, err)
			}
			if asked++; how == "" {
				continue
			}
			if differ++; differ == 1 {
				fmt.Fprintf(out, "%s: %s\n%s\n", class.Name, q.Text, how)
			}
		}
	}
	fmt.Fprintf(out, "%d questions: %d answers differ (total, narratives, headings, facets, the first ten with scores and marks)\n\n", asked, differ)
	return nil
}
