package importing

import (
	"strings"
	"testing"

	"verbatim/corpus"
	"verbatim/corpus/document"
)

// TestChapters parts documents into narratives. Blocks that begin with # are
// headings; the countries and the number of passages of each are wanted.
func TestChapters(t *testing.T) {
	for name, c := range map[string]struct {
		title, blocks string
		want          string
	}{
		"countries among the headings": {
			"2020 Findings on the Worst Forms of Child Labor",
			"# Kenya\n## Laws\nOne.\nTwo.\n# Chad\n## Laws\nThree.", "Kenya 2, Chad 1",
		},
		"sections as high as countries are not cut off": {
			"2020 Findings on the Worst Forms of Child Labor",
			"# Kenya\n# Laws\nOne.\nTwo.\n# Chad\n# Laws\nThree.\n# Programs\nFour.", "Kenya 2, Chad 2",
		},
		"what follows the last country is of none": {
			"2020 Findings on the Worst Forms of Child Labor",
			"# Kenya\n## Laws\nOne.\n# Chad\n## Laws\nTwo.\n# Appendix\nThree.", " 1, Kenya 1, Chad 1",
		},
		"a report on one country may have headings that name others": {
			"2020 Country Reports on Human Rights Practices: Kenya",
			"# Refugees\nOne.\n## Somalia\nTwo.\n## Ethiopia\nThree.", "Kenya 3",
		},
	} {
		d := &document.Document{Title: c.title}
		for line := range strings.SplitSeq(c.blocks, "\n") {
			text := strings.TrimLeft(line, "# ")
			b := document.Block{Text: text, Level: strings.Count(line, "#")}
			if b.Level > 0 {
				b.Kind = document.Heading
			}
			d.Add(b)
		}
		var got []string
		for n, err := range narratives(d, fileOf{path: "report.html"}) {
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			passages := 0
			for _, p := range n.Passages {
				if p.Kind != corpus.Heading {
					passages++
				}
			}
			got = append(got, n.Country+" "+string(rune('0'+passages)))
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %q, want %s", name, got, c.want)
		}
	}
}
