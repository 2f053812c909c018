package ui

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"verbatim/corpus/library"
	"verbatim/search"
	"verbatim/search/answer"
	"verbatim/search/enginetest"
)

// An export has a row for each passage that the page counts, in the same
// order, however many they are, and keeps no more of them in memory than it
// has to.
func TestExportsAreComplete(t *testing.T) {
	if testing.Short() {
		t.Skip("makes a library of 12,345 passages")
	}
	const passages = 12_345
	lib := enginetest.Library(t, manyPassages(t, passages))
	searcher := search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib)))
	handler := newHandler(searcher, slog.New(slog.DiscardHandler))

	want, err := searcher.Count(t.Context(), search.Request{Text: `"wage"`})
	if err != nil || want != passages {
		t.Fatalf("%d passages, %v", want, err)
	}
	for extension, start := range map[string]string{".csv": "Norland,", ".jsonl": `{"country":"Norland"`, ".bib": "@incollection{"} {
		t.Run(extension, func(t *testing.T) {
			out := &meter{ResponseRecorder: httptest.NewRecorder(), row: []byte("\n" + start)}
			handler.ServeHTTP(out, httptest.NewRequestWithContext(t.Context(), "GET", "/search"+extension+"?q=%22wage%22&sort=oldest", nil))
			if total := out.Header().Get("X-Total"); total != fmt.Sprint(passages) {
				t.Errorf("X-Total is %s", total)
			}
			if out.rows != passages {
				t.Errorf("%d rows, want %d", out.rows, passages)
			}
			if grown := out.most - out.least; grown > 1<<20 || out.written < 5<<20 {
				t.Errorf("the heap grew by %d bytes while %d were written", grown, out.written)
			}
		})
	}
}

// A meter counts the rows that it is given, and measures the memory in use
// meanwhile.
type meter struct {
	*httptest.ResponseRecorder
	row                   []byte // how each begins, behind the line before
	rest                  []byte // of the write before
	rows, written, writes int
	least, most           int64
}

func (m *meter) Write(data []byte) (int, error) {
	if m.writes == 0 {
		m.rest = []byte("\n")
	}
	all := append(m.rest, data...)
	m.rows += bytes.Count(all, m.row)
	m.rest = bytes.Clone(all[max(0, len(all)-len(m.row)+1):])
	if m.writes++; m.writes%50 == 1 {
		now := heap()
		m.most = max(m.most, now)
		if m.least == 0 {
			m.least = now
		}
	}
	m.written += len(data)
	return len(data), nil
}

// heap is the number of bytes in use.
func heap() int64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

// manyPassages writes a file with narratives of so many passages in all.
func manyPassages(t *testing.T, passages int) string {
	t.Helper()
	const each = 245
	path := filepath.Join(t.TempDir(), "many.jsonl")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	out := bufio.NewWriter(file)
	for first := 0; first < passages; first += each {
		var text strings.Builder
		for i := first; i < min(first+each, passages); i++ {
			fmt.Fprintf(&text, "Inspectors told employers in place %d to pay the wage that is due, and %s\\n\\n", i, strings.Repeat("to keep a book of it, ", 12))
		}
		fmt.Fprintf(out, `{"report":"Wages","country":"Norland","year":%d,"markdown":"%s"}`+"\n", 1900+first/each, text.String())
	}
	if err := errors.Join(out.Flush(), file.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestExportRows(t *testing.T) {
	lib := enginetest.Library(t, "testdata/library.jsonl")
	handler := newHandler(search.NewSearcher(lib, enginetest.NewNaive(enginetest.Docs(t, lib))), slog.New(slog.DiscardHandler))
	get := func(path string) *httptest.ResponseRecorder {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), "GET", path, nil))
		return answer
	}
	asked := "?" + url.Values{"q": {`"forced labor"`}, "country": {"North Korea", "Kenya"}, "year": {"2018..2023"}, "cursor": {"none"}}.Encode()

	table := get("/search.csv" + asked)
	body, isMarked := strings.CutPrefix(table.Body.String(), "\ufeff")
	if disposition := table.Header().Get("Content-Disposition"); !isMarked || disposition != `attachment; filename="verbatim.csv"` {
		t.Errorf("byte order mark: %t, Content-Disposition: %s", isMarked, disposition)
	}
	rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	cell := func(row []string, name string) string {
		for i, c := range rows[0] {
			if c == name {
				return row[i]
			}
		}
		t.Fatalf("no column %s", name)
		return ""
	}
	version := lib.Identity()[:8] + "."
	for _, row := range rows[1:] {
		for name, want := range map[string]string{
			"country": "North Korea", "year": "2023", "publisher": "U.S. Department of State", "file": "north-korea-2023.txt",
			"link":  "http://example.com/p/" + cell(row, "passage"),
			"query": `"forced labor" AND (country:"North Korea" OR country:"Kenya") AND year:2018..2023`,
		} {
			if got := cell(row, name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		if !strings.HasPrefix(cell(row, "library"), version) {
			t.Errorf("library is %s", cell(row, "library"))
		}
		if matches := cell(row, "matches"); !strings.Contains(matches, "forced labor") {
			t.Errorf("matches are %q", matches)
		}
	}
	if again, err := search.Parse(cell(rows[1], "query")); err != nil || again.String() != cell(rows[1], "query") {
		t.Errorf("the query of a row cannot be asked again: %v", err)
	}

	lines := strings.Split(strings.TrimSpace(get("/search.jsonl"+asked).Body.String()), "\n")
	for i, text := range lines {
		var l answer.ExportLine
		if err := json.Unmarshal([]byte(text), &l); err != nil || l.Passage != cell(rows[i+1], "passage") || l.Year != 2023 || len(l.Matches) == 0 {
			t.Errorf("line %d: %s, %v", i+1, text, err)
		}
	}

	bib := get("/search.bib" + asked).Body.String()
	if n := strings.Count(bib, "@incollection{trafficking-in-persons-2023-north-korea."); n != 3 || strings.Count(bib, `found by the query "forced labor"`) != 3 {
		t.Errorf("%d entries in\n%s", n, bib)
	}
	if head := get("/search.csv?q=%22forced"); head.Code != http.StatusBadRequest || !strings.Contains(head.Body.String(), "mark is missing") {
		t.Errorf("a question that cannot be read gives %d", head.Code)
	}
}

func TestNeutral(t *testing.T) {
	for cell, want := range map[string]string{
		"": "", "labor": "labor", "2023": "2023", "a=b": "a=b",
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "＝1": "'＝1",
	} {
		if got := answer.EscapeFormula(cell); got != want {
			t.Errorf("escapeFormula(%q) = %q, want %q", cell, got, want)
		}
	}
}

// An export that fails on its way does not look like a whole file.
func TestFailedExportIsBrokenOff(t *testing.T) {
	lib := enginetest.Library(t, "testdata/library.jsonl")
	docs := enginetest.Docs(t, lib)
	docs[len(docs)-1].Row = 1 << 40 // which the library does not have
	var log bytes.Buffer            // read when the server has ended, and so whoever writes to it
	server := httptest.NewServer(newHandler(search.NewSearcher(lib, enginetest.NewNaive(docs)), slog.New(slog.NewTextHandler(&log, nil))))
	defer server.Close()
	answer, err := http.Get(server.URL + "/search.csv?q=" + url.QueryEscape(docs[len(docs)-1].Text))
	if err == nil {
		var all bytes.Buffer
		_, err = all.ReadFrom(answer.Body)
		answer.Body.Close()
	}
	if err == nil {
		t.Error("the file looks whole")
	}
	server.Close()
	if !strings.Contains(log.String(), library.ErrNotFound.Error()) {
		t.Errorf("the log says %q", log.String())
	}
}
