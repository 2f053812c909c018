package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"verbatim/corpus/library"
	"verbatim/index"
	"verbatim/search/answer"
)

// asProgram makes the test binary run as the program itself.
const asProgram = "VERBATIM_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	lowerPriority = func() {} // imports are made in this process, whose tests have deadlines
	os.Exit(m.Run())
}

// program prepares the program as a process of its own.
func (s *session) program(args ...string) *exec.Cmd {
	c := exec.CommandContext(s.t.Context(), os.Args[0], append(args, "--library", s.library)...)
	c.Env = append(os.Environ(), asProgram+"=1")
	return c
}

// A batch is a file of narratives that are imported together, in one
// transaction, and removed together. It is known by its number; its edition is
// 0 where it is not in the library.
const (
	batches         = 10
	batchNarratives = 4
	batchPassages   = 2 * batchNarratives
)

// importFile writes an edition of a batch: every passage has the words batchN
// and editionE.
func (s *session) importFile(batch, edition int) string {
	var lines bytes.Buffer
	encoder := json.NewEncoder(&lines)
	for i := range batchNarratives {
		text := strings.Repeat("The government trained labor inspectors and police. ", 20)
		err := encoder.Encode(map[string]any{
			"report": fmt.Sprintf("Report %d", batch), "country": "Mali", "year": 1900 + i,
			"markdown": fmt.Sprintf("%s In batch%d, edition%d.\n\nAlso in batch%d, edition%d, %d.", text, batch, edition, batch, edition, i),
		})
		if err != nil {
			s.t.Fatal(err)
		}
	}
	return s.file(fmt.Sprintf("batch-%d.jsonl", batch), lines.String())
}

// identifiers are those of a batch's narratives.
func identifiers(batch int) (ids []string) {
	for i := range batchNarratives {
		ids = append(ids, fmt.Sprintf("report-%d-%d-mali", batch, 1900+i))
	}
	return ids
}

// A deed is something that is done to the library, and may be killed.
type deed struct {
	args    []string
	batch   int // that it changes; 0 for none
	edition int // that the batch has if the deed is done
}

// A killing does deeds and kills them, and knows what must be there.
type killing struct {
	*session
	usual   map[string]time.Duration // that an import or reindex takes that is not killed
	may     map[int][]int            // editions that each batch may have
	edition int
	killed  map[string]int
	done    map[string]int
}

// next returns a deed: a reindexing, the removal of a batch that may be there, or
// the import of one, most often of another edition.
func (k *killing) next() deed {
	batch := 1 + rand.IntN(batches)
	switch choice := rand.IntN(6); {
	case choice == 0:
		return deed{args: []string{"reindex"}}
	case choice < 3 && slices.Max(k.may[batch]) > 0:
		return deed{append([]string{"remove"}, identifiers(batch)...), batch, 0}
	}
	k.edition++
	return deed{[]string{"import", k.importFile(batch, k.edition)}, batch, k.edition}
}

// do does a deed and kills it after a random time, if it lasts so long.
func (k *killing) do(d deed) {
	k.t.Helper()
	if d.batch > 0 && !slices.Contains(k.may[d.batch], d.edition) {
		k.may[d.batch] = append(k.may[d.batch], d.edition)
	}
	c := k.program(d.args...)
	var said bytes.Buffer
	c.Stdout, c.Stderr = &said, &said
	if err := c.Start(); err != nil {
		k.t.Fatal(err)
	}
	verb := d.args[0]
	start := time.Now()
	timer := time.AfterFunc(time.Duration(rand.Int64N(int64(k.usual[verb])*5/4)), func() { c.Process.Kill() })
	err := c.Wait()
	timer.Stop()
	switch {
	case c.ProcessState.Exited() && (err == nil || verb == "remove" && strings.Contains(said.String(), "not removed")):
		k.done[verb]++
		k.usual[verb] = (k.usual[verb] + time.Since(start)) / 2
		if d.batch > 0 {
			k.may[d.batch] = []int{d.edition}
		}
	case c.ProcessState.Exited():
		k.t.Fatalf("%q: %v\n%s", d.args, err, &said)
	default:
		k.killed[verb]++
		k.usual[verb] += k.usual[verb] / 20 // so that some are done, however busy the machine
	}
}

// check opens the library and its index, as the next one who needs them does,
// and compares what they say with what may be.
func (k *killing) check() {
	k.t.Helper()
	for batch, may := range k.may {
		edition, err := k.find(batch)
		if err != nil || !slices.Contains(may, edition) {
			k.t.Fatalf("batch %d has edition %d, %v; want one of %v", batch, edition, err, may)
		}
		k.may[batch] = []int{edition}
	}
}

// find asks the program for the edition of a batch.
func (k *killing) find(batch int) (edition int, err error) {
	out, errOut, code := k.run("search", fmt.Sprintf("batch%d", batch), "--limit", "100", "--json")
	if code > exitNo || errOut != "" {
		return 0, fmt.Errorf("exit %d: %s", code, errOut)
	}
	var r answer.Results
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		return 0, err
	}
	return editionOf(r)
}

var editionWord = regexp.MustCompile(`edition(\d+)`)

// editionOf reads the edition of a batch from the answer that lists it: 0 if it
// is not there. An error says that it is there in part, or in several editions.
func editionOf(r answer.Results) (edition int, err error) {
	if r.Total == 0 && len(r.Hits) == 0 {
		return 0, nil
	}
	if r.Total != batchPassages || len(r.Hits) != batchPassages {
		return 0, fmt.Errorf("%d passages and %d hits, want %d", r.Total, len(r.Hits), batchPassages)
	}
	found := map[string]bool{}
	for _, hit := range r.Hits {
		found[editionWord.FindString(hit.Text)] = true
		if len(hit.Spans) != 1 {
			return 0, fmt.Errorf("%d marks in %s", len(hit.Spans), hit.Text)
		}
	}
	if len(found) != 1 {
		return 0, fmt.Errorf("editions %v in one answer", slices.Collect(maps.Keys(found)))
	}
	for word := range found {
		_, err = fmt.Sscanf(word, "edition%d", &edition)
	}
	return edition, err
}

// TestKill kills imports, removals and reindexings at random moments, a hundred
// times, while a server answers. What was reported as done must stay, each
// answer must be right for some state of the library, and nothing may be left
// behind.
func TestKill(t *testing.T) {
	t.Parallel()
	kills := 100
	if testing.Short() {
		kills = 10
	}
	k := &killing{session: newSession(t), may: map[int][]int{}, usual: map[string]time.Duration{}, killed: map[string]int{}, done: map[string]int{}}
	for batch := range batches {
		k.may[1+batch] = []int{0}
	}
	// Beside this part, those of the batches are not merged with all others.
	k.want(0, "import", k.file("many.jsonl", `{"report":"Many","country":"Chad","year":2000,"markdown":"`+strings.Repeat(`Labor.\n\n`, 2100)+`"}`))
	for _, args := range [][]string{{"import", k.importFile(1, 0)}, {"reindex"}, append([]string{"remove"}, identifiers(1)...)} {
		start := time.Now()
		if out, err := k.program(args...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		k.usual[args[0]] = time.Since(start)
	}
	server := k.serve()
	total := func(count map[string]int) (n int) {
		for _, c := range count {
			n += c
		}
		return n
	}
	for tries := 0; total(k.killed) < kills && tries < 5*kills; tries++ {
		k.do(k.next())
		if tries%4 == 3 { // else what is killed lies upon what was killed
			k.check()
		}
	}
	k.check()
	t.Logf("killed: %v; done: %v; usual %v; %d answers meanwhile", k.killed, k.done, k.usual, server.answers())
	if n := total(k.killed); n < kills {
		t.Errorf("only %d were killed in time", n)
	}
	server.mustCatchUp(k.may)
	server.end()
	k.nothingLeft()
}

// nothingLeft makes a last change, and looks at the files that are there.
func (k *killing) nothingLeft() {
	k.t.Helper()
	k.want(0, "import", k.importFile(20, 1))
	x, err := index.Open(filepath.Join(k.library, "index"))
	if err != nil {
		k.t.Fatal(err)
	}
	defer x.Close()
	size, err := x.Size(k.t.Context())
	if err != nil {
		k.t.Fatal(err)
	}
	want := append([]string{"index", "library.db", "write.lock", "manifest"}, slices.Repeat([]string{"part"}, size.Parts)...)
	var names []string
	for _, folder := range []string{"", "index"} {
		entries, err := os.ReadDir(filepath.Join(k.library, folder))
		if err != nil {
			k.t.Fatal(err)
		}
		for _, e := range entries {
			name, _, _ := strings.Cut(e.Name(), "-")
			names = append(names, name)
		}
	}
	if !slices.Equal(names, want) {
		k.t.Errorf("the library's folder and the index's hold %q, want %q", names, want)
	}
}

// A server is a process that serves, and a reader that asks it all the time.
type server struct {
	t       *testing.T
	process *exec.Cmd
	url     string
	stop    chan struct{}
	asking  sync.WaitGroup
	mu      sync.Mutex
	asked   int
	wrong   []error
}

// start starts a server, with flags beside those that it needs, and returns where it
// answers.
func (s *session) start(flags ...string) (process *exec.Cmd, address string) {
	s.t.Helper()
	process = s.program(append([]string{"serve", "--addr", "127.0.0.1:0"}, flags...)...)
	out, err := process.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		s.t.Fatal(err)
	}
	var line [256]byte
	n, err := out.Read(line[:])
	if address = regexp.MustCompile(`http://[0-9.:]+`).FindString(string(line[:n])); address == "" {
		s.t.Fatalf("the server says %q, %v", line[:n], err)
	}
	return process, address
}

// started starts a server until the test ends.
func (s *session) started() (address string) {
	s.t.Helper()
	process, address := s.start()
	s.t.Cleanup(func() { _ = process.Process.Kill() })
	return address
}

// serve starts a server, and a reader.
func (s *session) serve() *server {
	s.t.Helper()
	v := &server{t: s.t, stop: make(chan struct{})}
	v.process, v.url = s.start()
	v.asking.Go(func() {
		for {
			select {
			case <-v.stop:
				return
			case <-time.After(2 * time.Millisecond): // leave the processors to the others
				v.note(v.ask(1 + rand.IntN(batches)))
			}
		}
	})
	return v
}

func (v *server) note(_ int, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.asked++
	if err != nil && len(v.wrong) < 10 {
		v.wrong = append(v.wrong, err)
	}
}

func (v *server) answers() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.asked
}

// ask asks for a batch, half of it on a page and the rest on the next one, and
// gives its edition.
func (v *server) ask(batch int) (edition int, err error) {
	question := url.Values{"q": {fmt.Sprintf("batch%d", batch)}, "size": {fmt.Sprint(batchPassages / 2)}}
	all, err := v.page(question)
	if err != nil {
		return 0, err
	}
	if all.Next != "" {
		question.Set("cursor", all.Next)
		rest, err := v.page(question)
		if err != nil || rest.Total != all.Total {
			return 0, fmt.Errorf("batch %d: %d passages on the first page, %d on the second: %w", batch, all.Total, rest.Total, err)
		}
		all.Hits = append(all.Hits, rest.Hits...)
	}
	if edition, err = editionOf(all); err != nil {
		err = fmt.Errorf("batch %d: %w", batch, err)
	}
	return edition, err
}

func (v *server) page(question url.Values) (r answer.Results, err error) {
	answer, err := http.Get(v.url + "/api/v1/search?" + question.Encode())
	if err != nil {
		return r, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		return r, fmt.Errorf("%s: %s: %s: %w", question.Encode(), answer.Status, body, err)
	}
	return r, json.Unmarshal(body, &r)
}

// mustCatchUp returns the server 5 seconds to show the last state.
func (v *server) mustCatchUp(may map[int][]int) {
	v.t.Helper()
	deadline := time.Now().Add(slower * 5 * time.Second)
	for batch, want := range may {
		for {
			edition, err := v.ask(batch)
			if err == nil && edition == want[0] {
				break
			}
			if time.Now().After(deadline) {
				v.t.Errorf("after 5 seconds the server shows edition %d of batch %d, %v; want %v", edition, batch, err, want)
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
}

// end ends the reader and the server, and tells what went wrong.
func (v *server) end() {
	v.t.Helper()
	close(v.stop)
	v.asking.Wait()
	for _, err := range v.wrong {
		v.t.Errorf("the server: %v", err)
	}
	if err := v.process.Process.Signal(os.Interrupt); err != nil {
		v.t.Fatal(err)
	}
	if err := v.process.Wait(); err != nil {
		v.t.Errorf("the server ends with %v", err)
	}
}

// TestServeSweeps starts a server where a process died that was writing.
func TestServeSweeps(t *testing.T) {
	s := newSession(t)
	s.want(0, "search", "labor")
	left := filepath.Join(s.library, "index", "aside-1")
	if err := os.MkdirAll(filepath.Join(left, "within"), 0o755); err != nil {
		t.Fatal(err)
	}
	server := s.serve()
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what was left is still there (%v)", err)
	}
	server.end()
}

// TestSecondWriterGetsAnError imports and searches while another one holds the
// lock.
func TestSecondWriterGetsAnError(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	s.want(0, "search", "labor")
	lib, err := library.Open(s.library)
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	unlock, err := lib.Lock()
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	start := time.Now()
	_, errOut := s.want(1, "import", s.importFile(2, 1))
	if took := time.Since(start); took > 2500*time.Millisecond || !strings.Contains(errOut, "another process is importing") {
		t.Errorf("after %v: %q", took, errOut)
	}
	start = time.Now()
	s.want(0, "search", "labor")
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("a search beside an import took %v", took)
	}
}
