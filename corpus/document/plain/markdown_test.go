package plain_test

import (
	"strings"
	"testing"

	"verbatim/corpus/document"
	"verbatim/corpus/document/plain"
)

// Stars that refer to footnotes are no emphasis and no bullets.
func TestFootnoteStars(t *testing.T) {
	for text, want := range map[string]string{
		"Mining,*† including mining chrome* (1)\n\n* No data.": "0 Mining,*† including mining chrome* (1)|0 * No data.",
		"Plan (2014) *† National Plan* Policy*":                "0 Plan (2014) *† National Plan* Policy*",
		"Work*sometimes as such*(1, 2)\n\n* One\n* Two":        "0 Work*sometimes as such*(1, 2)|2 One|2 Two",
		"A (*true*) *emphasis*, *word* and **strong**.":        "0 A (true) emphasis, word and strong.",
		"A text.\n\n* One item":                                "0 A text.|2 One item",
	} {
		d, err := plain.Markdown(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, b := range d.Blocks {
			kind := "0 "
			if b.Kind == document.Item {
				kind = "2 "
			}
			got = append(got, kind+b.Text)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: %q, want %q", text, strings.Join(got, "|"), want)
		}
	}
}
