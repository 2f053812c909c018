package importing

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"verbatim/corpus/corpustest"
	"verbatim/corpus/document"
)

// TestDamagedFiles reads damaged files of every format: each is read within the time
// for a file, or ends in an error of one line that names it. A hundred of each
// format are read in the long form; the seed is the file's name and number.
func TestDamagedFiles(t *testing.T) {
	files := damageable(t)
	count := 100
	if testing.Short() {
		count = 6
	}
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range files {
			if !yield(name) {
				return
			}
		}
	}) {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), name)
			for i := range count {
				if err := os.WriteFile(path, damaged(files[name], name, uint64(i)), 0o644); err != nil {
					t.Fatal(err)
				}
				began := time.Now()
				for r := range read(context.Background(), foundFile{path: path, name: name}) {
					if r.err != nil && (strings.Contains(r.err.Error(), "\n") || !strings.HasPrefix(r.err.Error(), path)) {
						t.Errorf("damage %d: %q", i, r.err)
					}
				}
				if took := time.Since(began); took > document.MaxTime {
					t.Errorf("damage %d: %v", i, took)
				}
			}
		})
	}
	if peak := peakMemory(); peak > 1200<<20 {
		t.Errorf("%d MB of memory at most", peak>>20)
	}
}

// damageable returns a small whole file of each format, by name.
func damageable(t *testing.T) map[string][]byte {
	book := excelize.NewFile()
	for i, row := range [][]any{{"report", "country", "year", "text"}, {"Shelter Report", "Kenya", 2020, "The shelters opened."}} {
		if err := book.SetSheetRow("Sheet1", "A"+string(rune('1'+i)), &row); err != nil {
			t.Fatal(err)
		}
	}
	var packed bytes.Buffer
	if err := book.Write(&packed); err != nil {
		t.Fatal(err)
	}
	const text = "2019 Trafficking in Persons Report: Mali\n\nMALI: Tier 2\n\nThe Government of Côte d’Ivoire did — in 2019 — more than before.\n"
	const object = `{"report":"Shelter Report","country":"Kenya","year":2020,"markdown":"The shelters opened."}`
	files := map[string][]byte{
		"mali-2019.txt":  []byte(strings.Repeat(text, 5)),
		"mali-2019.md":   []byte("# 2019 Trafficking in Persons Report: Mali\n\n" + text + "\n| Year | Cases |\n|---|---|\n| 2019 | 7 |\n"),
		"mali-2019.html": []byte("<html><head><title>2019 Trafficking in Persons Report: Mali</title></head><body><h1>Mali</h1><p>" + text + "</p><table><tr><td>1</td></tr></table></body></html>"),
		"mali-2019.rtf":  []byte(`{\rtf1\ansi{\fonttbl{\f0\fcharset128 A;}}{\stylesheet{\s1 heading 1;}}\pard\s1 Mali\par\pard C\'f4te \u8212? {\footnote A note.}\par\trowd\intbl a\cell b\cell\row}`),
		"a.csv":          []byte("report,country,year,text\nShelter Report,Kenya,2020,\"The shelters, they opened.\"\n"),
		"a.json":         []byte("[" + object + "," + object + "]"),
		"a.jsonl":        []byte(object + "\n" + object + "\n"),
		"a.xlsx":         packed.Bytes(),
		"a.zip":          zipOf(t, map[string][]byte{"mali-2019.txt": []byte(text), "chad-2019.txt": []byte(text)}),
		"mali-2019.odt": zipOf(t, map[string][]byte{"content.xml": []byte(`<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">` +
			`<o:body><o:text><text:h text:outline-level="1">Mali</text:h><text:p>The government did nothing.</text:p></o:text></o:body></o:document-content>`)}),
		"mali-2019.epub": zipOf(t, map[string][]byte{
			"META-INF/container.xml": []byte(`<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="p.opf"/></rootfiles></container>`),
			"p.opf":                  []byte(`<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>`),
			"a.xhtml":                []byte(`<html xmlns="http://www.w3.org/1999/xhtml"><body><p>` + text + `</p></body></html>`),
		}),
	}
	for name, from := range map[string]string{"kenya-2020.pdf": "table-torn-a.pdf", "kenya-2021.pdf": "loose-lines-a.pdf", "kenya-2020.docx": "numbering-a.docx"} {
		dir, _ := corpustest.HasData(t)
		if data, err := os.ReadFile(filepath.Join(dir, "cases", from)); err == nil {
			files[name] = data
		}
	}
	return files
}

func zipOf(t *testing.T, files map[string][]byte) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, data := range files {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// damaged returns a file with damage number n: bytes that are others, lost, there
// twice or zero, or its end cut off. Of an archive, every other damage is to the
// files in it.
func damaged(data []byte, name string, n uint64) []byte {
	random := rand.New(rand.NewPCG(n, uint64(len(name))))
	if archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil && n%2 == 0 {
		return damagedWithin(archive, random)
	}
	return damage(data, random)
}

func damagedWithin(archive *zip.Reader, random *rand.Rand) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, file := range archive.File {
		packed, err := file.Open()
		if err != nil {
			continue
		}
		content, _ := io.ReadAll(packed)
		if f, err := w.Create(file.Name); err == nil {
			_, _ = f.Write(damage(content, random))
		}
	}
	_ = w.Close() // into memory: nothing fails
	return out.Bytes()
}

func damage(data []byte, random *rand.Rand) []byte {
	data = bytes.Clone(data)
	for range 1 + random.IntN(8) {
		if len(data) < 2 {
			return data
		}
		at := random.IntN(len(data))
		to := min(len(data), at+1+random.IntN(64))
		switch random.IntN(6) {
		case 0:
			data[at] = byte(random.IntN(256))
		case 1:
			data[at] ^= 1 << random.IntN(8)
		case 2:
			data = slices.Delete(data, at, to)
		case 3:
			data = slices.Insert(data, at, data[at:to]...)
		case 4:
			clear(data[at:to])
		case 5:
			if random.IntN(4) == 0 {
				data = data[:at]
			}
		}
	}
	return data
}

// peakMemory returns the most memory in bytes that the process had, where Linux
// says so; else 0.
func peakMemory() (bytes int64) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			for _, r := range rest {
				if '0' <= r && r <= '9' {
					bytes = bytes*10 + int64(r-'0')
				}
			}
		}
	}
	return bytes << 10
}

// What has no end in sight is not read to it: the error says what is too large.
func TestEndlessFiles(t *testing.T) {
	long := strings.Repeat("word ", (maxLine+1<<20)/5)
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	for range 40 {
		if _, err := io.WriteString(w, strings.Repeat("{\"text\":\"a\"}\n", 10_000)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ data, want string }{
		"many.jsonl.gz": {packed.String(), "too large: it unpacks to more than 200 times its size"},
		"line.jsonl":    {`{"text":"` + long + `"}`, "line 1: too large: a narrative of more than 64 MB"},
		"one.json":      {`{"text":"` + long + `"}`, "too large: a narrative of more than 64 MB"},
		"entry.json":    {`[{"text":"a"},{"text":"` + long + `"}]`, "entry 2: too large: a narrative of more than 64 MB"},
		"empty.json":    {" \n", "the file is empty"},
	} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(c.data), 0o644); err != nil {
			t.Fatal(err)
		}
		var last error
		for r := range read(t.Context(), foundFile{path: path, name: name}) {
			last = r.err
		}
		if last == nil || !strings.HasSuffix(last.Error(), c.want) {
			t.Errorf("%s: %v, want %s", name, last, c.want)
		}
	}
}
