package office

import (
	"encoding/xml"
	"slices"
	"strconv"
	"strings"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// paragraph reads a paragraph or heading.
func (r *odt) paragraph(f *flow, e element) (*paragraph, error) {
	s := r.style("paragraph", e.attr("style-name"))
	p := &paragraph{level: s.level(), quoted: s.quoted}
	if e.name == "text:h" {
		level, err := strconv.Atoi(e.attr("outline-level"))
		p.level = max(level, 1)
		if err != nil {
			p.level = 1
		}
	}
	err := r.inline(f, p, s.form)
	return p, err
}

// inline reads what is within a paragraph, or within a part of it that has the
// given form.
func (r *odt) inline(f *flow, p *paragraph, form form) error {
	look := form.look()
	write := func(text string) {
		p.write(r.count(text, look), look.bold || look.underlined)
	}
	return r.each(func(e element) error {
		switch e.name {
		case "text:span":
			own := r.style("text", e.attr("style-name")).form
			own.inherit(form)
			return r.inline(f, p, own)
		case "text:s":
			n, err := strconv.Atoi(e.attr("c"))
			if err != nil {
				n = 1
			}
			write(strings.Repeat(" ", min(max(n, 0), maxRepeated)))
		case "text:tab", "text:line-break":
			write(" ")
		case "text:note":
			return r.note(f, p)
		case "draw:text-box":
			box := f.within()
			err := r.blocks(box, place{})
			p.boxes = append(p.boxes, box.d.Blocks...)
			return err
		case "text:hidden-text", "text:hidden-paragraph":
			return r.hide(hiddenText, func() error { return r.inline(f, p, form) })
		case "text:ruby-text":
			return r.hide(readings, func() error { return r.inline(f, p, form) })
		case "office:annotation":
			return r.hide(commentText, func() error { return r.inline(f, p, form) })
		case "text:number":
			number, err := r.text()
			p.number = number
			return err
		case "dc:creator", "dc:date", "svg:title", "svg:desc":
		default:
			return r.inline(f, p, form)
		}
		return nil
	}, func(text string) { write(collapsed(text)) })
}

// collapsed makes one space of each run of white space, as OpenDocument has it.
func collapsed(text string) string {
	var out strings.Builder
	space := false
	for _, r := range text {
		if white := r == ' ' || r == '\t' || r == '\n' || r == '\r'; white {
			if !space {
				out.WriteByte(' ')
			}
			space = true
			continue
		}
		space = false
		out.WriteRune(r)
	}
	return out.String()
}

// note reads a footnote or endnote; its number is left out.
func (r *odt) note(f *flow, p *paragraph) error {
	return r.each(func(e element) error {
		if e.name != "text:note-body" {
			return nil
		}
		body := f.within()
		if err := r.blocks(body, place{}); err != nil {
			return err
		}
		if note := body.note(); note.Text != "" {
			p.notes = append(p.notes, note)
		}
		return nil
	}, nil)
}

// maxRepeated is how often a cell or row can be repeated; spreadsheets fill
// their edges up with empty ones by the million.
const maxRepeated = 1_000

func repeated(e element, attribute string) (int, error) {
	n, err := strconv.Atoi(e.attr(attribute))
	if err != nil || n < 1 {
		return 1, nil
	}
	if n > maxRepeated {
		return 0, document.Beyond(int64(n), maxRepeated, "times the same in a table")
	}
	return n, nil
}

// table adds the rows of the current table.
func (r *odt) table(f *flow) error {
	var rows [][]*flow
	var child func(element) error
	child = func(e element) error {
		if e.name != "table:table-row" {
			if strings.HasPrefix(e.name, "table:table-column") {
				return nil
			}
			return r.each(child, nil)
		}
		cells, err := r.row(f)
		if err != nil || empty(cells) {
			return err
		}
		n, err := repeated(e, "number-rows-repeated")
		for _, cell := range cells {
			r.d.Restored += (n - 1) * prose.Letters(cell.all())
		}
		for range n {
			rows = append(rows, cells)
		}
		return err
	}
	if err := r.each(child, nil); err != nil {
		return err
	}
	return f.addTable(rows)
}

func empty(cells []*flow) bool {
	for _, cell := range cells {
		if len(cell.d.Blocks) > 0 {
			return false
		}
	}
	return true
}

// row returns the cells of the current table row, without the empty ones at its
// end.
func (r *odt) row(f *flow) (cells []*flow, err error) {
	filled := 0
	err = r.each(func(e element) error {
		if e.name != "table:table-cell" && e.name != "table:covered-table-cell" {
			return nil
		}
		cell := f.within()
		if err := r.blocks(cell, place{}); err != nil {
			return err
		}
		n, err := repeated(e, "number-columns-repeated")
		if len(cell.d.Blocks) == 0 {
			n = min(max(n, 1), maxRepeated)
			err = nil
		}
		r.d.Restored += (n - 1) * prose.Letters(cell.all())
		for range n {
			cells = append(cells, cell)
		}
		if len(cell.d.Blocks) > 0 {
			filled = len(cells)
		}
		return err
	}, nil)
	return cells[:filled], err
}

// readStyles reads the styles in the current element.
func (r *odt) readStyles() error {
	return r.each(func(e element) error {
		switch e.name {
		case "text:list-style", "text:outline-style":
			return r.readListStyle(e)
		case "style:style":
			return r.readStyle(e)
		}
		return nil
	}, nil)
}

func (r *odt) readStyle(e element) error {
	s := namedStyle(e.attr("name"))
	s.based = e.attr("parent-style-name")
	s.unnumbered = slices.ContainsFunc(e.attrs, func(a xml.Attr) bool { return a.Name.Local == "list-style-name" && a.Value == "" })
	r.styles[e.attr("family")+" "+e.attr("name")] = s
	return r.each(func(e element) error {
		if e.name == "style:text-properties" {
			s.form = odtForm(e)
		}
		return nil
	}, nil)
}

// namedStyle returns what a style is by its name, in which "_20_" is a space.
func namedStyle(name string) *style {
	s := &style{name: strings.ReplaceAll(name, "_20_", " ")}
	s.nameSays()
	return s
}

func odtForm(e element) (f form) {
	if weight := e.attr("font-weight"); weight != "" {
		n, err := strconv.Atoi(weight)
		f.bold = new(weight == "bold" || err == nil && n >= 600)
	}
	if line := e.attr("text-underline-style"); line != "" {
		f.underlined = new(line != "none")
	}
	if position, _, _ := strings.Cut(e.attr("text-position"), " "); position != "" {
		f.raised = new(position == "super" || strings.HasSuffix(position, "%") && !strings.HasPrefix(position, "-") && position != "0%")
	}
	if display := e.attr("display"); display != "" {
		f.hidden = new(display == "none")
	}
	return f
}

// style returns a style with what it has from those that it is based on.
func (r *odt) style(family, name string) *style {
	s := new(style)
	for range maxBases {
		if name == "" {
			break
		}
		next := r.styles[family+" "+name]
		if next == nil { // built in, and not written down
			next = namedStyle(name)
		}
		if s.outline == 0 {
			s.outline = next.outline
		}
		s.quoted, s.unnumbered = s.quoted || next.quoted, s.unnumbered || next.unnumbered
		s.form.inherit(next.form)
		name = next.based
	}
	return s
}

// maxBases is how many styles can be based on each other in a row.
const maxBases = 32
