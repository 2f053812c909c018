package enginetest

import (
	"encoding/json"
	"strings"
	"testing"

	"verbatim/corpus"
	"verbatim/corpus/corpustest"
)

// realDocs reads about as many passages as are wanted of the collections of the
// demonstration, and of others where the data folder has them.
func realDocs(t testing.TB, each int) (docs []Doc) {
	t.Helper()
	paths := corpustest.Demo(t)
	for _, name := range []string{"human-rights-practices-2016-2023.jsonl.gz", "child-labor-2013-2021.jsonl.gz"} {
		if path, ok := corpustest.Collection(t, name); ok {
			paths = append(paths, path)
		}
	}
	for _, path := range paths {
		wanted := len(docs) + each
		for line := range corpustest.Lines(t, path, 1, each) {
			if len(docs) >= wanted {
				break
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
	queries := 300
	if testing.Short() {
		queries = 60
	}
	Run(t, NewNaive(docs), docs, queries, false)
}
