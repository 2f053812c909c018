package office

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// paragraph reads the current paragraph; it goes on with the one before where
// that one's end was deleted. Ends is false if its own end was deleted. It is
// nil if it is not to be read: a line of a table of contents.
func (r *docx) paragraph(f *flow, before *paragraph) (p *paragraph, ends bool, err error) {
	p, ends = before, true
	if p == nil {
		p = new(paragraph)
	}
	form := r.styles[""] // of a paragraph that says nothing of its form
	contents := false
	err = r.each(func(e element) error {
		if e.name != "w:pPr" {
			return r.inline(f, p, form, e)
		}
		own, deleted, err := r.paragraphForm()
		if err != nil {
			return err
		}
		form = own
		ends = !deleted
		contents = own.contents
		p.level, p.item, p.quoted, p.list = own.level(), own.listed, own.quoted, own.list
		return nil
	}, nil)
	if contents {
		r.d.LeaveOut(contentsText, string(p.text), 0)
		r.leaveFlow(contentsText, slices.Concat(p.notes, p.boxes))
		return nil, true, err
	}
	return p, ends, err
}

// paragraphForm reads a paragraph's properties into the style that it has by
// them. Deleted says that the paragraph's end is.
func (r *docx) paragraphForm() (form *style, deleted bool, err error) {
	form = r.styles[""].copied()
	var own []func(*style)
	err = r.each(func(e element) error {
		switch e.name {
		case "w:pStyle":
			if named := r.styles[e.attr("val")]; named != nil {
				form = named.copied()
			}
		case "w:rPr": // of the mark that ends the paragraph
			return r.each(func(e element) error {
				deleted = deleted || e.name == "w:del" || e.name == "w:moveFrom"
				return nil
			}, nil)
		default:
			change, err := r.paragraphProperty(e)
			own = append(own, change)
			return err
		}
		return nil
	}, nil)
	for _, change := range own {
		change(form)
	}
	return form, deleted, err
}

// inline reads an element within a paragraph.
func (r *docx) inline(f *flow, p *paragraph, form *style, e element) error {
	inner := func(e element) error { return r.inline(f, p, form, e) }
	switch e.name {
	case "w:r":
		return r.run(f, p, form)
	case "w:del", "w:moveFrom":
		return r.hide(deletedText, func() error { return r.each(inner, nil) })
	case "w:ins", "w:moveTo":
		r.changed = true
	case "w:pPr", "w:pPrChange":
		return nil
	case "w:sdt":
		return r.control(inner)
	case "mc:AlternateContent":
		return r.alternative(inner)
	case "w:fldSimple":
		return r.each(inner, nil)
	case "w:rt": // how a word is said, above it
		return r.hide(readings, func() error { return r.each(inner, nil) })
	case "m:t":
		text, err := r.text()
		p.write(r.count(text, look{}), false)
		return err
	}
	return r.each(inner, nil)
}

// run reads a run: text of one form.
func (r *docx) run(f *flow, p *paragraph, form *style) error {
	look := form.form.look()
	marked := false // the reader wrote a note's mark by hand: the rest of the run is that
	var child func(element) error
	child = func(e element) error {
		write := func(text string) {
			switch {
			case r.instructing():
			case marked && r.hiding == "":
				r.leave(noteMarks, text)
			default:
				p.write(r.count(text, look), look.bold || look.underlined)
			}
		}
		switch e.name {
		case "w:rPr":
			own, err := r.runLook(form)
			look = own
			return err
		case "w:t", "w:delText":
			text, err := r.text()
			write(text)
			return err
		case "w:tab", "w:ptab", "w:br", "w:cr":
			write(" ")
		case "w:noBreakHyphen":
			write("-")
		case "w:sym":
			write(symbol(e.attr("char")))
		case "w:fldChar":
			r.field(e.attr("fldCharType"))
		case "w:footnoteReference", "w:endnoteReference":
			marked = e.attr("customMarkFollows") != "" && onOff(e.attr("customMarkFollows"))
			r.refer(p, strings.TrimSuffix(strings.TrimPrefix(e.name, "w:"), "Reference")+e.attr("id"))
		case "w:txbxContent":
			box := f.within()
			err := r.blocks(box)
			p.boxes = append(p.boxes, box.d.Blocks...)
			return err
		case "mc:AlternateContent":
			return r.alternative(child)
		case "w:instrText", "w:delInstrText", "w:softHyphen":
		default:
			return r.each(child, nil)
		}
		return nil
	}
	return r.each(child, nil)
}

// refer puts the note of that identifier behind the paragraph that refers to it
// first.
func (r *docx) refer(p *paragraph, id string) {
	note := r.notes[id]
	delete(r.notes, id)
	switch {
	case r.hiding != "":
		r.d.LeaveOut(r.hiding, note.Text, 0)
	case note.Text != "":
		p.notes = append(p.notes, note)
	}
}

// field follows the marks of a field: its instruction, which is not read, and
// its result.
func (r *docx) field(mark string) {
	n := len(r.fields)
	switch {
	case mark == "begin":
		r.fields = append(r.fields, true)
	case mark == "separate" && n > 0:
		r.fields[n-1] = false
	case mark == "end" && n > 0:
		r.fields = r.fields[:n-1]
	}
}

// instructing reports whether what is read now is part of a field's instruction.
func (r *docx) instructing() bool {
	for _, instruction := range r.fields {
		if instruction {
			return true
		}
	}
	return false
}

// symbol returns the character of a symbol font, by its number in hexadecimal;
// those that only such a font has are left out.
func symbol(char string) string {
	c, err := strconv.ParseUint(char, 16, 16)
	if err != nil || !unicode.IsPrint(rune(c)) {
		return ""
	}
	return string(rune(c))
}
