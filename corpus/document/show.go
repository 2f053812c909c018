package document

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

func (k Kind) String() string {
	return [...]string{"paragraph", "heading", "item", "row", "note"}[k]
}

// String shows a document to people: what it says of itself and its blocks,
// one a line.
func (d *Document) String() string {
	var out strings.Builder
	for _, field := range [][2]string{{"title", d.Title}, {"url", d.URL}, {"site", d.Site}, {"language", d.Language}} {
		if field[1] != "" {
			fmt.Fprintf(&out, "%s: %s\n", field[0], field[1])
		}
	}
	for _, key := range slices.Sorted(maps.Keys(d.Meta)) {
		fmt.Fprintf(&out, "meta %s: %s\n", key, d.Meta[key])
	}
	for _, running := range d.Running {
		fmt.Fprintf(&out, "head or foot: %s\n", running)
	}
	for _, repair := range d.Repairs {
		fmt.Fprintf(&out, "repaired: %s\n", repair)
	}
	for _, b := range d.Blocks {
		kind := b.Kind.String()
		if b.Level > 0 {
			kind += fmt.Sprint(" ", b.Level)
		}
		if b.Quoted {
			kind = "quoted " + kind
		}
		if b.Page > 0 {
			kind += fmt.Sprint(" on page ", b.Page)
		}
		if b.RunIn > 0 {
			kind += fmt.Sprintf(" under %q", b.Text[:b.RunIn])
		}
		fmt.Fprintf(&out, "%s: %s\n", kind, b.Text)
	}
	return out.String()
}
