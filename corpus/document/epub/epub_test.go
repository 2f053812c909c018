package epub_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"verbatim/corpus/document"
	"verbatim/corpus/document/epub"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden builds a book out of a text archive of its files, and shows its
// blocks, one a line.
func TestGolden(t *testing.T) {
	d, err := epub.Read(t.Context(), book(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/book.golden"
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
		t.Errorf("%s differs (-update rewrites it):\ngot\n%s\nwant\n%s", golden, got, want)
	}
}

// TestAccount holds that every letter of a book's documents is in a block or left out
// with a reason.
func TestAccount(t *testing.T) {
	d, err := epub.Read(t.Context(), book(t, func(name, content string) string {
		return strings.Replace(content, "<ul>", `<nav><a href="#p1">Up again</a></nav><ul>`, 1)
	}))
	if err != nil {
		t.Fatal(err)
	}
	if missing := d.Account(); missing != 0 {
		t.Errorf("%d of %d letters are not accounted for", missing, d.Letters)
	}
	var got strings.Builder
	for _, l := range d.LeftOut {
		got.WriteString(l.Why + ": " + l.Text + "; ")
	}
	const want = "the site's navigation: Up again; numbers of notes: 1 1.; numbers of notes: 2 ↩; " +
		"the book's table of contents: A line of the contents; the book's table of contents: Another line of the contents; " +
		"in no chapter of the book: In no spine.; "
	if sorted(got.String()) != sorted(want) {
		t.Errorf("left out %s\nwant %s", got.String(), want)
	}
}

// TestDrawnPage reads the text of a page that is a drawing, and that of the document
// that stands in for one of a type that is not read; another such is noted.
func TestDrawnPage(t *testing.T) {
	d, err := epub.Read(t.Context(), book(t, func(name, content string) string {
		if name == "OEBPS/picture.svg" {
			return `<?xml version="1.0" encoding="UTF-8"?><svg xmlns="http://www.w3.org/2000/svg"><title>Page 3</title><style>text { fill: red }</style>
				<text y="10">The law <tspan font-weight="bold">forb</tspan>ids<tspan x="0" dy="12">child labor.</tspan></text><g><text>94 victims</text></g></svg>`
		}
		content = strings.Replace(content, `<itemref idref="nowhere"/>`, `<itemref idref="print"/><itemref idref="scan"/>`, 1)
		return strings.Replace(content, "</manifest>", `<item id="print" href="p.pdf" media-type="application/pdf" fallback="unused"/><item id="scan" href="s.pdf" media-type="application/pdf"/></manifest>`, 1)
	}))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"The law forbids child labor.", "94 victims", "In no spine."} {
		if !slices.ContainsFunc(d.Blocks, func(b document.Block) bool { return b.Text == want }) {
			t.Errorf("no %q in\n%s", want, d)
		}
	}
	if missing := d.Account(); missing != 0 {
		t.Errorf("%d of %d letters are not accounted for", missing, d.Letters)
	}
	const noted = `"OEBPS/s.pdf" is a chapter of the book, and was not read: its type is "application/pdf"`
	if !slices.Contains(d.Repairs, noted) || len(d.Repairs) != 1 {
		t.Errorf("noted %q", d.Repairs)
	}
}

func sorted(list string) string {
	parts := strings.Split(list, "; ")
	slices.Sort(parts)
	return strings.Join(parts, "\n")
}

// book makes a book of the files in the text archive, after a change to them;
// a file that becomes empty is left out.
func book(t testing.TB, change func(name, content string) string) []byte {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/book.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, file := range archive.Files {
		content := string(file.Data)
		if change != nil {
			content = change(file.Name, content)
		}
		if content == "" {
			continue
		}
		f, err := w.Create(file.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestErrors(t *testing.T) {
	replaced := func(file, old, new string) []byte {
		return book(t, func(name, content string) string {
			if name != file {
				return content
			}
			if changed := strings.ReplaceAll(content, old, new); old == "" {
				return new
			} else if changed != content {
				return changed
			}
			t.Fatalf("%s: no %q in it", name, old)
			return ""
		})
	}
	const opf, one = "OEBPS/package.opf", "OEBPS/text/one.xhtml"
	entities := `<!DOCTYPE a [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><package>&b;</package>`
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"no archive":         {[]byte("no archive"), document.ErrDamaged},
		"no container":       {replaced("META-INF/container.xml", "", ""), document.ErrDamaged},
		"empty container":    {replaced("META-INF/container.xml", "rootfile ", "file "), document.ErrDamaged},
		"no package":         {replaced(opf, "", ""), document.ErrDamaged},
		"package is no XML":  {replaced(opf, "</manifest>", ""), document.ErrDamaged},
		"entities":           {replaced(opf, "", entities), document.ErrDamaged},
		"depth of package":   {replaced(opf, "", strings.Repeat("<package>", 20_000)), document.ErrDamaged},
		"a chapter missing":  {replaced(one, "", ""), document.ErrDamaged},
		"a chapter is noise": {replaced(one, "", "\x00\x01\x02"), document.ErrDamaged},
		"depth of a chapter": {replaced(one, "<ul>", strings.Repeat("<div>", 10_000)), document.ErrLimit},
		"leads outside":      {replaced(opf, "text/one.xhtml", "../../one.xhtml"), document.ErrDamaged},
		"protected":          {replaced("META-INF/encryption.xml", "http://www.idpf.org/2008/embedding", "http://www.w3.org/2001/04/xmlenc#aes128-cbc"), document.ErrEncrypted},
		"no text":            {replaced(opf, `<itemref idref="one"/><itemref idref="picture"/><itemref idref="two"/>`, ""), document.ErrNoText},
	} {
		if _, err := epub.Read(t.Context(), c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want one that is %v", name, err, c.want)
		}
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := epub.Read(ended, book(t, nil)); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %v", err)
	}
}

// FuzzRead changes a chapter and the package document.
func FuzzRead(f *testing.F) {
	archive, err := txtar.ParseFile("testdata/book.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range archive.Files {
		f.Add(file.Name, string(file.Data))
	}
	f.Fuzz(func(t *testing.T, file, changed string) {
		d, err := epub.Read(t.Context(), book(t, func(name, content string) string {
			if name == file {
				return changed
			}
			return content
		}))
		if err != nil {
			return
		}
		if missing := d.Account(); missing != 0 {
			t.Errorf("%d of %d letters are not accounted for", missing, d.Letters)
		}
		for _, b := range d.Blocks {
			if b.Text == "" || strings.Contains(b.Text, "\n") || b.RunIn > len(b.Text) {
				t.Errorf("bad block %+v", b)
			}
		}
	})
}
