package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"verbatim/search/answer"
)

// A session runs commands on a library of its own.
type session struct {
	t       *testing.T
	library string
}

func newSession(t *testing.T) *session {
	return &session{t, filepath.Join(t.TempDir(), "library")}
}

// run returns the output and exit code of a command.
func (s *session) run(args ...string) (out, errOut string, code int) {
	s.t.Helper()
	var o, e bytes.Buffer
	code = run(s.t.Context(), append(args, "--library", s.library), &o, &e)
	return o.String(), e.String(), code
}

// want runs a command that must exit with code.
func (s *session) want(code int, args ...string) (out, errOut string) {
	s.t.Helper()
	out, errOut, got := s.run(args...)
	if got != code {
		s.t.Fatalf("%q exits with %d, want %d\n%s%s", args, got, code, out, errOut)
	}
	return out, errOut
}

// search returns the answer to search --json.
func (s *session) search(code int, query string, flags ...string) (r answer.Results) {
	s.t.Helper()
	out, _ := s.want(code, append([]string{"search", query, "--json"}, flags...)...)
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		s.t.Fatal(err)
	}
	return r
}

func (s *session) file(name, content string) string {
	s.t.Helper()
	path := filepath.Join(s.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// hitIDs lists the passages of an answer.
func hitIDs(r answer.Results) string {
	ids := make([]string, len(r.Hits))
	for i, h := range r.Hits {
		ids[i] = h.ID
	}
	return strings.Join(ids, " ")
}

func TestSearchTheSample(t *testing.T) {
	s := newSession(t)
	r := s.search(0, `"forced labor"`)
	if r.Total != 3 || len(r.Hits) != 3 {
		t.Fatalf("total %d, %d hits; want 3", r.Total, len(r.Hits))
	}
	for _, hit := range r.Hits {
		text := []rune(hit.Text)
		if hit.Narrative.Country != "North Korea" || hit.Narrative.Year != 2023 || hit.Narrative.Tier != "Tier 3" {
			t.Errorf("%+v", hit.Narrative)
		}
		for _, span := range hit.Spans {
			if got := string(text[span.Start:span.End]); got != "forced labor" {
				t.Errorf("%q is marked", got)
			}
		}
		if want := strings.Count(hit.Text, "forced labor"); len(hit.Spans) != want {
			t.Errorf("%d marks, want %d in %q", len(hit.Spans), want, hit.Text)
		}
	}
	if r := s.search(1, "recommendation wording that is not there"); r.Total != 0 || r.Hits == nil {
		t.Errorf("%+v, want an empty list of hits", r)
	}
	hyphen, space := s.search(0, `"state-sponsored forced labor"`), s.search(0, `"state sponsored forced labor"`)
	if hyphen.Total != 2 || hitIDs(hyphen) != hitIDs(space) {
		t.Errorf("with a hyphen %s, without %s", hitIDs(hyphen), hitIDs(space))
	}
}

func TestQueriesThatBeginWithAHyphen(t *testing.T) {
	s := newSession(t)
	if r := s.search(0, `-"labor"`); r.Total == 0 || r.Query.Canonical != `NOT "labor"` {
		t.Errorf("%+v", r.Query)
	}
}

func TestExitCodes(t *testing.T) {
	s := newSession(t)
	for _, c := range []struct {
		code int
		args []string
		says string
	}{
		{1, []string{"status"}, "there is no library"},
		{0, []string{"search", "labor"}, ""},
		{0, []string{"status"}, ""},
		{1, []string{"search", "zebra"}, ""},
		{2, []string{"search", `"forced labor`}, `did you mean "forced labor"`},
		{2, []string{"search", "foo:bar"}, "country, year, tier"},
		{1, []string{"search", "tier:9"}, "Tier 3"},
		{2, []string{"search", "labor", "--mode", "some"}, "all, any"},
		{2, []string{"search", "labor", "--limit", "1000"}, "1 to 100"},
		{2, []string{"search"}, "requires at least 1 arg"},
		{2, []string{"search", "labor", "--nope"}, "unknown flag"},
		{2, []string{"nope"}, "unknown command"},
		{1, []string{"import", "/no/such/file.txt"}, "/no/such/file.txt: no such file"},
	} {
		out, errOut := s.want(c.code, c.args...)
		if !strings.Contains(errOut, c.says) {
			t.Errorf("%q says %q, want %q", c.args, out+errOut, c.says)
		}
	}
}

func TestImportNamesWhatItCannotRead(t *testing.T) {
	s := newSession(t)
	good := `{"report":"R","country":"Mali","year":2019,"markdown":"Good text."}`
	file := s.file("mixed.jsonl", good+"\nnot json\n"+strings.Replace(good, "Mali", "Chad", 1)+"\n")
	folder := filepath.Dir(s.file("mali-2020.txt", "MALI: Tier 2\n\nForced labor of children.\n"))
	if err := os.WriteFile(filepath.Join(folder, "photo.png"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	out, errOut := s.want(1, "import", file, folder)
	for _, want := range []string{"mixed.jsonl: line 2: not JSON", "photo.png"} {
		if !strings.Contains(errOut, want) {
			t.Errorf("stderr lacks %q:\n%s", want, errOut)
		}
	}
	if !strings.Contains(out, "3 narratives added") || !strings.Contains(out, "1 failure") {
		t.Errorf("%q", out)
	}
	if r := s.search(0, `"good text"`); r.Total != 2 {
		t.Errorf("the good lines give %d passages, want 2", r.Total)
	}
	out, _ = s.want(1, "import", file, folder)
	if !strings.Contains(out, "0 narratives added, 0 revised, 3 unchanged") || !strings.Contains(out, "as it was") {
		t.Errorf("the second run says %q", out)
	}
}

func TestChangedFileReplacesWhatItBrought(t *testing.T) {
	s := newSession(t)
	file := s.file("mali-2020.txt", "MALI: Tier 2\n\nThe old wording.\n\nWhat stays.\n")
	s.want(0, "import", file)
	stays := hitIDs(s.search(0, `"what stays"`))
	if err := os.WriteFile(file, []byte("MALI: Tier 3\n\nThe new wording.\n\nWhat stays.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, _ := s.want(0, "import", file); !strings.Contains(out, "1 revised") {
		t.Errorf("%q", out)
	}
	s.search(1, `"old wording"`)
	if r := s.search(0, `"new wording"`); r.Total != 1 || r.Hits[0].Narrative.Tier != "Tier 3" {
		t.Errorf("%+v", r)
	}
	if now := hitIDs(s.search(0, `"what stays"`)); now != stays {
		t.Errorf("the passage that stays was %s and is %s", stays, now)
	}
}

func TestFilesOfOneNameAreTwoSources(t *testing.T) {
	s := newSession(t)
	folder := t.TempDir()
	for _, sub := range []string{"a", "b"} {
		if err := os.MkdirAll(filepath.Join(folder, sub), 0o755); err != nil {
			t.Fatal(err)
		}
		text := "MALI: Tier 2\n\nWording " + sub + ".\n"
		if err := os.WriteFile(filepath.Join(folder, sub, "mali-2020.txt"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_, errOut := s.want(0, "import", folder)
	if !strings.Contains(errOut, "trafficking-in-persons-2020-mali-2") {
		t.Errorf("stderr %q", errOut)
	}
	out, _ := s.want(0, "import", filepath.Join(folder, "b"), filepath.Join(folder, "a", "mali-2020.txt"))
	if !strings.Contains(out, "as it was") {
		t.Errorf("by other ways: %q", out)
	}
	if r := s.search(0, "wording"); r.Total != 2 {
		t.Errorf("%d passages, want both", r.Total)
	}
}

func TestMarkupIsText(t *testing.T) {
	s := newSession(t)
	text := `He said <script>alert("x")</script> & “Côte d’Ivoire” <b>owes</b> wages.`
	line, err := json.Marshal(map[string]any{"report": "R & <b>", "country": "Mali", "year": 2019, "text": text})
	if err != nil {
		t.Fatal(err)
	}
	s.want(0, "import", s.file("a.jsonl", string(line)))
	if r := s.search(0, `"<script>alert" "cote d'ivoire"`); r.Total != 1 || r.Hits[0].Text != text || len(r.Hits[0].Spans) != 2 {
		t.Errorf("%+v", r)
	}
	if out, _ := s.want(0, "search", "wages"); strings.Contains(out, "\x1b") {
		t.Errorf("colour in a pipe: %q", out)
	}
}

func TestDamagedIndexIsRebuilt(t *testing.T) {
	s := newSession(t)
	before := hitIDs(s.search(0, "labor"))
	tokens, err := filepath.Glob(filepath.Join(s.library, "index", "part-*", "tokens"))
	if err != nil || len(tokens) != 1 {
		t.Fatal(tokens, err)
	}
	if err := os.Truncate(tokens[0], 100); err != nil {
		t.Fatal(err)
	}
	out, errOut := s.want(0, "search", "labor", "--json")
	if !strings.Contains(errOut, "tokens is damaged: rebuilding it from the library") {
		t.Errorf("stderr %q", errOut)
	}
	var r answer.Results
	if err := json.Unmarshal([]byte(out), &r); err != nil || hitIDs(r) != before {
		t.Errorf("%v: before %s, after %s", err, before, hitIDs(r))
	}
}

func TestMarkedForTerminals(t *testing.T) {
	s := newSession(t)
	r := s.search(0, `"rule of law"`)
	hit := r.Hits[0]
	text := marked(hit.Text+"\x1b[2J", nil, true)
	if strings.Contains(text, "\x1b") {
		t.Errorf("a text steers the terminal: %q", text)
	}
}
