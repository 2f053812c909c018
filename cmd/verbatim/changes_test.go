package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"verbatim/search/answer"
)

func (s *session) changed(code int, args ...string) (t answer.Turnover) {
	s.t.Helper()
	out, _ := s.want(code, append([]string{"changes", "--json"}, args...)...)
	if err := json.Unmarshal([]byte(out), &t); err != nil {
		s.t.Fatal(err)
	}
	return t
}

// What changed since the revision that the last answer names is what was imported and
// removed in between, and nothing else.
func TestChanges(t *testing.T) {
	s := newSession(t)
	s.importCountries("Mali", "Chad")
	first := s.changed(0, "--since", "0", "wording")
	if first.Came != 2 || first.Went != 0 || len(first.Changes) != 2 {
		t.Fatalf("got %+v, want the two that were imported", first)
	}
	since := fmt.Sprint(first.Revision)
	s.changed(1, "--since", since, "wording")

	s.importCountries("Cuba")
	s.want(0, "remove", "r-2020-mali")
	second := s.changed(0, "--since", since, "wording")
	if len(second.Changes) != 2 || second.Came != 1 || second.Went != 1 ||
		second.Changes[0].Change != answer.ChangeWent || second.Changes[0].Narrative.Country != "Mali" ||
		second.Changes[1].Change != answer.ChangeCame || second.Changes[1].Narrative.Country != "Cuba" {
		t.Errorf("got %+v, want Mali gone and Cuba new", second)
	}
	if out, _ := s.want(1, "changes", "--since", since, "nowhere"); out != "" {
		t.Errorf("where nothing changed it prints %q", out)
	}
	out, _ := s.want(0, "changes", "--since", since, "wording")
	for _, want := range []string{"1 passage came and 1 went since revision " + since, "went ", "came ", "Wording of Cuba."} {
		if !strings.Contains(out, want) {
			t.Errorf("want %q in\n%s", want, out)
		}
	}
}

func TestChangesOfACodebook(t *testing.T) {
	s := newSession(t)
	s.importCountries("Mali", "Chad")
	book := s.file("watch.csv", "name,query\nmali,country:Mali\nnothing,nowhere\n")
	out, _ := s.want(0, "changes", "--since", "1970-01-01", "--codebook", book)
	if !strings.Contains(out, "mali: country:\"Mali\"\n1 passage came") || strings.Contains(out, "nothing") {
		t.Errorf("got\n%s", out)
	}
	for _, args := range [][]string{
		{}, {"--since", "yesterday"}, {"--since", "99"}, {"--since", "-1"}, {"--since", "0", "--limit", "0"},
		{"--since", "0", "--codebook", book, "query"}, {"--since", "0", `"open`},
	} {
		if out, errOut, code := s.run(append([]string{"changes"}, args...)...); code == 0 || errOut == "" {
			t.Errorf("%q exits with %d: %s%s", args, code, out, errOut)
		}
	}
}

// The systemd unit starts the server with flags that it has.
func TestDeploy(t *testing.T) {
	data, err := os.ReadFile("deploy/verbatim.service")
	if err != nil {
		t.Fatal(err)
	}
	_, line, ok := strings.Cut(string(data), "\nExecStart=/usr/local/bin/verbatim ")
	line, _, _ = strings.Cut(line, "\n")
	if !ok {
		t.Fatal("the unit starts nothing")
	}
	root := newRoot(nil, nil)
	c, args, err := root.Find(strings.Fields(line))
	if err != nil || c.Name() != "serve" {
		t.Fatalf("%q starts %v, %v", line, c, err)
	}
	if err := c.ParseFlags(args); err != nil || c.Flags().NArg() > 0 {
		t.Errorf("%q: %v", line, err)
	}
}

// The Caddyfile is the one that README.md shows, and Caddy reads it, where there is one.
func TestCaddyfile(t *testing.T) {
	file, err := os.ReadFile("deploy/Caddyfile")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil || !strings.Contains(string(readme), "```\n"+string(file)+"```\n") {
		t.Errorf("README.md does not show deploy/Caddyfile: %v", err)
	}
	caddy, err := exec.LookPath("caddy")
	if err != nil {
		t.Log("caddy is missing: its own reading of the file is not tried")
		return
	}
	adapt := exec.CommandContext(t.Context(), caddy, "adapt", "--config", "deploy/Caddyfile", "--adapter", "caddyfile")
	adapt.Env = append(os.Environ(), "READER_HASH=$2a$14$Zkx19XLiW6VYouLHR5NmfOFU0z2GTNmpkT/5qqR7hx4IjWJPDhjvG")
	if out, err := adapt.CombinedOutput(); err != nil || !strings.Contains(string(out), `"reverse_proxy"`) {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestHealth(t *testing.T) {
	s := newSession(t)
	address := s.started()
	s.want(0, "health", strings.TrimPrefix(address, "http://"))
	s.want(1, "health", "127.0.0.1:1")
}

// Every address that README.md names is answered, with the sample's identifiers and
// values in the places that it leaves open.
func TestReadmeAddresses(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	address := newSession(t).started()
	const passage = "trafficking-in-persons-2023-north-korea.3153aca8f1"
	fill := strings.NewReplacer("ID", passage, "/p/…", "/p/"+passage, "REVISION", "0", "country=…", "country=North+Korea",
		"report=…", "report=Trafficking+in+Persons+Report", "q=…", "q=labor")
	found := regexp.MustCompile("`(/[^` ]*)`").FindAllStringSubmatch(string(readme), -1)
	if len(found) < 10 {
		t.Fatalf("README.md names %d addresses", len(found))
	}
	for _, m := range found {
		if m[1] == "/data" || m[1] == "/mcp" { // a folder, and what is posted to
			continue
		}
		answer, err := http.Get(address + fill.Replace(m[1]))
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", m[1], answer.Status)
		}
	}
}
