package office

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"verbatim/corpus/document"
)

// An element is the start of an XML element, with its name as this package
// writes it: the usual prefix of its namespace, and the local name.
type element struct {
	name  string
	attrs []xml.Attr
}

// attr returns the value of an attribute by its local name, or "".
func (e element) attr(local string) string {
	for _, a := range e.attrs {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// prefixes of the namespaces that are read, by their addresses: those of the
// transitional and of the strict form of DOCX, and those of ODT.
var prefixes = map[string]string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main":            "w:",
	"http://purl.oclc.org/ooxml/wordprocessingml/main":                        "w:",
	"http://schemas.openxmlformats.org/officeDocument/2006/math":              "m:",
	"http://purl.oclc.org/ooxml/officeDocument/math":                          "m:",
	"http://schemas.openxmlformats.org/markup-compatibility/2006":             "mc:",
	"http://schemas.openxmlformats.org/package/2006/relationships":            "rel:",
	"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties": "custom:",
	"http://purl.oclc.org/ooxml/officeDocument/customProperties":              "custom:",
	"http://purl.org/dc/elements/1.1/":                                        "dc:",
	"urn:oasis:names:tc:opendocument:xmlns:office:1.0":                        "office:",
	"urn:oasis:names:tc:opendocument:xmlns:text:1.0":                          "text:",
	"urn:oasis:names:tc:opendocument:xmlns:table:1.0":                         "table:",
	"urn:oasis:names:tc:opendocument:xmlns:style:1.0":                         "style:",
	"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0":                       "draw:",
	"urn:oasis:names:tc:opendocument:xmlns:meta:1.0":                          "meta:",
	"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0":                "svg:",
	"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0":                      "manifest:",
}

// A scanner goes through XML element by element, and never deeper than
// document.MaxDepth. There are no entities in it but those of XML itself: a
// document type, which could define others, is refused.
type scanner struct {
	ctx    context.Context
	part   string // the member of the archive, for errors
	tokens *xml.Decoder
	open   int // elements that have begun and not ended
}

// openPart unpacks a member of the archive to scan it. Without such a member
// the scanner is nil.
func openPart(ctx context.Context, archive *document.Archive, part string) (*scanner, error) {
	data, err := archive.Read(ctx, part)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		text, _, err := document.Decode(data)
		if err != nil {
			return nil, fmt.Errorf("%q: %w: %w", part, document.ErrDamaged, err)
		}
		data = []byte(text)
	}
	tokens := xml.NewDecoder(bytes.NewReader(data))
	tokens.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // decoded above
	return &scanner{ctx: ctx, part: part, tokens: tokens}, nil
}

// next returns the next token, and counts the elements that are open.
func (s *scanner) next() (xml.Token, error) {
	if err := s.ctx.Err(); err != nil {
		return nil, err
	}
	token, err := s.tokens.Token()
	if err == io.EOF {
		return nil, err // only where no element is open
	}
	if err != nil {
		return nil, fmt.Errorf("%q: %w: %w", s.part, document.ErrDamaged, err)
	}
	switch token.(type) {
	case xml.StartElement:
		s.open++
	case xml.EndElement:
		s.open--
	case xml.Directive:
		return nil, fmt.Errorf("%q: %w: XML with a document type is not read", s.part, document.ErrDamaged)
	}
	if s.open > document.MaxDepth {
		return nil, fmt.Errorf("%q: %w", s.part, document.Beyond(int64(s.open), document.MaxDepth, "elements within each other"))
	}
	return token, nil
}

// each goes through the current element, or the whole part before the first:
// it calls child for each element within, which may go through that in turn,
// and text, if not nil, for the text between them.
func (s *scanner) each(child func(element) error, text func(string)) error {
	base := s.open
	for {
		token, err := s.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if err := child(element{prefixes[token.Name.Space] + token.Name.Local, token.Attr}); err != nil {
				return err
			}
			for s.open > base { // what the child was not interested in
				if _, err := s.next(); err != nil {
					return err
				}
			}
		case xml.EndElement:
			return nil
		case xml.CharData:
			if text != nil {
				text(string(token))
			}
		}
	}
}

// text returns all text within the current element.
func (s *scanner) text() (string, error) {
	var out strings.Builder
	var child func(element) error
	write := func(text string) { out.WriteString(text) }
	child = func(element) error { return s.each(child, write) }
	err := s.each(child, write)
	return out.String(), err
}
