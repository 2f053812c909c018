package plain

import (
	"bytes"
	"context"
	"html"
	"regexp"
	"strings"
	"sync"

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
var commonMark = newParser(parser.WithBlockParsers(util.Prioritized(unmarkedParser{}, 0)))

func newParser(options ...parser.Option) parser.Parser {
	extensions := goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Footnote, extension.TaskList)
	return goldmark.New(extensions, goldmark.WithParserOptions(options...)).Parser()
}

// looseStrong is a strong beginning of a paragraph with space before the stars
// that end it, as programs write it that convert to Markdown: CommonMark would
// have the stars be text.
var looseStrong = regexp.MustCompile(`^((?:[ \t]*(?:[-*+>]|\d+\.)[ \t])*)\*\*([^*\s][^*\n]*?)([ \t\x{a0}]+)\*\*`)

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
	if err := addMarkdown(ctx, d, body); err != nil {
		return nil, err
	}
	if first := d.Blocks[0]; d.Title == "" && first.Kind == document.Heading && first.Level == 1 {
		d.Title = first.Text
	}
	return d, nil
}

// Markdown reads a text in CommonMark with tables and footnotes: as ReadMarkdown does,
// but that there is no front matter in it.
func Markdown(ctx context.Context, text string) (*document.Document, error) {
	d := &document.Document{}
	if err := addMarkdown(ctx, d, text); err != nil {
		return nil, err
	}
	return d, nil
}

// addMarkdown adds the blocks of a text to a document. It is an error if there are none.
func addMarkdown(ctx context.Context, d *document.Document, body string) error {
	return addParsed(ctx, d, body, commonMark)
}

// addParsed is addMarkdown with a parser.
func addParsed(ctx context.Context, d *document.Document, body string, by parser.Parser) error {
	body = keepNotes(closeStrong(body))
	source := []byte(body)
	if err := withinMeasure(source); err != nil {
		return err
	}
	w := &markdown{ctx: ctx, body: body, source: source, d: d}
	tree := by.Parse(text.NewReader(source), parser.WithContext(parser.NewContext()))
	w.count(tree)
	w.stars = sync.OnceValue(func() bool { return w.footnotes(tree) })
	if err := w.blocks(tree, document.Paragraph); err != nil {
		return err
	}
	if len(d.Blocks) == 0 {
		return document.ErrNoText
	}
	return nil
}

// closeStrong moves the space before the stars that end a strong beginning behind them.
func closeStrong(body string) string {
	if !strings.Contains(body, "**") {
		return body
	}
	var out strings.Builder
	for line := range strings.Lines(body) {
		if strings.Contains(line, "**") {
			line = looseStrong.ReplaceAllString(line, "$1**$2**$3")
		}
		out.WriteString(line)
	}
	return out.String()
}

// A markdown walks a parsed text and adds its blocks to the document.
type markdown struct {
	ctx    context.Context
	body   string
	source []byte      // the same
	level  int         // of the last heading
	quotes int         // quotations that are open
	number string      // of a list item whose text is to come
	stars  func() bool // a star behind a word refers to a footnote: see footnotes
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
		w.d.Add(document.Block{Kind: document.Heading, Level: n.Level, Text: w.numbered(w.inline(n))})
	case *unmarked:
		w.unmarked(n)
	case *ast.Paragraph, *ast.TextBlock:
		w.paragraph(n, kind)
	case *ast.Blockquote:
		w.quotes++
		defer func() { w.quotes-- }()
		return w.blocks(n, kind)
	case *ast.List:
		return w.list(n)
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
		w.d.Add(document.Block{Text: w.numbered(string(n.Lines().Value(w.source)))})
	case *ast.HTMLBlock:
		if !isShown(n) {
			break
		}
		for _, part := range blockEnd.Split(w.numbered(string(n.Lines().Value(w.source))), -1) {
			w.d.Add(document.Block{Kind: kind, Text: document.Clean(withoutTags(part))})
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

// inline returns the text within a node, with its line breaks and without the marks of
// emphasis, links and the like. Pictures, the numbers of notes and what is struck out are
// left out. A line break of HTML is lineBreak.
func (w *markdown) inline(n ast.Node) string {
	var out strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			out.Write(resolved(c.Value(w.source), c.IsRaw()))
			if c.SoftLineBreak() || c.HardLineBreak() {
				out.WriteByte('\n')
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
			switch {
			case strings.HasPrefix(strings.ToLower(string(c.Segments.Value(w.source))), "<br"):
				out.WriteString(lineBreak)
			case w.isNoTag(c):
				out.Write(c.Segments.Value(w.source))
			}
		case *ast.Emphasis:
			mark := ""
			if w.refers(c) {
				mark = "*"
			}
			out.WriteString(mark + w.inline(c) + mark)
		case *ast.Image, *tables.Strikethrough, *tables.FootnoteLink, *tables.FootnoteBacklink, *tables.TaskCheckBox:
		default:
			out.WriteString(w.inline(c))
		}
	}
	return out.String()
}

// resolved takes the backslashes and entities out of a text that is not raw.
func resolved(value []byte, raw bool) []byte {
	if raw || !bytes.ContainsAny(value, `\&`) {
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
