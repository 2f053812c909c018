package office

import (
	"context"
	"errors"
	"maps"
	"path"
	"slices"
	"strings"

	"verbatim/corpus/document"
)

// A docx reads the parts of a WordprocessingML package.
type docx struct {
	ctx     context.Context
	archive *document.Archive
	styles  map[string]*style
	notes   map[string]document.Block // footnotes and endnotes, by kind and identifier
	numbers *numbering
	*scanner
	ledger
	fields []bool // of the fields that are open: whether their instruction is still being read
}

func readDOCX(ctx context.Context, archive *document.Archive, d *document.Document) error {
	r := &docx{ctx: ctx, archive: archive, notes: make(map[string]document.Block), ledger: ledger{d: d}}
	packaged, err := r.related("", "_rels/.rels")
	if err != nil {
		return err
	}
	main := packaged.first("officeDocument")
	if !archive.Has(main) {
		return errors.New("it contains no text document: it may be a spreadsheet or a presentation")
	}
	parts, err := r.related(path.Dir(main), path.Join(path.Dir(main), "_rels", path.Base(main)+".rels"))
	if err != nil {
		return err
	}
	if err := readProperties(ctx, archive, d, packaged.first("core-properties"), packaged.first("custom-properties")); err != nil {
		return err
	}
	if err := r.readStyles(parts.first("styles"), d); err != nil {
		return err
	}
	if err := r.readNumbering(parts.first("numbering")); err != nil {
		return err
	}
	for _, kind := range []string{"footnote", "endnote"} {
		if err := r.readNotes(kind, parts.first(kind+"s")); err != nil {
			return err
		}
	}
	if err := r.readRunning(append(parts["header"], parts["footer"]...), d); err != nil {
		return err
	}
	if err := r.readComments(parts.first("comments")); err != nil {
		return err
	}
	r.numbers.counts = make(map[string]*counter)
	body := newFlow(d)
	err = r.read(main, func(e element) error {
		if e.name == "w:document" {
			return r.blocks(body)
		}
		return errors.New("not a Word document: it begins with " + e.name)
	})
	for _, id := range slices.Sorted(maps.Keys(r.notes)) { // that nothing refers to
		d.Add(r.notes[id])
	}
	r.report()
	return err
}

// parts are the parts that another one refers to, by the last word of their
// kind's address: "styles".
type parts map[string][]string

func (p parts) first(kind string) string {
	if len(p[kind]) == 0 {
		return ""
	}
	return p[kind][0]
}

// related reads what a part refers to. Addresses are taken from folder.
func (r *docx) related(folder, name string) (parts, error) {
	found := make(parts)
	err := r.read(name, func(element) error {
		return r.each(func(e element) error {
			if e.name == "rel:Relationship" && e.attr("TargetMode") != "External" {
				target := e.attr("Target")
				if !strings.HasPrefix(target, "/") {
					target = path.Join(folder, target)
				}
				kind := path.Base(e.attr("Type"))
				found[kind] = append(found[kind], strings.TrimPrefix(target, "/"))
			}
			return nil
		}, nil)
	})
	return found, err
}

// read scans a part, if there is such a part; root goes through its outermost
// element.
func (r *docx) read(part string, root func(element) error) error {
	s, err := openPart(r.ctx, r.archive, part)
	if s == nil || err != nil {
		return err
	}
	r.scanner, r.fields = s, nil
	return s.each(root, nil)
}

// readNotes reads the footnotes or endnotes, without the strokes that part
// them from the text.
func (r *docx) readNotes(kind, part string) error {
	return r.read(part, func(element) error {
		return r.each(func(e element) error {
			if e.name != "w:"+kind || e.attr("type") != "" && e.attr("type") != "normal" {
				return nil
			}
			f := newFlow(new(document.Document))
			if err := r.blocks(f); err != nil {
				return err
			}
			r.notes[kind+e.attr("id")] = f.note()
			return nil
		}, nil)
	})
}

// readRunning reads the heads and feet of pages.
func (r *docx) readRunning(parts []string, d *document.Document) error {
	for _, part := range parts {
		f := newFlow(new(document.Document))
		if err := r.read(part, func(element) error { return r.blocks(f) }); err != nil {
			return err
		}
		f.running(d)
	}
	return nil
}

// readComments leaves out what people wrote beside the text.
func (r *docx) readComments(part string) error {
	return r.read(part, func(element) error {
		return r.each(func(element) error {
			return r.hide(commentText, func() error { return r.blocks(newFlow(new(document.Document))) })
		}, nil)
	})
}

// blocks adds the paragraphs and tables in the current element to the flow.
func (r *docx) blocks(f *flow) error {
	var joined *paragraph // a paragraph whose end was deleted, so that the next goes on with it
	var child func(element) error
	child = func(e element) error {
		switch e.name {
		case "w:p":
			p, ends, err := r.paragraph(f, joined)
			if joined = p; err != nil || !ends {
				return err
			}
			joined = nil
			if p == nil {
				return nil
			}
			r.number(p)
			return f.add(p)
		case "w:tbl":
			return r.table(f)
		case "w:del", "w:moveFrom":
			return r.hide(deletedText, func() error { return r.each(child, nil) })
		case "w:ins", "w:moveTo":
			r.changed = true
		case "w:sectPr":
			return nil
		case "w:sdt":
			return r.control(child)
		case "mc:AlternateContent":
			return r.alternative(child)
		}
		return r.each(child, nil)
	}
	if err := r.each(child, nil); err != nil {
		return err
	}
	if joined != nil {
		return f.add(joined)
	}
	return nil
}

// control goes through a content control, unless it holds a table of contents,
// or what asks the writer to fill it in.
func (r *docx) control(child func(element) error) error {
	skip := "" // why the content is left out
	return r.each(func(e element) error {
		switch e.name {
		case "w:sdtPr":
			return r.each(func(e element) error {
				switch e.name {
				case "w:showingPlcHdr":
					if isOn(e) {
						skip = placeholders
					}
				case "w:docPartObj":
					return r.each(func(e element) error {
						if e.name == "w:docPartGallery" && e.attr("val") == "Table of Contents" {
							skip = contentsText
						}
						return nil
					}, nil)
				}
				return nil
			}, nil)
		case "w:sdtContent":
			if skip != "" {
				return r.hide(skip, func() error { return r.each(child, nil) })
			}
			return r.each(child, nil)
		}
		return nil
	}, nil)
}

// alternative goes through one of the forms in which the same is given.
func (r *docx) alternative(child func(element) error) error {
	taken := false
	return r.each(func(e element) error {
		if taken {
			return nil
		}
		taken = true
		return r.each(child, nil)
	}, nil)
}

// table adds the rows of the current table.
func (r *docx) table(f *flow) error {
	var rows [][]*flow
	var child func(element) error
	child = func(e element) error {
		switch e.name {
		case "w:tr":
			cells, err := r.row(f)
			rows = append(rows, cells)
			return err
		case "w:tblPr", "w:tblGrid":
			return nil
		case "w:sdt":
			return r.control(child)
		}
		return r.each(child, nil)
	}
	if err := r.each(child, nil); err != nil {
		return err
	}
	return f.addTable(rows)
}

// row returns the cells of the current table row; none if it is deleted or
// hidden.
func (r *docx) row(f *flow) (cells []*flow, err error) {
	gone := false
	var child func(element) error
	child = func(e element) error {
		switch e.name {
		case "w:tc":
			cell := f.within()
			cells = append(cells, cell)
			return r.blocks(cell)
		case "w:trPr":
			return r.each(func(e element) error {
				gone = gone || e.name == "w:del" || e.name == "w:hidden" && isOn(e)
				return nil
			}, nil)
		case "w:sdt":
			return r.control(child)
		case "w:tblPrEx":
			return nil
		}
		return r.each(child, nil)
	}
	err = r.each(child, nil)
	if gone {
		r.changed = true
		for _, cell := range cells {
			r.leaveFlow(deletedText, cell.d.Blocks)
		}
		return nil, err
	}
	return cells, err
}
