package importing

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"verbatim/corpus/corpustest"
	"verbatim/corpus/library"
)

var packDemo = flag.Bool("pack-demo", false, "make the files of the demonstration collection anew, out of the collections in the data folder")

// TestDemo imports the files of the demonstration collection as anybody would, and
// wants the library that AddDemo makes.
func TestDemo(t *testing.T) {
	demo, imported := newDemoLibrary(t), newDemoLibrary(t)
	if err := AddDemo(t.Context(), demo); err != nil {
		t.Fatal(err)
	}
	report, err := Files(t.Context(), imported, corpustest.Demo(t), nil)
	if err != nil || len(report.Failed) > 0 || len(report.Conflicts) > 0 {
		t.Fatal(err, report.Failed, report.Conflicts)
	}
	got, want := describeLibrary(t, demo), describeLibrary(t, imported)
	if !slices.Equal(got, want) {
		t.Errorf("AddDemo adds %d narratives, an import %d others", len(got), len(want))
	}
	counts := map[string]int{}
	for n, err := range demo.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		counts[n.Publisher]++
		if n.Title == "" || n.Language != "en" || n.Source.SHA256 == "" {
			t.Errorf("%s: title %q, language %q, source %+v", n.ID, n.Title, n.Language, n.Source)
		}
	}
	if counts["U.S. Central Intelligence Agency"] != 349 || counts["U.S. Department of Labor"] != 929 || len(counts) != 2 {
		t.Errorf("narratives: %v", counts)
	}
}

func newDemoLibrary(t *testing.T) *library.Library {
	t.Helper()
	l, err := library.Create(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// describeLibrary returns, for each narrative, all that an import knows but the time.
func describeLibrary(t *testing.T, l *library.Library) (all []string) {
	t.Helper()
	for n, err := range l.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprint(n.ID, n.Title, n.Tier, n.Source.Name, n.Source.SHA256, n.Passages, n.Text))
	}
	return all
}

// TestDemoIsPacked compares the embedded files with the collections that they are
// made of, where the data folder has these. With -pack-demo it makes them.
func TestDemoIsPacked(t *testing.T) {
	for _, packed := range corpustest.Demo(t) {
		original, ok := corpustest.Collection(t, filepath.Base(packed))
		if !ok {
			continue
		}
		lines := bytes.Join(demoLines(t, original), []byte("\n"))
		lines = append(lines, '\n')
		if *packDemo {
			writePacked(t, packed, lines)
		}
		if !bytes.Equal(unpacked(t, packed), lines) {
			t.Errorf("%s is not what is made of %s: -pack-demo makes it anew", packed, original)
		}
	}
}

// demoLines returns the lines of a collection, in their order, with the members that
// an import reads: of each report, country and year the last one alone.
func demoLines(t *testing.T, path string) (lines [][]byte) {
	t.Helper()
	places := map[string]int{}
	all := bufio.NewScanner(bytes.NewReader(unpacked(t, path)))
	all.Buffer(nil, maxLine)
	for all.Scan() {
		var n jsonNarrative
		if err := json.Unmarshal(all.Bytes(), &n); err != nil {
			t.Fatal(err)
		}
		var line bytes.Buffer
		e := json.NewEncoder(&line)
		e.SetEscapeHTML(false)
		if err := e.Encode(n); err != nil {
			t.Fatal(err)
		}
		key := fmt.Sprint(n.Report, "\x00", n.Country, "\x00", n.Year)
		at, seen := places[key]
		if !seen {
			at = len(lines)
			places[key] = at
			lines = append(lines, nil)
		}
		lines[at] = bytes.TrimSpace(line.Bytes())
	}
	if err := all.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

func unpacked(t *testing.T, path string) []byte {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	content, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(content)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// writePacked packs without a name or a time, so that the same lines become the same
// file.
func writePacked(t *testing.T, path string, lines []byte) {
	t.Helper()
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(lines); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, packed.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
