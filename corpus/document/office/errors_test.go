package office_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"verbatim/corpus/document"
	"verbatim/corpus/document/office"
)

// billionLaughs is XML whose entities would become a gigabyte.
const billionLaughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><w:document>&b;</w:document>`

func TestErrors(t *testing.T) {
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 504)
	nested := func(name string) string {
		return strings.Repeat("<"+name+">", 10_000) + strings.Repeat("</"+name+">", 10_000)
	}
	part := func(name, content string) map[string]string { return map[string]string{name: content} }
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"nothing":               {nil, document.ErrDamaged},
		"no text":               {word(t, part("body", "<w:p/>")), document.ErrNoText},
		"no text (ODT)":         {openDocument(t, nil), document.ErrNoText},
		"a password":            {[]byte(ole + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"), document.ErrEncrypted},
		"a password (ODT)":      {openDocument(t, part("content", "<text:p>x</text:p>"), "META-INF/manifest.xml", `<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>`), document.ErrEncrypted},
		"XML cut off":           {word(t, part("body", "<w:p><w:r>")), document.ErrDamaged},
		"depth":                 {word(t, part("body", nested("w:sdtContent"))), document.ErrLimit},
		"depth of what is left": {word(t, part("body", "<w:sectPr>"+nested("w:x")+"</w:sectPr>")), document.ErrLimit},
		"depth of tables":       {word(t, part("body", nested("w:tbl"))), document.ErrLimit},
		"depth (ODT)":           {openDocument(t, part("content", nested("text:section"))), document.ErrLimit},
		"entities":              {zipped(t, "_rels/.rels", billionLaughs), document.ErrDamaged},
		"entities (ODT)":        {zipped(t, "content.xml", billionLaughs), document.ErrDamaged},
		"cells repeated":        {openDocument(t, part("content", `<table:table><table:table-row><table:table-cell table:number-columns-repeated="100000000"><text:p>x</text:p></table:table-cell></table:table-row></table:table>`)), document.ErrLimit},
		"cells repeated a bit":  {openDocument(t, part("content", strings.Repeat(`<table:table><table:table-row table:number-rows-repeated="1000"><table:table-cell table:number-columns-repeated="1000"><text:p>xxxxxxxxxx</text:p></table:table-cell></table:table-row></table:table>`, 20))), document.ErrLimit},
		"a bomb":                {word(t, part("body", "<w:p>"+strings.Repeat(" ", 64<<20)+"</w:p>")), document.ErrLimit},
	} {
		if _, err := office.Read(t.Context(), c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want one that is %v", name, err, c.want)
		}
	}
	for data, want := range map[string]string{
		ole: "not a Word document",
		ole + "W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00": "save it as .docx",
		string(zipped(t, "_rels/.rels", "<Relationships/>")):                 "may be a spreadsheet",
		string(zipped(t, "content.xml", "<document/>")):                      "may be a spreadsheet",
		string(zipped(t, "a.txt", "text")):                                   "neither a Word document",
		string(zipped(t, "content.xml", "<a/>", "content.xml", "<a/>")):      "two files of this name",
	} {
		if _, err := office.Read(t.Context(), []byte(data)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want one that says %q", err, want)
		}
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := office.Read(ended, word(t, parts(t, "word"))); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end: %v", err)
	}
}

// FuzzWord and FuzzOpenDocument change the XML of the main part: a change of
// the archive would hardly get past its checksums.
func FuzzWord(f *testing.F) {
	f.Add(parts(f, "word")["body"])
	f.Fuzz(func(t *testing.T, body string) {
		p := parts(t, "word")
		p["body"] = body
		wantBlocks(t, word(t, p))
	})
}

func FuzzOpenDocument(f *testing.F) {
	f.Add(parts(f, "opendocument")["content"])
	f.Fuzz(func(t *testing.T, content string) {
		p := parts(t, "opendocument")
		p["content"] = content
		wantBlocks(t, openDocument(t, p))
	})
}

func FuzzRead(f *testing.F) {
	f.Add(word(f, parts(f, "word")))
	f.Add(openDocument(f, parts(f, "opendocument")))
	f.Fuzz(wantBlocks)
}

func wantBlocks(t *testing.T, data []byte) {
	d, err := office.Read(t.Context(), data)
	if err != nil {
		return
	}
	for _, b := range d.Blocks {
		if b.Text == "" || strings.Contains(b.Text, "\n") || b.RunIn > len(b.Text) || b.Level > 6 || (b.Level > 0) != (b.Kind == document.Heading) {
			t.Errorf("bad block %+v", b)
		}
	}
}
