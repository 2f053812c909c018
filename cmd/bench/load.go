package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"verbatim/cmd/bench/compare"
	"verbatim/cmd/bench/workload"
	"verbatim/corpus/library"
	"verbatim/search"
)

// A load is a server under readers: a copy of a library, so that what is
// imported meanwhile changes nothing else.
type load struct {
	out     io.Writer
	program string // verbatim
	data    string // the collections that imports are made of
	dir     string // the copy
	seconds int
	quiet   bool // nothing is imported meanwhile
	pages   bool // people's pages are asked for, not the JSON interface
	dear    bool // every fourth reader asks what costs most
	questions
}

// questions are the paths to ask, class by class.
type questions []asked

type asked struct {
	class string
	paths []string
	bytes []int // of the answers, compressed
}

func loadCommand() *cobra.Command {
	var lib, data string
	var seconds, each int
	var readers []int
	var quiet, pages, dear bool
	c := &cobra.Command{
		Use:   "load",
		Short: "Ask a server with many readers at once while imports run",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) (err error) {
			temp, err := os.MkdirTemp("", "verbatim-load-")
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
			l := load{out: c.OutOrStdout(), program: filepath.Join(temp, "verbatim"), data: data, dir: filepath.Join(temp, "library"), seconds: seconds, quiet: quiet, pages: pages, dear: dear}
			return l.run(c.Context(), lib, each, readers)
		},
	}
	c.Flags().StringVar(&lib, "library", "", "folder of the library; it is copied")
	c.Flags().StringVar(&data, "data", filepath.Join("..", "shared", "data", "corpora"), "folder of the collections that imports are made of")
	c.Flags().BoolVar(&quiet, "quiet", false, "import nothing meanwhile")
	c.Flags().BoolVar(&pages, "pages", false, "ask for the pages of searches and of narratives, as a browser does")
	c.Flags().BoolVar(&dear, "dear", false, "have every fourth reader ask the dearest questions; how they fare is not told")
	c.Flags().IntVar(&seconds, "seconds", 60, "how long each number of readers asks")
	c.Flags().IntVar(&each, "questions", 200, "questions of each class")
	c.Flags().IntSliceVar(&readers, "readers", []int{1, 8, 64}, "numbers of readers")
	return c
}

func (l *load) run(ctx context.Context, lib string, each int, readers []int) error {
	if err := l.prepare(ctx, lib, each); err != nil {
		return err
	}
	s, err := startServer(ctx, l.program, l.dir)
	if err != nil {
		return err
	}
	defer s.stop()
	fmt.Fprintf(l.out, "first answer %v after the start; memory %v\n\n", s.started.Round(time.Millisecond), s.memory())
	if err := l.warm(ctx, s); err != nil {
		return err
	}
	fmt.Fprintf(l.out, "memory after every question once: %v\n", s.memory())
	imports := &imports{cancel: func() {}}
	if !l.quiet {
		if imports, err = l.startImports(ctx); err != nil {
			return err
		}
	}
	for _, n := range readers {
		if err := l.measure(ctx, s, n); err != nil {
			return errors.Join(err, imports.stop())
		}
	}
	done := imports.count()
	if err := imports.stop(); err != nil {
		return err
	}
	fmt.Fprintf(l.out, "\n%d imports of about %d passages meanwhile\n", done, importSize)
	return nil
}

// prepare copies the library, builds the program and draws the questions.
func (l *load) prepare(ctx context.Context, lib string, each int) error {
	if err := os.CopyFS(l.dir, os.DirFS(lib)); err != nil {
		return err
	}
	if err := goBuild(ctx, l.program, "verbatim/cmd/verbatim"); err != nil {
		return err
	}
	open, err := library.Open(l.dir)
	if err != nil {
		return err
	}
	sample, err := workload.NewSample(ctx, open, sampled)
	if err = errors.Join(err, open.Close()); err != nil {
		return err
	}
	classes := workload.Draw(sample, each)
	if l.pages {
		classes = append(classes, workload.DrawNarratives(sample, each))
	}
	for _, class := range classes {
		a := asked{class: class.Name}
		for _, q := range class.Questions {
			if q.Task == workload.TopTen || q.Task == workload.Facets || q.Task == workload.Read {
				a.paths = append(a.paths, path(q, l.pages))
			}
		}
		if len(a.paths) > 0 {
			l.questions = append(l.questions, a)
		}
	}
	return nil
}

// path is how a question is asked over HTTP: of the JSON interface with 20 hits and all
// facets, of the pages as a reader does.
func path(q workload.Question, pages bool) string {
	values := url.Values{"q": {q.Text}}
	if q.Mode == search.ModeAny {
		values.Set("mode", string(q.Mode))
	}
	for field, value := range q.Filters {
		values.Set(string(field), value)
	}
	switch {
	case q.Task == workload.Read:
		return search.NarrativeLink(q.Narrative) + "?" + values.Encode()
	case pages:
		return "/search?" + values.Encode()
	}
	values.Set("size", "20")
	return "/api/v1/search?" + values.Encode()
}

// at returns the nth question, the classes by turns.
func (q questions) at(n int) (class int, path string) {
	class = n % len(q)
	paths := q[class].paths
	return class, paths[n/len(q)%len(paths)]
}

func (q questions) count() (n int) {
	for _, a := range q {
		n += len(a.paths)
	}
	return n
}

// warm asks each question once, and notes how long the answers are.
func (l *load) warm(ctx context.Context, s *server) error {
	for n := range l.count() {
		class, path := l.at(n)
		_, size, err := s.get(ctx, path)
		if err != nil {
			return err
		}
		l.questions[class].bytes = append(l.questions[class].bytes, size)
	}
	fmt.Fprintf(l.out, "%-26s%11s%9s%9s\n", "kB, compressed", "median", "95th", "most")
	for _, a := range l.questions {
		slices.Sort(a.bytes)
		fmt.Fprintf(l.out, "%-26s%11.1f%9.1f%9.1f\n", a.class, kB(a.bytes, 50), kB(a.bytes, 95), kB(a.bytes, 100))
	}
	fmt.Fprintln(l.out)
	return nil
}

func kB(sizes []int, percent int) float64 {
	return float64(compare.Percentile(sizes, percent)) / 1000
}

// A reader asks one question after the other.
type reader struct {
	times  [][]time.Duration // by class
	failed []error
}

// measure has so many readers ask for a while, and prints how they fared.
func (l *load) measure(ctx context.Context, s *server, n int) error {
	readers := make([]reader, n)
	var reading sync.WaitGroup
	start, used := time.Now(), s.processorTime()
	end := start.Add(time.Duration(l.seconds) * time.Second)
	for i := range readers {
		reading.Go(func() {
			if l.dear && i%4 == 3 {
				s.askDearest(ctx, end)
				return
			}
			r := &readers[i]
			r.times = make([][]time.Duration, len(l.questions))
			// Each begins elsewhere, and so has questions of its own.
			for at := i * l.count() / n; time.Now().Before(end) && ctx.Err() == nil; at++ {
				class, path := l.at(at)
				took, _, err := s.get(ctx, path)
				if err != nil {
					r.failed = append(r.failed, err)
				}
				r.times[class] = append(r.times[class], took)
			}
		})
	}
	reading.Wait()
	l.tell(s, readers, time.Since(start), s.processorTime()-used)
	return ctx.Err()
}

func (l *load) tell(s *server, readers []reader, took, used time.Duration) {
	all := make([][]time.Duration, len(l.questions))
	var every []time.Duration
	var failed []error
	for _, r := range readers {
		failed = append(failed, r.failed...)
		for class, times := range r.times {
			all[class] = append(all[class], times...)
			every = append(every, times...)
		}
	}
	slices.Sort(every)
	fmt.Fprintf(l.out, "\n%d readers: %.0f answers a second, %d errors; %.2f ms of the server's processors an answer; memory %v\n", len(readers),
		float64(len(every))/took.Seconds(), len(failed), float64(used)/1e6/float64(max(1, len(every))), s.memory())
	if len(failed) > 0 {
		fmt.Fprintln(l.out, "the first error:", failed[0])
	}
	fmt.Fprintf(l.out, "%-26s%11s%9s%9s\n", "", "median ms", "95th", "99th")
	line := func(name string, times []time.Duration) {
		slices.Sort(times)
		fmt.Fprintf(l.out, "%-26s%11.2f%9.2f%9.2f\n", name, ms(times, 50), ms(times, 95), ms(times, 99))
	}
	line("all", every)
	for class, times := range all {
		line(l.questions[class].class, times)
	}
}

func ms(times []time.Duration, percent int) float64 {
	return float64(compare.Percentile(times, percent)) / 1e6
}

// get asks the server one question, and reads the answer to its end, compressed as it is:
// readers have machines of their own. It returns how many bytes came.
func (s *server) get(ctx context.Context, path string) (time.Duration, int, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+path, nil)
	if err != nil {
		return 0, 0, err
	}
	request.Header.Set("Accept-Encoding", "gzip")
	start := time.Now()
	answer, err := s.client.Do(request)
	if err != nil {
		return time.Since(start), 0, err
	}
	n, err := io.Copy(io.Discard, answer.Body)
	if err = errors.Join(err, answer.Body.Close()); err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", path, answer.Status)
	}
	return time.Since(start), int(n), err
}
