package plain

import (
	"context"
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"verbatim/corpus/document"
)

// commonMark parses CommonMark with the tables of GitHub and footnotes.
var commonMark = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Footnote, extension.TaskList)).Parser()

// looseStrong is a strong beginning of a paragraph with space before the stars
// that end it, as programs write it that convert to Markdown: CommonMark would
// have the stars be text.
var looseStrong = regexp.MustCompile(`(?m)^((?:[ \t]*(?:[-*+>]|\d+\.)[ \t])*)\*\*([^*\s][^*\n]*?)([ \t\x{a0}]+)\*\*`)

// ReadMarkdown reads Markdown: CommonMark with tables, footnotes, and YAML
// front matter, which becomes the document's Meta.
func ReadMarkdown(ctx context.Context, data []byte) (*document.Document, error) {
	decoded, repairs, err := document.Decode(data)
	if err != nil {
		return nil, err
	}
	d := &document.Document{Repairs: repairs}
	body, err := readFrontMatter(d, decoded)
	if err != nil {
		return nil, err
	}
	source := []byte(looseStrong.ReplaceAllString(body, "$1**$2**$3"))
	if err := withinMeasure(source); err != nil {
		return nil, err
	}
	w := &markdown{ctx: ctx, source: source, d: d}
	if err := w.blocks(commonMark.Parse(text.NewReader(source), parser.WithContext(parser.NewContext())), document.Paragraph); err != nil {
		return nil, err
	}
	if len(d.Blocks) == 0 {
		return nil, document.ErrNoText
	}
	if first := d.Blocks[0]; d.Title == "" && first.Kind == document.Heading && first.Level == 1 {
		d.Title = first.Text
	}
	return d, nil
}

// A markdown walks a parsed text and adds its blocks to the document.
type markdown struct {
	ctx    context.Context
	source []byte
	level  int // of the last heading
	quotes int // quotations that are open
	d      *document.Document
}

// blocks adds the blocks within a node; a paragraph there is of the given kind.
func (w *markdown) blocks(parent ast.Node, kind document.Kind) error {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		if err := w.block(n, kind); err != nil {
			return err
		}
		if kind == document.Item {
			kind = document.Paragraph // what follows in an item stands by itself
		}
	}
	return nil
}

func (w *markdown) block(n ast.Node, kind document.Kind) error {
	switch n := n.(type) {
	case *ast.Heading:
		w.level = n.Level
		w.d.Add(document.Block{Kind: document.Heading, Level: n.Level, Text: w.inline(n)})
	case *ast.Paragraph, *ast.TextBlock:
		b := document.Block{Kind: kind, Text: w.inline(n), Quoted: w.quotes > 0}
		if kind != document.Paragraph {
			w.d.Add(b)
		} else {
			w.d.AddEmphasized(b, w.strongUntil(n), w.level+1)
		}
	case *ast.Blockquote:
		w.quotes++
		defer func() { w.quotes-- }()
		return w.blocks(n, kind)
	case *ast.ListItem:
		return w.blocks(n, document.Item)
	case *tables.TableHeader, *tables.TableRow:
		var cells []string
		for cell := n.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, document.Clean(w.inline(cell)))
		}
		if strings.Join(cells, "") != "" {
			w.d.Add(document.Block{Kind: document.Row, Text: strings.Join(cells, document.CellMark)})
		}
	case *tables.Footnote:
		return w.blocks(n, document.Note)
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		w.d.Add(document.Block{Text: string(n.Lines().Value(w.source))})
	case *ast.HTMLBlock:
		if n.HTMLBlockType == ast.HTMLBlockType6 || n.HTMLBlockType == ast.HTMLBlockType7 {
			w.d.Add(document.Block{Kind: kind, Text: document.Clean(withoutTags(string(n.Lines().Value(w.source))))})
		}
	default:
		return w.blocks(n, kind)
	}
	return nil
}

// tag is one of HTML, or a comment.
var tag = regexp.MustCompile(`(?s)<!--.*?-->|</?[A-Za-z][^>]*>`)

func withoutTags(text string) string {
	return html.UnescapeString(tag.ReplaceAllString(text, " "))
}

// inline returns the text within a node, without the marks of emphasis, links
// and the like. Pictures and the numbers of notes are left out.
func (w *markdown) inline(n ast.Node) string {
	var out strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			out.Write(resolved(c.Value(w.source), c.IsRaw()))
			if c.SoftLineBreak() || c.HardLineBreak() {
				out.WriteByte(' ')
			}
		case *ast.String:
			out.Write(resolved(c.Value, c.IsRaw()))
		case *ast.CodeSpan:
			for t := c.FirstChild(); t != nil; t = t.NextSibling() {
				if t, ok := t.(*ast.Text); ok {
					out.Write(t.Value(w.source))
				}
			}
		case *ast.AutoLink:
			out.Write(c.Label(w.source))
		case *ast.RawHTML:
			if strings.HasPrefix(strings.ToLower(string(c.Segments.Value(w.source))), "<br") {
				out.WriteByte(' ')
			}
		case *ast.Image, *tables.FootnoteLink, *tables.FootnoteBacklink, *tables.TaskCheckBox:
		default:
			out.WriteString(w.inline(c))
		}
	}
	return out.String()
}

// resolved takes the backslashes and entities out of a text that is not raw.
func resolved(value []byte, raw bool) []byte {
	if raw {
		return value
	}
	return util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(value)))
}

// strongUntil returns how many bytes of a paragraph's text are strong at its
// beginning.
func (w *markdown) strongUntil(n ast.Node) int {
	first, ok := n.FirstChild().(*ast.Emphasis)
	if !ok || first.Level != 2 {
		return 0
	}
	return len(w.inline(first))
}
