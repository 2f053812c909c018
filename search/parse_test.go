package search

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "rewrite the golden files with what is true now")

// golden compares what a test writes with a file of testdata. The file's
// lines are inputs and outputs in turn, as edit reads them.
func golden(t *testing.T, path string, edit func(string) string) {
	t.Helper()
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got := edit(string(want))
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		switch {
		case i >= len(gotLines) || i >= len(wantLines):
			t.Fatalf("%s: %d lines, want %d", path, len(gotLines), len(wantLines))
		case gotLines[i] != wantLines[i]:
			t.Fatalf("%s:%d:\n got %s\nwant %s\n(go test -update rewrites the file)", path, i+1, gotLines[i], wantLines[i])
		}
	}
}

// Each line of parse.txt is a query and what is made of it; notes stand under
// it. Empty lines and those that begin with # are for the reader.
func TestParse(t *testing.T) {
	golden(t, "testdata/parse.txt", func(file string) string {
		var out strings.Builder
		for line := range strings.Lines(file) {
			line = strings.TrimSuffix(line, "\n")
			query, _, isCase := strings.Cut(line, " => ")
			switch {
			case strings.HasPrefix(line, "    note: "):
			case isCase && !strings.HasPrefix(line, "#"):
				fmt.Fprintf(&out, "%s => %s\n", query, parsed(t, query))
			default:
				fmt.Fprintln(&out, line)
			}
		}
		return out.String()
	})
}

// parsed describes what Parse makes of a query.
func parsed(t *testing.T, text string) string {
	t.Helper()
	q, err := Parse(text)
	var syntax *SyntaxError
	if errors.As(err, &syntax) {
		if _, err := Parse(syntax.Suggestion); err != nil {
			t.Errorf("%s: the suggestion %s does not parse: %v", text, syntax.Suggestion, err)
		}
		return strings.TrimSuffix(fmt.Sprintf("error at %d: %s | %s", syntax.Pos, syntax.Msg, syntax.Suggestion), " | ")
	}
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	if q.Root == (Everything{}) {
		return "(everything)"
	}
	return strings.Join(append([]string{q.String()}, q.Notes...), "\n    note: ")
}

func TestParseLimits(t *testing.T) {
	for _, c := range []struct{ name, allowed, tooMuch string }{
		{"characters", strings.Repeat("é", maxQuery), strings.Repeat("é", maxQuery+1)},
		{"characters of the canonical form", strings.Repeat("語", maxQuery/2), strings.Repeat("語", maxQuery/2+1)},
		{"words", strings.Repeat("a ", maxClauses), strings.Repeat("a ", maxClauses+1)},
		{"filters", strings.Repeat("year:2019 ", maxClauses), strings.Repeat("year:2019 ", maxClauses+1)},
		{"brackets", nested("(", "a", ")", maxDepth), nested("(", "a", ")", maxDepth+1)},
		{"NOTs", nested("NOT ", "a", "", maxDepth), nested("NOT ", "a", "", maxDepth+1)},
		{"both", nested("-(", "a", ")", maxDepth/2), nested("-(", "a", ")", maxDepth/2+1)},
		{"distance", "a NEAR/1000 b", "a NEAR/1001 b"},
		{"slop", `"a b"~1000`, `"a b"~1001`},
		{"number", `"a b"~00000000000000000001`, `"a b"~99999999999999999999`},
	} {
		if _, err := Parse(c.allowed); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		var syntax *SyntaxError
		if _, err := Parse(c.tooMuch); !errors.As(err, &syntax) {
			t.Errorf("%s: past the limit got error %v", c.name, err)
		}
	}
}

func nested(before, inner, after string, n int) string {
	return strings.Repeat(before, n) + inner + strings.Repeat(after, n)
}

// In any mode, words that are listed are alternatives; what is excluded,
// filtered or joined by AND stays as it is.
func TestIn(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{`a`, `a`},
		{`-a`, `NOT a`},
		{`a b`, `a OR b`},
		{`a b -c year:2019`, `(a OR b) AND NOT c AND year:2019`},
		{`a -b`, `a AND NOT b`},
		{`-a -b`, `NOT a AND NOT b`},
		{`a AND b`, `a AND b`},
		{`a b AND c`, `(a OR b) AND c`},
		{`a (b AND c)`, `a OR b AND c`},
		{`-(a b) c d`, `(c OR d) AND NOT (a b)`},
		{`"a b" c NEAR/2 d`, `"a b" OR c NEAR/2 d`},
	} {
		q, err := Parse(c.query)
		if err != nil {
			t.Fatal(err)
		}
		if got := q.In(ModeAny).String(); got != c.want {
			t.Errorf("%s in any mode is %s, want %s", c.query, got, c.want)
		}
		if got := q.In(ModeAll).String(); got != q.String() {
			t.Errorf("%s in all mode is %s", c.query, got)
		}
	}
}

// outline writes a node so that two are equal exactly if they are written the
// same, places in the query aside.
func outline(n Node) string {
	several := func(name string, nodes []Node) string {
		parts := []string{name}
		for _, c := range nodes {
			parts = append(parts, outline(c))
		}
		return "(" + strings.Join(parts, " ") + ")"
	}
	switch n := n.(type) {
	case *Phrase:
		parts := []string{fmt.Sprintf("(phrase %t ~%d", n.Quoted, n.Slop)}
		for _, t := range n.Terms {
			parts = append(parts, fmt.Sprintf("{%d %q %q %q %d}", t.Kind, t.Text, t.Stem, t.Stems, t.Edits))
		}
		return strings.Join(parts, " ") + ")"
	case *And:
		return several(fmt.Sprintf("and %t", n.Listed), n.Nodes)
	case *Or:
		return several("or", n.Nodes)
	case *Not:
		return several("not", []Node{n.Node})
	case *Near:
		return several(fmt.Sprintf("near %d %d", n.Within, n.Distance), []Node{n.Left, n.Right})
	case *Filter:
		if n.Field == FieldYear {
			return fmt.Sprintf("(years %d %d)", n.Low, n.High)
		}
		return fmt.Sprintf("(filter %s %q)", n.Field, n.Value)
	}
	return fmt.Sprintf("(%T)", n)
}

// Any text gives a *SyntaxError that points into it, or a query whose printed
// form parses back to it.
func FuzzParse(f *testing.F) {
	file, err := os.ReadFile("testdata/parse.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(file)) {
		if query, _, ok := strings.Cut(line, " => "); ok {
			f.Add(query)
		}
	}
	for _, odd := range oddQueries {
		f.Add(odd)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := Parse(text)
		var syntax *SyntaxError
		if errors.As(err, &syntax) {
			if syntax.Pos < 0 || syntax.Pos > utf8.RuneCountInString(text) {
				t.Errorf("%q: position %d is outside", text, syntax.Pos)
			}
			return
		}
		if err != nil {
			t.Fatalf("%q: %v is no *SyntaxError", text, err)
		}
		again, err := Parse(q.String())
		if err != nil {
			t.Fatalf("%q is %s, which does not parse: %v", text, q, err)
		}
		if again.String() != q.String() || outline(again.Root) != outline(q.Root) {
			t.Errorf("%q is %s, which parses to %s\n%s\n%s", text, q, again, outline(q.Root), outline(again.Root))
		}
		if n := utf8.RuneCountInString(q.String()); n >= maxFuller*max(1, utf8.RuneCountInString(text)) {
			t.Errorf("%q is %d characters long in full: see maxFuller", text, n)
		}
		for _, term := range Terms(q.Root) {
			if term.Pos < 0 || term.Pos >= utf8.RuneCountInString(text) {
				t.Errorf("%q: the place %d of %s is outside", text, term.Pos, term)
			}
		}
	})
}

// oddQueries were found by fuzzing, or look as if they could be.
var oddQueries = []string{
	"@year:x", "½ry:k", "_a:b", ":r:q", "r：q", "a\u00ad:b", "ab?/", "wom?n?!", "0?\u0653", "¾?", "⾾?", "का?", "year:0001", "~1", `"a" ~2`, "\xff\xfe", "a\u0301", "½", "a:b", `a"b"c`,
	"-~1", "--a", "((((((((", "NEAR/5", "a W/x b", "year:2019..", "»a«", "a/p", "x//s", "〱*", "ab**c*", "'a*'", "a'*b?c", "א״ב", "1️⃣", "אּ*", "ﷺ", "ﷺ-ﷺ OR -ﷺ",
}
