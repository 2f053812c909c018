package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"verbatim/corpus/importing"
	"verbatim/index/store"
	"verbatim/search/quote/quotetest"
)

func soakCommand() *cobra.Command {
	var lasts time.Duration
	c := &cobra.Command{
		Use:   "soak",
		Short: "Run a server under all that can happen to it at once, and count what fails",
		Args:  cobra.NoArgs,
		RunE:  func(c *cobra.Command, _ []string) error { return runSoak(c.Context(), lasts) },
	}
	c.Flags().DurationVar(&lasts, "for", 10*time.Minute, "how long")
	return c
}

// A soak is a server of the demonstration collection, on this machine alone, that is
// asked, loaded, imported into and killed.
type soak struct {
	program, dir string
	ends         time.Time
	random       *rand.Rand // of the one who imports and kills

	mu      sync.RWMutex // whoever asks holds it to read, and who restarts the server to write
	server  *server
	starts  atomic.Int64
	counts  sync.Map // name to *tally
	memory  atomic.Int64
	most    atomic.Int64 // goroutines
	imports imported
}

// A tally counts the requests of a kind.
type tally struct {
	asked, busy, failed atomic.Int64
	mu                  sync.Mutex
	took                []time.Duration
	first               string // the first failure
}

func runSoak(ctx context.Context, lasts time.Duration) (err error) {
	temp, err := os.MkdirTemp("", "soak-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	s := &soak{program: filepath.Join(temp, "verbatim"), dir: filepath.Join(temp, "library"), random: rand.New(rand.NewPCG(1, 1))}
	if err := goBuild(ctx, s.program, "./cmd/verbatim"); err != nil {
		return err
	}
	made, err := store.Open(ctx, s.dir, importing.AddDemo, store.Options{})
	if err != nil {
		return err
	}
	if err := made.Close(); err != nil {
		return err
	}
	if s.server, err = startServer(ctx, s.program, s.dir); err != nil {
		return err
	}
	defer func() { s.server.stop() }()
	s.ends = time.Now().Add(lasts)
	s.run(ctx)
	fmt.Printf("soak of %v, begun %s\n", lasts, s.ends.Add(-lasts).UTC().Format(time.DateTime))
	return s.report(ctx)
}

// run has everybody at work until the time is over.
func (s *soak) run(ctx context.Context) {
	ctx, cancel := context.WithDeadline(ctx, s.ends)
	defer cancel()
	var all sync.WaitGroup
	each := func(n int, work func(context.Context, *rand.Rand)) {
		for i := range n {
			all.Go(func() {
				for random := rand.New(rand.NewPCG(uint64(i), uint64(n))); ctx.Err() == nil; {
					work(ctx, random)
				}
			})
		}
	}
	each(12, s.read)
	each(4, s.dear)
	each(3, s.export)
	each(3, s.slow)
	each(1, func(ctx context.Context, _ *rand.Rand) { s.change(ctx) })
	each(1, func(ctx context.Context, _ *rand.Rand) { s.watch(ctx) })
	all.Wait()
}

var soakWords = []string{"labor", "children", "trafficking", "government", "education", "inspectors", "police", "victims", "law", "services"}

// read asks what readers ask, which never fails.
func (s *soak) read(ctx context.Context, random *rand.Rand) {
	word := soakWords[random.IntN(len(soakWords))]
	paths := []string{"/api/v1/search?q=", "/search?q=", "/search?q=%22the+government%22+", "/narratives?q=", "/api/v1/search?q=forced+"}
	switch random.IntN(8) {
	case 0:
		s.ask(ctx, "page", "GET", "/", "")
	case 1:
		s.ask(ctx, "page", "GET", "/readyz", "")
	default:
		s.ask(ctx, "word", "GET", paths[random.IntN(len(paths))]+word, "")
	}
	time.Sleep(time.Duration(random.IntN(20)) * time.Millisecond)
}

// dear asks what takes long, and may be told to come again.
func (s *soak) dear(ctx context.Context, random *rand.Rand) {
	switch random.IntN(3) {
	case 0:
		s.ask(ctx, "dear", "GET", dearest(), "")
	case 1:
		var words strings.Builder
		for range 60 {
			fmt.Fprintf(&words, "%s%c~2 ", soakWords[random.IntN(len(soakWords))], 'a'+random.IntN(26))
		}
		s.ask(ctx, "dear", "GET", "/api/v1/search?mode=any&q="+url.QueryEscape(words.String()), "")
	default:
		texts := quotetest.Hostile(random, 300_000, 3)
		form := url.Values{"text": {texts[random.IntN(len(texts))]}}
		s.ask(ctx, "dear", "POST", "/check", form.Encode())
	}
}

// export reads a whole answer, and counts its lines.
func (s *soak) export(ctx context.Context, random *rand.Rand) {
	body, header := s.ask(ctx, "export", "GET", "/search.jsonl?q="+soakWords[random.IntN(len(soakWords))], "")
	if header != nil && fmt.Sprint(bytes.Count(body, []byte("\n"))) != header.Get("X-Total") {
		s.tally("export").fail(fmt.Sprintf("%d lines of %s", bytes.Count(body, []byte("\n")), header.Get("X-Total")))
	}
}

// slow asks for an export and hardly reads it, or sends a part of a text and stops.
func (s *soak) slow(ctx context.Context, random *rand.Rand) {
	s.mu.RLock()
	at := strings.TrimPrefix(s.server.url, "http://")
	s.mu.RUnlock()
	connection, err := net.Dial("tcp", at)
	if err != nil {
		time.Sleep(100 * time.Millisecond)
		return
	}
	defer connection.Close()
	s.tally("slow").asked.Add(1)
	request := "GET /search.csv?q=the HTTP/1.1\r\nHost: localhost\r\n\r\n"
	if random.IntN(2) == 0 {
		request = "POST /check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000000\r\n\r\ntext="
	}
	_, _ = io.WriteString(connection, request)
	_, _ = io.ReadFull(io.LimitReader(connection, 100), make([]byte, 100))
	select {
	case <-ctx.Done():
	case <-time.After(time.Duration(random.IntN(30)) * time.Second):
	}
}

func (s *soak) tally(name string) *tally {
	t, _ := s.counts.LoadOrStore(name, &tally{})
	return t.(*tally)
}

// ask asks and counts. It returns the body and header of what went well. What fails
// because the server is killed meanwhile does not count.
func (s *soak) ask(ctx context.Context, name, method, path, form string) ([]byte, http.Header) {
	t := s.tally(name)
	s.mu.RLock()
	base, client, starts := s.server.url, s.server.client, s.starts.Load()
	s.mu.RUnlock()
	request, err := http.NewRequestWithContext(ctx, method, base+path, strings.NewReader(form))
	if err != nil {
		t.fail(err.Error())
		return nil, nil
	}
	if form != "" {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	start := time.Now()
	answer, err := client.Do(request)
	var body []byte
	if err == nil {
		body, err = io.ReadAll(answer.Body)
		answer.Body.Close()
	}
	if ctx.Err() != nil || err != nil && s.starts.Load() != starts {
		return nil, nil
	}
	t.asked.Add(1)
	switch {
	case err != nil:
		t.fail(err.Error())
	case answer.StatusCode == http.StatusServiceUnavailable && (name == "dear" || name == "export"):
		t.busy.Add(1)
		time.Sleep(200 * time.Millisecond)
	case answer.StatusCode >= 500 || answer.StatusCode >= 400 && name != "dear":
		t.fail(fmt.Sprintf("%s: %s", path[:min(60, len(path))], answer.Status))
	default:
		t.add(time.Since(start))
		return body, answer.Header
	}
	return nil, nil
}

func (t *tally) fail(why string) {
	t.failed.Add(1)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.first == "" {
		t.first = why
	}
}

func (t *tally) add(took time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.took = append(t.took, took)
}

// percentile returns the time in which so many of 100 were answered.
func (t *tally) percentile(n int) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.took) == 0 {
		return 0
	}
	slices.Sort(t.took)
	return t.took[min(len(t.took)-1, len(t.took)*n/100)].Round(100 * time.Microsecond)
}

// restart kills the server, and starts it again.
func (s *soak) restart(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.starts.Add(1)
	_ = s.server.process.Process.Kill()
	_ = s.server.process.Wait()
	next, err := startServer(context.WithoutCancel(ctx), s.program, s.dir)
	if err != nil {
		return fmt.Errorf("start again: %w", errors.Join(err, ctx.Err()))
	}
	s.server = next
	return nil
}
