package office

import (
	"context"
	"errors"
	"strings"

	"verbatim/corpus/document"
)

// An odt reads the content of an OpenDocument text.
type odt struct {
	*scanner
	ledger
	styles map[string]*style // of paragraphs and of text, by family and name

	listStyles map[string][maxLevels]level // by name
	numbers    numbering
	headings   *list            // that of the document's headings
	lists      map[string]*list // by their identifiers
	last       map[string]*list // the last of each style
	begun      int              // lists
}

func readODT(ctx context.Context, archive *document.Archive, d *document.Document) error {
	if err := unencrypted(ctx, archive); err != nil {
		return err
	}
	if err := readProperties(ctx, archive, d, "meta.xml"); err != nil {
		return err
	}
	r := &odt{
		styles: make(map[string]*style), ledger: ledger{d: d},
		listStyles: make(map[string][maxLevels]level), numbers: numbering{counts: make(map[string]*counter)},
		headings: &list{id: outlineStyle}, lists: make(map[string]*list), last: make(map[string]*list),
	}
	found := false
	for _, part := range []string{"styles.xml", "content.xml"} {
		s, err := openPart(ctx, archive, part)
		if err != nil {
			return err
		}
		if s == nil {
			continue
		}
		r.scanner = s
		err = s.each(func(element) error {
			return s.each(func(e element) error {
				switch e.name {
				case "office:styles", "office:automatic-styles":
					return r.readStyles()
				case "office:master-styles":
					return r.running(d)
				case "office:body":
					return s.each(func(e element) error {
						if e.name != "office:text" {
							return nil
						}
						found = true
						return r.blocks(newFlow(d), place{})
					}, nil)
				}
				return nil
			}, nil)
		}, nil)
		if err != nil {
			return err
		}
	}
	r.report()
	if !found {
		return errors.New("it contains no text document: it may be a spreadsheet or a presentation")
	}
	return nil
}

// unencrypted looks into the manifest, which says what is encrypted.
func unencrypted(ctx context.Context, archive *document.Archive) error {
	s, err := openPart(ctx, archive, "META-INF/manifest.xml")
	if s == nil || err != nil {
		return err
	}
	var child func(element) error
	child = func(e element) error {
		if e.name == "manifest:encryption-data" {
			return document.ErrEncrypted
		}
		return s.each(child, nil)
	}
	return s.each(child, nil)
}

// running takes in the heads and feet of pages.
func (r *odt) running(d *document.Document) error {
	var child func(element) error
	child = func(e element) error {
		if !strings.HasPrefix(e.name, "style:header") && !strings.HasPrefix(e.name, "style:footer") {
			return r.each(child, nil)
		}
		f := newFlow(new(document.Document))
		err := r.blocks(f, place{})
		f.running(d)
		return err
	}
	return r.each(child, nil)
}

// blocks adds the paragraphs, lists and tables in the current element, which stands at
// a place of a list, to the flow. The first paragraph of a list's item is the item.
func (r *odt) blocks(f *flow, at place) error {
	var child func(element) error
	child = func(e element) error {
		switch e.name {
		case "text:h", "text:p":
			p, err := r.paragraph(f, e)
			if err != nil {
				return err
			}
			r.number(p, e, at)
			p.item, at.item = at.item, false
			return f.add(p)
		case "text:list":
			return r.blocks(f, r.enter(e, at))
		case "text:list-item", "text:list-header":
			return r.blocks(f, at.enterItem(e))
		case "text:section":
			if e.attr("display") == "none" {
				return r.hide(hiddenText, func() error { return r.each(child, nil) })
			}
		case "table:table":
			return r.table(f)
		case "text:tracked-changes":
			return r.hide(deletedText, func() error { return r.each(child, nil) })
		case "office:annotation":
			return r.hide(commentText, func() error { return r.each(child, nil) })
		case "text:table-of-content", "text:illustration-index", "text:table-index", "text:alphabetical-index", "text:user-index", "text:object-index":
			return r.hide(contentsText, func() error { return r.each(child, nil) })
		case "office:change-info", "office:forms", "text:sequence-decls", "svg:title", "svg:desc":
			return nil
		}
		return r.each(child, nil)
	}
	return r.each(child, nil)
}
