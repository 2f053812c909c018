package plain

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	tables "github.com/yuin/goldmark/extension/ast"
	"golang.org/x/net/html/atom"

	"verbatim/corpus/document"
	"verbatim/corpus/prose"
)

// lineBreak stands for <br> in the text of a paragraph; two of them end it.
const lineBreak = "\v"

var (
	doubleBreak = regexp.MustCompile(`\v[\s\x{a0}]*\v[\s\v\x{a0}]*`)
	blockEnd    = regexp.MustCompile(`(?i)</(?:p|div|li|tr|h[1-6]|blockquote|section|article|td|dd)\s*>|<br\s*/?>\s*<br\s*/?>`)
)

// noteText is how a footnote begins that is defined, and reference how a line reads that
// CommonMark takes for the address of a link.
var (
	noteText  = regexp.MustCompile(`(?m)^( {0,3})\[\^([^\]\s]+)\]:`)
	noteLabel = regexp.MustCompile(`\[\^([^\]\s]+)\](:?)`)
	reference = regexp.MustCompile(`(?m)^( {0,3})\[([^\]^\n]+)\]:([ \t]*([^\s]+))[ \t]*$`)
	address   = regexp.MustCompile(`[/#@:]|\.[A-Za-z0-9]{2,5}>?$`)
)

// keepNotes makes plain text of what a parser would drop without a word: a note that
// nothing refers to, and "[3]: Ibid.", which reads as the address of a link.
func keepNotes(body string) string {
	if !strings.Contains(body, "]:") {
		return body
	}
	referred := map[string]bool{}
	for _, m := range noteLabel.FindAllStringSubmatch(body, -1) {
		if m[2] == "" {
			referred[m[1]] = true
		}
	}
	body = noteText.ReplaceAllStringFunc(body, func(begins string) string {
		m := noteText.FindStringSubmatch(begins)
		if referred[m[2]] {
			return begins
		}
		return m[1] + `\[` + m[2] + `]:`
	})
	return reference.ReplaceAllStringFunc(body, func(line string) string {
		m := reference.FindStringSubmatch(line)
		if address.MatchString(m[4]) {
			return line
		}
		return m[1] + `\[` + m[2] + `]:` + m[3]
	})
}

// count counts the letters of all text of a parsed file, whatever becomes of it, and
// leaves out what no reader sees.
func (w *markdown) count(tree ast.Node) {
	text := func(s string) { w.d.Letters += prose.Letters(s) }
	leave := func(why, s string) {
		text(s)
		w.d.LeaveOut(why, document.Clean(s), 0)
	}
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *unmarked:
			for _, part := range n.parts {
				text(part.In(w.body))
			}
		case *ast.Text:
			text(string(resolved(n.Value(w.source), n.IsRaw() || n.Parent().Kind() == ast.KindCodeSpan)))
		case *ast.String:
			text(string(resolved(n.Value, n.IsRaw())))
		case *ast.AutoLink:
			text(string(n.Label(w.source)))
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			text(string(n.Lines().Value(w.source)))
		case *ast.RawHTML:
			if w.isNoTag(n) {
				text(string(n.Segments.Value(w.source)))
			}
		case *ast.HTMLBlock:
			if raw := string(n.Lines().Value(w.source)); isShown(n) {
				text(withoutTags(raw))
			} else {
				leave("a comment or program", raw)
			}
		case *ast.Image:
			leave("the description of a picture", w.inline(n))
			return ast.WalkSkipChildren, nil
		case *tables.Strikethrough:
			leave("struck out", w.inline(n))
			w.d.Repaired("text that is struck out is left out")
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
}

// isShown reports whether a block of HTML is text with marks, and no comment or program.
func isShown(n *ast.HTMLBlock) bool {
	return n.HTMLBlockType == ast.HTMLBlockType6 || n.HTMLBlockType == ast.HTMLBlockType7
}

var tagName = regexp.MustCompile(`^</?([A-Za-z][A-Za-z0-9-]*)`)

// isNoTag reports whether what reads as a tag is none of HTML's: "<unnamed official>".
func (w *markdown) isNoTag(n *ast.RawHTML) bool {
	m := tagName.FindSubmatch(n.Segments.Value(w.source))
	return m != nil && atom.Lookup([]byte(strings.ToLower(string(m[1])))) == 0
}
