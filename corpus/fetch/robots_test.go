package fetch

import (
	"strings"
	"testing"
	"time"
)

// TestRobotsRules holds what RFC 9309 says, section by section.
func TestRobotsRules(t *testing.T) {
	const all = "User-agent: *\n"
	for _, c := range []struct {
		about   string
		text    string
		path    string
		allowed bool
	}{
		{"nothing", "", "/a", true},
		{"2.2.1: the own group alone", all + "Disallow: /\n\nUser-agent: verbatim\nDisallow: /b\n", "/a", true},
		{"2.2.1: the own group alone", all + "Disallow: /\n\nUser-agent: verbatim\nDisallow: /b\n", "/b", false},
		{"2.2.1: whatever the case", "User-Agent: VerBatim\nDISALLOW: /b\n", "/b", false},
		{"2.2.1: with a version", "User-agent: verbatim/1.0\nDisallow: /b\n", "/b", false},
		{"2.2.1: another's group", "User-agent: verb\nDisallow: /b\n", "/b", true},
		{"2.2.1: another's group", "User-agent: verbatim-news\nDisallow: /b\n", "/b", true},
		{"2.2.1: groups of one agent are one", "User-agent: verbatim\nDisallow: /a\n\nUser-agent: x\nDisallow: /c\n\nUser-agent: verbatim\nDisallow: /b\n", "/a", false},
		{"2.2.1: groups of one agent are one", "User-agent: verbatim\nDisallow: /a\n\nUser-agent: x\nDisallow: /c\n\nUser-agent: verbatim\nDisallow: /b\n", "/b", false},
		{"2.2.1: groups of one agent are one", "User-agent: verbatim\nDisallow: /a\n\nUser-agent: x\nDisallow: /c\n\nUser-agent: verbatim\nDisallow: /b\n", "/c", true},
		{"2.2.1: a group of two agents", "User-agent: x\nUser-agent: verbatim\nDisallow: /b\n", "/b", false},
		{"2.2.1: no rules in the own group", all + "Disallow: /\n\nUser-agent: verbatim\n", "/b", true},
		{"2.2.2: rules before any group", "Disallow: /\n" + all, "/b", true},
		{"2.2.2: nothing is disallowed", all + "Disallow:\n", "/b", true},
		{"2.2.2: beginnings", all + "Disallow: /b\n", "/bcd", false},
		{"2.2.2: case counts in paths", all + "Disallow: /B\n", "/b", true},
		{"2.2.2: the longest", all + "Disallow: /a\nAllow: /a/b\n", "/a/b/c", true},
		{"2.2.2: the longest", all + "Allow: /a\nDisallow: /a/b\n", "/a/b/c", false},
		{"2.2.2: allow if equal", all + "Disallow: /a\nAllow: /a\n", "/a", true},
		{"2.2.2: allow if equal", all + "Allow: /a\nDisallow: /a\n", "/a", true},
		{"2.2.2: escapes", all + "Disallow: /foo/bar/\u30c4\n", "/foo/bar/%E3%83%84", false},
		{"2.2.2: escapes", all + "Disallow: /foo/bar/%e3%83%84\n", "/foo/bar/%E3%83%84", false},
		{"2.2.2: escapes", all + "Disallow: /foo/bar/%62%61%7A\n", "/foo/bar/baz", false},
		{"2.2.2: escapes that mean something", all + "Disallow: /a%2Fb\n", "/a/b", true},
		{"2.2.3: comments", all + "Disallow: /b # not this\n# Disallow: /c\n", "/b", false},
		{"2.2.3: comments", all + "Disallow: /b # not this\n# Disallow: /c\n", "/c", true},
		{"2.2.3: a star", all + "Disallow: *\n", "/b", false},
		{"2.2.3: a star", all + "Disallow: /*/x\n", "/a/b/x", false},
		{"2.2.3: a star", all + "Disallow: /a*c*e\n", "/abcd", true},
		{"2.2.3: a star from the beginning on", all + "Disallow: /b*d\n", "/a/bcd", true},
		{"2.2.3: an end", all + "Disallow: /*.pdf$\n", "/a/b.pdf", false},
		{"2.2.3: an end", all + "Disallow: /*.pdf$\n", "/a/b.pdf?x=1", true},
		{"2.2.3: an end", all + "Disallow: /*.pdf$\n", "/a.pdf/b.pdf", false},
		{"2.2.3: an end", all + "Disallow: /b$\n", "/b", false},
		{"2.2.3: an end", all + "Disallow: /b$\n", "/bc", true},
		{"2.2.3: a query", all + "Disallow: /*?\n", "/b?page=2", false},
		{"2.2.4: other lines", "User-agent: x\nSitemap: https://x.test/\nUser-agent: verbatim\nDisallow: /b\n", "/b", false},
		{"2.2.4: other lines", "User-agent: verbatim\nCrawl-delay: 5\nUser-agent: x\nDisallow: /b\n", "/b", false},
		{"2.3.1: what cannot be read", "<html>\n: :\n\x00\xff\nDisallow\n" + all + "Crawl-delay: soon\nDisallow: /b\n", "/b", false},
		{"a byte order mark, and old line ends", "\ufeffUser-agent: *\rDisallow: /b\r", "/b", false},
		{"5.1: the RFC's example", "User-Agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n\nUser-Agent: foobot\nDisallow:/\n", "/x/a.gif", false},
		{"5.2: the RFC's example", "User-Agent: verbatim\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n", "/example/page/disallowed.gif", false},
	} {
		if got := readRobots(c.text, "verbatim").allows(c.path); got != c.allowed {
			t.Errorf("%s: %q allows %s: %v", c.about, c.text, c.path, got)
		}
	}
}

func TestCrawlDelay(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"User-agent: *\nCrawl-delay: 10\n":                                           10 * time.Second,
		"User-agent: *\nDisallow:\ncrawl-delay: 1.5\n":                               1500 * time.Millisecond,
		"User-agent: *\nCrawl-delay: 10\n\nUser-agent: verbatim\nDisallow: /a\n":     0,
		"User-agent: *\nCrawl-delay: 10\n\nUser-agent: verbatim\nCrawl-delay: 2.0\n": 2 * time.Second,
		"User-agent: *\nCrawl-delay: -1\n":                                           0,
		"User-agent: *\nCrawl-delay: NaN\n":                                          0,
		"User-agent: *\nCrawl-delay: 1e99\n":                                         0,
	} {
		if got := readRobots(text, "verbatim").delay; got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /a*b$\nAllow: /%e3%83\n", "/a/%b?x")
	f.Fuzz(func(t *testing.T, text, path string) {
		rules := readRobots(text, "verbatim")
		rules.allows(path)
		if escaped := escapePath(path); escapePath(escaped) != escaped {
			t.Errorf("%q is escaped as %q, and that as %q", path, escaped, escapePath(escaped))
		}
		// What is disallowed by its own name is disallowed.
		if !strings.ContainsAny(path, "*$#\r\n") && path != "" && path == strings.TrimSpace(path) {
			if readRobots("User-agent: *\nDisallow: "+path, "verbatim").allows(path) {
				t.Errorf("%q is allowed", path)
			}
		}
	})
}
