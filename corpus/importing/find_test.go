package importing

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"verbatim/corpus"
)

// TestFindFetched imports a folder of fetched pages: the manifest gives the
// address that a page does not tell, and is no file to import; nor is the page
// that lists the others, nor what a browser saved next to a page.
func TestFindFetched(t *testing.T) {
	dir := t.TempDir()
	page := "<title>2019 Trafficking in Persons Report: Mali</title><p>MALI: Tier 2</p><p>The Government of Mali made efforts.</p>"
	files := map[string]string{
		"index.html": "<title>2019 Trafficking in Persons Report</title><p>Choose a country.</p>",
		"mali.html":  page,
		"manifest.jsonl": `{"url":"https://example.org/tip/","file":"index.html","hub":true,"sha256":"` + strings.Repeat("0", 64) + `","bytes":1}
{"url":"https://example.org/tip/mali/","file":"mali.html","sha256":"` + strings.Repeat("0", 64) + `","bytes":1}
`,
		"chad.html":              strings.NewReplacer("Mali", "Chad", "MALI", "CHAD").Replace(page),
		"chad_files/advert.html": "<p>Buy.</p>",
		".hidden.txt":            "x",
	}
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	found, failed, skipped := readFolder(t, dir)
	urls := map[string]string{}
	for _, n := range found {
		urls[n.Country] = n.URL
	}
	if len(failed) > 0 || len(urls) != 2 || urls["Mali"] != "https://example.org/tip/mali/" || urls["Chad"] != "" || len(skipped) > 0 {
		t.Errorf("%v, skipped %v", urls, skipped)
	}
}

// TestLinksStayInTheFolder holds that a link out of an imported folder is named
// and not followed.
func TestLinksStayInTheFolder(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "mali-2019.txt")
	if err := os.WriteFile(outside, []byte("MALI: Tier 2\n\nSecret.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, "mali-2019.txt")); err != nil {
		t.Skip(err)
	}
	found, failed, _ := readFolder(t, dir)
	if len(found) > 0 || len(failed) != 1 || !strings.Contains(failed[0].Error(), "mali-2019.txt: path escapes") {
		t.Errorf("%v, %v", found, failed)
	}
}

// readFolder reads the files in a folder.
func readFolder(t *testing.T, dir string) (found []*corpus.Narrative, failed []error, skipped []string) {
	t.Helper()
	each := func(n *corpus.Narrative) error {
		found = append(found, n)
		return nil
	}
	report, err := Options{}.Read(t.Context(), []string{dir}, each, func(FileReport) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	return found, report.Failed, report.Skipped
}
