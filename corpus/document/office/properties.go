package office

import (
	"context"
	"strings"

	"verbatim/corpus/document"
)

// readProperties reads what a document says of itself: in the Dublin Core and
// in properties that its writer made up. Each part may be missing.
func readProperties(ctx context.Context, archive *document.Archive, d *document.Document, parts ...string) error {
	for _, part := range parts {
		s, err := openPart(ctx, archive, part)
		if err != nil {
			return err
		}
		if s == nil {
			continue
		}
		var child func(element) error
		child = func(e element) error {
			name, isCore := strings.CutPrefix(e.name, "dc:")
			switch {
			case isCore:
			case e.name == "custom:property", e.name == "meta:user-defined":
				name = e.attr("name")
			default:
				return s.each(child, nil)
			}
			value, err := s.text()
			d.Describe(name, value)
			return err
		}
		if err := s.each(child, nil); err != nil {
			return err
		}
	}
	return nil
}
