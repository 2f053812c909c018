package enginetest

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"verbatim/corpus"
)

// realDocs reads about as many passages of real reports as are wanted from
// each of some collections, or skips the test.
func realDocs(t testing.TB, each int) (docs []Doc) {
	t.Helper()
	dir := os.Getenv("VERBATIM_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	for _, name := range []string{"human-rights-practices-2016-2023", "child-labor-2013-2021", "factbook-trafficking-2014-2025"} {
		file, err := os.Open(filepath.Join(dir, "corpora", name+".jsonl.gz"))
		if err != nil {
			t.Skipf("no real reports (%v); set VERBATIM_DATA to their folder", err)
		}
		defer file.Close()
		unpacked, err := gzip.NewReader(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(unpacked)
		for wanted := len(docs) + each; len(docs) < wanted; {
			line, err := lines.ReadBytes('\n')
			if err != nil {
				t.Fatal(err)
			}
			docs = append(docs, docsOf(t, line, int64(len(docs)))...)
		}
	}
	return docs
}

// docsOf makes the passages of one narrative, in a rough way: a heading names
// the section, and what stands between blank lines is a passage.
func docsOf(t testing.TB, line []byte, row int64) (docs []Doc) {
	t.Helper()
	var from struct {
		Report, Country, Tier, Markdown string
		Year                            int
	}
	if err := json.Unmarshal(line, &from); err != nil {
		t.Fatal(err)
	}
	n := &corpus.Narrative{ID: from.Report + " " + from.Country, Report: from.Report, Country: from.Country, Year: from.Year, Tier: from.Tier}
	section := ""
	for block := range strings.SplitSeq(from.Markdown, "\n\n") {
		text := strings.TrimSpace(block)
		if title, ok := strings.CutPrefix(text, "#"); ok {
			section = strings.TrimSpace(strings.TrimLeft(title, "#"))
			continue
		}
		if text != "" {
			docs = append(docs, Doc{row, n, corpus.Passage{Section: section, Kind: corpus.Paragraph}, text})
			row++
		}
	}
	return docs
}

// On real text the naive engine passes by itself; what is tested is that
// search.Match reads queries as it does.
func TestMatchOnRealReports(t *testing.T) {
	docs := realDocs(t, 300)
	Run(t, NewNaive(docs), docs, 300, false)
}
