package fetch

import (
	"bytes"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestHubAddresses(t *testing.T) {
	for address, want := range map[string]string{ // "address folder", or an error
		"https://www.state.gov/reports/2023-trafficking-in-persons-report/":     "https://www.state.gov/reports/2023-trafficking-in-persons-report/ /reports/2023-trafficking-in-persons-report/",
		" HTTPS://WWW.State.gov:443/reports/2023#top ":                          "https://www.state.gov/reports/2023 /reports/2023/",
		"https://2009-2017.state.gov/j/tip/rls/tiprpt/countries/2016/index.htm": "https://2009-2017.state.gov/j/tip/rls/tiprpt/countries/2016/index.htm /j/tip/rls/tiprpt/countries/2016/",
		"http://localhost:8080":              "http://localhost:8080/ /",
		"https://h.org/report.php?year=2023": "https://h.org/report.php?year=2023 /",
		"https://h.org/report-1.0/":          "https://h.org/report-1.0/ /report-1.0/",
		"www.state.gov/reports/":             `"www.state.gov/reports/" is not a web address: it must start with https:// or http://`,
		"ftp://h.org/":                       `"ftp://h.org/" is not a web address: it must start with https:// or http://`,
		"file:///etc/passwd":                 `"file:///etc/passwd" is not a web address: it must start with https:// or http://`,
		"https:///reports":                   `"https:///reports" is not a web address: it must start with https:// or http://`,
		"":                                   `"" is not a web address: it must start with https:// or http://`,
		"https://[h":                         `"https://[h" is not a web address: missing ']' in host`,
		"https://me:secret@h.org/r/":         "https://me:xxxxx@h.org/r/: the address has a name or password in it, which the manifest would show: give the address without it",
	} {
		got := ""
		if h, err := newHub(address); err != nil {
			got = err.Error()
		} else {
			got = fmt.Sprint(h.address, " ", h.folder)
		}
		if got != want {
			t.Errorf("%q: %s\nwant %s", address, got, want)
		}
	}
}

func TestBelow(t *testing.T) {
	for _, c := range []struct{ hub, link, want string }{ // want: below, hub (it goes on with the list), or nothing
		{"https://h.org/r/", "albania/", "below"},
		{"https://h.org/r/", "http://h.org/r/albania", "below"},
		{"https://h.org/r/", "/r/china/hong-kong/?x=1", "below"},
		{"https://h.org/r/", "/r", "below"},
		{"https://h.org/r/", "/r2/albania", ""},
		{"https://h.org/r/", "/r-2022/", ""},
		{"https://h.org/r/", "..", ""},
		{"https://h.org/r/", "../r/../../etc", ""},
		{"https://h.org/r/", "%2e%2e/secret", ""},
		{"https://h.org/r/", "//evil.org/r/albania", ""},
		{"https://h.org/r/", "https://h.org:8443/r/a", ""},
		{"https://h.org/r/", "https://h.org@evil.org/r/a", ""},
		{"https://h.org/r/", "https://me@h.org/r/a", ""},
		{"https://h.org/r/", "mailto:a@h.org", ""},
		{"https://h.org/r/", "?page=2", "hub"},
		{"https://h.org/r/", "?paged=12", "hub"},
		{"https://h.org/r/", "page/2/", "hub"},
		{"https://h.org/r/", "page/2/?x=1", "below"},
		{"https://h.org/r/", "?sort=name", "below"},
		{"https://h.org/r/", "albania/?page=2", "below"},
		{"https://h.org/r/", "page/two", "below"},
		{"https://h.org/r", "https://h.org/r?page=2", "hub"},
		{"https://h.org/r/index.htm", "258696.htm", "below"},
		{"https://h.org/r/index.htm", "?page=2", "hub"},
		{"https://h.org/r/index.htm", "/index.htm", ""},
		{"https://h.org/", "anything", "below"},
	} {
		h, err := newHub(c.hub)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if u, ok := h.resolve(h.address, c.link); ok && h.below(u) {
			if got = "below"; h.continues(u) {
				got = "hub"
			}
		}
		if got != c.want {
			t.Errorf("%s links to %s: %q, want %q", c.hub, c.link, got, c.want)
		}
	}
}

func TestFileNames(t *testing.T) {
	for address, want := range map[string]string{
		"https://h.org/r/albania/":                       "albania",
		"https://h.org/r/Albania.HTML":                   "albania",
		"https://h.org/r/TIP-Report_2023.pdf":            "tip-report-2023",
		"https://h.org/r/c%C3%B4te-d%E2%80%99ivoire/":    "cote-d-ivoire",
		"https://h.org/r/st.-kitts/":                     "st-kitts",
		"https://h.org/r/v1.2":                           "v1-2",
		"https://h.org/r/?page=2":                        "r-page-2",
		"https://h.org/r.php?country=Mali&year=2023":     "r-country-mali-year-2023",
		"https://h.org/":                                 "h-org",
		"https://h.org/r/%2e%2e%2f%2e%2e%2fetc%2fpasswd": "passwd",
		"https://h.org/r/..%5C..%5Cx":                    "x",
		"https://h.org/r/%00%0a":                         "h-org",
		"https://h.org/r/NUL.html":                       "nul-page",
		"https://h.org/r/com1":                           "com1-page",
		"https://h.org/r/%ED%95%9C%EA%B5%AD":             "한국",
		"https://h.org/r/" + strings.Repeat("x", 300):    strings.Repeat("x", 100),
		"https://h.org/r/" + strings.Repeat("日", 300):    strings.Repeat("日", 33),
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := fileName(u); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

func FuzzFileName(f *testing.F) {
	f.Add("https://h.org/r/..%2f..%2fx?y=%2f")
	f.Add("http://!")
	f.Fuzz(func(t *testing.T, address string) {
		h, err := newHub(address)
		if err != nil {
			return
		}
		if again := canonical(h.address); again.String() != h.address.String() {
			t.Errorf("%q: %s, then %s", address, h.address, again)
		}
		name := fileName(h.address) + ".html"
		if !filepath.IsLocal(name) || strings.ContainsAny(name, `/\:*?"<>|`) || name[0] == '.' || len(name) > 255 || !utf8.ValidString(name) {
			t.Errorf("%q makes %q", address, name)
		}
	})
}

func TestLinks(t *testing.T) {
	for _, c := range []struct{ page, contentType, want string }{
		{`<a href="a">x</a> <A HREF=b> <area href='c'> <a name="d"> <a href=""> <img src="e"> <iframe src="f">`, "text/html", "/r/a /r/b /r/c"},
		{`<a href="a&amp;b?c=1&amp;d=2">`, "text/html", "/r/a&b?c=1&d=2"},
		{"<a href=' a\n/b '>", "text/html", "/r/a/b"},
		{`<!-- <a href="a"> --><script>"<a href='b'>"</script><style><a href=c></style><noscript><a href=d></noscript>`, "text/html", ""},
		{`<link rel="next" href="?page=2"><link rel="prev" href="?page=0"><a rel="nofollow NEXT" href="?page=3">`, "text/html", "/r/?page=2+ /r/?page=3+"},
		{`<option value="/r/a"><option value="https://h.org/r/b"><option value="c"><option value="364"><option value=""><option value="Trinidad/Tobago">`, "text/html", "/r/a /r/b"},
		{`<base href="/other/"><base href="/third/"><a href="a">`, "text/html", "/other/a"},
		{"<a href='c\xf4te'>", "text/html; charset=windows-1252", "/r/c%C3%B4te"},
		{"<meta charset=iso-8859-1><a href='c\xf4te'>", "text/html", "/r/c%C3%B4te"},
		{"<a href='côte'>", "text/html; charset=utf-8", "/r/c%C3%B4te"},
		{"", "text/html", ""},
		{"<a href='a'", "text/html", ""},
	} {
		base, _ := url.Parse("https://h.org/r/")
		var got []string
		err := links(strings.NewReader(c.page), c.contentType, base, func(l link) {
			u, err := l.base.Parse(strings.NewReplacer("\n", "").Replace(strings.TrimSpace(l.address)))
			if err != nil {
				t.Fatal(err)
			}
			mark := map[bool]string{true: "+"}[l.next]
			got = append(got, u.RequestURI()+mark)
		})
		if s := strings.Join(got, " "); s != c.want || err != nil {
			t.Errorf("%s: %q, %v; want %q", c.page, s, err, c.want)
		}
	}
}

func FuzzLinks(f *testing.F) {
	f.Add([]byte(`<base href="//x/"><a href="%zz"><option value="/a"><a href="a`))
	f.Fuzz(func(t *testing.T, page []byte) {
		h, _ := newHub("https://h.org/r/")
		_ = links(bytes.NewReader(page), "text/html", h.address, func(l link) {
			u, ok := h.resolve(l.base, l.address)
			if ok && (u.Host != "h.org" || u.Scheme != "https" || u.User != nil) {
				t.Errorf("%q leads to %s", l.address, u)
			}
		})
	})
}

func TestManifest(t *testing.T) {
	sum := strings.Repeat("0", 64)
	for text, want := range map[string]string{ // the files, or how the error ends
		"": "",
		`{"url":"https://h.org/a","file":"a.html","sha256":"` + sum + `","later":1}` + "\n\n":   "a.html",
		`{"report":"R","country":"Mali","year":2019,"markdown":"Text."}`:                        `line 1 is not a valid manifest entry: "url", "file" or "sha256" is missing`,
		`{"url":"https://h.org/a","file":"../a.html","sha256":"` + sum + `"}`:                   `line 1 is not a valid manifest entry: the file "../a.html" is not in the folder`,
		`{"url":"https://h.org/a","file":"/etc/passwd","sha256":"` + sum + `"}`:                 `line 1 is not a valid manifest entry: the file "/etc/passwd" is not in the folder`,
		`{"url":"https://h.org/a","file":"b/a.html","sha256":"` + sum + `"}`:                    `line 1 is not a valid manifest entry: the file "b/a.html" is not in the folder`,
		`{"url":"https://h.org/a","file":"a.html","sha256":"` + sum + `"}` + "\n" + `{"url":"h`: "line 2 is not a valid manifest entry: unexpected end of JSON input",
	} {
		list, err := decodeManifest([]byte(text))
		var files []string
		for _, e := range list {
			files = append(files, e.File)
		}
		got := strings.Join(files, " ")
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	if entries, err := ReadManifest(t.TempDir()); entries != nil || err != nil {
		t.Errorf("no manifest: %v, %v", entries, err)
	}
}

func FuzzManifest(f *testing.F) {
	f.Add([]byte(`{"url":"https://h.org/a","file":"a.html","sha256":"x"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := decodeManifest(data)
		if err != nil {
			return
		}
		data, err = encodeManifest(list)
		if err != nil {
			t.Fatal(err)
		}
		again, err := decodeManifest(data)
		if err != nil || !slices.EqualFunc(again, list, func(a, b Entry) bool { return a.File == b.File && a.URL == b.URL }) {
			t.Errorf("%v, %v", again, err)
		}
	})
}
