// Package sheet reads tables: CSV files and Excel workbooks, row by row.
package sheet

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/xuri/excelize/v2"

	"verbatim/corpus/document"
)

// A Row is a row of a table.
type Row struct {
	Sheet  string // of a workbook, or empty
	Number int    // as programs show it: a line of a CSV file, a row of a sheet, from 1
	Cells  []string
}

// MaxRows bounds the rows of a table, and MaxUnpacked the bytes of a workbook's XML.
const (
	MaxRows     = 1_000_000
	MaxUnpacked = 64 << 20
)

// ReadCSV yields the rows of a CSV file that are not empty. Commas, semicolons or
// tabs part the cells: what the first line has most of. An error is the last that
// is yielded.
func ReadCSV(ctx context.Context, data []byte) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		text, _, err := document.Decode(data)
		if err != nil {
			yield(Row{}, err)
			return
		}
		cells := csv.NewReader(strings.NewReader(text))
		cells.Comma, cells.FieldsPerRecord = separator(text), -1
		for n := 0; ; n++ {
			record, err := cells.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			if err == nil {
				err = allowed(ctx, n)
			} else if wrong, ok := errors.AsType[*csv.ParseError](err); ok {
				err = fmt.Errorf("%w: line %d, column %d: %w", document.ErrDamaged, wrong.Line, wrong.Column, wrong.Err)
			}
			if err != nil {
				yield(Row{}, err)
				return
			}
			line, _ := cells.FieldPos(0)
			if !blank(record) && !yield(Row{Number: line, Cells: record}, nil) {
				return
			}
		}
	}
}

// separator returns what parts the cells of a table, by its first line.
func separator(text string) rune {
	line, _, _ := strings.Cut(text, "\n")
	best := ','
	for _, r := range ";\t" {
		if strings.Count(line, string(r)) > strings.Count(line, string(best)) {
			best = r
		}
	}
	return best
}

// ReadXLSX yields the rows of an Excel workbook that are not empty, sheet by sheet,
// as they are shown. An error is the last that is yielded: document.ErrEncrypted,
// document.ErrLimit or document.ErrDamaged.
func ReadXLSX(ctx context.Context, data []byte) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		ended := false
		err := workbook(ctx, data, func(r Row) bool {
			ended = !yield(r, nil)
			return !ended
		})
		if err != nil && !ended {
			yield(Row{}, err)
		}
	}
}

func workbook(ctx context.Context, data []byte, use func(Row) bool) (err error) {
	using := false // what use does is no fault of the file
	defer func() {
		if r := recover(); r != nil {
			if using {
				panic(r)
			}
			err = fmt.Errorf("%w: not a whole workbook (%v)", document.ErrDamaged, r)
		}
	}()
	if err := whole(ctx, data); err != nil {
		return err
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: MaxUnpacked, UnzipXMLSizeLimit: MaxUnpacked})
	if err != nil {
		return fmt.Errorf("%w: not a whole workbook (%w)", document.ErrDamaged, err)
	}
	defer f.Close()
	for _, name := range f.GetSheetList() {
		rows, err := f.Rows(name)
		if err != nil {
			continue // a chart, or another sheet without cells
		}
		for n := 1; rows.Next(); n++ {
			if err := allowed(ctx, n); err != nil {
				return err
			}
			cells, err := rows.Columns()
			if err != nil {
				return fmt.Errorf("%w: sheet %q, row %d: %w", document.ErrDamaged, name, n, err)
			}
			using = true
			if !blank(cells) && !use(Row{Sheet: name, Number: n, Cells: cells}) {
				return nil
			}
			using = false
		}
		if err := errors.Join(rows.Error(), rows.Close()); err != nil {
			return fmt.Errorf("%w: sheet %q: %w", document.ErrDamaged, name, err)
		}
	}
	return nil
}

// oldOffice begins Office's files of before 2007, and those behind a password.
var oldOffice = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

// whole reports what a workbook is, if it is none that can be read. What is in it
// is unpacked once within the limits: the library goes by what the file says.
func whole(ctx context.Context, data []byte) error {
	if bytes.HasPrefix(data, oldOffice) {
		if bytes.Contains(data, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")) {
			return fmt.Errorf("%w: open it in Excel and save it without a password", document.ErrEncrypted)
		}
		return errors.New("an old Excel workbook (.xls): open it in Excel or LibreOffice and save it as .xlsx")
	}
	archive, err := document.OpenArchive(data)
	if err != nil {
		return err
	}
	size := 0
	for m, err := range archive.Members() {
		if err != nil {
			return err
		}
		if !strings.HasSuffix(m.Name, ".xml") && !strings.HasSuffix(m.Name, ".rels") {
			continue
		}
		content, err := m.Read(ctx)
		if err != nil {
			return err
		}
		if size += len(content); size > MaxUnpacked {
			return document.Beyond(int64(size), MaxUnpacked, "bytes of a workbook's XML")
		}
	}
	return nil
}

func allowed(ctx context.Context, rows int) error {
	if rows > MaxRows {
		return document.Beyond(int64(rows), MaxRows, "rows")
	}
	return ctx.Err()
}

func blank(cells []string) bool {
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}
