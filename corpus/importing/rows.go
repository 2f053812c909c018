package importing

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"verbatim/corpus"
	"verbatim/corpus/document"
	"verbatim/corpus/document/sheet"
)

// readJSONArray reads an array of narratives, each an object as in JSON lines; a
// single object is one narrative.
func readJSONArray(ctx context.Context, r io.Reader) iter.Seq2[*corpus.Narrative, error] {
	return func(yield func(*corpus.Narrative, error) bool) {
		bounded := &entryReader{r: bufio.NewReader(r), left: maxLine}
		switch first, err := bounded.first(); {
		case err != nil:
			yield(nil, fmt.Errorf("%w: %w", document.ErrDamaged, err))
			return
		case first == 0:
			yield(nil, errors.New("the file is empty"))
			return
		case first == '{':
			data, err := io.ReadAll(bounded)
			if err != nil {
				yield(nil, err)
				return
			}
			yield(parseJSONLine(ctx, bytes.TrimSpace(data)))
			return
		}
		entries := json.NewDecoder(bounded)
		if start, err := entries.Token(); err != nil || start != json.Delim('[') {
			yield(nil, errors.New("no array of narratives: it should begin with [ and have an object for each, as in JSON lines"))
			return
		}
		for n := 1; entries.More(); n++ {
			var entry json.RawMessage
			if ctx.Err() != nil {
				yield(nil, ctx.Err())
				return
			}
			bounded.left = maxLine
			if err := entries.Decode(&entry); errors.Is(err, document.ErrLimit) {
				yield(nil, fmt.Errorf("entry %d: %w", n, err))
				return
			} else if err != nil {
				yield(nil, fmt.Errorf("%w: entry %d: %w", document.ErrDamaged, n, explainJSON(err)))
				return
			}
			narrative, err := parseJSONLine(ctx, entry)
			if err != nil {
				err = fmt.Errorf("entry %d: %w", n, err)
			}
			if !yield(narrative, err) {
				return
			}
		}
		if _, err := entries.Token(); err != nil {
			yield(nil, fmt.Errorf("%w: the array has no end", document.ErrDamaged))
		}
	}
}

// An entryReader reads a file entry by entry: each sets anew how many bytes are left.
type entryReader struct {
	r    *bufio.Reader
	left int
}

func (e *entryReader) Read(p []byte) (n int, err error) {
	if e.left <= 0 {
		return 0, errLong
	}
	n, err = e.r.Read(p[:min(len(p), e.left)])
	e.left -= n
	return n, err
}

// first returns the first byte behind white space and a byte order mark, which is still to
// be read; 0 at the end.
func (e *entryReader) first() (byte, error) {
	if mark, _ := e.r.Peek(3); string(mark) == "\ufeff" {
		_, _ = e.r.Discard(3) // it is there
	}
	for {
		next, err := e.r.Peek(1)
		switch {
		case errors.Is(err, io.EOF):
			return 0, nil
		case err != nil:
			return 0, err
		case strings.IndexByte(" \t\r\n", next[0]) < 0:
			return next[0], nil
		}
		_, _ = e.r.Discard(1) // it is there
	}
}

// readCSV reads a table with a narrative a row; see readRows.
func readCSV(ctx context.Context, r io.Reader) iter.Seq2[*corpus.Narrative, error] {
	return readTable(ctx, r, sheet.ReadCSV)
}

// readXLSX reads a workbook with a narrative a row; see readRows.
func readXLSX(ctx context.Context, r io.Reader) iter.Seq2[*corpus.Narrative, error] {
	return readTable(ctx, r, sheet.ReadXLSX)
}

func readTable(ctx context.Context, r io.Reader, read func(context.Context, []byte) iter.Seq2[sheet.Row, error]) iter.Seq2[*corpus.Narrative, error] {
	return func(yield func(*corpus.Narrative, error) bool) {
		data, err := readBounded(r)
		if err != nil {
			yield(nil, err)
			return
		}
		bounded, cancel := context.WithTimeout(ctx, document.MaxTime)
		defer cancel()
		for n, err := range readRows(bounded, read(bounded, data)) {
			if !yield(n, err) {
				return
			}
		}
	}
}

// readRows reads a narrative a row. The first row of each sheet names its columns:
// report, publisher, country, year, title, tier, url, language, and text or
// markdown; others are left out, and said to be. A sheet without a column for the text is an error
// that says what is missing; a row that is wrong is one that names it.
func readRows(ctx context.Context, rows iter.Seq2[sheet.Row, error]) iter.Seq2[*corpus.Narrative, error] {
	return func(yield func(*corpus.Narrative, error) bool) {
		var columns []string
		current, began := "", false
		for row, err := range rows {
			if err != nil {
				yield(nil, err)
				return
			}
			if !began || row.Sheet != current {
				began, current = true, row.Sheet
				if columns, err = tableColumns(row); err != nil && !yield(nil, err) {
					return
				}
				continue
			}
			if columns == nil {
				continue // its header was an error
			}
			n, err := narrativeOfRow(ctx, columns, row)
			if err != nil {
				err = fmt.Errorf("%s%d: %w", rowName(row), row.Number, err)
			}
			if !yield(n, err) {
				return
			}
		}
		if !began {
			yield(nil, document.ErrNoText)
		}
	}
}

func rowName(row sheet.Row) string {
	if row.Sheet != "" {
		return fmt.Sprintf("sheet %q, row ", row.Sheet)
	}
	return "line "
}

// tableColumns returns the names of a table's columns in small letters, or nil and an
// error if there is none for the text.
func tableColumns(row sheet.Row) ([]string, error) {
	columns := make([]string, len(row.Cells))
	where := ""
	if row.Sheet != "" {
		where = fmt.Sprintf("sheet %q: ", row.Sheet)
	}
	text := false
	for i, cell := range row.Cells {
		name := strings.ToLower(strings.TrimSpace(cell))
		if name != "" && slices.Contains(columns[:i], name) {
			return nil, fmt.Errorf("%stwo columns of the table are called %s: rename one", where, name)
		}
		columns[i] = name
		text = text || name == "text" || name == "markdown"
	}
	if text {
		return columns, nil
	}
	names := strings.Join(columns[:min(len(columns), 8)], ", ")
	return nil, fmt.Errorf("%sthe table has no column of texts: name it text (its columns are %s), and others report, country, year", where, names)
}

// narrativeOfRow makes a narrative of a row, whose columns are members of an object as in
// JSON lines. A column without a name is called by its number.
func narrativeOfRow(ctx context.Context, columns []string, row sheet.Row) (*corpus.Narrative, error) {
	members := map[string]string{}
	for i, cell := range row.Cells {
		if i < len(columns) && columns[i] != "" {
			members[columns[i]] = cell
		} else {
			members[fmt.Sprintf("column %d", i+1)] = cell
		}
	}
	object, err := json.Marshal(members)
	if err != nil {
		return nil, err
	}
	return parseJSONLine(ctx, object)
}
