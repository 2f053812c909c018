package plain

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Most paragraphs of reports have no mark-up at all. unmarkedParser takes such a one whole,
// where the parser would look at each of its characters; what it may stand in is left
// to the parser, which asks only where a paragraph may begin.
type unmarkedParser struct{}

// An unmarked node is a paragraph of the text without mark-up. Its text is as it
// stands in the source.
type unmarked struct {
	ast.BaseBlock
	text.Segment
}

var kindUnmarked = ast.NewNodeKind("Unmarked")

func (n *unmarked) Kind() ast.NodeKind { return kindUnmarked }

// IsRaw keeps the parser from looking for mark-up in it.
func (n *unmarked) IsRaw() bool { return true }

func (n *unmarked) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// What a byte may do in Markdown.
const (
	inText    = 1 << iota // it is text wherever it stands in a line
	beginning             // it is text at the beginning of a line as well
)

// unmarkedBytes holds that for each byte: what begins or ends mark-up, and all control
// characters, have none of it. Digits, strokes and the like begin lists and rules.
var unmarkedBytes = func() (table [256]byte) {
	for c := range table {
		switch {
		case c >= 0x80 || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '(' || c == '"' || c == '\'':
			table[c] = inText | beginning
		case c >= ' ' && c < 0x7f:
			table[c] = inText
		}
	}
	for _, c := range "\\`*_[]<>&~" {
		table[c] = 0
	}
	return table
}()

func (unmarkedParser) Trigger() (first []byte) {
	for c, may := range unmarkedBytes {
		if may&beginning != 0 {
			first = append(first, byte(c))
		}
	}
	return first
}

// Open takes a paragraph if nothing in it is mark-up.
func (unmarkedParser) Open(parent ast.Node, reader text.Reader, _ parser.Context) (ast.Node, parser.State) {
	line, at := reader.PeekLine()
	if parent.Kind() != ast.KindDocument || at.Padding > 0 || len(line) == 0 || unmarkedBytes[line[0]]&beginning == 0 {
		return nil, parser.NoChildren
	}
	length, lines := unmarkedUntil(reader.Source()[at.Start:])
	if length == 0 {
		return nil, parser.NoChildren
	}
	for range lines - 1 { // the parser goes behind the last
		reader.AdvanceLine()
	}
	return &unmarked{Segment: text.NewSegment(at.Start, at.Start+length)}, parser.NoChildren
}

// unmarkedUntil returns how many bytes and lines the paragraph has that a source begins
// with; 0 if anything in it may be mark-up. A space at a line's end may be a line break.
func unmarkedUntil(source []byte) (length, lines int) {
	first := true // in a line
	for i, c := range source {
		switch {
		case c == '\n' && first:
			return i - 1, lines
		case c == '\n' && source[i-1] == ' ':
			return 0, 0
		case c == '\n':
			first = true
			lines++
		case unmarkedBytes[c] == 0 || first && unmarkedBytes[c]&beginning == 0:
			return 0, 0
		default:
			first = false
		}
	}
	if first {
		return len(source) - 1, lines
	}
	if source[len(source)-1] == ' ' {
		return 0, 0
	}
	return len(source), lines + 1
}

// Continue ends the paragraph: Open took all of it.
func (unmarkedParser) Continue(ast.Node, text.Reader, parser.Context) parser.State {
	return parser.Close
}

// Close does nothing.
func (unmarkedParser) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph is false: what goes on in a paragraph is not another one.
func (unmarkedParser) CanInterruptParagraph() bool { return false }

// CanAcceptIndentedLine is false: an indented line may be code.
func (unmarkedParser) CanAcceptIndentedLine() bool { return false }
