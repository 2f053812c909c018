package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"verbatim/ui"
)

// README.md's table of the query language has the rows of the page.
func TestReadmeHasTheLanguage(t *testing.T) {
	var want []string
	for _, c := range ui.Language {
		row := fmt.Sprintf("| `%s` | %s |", c.Written, c.Finds)
		if len(c.Examples) > 0 {
			row += " `" + strings.Join(c.Examples, "`, `") + "`"
		}
		want = append(want, row+" |")
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(readme), "## Searching")
	section, _, _ := strings.Cut(rest, "\n## ")
	var got []string
	for line := range strings.Lines(section) {
		if strings.HasPrefix(line, "| `") {
			got = append(got, strings.TrimSpace(line))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("README.md has the rows\n%s\nand ui.Language\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Each example of the table finds something in the sample.
func TestLanguageFinds(t *testing.T) {
	s := newSession(t)
	for _, c := range ui.Language {
		for _, query := range c.Examples {
			s.search(0, query) // it exits with 1 if it finds nothing
		}
	}
}
