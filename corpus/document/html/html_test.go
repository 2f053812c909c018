package html_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"verbatim/corpus/document"
	"verbatim/corpus/document/html"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestPages reads pages and shows them block by block.
func TestPages(t *testing.T) {
	pages, err := filepath.Glob("testdata/*.html")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	for _, page := range pages {
		data, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		d, err := html.Read(t.Context(), data)
		if err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		golden := strings.TrimSuffix(page, ".html") + ".golden"
		if *update {
			if err := os.WriteFile(golden, []byte(d.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.String(); got != string(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", page, got, want)
		}
	}
}

// TestEncodings reads one page in several encodings, declared or not.
func TestEncodings(t *testing.T) {
	page := func(charset, text string) string {
		return "<html><head>" + charset + "<title>x</title></head><body><p>" + text + "</p></body></html>"
	}
	for name, data := range map[string]string{
		"UTF-8, undeclared":         page("", "Côte d’Ivoire"),
		"UTF-8, declared otherwise": page(`<meta charset="windows-1252">`, "Côte d’Ivoire"),
		"Windows-1252, undeclared":  page("", "C\xf4te d\x92Ivoire"),
		"Latin 1, as browsers do":   page(`<meta charset="iso-8859-1">`, "C\xf4te d\x92Ivoire"),
	} {
		d, err := html.Read(t.Context(), []byte(data))
		if err != nil || len(d.Blocks) != 1 || d.Blocks[0].Text != "Côte d’Ivoire" {
			t.Errorf("%s: %v, %v", name, d, err)
		}
	}
}

func TestErrors(t *testing.T) {
	for name, c := range map[string]struct {
		data string
		want error
	}{
		"empty":       {"", document.ErrNoText},
		"no text":     {"<html><body><script>x</script><p> &nbsp; </p></body></html>", document.ErrNoText},
		"10,000 deep": {strings.Repeat("<div>", 10_000) + "text", document.ErrLimit},
		"inline deep": {strings.Repeat("<b><i>", 5_000) + "text", document.ErrLimit},
	} {
		if d, err := html.Read(t.Context(), []byte(c.data)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, %v, want %v", name, d, err, c.want)
		}
	}
}

// FuzzRead holds that no page makes the reader panic, and that what is read is
// on lines of its own.
func FuzzRead(f *testing.F) {
	data, err := os.ReadFile("testdata/elements.html")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte("<table><tr><td><table><tr><td>a<td>b</table><li>c<h1>d"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := html.Read(t.Context(), data)
		if err != nil {
			return
		}
		for _, b := range d.Blocks {
			if b.Text == "" || strings.ContainsAny(b.Text, "\n\r\t") || b.RunIn > len(b.Text) {
				t.Errorf("%+v", b)
			}
		}
	})
}
