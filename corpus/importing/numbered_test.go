package importing

import (
	"fmt"
	"strings"
	"testing"

	"verbatim/corpus/document"
)

// Short bold lines that a reader takes for headings are items of the list that they
// stand in; headings with numbers stay.
func TestNumberedLinesAreNoHeadings(t *testing.T) {
	d := &document.Document{}
	for line := range strings.Lines(`# 2.1 Background
The country is large.
# 2.2 Law
It has laws.
# II. Recommendations
12.1 Strengthen the labour inspectorate so that it can visit farms without notice.
# 12.2 Register all births (Ruritania)
# 12.3 Fight forced begging (Sylvania)
12.4 Protect domestic workers from the withholding of wages.
# 13.1 Ratify the Protocol (Ruritania)
# 13.2 Ratify the Convention (Sylvania)
# 13.3 Ratify all (Freedonia)
# Raise the fines;
`) {
		text, isHeading := strings.CutPrefix(strings.TrimSpace(line), "# ")
		b := document.Block{Text: text}
		if isHeading {
			b.Kind, b.Level = document.Heading, 2
		}
		d.Add(b)
	}
	demote(d)
	var got []string
	for _, b := range d.Blocks {
		first, _, _ := strings.Cut(b.Text, " ")
		got = append(got, fmt.Sprint(first, " ", b.Kind))
	}
	want := "2.1 heading, The paragraph, 2.2 heading, It paragraph, II. heading, 12.1 paragraph, 12.2 item, 12.3 item, " +
		"12.4 paragraph, 13.1 item, 13.2 item, 13.3 item, Raise item"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("got %s\nwant %s", s, want)
	}
}

// Headings make a tree, by their levels and, of equal levels, by how they are
// numbered. The title of the whole is no part of it.
func TestOutline(t *testing.T) {
	var got []string
	for _, p := range ofMarkdown(t, `# Kenya 2019

## Section 7. Worker Rights

## e. Acceptable Conditions of Work

Wages.

### Inspection

Few.

## Section 8. Other

More.

## Annex

Last.
`).Passages {
		if p.Kind != "heading" {
			got = append(got, strings.Join(p.Path(), " > "))
		}
	}
	want := []string{
		"Section 7. Worker Rights > e. Acceptable Conditions of Work",
		"Section 7. Worker Rights > e. Acceptable Conditions of Work > Inspection",
		"Section 8. Other", "Annex",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Numbered rows of a table of recommendations are recommendations, with their numbers; its
// other rows, and those of other tables, are rows.
func TestNumberedRows(t *testing.T) {
	d := &document.Document{}
	for _, row := range []string{
		"Recommendation | Position | Themes", "Theme: A12 | ", "115.1 Ratify the Protocol (Ruritania) | Supported | A12", "115.12. Register all births | Noted | B3", "",
		"Year | Recommendations", "12. of 2019 | 7",
	} {
		kind := document.Row
		if row == "" {
			row, kind = "A paragraph between two tables.", document.Paragraph
		}
		d.Add(document.Block{Kind: kind, Text: row})
	}
	n, err := compose(d, identity{}, d.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range n.Passages {
		got = append(got, fmt.Sprintf("%s %s", p.Kind, p.Number))
	}
	if want := "row |row |recommendation 115.1|recommendation 115.12|paragraph |row |row 12"; strings.Join(got, "|") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), want)
	}
}
