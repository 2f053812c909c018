package count

import (
	"slices"
	"testing"

	"verbatim/index/indextest"
	"verbatim/search/enginetest"
)

// Lines that are found in parts are those that are found at once, in each order, as
// all, page by page, and as a sample.
func TestPartsOfLines(t *testing.T) {
	searcher := indextest.Searcher(t, enginetest.Library(t, "testdata/library.jsonl"))
	whole, parts := New(searcher), New(searcher)
	parts.kept = 3
	for _, order := range Orders {
		for _, sample := range []int{0, 11} {
			r := ConcordanceRequest{Text: "labor OR children", Sort: order, Sample: sample, Seed: 5, Size: 7}
			want := all(t, whole, r)
			if len(want) < 10 {
				t.Fatalf("%d lines test nothing", len(want))
			}
			if got := all(t, parts, r); !slices.Equal(got, want) {
				t.Errorf("by %s, sample %d, in parts: %q\nwant %q", order, sample, got, want)
			}
			var pages []string
			for {
				page, err := parts.Concordance(t.Context(), r)
				if err != nil {
					t.Fatal(err)
				}
				for _, l := range page.Lines {
					pages = append(pages, l.Left+"["+l.Match+"]"+l.Right)
				}
				if r.Cursor = page.Next; r.Cursor == "" {
					break
				}
				parts.lines = recent[*sorted]{} // as if others had asked meanwhile
			}
			if !slices.Equal(pages, want) {
				t.Errorf("by %s, sample %d, in pages: %q\nwant %q", order, sample, pages, want)
			}
		}
	}
}

func all(t *testing.T, c *Counter, r ConcordanceRequest) (list []string) {
	t.Helper()
	total, lines, err := c.AllLines(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	for l, err := range lines(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, l.Left+"["+l.Match+"]"+l.Right)
	}
	if len(list) != total {
		t.Errorf("%d lines of %d", len(list), total)
	}
	return list
}
