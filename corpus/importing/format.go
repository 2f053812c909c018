package importing

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"verbatim/corpus"
	"verbatim/corpus/document"
	"verbatim/corpus/document/epub"
	"verbatim/corpus/document/html"
	"verbatim/corpus/document/office"
	"verbatim/corpus/document/pdf"
	"verbatim/corpus/document/plain"
	"verbatim/corpus/document/rtf"
)

// A format is how files with some extensions are read.
type format struct {
	what       string // as people call it
	extensions []string
	read       func(ctx context.Context, data []byte) (*document.Document, error)
	rows       func(ctx context.Context, r io.Reader) iter.Seq2[*corpus.Narrative, error] // it holds narratives, a row each
	properties bool                                                                       // what it says of itself are properties
	archive    bool                                                                       // it holds files of the other formats
}

var zipFormat = &format{what: "a zip archive", extensions: []string{".zip"}, archive: true}

// formats is the table of what can be read.
var formats = []*format{
	{what: "a web page", extensions: []string{".html", ".htm", ".xhtml"}, read: html.Read},
	{what: "a PDF file", extensions: []string{".pdf"}, read: pdf.Read, properties: true},
	{what: "plain text", extensions: []string{".txt"}, read: plain.Read},
	{what: "Markdown", extensions: []string{".md", ".markdown"}, read: plain.ReadMarkdown},
	{what: "a Word document", extensions: []string{".docx", ".doc"}, read: office.Read, properties: true},
	{what: "an OpenDocument text", extensions: []string{".odt"}, read: office.Read, properties: true},
	{what: "an EPUB book", extensions: []string{".epub"}, read: epub.Read},
	{what: "rich text (RTF)", extensions: []string{".rtf"}, read: rtf.Read},
	{what: "JSON lines", extensions: []string{".jsonl", ".ndjson"}, rows: readJSONLines},
	{what: "JSON", extensions: []string{".json"}, rows: readJSONArray},
	{what: "a table (CSV)", extensions: []string{".csv"}, rows: readCSV},
	{what: "an Excel workbook", extensions: []string{".xlsx", ".xls"}, rows: readXLSX},
	zipFormat,
}

// formatOf returns a file's format by its name; .gz may follow the extension.
func formatOf(path string) (f *format, packed, ok bool) {
	name := strings.ToLower(filepath.Base(path))
	plain := strings.TrimSuffix(name, ".gz")
	for _, f := range formats {
		if slices.Contains(f.extensions, filepath.Ext(plain)) {
			return f, plain != name, true
		}
	}
	return nil, false, false
}

// Formats lists the extensions that can be read.
func Formats() (extensions []string) {
	for _, f := range formats {
		extensions = append(extensions, f.extensions...)
	}
	return extensions
}

func unknownFormat() error {
	return fmt.Errorf("cannot read this kind of file; it must be one of %s", strings.Join(Formats(), ", "))
}

// check reports whether a file is what its name says, as far as its first bytes
// tell: a file by another name is more likely a mistake than a report.
func (f *format) check(name string, data []byte) error {
	is := sniff(data)
	textual := !f.archive && !slices.Contains([]string{".pdf", ".docx", ".odt", ".epub", ".rtf", ".xlsx"}, f.extensions[0])
	switch {
	case is == "" && textual, is == f.what:
		return nil
	case is == "" && !textual:
		return fmt.Errorf("%w: its name ends in %s, but it is not %s", document.ErrDamaged, filepath.Ext(name), f.what)
	case is == oldOffice && slices.Contains([]string{".docx", ".odt", ".xlsx"}, f.extensions[0]):
		return nil // its reader says what to do
	case f.what == "Markdown" && is == "a web page":
		return nil // it may begin with an element
	case is == "a zip archive" && slices.Contains([]string{".docx", ".odt", ".epub", ".xlsx"}, f.extensions[0]):
		return nil // its reader says what is missing in it
	}
	return fmt.Errorf("its name ends in %s, but it is %s: rename it", filepath.Ext(name), is)
}

// oldOffice is what Word and Excel wrote before 2007.
const oldOffice = "an old Office file"

// sniffed is how many bytes at the beginning tell a format.
const sniffed = 1024

// sniff recognizes the formats that have a mark of their own; text has none.
func sniff(data []byte) (what string) {
	head := data[:min(len(data), sniffed)]
	switch {
	case bytes.Contains(head, []byte("%PDF-")):
		return "a PDF file"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return sniffZip(data)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return oldOffice // or behind a password: its reader tells
	case bytes.HasPrefix(head, []byte("{\\rtf")):
		return "rich text (RTF)"
	case bytes.HasPrefix(head, []byte("\x89PNG")), bytes.HasPrefix(head, []byte("\xff\xd8\xff")), bytes.HasPrefix(head, []byte("GIF8")):
		return "a picture"
	}
	start := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n"))
	if bytes.HasPrefix(start, []byte("<!doctype html")) || bytes.HasPrefix(start, []byte("<html")) {
		return "a web page"
	}
	return ""
}

// sniffZip recognizes the formats that are zip archives by what is in them.
func sniffZip(data []byte) (what string) {
	archive, err := document.OpenArchive(data)
	if err != nil {
		return "a zip archive"
	}
	switch {
	case archive.Has("word/document.xml"):
		return "a Word document"
	case archive.Has("META-INF/container.xml"):
		return "an EPUB book"
	case archive.Has("xl/workbook.xml"):
		return "an Excel workbook"
	case archive.Has("content.xml"):
		return "an OpenDocument text"
	}
	return "a zip archive"
}

// readDocument reads a file that is one document, within the time for it.
func readDocument(ctx context.Context, f *format, data []byte, name string) (*document.Document, error) {
	if err := f.check(name, data); err != nil {
		return nil, err
	}
	bounded, cancel := context.WithTimeout(ctx, document.MaxTime)
	defer cancel()
	d, err := f.read(bounded, data)
	if err != nil && ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("%w: reading it took longer than %v", document.ErrLimit, document.MaxTime)
	}
	return d, err
}

// ReadDocument reads a file of any format that holds one document. The error
// is an *Error.
func ReadDocument(ctx context.Context, path string) (*document.Document, error) {
	d, err := readPath(ctx, path)
	if err != nil {
		return nil, &Error{path, reason(err)}
	}
	return d, nil
}

func readPath(ctx context.Context, path string) (*document.Document, error) {
	f, packed, ok := formatOf(path)
	if !ok || packed || f.read == nil {
		return nil, errors.New("cannot read this kind of file")
	}
	if err := regular(os.Stat(path)); err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := readBounded(file)
	if err != nil {
		return nil, err
	}
	return readDocument(ctx, f, data, path)
}
