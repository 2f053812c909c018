package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A narrative that was edited has its new ID, the old one leads there, and importing
// its file again changes nothing of what was said by hand.
func TestEdit(t *testing.T) {
	s := newSession(t)
	file := s.file("survey-2019.md", "# Survey of Rivers\n\nThe river is wide.\n")
	s.want(0, "import", file)
	out, _ := s.want(0, "search", "--json", "river country:none")
	if !strings.Contains(out, `"total": 1`) {
		t.Fatalf("no narrative without a country:\n%s", out)
	}
	out, _ = s.want(0, "edit", "survey-of-rivers-2019", "--country", "Kenya", "--year", "2020")
	if !strings.Contains(out, "which is now survey-of-rivers-2020-kenya") {
		t.Errorf("%s", out)
	}
	for range 2 {
		out, _ = s.want(0, "show", "survey-of-rivers-2019")
		if !strings.Contains(out, "country    Kenya (KE)") || !strings.Contains(out, "year       2020") {
			t.Errorf("the old address:\n%s", out)
		}
		out, _ = s.want(0, "import", file)
		if !strings.Contains(out, "unchanged") {
			t.Errorf("imported again:\n%s", out)
		}
	}
	if out, _ := s.want(0, "search", "--json", "river country:Kenya"); !strings.Contains(out, `"total": 1`) {
		t.Errorf("by the new country:\n%s", out)
	}
	if out, _ := s.want(0, "show", "survey-of-rivers-2020-kenya", "--left-out"); !strings.Contains(out, "nothing was left out") {
		t.Errorf("left out:\n%s", out)
	}
}

// A table beside the files says what they are, and flags say it over the table.
func TestMetadataTable(t *testing.T) {
	s := newSession(t)
	table := s.file("metadata.csv", "file,country,year,report,publisher\n*.md,Chad,2011,Survey,Office of Waters\n")
	dir := filepath.Dir(table)
	if err := os.WriteFile(filepath.Join(dir, "a.md"), []byte("# On rivers\n\nThe river is wide.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.want(0, "import", dir)
	out, _ := s.want(0, "show", "survey-2011-chad", "--json")
	if !strings.Contains(out, `"from": "metadata.csv"`) || !strings.Contains(out, `"publisher": "Office of Waters"`) {
		t.Errorf("%s", out)
	}
	out, _ = s.want(0, "import", "--dry-run", "--json", "--country", "Mali", dir)
	if !strings.Contains(out, `"id":"survey-2011-mali"`) || !strings.Contains(out, `"from":"said by hand"`) {
		t.Errorf("%s", out)
	}
	_, errOut := s.want(1, "import", "--metadata", s.file("wrong.csv", "file,city\n*,Paris\n"), dir)
	if !strings.Contains(errOut, `there is no column "city"`) {
		t.Errorf("%s", errOut)
	}
}
