package pdf_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"verbatim/corpus/corpustest"
	"verbatim/corpus/document"
)

// checkAccounts holds that no letter of real files is lost; in the short form, of
// small ones.
func checkAccounts(t *testing.T, read func(*testing.T, string) *document.Document) {
	for _, pattern := range []string{"pdf/*.pdf", "real/*/*.pdf"} {
		files, err := filepath.Glob(filepath.Join(corpustest.Folder(t), pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if info, err := os.Stat(file); err != nil || testing.Short() && info.Size() > 120_000 {
				continue
			}
			if d := read(t, file); d != nil && (d.Account() != 0 || d.Letters == 0) {
				t.Errorf("%s: %d of %d letters are not accounted for", filepath.Base(file), d.Account(), d.Letters)
			}
		}
	}
}

// checkReviews counts the recommendations of reviews by the United Nations: each is
// a block of its own, and none is a heading. The counts are those of the reports.
func checkReviews(t *testing.T, read func(*testing.T, string) *document.Document) {
	for _, want := range []struct {
		name   string
		series string
		count  int
	}{
		{"2nd-cycle-g1423930.pdf", "115", 163},
		{"3rd-cycle-g1934994.pdf", "121", 58}, // that are supported, and below those that are noted
		{"3rd-cycle-g1934994.pdf", "122", 157},
	} {
		name := want.name
		d := read(t, filepath.Join(corpustest.Folder(t), "real", "upr", name))
		if d == nil {
			t.Fatalf("%s cannot be read", name)
		}
		begins := map[string]int{}
		number := regexp.MustCompile(`^` + want.series + `\.(\d+)\.? \pL`)
		for _, b := range d.Blocks {
			if m := number.FindStringSubmatch(b.Text); m != nil && b.Kind != document.Heading {
				begins[m[1]]++
			}
		}
		for i := range want.count {
			if n := begins[fmt.Sprint(i+1)]; n != 1 {
				t.Errorf("%s: recommendation %s.%d begins %d blocks", name, want.series, i+1, n)
			}
		}
		if len(begins) != want.count {
			t.Errorf("%s: %d recommendations, want %d", name, len(begins), want.count)
		}
	}
}
