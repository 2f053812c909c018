package importing

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// checkEditionsAsFound reads beginnings of narratives of 23 editions as people find
// them, as pages and as text, and compares what each is about with a table. A text
// that says less than the page is asked for no more than it says.
func checkEditionsAsFound(t *testing.T, data string) {
	folder := filepath.Join(data, "tip", "excerpts")
	f, err := os.Open(filepath.Join(folder, "index.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table := csv.NewReader(f)
	table.Comma, table.LazyQuotes = '\t', true
	rows, err := table.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		year, _ := strconv.Atoi(row[1])
		countries := strings.Split(strings.NewReplacer("['", "", "']", "", "', '", "|").Replace(row[2]), "|")
		for _, form := range []string{"html", "txt"} {
			files, _ := filepath.Glob(filepath.Join(folder, form, row[0], "*"))
			for _, file := range files {
				t.Run(form+"/"+row[0], func(t *testing.T) {
					var got []string
					for n, err := range readFile(file) {
						if err != nil {
							t.Fatal(err)
						}
						want := "Trafficking in Persons Report"
						if row[0] == "rw-2010-interim" {
							want = "Trafficking in Persons Interim Assessment"
						}
						if n.Report != want || n.Year != year || n.Tier != row[3] {
							t.Errorf("%s, %d, %q, want %d, %q", n.Report, n.Year, n.Tier, year, row[3])
						}
						if os.Getenv("SHOW") != "" {
							t.Logf("%s %s\n%s", n.Language, n.Repairs, show(n))
						}
						if strings.Contains(n.Title, "Refworld") || strings.Contains(n.Title, "ecoi.net") {
							t.Errorf("title %q", n.Title)
						}
						for _, p := range n.Passages {
							if !standardSections[p.Section] {
								t.Errorf("section %q", p.Section)
							}
						}
						got = append(got, n.Country)
					}
					if strings.Join(got, "|") != strings.Join(countries, "|") {
						t.Errorf("countries %q, want %q", got, countries)
					}
				})
			}
		}
	}
}

// standardSections are those of every edition of the Trafficking in Persons Report.
var standardSections = map[string]bool{"overview": true, "recommendations": true, "prosecution": true, "protection": true, "prevention": true, "profile": true}
