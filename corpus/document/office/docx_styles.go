package office

import (
	"strconv"

	"verbatim/corpus/document"
)

// readStyles reads the styles, and the document's language.
func (r *docx) readStyles(part string, d *document.Document) error {
	r.styles = make(map[string]*style)
	usual := new(style)
	err := r.read(part, func(element) error {
		return r.each(func(e element) error {
			switch e.name {
			case "w:docDefaults":
				return r.readDefaults(d)
			case "w:style":
				s, err := r.readStyle()
				if s.list.level < 0 {
					s.list.style = e.attr("styleId")
				}
				r.styles[e.attr("styleId")] = s
				if e.attr("type") == "paragraph" && e.attr("default") != "" && onOff(e.attr("default")) {
					usual = s
				}
				return err
			}
			return nil
		}, nil)
	})
	for _, s := range r.styles {
		r.resolve(s)
	}
	r.styles[""] = usual
	return err
}

// readDefaults looks for the language of the text.
func (r *docx) readDefaults(d *document.Document) error {
	var child func(element) error
	child = func(e element) error {
		if e.name == "w:lang" {
			d.Describe("language", e.attr("val"))
		}
		return r.each(child, nil)
	}
	return r.each(child, nil)
}

func (r *docx) readStyle() (*style, error) {
	s := new(style)
	err := r.each(func(e element) error {
		switch e.name {
		case "w:name":
			s.name = e.attr("val")
		case "w:basedOn":
			s.based = e.attr("val")
		case "w:pPr":
			return r.each(func(e element) error {
				change, err := r.paragraphProperty(e)
				change(s)
				return err
			}, nil)
		case "w:rPr":
			own, err := r.form()
			s.form = own
			return err
		}
		return nil
	}, nil)
	s.nameSays()
	return s, err
}

// resolve takes over what the styles say that this one is based on, until one
// is not there or comes back to the beginning.
func (r *docx) resolve(s *style) {
	base := r.styles[s.based]
	for hops := 0; base != nil && hops < len(r.styles); hops++ {
		if s.outline == 0 {
			s.outline = base.outline
		}
		s.listed = s.listed || base.listed
		if s.list.id == "" {
			s.list = base.list
		}
		s.quoted = s.quoted || base.quoted
		s.form.inherit(base.form)
		base = r.styles[base.based]
	}
}

// paragraphProperty returns what a property of a paragraph changes in its style.
func (r *docx) paragraphProperty(e element) (change func(*style), err error) {
	switch e.name {
	case "w:outlineLvl":
		level, err := strconv.Atoi(e.attr("val"))
		if err != nil || level < 0 || level > 8 {
			level = bodyText - 1
		}
		return func(s *style) { s.outline = level + 1 }, nil
	case "w:numPr":
		list := listing{level: -1}
		err = r.each(func(e element) error {
			switch e.name {
			case "w:numId":
				list.id = e.attr("val")
			case "w:ilvl":
				if level, err := strconv.Atoi(e.attr("val")); err == nil && level >= 0 && level < maxLevels {
					list.level = level
				}
			case "w:ins":
				r.changed = true
			}
			return nil
		}, nil)
		return func(s *style) {
			s.listed = list.id != "0"
			if list.id == "" {
				list.id = s.list.id
			}
			if list.level < 0 && list.id == s.list.id {
				list.style = s.list.style
			}
			s.list = list
		}, err
	}
	return func(*style) {}, nil
}

// runLook reads the properties of a run in a paragraph of the given style.
func (r *docx) runLook(paragraph *style) (look, error) {
	var named *style
	own, err := r.formWith(func(id string) { named = r.styles[id] })
	if named != nil {
		own.inherit(named.form)
	}
	own.inherit(paragraph.form)
	return own.look(), err
}

func (r *docx) form() (form, error) { return r.formWith(func(string) {}) }

// formWith reads the properties of characters, and tells of the style that
// they name.
func (r *docx) formWith(named func(id string)) (f form, err error) {
	err = r.each(func(e element) error {
		switch e.name {
		case "w:rStyle":
			named(e.attr("val"))
		case "w:b":
			f.bold = new(isOn(e))
		case "w:u":
			f.underlined = new(e.attr("val") != "none")
		case "w:vanish":
			f.hidden = new(isOn(e))
		case "w:vertAlign":
			f.raised = new(e.attr("val") == "superscript")
		}
		return nil
	}, nil)
	return f, err
}

// isOn returns the value of a property that is on or off.
func isOn(e element) bool { return onOff(e.attr("val")) }

func onOff(value string) bool { return value != "0" && value != "false" && value != "off" }
