package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"verbatim/corpus/document"
)

// A folder of files of all kinds: what can be read is imported, and each of the
// others is named with the reason.
func TestImportAFolderOfGoodAndBadFiles(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	dir := t.TempDir()
	tip := "MALI: Tier 2\n\n2019 Trafficking in Persons Report\n\nThe government made efforts.\n"
	page := "<!doctype html><title>2020 Trafficking in Persons Report: Chad</title><p>CHAD: Tier 2</p><p>Efforts in Chad.</p>"
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 504)
	for name, content := range map[string]string{
		"good/mali-2019.txt":        tip,
		"good/chad.html":            page,
		"good/niger-2021.md":        "# NIGER: Tier 2\n\n## Prosecution\n\nEfforts in Niger.\n",
		"good/archive.zip":          zipOf(t, "2018/togo.txt", strings.ReplaceAll(tip, "MALI", "TOGO"), "../escape.txt", tip),
		"bad/empty-2019.txt":        "",
		"bad/empty-2019.pdf":        "",
		"bad/truncated.pdf":         "%PDF-1.7\n1 0 obj\n<< /Type /Catalog",
		"bad/truncated.docx":        zipOf(t, "word/document.xml", "<w:document/>")[:40],
		"bad/locked.docx":           ole + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00",
		"bad/old.doc":               ole + "W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00",
		"bad/page-named-2019.pdf":   page,
		"bad/page-named-2019.txt":   page,
		"bad/picture-named.html":    "\x89PNG\r\n\x1a\n",
		"bad/binary-2019.txt":       "MALI: Tier 2\n\nA\x00\x01\x02B",
		"bad/deep-2019.html":        strings.Repeat("<div>", 10_000) + "MALI: Tier 2",
		"bad/nobody-knows-2019.txt": "Some text of no country at all.\n",
		"bad/bomb.zip":              zipOf(t, "mali-2019.txt", strings.Repeat("\n", 16<<20)),
		"bad/lines.jsonl":           "{\n",
		"bad/not-packed.txt.gz":     "this is not packed",
		"good/picture.png":          "x",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	huge := filepath.Join(dir, "bad", "huge-2019.txt")
	if err := os.WriteFile(huge, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(huge, document.MaxBytes+1); err != nil {
		t.Fatal(err)
	}
	out, errOut := s.want(1, "import", dir, "--json")
	failed := map[string]string{}
	for d := json.NewDecoder(strings.NewReader(out)); d.More(); {
		var f importedFile
		if err := d.Decode(&f); err != nil {
			t.Fatal(err)
		}
		left := 0
		for _, l := range f.Words.LeftOut {
			left += l.Words
		}
		if f.Words.Kept+left != f.Words.File {
			t.Errorf("%s: %+v do not add up", f.Path, f.Words)
		}
		if f.Error == "" {
			continue
		}
		name, err := filepath.Rel(dir, f.Path)
		if err != nil {
			t.Fatal(err)
		}
		failed[filepath.ToSlash(name)] = f.Error
	}
	for name, want := range map[string]string{
		"bad/empty-2019.txt":         "the file is empty",
		"bad/empty-2019.pdf":         "the file is empty",
		"bad/truncated.pdf":          "damaged",
		"bad/truncated.docx":         "damaged",
		"bad/locked.docx":            "encrypted",
		"bad/old.doc":                "save it as .docx",
		"bad/page-named-2019.pdf":    "its name ends in .pdf, but it is a web page",
		"bad/page-named-2019.txt":    "its name ends in .txt, but it is a web page",
		"bad/picture-named.html":     "its name ends in .html, but it is a picture",
		"bad/binary-2019.txt":        "not a text file",
		"bad/deep-2019.html":         "too large",
		"bad/bomb.zip/mali-2019.txt": "too large",
		"bad/lines.jsonl":            "line 1: not JSON",
		"bad/not-packed.txt.gz":      "damaged",
		"bad/huge-2019.txt":          "too large",
		"good/escape.txt":            "points outside the archive", // as its path in the archive says
	} {
		got, ok := failed[name]
		if !ok || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
		delete(failed, name)
	}
	if len(failed) > 0 {
		t.Errorf("failed as well: %v", failed)
	}
	if strings.Count(errOut, "passed over") != 1 || !strings.Contains(errOut, "picture.png") {
		t.Errorf("skipped: %s", errOut)
	}
	for _, country := range []string{"Mali", "Chad", "Niger", "Togo"} {
		if r := s.search(0, "efforts country:"+country); r.Total != 1 {
			t.Errorf("%s: %d passages, want 1", country, r.Total)
		}
	}
}

// zipOf packs files, given as names and contents in turn.
func zipOf(t *testing.T, files ...string) string {
	t.Helper()
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
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
	return packed.String()
}
