// Command peers asks verbatim, SQLite FTS5, Bluge and plain Bleve the same
// questions about the same passages, in one process and by turns. It is a
// module of its own, so that users of verbatim do not download them.
//
//	go run . --library DIR/all --work DIR/peers
//
// DIR/all is a library that the bench program has built. The first run makes
// the other engines' indexes, and tells what that costs.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"verbatim/cmd/bench/contest"
	"verbatim/cmd/bench/workload"
	"verbatim/corpus"
)

// A peer is another engine: how its index is made of a library's passages, and
// how it is opened.
type peer struct {
	name  string
	build func(ctx context.Context, dir string, library *corpus.Library) error
	open  func(dir string) (contest.Engine, error)
}

var peers = []peer{
	{"SQLite FTS5", buildSQLite, openSQLite},
	{"Bluge", buildBluge, openBluge},
	{"plain Bleve", buildBleve, openBleve},
}

// folder is where the peer's index is.
func (p peer) folder(work string) string {
	return filepath.Join(work, strings.ReplaceAll(p.name, " ", "-"))
}

type options struct {
	library, work, only string
	questions, rounds   int
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var o options
	var build string
	c := &cobra.Command{
		Use: "peers", Short: "Ask verbatim and other engines the same questions", Args: cobra.NoArgs,
		SilenceUsage: true, SilenceErrors: true,
		RunE: func(c *cobra.Command, _ []string) error {
			if build != "" {
				return o.build(c.Context(), build)
			}
			return o.run(c.Context(), c.OutOrStdout())
		},
	}
	c.Flags().StringVar(&o.library, "library", "", "folder of the library")
	c.Flags().StringVar(&o.work, "work", "", "folder of the other engines' indexes")
	c.Flags().StringVar(&o.only, "class", "*", "the classes to ask, as a file name pattern")
	c.Flags().IntVar(&o.questions, "questions", 40, "questions of each class")
	c.Flags().IntVar(&o.rounds, "rounds", 3, "times that each is asked, after once to warm up")
	c.Flags().StringVar(&build, "build", "", "only make the index of this engine")
	if err := c.ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

// build makes the index of one engine.
func (o options) build(ctx context.Context, name string) error {
	library, err := corpus.OpenLibrary(o.library)
	if err != nil {
		return err
	}
	defer library.Close()
	for _, p := range peers {
		if p.name == name {
			return p.build(ctx, p.folder(o.work), library)
		}
	}
	return fmt.Errorf("there is no engine %q", name)
}

func (o options) run(ctx context.Context, out io.Writer) (err error) {
	product, err := contest.OpenProduct(o.library)
	if err != nil {
		return err
	}
	engines := []contest.Engine{product}
	defer func() {
		for _, e := range engines {
			err = errors.Join(err, e.Close())
		}
	}()
	size, err := product.Size()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s, %d processors; %d passages\n\n", runtime.Version(), runtime.NumCPU(), size.Passages)
	for _, p := range peers {
		if err := o.make(ctx, out, p); err != nil {
			return err
		}
		e, err := p.open(p.folder(o.work))
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		engines = append(engines, e)
	}
	fmt.Fprintln(out)
	return o.ask(ctx, out, product.Library(), engines)
}

func (o options) ask(ctx context.Context, out io.Writer, library *corpus.Library, engines []contest.Engine) error {
	sample, err := workload.NewSample(ctx, library, 20_000)
	if err != nil {
		return err
	}
	table := contest.NewTable(out, engines)
	for _, class := range workload.Draw(sample, o.questions) {
		if chosen, err := filepath.Match(o.only, class.Name); err != nil || !chosen {
			continue
		}
		times, err := contest.Run(ctx, engines, class, o.rounds)
		if err != nil {
			return err
		}
		table.Add(times)
	}
	table.Finish()
	return nil
}

// make makes the peer's index if it is not there, in a process of its own, and
// tells its size and what it took. What it took stands in a file beside it.
func (o options) make(ctx context.Context, out io.Writer, p peer) error {
	dir := p.folder(o.work)
	told, err := os.ReadFile(dir + ".txt")
	if errors.Is(err, os.ErrNotExist) {
		if told, err = o.makeAnew(ctx, p, dir); err == nil {
			err = os.WriteFile(dir+".txt", told, 0o644)
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	_, err = out.Write(told)
	return err
}

func (o options) makeAnew(ctx context.Context, p peer, dir string) (told []byte, err error) {
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(o.work, 0o755)); err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	run := exec.CommandContext(ctx, self, "--build", p.name, "--library", o.library, "--work", o.work)
	run.Stderr = os.Stderr
	start := time.Now()
	if err := run.Run(); err != nil {
		return nil, err
	}
	size, err := sizeOf(dir)
	took, cpu := time.Since(start), run.ProcessState.UserTime()+run.ProcessState.SystemTime()
	return fmt.Appendf(nil, "%-12s index made in %.0f s (%.0f s of processors), %.0f MB\n", p.name, took.Seconds(), cpu.Seconds(), float64(size)/1e6), err
}

func sizeOf(dir string) (size int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		size += info.Size()
		return err
	})
	return size, err
}
