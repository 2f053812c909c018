// Package pdf reads PDF files: the text of their pages in reading order, as
// headings, paragraphs, list items, table rows and notes. PDFium finds the
// characters and where they stand; the rest is geometry.
package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/klippa-app/go-pdfium"
	pdfium_errors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"verbatim/corpus/document"
)

// Read makes a document of a PDF file's bytes. Its blocks have their pages.
//
// An error is document.ErrDamaged for what is no PDF or too broken to be
// opened, document.ErrEncrypted where a password is asked for, document.ErrNoText
// for pictures of pages, document.ErrLimit beyond the limits of package
// document, and what ended ctx when that is done, at whatever point. Several
// files can be read at the same time, and the memory that a file took is free
// when Read returns.
func Read(ctx context.Context, data []byte) (d *document.Document, err error) {
	defer func() {
		if r := recover(); r != nil {
			d, err = nil, damaged("reading it failed", fmt.Errorf("%v", r))
		}
	}()
	if len(data) > document.MaxBytes {
		return nil, document.Beyond(int64(len(data)), document.MaxBytes, "bytes")
	}
	// The header may come after other bytes: PDF 1.7, implementation note 13.
	if !bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) {
		return nil, fmt.Errorf("%w: not a PDF file", document.ErrDamaged)
	}
	d = &document.Document{}
	s := &source{styles: map[style]*style{}, limit: maxText}
	for more := true; more; {
		err = withEngine(ctx, func(p pdfium.Pdfium) (err error) {
			s.pdfium, s.handles = p, 0
			more, err = s.read(ctx, data, d)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	if err := checkText(s.pages); err != nil {
		return nil, err
	}
	if err := compose(ctx, d, s.pages); err != nil {
		return nil, err
	}
	return d, nil
}

const (
	maxText    = 8 << 20 // characters of a file: about 3,000 pages
	maxHandles = 200_000 // that one PDFium gives: its wrapper forgets them only when it is ended
)

// read opens a file in PDFium and takes out all that is needed of it, from the
// first page that is not read yet. It reports whether there is more for another
// PDFium, because this one has given many handles.
func (s *source) read(ctx context.Context, data []byte, d *document.Document) (more bool, err error) {
	opened, err := s.pdfium.OpenDocument(&requests.OpenDocument{File: &data})
	switch {
	case errors.Is(err, pdfium_errors.ErrPassword), errors.Is(err, pdfium_errors.ErrSecurity):
		return false, document.ErrEncrypted
	case err != nil:
		return false, damaged("it cannot be opened", err)
	}
	s.document = opened.Document
	count, err := s.pdfium.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: s.document})
	switch {
	case err != nil:
		return false, damaged("its pages cannot be counted", err)
	case count.PageCount > document.MaxPages:
		return false, document.Beyond(int64(count.PageCount), document.MaxPages, "pages")
	case count.PageCount == 0:
		return false, fmt.Errorf("%w: it has no pages", document.ErrDamaged)
	case len(s.pages) == 0:
		describe(s.pdfium, s.document, d)
	}
	for n := len(s.pages) + 1; n <= count.PageCount; n++ {
		if ctx.Err() != nil {
			return false, context.Cause(ctx)
		}
		if s.handles > maxHandles {
			return true, nil
		}
		p, err := s.page(n)
		switch {
		case errors.Is(err, document.ErrLimit):
			return false, err
		case err != nil:
			return false, damaged(fmt.Sprintf("page %d of %d cannot be read", n, count.PageCount), err)
		}
		s.pages = append(s.pages, p)
	}
	return false, nil
}

// damaged says what is broken, on one line: PDFium's own words are codes, with
// where they were said behind them.
func damaged(what string, err error) error {
	said, _, _ := strings.Cut(fmt.Sprint(err), "\n")
	return fmt.Errorf("%w: %s (%s)", document.ErrDamaged, what, said)
}

// checkText is an error for a file without text.
func checkText(pages []*page) error {
	pictures := 0
	for _, p := range pages {
		switch {
		case len(p.words) > 0:
			return nil
		case p.drawings > 0:
			pictures++
		}
	}
	if pictures == 0 {
		return fmt.Errorf("%w: blank (%s)", document.ErrNoText, counted(len(pages), "page"))
	}
	return fmt.Errorf("%w: a scanned PDF? (%s of pictures)", document.ErrNoText, counted(pictures, "page"))
}

// describe reads what a file says of itself.
func describe(p pdfium.Pdfium, ref references.FPDF_DOCUMENT, d *document.Document) {
	for _, tag := range []string{"Title", "Author", "Subject", "Keywords", "CreationDate"} {
		meta, err := p.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: ref, Tag: tag})
		if err == nil && (tag != "Title" || !junkTitle.MatchString(meta.Value)) {
			d.Describe(tag, meta.Value)
		}
	}
	if catalog, err := p.FPDFCatalog_GetLanguage(&requests.FPDFCatalog_GetLanguage{Document: ref}); err == nil {
		d.Describe("language", catalog.Language)
	}
}

// junkTitle matches titles that programs give: names of files and of themselves.
var junkTitle = regexp.MustCompile(`(?i)^(microsoft |untitled|document ?\d*$|print$|layout \d|slide \d|powerpoint)|\.(docx?|rtf|odt|pdf|indd|qxd|qxp|pmd|xlsx?|pptx?|txt|wpd|html?|tmp)$|^\W*$`)
