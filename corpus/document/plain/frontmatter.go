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
// lines "---" at its beginning, and returns the text below. Of the values only
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
	if err := document.CheckYAML(head); err != nil {
		return "", fmt.Errorf("front matter: %w", err)
	}
	members, err := yamlMembers(head)
	if err != nil {
		return "", err
	}
	if members == nil {
		return text, nil // a rule, text, and a rule
	}
	for _, member := range members {
		d.Describe(member.Key.GetToken().Value, scalar(member.Value))
	}
	return body, nil
}

// yamlMembers returns the members of a YAML mapping; nil if the text is none.
// Aliases are not followed.
func yamlMembers(text string) ([]*ast.MappingValueNode, error) {
	file, err := parser.ParseBytes([]byte(text), 0)
	if err != nil {
		what, _, _ := strings.Cut(err.Error(), "\n") // below it the parser quotes the lines
		return nil, fmt.Errorf("front matter: %w: %s", document.ErrDamaged, what)
	}
	if len(file.Docs) != 1 {
		return nil, nil
	}
	switch body := file.Docs[0].Body.(type) {
	case *ast.MappingNode:
		return body.Values, nil
	case *ast.MappingValueNode: // a mapping of one
		return []*ast.MappingValueNode{body}, nil
	}
	return nil, nil
}

// scalar returns the value of a YAML node that is one word, number or text.
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
