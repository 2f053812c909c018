package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// goBuild builds a program of this module.
func goBuild(ctx context.Context, to, pkg string) error {
	run := exec.CommandContext(ctx, "go", "build", "-o", to, pkg)
	run.Stderr = os.Stderr
	if err := run.Run(); err != nil {
		return fmt.Errorf("build %s: %w", pkg, err)
	}
	return nil
}

// A server is verbatim serve in a process of its own, on a free port of this
// machine.
type server struct {
	process *exec.Cmd
	url     string
	client  *http.Client
	started time.Duration // from its start to its first answer
}

var address = regexp.MustCompile(`http://127\.0\.0\.1:\d+`)

func startServer(ctx context.Context, program, lib string) (s *server, err error) {
	process := exec.CommandContext(ctx, program, "serve", "--addr", "127.0.0.1:0", "--library", lib)
	process.Stderr = os.Stderr
	said, err := process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	start := time.Now()
	if err := process.Start(); err != nil {
		return nil, err
	}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256}, Timeout: time.Minute}
	s = &server{process: process, client: client}
	defer func() {
		if err != nil {
			s.stop()
		}
	}()
	lines := bufio.NewScanner(said)
	for s.url == "" && lines.Scan() {
		s.url = address.FindString(lines.Text())
	}
	if s.url == "" {
		return s, errors.New("the server did not say where it is")
	}
	_, _, err = s.get(ctx, "/api/v1/search?q=%22forced+labor%22&size=20")
	s.started = time.Since(start)
	return s, err
}

// stop ends the server.
func (s *server) stop() {
	if s.process.Process.Signal(os.Interrupt) != nil {
		_ = s.process.Process.Kill()
	}
	_ = s.process.Wait()
}

// memory returns what the server has resident: of its own, and of mapped files.
// Only Linux says so.
func (s *server) memory() string {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Process.Pid))
	if err != nil {
		return "unknown"
	}
	size := func(name string) (kilobytes int) {
		_, rest, _ := bytes.Cut(status, []byte("\n"+name+":"))
		_, _ = fmt.Sscan(string(rest), &kilobytes)
		return kilobytes
	}
	return fmt.Sprintf("%d MB of its own, %d MB of mapped files", size("RssAnon")/1000, size("RssFile")/1000)
}

// processorTime returns what the server has used of processors. Only Linux says so, in
// hundredths of a second.
func (s *server) processorTime() time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.process.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := bytes.Cut(stat, []byte(") ")) // of the name
	fields := bytes.Fields(rest)
	var user, system time.Duration
	if len(fields) > 12 {
		_, _ = fmt.Sscan(string(fields[11]), &user)
		_, _ = fmt.Sscan(string(fields[12]), &system)
	}
	return (user + system) * 10 * time.Millisecond
}

// importSize is about how many passages each import of a load has.
const importSize = 2000

// imports are made one after the other until they are stopped.
type imports struct {
	cancel context.CancelFunc
	ended  sync.WaitGroup
	done   atomic.Int64
	err    error
}

func (i *imports) count() int { return int(i.done.Load()) }

func (i *imports) stop() error {
	i.cancel()
	i.ended.Wait()
	return i.err
}

// startImports imports altered copies of narratives into the load's library,
// each time other ones.
func (l *load) startImports(ctx context.Context) (*imports, error) {
	narratives, err := readCollections(l.data)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	running := &imports{cancel: cancel}
	grower := newGrower(narratives)
	running.ended.Go(func() {
		for n := 0; ctx.Err() == nil; n++ {
			file := filepath.Join(filepath.Dir(l.dir), fmt.Sprintf("import-%d.jsonl.gz", n))
			some := make([]narrative, importSize/perNarrative)
			for i := range some {
				some[i] = grower.alter(narratives[(n*len(some)+i)*37%len(narratives)], 1)
			}
			if err := l.importSome(ctx, file, some); err != nil {
				if ctx.Err() == nil {
					running.err = err
				}
				return
			}
			running.done.Add(1)
		}
	})
	return running, nil
}

func (l *load) importSome(ctx context.Context, file string, some []narrative) error {
	if err := writeNarratives(file, some); err != nil {
		return err
	}
	run := exec.CommandContext(ctx, l.program, "import", file, "--library", l.dir)
	if said, err := run.CombinedOutput(); err != nil {
		return fmt.Errorf("import: %w: %s", err, strings.TrimSpace(string(said)))
	}
	return os.Remove(file)
}
