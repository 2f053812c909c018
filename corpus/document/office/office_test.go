package office_test

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"verbatim/corpus/document/office"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden builds a file of each kind out of a text archive that holds its
// parts, and shows its blocks, one a line.
func TestGolden(t *testing.T) {
	for name, data := range map[string][]byte{"word": word(t, parts(t, "word")), "opendocument": openDocument(t, parts(t, "opendocument"))} {
		t.Run(name, func(t *testing.T) {
			d, err := office.Read(t.Context(), data)
			if err != nil {
				t.Fatal(err)
			}
			if missing := d.Account(); missing != 0 || d.Letters == 0 {
				t.Errorf("%d of %d letters are not accounted for", missing, d.Letters)
			}
			var said strings.Builder
			said.WriteString(d.String())
			for _, l := range d.LeftOut {
				said.WriteString("left out, " + l.Why + ": " + l.Text + "\n")
			}
			golden := "testdata/" + name + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(said.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got := said.String(); got != string(want) {
				t.Errorf("%s differs (-update rewrites it):\ngot\n%s\nwant\n%s", golden, got, want)
			}
		})
	}
}

// parts reads the parts of a document out of a text archive.
func parts(t testing.TB, name string) map[string]string {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/" + name + ".txtar")
	if err != nil {
		t.Fatal(err)
	}
	parts := make(map[string]string)
	for _, f := range archive.Files {
		parts[f.Name] = string(f.Data)
	}
	return parts
}

const namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
	xmlns:v="urn:schemas-microsoft-com:vml" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
	xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
	xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
	xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
	xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
	xmlns:xlink="http://www.w3.org/1999/xlink"`

func element(name, content string) string {
	return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + name + " " + namespaces + ">" + content + "</" + name + ">"
}

// word makes a DOCX of its parts.
func word(t testing.TB, parts map[string]string) []byte {
	relationships := func(kinds ...string) string {
		var out strings.Builder
		for i := 0; i < len(kinds); i += 2 {
			fmt.Fprintf(&out, `<Relationship Id="r%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>`, i, kinds[i], kinds[i+1])
		}
		return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + out.String() + `</Relationships>`
	}
	return zipped(t,
		"[Content_Types].xml", "<Types/>",
		"_rels/.rels", relationships("officeDocument", "word/document.xml", "core-properties", "docProps/core.xml", "custom-properties", "/docProps/custom.xml"),
		"word/_rels/document.xml.rels", relationships("styles", "styles.xml", "footnotes", "footnotes.xml", "endnotes", "/word/endnotes.xml", "header", "header1.xml", "numbering", "numbering.xml", "comments", "comments.xml"),
		"word/document.xml", element("w:document", "<w:body>"+parts["body"]+"</w:body>"),
		"word/styles.xml", element("w:styles", parts["styles"]),
		"word/footnotes.xml", element("w:footnotes", parts["footnotes"]),
		"word/endnotes.xml", element("w:endnotes", parts["endnotes"]),
		"word/numbering.xml", element("w:numbering", parts["numbering"]),
		"word/comments.xml", element("w:comments", parts["comments"]),
		"word/header1.xml", element("w:hdr", parts["header"]),
		"docProps/core.xml", element("coreProperties", parts["core"]),
		"docProps/custom.xml", `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="v">`+parts["custom"]+`</Properties>`,
	)
}

// openDocument makes an ODT of its parts, with more members of the archive
// beside them.
func openDocument(t testing.TB, parts map[string]string, more ...string) []byte {
	return zipped(t, append([]string{
		"mimetype", "application/vnd.oasis.opendocument.text",
		"styles.xml", element("office:document-styles", "<office:styles>"+parts["styles"]+"</office:styles>"+
			"<office:master-styles><style:master-page><style:header>"+parts["header"]+"</style:header></style:master-page></office:master-styles>"),
		"content.xml", element("office:document-content", "<office:automatic-styles>"+parts["automatic"]+"</office:automatic-styles>"+
			"<office:body><office:text>"+parts["content"]+"</office:text></office:body>"),
		"meta.xml", element("office:document-meta", "<office:meta>"+parts["meta"]+"</office:meta>"),
	}, more...)...)
}

// zipped makes an archive of names and contents, in turns.
func zipped(t testing.TB, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
