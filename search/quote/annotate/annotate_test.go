package annotate_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"verbatim/search/quote/annotate"
)

const articleFile = "../testdata/article/article.docx"

var articleNotes = []annotate.Note{
	{Quotation: "Police punished victims for ‘moral crimes’ and for leaving their employers’ homes.", Lines: []string{"Normalized.", "Freedonia & more: http://127.0.0.1:8080/p/x"}, Class: "good"},
	{Quotation: "The government did report its law enforcement results,", Lines: []string{"Altered <not>."}, Class: "bad"},
	{Quotation: "words that the article does not have", Lines: []string{"Nowhere."}, Class: "bad"},
	{Quotation: "the government did not effectively protect all victims", Lines: []string{"Normalized."}, Class: "good"},
}

// parts returns the files of a package, unpacked.
func parts(t *testing.T, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(content)
	}
	return all
}

// anchors are all that may be put into the text of a document: the places of comments,
// and where a run is cut for them its tags and properties again.
var (
	anchors = regexp.MustCompile(`</w:t></w:r>` + anchor + `+<w:r(?: [^<>]*)?>(?:<w:rPr>.*?</w:rPr>)?<w:t xml:space="preserve">|` + anchor)
	tags    = regexp.MustCompile(`<[^<>]*>`)
)

const anchor = `(?:<w:commentRangeStart w:id="\d+"/>|<w:commentRangeEnd w:id="\d+"/><w:r><w:commentReference w:id="\d+"/></w:r>)`

// commented returns what the document has in the range of a comment.
func commented(document string, id int) string {
	_, behind, _ := strings.Cut(document, fmt.Sprintf(`<w:commentRangeStart w:id="%d"/>`, id))
	text, _, _ := strings.Cut(behind, fmt.Sprintf(`<w:commentRangeEnd w:id="%d"/>`, id))
	return tags.ReplaceAllString(text, "")
}

// A Word document gets comments, and nothing else of it changes: every other part
// is the same to the byte, and so is the text without the places of the comments.
// Annotated again, the comments that are there stay.
func TestDocx(t *testing.T) {
	before, err := os.ReadFile(articleFile)
	if err != nil {
		t.Fatal(err)
	}
	for round := range 2 {
		after, unplaced, err := annotate.Write(articleFile, before, articleNotes)
		if err != nil || len(unplaced) != 1 || unplaced[0].Lines[0] != "Nowhere." {
			t.Fatal(err, unplaced)
		}
		was, is := parts(t, before), parts(t, after)
		for name := range was {
			switch name {
			case "word/document.xml":
				if got, want := anchors.ReplaceAllString(is[name], ""), anchors.ReplaceAllString(was[name], ""); got != want {
					t.Errorf("the text changed:\n%s\nwas\n%s", got, want)
				}
			case "word/comments.xml":
				if !strings.HasPrefix(is[name], strings.TrimSuffix(was[name], "</w:comments>")) {
					t.Errorf("the comments that were there are not kept:\n%s\nwas\n%s", is[name], was[name])
				}
			case "[Content_Types].xml", "word/_rels/document.xml.rels":
				if round == 1 && is[name] != was[name] {
					t.Errorf("%s changed, although it knew of comments", name)
				}
			default:
				if is[name] != was[name] {
					t.Errorf("%s changed", name)
				}
			}
		}
		if n := strings.Count(is["word/comments.xml"], "<w:comment "); n != 3*(round+1) {
			t.Errorf("round %d: %d comments", round, n)
		}
		for id := range 3 * (round + 1) {
			for _, anchor := range []string{"commentRangeStart", "commentRangeEnd", "commentReference"} {
				if n := strings.Count(is["word/document.xml"], `<w:`+anchor+` w:id="`+string(rune('0'+id))+`"/>`); n != 1 {
					t.Errorf("round %d: %d of %s %d", round, n, anchor, id)
				}
			}
		}
		for id, words := range []string{"Police punished victims for ‘moral crimes’ and for leaving their employers’ homes", "The government did report its law enforcement results", "the government did not effectively protect all victims"} {
			if got := commented(is["word/document.xml"], 3*round+id); got != words {
				t.Errorf("round %d: comment %d is around %q, want %q", round, id, got, words)
			}
		}
		if !strings.Contains(is["word/comments.xml"], "Altered &lt;not&gt;.") {
			t.Errorf("the comments are\n%s", is["word/comments.xml"])
		}
		before = after
	}
}

// An annotated document opens in LibreOffice, and is converted to a PDF with its comments.
func TestLibreOffice(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Log("soffice is not at hand: whether LibreOffice opens an annotated document is not tested")
		return
	}
	if testing.Short() {
		t.Skip("starting LibreOffice takes some seconds")
	}
	data, err := os.ReadFile(articleFile)
	if err != nil {
		t.Fatal(err)
	}
	annotated, _, err := annotate.Write(articleFile, data, articleNotes)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "checked.docx")
	if err := os.WriteFile(file, annotated, 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, office, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless",
		"--convert-to", `pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}`, "--outdir", dir, file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	pdf, err := os.ReadFile(filepath.Join(dir, "checked.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Normalized.", "Altered <not>."} { // as a PDF writes the text of its notes
		var utf16 strings.Builder
		for _, r := range want {
			fmt.Fprintf(&utf16, "%04X", r)
		}
		if !strings.Contains(string(pdf), "/Contents <FEFF"+utf16.String()) {
			t.Errorf("the PDF has no note %q", want)
		}
	}
}

// Runs are cut where a quotation begins and ends, with their properties; where they
// cannot be cut without another change, the comment stands around the whole run.
func TestDocxRuns(t *testing.T) {
	before, err := os.ReadFile(articleFile)
	if err != nil {
		t.Fatal(err)
	}
	const quotation = "one & two"
	for name, c := range map[string]struct{ paragraph, want, around string }{
		"one run": {
			`<w:r w:rsidR="1"><w:rPr><w:b/></w:rPr><w:t>so “one &amp; two” end</w:t></w:r>`,
			`<w:r w:rsidR="1"><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">so “</w:t></w:r>START<w:r w:rsidR="1"><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">one &amp; two</w:t></w:r>END<w:r w:rsidR="1"><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">” end</w:t></w:r>`,
			"one &amp; two",
		},
		"runs of its own": {
			`<w:r><w:t>so </w:t></w:r><w:r><w:t>one &amp; </w:t></w:r><w:r><w:tab/><w:t>two</w:t></w:r><w:r><w:t>.</w:t></w:r>`,
			`<w:r><w:t>so </w:t></w:r>START<w:r><w:t>one &amp; </w:t></w:r><w:r><w:tab/><w:t>two</w:t></w:r>END<w:r><w:t>.</w:t></w:r>`,
			"one &amp; two",
		},
		"a tab behind": {
			`<w:r><w:t>one &amp; two</w:t><w:tab/></w:r>`,
			`START<w:r><w:t xml:space="preserve">one &amp; two</w:t></w:r>END<w:r><w:t xml:space="preserve"></w:t><w:tab/></w:r>`,
			"one &amp; two",
		},
		"spaces that do not count": {
			"<w:r><w:t>\n so one &amp; two</w:t></w:r>", "START<w:r><w:t>\n so one &amp; two</w:t></w:r>END", "\n so one &amp; two",
		},
		"tracked properties": {
			`<w:r><w:rPr><w:rPrChange w:id="7"/></w:rPr><w:t>so one &amp; two.</w:t></w:r>`, `START<w:r><w:rPr><w:rPrChange w:id="7"/></w:rPr><w:t>so one &amp; two.</w:t></w:r>END`, "so one &amp; two.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			const head, foot = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>`, `</w:p></w:body></w:document>`
			after, unplaced, err := annotate.Write("a.docx", with(t, before, "word/document.xml", head+c.paragraph+foot), []annotate.Note{{Quotation: quotation, Lines: []string{"Altered."}}})
			if err != nil || unplaced != nil {
				t.Fatal(err, unplaced)
			}
			got := parts(t, after)["word/document.xml"]
			want := head + strings.NewReplacer("START", `<w:commentRangeStart w:id="0"/>`, "END", `<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>`).Replace(c.want) + foot
			if got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			if text := commented(got, 0); text != c.around {
				t.Errorf("the comment is around %q", text)
			}
		})
	}
}

// with returns a package with another content of one of its files.
func with(t *testing.T, data []byte, name, content string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	all := parts(t, data)
	all[name] = content
	for name, content := range all {
		f, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(f, content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A page gets marks and notes, and without them is what it was.
func TestHTML(t *testing.T) {
	const page = `<!doctype html>
<html><head><title>It did report</title></head><BODY>
<p>It says &ldquo;It <em>did not report</em> &amp; punish&rdquo; so, and “no more”.</p>
<script>var a = "no more"</script>
</BODY></html>
`
	annotated, unplaced, err := annotate.Write("a.HTML", []byte(page), []annotate.Note{
		{Quotation: "It did not report & punish", Lines: []string{"Altered.", "Kenya: http://127.0.0.1:8080/p/x"}, Class: "bad"},
		{Quotation: "no more", Lines: []string{`Not "found".`}, Class: "bad"},
	})
	if err != nil || unplaced != nil {
		t.Fatal(err, unplaced)
	}
	const want = `<!doctype html>
<html><head><title>It did report</title></head><BODY>
<p>It says &ldquo;<mark class="verbatim-bad" title="Altered.
Kenya: http://127.0.0.1:8080/p/x">It</mark> <em><mark class="verbatim-bad" title="Altered.
Kenya: http://127.0.0.1:8080/p/x">did not report</mark></em> &amp; <mark class="verbatim-bad" title="Altered.
Kenya: http://127.0.0.1:8080/p/x">punish</mark><sup><a id="verbatim-quotation-1" href="#verbatim-note-1">[1]</a></sup>&rdquo; so, and “<mark class="verbatim-bad" title="Not &#34;found&#34;.">no more</mark><sup><a id="verbatim-quotation-2" href="#verbatim-note-2">[2]</a></sup>”.</p>
<script>var a = "no more"</script>
<section id="verbatim-notes">
<h2>Quotations, as verbatim checked them</h2>
<ol>
<li id="verbatim-note-1"><a href="#verbatim-quotation-1">↑</a> Altered.<br>Kenya: <a href="http://127.0.0.1:8080/p/x">http://127.0.0.1:8080/p/x</a></li>
<li id="verbatim-note-2"><a href="#verbatim-quotation-2">↑</a> Not &#34;found&#34;.</li>
</ol>
</section>
</BODY></html>
`
	if got := string(annotated); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestWriteRefuses(t *testing.T) {
	if _, _, err := annotate.Write("a.pdf", nil, articleNotes); !errors.Is(err, annotate.ErrFormat) {
		t.Error(err)
	}
	if _, _, err := annotate.Write("a.docx", []byte("no package"), articleNotes); err == nil {
		t.Error("what is no package is annotated")
	}
}
