package count

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
	"verbatim/search"
)

// A CodebookError lists everything that is wrong in a codebook.
type CodebookError []error

func (e CodebookError) Error() string { return errors.Join(e...).Error() }

// maxCodes bounds a codebook.
const maxCodes = 500

// ReadCodebook reads names and queries: a CSV table with the columns name and
// query, or YAML with a line "name: query" for each. All of it is checked before
// anything is counted; the error is a CodebookError with each line that is wrong.
func ReadCodebook(data []byte) ([]Code, error) {
	text, _, err := document.Decode(data)
	if err != nil {
		return nil, err
	}
	rows, err := readTable(text)
	if err == nil && rows == nil {
		rows, err = readYAML(text)
	}
	if err != nil {
		return nil, CodebookError{err}
	}
	return checkCodes(rows)
}

// A codeRow is a code and the line that it stands in.
type codeRow struct {
	Code
	line int
}

// readTable reads a CSV codebook. The rows are nil if the first line does not have
// the names of the columns: then it is none.
func readTable(text string) (rows []codeRow, err error) {
	head, _, _ := strings.Cut(strings.TrimPrefix(text, "\ufeff"), "\n")
	separator := ','
	if strings.Count(head, ";") > strings.Count(head, ",") { // as Excel writes it in many countries
		separator = ';'
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace = separator, -1, true
	columns, err := r.Read()
	if err != nil {
		return nil, nil
	}
	name, query := columnNamed(columns, "name"), columnNamed(columns, "query")
	if name < 0 || query < 0 {
		return nil, nil
	}
	rows = []codeRow{}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("the codebook is not a CSV table: %w", err)
		}
		line, _ := r.FieldPos(0)
		if len(cells) <= max(name, query) {
			return nil, fmt.Errorf("line %d: want a name and a query", line)
		}
		rows = append(rows, codeRow{Code{prose.OneLine(cells[name]), strings.TrimSpace(cells[query])}, line})
	}
}

func columnNamed(columns []string, name string) int {
	for i, c := range columns {
		if strings.EqualFold(strings.TrimSpace(c), name) {
			return i
		}
	}
	return -1
}

// readYAML reads a codebook of lines "name: query".
func readYAML(text string) (rows []codeRow, err error) {
	if err := document.CheckYAML(text); err != nil {
		return nil, fmt.Errorf("the codebook: %w", err)
	}
	file, err := parser.ParseBytes([]byte(text), 0)
	if err != nil {
		return nil, fmt.Errorf("the codebook is neither a CSV table with the columns name and query nor YAML: %s", yaml.FormatError(err, false, false))
	}
	for _, doc := range file.Docs {
		entries, err := yamlEntries(doc.Body)
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			value, ok := entry.Value.(ast.ScalarNode)
			line := entry.Key.GetToken().Position.Line
			if !ok {
				return nil, fmt.Errorf("line %d: want a query behind the name; write it in single quotation marks", line)
			}
			rows = append(rows, codeRow{Code{prose.OneLine(fmt.Sprint(keyOf(entry))), strings.TrimSpace(fmt.Sprint(value.GetValue()))}, line})
		}
	}
	return rows, nil
}

func keyOf(entry *ast.MappingValueNode) any {
	if key, ok := entry.Key.(ast.ScalarNode); ok {
		return key.GetValue()
	}
	return entry.Key.String()
}

func yamlEntries(body ast.Node) ([]*ast.MappingValueNode, error) {
	switch n := body.(type) {
	case *ast.MappingNode:
		return n.Values, nil
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, nil
	case nil:
		return nil, nil
	}
	return nil, errors.New("the codebook is neither a CSV table with the columns name and query nor YAML with lines “name: query”")
}

// checkCodes makes sure that each code has a name of its own and a query that can
// be understood.
func checkCodes(rows []codeRow) (codes []Code, _ error) {
	var wrong CodebookError
	lines := map[string]int{}
	for _, row := range rows {
		fail := func(format string, args ...any) {
			wrong = append(wrong, fmt.Errorf("line %d: "+format, append([]any{row.line}, args...)...))
		}
		switch before := lines[row.Name]; {
		case row.Name == "":
			fail("the code has no name")
		case before > 0:
			fail("the name %q is taken by line %d", row.Name, before)
		case row.Q == "":
			fail("%s has no query", row.Name)
		default:
			if _, err := search.Parse(row.Q); err != nil {
				fail("%s: %w", row.Name, err)
			}
		}
		lines[row.Name] = row.line
		codes = append(codes, row.Code)
	}
	if len(codes) == 0 {
		wrong = append(wrong, errors.New("the codebook has no codes"))
	}
	if len(codes) > maxCodes {
		wrong = append(wrong, fmt.Errorf("the codebook has %d codes; at most %d are counted at once", len(codes), maxCodes))
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	return codes, nil
}
