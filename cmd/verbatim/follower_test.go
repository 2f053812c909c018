package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"verbatim/corpus/library"
	"verbatim/corpus/mirror"
	"verbatim/search/answer"
)

// Servers are a writer and those that follow it, each a process with a library of its own.
type servers struct {
	*session
	writer    *member
	followers []*member
}

// A member is one of several servers.
type member struct {
	session
	flags   []string
	process *exec.Cmd
	url     string
	said    bytes.Buffer // on standard error
}

func (m *member) begin() {
	m.t.Helper()
	m.said.Reset()
	m.process = m.program(append([]string{"serve"}, m.flags...)...)
	m.process.Stderr = &m.said
	if err := m.process.Start(); err != nil {
		m.t.Fatal(err)
	}
}

func (m *member) kill() {
	_ = m.process.Process.Kill()
	_ = m.process.Wait()
}

// newServers starts a writer with a library, and followers of it, and waits until they
// are the same.
func newServers(t *testing.T, followers int) *servers {
	t.Helper()
	s := &servers{session: newSession(t)}
	s.want(0, "import", s.importFile(1, 1))
	s.writer = s.member(*s.session)
	s.writer.begin()
	s.healthy(s.writer)
	for range followers {
		f := s.member(*newSession(t), "--follow", s.writer.url)
		s.followers = append(s.followers, f)
		f.begin()
	}
	s.same("at the beginning", 30*time.Second)
	return s
}

// member prepares a server on a port of its own.
func (s *servers) member(of session, flags ...string) *member {
	s.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		s.t.Fatal(err)
	}
	m := &member{session: of, flags: append([]string{"--addr", address}, flags...), url: "http://" + address}
	s.t.Cleanup(func() {
		if m.process != nil {
			m.kill()
		}
	})
	return m
}

// get asks a server. What of the answer names the server is taken out.
func (m *member) get(path string) (status int, body string, err error) {
	response, err := http.Get(m.url + path)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	return response.StatusCode, strings.ReplaceAll(string(data), strings.TrimPrefix(m.url, "http://"), "server"), err
}

// paths are what is asked to see whether servers are the same.
func (s *servers) paths() []string {
	paths := []string{
		"/api/v1/search?q=labor&size=20", "/api/v1/search?q=edition1+OR+edition2&sort=newest", "/api/v1/narratives?size=100",
		"/api/v1/changes?since=0&size=1000", "/api/v1/changes?since=0&q=police", "/search.atom?q=labor", "/api/v1/counts?q=labor&by=country,year,report",
	}
	var listed answer.Narratives
	_, body, err := s.writer.get("/api/v1/narratives?size=3")
	if err == nil {
		err = json.Unmarshal([]byte(body), &listed)
	}
	if err != nil {
		s.t.Fatalf("%v: %s", err, body)
	}
	for _, n := range listed.Narratives {
		paths = append(paths, "/api/v1/narratives/"+n.ID+"?headings=1", "/n/"+n.ID)
	}
	return append(paths, "/n/report-1-1900-mali", "/api/v1/narratives/report-1-1901-mali", "/n/report-1-1902-mali")
}

// same waits until all servers answer alike, as long as they may take.
func (s *servers) same(when string, within time.Duration) {
	s.t.Helper()
	within *= slower
	start := time.Now()
	for s.writer.lags() && time.Since(start) < within {
		time.Sleep(20 * time.Millisecond)
	}
	for _, path := range s.paths() {
		_, want, err := s.writer.get(path)
		if err != nil {
			s.t.Fatal(err)
		}
		for i, f := range s.followers {
			for {
				_, got, err := f.get(path)
				if err == nil && got == want {
					break
				}
				if time.Since(start) > within {
					s.t.Fatalf("%s: after %v follower %d answers %s with %v\n%.1500s\nthe writer with\n%.1500s\nit says: %s", when, within, i, path, err, got, want, &f.said)
				}
				time.Sleep(50 * time.Millisecond)
			}
		}
	}
	s.t.Logf("%s: the same after %v", when, time.Since(start).Round(10*time.Millisecond))
}

// lags reports whether a server does not answer from its library's present state yet.
func (m *member) lags() bool {
	m.t.Helper()
	_, body, err := m.get(mirror.Path)
	var d library.Delta
	if err == nil {
		err = json.Unmarshal([]byte(body), &d)
	}
	if err != nil {
		m.t.Fatalf("%v: %s", err, body)
	}
	return d.Indexed != d.Revision
}

// many is a file of so many narratives, all of which have a word.
func (s *servers) many(count int, word string) string {
	var lines bytes.Buffer
	e := json.NewEncoder(&lines)
	for i := range count {
		text := fmt.Sprintf("The police of district %d trained labor inspectors, %s.\n\nThe second paragraph is about victims.", i, word)
		if err := e.Encode(map[string]any{"report": "Many", "country": "Chad", "year": 1700 + i, "markdown": text}); err != nil {
			s.t.Fatal(err)
		}
	}
	return s.file("many.jsonl", lines.String())
}

// TestFollowers imports, replaces, edits and removes at one server: two others show the
// same within 5 seconds, to the letter, with all that is told of what was before. A cursor
// of one is turned at the others.
func TestFollowers(t *testing.T) {
	t.Parallel()
	s := newServers(t, 2)
	s.want(0, "import", s.many(200, "quixotic"))
	s.turnsTheNewest("quixotic", 200)
	s.same("200 narratives were imported", 5*time.Second)
	s.turns("quixotic")
	s.want(0, "import", s.importFile(1, 2))
	each := !testing.Short() // in short all that follows is waited for together
	if each {
		s.same("narratives were replaced", 5*time.Second)
	}
	s.want(0, "edit", "report-1-1901-mali", "--country", "Niger")
	if each {
		s.same("a narrative was edited", 5*time.Second)
	}
	s.want(0, "remove", "report-1-1902-mali", "many-1701-chad")
	s.same("narratives were removed", 5*time.Second)
	s.turns("quixotic")
	s.checks()
	s.tellsHowFar()

	f := s.followers[0]
	for _, args := range [][]string{{"import", s.importFile(3, 1)}, {"remove", "many-1702-chad"}, {"edit", "many-1702-chad", "--year", "1999"}} {
		if _, said := f.want(1, args...); !strings.Contains(said, "this library follows "+s.writer.url) {
			t.Errorf("%q says %s", args, said)
		}
	}
	f.want(0, "reindex")
	f.want(0, "verify")
	s.same("after a follower was asked to change", 5*time.Second)
	if out, _ := f.want(0, "status"); !strings.Contains(out, "follows       "+s.writer.url+", at revision 5, which answered last at ") {
		t.Errorf("status says\n%s", out)
	}
}

// turns takes a cursor at each server and turns it at the next.
func (s *servers) turns(word string) {
	s.t.Helper()
	all := append([]*member{s.writer}, s.followers...)
	page := func(m *member, cursor string) (r answer.Results) {
		s.t.Helper()
		_, body, err := m.get("/api/v1/search?" + url.Values{"q": {word}, "size": {"100"}, "cursor": {cursor}}.Encode())
		if err == nil {
			err = json.Unmarshal([]byte(body), &r)
		}
		if err != nil || len(r.Hits) == 0 {
			s.t.Fatalf("%v: %s", err, body)
		}
		return r
	}
	for i, m := range all {
		first := page(m, "")
		want := page(m, first.Next)
		got := page(all[(i+1)%len(all)], first.Next)
		if got.Total != first.Total || !slices.EqualFunc(got.Hits, want.Hits, func(a, b answer.Hit) bool { return a.ID == b.ID && a.Score == b.Score }) {
			s.t.Errorf("a cursor of server %d gives %d hits of %d at the next, want %d of %d", i, len(got.Hits), got.Total, len(want.Hits), first.Total)
		}
	}
}

// turnsTheNewest takes a cursor at the writer as soon as it has a word so many times, and
// turns it at the others at once. A cursor of a state that never comes is refused.
func (s *servers) turnsTheNewest(word string, passages int) {
	s.t.Helper()
	turn := func(m *member, cursor string) (r answer.Results, status int, body string) {
		s.t.Helper()
		status, body, err := m.get("/api/v1/search?" + url.Values{"q": {word}, "size": {"100"}, "cursor": {cursor}}.Encode())
		if err == nil {
			err = json.Unmarshal([]byte(body), &r)
		}
		if err != nil {
			s.t.Fatalf("%v: %s", err, body)
		}
		return r, status, body
	}
	var newest answer.Results
	for deadline := time.Now().Add(slower * 5 * time.Second); newest.Total != passages; newest, _, _ = turn(s.writer, "") {
		if time.Now().After(deadline) {
			s.t.Fatalf("the writer has %d passages, want %d", newest.Total, passages)
		}
	}
	want, _, _ := turn(s.writer, newest.Next)
	for i, f := range s.followers {
		began := time.Now()
		got, _, body := turn(f, newest.Next)
		s.t.Logf("follower %d has the newest state after %v", i, time.Since(began).Round(time.Millisecond))
		if !slices.EqualFunc(got.Hits, want.Hits, func(a, b answer.Hit) bool { return a.ID == b.ID && a.Score == b.Score }) || len(got.Hits) != 100 {
			s.t.Errorf("follower %d turns a cursor of the newest state as %.300s", i, body)
		}
	}
	cursor, err := base64.RawURLEncoding.DecodeString(newest.Next)
	if err != nil {
		s.t.Fatal(err)
	}
	parts := strings.Split(string(cursor), ".")
	parts[1] = "1000"
	if _, status, body := turn(s.followers[0], base64.RawURLEncoding.EncodeToString([]byte(strings.Join(parts, ".")))); status != http.StatusBadRequest || !strings.Contains(body, "cursor_expired") {
		s.t.Errorf("a cursor of revision 1000: %d %s", status, body)
	}
}

// tellsHowFar wants a follower to tell how far it is behind its writer, and the writer not.
func (s *servers) tellsHowFar() {
	s.t.Helper()
	_, told, err := s.followers[0].get("/metrics")
	if err != nil || !strings.Contains(told, "\nverbatim_following_behind_revisions 0\n") || !strings.Contains(told, "\nverbatim_following_answered_seconds ") {
		s.t.Errorf("%v: /metrics of a follower does not tell how far it is behind:\n%s", err, told)
	}
	if _, told, err := s.writer.get("/metrics"); err != nil || strings.Contains(told, "verbatim_following") {
		s.t.Errorf("%v: /metrics of the writer tells how far it is behind", err)
	}
}

// checks has a quotation checked at each server.
func (s *servers) checks() {
	s.t.Helper()
	var want string
	for i, m := range append([]*member{s.writer}, s.followers...) {
		response, err := http.Post(m.url+"/api/v1/check", "application/json", strings.NewReader(`{"text":"The police of district 7 trained labour inspectors, quixotic."}`))
		if err != nil {
			s.t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if i == 0 {
			want = string(body)
		}
		if err != nil || string(body) != want || !strings.Contains(want, "house_style") {
			s.t.Errorf("server %d checks a quotation as %s, %v; the first as %s", i, body, err, want)
		}
	}
}

// TestFollowerIsKilled kills a follower at random while it copies and follows: it comes
// back, and is the same in the end.
func TestFollowerIsKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits for servers that are killed")
	}
	t.Parallel()
	s := newServers(t, 1)
	f := s.followers[0]
	for n := range 6 {
		s.want(0, "import", s.many(300+n, fmt.Sprintf("word%dx", n)))
		time.Sleep(time.Duration(rand.IntN(1500)) * time.Millisecond)
		f.kill()
		if n == 2 { // it copies anew
			f.library = newSession(t).library
		}
		f.begin()
		time.Sleep(time.Duration(rand.IntN(1000)) * time.Millisecond)
		f.kill()
		f.begin()
	}
	s.same("after kills", 20*time.Second)
	f.want(0, "verify")
}

// TestWriterIsGone kills the writer: followers answer, also those that start then, and say
// so; they go on when it is there again. Another library at its address is not followed.
func TestWriterIsGone(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits for a server that is gone")
	}
	t.Parallel()
	s := newServers(t, 2)
	f := s.followers[0]
	_, before, err := f.get("/api/v1/search?q=labor")
	if err != nil {
		t.Fatal(err)
	}
	s.writer.kill()
	f.kill()
	f.begin()
	for i, f := range s.followers {
		f.ready(`"newest":1,`, `"answers":false`)
		if _, now, err := f.get("/api/v1/search?q=labor"); err != nil || now != before {
			t.Errorf("follower %d without its writer: %v, %s", i, err, now)
		}
	}
	s.want(0, "import", s.many(50, "absent"))
	s.writer.begin()
	s.healthy(s.writer)
	s.same("the writer is there again", 10*time.Second)
	f.ready(`"revision":2,"newest":2,`, `"answers":true`)
	f.says(s.writer.url+" does not answer", "answers are of revision 1", s.writer.url+" answers again")

	s.writer.kill()
	other := newSession(t)
	other.want(0, "import", other.importFile(9, 1))
	s.writer.library = other.library
	s.writer.begin()
	f.hasStatus("the copy is of another library")
	f.says("the copy is of another library", "stays as it is")
	if _, now, err := f.get("/api/v1/search?q=absent"); err != nil || !strings.Contains(now, `"total":50,`) {
		t.Errorf("with another library at the writer's address: %v, %s", err, now)
	}
	f.kill()
	f.flags = f.flags[:2]
	f.begin()
	s.healthy(f)
	f.says("but not without --follow")
}

// healthy waits until a server answers.
func (s *servers) healthy(m *member) {
	s.t.Helper()
	for deadline := time.Now().Add(slower * 20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if status, _, err := m.get("/healthz"); err == nil && status == http.StatusOK {
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("no answer: %s", &m.said)
		}
	}
}

// ready waits until /readyz has some texts.
func (m *member) ready(texts ...string) {
	m.t.Helper()
	for deadline := time.Now().Add(slower * 20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		_, said, err := m.get("/readyz")
		if err == nil && !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(said, text) }) {
			return
		}
		if time.Now().After(deadline) {
			m.t.Fatalf("/readyz says %s, %v; want %q\n%s", said, err, texts, &m.said)
		}
	}
}

// hasStatus waits until status says a text.
func (m *member) hasStatus(text string) {
	m.t.Helper()
	for deadline := time.Now().Add(slower * 20 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		out, _ := m.want(0, "status")
		if strings.Contains(out, text) {
			return
		}
		if time.Now().After(deadline) {
			m.t.Fatalf("status does not say %q, but:\n%s", text, out)
		}
	}
}

// says ends a server and wants texts among what it said. It begins again.
func (m *member) says(texts ...string) {
	m.t.Helper()
	m.kill()
	said := m.said.String()
	for _, text := range texts {
		if !strings.Contains(said, text) {
			m.t.Errorf("it did not say %q, but:\n%s", text, said)
		}
	}
	m.begin()
	m.ready("ready")
}

// TestFollowMistakes are mistakes in the flags, and libraries that cannot follow.
func TestFollowMistakes(t *testing.T) {
	s := newSession(t)
	for want, args := range map[string][]string{
		"is no address":               {"--follow", "writer"},
		"needs --follow with":         {"--follow-user", "reader"},
		"belong together":             {"--follow", "https://writer.example.org", "--follow-user", "reader"},
		"unencrypted: use https":      {"--follow", "http://writer.example.org", "--follow-user", "reader", "--follow-password-file", "x"},
		"leave out --demo or":         {"--follow", "https://writer.example.org", "--demo"},
		"want an address without":     {"--base-url", "x"},
		`--engine "x": want`:          {"--engine", "x"},
		"needs --opensearch with the": {"--engine", "opensearch"},
		"--opensearch: ":              {"--engine", "opensearch", "--opensearch", "x"},
	} {
		args = append([]string{"serve"}, args...)
		var said, out bytes.Buffer
		if !slices.Contains(args, "--demo") {
			args = append(args, "--library", s.library)
		}
		if code := run(t.Context(), args, &out, &said); code != exitUsage || !strings.Contains(said.String(), want) {
			t.Errorf("%q exits with %d: %s; want %d and %q", args, code, &said, exitUsage, want)
		}
	}
	s.want(0, "import", s.importFile(1, 1))
	if _, said := s.want(1, "serve", "--follow", "http://127.0.0.1:9"); !strings.Contains(said, "follows none, and would be lost") {
		t.Errorf("a library of one's own: %s", said)
	}
}

// Status says what is in the library also where its cluster does not answer.
func TestStatusWithoutItsCluster(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	s.want(0, "import", s.importFile(1, 1))
	out, _ := s.want(0, "status", "--engine", "opensearch", "--opensearch", "http://127.0.0.1:9")
	if !strings.Contains(out, "the index cannot be reached") || !strings.Contains(out, "\nnarratives    ") {
		t.Errorf("status says\n%s", out)
	}
}
