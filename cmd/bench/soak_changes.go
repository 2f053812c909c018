package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"time"

	"verbatim/corpus/library"
	"verbatim/search"
)

// imported are the narratives that an import has said to be in the library.
type imported struct {
	next, killed, done, removed int
	sure                        []string // their IDs
	err                         error
}

// change imports a narrative, and kills the import in between now and then; it removes
// another now and then, and kills the server.
func (s *soak) change(ctx context.Context) {
	i := &s.imports
	i.next++
	country := fmt.Sprintf("Soakland %d", i.next)
	line, err := json.Marshal(map[string]any{"report": "Soak Report", "country": country, "year": 2020, "markdown": "# One\n\nThe government of soakland reported labor.\n"})
	file := filepath.Join(filepath.Dir(s.dir), "soak.jsonl")
	if err = errors.Join(err, os.WriteFile(file, append(line, '\n'), 0o644)); err != nil {
		i.err = err
		return
	}
	kill := i.next%3 == 0
	if err := s.command(ctx, kill, "import", file); err == nil {
		i.done++
		i.sure = append(i.sure, "soak-2020-soakland-"+strconv.Itoa(i.next))
	} else if kill {
		i.killed++
	}
	if i.next%5 == 0 && len(i.sure) > 0 {
		at := s.random.IntN(len(i.sure))
		// Whether it is gone is not sure if this is cut off: then neither is claimed.
		_ = s.command(ctx, false, "remove", i.sure[at])
		i.sure = slices.Delete(i.sure, at, at+1)
		i.removed++
	}
	if i.next%7 == 0 {
		if err := s.restart(ctx); err != nil {
			i.err = err
		}
	}
	select {
	case <-ctx.Done():
	case <-time.After(time.Duration(500+s.random.IntN(1500)) * time.Millisecond):
	}
}

// command runs verbatim, and kills it after a moment if kill says so.
func (s *soak) command(ctx context.Context, kill bool, args ...string) error {
	if kill {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Duration(s.random.IntN(400))*time.Millisecond)
		defer cancel()
	}
	return exec.CommandContext(ctx, s.program, append(args, "--library", s.dir)...).Run()
}

var goroutines = regexp.MustCompile(`(?m)^go_goroutines (\d+)`)
var resident = regexp.MustCompile(`(?m)^process_resident_memory_bytes ([\d.e+]+)`)

// watch looks at the server's memory and goroutines.
func (s *soak) watch(ctx context.Context) {
	body, _ := s.ask(ctx, "metrics", "GET", "/metrics", "")
	if m := goroutines.FindSubmatch(body); m != nil {
		n, _ := strconv.ParseInt(string(m[1]), 10, 64)
		s.most.Store(max(s.most.Load(), n))
	}
	if m := resident.FindSubmatch(body); m != nil {
		n, _ := strconv.ParseFloat(string(m[1]), 64)
		s.memory.Store(max(s.memory.Load(), int64(n)))
	}
	select {
	case <-ctx.Done():
	case <-time.After(2 * time.Second):
	}
}

// report tells what happened, and whether anything is lost or wrong.
func (s *soak) report(ctx context.Context) error {
	failed := int64(0)
	for _, name := range []string{"word", "page", "dear", "export", "slow", "metrics"} {
		t := s.tally(name)
		fmt.Printf("%-8s %7d asked, %6d told to come again, %d failed; median %v, 95th percentile %v\n",
			name, t.asked.Load(), t.busy.Load(), t.failed.Load(), t.percentile(50), t.percentile(95))
		if t.first != "" {
			fmt.Printf("         the first failure: %s\n", t.first)
		}
		failed += t.failed.Load()
	}
	i := &s.imports
	fmt.Printf("imports: %d done, %d killed, %d removals; server killed %d times\n", i.done, i.killed, i.removed, s.starts.Load())
	fmt.Printf("memory: at most %d MB resident, at most %d goroutines\n", s.memory.Load()/1e6, s.most.Load())
	lost, wrong, err := s.compare(ctx)
	fmt.Printf("lost narratives: %d; wrong totals against a scan: %d\n", lost, wrong)
	if err = errors.Join(err, i.err); err == nil && (failed > 0 || lost > 0 || wrong > 0) {
		err = errors.New("something failed")
	}
	return err
}

// compare looks for every narrative that was imported, and counts what words find by
// going through all texts.
func (s *soak) compare(ctx context.Context) (lost, wrong int, err error) {
	// A last import brings the index up to date, if the one before was killed.
	if err := s.command(ctx, false, "search", "labor"); err != nil {
		return 0, 0, err
	}
	time.Sleep(2 * time.Second) // the server looks for a new index every second
	lib, err := library.Open(s.dir)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, lib.Close()) }()
	for _, id := range s.imports.sure {
		if _, err := lib.Narrative(ctx, id); err != nil {
			lost++
		}
	}
	queries := append([]string{"soakland", `"the government"`, "labor NEAR/5 children", "child* AND NOT labor"}, soakWords...)
	for _, text := range queries {
		q, err := search.Parse(text + " NOT kind:heading")
		if err != nil {
			return lost, wrong, err
		}
		want := 0
		for n, err := range lib.All(ctx) {
			if err != nil {
				return lost, wrong, err
			}
			for _, p := range n.Passages {
				if _, ok := search.Match(q, n.Narrative, p, p.Span.In(n.Text)); ok {
					want++
				}
			}
		}
		body, _ := s.ask(ctx, "page", "GET", "/api/v1/search?q="+url.QueryEscape(text+" NOT kind:heading"), "")
		var got struct{ Total int }
		if err := json.Unmarshal(body, &got); err != nil || got.Total != want {
			fmt.Printf("         %s: %d, want %d (%v)\n", text, got.Total, want, err)
			wrong++
		}
	}
	return lost, wrong, nil
}
