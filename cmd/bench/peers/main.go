// Command peers asks verbatim, Lucene, tantivy, SQLite FTS5, Bluge and plain Bleve
// the same questions about the same passages, by turns. It is a module of its own,
// so that users of verbatim do not download them. Lucene and tantivy are asked if
// their programs are built, by make bench-peers, which needs Maven, Java 21 or newer
// and cargo.
//
//	go run . --library DIR/all --work DIR/peers
//
// DIR/all is a library that the bench program has built. The first run makes
// the other engines' indexes, and prints what that costs; each run makes
// verbatim's, which changes with its code. For the times of building to be of
// one run, begin with an empty DIR/peers.
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
	"slices"
	"time"

	"github.com/spf13/cobra"

	"verbatim/cmd/bench/compare"
	"verbatim/cmd/bench/workload"
	"verbatim/corpus/library"
	"verbatim/index"
)

// A peer is an engine: how its index is made of a library's passages in a
// folder, and how it is opened.
type peer struct {
	name  string
	index string // its name, without spaces
	build func(ctx context.Context, dir string, library *library.Library) error
	open  func(dir, library string) (compare.Engine, error)
}

// The first is the one that the others are compared with.
var peers = slices.Concat([]peer{{"verbatim", "verbatim", buildProduct, openProduct}}, lucene.peers(), tantivy.peers(), []peer{
	{"SQLite FTS5", "SQLite-FTS5", buildSQLite, openSQLite},
	{"Bluge", "Bluge", buildBluge, openBluge},
	{"plain Bleve", "plain-Bleve", buildBleve, openBleve},
})

func buildProduct(ctx context.Context, dir string, library *library.Library) error {
	return index.Build(ctx, dir, library, nil)
}

func openProduct(dir, library string) (compare.Engine, error) {
	return compare.OpenProductWith(library, dir)
}

// folder is where the peer's index is.
func (p peer) folder(work string) string {
	return filepath.Join(work, p.index)
}

type options struct {
	library, work, only string
	engines             []string
	questions, rounds   int
	keep                bool
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
	c.Flags().StringSliceVar(&o.engines, "engine", []string{"*"}, "the engines to ask beside verbatim, as file name patterns")
	c.Flags().IntVar(&o.questions, "questions", 40, "questions of each class")
	c.Flags().IntVar(&o.rounds, "rounds", 3, "times that each is asked, after once to warm up")
	c.Flags().BoolVar(&o.keep, "keep", false, "ask the index of verbatim that an earlier run has made")
	c.Flags().StringVar(&build, "build", "", "only make the index of this engine")
	if err := c.ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

// build makes the index of one engine.
func (o options) build(ctx context.Context, name string) error {
	library, err := library.Open(o.library)
	if err != nil {
		return err
	}
	defer library.Close()
	for _, p := range peers {
		if p.index == name {
			return p.build(ctx, p.folder(o.work), library)
		}
	}
	return fmt.Errorf("there is no engine %q", name)
}

func (o options) run(ctx context.Context, out io.Writer) (err error) {
	library, err := library.Open(o.library)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, library.Close()) }()
	stats, err := library.Stats(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s, %d processors; %d passages, %.1f MB of text\n\n", runtime.Version(), runtime.NumCPU(), stats.Passages, float64(stats.TextBytes)/1e6)
	if !o.keep {
		if err := o.makeAnew(ctx, peers[0]); err != nil {
			return err
		}
	}
	var engines []compare.Engine
	defer func() {
		for _, e := range engines {
			err = errors.Join(err, e.Close())
		}
	}()
	for i, p := range peers {
		if i > 0 && !o.asks(p) {
			continue
		}
		if err := o.tell(ctx, out, p); err != nil {
			return err
		}
		e, err := p.open(p.folder(o.work), o.library)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		engines = append(engines, e)
	}
	fmt.Fprintf(out, "The text is in the indexes, but verbatim's: there it is in the library, %.1f MB.\n\n", float64(stats.DiskBytes)/1e6)
	return o.ask(ctx, out, library, engines)
}

// asks reports whether an engine is to be asked.
func (o options) asks(p peer) bool {
	return slices.ContainsFunc(o.engines, func(pattern string) bool {
		chosen, err := filepath.Match(pattern, p.name)
		return chosen && err == nil
	})
}

func (o options) ask(ctx context.Context, out io.Writer, library *library.Library, engines []compare.Engine) error {
	sample, err := workload.NewSample(ctx, library, 20_000)
	if err != nil {
		return err
	}
	table := compare.NewTable(out, engines)
	for _, class := range workload.Draw(sample, o.questions) {
		if chosen, err := filepath.Match(o.only, class.Name); err != nil || !chosen {
			continue
		}
		times, err := compare.Run(ctx, engines, class, o.rounds)
		if err != nil {
			return err
		}
		table.Add(times)
	}
	table.Finish()
	return nil
}

// tell tells how large an engine's index is and what it took to make, which is
// done now if it is not there.
func (o options) tell(ctx context.Context, out io.Writer, p peer) error {
	cost := p.folder(o.work) + ".txt"
	if _, err := os.Stat(cost); errors.Is(err, os.ErrNotExist) {
		if err := o.makeAnew(ctx, p); err != nil {
			return err
		}
	}
	told, err := os.ReadFile(cost)
	if err != nil {
		return err
	}
	_, err = out.Write(told)
	return err
}

// makeAnew makes an engine's index in a process of its own. What it took stands
// in a file beside it.
func (o options) makeAnew(ctx context.Context, p peer) error {
	dir := p.folder(o.work)
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(o.work, 0o755)); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	run := exec.CommandContext(ctx, self, "--build", p.index, "--library", o.library, "--work", o.work)
	run.Stderr = os.Stderr
	start := time.Now()
	if err := run.Run(); err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	took, cpu := time.Since(start), run.ProcessState.UserTime()+run.ProcessState.SystemTime()
	size, err := sizeOf(dir)
	if err != nil {
		return err
	}
	told := fmt.Appendf(nil, "%-12s index made in %.1f s (%.1f s of processors), %.1f MB\n", p.index, took.Seconds(), cpu.Seconds(), float64(size)/1e6)
	return os.WriteFile(dir+".txt", told, 0o644)
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
