package html_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"verbatim/corpus/corpustest"
	"verbatim/corpus/document/html"
)

// TestAccount holds that every letter of a page is in a block or was left out with a
// reason: of the fixtures here, and of all pages that there are.
func TestAccount(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.html")
	folder, ok := corpustest.HasData(t)
	_ = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if ok && err == nil && (strings.HasSuffix(path, ".html") || strings.HasSuffix(path, ".htm")) {
			files = append(files, path)
		}
		return nil
	})
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d, err := html.Read(t.Context(), data)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if missing := d.Account(); missing != 0 {
			t.Errorf("%s: %d of %d letters are not accounted for", file, missing, d.Letters)
		}
		if testing.Verbose() {
			for _, l := range d.LeftOut {
				t.Logf("%s: %s: %.300s", filepath.Base(file), l.Why, l.Text)
			}
		}
	}
}
