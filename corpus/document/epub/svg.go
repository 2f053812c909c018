package epub

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// svg is the type of pages that are drawn: those of fixed layout, and pictures.
const svg = "image/svg+xml"

// unseen are the elements of SVG whose text is not drawn.
var unseen = []string{"title", "desc", "metadata", "style", "script"}

// drawn adds what a drawing says: a paragraph for each of its elements text, and for
// each block of the HTML that is in it. Its letters are counted in d.
func (b *book) drawn(name string, d *document.Document) error {
	data, err := b.decoded(name)
	if err != nil {
		return err
	}
	tokens := xml.NewDecoder(bytes.NewReader([]byte(data)))
	tokens.Entity = xml.HTMLEntity
	tokens.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is decoded
	var text strings.Builder
	end := func() {
		said := document.Clean(text.String())
		d.Letters += prose.Letters(said)
		d.Add(document.Block{Text: said})
		text.Reset()
	}
	for depth, hidden := 0, 0; ; {
		if err := b.ctx.Err(); err != nil {
			return err
		}
		token, err := tokens.Token()
		switch {
		case errors.Is(err, io.EOF):
			end()
			return nil
		case err != nil:
			return fmt.Errorf("%q: %w: %w", name, document.ErrDamaged, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth > document.MaxDepth {
				return document.Beyond(int64(depth), document.MaxDepth, "elements within each other")
			}
			switch {
			case hidden == 0 && slices.Contains(unseen, t.Name.Local):
				hidden = depth
			case isLine(t):
				text.WriteByte(' ')
			case !inText(t.Name.Local):
				end()
			}
		case xml.EndElement:
			if depth == hidden {
				hidden = 0
			}
			if depth--; !inText(t.Name.Local) {
				end()
			}
		case xml.CharData:
			if hidden == 0 {
				text.Write(t)
			}
		}
	}
}

// inText reports whether an element is part of the line that it stands in.
func inText(element string) bool {
	return slices.Contains([]string{"tspan", "tref", "textPath", "a", "b", "i", "em", "strong", "span", "sub", "sup", "small", "u"}, element)
}

// isLine reports whether an element begins a line of its own in a text, as those do
// that say where they stand.
func isLine(t xml.StartElement) bool {
	return t.Name.Local == "br" || t.Name.Local == "tspan" && slices.ContainsFunc(t.Attr, func(a xml.Attr) bool {
		return slices.Contains([]string{"x", "y", "dy"}, a.Name.Local)
	})
}
