package plain

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"verbatim/corpus/document"
)

// maxFrontMatter is how many bytes front matter has at most: more is none.
const maxFrontMatter = 64 << 10

// readFrontMatter takes in what a text says about itself in YAML between two
// lines "---" at its beginning, and gives the text below. Of the values only
// those count that are one word, number, date or text.
func readFrontMatter(d *document.Document, text string) (body string, err error) {
	head, ok := strings.CutPrefix(text, "---\n")
	if !ok {
		return text, nil
	}
	head, body, ok = strings.Cut(head+"\n", "\n---\n")
	if !ok || len(head) > maxFrontMatter {
		return text, nil
	}
	fields, err := yamlFields(head)
	if err != nil {
		return "", err
	}
	if fields == nil {
		return text, nil // a rule, text, and a rule
	}
	d.Meta = fields
	for field, names := range map[*string][]string{
		&d.Title: {"title"}, &d.URL: {"url", "canonical", "source"}, &d.Site: {"publisher", "site"}, &d.Language: {"language", "lang"},
	} {
		for _, name := range names {
			if *field == "" {
				*field = fields[name]
			}
		}
	}
	return body, nil
}

// yamlFields gives the scalar members of a YAML mapping by their names in lower
// case; nil if the text is no mapping. Aliases are not followed.
func yamlFields(text string) (map[string]string, error) {
	file, err := parser.ParseBytes([]byte(text), 0)
	if err != nil {
		return nil, fmt.Errorf("front matter: %w: %w", document.ErrDamaged, err)
	}
	if len(file.Docs) != 1 {
		return nil, nil
	}
	var members []*ast.MappingValueNode
	switch body := file.Docs[0].Body.(type) {
	case *ast.MappingNode:
		members = body.Values
	case *ast.MappingValueNode: // a mapping of one
		members = []*ast.MappingValueNode{body}
	default:
		return nil, nil
	}
	fields := make(map[string]string)
	for _, member := range members {
		if value := scalar(member.Value); value != "" {
			fields[strings.ToLower(member.Key.GetToken().Value)] = value
		}
	}
	return fields, nil
}

func scalar(n ast.Node) string {
	switch n := n.(type) {
	case *ast.StringNode:
		return document.Clean(n.Value)
	case *ast.LiteralNode:
		return document.Clean(n.Value.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value
	}
	return ""
}
