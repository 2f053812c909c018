package document

import (
	"strings"

	"golang.org/x/text/language"
)

// Describe takes in what a file says of itself under a name: its front matter,
// properties or metadata. What has a field of the document goes there too; the
// first that is said counts.
func (d *Document) Describe(name, value string) {
	name, value = strings.ToLower(Clean(name)), Clean(value)
	if name == "" || value == "" || d.Meta[name] != "" {
		return
	}
	if d.Meta == nil {
		d.Meta = make(map[string]string)
	}
	d.Meta[name] = value
	var field *string
	switch name {
	case "title":
		field = &d.Title
	case "url", "canonical", "source":
		if field = &d.URL; !strings.HasPrefix(value, "https://") && !strings.HasPrefix(value, "http://") {
			return
		}
	case "publisher", "site":
		field = &d.Site
	case "language", "lang":
		tag, err := language.Parse(value)
		if err != nil || tag == language.Und {
			return
		}
		field, value = &d.Language, tag.String()
	default:
		return
	}
	if *field == "" {
		*field = value
	}
}
