package importing

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"verbatim/corpus"
	"verbatim/corpus/document"
	"verbatim/corpus/prose"
	"verbatim/corpus/series"
)

// Metadata is what is said of a file or narrative by its names: report, publisher,
// country, year, tier, title, url, language. What is empty is not said.
type Metadata map[string]string

// MetadataNames are the names that Metadata can have, as flags, columns and front
// matter write them.
var MetadataNames = []string{"report", "publisher", "country", "year", "tier", "title", "url", "language"}

// Check says what is wrong with a value.
func (m Metadata) Check() error {
	for name, value := range m {
		if !slices.Contains(MetadataNames, name) {
			return fmt.Errorf("there is no %q; the names are %s", name, strings.Join(MetadataNames, ", "))
		}
		if value = strings.TrimSpace(value); name == "year" && value != "" {
			if n, err := strconv.Atoi(value); err != nil || n < 1000 || n > 9999 {
				return fmt.Errorf("year: want four digits, got %q", value)
			}
		}
	}
	return nil
}

// Apply sets on a narrative what is said, and where that is from.
func (m Metadata) Apply(n *corpus.Narrative, from string) {
	for name, value := range m {
		if value = prose.OneLine(value); value == "" {
			continue
		}
		switch name {
		case "report":
			n.Report = value
		case "publisher":
			n.Publisher = value
		case "country":
			n.Country, n.CountryCode = corpus.CountryName(value)
		case "year":
			n.Year, _ = strconv.Atoi(value)
		case "tier":
			n.Tier = series.Tier(value)
		case "title":
			n.Title = value
		case "url":
			n.URL = value
		case "language":
			n.Language = value
		}
		n.Known = maps.Clone(n.Known)
		if n.Known == nil {
			n.Known = map[string]corpus.Known{}
		}
		n.Known[name] = corpus.Known{Value: value, From: from}
	}
}

// Correct is Apply by hand for a narrative that was read: its title follows if it was
// made of the rest, and so do the notes on what is not known.
func (m Metadata) Correct(n *corpus.Narrative) {
	made := n.Title == narrativeTitle(n.Year, n.Report, n.Country)
	m.Apply(n, byHand)
	if made && m["title"] == "" {
		n.Title = narrativeTitle(n.Year, n.Report, n.Country)
	}
	stale := identity{}.missing()
	n.Repairs = slices.DeleteFunc(slices.Clone(n.Repairs), func(note string) bool { return slices.Contains(stale, note) })
	n.Repairs = append(n.Repairs, identity{report: n.Report, country: n.Country, year: n.Year}.missing()...)
}

// A said is what is said of a file, by hand and in tables beside it.
type said struct {
	hand  Metadata
	table Metadata
	from  string // the name of the table
}

// tell puts what is said in the place of what the document says of itself.
func (s said) tell(d *document.Document) {
	for _, m := range []Metadata{s.table, s.hand} {
		for name, value := range m {
			if value = prose.OneLine(value); value == "" {
				continue
			}
			if d.Meta == nil {
				d.Meta = map[string]string{}
			}
			d.Meta[name] = value
			switch name {
			case "title":
				d.Title = value
			case "url":
				d.URL = value
			case "language":
				d.Language = value
			}
		}
	}
}

// apply sets what is said on a narrative that a file gives as it is.
func (s said) apply(n *corpus.Narrative) {
	s.table.Apply(n, s.from)
	s.hand.Apply(n, byHand)
}

// source says where a value is from that is in the document's Meta.
func (s said) source(name string) string {
	switch {
	case prose.OneLine(s.hand[name]) != "":
		return byHand
	case prose.OneLine(s.table[name]) != "":
		return s.from
	}
	return "what the file says of itself"
}

const byHand = "said by hand"

// TableName is the name of the table beside files that says what they are.
const TableName = "metadata.csv"

// A table is what a metadata.csv says of files.
type table struct {
	name  string // as people are told
	base  string // the folder that files are named from
	files []string
	rows  []Metadata
}

// loadTable reads a table. It has a header row with file and some of MetadataNames.
func loadTable(name string) (*table, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, &Error{name, reason(err)}
	}
	t := &table{name: filepath.Base(name), base: filepath.Dir(name)}
	if err := t.parse(data); err != nil {
		return nil, &Error{name, err}
	}
	return t, nil
}

func (t *table) parse(data []byte) error {
	rows := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	header, err := rows.Read()
	if err != nil {
		return fmt.Errorf("want a header row with file and any of %s: %w", strings.Join(MetadataNames, ", "), err)
	}
	for i := range header {
		header[i] = strings.ToLower(strings.TrimSpace(header[i]))
		if header[i] != "file" && !slices.Contains(MetadataNames, header[i]) {
			return fmt.Errorf("there is no column %q; the columns are file, %s", header[i], strings.Join(MetadataNames, ", "))
		}
	}
	if !slices.Contains(header, "file") {
		return errors.New("want a column file, with a name or a pattern such as 2019/*.pdf")
	}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		m, file := Metadata{}, ""
		for i, value := range row {
			if header[i] == "file" {
				file = filepath.ToSlash(strings.TrimSpace(value))
			} else if strings.TrimSpace(value) != "" {
				m[header[i]] = value
			}
		}
		line, _ := rows.FieldPos(0)
		if _, err := path.Match(file, ""); err != nil || file == "" {
			return fmt.Errorf("line %d: file: want a name or a pattern, got %q", line, file)
		}
		if err := m.Check(); err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
		t.files, t.rows = append(t.files, file), append(t.rows, m)
	}
}

// of returns what the table says of a file: the rows that match it, the last first.
func (t *table) of(file string) Metadata {
	rel, err := filepath.Rel(absolute(t.base), absolute(file))
	if err != nil {
		return nil
	}
	said := Metadata{}
	for i, pattern := range t.files {
		if ok, _ := path.Match(pattern, filepath.ToSlash(rel)); ok {
			maps.Copy(said, t.rows[i])
		}
	}
	return said
}

func absolute(name string) string {
	if full, err := filepath.Abs(name); err == nil {
		return full
	}
	return name
}
