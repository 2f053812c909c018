package importing

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestRows reads tables and arrays with a narrative a row.
func TestRows(t *testing.T) {
	book := excelize.NewFile()
	for i, row := range [][]any{
		{"Report", "Country", "Year", "Text", "Remarks"},
		{"Shelter Report", "Kenya", 2020, "The shelters opened.\nThey were full.", "read twice"},
		{},
		{"Shelter Report", "Mali", 2021, "Nothing was done."},
	} {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var packed bytes.Buffer
	if err := book.Write(&packed); err != nil {
		t.Fatal(err)
	}
	const two = "Kenya 2020 Shelter Report 2; Mali 2021 Shelter Report 1; "
	for name, test := range map[string]struct{ data, want string }{
		"a.csv": {"report,country,year,text\nShelter Report,Kenya,2020,\"The shelters opened.\n\nThey, at least, were full.\"\nShelter Report,Mali,2021,Nothing was done.\n", two},
		"b.csv": {"\ufeffReport;Country;Year;Markdown\r\nShelter Report;Kenya;2020;\"# Shelters\r\n\r\nThey opened.\r\n\r\nThey were full.\"\r\nShelter Report;Mali;2021;Nothing was done.\r\n", strings.Replace(two, "2;", "3;", 1)},
		"c.csv": {"country,year,tier\nKenya,2020,2\n", "the table has no column of texts: name it text (its columns are country, year, tier), and others report, country, year; "},
		"d.csv": {"report,country,year,text\nShelter Report,Kenya,last,Nothing.\nShelter Report,Mali,2021,Nothing was done.\n", `line 2: year: want four digits, got "last"; Mali 2021 Shelter Report 1; `},
		"e.csv": {"report,text\n\"open,x\n", "it is damaged: "},
		"f.json": {`[{"report":"Shelter Report","country":"Kenya","year":2020,"text":"The shelters opened.\nThey were full."},
			{"report":"Shelter Report","country":"Mali","year":2021,"markdown":"Nothing was done."}]`, two},
		"g.json": {`{"report":"Shelter Report","country":"Mali","year":2021,"markdown":"Nothing was done."}`, "Mali 2021 Shelter Report 1; "},
		"h.json": {`[{"report":"Shelter Report","country":"Mali","year":2021,"markdown":"Nothing."}, 7`, "Mali 2021 Shelter Report 1; entry 2: want an object, got number; it is damaged: the array has no end; "},
		"m.json": {`[{"report":"Shelter Report","country":"Mali","year":"2021","text":"Nothing was done.","Remarks":"read twice","tags":["a b"],"note":null},
			{"report":"Shelter Report","country":"Mali","year":"two","text":"Nothing."},{"text":"One.","Text":"Two."}]`,
			`Mali 2021 Shelter Report 1 without "Remarks", which is no part of a narrative: read twice; "tags", which is no part of a narrative: ["a b"]; ` +
				`entry 2: year: want four digits, got "two"; entry 3: Text: it is there twice; `},
		"n.jsonl": {`{"report":"Shelter Report","country":"Mali","year":"","markdown":"Nothing was done.","text":"Less."} 7` + "\n" + `{"text":"One.","markdown":"Two."}` + "\n" + `{"text":"One."`,
			"line 1: not JSON at byte 102: something follows the object;  0  1 without text, which is not read beside markdown: One.; line 3: not JSON: it ends within the object; "},
		"o.csv": {"report,country,year,text,remarks\nShelter Report,Mali,2021,Nothing was done.,read twice,and more\n",
			`Mali 2021 Shelter Report 1 without "column 6", which is no part of a narrative: and more; "remarks", which is no part of a narrative: read twice; `},
		"p.csv":  {"report,text,Text\nA,B,C\n", "two columns of the table are called text: rename one; "},
		"i.json": {`"only a text"`, "no array of narratives: it should begin with [ and have an object for each, as in JSON lines; "},
		"j.xlsx": {packed.String(), strings.Replace(two, "2;", `2 without "remarks", which is no part of a narrative: read twice;`, 1)},
		"k.xlsx": {packed.String()[:packed.Len()/2], "it is damaged: "},
		"l.xls":  {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "an old Excel workbook (.xls): open it in Excel or LibreOffice and save it as .xlsx; "},
	} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(test.data), 0o644); err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		for n, err := range readFile(path) {
			if err != nil {
				got.WriteString(strings.TrimPrefix(err.Error(), path+": ") + "; ")
				continue
			}
			fmt.Fprintf(&got, "%s %d %s %d", n.Country, n.Year, n.Report, strings.Count(strings.TrimSpace(strings.ReplaceAll(n.Text, "\r", "")), "\n\n")+1)
			for i, l := range n.LeftOut {
				got.WriteString([]string{" without ", "; "}[min(i, 1)] + l.Why + ": " + l.Text)
			}
			got.WriteString("; ")
		}
		if !strings.HasPrefix(got.String(), test.want) || !strings.HasSuffix(test.want, ": ") && got.String() != test.want {
			t.Errorf("%s: %q, want %q", name, got.String(), test.want)
		}
	}
}
