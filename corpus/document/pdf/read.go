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
			d, err = nil, fmt.Errorf("%w: reading it failed: %v", document.ErrDamaged, r)
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
	var pages []*page
	err = withEngine(ctx, func(p pdfium.Pdfium) error {
		pages, err = readPages(ctx, p, data, d)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := compose(ctx, d, pages); err != nil {
		return nil, err
	}
	return d, nil
}

// readPages opens a file in PDFium and takes out all that is needed of it.
func readPages(ctx context.Context, p pdfium.Pdfium, data []byte, d *document.Document) ([]*page, error) {
	opened, err := p.OpenDocument(&requests.OpenDocument{File: &data})
	switch {
	case errors.Is(err, pdfium_errors.ErrPassword), errors.Is(err, pdfium_errors.ErrSecurity):
		return nil, document.ErrEncrypted
	case err != nil:
		return nil, damaged("it cannot be opened", err)
	}
	describe(p, opened.Document, d)
	count, err := p.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: opened.Document})
	if err != nil {
		return nil, damaged("its pages cannot be counted", err)
	}
	if count.PageCount > document.MaxPages {
		return nil, document.Beyond(int64(count.PageCount), document.MaxPages, "pages")
	}
	if count.PageCount == 0 {
		return nil, fmt.Errorf("%w: it has no pages", document.ErrDamaged)
	}
	s := source{pdfium: p, document: opened.Document, styles: map[style]*style{}, limit: document.MaxText}
	pages := make([]*page, count.PageCount)
	for i := range pages {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		switch pages[i], err = s.page(i + 1); {
		case errors.Is(err, document.ErrLimit):
			return nil, err
		case err != nil:
			return nil, damaged(fmt.Sprintf("page %d of %d cannot be read", i+1, len(pages)), err)
		}
	}
	return pages, checkText(pages)
}

// damaged says what is broken; PDFium's own words are codes.
func damaged(what string, err error) error {
	return fmt.Errorf("%w: %s (%v)", document.ErrDamaged, what, err)
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
		return fmt.Errorf("%w: nothing is on its %s", document.ErrNoText, counted(len(pages), "page"))
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
