package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"verbatim/corpus/importing"
	"verbatim/corpus/library"
	"verbatim/index"
	"verbatim/index/store"
)

// Libraries are made of the narratives of the collections, or of every nth of
// them, so that each has all kinds of reports. Each step runs in a process of
// its own, whose memory is its own too.

func buildCommand() *cobra.Command {
	var data, work string
	var sizes []int
	c := &cobra.Command{
		Use:   "build",
		Short: "Make libraries of several sizes and their indexes, and tell what that costs",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			for _, size := range sizes {
				if err := build(c.Context(), c.OutOrStdout(), data, work, size); err != nil {
					return err
				}
			}
			return nil
		},
	}
	c.Flags().StringVar(&data, "data", filepath.Join("..", "shared", "data", "corpora"), "folder of the collections (*.jsonl.gz)")
	c.Flags().StringVar(&work, "work", "", "folder to make the libraries in")
	c.Flags().IntSliceVar(&sizes, "passages", []int{10_000, 100_000, 0}, "sizes, about; 0 for all there is; more than there is makes more of it")
	return c
}

// libraryDir is where the library of a size is.
func libraryDir(work string, passages int) string {
	if passages == 0 {
		return filepath.Join(work, "all")
	}
	return filepath.Join(work, strconv.Itoa(passages))
}

func build(ctx context.Context, out io.Writer, data, work string, passages int) error {
	dir := libraryDir(work, passages)
	file := dir + ".jsonl.gz"
	if err := os.MkdirAll(work, 0o755); err != nil {
		return err
	}
	if _, err := step(ctx, "collect", "--data", data, "--passages", strconv.Itoa(passages), file); err != nil {
		return err
	}
	defer os.Remove(file)
	imported, err := step(ctx, "import", file, "--library", dir)
	if err != nil {
		return err
	}
	indexed, err := step(ctx, "index", "--library", dir)
	if err != nil {
		return err
	}
	return tell(ctx, out, dir, imported, indexed)
}

// tell prints the sizes of a library and of its index, and the costs.
func tell(ctx context.Context, out io.Writer, dir string, imported, indexed cost) error {
	lib, err := library.Open(dir)
	if err != nil {
		return err
	}
	defer lib.Close()
	stats, err := lib.Stats(ctx)
	if err != nil {
		return err
	}
	x, err := index.Open(store.IndexFolder(lib))
	if err != nil {
		return err
	}
	defer x.Close()
	size, err := x.Size(ctx)
	if err != nil {
		return err
	}
	text := float64(stats.TextBytes)
	fmt.Fprintf(out, "%d narratives, %d passages, %d distinct words, %.1f MB of text\n", stats.Narratives, stats.Passages, size.Words, text/1e6)
	fmt.Fprintf(out, "  import %v; library %.1f MB, %.2f of the text\n", imported, float64(stats.DiskBytes)/1e6, float64(stats.DiskBytes)/text)
	fmt.Fprintf(out, "  index  %v, %.0f passages a second; %.1f MB, %.2f of the text\n", indexed,
		float64(stats.Passages)/indexed.wall.Seconds(), float64(size.Bytes)/1e6, float64(size.Bytes)/text)
	return nil
}

// A cost is what a process took.
type cost struct {
	wall, cpu time.Duration
	peak      int64 // bytes of memory, at most; 0 where that is not known
}

func (c cost) String() string {
	return fmt.Sprintf("%.1f s (%.1f s of processors, %d MB of memory at most)", c.wall.Seconds(), c.cpu.Seconds(), c.peak/1e6)
}

// step runs this program with arguments, in a process of its own.
func step(ctx context.Context, args ...string) (cost, error) {
	self, err := os.Executable()
	if err != nil {
		return cost{}, err
	}
	run := exec.CommandContext(ctx, self, args...)
	run.Stderr = os.Stderr
	start := time.Now()
	if err := run.Run(); err != nil {
		return cost{}, fmt.Errorf("%s: %w", args[0], err)
	}
	state := run.ProcessState
	return cost{time.Since(start), state.UserTime() + state.SystemTime(), peakMemory(state)}, nil
}

func collectCommand() *cobra.Command {
	var data string
	var passages int
	c := &cobra.Command{
		Use:    "collect FILE",
		Short:  "Write about so many passages of the collections into a file",
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			narratives, err := collection(data, passages)
			if err != nil {
				return err
			}
			return writeNarratives(args[0], narratives)
		},
	}
	c.Flags().StringVar(&data, "data", "", "folder of the collections")
	c.Flags().IntVar(&passages, "passages", 0, "how many")
	return c
}

func importCommand() *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:    "import FILE...",
		Short:  "Make a library of files, without an index",
		Hidden: true,
		Args:   cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, files []string) error {
			lib, err := library.Create(dir)
			if err != nil {
				return err
			}
			defer lib.Close()
			report, err := importing.Files(c.Context(), lib, files, nil)
			return errors.Join(append(report.Failed, err)...)
		},
	}
	c.Flags().StringVar(&dir, "library", "", "folder of the library")
	return c
}

func indexCommand() *cobra.Command {
	var dir string
	c := &cobra.Command{
		Use:    "index",
		Short:  "Make the index of a library",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			lib, err := library.Open(dir)
			if err != nil {
				return err
			}
			defer lib.Close()
			return index.Build(c.Context(), store.IndexFolder(lib), lib, nil)
		},
	}
	c.Flags().StringVar(&dir, "library", "", "folder of the library")
	return c
}
